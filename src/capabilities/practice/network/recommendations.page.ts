/** A council and the ten recommendations, grouped as published: who owns each, what is done, and what shows it. */
import { Type } from 'typebox'
import { dateValues, type Field, form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { ErrorItem, StateTag } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
  view,
} from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { recommendationGroups, recommendationNumbered, recommendationsPublished } from '../published.ts'
import { publishedLine } from '../published-line.ts'
import type { Item, SectionsPage } from '../sections.ts'
import { readWebAddress } from '../web-address.ts'
import { keeps } from './council.ts'
import { findCouncil } from './council-store.ts'
import { emptyStep, keepStep, undoStep } from './keep-step.ts'
import { listSteps, type RecommendationStep, type StepState, stepStates } from './recommendation-store.ts'

const stateCodes = Object.keys(stepStates) as StepState[]

const happenings: Happenings = { back: { message: 'It says again what it said before.' } }

const tagOf = (step: RecommendationStep | undefined, today: string): StateTag => {
  const state = step?.state ?? 'not started'
  if (state !== 'done' && step?.byOn && step.byOn < today) return { word: 'Late', tone: 'overdue' }
  const tone = state === 'done' ? 'done' : state === 'under way' ? 'underway' : 'fresh'
  return { word: stepStates[state], tone }
}

const params = Type.Object({ councilId: Type.String({ format: 'uuid' }) })

const listPage = page({
  method: 'GET',
  path: '/:place/network/councils/:councilId/recommendations',
  allow: 'anyone',
  params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()), number: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, params, query }) {
    const found = await platform.db.as(actor, async tx => {
      const council = await findCouncil(tx, params.councilId)
      return council && { council, steps: await listSteps(tx, council.councilId), today: dateAt(tx.now) }
    })
    if (!found) return notFound('There is no such council in this network.')
    const { council, steps, today } = found
    const mine = actor.kind === 'person' && keeps(actor, council)
    const here = `/${place.slug}/network/councils/${council.councilId}/recommendations`
    const kept = query.done === 'kept' ? recommendationNumbered(Number(query.number)) : null
    const itemOf = (number: number, words: string): Item => {
      const step = steps.find(each => each.number === number)
      const lines = step
        ? [
            `Owner: ${step.owner ?? 'nobody yet'}`,
            `Action: ${step.action ?? 'none written down'}`,
            ...(step.byOn ? [`By ${exactDate(step.byOn)}`] : []),
            `Evidence: ${step.evidence ?? (step.document ? 'in the document' : 'none yet')}`,
          ]
        : ['Nothing is written down yet.']
      return {
        id: `r${number}`,
        title: `${number}. ${words}`,
        state: tagOf(step, today),
        lines,
        links: [
          ...(step?.document ? [{ text: 'Read the evidence', href: step.document }] : []),
          ...(mine ? [{ text: 'Change', href: `${here}/${number}` }] : []),
        ],
      }
    }
    const model: SectionsPage = {
      page: {
        title: 'The ten recommendations',
        caption: council.name,
        backHref: `/${place.slug}/network/councils/${council.councilId}`,
        ...noticeOf(happenings, query.done),
        ...(kept && {
          notice: {
            tone: 'done' as const,
            message: `Saved: ${kept.words}.`,
            ...(mine && {
              undo: {
                text: 'Undo',
                action: `${here}/${kept.number}`,
                hidden: { do: 'undo' },
                look: 'other' as const,
              },
            }),
          },
        }),
      },
      sections: [
        { source: publishedLine(recommendationsPublished) },
        ...recommendationGroups.map(({ to, recommendations }) => ({
          title: to,
          items: recommendations.map(({ number, words }) => itemOf(number, words)),
        })),
      ],
    }
    return view('practice/sections.njk', model)
  },
})

const fields: readonly Field[] = [
  {
    kind: 'radios',
    name: 'state',
    label: 'How does it stand?',
    options: stateCodes.map(value => ({ value, text: stepStates[value] })),
  },
  { kind: 'text', name: 'owner', label: 'Who owns it?', hint: 'A post or a name', optional: true },
  { kind: 'textarea', name: 'action', label: 'What is being done?', limit: 2000, optional: true },
  { kind: 'date', name: 'byOn', label: 'To be done by', optional: true },
  { kind: 'textarea', name: 'evidence', label: 'What shows it?', limit: 2000, optional: true },
  { kind: 'text', name: 'document', label: 'Where that can be read', optional: true, spellcheck: false },
]

const stepParams = Type.Object({
  councilId: Type.String({ format: 'uuid' }),
  recommendation: Type.String({ pattern: '^([1-9]|10)$' }),
})

const drawStep = async (visit: Visit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, body } = visit
  const number = Number(params.recommendation)
  const found = await platform.db.as(actor, async tx => {
    const council = await findCouncil(tx, params.councilId ?? '')
    if (!council || !keeps(actor, council)) return null
    return { council, step: (await listSteps(tx, council.councilId)).find(each => each.number === number) }
  })
  const recommendation = recommendationNumbered(number)
  if (!found || !recommendation) return notFound('There is no such council, or its record is not yours to keep.')
  const step = found.step ?? emptyStep
  const back = `/${place.slug}/network/councils/${found.council.councilId}/recommendations`
  return privateView('design/question.njk', {
    page: {
      title: `${number}. ${recommendation.words}`,
      caption: found.council.name,
      kind: 'staff',
      backHref: back,
      errors,
    },
    form: form({
      action: `${back}/${number}`,
      fields,
      values: errors.length ? body : { ...step, ...(step.byOn && dateValues('byOn', step.byOn)) },
      errors,
      button: 'Save',
      instead: { text: 'Leave it as it is', href: back },
    }),
  })
}

const answerStep = async (visit: Visit): Promise<Reply> => {
  const { platform, place, actor, params, body } = visit
  const which = { councilId: params.councilId ?? '', number: Number(params.recommendation) }
  const back = `/${place.slug}/network/councils/${which.councilId}/recommendations`
  if (body.do === 'undo') {
    const undone = await perform(platform.db, actor, undoStep, which)
    return isRefusal(undone) ? drawStep(visit, errorsOf(undone)) : redirect(`${back}?done=back#r${which.number}`)
  }
  const byOn = readDate(body, 'byOn', 'the day')
  const document = readWebAddress(body.document)
  const errors = [
    ...('message' in byOn ? [{ field: 'byOn', message: byOn.message }] : []),
    ...('message' in document ? [{ field: 'document', message: document.message }] : []),
  ]
  if (errors.length) return drawStep(visit, errors)
  const kept = await perform(platform.db, actor, keepStep, {
    ...which,
    state: chosen(body.state, stateCodes) ?? ('' as never),
    owner: typedLine(body.owner) || null,
    action: typedText(body.action) || null,
    evidence: typedText(body.evidence) || null,
    document: 'address' in document ? document.address : null,
    byOn: 'on' in byOn ? byOn.on : null,
  })
  return isRefusal(kept)
    ? drawStep(visit, errorsOf(kept))
    : redirect(`${back}?done=kept&number=${which.number}#r${which.number}`)
}

export const recommendationRoutes = [
  listPage,
  page({
    method: 'GET',
    path: '/:place/network/councils/:councilId/recommendations/:recommendation',
    allow: 'practice.record',
    params: stepParams,
    handle: visit => drawStep(visit as unknown as Visit),
  }),
  page({
    method: 'POST',
    path: '/:place/network/councils/:councilId/recommendations/:recommendation',
    allow: 'practice.record',
    params: stepParams,
    handle: visit => answerStep(visit as unknown as Visit),
  }),
]
