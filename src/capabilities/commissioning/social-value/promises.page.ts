/** `/:place/commissioning/competitions/:competitionId/promises`: what was promised and what happened, side by side, for everybody. */
import { Type } from 'typebox'
import { dateValues, type Field, type FormView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, StateTag, Words } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
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
import { listOrganisationsById } from '../../organisations/index.ts'
import { isLedBy } from './access-competition.ts'
import { type Body, dayOf, wholeOf } from './act.ts'
import { promiseFields, promiseTyped } from './bid.page.ts'
import { competitionOnly, noCompetition } from './competition.page.ts'
import type { Competition } from './competition.ts'
import { findCompetition } from './competition-store.ts'
import { changePromise, judgePromise, reportPromise, sayToPromise, takeReportOut } from './follow-promises.ts'
import { neighbourhoodsOf } from './neighbourhoods.ts'
import { countOf, promiseInWords, standingOf } from './promise.ts'
import { listPromises, type PromiseFollowed, stands } from './promise-store.ts'

const happenings: Happenings = {
  report: { message: 'Written down. Everybody reads it, and the buyer is told.' },
  'taken-out': { message: 'Taken out. The words are gone.' },
  judge: { message: 'Said. Everybody reads it.' },
  decided: { message: 'Decided. What is shown of it stands here.' },
  say: { message: 'Thank you. It is shown here when the buyer has looked at it. We kept nothing of who you are.' },
  change: { message: 'Changed. What was promised before stays to be read.' },
}

type PromisesModel = PageModel & {
  by: Words
  summary: string
  promises: readonly {
    title: string
    promised: string
    before: readonly { says: string; because: string; when: string }[]
    standing: StateTag
    counted: string
    happened: readonly { when: string; says: string; isTakenOut: boolean; takeOut: Action | null }[]
    replies: readonly { by: Words; when: string; stands: string; says: string }[]
    actions: readonly { text: string; href: string; about: string }[]
  }[]
  empty: EmptyState
}

const deedsFor = (
  tx: PlaceTx,
  competition: Competition,
  { organisationId }: Pick<PromiseFollowed, 'organisationId'>,
): { code: string; text: string }[] => [
  ...(tx.actor.permissions.has('commissioning.take-part') && tx.actor.organisationId === organisationId
    ? [{ code: 'report', text: 'Write what happened' }]
    : [{ code: 'say', text: 'Say what you saw' }]),
  ...(isLedBy(tx, competition)
    ? [
        { code: 'judge', text: 'Say how it stands' },
        { code: 'change', text: 'Change what is promised' },
      ]
    : []),
]

const promisesPage = page({
  method: 'GET',
  path: '/:place/commissioning/competitions/:competitionId/promises',
  allow: 'anyone',
  params: competitionOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, params, query }) {
    return platform.db.as(actor, async (tx): Promise<Reply> => {
      const competition = await findCompetition(tx, params.competitionId)
      if (competition?.state !== 'published') return notFound('Nothing is promised there yet.')
      const here = `/${place.slug}/commissioning/competitions/${competition.competitionId}`
      const today = dateAt(tx.now)
      const promises = await listPromises(tx, competition.competitionId)
      const neighbourhoods = await neighbourhoodsOf(tx)
      const ids = promises.flatMap(({ organisationId, replies }) => [
        organisationId,
        ...replies.flatMap(({ byOrganisationId }) => byOrganisationId ?? []),
      ])
      const names = new Map(
        (await listOrganisationsById(tx, [...new Set(ids)])).map(each => [each.organisationId as string, each.name]),
      )
      const standings = promises.map(each => standingOf(each, today))
      const model: PromisesModel = {
        page: {
          title: 'Promised and happened',
          caption: competition.title,
          backHref: here,
          ...noticeOf(happenings, query.done),
        },
        by: { content: names.get(promises[0]?.organisationId ?? '') ?? '' },
        summary: [...new Set(standings.map(({ word }) => word))]
          .map(word => `${word}: ${standings.filter(each => each.word === word).length}`)
          .join('. '),
        promises: promises.map((each, nth) => ({
          title: each.what,
          promised: promiseInWords(each, neighbourhoods),
          before: each.changes.map(({ was, because, changedOn }) => ({
            says: was,
            because,
            when: exactDate(changedOn),
          })),
          standing: standings[nth] ?? { word: '', tone: 'unknown' },
          counted:
            each.howMany === null
              ? ''
              : `${countOf(each).toLocaleString('en-GB')} of ${each.howMany.toLocaleString('en-GB')} ${each.unit ?? ''} so far`,
          happened: each.reports.map(report => ({
            when: exactDate(report.happenedOn),
            says:
              report.howMany === null
                ? report.says
                : `${report.howMany.toLocaleString('en-GB')} ${each.unit ?? ''}. ${report.says}`,
            isTakenOut: report.isTakenOut,
            takeOut:
              !report.isTakenOut &&
              report.byOrganisationId === actor.organisationId &&
              actor.permissions.has('commissioning.take-part')
                ? {
                    text: 'Take it out',
                    action: `${here}/promises/${each.promiseId}/take-out`,
                    hidden: { reportId: report.reportId },
                    look: 'other' as const,
                    about: `what happened on ${exactDate(report.happenedOn)}`,
                  }
                : null,
          })),
          replies: each.replies.map(reply => ({
            by: reply.byOrganisationId ? { content: names.get(reply.byOrganisationId) ?? '' } : 'A resident',
            when: exactDate(reply.writtenOn),
            stands: reply.stands ? stands[reply.stands] : '',
            says: reply.says,
          })),
          actions: deedsFor(tx, competition, each).map(({ code, text }) => ({
            ...{ text, about: each.what, href: `${here}/promises/${each.promiseId}/${code}` },
          })),
        })),
        empty: { title: 'Nothing was promised', sentences: ['The bid that won made no promise.'] },
      }
      return (actor.personId ? privateView : view)('commissioning/social-value/promises.njk', model)
    })
  },
})

