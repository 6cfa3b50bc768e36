/** Proposing a question, by anybody; and what waits for the buyer to decide. */
import { Type } from 'typebox'
import { type Field, form } from '../../../design/form.ts'
import { exactDate } from '../../../design/time-in-words.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
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
} from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { listOrganisationsById } from '../../organisations/index.ts'
import { isLedBy } from './access-competition.ts'
import { type Body, wholeOf } from './act.ts'
import { competitionOnly, noCompetition } from './competition.page.ts'
import { type Competition, takesQuestions } from './competition.ts'
import { findCompetition, listQuestions } from './competition-store.ts'
import { decideReply } from './follow-promises.ts'
import { decideProposal, proposeQuestion } from './propose.ts'
import { decisions, listSuggestions, type Suggestion } from './question-store.ts'

type OneVisit = Visit<{ competitionId: string }, Record<string, unknown>>
type Asked = { errors: readonly ErrorItem[]; values: Body }

const proposeFields: readonly Field[] = [
  {
    kind: 'textarea',
    name: 'words',
    label: 'What should bidders be asked?',
    hint: 'Like: How will you find work for young people from this street? No names: everybody reads it when it is decided.',
    limit: 1000,
    rows: 4,
  },
  { kind: 'textarea', name: 'why', label: 'Why does it matter here?', limit: 1000, rows: 3, optional: true },
]

const showPropose = (visit: OneVisit, asked: Asked | null): Promise<Reply> => {
  const { platform, place, actor, params } = visit
  return platform.db.as(actor, async (tx): Promise<Reply> => {
    const competition = await findCompetition(tx, params.competitionId)
    if (!competition) return notFound(noCompetition)
    const here = `/${place.slug}/commissioning/competitions/${competition.competitionId}`
    const isOpen = takesQuestions(competition, tx.now)
    if (!isOpen && !asked)
      return notFound(`Questions could be proposed until ${exactDate(competition.questionsUntilOn)}.`)
    return privateView('commissioning/social-value/act.njk', {
      page: { title: 'Propose a question', caption: competition.title, backHref: here, errors: asked?.errors ?? [] },
      says: [
        `${competition.buyerName} decides about each question, and everybody reads what was decided and why. You can propose until ${exactDate(competition.questionsUntilOn)}.`,
        actor.permissions.has('commissioning.take-part')
          ? `It stands there as from ${actor.organisationName ?? 'your organisation'}.`
          : 'You need no account. We keep nothing of who you are: it stands there as from a resident.',
      ],
      form: form({ action: `${here}/propose`, fields: proposeFields, ...(asked ?? {}), button: 'Send it' }),
    })
  })
}

const proposePage = page({
  method: 'GET',
  path: '/:place/commissioning/competitions/:competitionId/propose',
  allow: 'anyone',
  params: competitionOnly,
  handle: visit => showPropose(visit as unknown as OneVisit, null),
})

const proposeAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/competitions/:competitionId/propose',
  allow: 'anyone',
  params: competitionOnly,
  async handle(given) {
    const visit = given as unknown as OneVisit
    const { platform, place, actor, body, params } = visit
    const answer = await perform(platform.db, actor, proposeQuestion, {
      competitionId: params.competitionId,
      words: typedText(body.words),
      why: typedText(body.why),
    })
    return isRefusal(answer)
      ? showPropose(visit, { errors: errorsOf(answer), values: body })
      : redirect(`/${place.slug}/commissioning/competitions/${params.competitionId}?done=proposed`)
  },
})

const waitingOnly = Type.Object({
  competitionId: Type.String({ format: 'uuid' }),
  suggestionId: Type.String({ format: 'uuid' }),
})
type WaitingVisit = Visit<{ competitionId: string; suggestionId: string }, Record<string, unknown>>

