/** `/:place/commissioning/routes`: which way may I take? Every answer stands in the address, so it can be shared, kept and printed. */
import { dateValues, type Field, type FormView, form, readDate } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { ErrorItem, StateTag } from '../../../design/view-models.ts'
import { page, view } from '../../../platform/http/route.ts'
import { pounds } from '../money.ts'
import { type Answer, chooseRoute, inOneSentence } from './choose.ts'
import { choicesOf, type FactName, type Facts, factNames, questions, readFacts } from './facts.ts'
import { always, type Rule } from './rules.ts'

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
  }[]
  reservations: readonly { title: string; state: StateTag; says: string; rules: readonly RuleView[] }[]
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

const fieldOf = (name: FactName | 'on' | 'value' | 'years', isOptional: boolean): Field => {
  const base = { name, label: questions[name], optional: isOptional }
  if (name === 'on') return { ...base, kind: 'date', hint: 'The day of its first notice or invitation. Like 1 1 2026' }
  if (name === 'value')
    return { ...base, kind: 'text', prefix: '£', inputmode: 'decimal', width: 10, hint: 'Like 207,720 or 207719.99' }
  if (name === 'years') return { ...base, kind: 'text', inputmode: 'decimal', width: 3 }
  return { ...base, kind: 'radios', options: Object.entries(choicesOf(name)).map(([value, text]) => ({ value, text })) }
}

const fieldsFor = (facts: Facts, { state, missing }: Answer): Field[] => {
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
    .map(name => fieldOf(name, !needed.has(name) && !order.includes(name)))
}

const toldOf = (facts: Facts): RouteModel['told'] => [
  ...factNames.flatMap(name => {
    const value = facts[name]
    return value === undefined ? [] : [{ question: questions[name], answer: choicesOf(name)[value] ?? value }]
  }),
  ...(facts.on ? [{ question: questions.on, answer: exactDate(facts.on) }] : []),
  ...(facts.valueInPence === undefined ? [] : [{ question: questions.value, answer: pounds(facts.valueInPence) }]),
  ...(facts.years === undefined ? [] : [{ question: questions.years, answer: String(facts.years) }]),
]

const mayTag = (may: boolean | null): StateTag =>
  may === null
    ? { word: 'Not settled', tone: 'unknown' }
    : may
      ? { word: 'You may', tone: 'agreed' }
      : { word: 'You may not', tone: 'stopped' }

export const routePage = page({
  method: 'GET',
  path: '/:place/commissioning/routes',
  allow: 'anyone',
  async handle({ platform, place, actor, query }) {
    const asked = query as Record<string, unknown>
    const day = readDate(asked, 'on', 'the day it begins')
    const { facts, errors } = readFacts({ ...asked, on: 'on' in day ? day.on : asked.on })
    const wrong: ErrorItem[] =
      'message' in day
        ? [{ field: 'on', message: day.message }, ...errors.filter(({ field }) => field !== 'on')]
        : errors
    const hasAsked = Object.keys(asked).length > 0
    const answer = chooseRoute(facts)
    const { state } = answer
    const on = facts.on ?? (hasAsked ? null : dateAt(platform.clock()))
    const values = { ...asked, ...(on && dateValues('on', on)) }
    const model: RouteModel = {
      page: {
        title: 'Which way may I take?',
        kind: 'staff',
        ...(actor.kind === 'person' && { backHref: `/${place.slug}/commissioning` }),
        ...(wrong.length && { errors: wrong }),
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
      })),
      reservations: answer.reservations.map(({ title, may, says, rules }) => ({
        title,
        state: mayTag(may),
        says,
        rules: rules.map(ruleView),
      })),
      warnings: answer.warnings.map(({ says, rule }) => ({ says, rule: rule && ruleView(rule) })),
      threshold: answer.threshold && ruleView(answer.threshold),
      notAdvice: answer.notAdvice,
      form: form({
        action: `/${place.slug}/commissioning/routes`,
        method: 'get',
        fields: fieldsFor(facts, answer),
        values,
        errors: wrong,
        button: state === 'answered' ? 'Ask again' : 'Go on',
      }),
    }
    return view('commissioning/routes/route.njk', model, { status: wrong.length ? 422 : 200 })
  },
})
