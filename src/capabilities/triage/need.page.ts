import { Type } from 'typebox'
import { type FormView, form } from '../../design/form.ts'
import type { Notice } from '../../design/page.ts'
import { needKindCodes, needKinds } from '../../kernel/need-kind.ts'
import { isAboutFields, isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { listAuditLines } from '../../platform/audit/audit.ts'
import { perform } from '../../platform/command.ts'
import { listFacts } from '../../platform/facts/fact.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../platform/http/route.ts'
import { typedLine, typedText } from '../../platform/http/typed.ts'
import { listTasksOfNeeds, suggestForNeed } from '../matching/index.ts'
import { cannotSettle } from '../organisations/index.ts'
import { recallReferral } from '../referrals/index.ts'
import { askWhyThisPerson, describeNeed, mayLookAtPerson, urgencies } from '../requests/index.ts'
import { findLikelyDuplicates } from './find-duplicates.ts'
import { findFreshestEntries, findServicesFor } from './find-services.ts'
import { loadNeedToDecide } from './load-need.ts'
import { needModel } from './need-model.ts'
import { type DoneCode, doneSentences } from './words.ts'

const NeedOnly = Type.Object({ needId: Type.String({ format: 'uuid' }) })

/** What to show besides the need itself: what has just happened, or what was refused and what had been typed. */
export interface ShowNeed {
  readonly notice?: Notice
  /** A refused change of the description, with what was typed. */
  readonly describing?: { readonly refusal: Refusal; readonly values: Readonly<Record<string, unknown>> }
  readonly status?: number
}

/** As many services as fit under the organisations. */
const mostServices = 6

/** The page of one need as it is now. */
export const showNeed = async (
  { platform, place, actor }: Visit<never, never> | Visit,
  needId: string,
  show: ShowNeed = {},
): Promise<Reply> => {
  const model = await platform.db.as(actor, async tx => {
    const loaded = await loadNeedToDecide(tx, needId)
    if (isRefusal(loaded)) return loaded
    const { need, person } = loaded
    if (person && !(await mayLookAtPerson(tx, person.personId)))
      return askWhyThisPerson(place, person.personId, `/${place.slug}/needs/${need.needId}`)
    const at = person?.position ?? need.near
    const waiting = loaded.standing.stage === 'waiting'
    return needModel({
      ...loaded,
      base: `/${place.slug}`,
      now: tx.now,
      facts: await listFacts(tx, need.journeyId),
      looks: person ? await listAuditLines(tx, [person.personId]) : [],
      duplicates: person && waiting ? await findLikelyDuplicates(tx, need, person) : [],
      entries: waiting
        ? await findFreshestEntries(
            tx,
            loaded.ranked.map(({ organisation }) => organisation.organisationId),
          )
        : new Map(),
      services: waiting ? await findServicesFor(tx, need.kind, at, 4 * mostServices) : [],
      mostServices,
      volunteers: waiting && actor.permissions.has('volunteer.ask') ? await suggestForNeed(tx, need.needId) : null,
      askedVolunteers: (await listTasksOfNeeds(tx, [need.needId])).length > 0,
      looksAtGroups: actor.permissions.has('sharing.settle') && (await cannotSettle(tx)) === null,
      describeForm: waiting ? describeForm(place.slug, need, show.describing) : null,
    })
  })
  if (isRefusal(model)) return notFound(model.message)
  if ('kind' in model) return model
  return view(
    'triage/need.njk',
    {
      ...model,
      describeOpen: show.describing !== undefined,
      page: {
        ...model.page,
        ...(show.notice && { notice: show.notice }),
        ...(show.describing && { errors: errorsOf(show.describing.refusal) }),
      },
    },
    { status: show.status ?? 200 },
  )
}

/** What somebody who came second reads: the refusal over the need as it is now. */
export const showWhatHappened = (
  visit: Visit<never, never> | Visit,
  needId: string,
  refusal: Refusal,
): Promise<Reply> =>
  showNeed(visit, needId, {
    notice: { tone: 'attention', message: refusal.message, detail: 'This is how it stands now.' },
    status: 422,
  })

const describeForm = (
  slug: string,
  need: { needId: string; description: string; urgency: string; kind: string },
  describing: ShowNeed['describing'],
): FormView =>
  form({
    action: `/${slug}/needs/${need.needId}/describe`,
    fields: [
      {
        kind: 'textarea',
        name: 'description',
        label: 'What is needed',
        hint: 'Everyone who is asked reads this. Name nobody, and leave out the street and the phone number.',
        limit: 500,
        rows: 4,
      },
      {
        kind: 'select',
        name: 'kind',
        label: 'What kind of help',
        options: needKindCodes.map(value => ({ value, text: needKinds[value].label })),
      },
      {
        kind: 'select',
        name: 'urgency',
        label: 'How soon',
        options: Object.entries(urgencies).map(([value, { label }]) => ({ value, text: label })),
      },
    ],
    values: describing?.values ?? { description: need.description, kind: need.kind, urgency: need.urgency },
    errors: describing ? errorsOf(describing.refusal) : [],
    button: 'Save what they will see',
  })

export const needPage = page({
  method: 'GET',
  path: '/:place/needs/:needId',
  allow: 'request.triage',
  params: NeedOnly,
  query: Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) }),
  handle: visit =>
    showNeed(visit as never, visit.params.needId, {
      ...(visit.query.done !== undefined &&
        Object.hasOwn(doneSentences, visit.query.done) && {
          notice: { tone: 'done' as const, message: doneSentences[visit.query.done as DoneCode] },
        }),
    }),
})

export const describeRoute = page({
  method: 'POST',
  path: '/:place/needs/:needId/describe',
  allow: 'request.triage',
  params: NeedOnly,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const values = {
      description: typedText(body.description),
      kind: typedLine(body.kind),
      urgency: typedLine(body.urgency),
    }
    const answer = await perform(platform.db, actor, describeNeed, { ...params, ...values } as never)
    if (!isRefusal(answer)) return redirect(`/${place.slug}/needs/${params.needId}?done=described`)
    return isAboutFields(answer)
      ? showNeed(visit as never, params.needId, { describing: { refusal: answer, values }, status: 422 })
      : showWhatHappened(visit as never, params.needId, answer)
  },
})

export const takeBackRoute = page({
  method: 'POST',
  path: '/:place/needs/:needId/take-back',
  allow: 'request.triage',
  params: NeedOnly,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const referralId = typedLine(body.referralId)
    const answer = await perform(platform.db, actor, recallReferral, { referralId })
    return isRefusal(answer)
      ? showWhatHappened(visit as never, params.needId, answer)
      : redirect(`/${place.slug}/needs/${params.needId}?done=taken-back`)
  },
})