/** What each form asks, by the name it has in its address. */
const asks: Readonly<
  Record<
    string,
    {
      title: string
      button: string
      fields(tx: PlaceTx, promise: PromiseFollowed): Promise<Field[]>
      values?(promise: PromiseFollowed): Body
      says?: string
    }
  >
> = {
  report: {
    title: 'Write what happened',
    button: 'Write it down',
    fields: async (_, { howMany, unit }) => [
      { kind: 'date', name: 'happenedOn', label: 'Which day?' },
      ...(howMany === null
        ? []
        : [
            {
              kind: 'text' as const,
              name: 'howMany',
              label: `How many ${unit ?? ''} since you last wrote?`,
              width: 5 as const,
              inputmode: 'numeric' as const,
              optional: true,
            },
          ]),
      {
        kind: 'textarea',
        name: 'says',
        label: 'What happened?',
        hint: 'So that nobody can be recognised. Everybody reads it.',
        limit: 4000,
        rows: 4,
      },
    ],
  },
  judge: {
    title: 'Say how it stands',
    button: 'Say it for everybody to read',
    fields: async () => [
      {
        kind: 'radios',
        name: 'stands',
        label: 'How does it stand?',
        options: Object.entries(stands).map(([value, text]) => ({ value, text })),
      },
      {
        kind: 'textarea',
        name: 'says',
        label: 'In words',
        hint: 'What you saw or were told, and what you do about it.',
        limit: 2000,
        rows: 3,
      },
    ],
  },
  say: {
    title: 'Say what you saw',
    button: 'Send it',
    says: 'You need no account, and we keep nothing of who you are. It is shown when the buyer has looked at it; where it is not, the reason is.',
    fields: async () => [
      {
        kind: 'textarea',
        name: 'words',
        label: 'Was it kept, as you saw it?',
        hint: 'No names, and nothing by which somebody can be recognised.',
        limit: 1000,
        rows: 4,
      },
    ],
  },
  change: {
    title: 'Change what is promised',
    button: 'Change it',
    says: 'What was promised before stays to be read, with the reason. Whoever promised it is told.',
    fields: async tx => [
      ...(await promiseFields(tx)),
      { kind: 'textarea', name: 'because', label: 'Why does it change?', limit: 1000, rows: 2 },
    ],
    values: ({ what, howMany, unit, forWhom, neighbourhoodId, dueOn }) => ({
      ...{ what, forWhom, unit: unit ?? '', neighbourhoodId: neighbourhoodId ?? '' },
      howMany: howMany === null ? '' : String(howMany),
      ...dateValues('dueOn', dueOn),
    }),
  },
}

type AskVisit = Visit<{ competitionId: string; promiseId: string; ask: string }, Record<string, unknown>>
const notYours = 'That cannot be done with this promise, or not by you.'

