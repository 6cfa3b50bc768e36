/** "How did it go?": told by the resident who holds the code, or written down by whoever rang them. */

import { Type } from 'typebox'
import { type Field, type FormView, form } from '../../design/form.ts'
import type { PageHead, PageModel } from '../../design/page.ts'
import type { ErrorItem, SummaryCard } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../platform/http/route.ts'
import { chosen, typedText } from '../../platform/http/typed.ts'
import { accessNeed, type Need } from '../requests/index.ts'
import { listOutcomes, type Outcome } from './outcome-store.ts'
import { recordOutcome } from './record-outcome.ts'
import { type Difference, differences, type ToldBy, toldBys } from './words.ts'

const OneNeed = Type.Object({ needId: Type.String({ format: 'uuid' }) })

type At = Pick<Visit, 'platform' | 'place' | 'actor'> & { params: { needId: string } }

type TellPage = PageModel & { form: FormView }
type ToldPage = PageModel & { card: SummaryCard; words: string | null }

/** A need in a state in which there is something to tell. */
const canBeTold = ({ state }: Need): boolean => ['in contact', 'ongoing', 'done'].includes(state)

const loadNeed = ({ platform, actor, params }: At): Promise<{ need: Need; outcome: Outcome | null } | null> =>
  platform.db.as(actor, async tx => {
    const need = await accessNeed(tx, params.needId, 'read')
    if (isRefusal(need)) return null
    const [outcome = null] = await listOutcomes(tx, [need.needId])
    return { need, outcome }
  })

/** Who tells, and where they came from. */
interface Teller {
  readonly isStaff: boolean
  readonly backHref: string
  readonly here: string
}

const tellerOf = ({ place, params }: At, isStaff: boolean): Teller => {
  const needPath = `/${place.slug}/needs/${params.needId}`
  return isStaff
    ? { isStaff, backHref: needPath, here: `${needPath}/outcome` }
    : {
        isStaff,
        backHref: `/${place.slug}/my-request`,
        here: `/${place.slug}/my-request/needs/${params.needId}/outcome`,
      }
}

const fieldsFor = (isStaff: boolean): Field[] => {
  const told = (Object.keys(differences) as Difference[]).filter(code => isStaff || code !== 'not known')
  return [
    {
      kind: 'radios',
      name: 'difference',
      label: isStaff ? 'How are things for them now?' : 'How are things now?',
      options: told.map(code => ({ value: code, text: differences[code].label })),
    },
    {
      kind: 'textarea',
      name: 'inTheirWords',
      label: isStaff ? 'In their words' : 'In your own words',
      hint: isStaff
        ? 'As they said it. Do not name anyone.'
        : 'What changed? What was good, what was not? Please do not name anyone.',
      limit: 1000,
      optional: true,
    },
    ...(isStaff
      ? [
          {
            kind: 'radios' as const,
            name: 'toldBy',
            label: 'Who told you?',
            options: (Object.keys(toldBys) as ToldBy[])
              .filter(code => code !== 'nobody')
              .map(code => ({ value: code, text: toldBys[code] })),
          },
        ]
      : []),
  ]
}

const headFor = (teller: Teller, need: Need, errors: readonly ErrorItem[] = []): PageHead => ({
  title: teller.isStaff ? 'How did it go for them?' : 'How did it go?',
  caption: needKinds[need.kind].asks,
  kind: teller.isStaff ? 'staff' : 'resident',
  backHref: teller.backHref,
  errors,
})

const privately = (template: string, model: PageModel): Reply =>
  view(template, model, { status: model.page.errors?.length ? 422 : 200, headers: { 'cache-control': 'no-store' } })

const tellView = (
  teller: Teller,
  need: Need,
  posted: Readonly<Record<string, unknown>> = {},
  errors: readonly ErrorItem[] = [],
): Reply =>
  privately('design/question.njk', {
    page: headFor(teller, need, errors),
    form: form({
      action: teller.here,
      fields: fieldsFor(teller.isStaff),
      values: posted,
      errors,
      button: teller.isStaff ? 'Write it down' : 'Tell us',
    }),
  } satisfies TellPage as PageModel)

