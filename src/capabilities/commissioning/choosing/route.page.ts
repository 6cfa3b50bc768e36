/** `/:place/commissioning/routes`: which way may I take? Every answer stands in the address, so it can be shared, kept and printed. */
import { dateValues, type Field, type FormView, form, readDate } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, StateTag } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { errorsOf, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { isLedBy } from '../agreements/access-agreement.ts'
import type { Agreement } from '../agreements/agreement.ts'
import { findAgreementByReference, listDrafts } from '../agreements/agreement-store.ts'
import { findLocalArea } from '../local-area/local-area-store.ts'
import { addressOf, toldOf } from '../routes/choice.ts'
import { type Answer, chooseRoute, inOneSentence } from '../routes/choose.ts'
import { choicesOf, type FactName, type Facts, factNames, questions, readFacts } from '../routes/facts.ts'
import { areasMeant, type LocalArea, named } from '../routes/local-area.ts'
import { always, type Rule } from '../routes/rules.ts'
import { chooseWay } from './choose-way.ts'

interface RuleView {
  readonly says: string
  readonly source: string
  readonly href: string
  readonly holds: string
}

type RouteModel = PageModel & {
  sentence: string | null
  told: readonly { question: string; answer: string }[]
  contradictions: readonly { says: string; rule: RuleView }[]
  routes: readonly {
    id: string
    title: string
    state: StateTag
    because: string
    rule: RuleView
    steps: readonly { says: string; when: string; notice: string | null; rule: RuleView }[]
    take: Action | null
  }[]
  reservations: readonly { title: string; state: StateTag; says: string; areas: string; rules: readonly RuleView[] }[]
  area: { says: string; href: string }
  drafts: readonly { text: string; href: string }[]
  warnings: readonly { says: string; rule: RuleView | null }[]
  threshold: RuleView | null
  notAdvice: string
  form: FormView
}

const ruleView = ({ says, source, url, from, until }: Rule): RuleView => ({
  says,
  source,
  href: url,
  holds: from === always ? '' : `Since ${exactDate(from)}${until ? `, until ${exactDate(until)}` : ''}.`,
})

/** What is asked of everybody, in this order; the rest comes when it matters. */
const first: readonly (FactName | 'on')[] = ['nation', 'buyer', 'on', 'form']
/** What may be told beside what has to be. */
const finer: readonly (FactName | 'years')[] = [
  'rate',
  'bidders',
  'area',
  'sme',
  'vcse',
  'joint',
  'inside',
  'mutual',
  'years',
]

const fieldOf = (name: FactName | 'on' | 'value' | 'years', isOptional: boolean, local: LocalArea | null): Field => {
  const base = { name, label: questions[name], optional: isOptional }
  if (name === 'on') return { ...base, kind: 'date', hint: 'The day of its first notice or invitation. Like 1 1 2026' }
  if (name === 'value')
    return { ...base, kind: 'text', prefix: '£', inputmode: 'decimal', width: 10, hint: 'Like 207,720 or 207719.99' }
  if (name === 'years') return { ...base, kind: 'text', inputmode: 'decimal', width: 3 }
  const meant = (value: string) => (name === 'area' ? areasMeant({ area: value }, local) : [])
  return {
    ...base,
    kind: 'radios',
    options: Object.entries(choicesOf(name)).map(([value, text]) => ({
      value,
      text,
      ...(meant(value).length > 0 && { hint: named(meant(value)) }),
    })),
  }
}

const fieldsFor = (facts: Facts, { state, missing }: Answer, local: LocalArea | null): Field[] => {
  const told = new Set<string>([...Object.keys(facts), ...(facts.valueInPence === undefined ? [] : ['value'])])
  const needed = new Set([...first, ...missing.map(({ field }) => field)])
  const isAnswered = state === 'answered' && facts.form === 'contract' && facts.health !== 'yes'
  const names = [...first, ...factNames.filter(name => !first.includes(name)), 'value', 'years'] as (
    | FactName
    | 'on'
    | 'value'
    | 'years'
  )[]
  const order = ['nation', 'buyer', 'on', 'form', 'owed', 'what', 'light', 'health', 'concession', 'value', 'vat']
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return names
    .filter(name => needed.has(name) || told.has(name) || (isAnswered && finer.includes(name as never)))
    .sort((a, b) => rank(a) - rank(b))
    .map(name => fieldOf(name, !needed.has(name) && !order.includes(name), local))
}

const mayTag = (may: boolean | null): StateTag =>
  may === null
    ? { word: 'Not settled', tone: 'unknown' }
    : may
      ? { word: 'You may', tone: 'agreed' }
      : { word: 'You may not', tone: 'stopped' }

/** What the chooser is asked for: an agreement of which one way is to be kept, where one is named. */
const agreementOf = async (tx: PlaceTx, given: unknown): Promise<Agreement | null> => {
  const agreement = typeof given === 'string' ? await findAgreementByReference(tx, given.slice(0, 20)) : null
  return agreement?.state === 'draft' && (await isLedBy(tx, agreement)) ? agreement : null
}

const showChooser = async (
  { platform, place, actor }: Pick<Visit<never, never>, 'platform' | 'place' | 'actor'>,
  asked: Readonly<Record<string, unknown>>,
  refused: readonly ErrorItem[] = [],
): Promise<Reply> => {
  const { local, agreement, drafts } = await platform.db.as(actor, async tx => ({
    local: await findLocalArea(tx),
    agreement: await agreementOf(tx, asked.agreement),
    drafts: actor.permissions.has('commissioning.lead') ? await listDrafts(tx, 10) : [],
  }))
  const day = readDate(asked, 'on', 'the day it begins')
  const { facts, errors } = readFacts({ ...asked, on: 'on' in day ? day.on : asked.on })
  const wrong: ErrorItem[] =
    'message' in day ? [{ field: 'on', message: day.message }, ...errors.filter(({ field }) => field !== 'on')] : errors
  const hasAsked = Object.keys(asked).some(name => name !== 'agreement')
  const answer = chooseRoute(facts, local)
  const { state } = answer
  const on = facts.on ?? (hasAsked ? null : dateAt(platform.clock()))
  const here = `/${place.slug}/commissioning`
  const answers = addressOf(facts)
  const values = { ...(agreement && told(agreement)), ...asked, ...(on && dateValues('on', on)) }
  const shown = [...wrong, ...refused]
  const model: RouteModel = {
    page: {
      title: 'Which way may I take?',
      kind: 'staff',
      ...(agreement
        ? { caption: `For: ${agreement.title}`, backHref: `${here}/agreements/${agreement.reference}` }
        : actor.kind === 'person' && { backHref: here }),
      ...(shown.length && { errors: shown }),
    },
    sentence: hasAsked && wrong.length === 0 ? inOneSentence(answer) : null,
    told: wrong.length === 0 && state !== 'more is needed' ? toldOf(facts) : [],
    contradictions: answer.contradictions.map(({ says, rule }) => ({ says, rule: ruleView(rule) })),
    routes: answer.routes.map(({ code, title, may, because, rule, steps }) => ({
      id: code,
      title,
      state: may === 'must' ? { word: 'The way to go', tone: 'attention' } : { word: 'You may', tone: 'agreed' },
      because,
      rule: ruleView(rule),
      steps: steps.map(step => ({ ...step, rule: ruleView(step.rule) })),
      take: agreement && {
        text: 'Make it this way',
        action: `${here}/routes`,
        hidden: { ...answers, agreement: agreement.reference, route: code },
        about: title,
      },
    })),
    reservations: answer.reservations.map(({ title, may, says, rules, areas = [] }) => ({
      title,
      state: mayTag(may),
      says,
      areas: areas.length > 0 ? named(areas) : '',
      rules: rules.map(ruleView),
    })),
    area: {
      href: `${here}/local-area`,
      says: local
        ? `${named([local.own])}; what borders it: ${local.borders.length > 0 ? named(local.borders) : 'nothing that was told'}. ${local.source}, read on ${exactDate(local.readOn)}.`
        : 'Nobody has said yet what our local area is and what borders it.',
    },
    warnings: answer.warnings.map(({ says, rule }) => ({ says, rule: rule && ruleView(rule) })),
    threshold: answer.threshold && ruleView(answer.threshold),
    notAdvice: answer.notAdvice,
    drafts:
      answer.routes.length > 0 && !agreement
        ? drafts.map(({ reference, title }) => ({
            text: title,
            href: `${here}/routes?${new URLSearchParams({ ...answers, agreement: reference })}`,
          }))
        : [],
    form: form({
      action: `${here}/routes`,
      method: 'get',
      fields: fieldsFor(facts, answer, local),
      values,
      errors: shown,
      button: state === 'answered' ? 'Ask again' : 'Go on',
      ...(agreement && { hidden: { agreement: agreement.reference } }),
    }),
  }
  return view('commissioning/choosing/route.njk', model, { status: shown.length ? 422 : 200 })
}

/** What is known of an agreement already, so that nobody says it twice. */
const told = ({ kind, category, routeFacts, years }: Agreement): Record<string, string> => {
  const gross = years.reduce((sum, { amountInPence, vatInPence }) => sum + amountInPence + vatInPence, 0)
  return {
    form: kind === 'partnership' ? '' : kind,
    what: category,
    ...(gross > 0 && { value: (gross / 100).toFixed(2), vat: 'with' }),
    ...routeFacts?.answers,
  }
}

const routePage = page({
  method: 'GET',
  path: '/:place/commissioning/routes',
  allow: 'anyone',
  handle: visit => showChooser(visit as never, visit.query as Record<string, unknown>),
})

const takeAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/routes',
  allow: 'commissioning.lead',
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const { agreement, route, ...given } = body as Record<string, unknown>
    const reference = typedLine(agreement)
    const answer = await perform(platform.db, actor, chooseWay, {
      reference,
      route: typedLine(route),
      answers: addressOf(readFacts(given).facts),
    })
    return isRefusal(answer)
      ? showChooser(visit as never, { ...given, agreement: reference }, errorsOf(answer))
      : redirect(`/${place.slug}/commissioning/agreements/${reference}?done=way`)
  },
})

export const choosingRoutes = [routePage, takeAnswer]
