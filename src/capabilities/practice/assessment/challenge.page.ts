/** `/:place/practice/assessments/:assessmentId/challenge`: the visit of peers, what they found, and what the council does about it, each with who, by when and where it stands. */
import { dateValues, type Field, form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { listCouncilNames } from '../network/council-store.ts'
import type { Item, Section, SectionsPage } from '../sections.ts'
import { actionStates, type ChallengeAction, keepAction, listActions } from './challenge-action.ts'
import { reviewAfter } from './gap.ts'
import { keepChallenge, roundToRead } from './keep-challenge.ts'
import { pair, params } from './round-forms.page.ts'

const missing = 'There is no such assessment, or it is another council’s.'

const happenings: Happenings = {
  saved: { message: 'Saved.' },
  action: { message: 'Saved. Your peers read it too.' },
}

const tones = { 'to do': 'waiting', 'under way': 'underway', done: 'done', 'let go': 'stopped' } as const

const actionItem = (each: ChallengeAction, today: string, here: string | null): Item => ({
  id: `action-${each.actionId}`,
  title: each.what,
  state:
    each.dueOn < today && (each.state === 'to do' || each.state === 'under way')
      ? { word: `Late: ${actionStates[each.state].toLowerCase()}`, tone: 'overdue' }
      : { word: actionStates[each.state], tone: tones[each.state] },
  lines: [`${each.owner}, by ${exactDate(each.dueOn)}.`, ...(each.says ? [each.says] : [])],
  links: here ? [{ text: 'Change it', href: `${here}?change=${each.actionId}#action` }] : [],
})

const actionFields: readonly Field[] = [
  { kind: 'text', name: 'what', label: 'What will you do?' },
  { kind: 'text', name: 'owner', label: 'Who sees to it?', hint: 'A post, or a name', autocomplete: 'off' },
  { kind: 'date', name: 'dueOn', label: 'By when?' },
  {
    kind: 'radios',
    name: 'state',
    label: 'Where does it stand?',
    options: Object.entries(actionStates).map(([value, text]) => ({ value, text })),
  },
  { kind: 'textarea', name: 'actionSays', label: 'What came of it?', limit: 1000, rows: 2, optional: true },
]

/** The plan: what is done about what was found. Everybody who may read the round reads it; the council's own champions keep it. */
const planSection = (
  { query, body }: Pick<Visit, 'query' | 'body'>,
  actions: readonly ChallengeAction[],
  here: string,
  { own, today, reviewOn, errors }: { own: boolean; today: string; reviewOn: string; errors: readonly ErrorItem[] },
): Section[] => {
  const done = actions.filter(({ state }) => state === 'done').length
  const changed = actions.find(({ actionId }) => actionId === typedLine(query.change ?? body.actionId))
  const adding = body.do === 'action'
  const values = changed
    ? { ...changed, ...dateValues('dueOn', changed.dueOn), actionSays: changed.says }
    : { state: 'to do', ...dateValues('dueOn', reviewOn) }
  return [
    {
      id: 'plan',
      title: 'What is done about it',
      sentences: [
        actions.length === 0 ? 'No action is written down yet.' : `${done} of ${actions.length} done.`,
        `It is looked at together on ${exactDate(reviewOn)}, about ten months after the visit.`,
      ],
      items: actions.map(each => actionItem(each, today, own ? here : null)),
    },
    ...(own
      ? [
          {
            id: 'action',
            title: changed ? 'Change an action' : 'Add an action',
            form: form({
              action: here,
              hidden: { do: 'action', actionId: changed?.actionId ?? '' },
              fields: actionFields,
              values: adding && errors.length ? body : values,
              errors: adding ? errors : [],
              button: changed ? 'Save it' : 'Add it',
            }),
          },
        ]
      : []),
  ]
}

const drawChallenge = async (visit: Visit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, body, query } = visit
  const found = await platform.db.as(actor, async tx => {
    const seen = await roundToRead(tx, params.assessmentId ?? '')
    return (
      seen && {
        ...seen,
        councils: await listCouncilNames(tx),
        actions: seen.challenge ? await listActions(tx, seen.challenge.challengeId) : [],
      }
    )
  })
  if (!found) return notFound(missing)
  const { round, challenge, own, councils, actions } = found
  const back = `/${place.slug}/practice/assessments/${round.assessmentId}`
  const suggested = reviewAfter(challenge?.visitOn ?? dateAt(platform.clock()))
  const findings: Field = {
    kind: 'textarea',
    name: 'findings',
    label: 'What did they find?',
    limit: 8000,
    rows: 8,
    optional: true,
  }
  const fields: Field[] = own
    ? [
        {
          kind: 'select',
          name: 'visitingCouncilId',
          label: 'Which council visits?',
          hint: 'Its champions then see this assessment until the review, and write what they found.',
          options: [
            { value: '', text: 'Several, or none of the network' },
            ...councils
              .filter(({ councilId }) => councilId !== round.councilId)
              .map(({ councilId, name }) => ({ value: councilId, text: name })),
          ],
          optional: true,
        },
        { kind: 'text', name: 'visitors', label: 'Who comes?', hint: 'Posts or names' },
        { kind: 'date', name: 'visitOn', label: 'Day of the visit' },
        findings,
        {
          kind: 'textarea',
          name: 'plan',
          label: 'What do you make of it in all?',
          hint: 'Each action is added by itself above, with who and by when.',
          limit: 8000,
          rows: 8,
          optional: true,
        },
        {
          kind: 'date',
          name: 'reviewOn',
          label: 'Review together on',
          hint: 'Left empty: about ten months after the visit. You are reminded 30 and 7 days before, and when it is due.',
          optional: true,
        },
        {
          kind: 'textarea',
          name: 'reviewSays',
          label: 'What came of it, seen at the review?',
          limit: 8000,
          rows: 6,
          optional: true,
        },
      ]
    : [findings]
  const known = challenge
    ? { ...challenge, ...dateValues('visitOn', challenge.visitOn), ...dateValues('reviewOn', challenge.reviewOn) }
    : { ...dateValues('reviewOn', suggested) }
  const model: SectionsPage = {
    page: {
      title: 'Peer challenge',
      caption: `${round.councilName}: ${round.name}`,
      kind: 'staff',
      backHref: back,
      errors,
      ...noticeOf(happenings, query.done),
    },
    sections: [
      ...(challenge
        ? [
            {
              cards: [
                {
                  title: 'As it stands',
                  rows: [
                    { key: 'Who comes', value: challenge.visitors },
                    { key: 'Visit', value: exactDate(challenge.visitOn) },
                    { key: 'What they found', value: challenge.findings ?? 'Nothing written yet' },
                    { key: 'What the council makes of it', value: challenge.plan ?? 'Nothing written yet' },
                    {
                      key: 'Review',
                      value: challenge.reviewedOn
                        ? `Held ${exactDate(challenge.reviewedOn)}`
                        : `Due ${exactDate(challenge.reviewOn)}`,
                    },
                    ...(challenge.reviewSays ? [{ key: 'What came of it', value: challenge.reviewSays }] : []),
                  ],
                },
              ],
            },
          ]
        : []),
      ...(challenge
        ? planSection(visit, actions, `${back}/challenge`, {
            own,
            today: dateAt(platform.clock()),
            reviewOn: challenge.reviewOn,
            errors,
          })
        : []),
      {
        title: own ? 'The visit' : 'What you found',
        form: form({
          action: `${back}/challenge`,
          fields,
          values: errors.length && body.do !== 'action' ? body : known,
          errors: body.do === 'action' ? [] : errors,
          button: 'Save',
          instead: { text: 'Back to the assessment', href: back },
        }),
      },
    ],
  }
  return privateView('practice/sections.njk', model)
}