const promiseAsked = async (tx: PlaceTx, { competitionId, promiseId, ask }: AskVisit['params']) => {
  const competition = await findCompetition(tx, competitionId)
  const promise = competition
    ? (await listPromises(tx, competition.competitionId)).find(each => each.promiseId === promiseId)
    : undefined
  const deed = Object.hasOwn(asks, ask) ? asks[ask] : undefined
  if (!competition || !promise || !deed) return null
  return deedsFor(tx, competition, promise).some(({ code }) => code === ask) ? { competition, promise, deed } : null
}

const showAsk = (visit: AskVisit, errors: readonly ErrorItem[] = [], typed: Body | null = null): Promise<Reply> => {
  const { platform, place, actor, params } = visit
  return platform.db.as(actor, async (tx): Promise<Reply> => {
    const found = await promiseAsked(tx, params)
    if (!found) return notFound(notYours)
    const { competition, promise, deed } = found
    const here = `/${place.slug}/commissioning/competitions/${competition.competitionId}/promises`
    const asked: FormView = form({
      action: `${here}/${promise.promiseId}/${params.ask}`,
      fields: await deed.fields(tx, promise),
      values: typed ?? deed.values?.(promise) ?? {},
      errors,
      button: deed.button,
    })
    return privateView('commissioning/social-value/act.njk', {
      page: { title: deed.title, caption: competition.title, backHref: here, errors },
      says: [`Promised: ${promiseInWords(promise, await neighbourhoodsOf(tx))}.`, ...(deed.says ? [deed.says] : [])],
      form: asked,
    })
  })
}

const askOnly = Type.Object({
  competitionId: Type.String({ format: 'uuid' }),
  promiseId: Type.String({ format: 'uuid' }),
  ask: Type.String({ maxLength: 10 }),
})

const askPage = page({
  method: 'GET',
  path: '/:place/commissioning/competitions/:competitionId/promises/:promiseId/:ask',
  allow: 'anyone',
  params: askOnly,
  handle: visit => showAsk(visit as unknown as AskVisit),
})

const answerTo = async ({ platform, actor, body, params }: AskVisit): Promise<unknown> => {
  const { promiseId } = params
  const { db } = platform
  switch (params.ask) {
    case 'report': {
      const day = dayOf(body, 'happenedOn', 'the day')
      if ('wrong' in day) return [day.wrong]
      const howMany = typedLine(body.howMany) === '' ? null : wholeOf(body.howMany)
      return perform(db, actor, reportPromise, { promiseId, happenedOn: day.on, howMany, says: typedText(body.says) })
    }
    case 'judge':
      return perform(db, actor, judgePromise, {
        promiseId,
        stands: (chosen(body.stands, Object.keys(stands)) ?? '') as never,
        says: typedText(body.says),
      })
    case 'say':
      return perform(db, actor, sayToPromise, { promiseId, words: typedText(body.words) })
    default: {
      const typed = promiseTyped(body)
      if ('wrong' in typed) return [typed.wrong]
      return perform(db, actor, changePromise, { promiseId, ...typed, because: typedText(body.because) })
    }
  }
}

const askAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/competitions/:competitionId/promises/:promiseId/:ask',
  allow: 'anyone',
  params: askOnly,
  async handle(given) {
    const visit = given as unknown as AskVisit
    const { platform, place, actor, body, params } = visit
    if (params.ask === 'take-out') return takeOut(visit)
    if (!(await platform.db.as(actor, tx => promiseAsked(tx, params)))) return notFound(notYours)
    const answer = await answerTo(visit)
    if (Array.isArray(answer)) return showAsk(visit, answer as ErrorItem[], body)
    if (isRefusal(answer)) return showAsk(visit, errorsOf(answer), body)
    return redirect(`/${place.slug}/commissioning/competitions/${params.competitionId}/promises?done=${params.ask}`)
  },
})

const takeOut = async ({ platform, place, actor, body, params }: AskVisit): Promise<Reply> => {
  const { promiseId, competitionId } = params
  const answer = await perform(platform.db, actor, takeReportOut, { promiseId, reportId: typedLine(body.reportId) })
  return isRefusal(answer)
    ? notFound(answer.message || noCompetition)
    : redirect(`/${place.slug}/commissioning/competitions/${competitionId}/promises?done=taken-out`)
}

export const promisesRoutes = [promisesPage, askPage, askAnswer]