const showWaiting = (visit: WaitingVisit, asked: Asked | null): Promise<Reply> => {
  const { platform, place, actor, params } = visit
  return platform.db.as(actor, async (tx): Promise<Reply> => {
    const competition = await findCompetition(tx, params.competitionId)
    const suggestion = competition
      ? (await listSuggestions(tx, competition.competitionId)).find(each => each.suggestionId === params.suggestionId)
      : undefined
    if (!competition || !suggestion || !isLedBy(tx, competition))
      return notFound('That is decided already, or not yours to decide.')
    const here = `/${place.slug}/commissioning/competitions/${competition.competitionId}`
    if (suggestion.promiseId) return showReply(visit, competition, suggestion, asked)
    const [by] = suggestion.byOrganisationId ? await listOrganisationsById(tx, [suggestion.byOrganisationId]) : []
    const questions = (await listQuestions(tx, competition.competitionId)).filter(
      ({ about }) => about === 'social value',
    )
    const fields: Field[] = [
      {
        kind: 'radios',
        name: 'decision',
        label: 'What becomes of it?',
        options: [
          { value: 'asked', text: 'Ask it as a question of its own' },
          ...(questions.length ? [{ value: 'joined', text: 'Join it with a question that is asked' }] : []),
          { value: 'not asked', text: 'Do not ask it' },
          {
            value: 'not shown',
            text: 'Do not show it',
            hint: 'It tells of somebody, or hurts somebody. That it came, and why it is not shown, is shown.',
          },
        ],
      },
      {
        kind: 'textarea',
        name: 'asks',
        label: 'The question, as bidders read it',
        hint: 'Where you ask it.',
        limit: 1000,
        rows: 3,
        optional: true,
      },
      {
        kind: 'text',
        name: 'points',
        label: 'What is it worth, in points?',
        hint: 'Where you ask it.',
        width: 3,
        inputmode: 'numeric',
        optional: true,
      },
      ...(questions.length
        ? [
            {
              kind: 'select' as const,
              name: 'questionId',
              label: 'Joined with which question?',
              options: questions.map(({ questionId, number, asks }) => ({
                value: questionId,
                text: `${number}. ${asks.slice(0, 80)}`,
              })),
              choose: 'None',
              optional: true,
            },
          ]
        : []),
      {
        kind: 'checkboxes',
        name: 'hides',
        label: 'Do the words as they were sent tell of somebody?',
        options: [{ value: 'yes', text: 'Yes: do not show them, only what was decided' }],
        optional: true,
      },
      { kind: 'textarea', name: 'because', label: 'Why?', hint: 'Everybody reads it.', limit: 1000, rows: 2 },
    ]
    return privateView('commissioning/social-value/act.njk', {
      page: {
        title: 'Decide on a proposed question',
        caption: competition.title,
        kind: 'staff',
        backHref: here,
        errors: asked?.errors ?? [],
      },
      says: [
        `From ${by?.name ?? 'a resident'}: ${suggestion.words}`,
        ...(suggestion.why ? [`Why: ${suggestion.why}`] : []),
      ],
      form: form({
        action: `${here}/waiting/${suggestion.suggestionId}`,
        fields,
        errors: asked?.errors ?? [],
        values: asked?.values ?? { asks: suggestion.words },
        button: 'Decide it',
      }),
    })
  })
}

/** What somebody said to a promise: shown or not. */
const showReply = (
  { place }: WaitingVisit,
  competition: Competition,
  { suggestionId, words }: Suggestion,
  asked: Asked | null,
): Reply => {
  const here = `/${place.slug}/commissioning/competitions/${competition.competitionId}`
  return privateView('commissioning/social-value/act.njk', {
    page: {
      title: 'Decide whether it is shown',
      caption: competition.title,
      kind: 'staff',
      backHref: here,
      errors: asked?.errors ?? [],
    },
    says: [`Somebody said to a promise: ${words}`],
    form: form({
      action: `${here}/waiting/${suggestionId}`,
      fields: [
        {
          kind: 'radios',
          name: 'decision',
          label: 'Is it shown?',
          options: [
            { value: 'shown', text: 'Show it as it was sent' },
            {
              value: 'not shown',
              text: 'Do not show it',
              hint: 'It tells of somebody, or hurts somebody. Not because you disagree.',
            },
          ],
        },
        {
          kind: 'textarea',
          name: 'because',
          label: 'If not: why?',
          hint: 'Everybody reads it.',
          limit: 500,
          rows: 2,
          optional: true,
        },
      ],
      ...(asked ?? {}),
      button: 'Decide it',
    }),
  })
}

const waitingPage = page({
  method: 'GET',
  path: '/:place/commissioning/competitions/:competitionId/waiting/:suggestionId',
  allow: 'commissioning.lead',
  params: waitingOnly,
  handle: visit => showWaiting(visit as unknown as WaitingVisit, null),
})

const waitingAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/competitions/:competitionId/waiting/:suggestionId',
  allow: 'commissioning.lead',
  params: waitingOnly,
  async handle(given) {
    const visit = given as unknown as WaitingVisit
    const { platform, place, actor, body, params } = visit
    const reply = await platform.db.as(actor, async tx =>
      (await listSuggestions(tx, params.competitionId)).find(
        ({ suggestionId, promiseId }) => suggestionId === params.suggestionId && promiseId !== null,
      ),
    )
    if (reply) {
      const shown = chosen(body.decision, ['shown', 'not shown'])
      if (!shown)
        return showWaiting(visit, {
          errors: [{ field: 'decision', message: 'Choose whether it is shown.' }],
          values: body,
        })
      const told = await perform(platform.db, actor, decideReply, {
        ...params,
        isShown: shown === 'shown',
        because: typedText(body.because),
      })
      return isRefusal(told)
        ? showWaiting(visit, { errors: errorsOf(told), values: body })
        : redirect(`/${place.slug}/commissioning/competitions/${params.competitionId}/promises?done=decided`)
    }
    const points = wholeOf(body.points)
    const answer = await perform(platform.db, actor, decideProposal, {
      ...params,
      decision: (chosen(body.decision, Object.keys(decisions)) ?? '') as never,
      hidesWords: [body.hides].flat().includes('yes'),
      asks: typedText(body.asks),
      points: Number.isNaN(points) ? null : points,
      questionId: typedLine(body.questionId) || null,
      because: typedText(body.because),
    })
    return isRefusal(answer)
      ? showWaiting(visit, { errors: errorsOf(answer), values: body })
      : redirect(`/${place.slug}/commissioning/competitions/${params.competitionId}?done=decided`)
  },
})

export const proposeRoutes = [proposePage, proposeAnswer, waitingPage, waitingAnswer]