const answerChallenge = async (visit: Visit): Promise<Reply> => {
  const { platform, place, actor, params, body } = visit
  const assessmentId = params.assessmentId ?? ''
  if (body.do === 'action') return answerAction(visit, assessmentId)
  const dates = {
    visitOn: readDate(body, 'visitOn', 'the day of the visit'),
    reviewOn: readDate(body, 'reviewOn', 'the day of the review'),
  }
  const errors = Object.entries(dates).flatMap(([field, date]) =>
    'message' in date ? [{ field, message: date.message }] : [],
  )
  if (errors.length) return drawChallenge(visit, errors)
  const on = (date: (typeof dates)['visitOn']) => ('on' in date ? date.on : null)
  const kept = await perform(platform.db, actor, keepChallenge, {
    ...{
      assessmentId,
      visitingCouncilId: typedLine(body.visitingCouncilId) || null,
      visitors: typedLine(body.visitors),
    },
    ...{ visitOn: on(dates.visitOn), reviewOn: on(dates.reviewOn) },
    findings: typedText(body.findings) || null,
    plan: typedText(body.plan) || null,
    reviewSays: typedText(body.reviewSays) || null,
  })
  return isRefusal(kept)
    ? drawChallenge(visit, errorsOf(kept))
    : redirect(`/${place.slug}/practice/assessments/${assessmentId}/challenge?done=saved`)
}

const answerAction = async (visit: Visit, assessmentId: string): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const dueOn = readDate(body, 'dueOn', 'by when')
  if ('message' in dueOn) return drawChallenge(visit, [{ field: 'dueOn', message: dueOn.message }])
  const kept = await perform(platform.db, actor, keepAction, {
    assessmentId,
    actionId: typedLine(body.actionId) || null,
    what: typedLine(body.what),
    owner: typedLine(body.owner),
    dueOn: 'on' in dueOn ? dueOn.on : '',
    state: (chosen(body.state, Object.keys(actionStates)) ?? '') as never,
    actionSays: typedText(body.actionSays),
  })
  return isRefusal(kept)
    ? drawChallenge(visit, errorsOf(kept))
    : redirect(`/${place.slug}/practice/assessments/${assessmentId}/challenge?done=action#plan`)
}

export const challengeRoutes = pair(
  '/:place/practice/assessments/:assessmentId/challenge',
  params,
  drawChallenge,
  answerChallenge,
)