/** What was told, for whoever comes again or second. */
const toldView = (teller: Teller, need: Need, outcome: Outcome, isJustTold: boolean): Reply =>
  privately('outcomes/told.njk', {
    page: {
      ...headFor(teller, need),
      ...(isJustTold && {
        notice: { tone: 'done', message: 'Written down. The need is closed as helped, and details are hidden again.' },
      }),
    },
    card: {
      rows: [
        { key: 'How things are', value: differences[outcome.difference].label },
        { key: 'Told by', value: toldBys[outcome.toldBy] },
        { key: 'Written down by', value: outcome.recordedByName },
      ],
    },
    words: outcome.inTheirWords,
  } satisfies ToldPage as PageModel)

const tooSoonView = (teller: Teller, need: Need): Reply =>
  privately('outcomes/too-soon.njk', {
    page: headFor(teller, need),
    sentence:
      need.state === 'closed'
        ? 'This is finished already, so there is nothing more to tell.'
        : 'The help has not been given yet, so there is nothing to tell yet.',
    back: { text: teller.isStaff ? 'Back to the need' : 'Back to what is happening', href: teller.backHref },
  } as PageModel)

const showOutcome = async (visit: At, isStaff: boolean, done: unknown): Promise<Reply> => {
  const found = await loadNeed(visit)
  if (!found) return notFound('We cannot find that need, or it is not yours to see.')
  const teller = tellerOf(visit, isStaff)
  if (found.outcome) return toldView(teller, found.need, found.outcome, done === 'told')
  return canBeTold(found.need) ? tellView(teller, found.need) : tooSoonView(teller, found.need)
}

const takeOutcome = async (visit: At, isStaff: boolean, body: Readonly<Record<string, unknown>>): Promise<Reply> => {
  const found = await loadNeed(visit)
  if (!found) return notFound('We cannot find that need, or it is not yours to see.')
  const teller = tellerOf(visit, isStaff)
  const told = (Object.keys(differences) as Difference[]).filter(code => isStaff || code !== 'not known')
  const recorded = await perform(visit.platform.db, visit.actor, recordOutcome, {
    needId: visit.params.needId,
    difference: chosen(body.difference, told) ?? '',
    inTheirWords: typedText(body.inTheirWords),
    toldBy: isStaff ? (chosen(body.toldBy, Object.keys(toldBys)) ?? '') : 'the resident',
  })
  if (!isRefusal(recorded))
    return redirect(isStaff ? `${teller.here}?done=told` : `/${visit.place.slug}/my-request?done=told`)
  return refusedView(visit, teller, recorded, body)
}

/** A wrong answer is shown again beside its field; somebody who was quicker is shown what they wrote. */
const refusedView = async (
  visit: At,
  teller: Teller,
  refusal: Refusal,
  body: Readonly<Record<string, unknown>>,
): Promise<Reply> => {
  const now = await loadNeed(visit)
  if (!now) return notFound('We cannot find that need, or it is not yours to see.')
  if (now.outcome) return toldView(teller, now.need, now.outcome, false)
  if (refusal.refused === 'not-helped-yet') return tooSoonView(teller, now.need)
  return tellView(teller, now.need, body, errorsOf(refusal))
}

const Lax = Type.Object({ done: Type.Optional(Type.Unknown()) })

/** Leads whoever holds no code to where it is asked for. */
const askForCode = ({ place }: At): Reply => redirect(`/${place.slug}/my-request?done=ended`)

const residentTells = page({
  method: 'GET',
  path: '/:place/my-request/needs/:needId/outcome',
  allow: 'anyone',
  params: OneNeed,
  handle: async visit => (visit.actor.kind === 'bearer' ? showOutcome(visit, false, null) : askForCode(visit)),
})

const residentTold = page({
  method: 'POST',
  path: '/:place/my-request/needs/:needId/outcome',
  allow: 'anyone',
  params: OneNeed,
  handle: async visit => (visit.actor.kind === 'bearer' ? takeOutcome(visit, false, visit.body) : askForCode(visit)),
})

const staffTells = page({
  method: 'GET',
  path: '/:place/needs/:needId/outcome',
  allow: 'outcome.record',
  params: OneNeed,
  query: Lax,
  handle: async visit => showOutcome(visit, visit.actor.kind !== 'bearer', visit.query.done),
})

const staffTold = page({
  method: 'POST',
  path: '/:place/needs/:needId/outcome',
  allow: 'outcome.record',
  params: OneNeed,
  handle: async visit => takeOutcome(visit, visit.actor.kind !== 'bearer', visit.body),
})

/** Telling how it went. */
export const outcomeRoutes = [residentTells, residentTold, staffTells, staffTold]
