/** `/:place/commissioning/competitions`: what can be bid for and what came of it; opening one, maybe from an engagement. */
import { Type } from 'typebox'
import { type Field, form } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import type { Action, EmptyState, ErrorItem, StateTag } from '../../../design/view-models.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import type { Engagement } from '../engagement/engagement.ts'
import { findEngagement, listEngagements } from '../engagement/engagement-store.ts'
import { type Body, dayOf } from './act.ts'
import { weightFields, weightsTyped } from './acts.ts'
import { nowInWords, stateTag, weightsInWords, weightsOf } from './competition.ts'
import { listCompetitions } from './competition-store.ts'
import { openCompetition } from './open-competition.ts'

type ListModel = PageModel & {
  from: string | null
  competitions: readonly { title: string; href: string; state: StateTag; says: string; weights: string }[]
  actions: readonly Action[]
  empty: EmptyState
}

const fromEngagement = Type.Object({ engagement: Type.Optional(Type.Unknown()) })

const listPage = page({
  method: 'GET',
  path: '/:place/commissioning/competitions',
  allow: 'anyone',
  query: fromEngagement,
  async handle({ platform, place, actor, query }) {
    const now = platform.clock()
    const here = `/${place.slug}/commissioning/competitions`
    const engagementId = isUuid(query.engagement) ? query.engagement : null
    const model = await platform.db.as(actor, async (tx): Promise<ListModel> => {
      const engagement = engagementId ? await findEngagement(tx, engagementId) : null
      const competitions = await listCompetitions(tx, engagement?.engagementId ?? null)
      return {
        page: {
          title: 'Competitions',
          backHref: engagement
            ? `/${place.slug}/commissioning/engagement/${engagement.engagementId}`
            : `/${place.slug}/commissioning`,
        },
        from: engagement?.title ?? null,
        competitions: competitions.map(each => ({
          title: each.title,
          href: `${here}/${each.competitionId}`,
          state: stateTag(each, now),
          says: nowInWords(each, now),
          weights: weightsInWords(weightsOf(each)),
        })),
        actions: actor.permissions.has('commissioning.lead')
          ? [
              {
                text: 'Open a competition',
                href: `${here}/new${engagement ? `?engagement=${engagement.engagementId}` : ''}`,
              },
            ]
          : [],
        empty: {
          title: 'Nothing can be bid for just now',
          sentences: ['When something is bought here by competition, its questions, weights and scores stand here.'],
        },
      }
    })
    return view('commissioning/social-value/list.njk', model)
  },
})

const newFields = (engagements: readonly Engagement[]): Field[] => [
  { kind: 'text', name: 'title', label: 'What is it called?' },
  {
    kind: 'textarea',
    name: 'about',
    label: 'What is it for?',
    hint: 'What should be different for people here.',
    limit: 4000,
    rows: 5,
  },
  {
    kind: 'select',
    name: 'engagementId',
    label: 'Which engagement did it come from?',
    options: engagements.map(({ engagementId, title }) => ({ value: engagementId, text: title })),
    choose: 'None',
    optional: true,
  },
  ...weightFields,
  {
    kind: 'date',
    name: 'questionsUntilOn',
    label: 'Last day for proposing questions',
    hint: 'Organisations and residents propose what bidders are asked about social value. Four weeks let small groups meet once.',
  },
  { kind: 'date', name: 'closesOn', label: 'Bids close at 12 noon on' },
]

type NewVisit = Visit<never, { engagement?: unknown }>

const showNew = async (
  { platform, place, actor, query }: NewVisit,
  asked: { errors: readonly ErrorItem[]; values: Body } | null,
): Promise<Reply> => {
  const engagements = await platform.db.as(actor, tx => listEngagements(tx))
  const from = engagements.find(({ engagementId }) => engagementId === query.engagement)
  const errors = asked?.errors ?? []
  const here = `/${place.slug}/commissioning/competitions`
  return privateView('design/question.njk', {
    page: {
      title: 'Open a competition',
      kind: 'staff',
      backHref: from ? `/${place.slug}/commissioning/engagement/${from.engagementId}` : here,
      errors,
    },
    form: form({
      action: `${here}/new`,
      fields: newFields(engagements),
      values: asked?.values ?? (from ? { engagementId: from.engagementId, title: from.title, about: from.about } : {}),
      errors,
      button: 'Open it for everybody to read',
    }),
  })
}

const newPage = page({
  method: 'GET',
  path: '/:place/commissioning/competitions/new',
  allow: 'commissioning.lead',
  query: fromEngagement,
  handle: visit => showNew(visit as never, null),
})

const newAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/competitions/new',
  allow: 'commissioning.lead',
  query: fromEngagement,
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const questions = dayOf(body, 'questionsUntilOn', 'the last day for questions')
    const closes = dayOf(body, 'closesOn', 'the day bids close')
    const wrong = [questions, closes].flatMap(day => ('wrong' in day ? [day.wrong] : []))
    if (wrong.length || 'wrong' in questions || 'wrong' in closes)
      return showNew(visit as never, { errors: wrong, values: body })
    const answer = await perform(platform.db, actor, openCompetition, {
      title: typedLine(body.title),
      about: typedText(body.about),
      engagementId: typedLine(body.engagementId) || null,
      ...weightsTyped(body),
      questionsUntilOn: questions.on,
      closesOn: closes.on,
    })
    return isRefusal(answer)
      ? showNew(visit as never, { errors: errorsOf(answer), values: body })
      : redirect(`/${place.slug}/commissioning/competitions/${answer.competitionId}?done=opened`)
  },
})

export const competitionsRoutes = [listPage, newPage, newAnswer]
