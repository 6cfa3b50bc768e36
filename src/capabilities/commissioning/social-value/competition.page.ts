/** `/:place/commissioning/competitions/:competitionId`: one competition for everybody, and each thing its buyer and assessors can do with it. */
import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import {
  content,
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
  view,
} from '../../../platform/http/route.ts'
import type { Body } from './act.ts'
import { acts } from './acts.ts'
import { nowInWords, stateTag } from './competition.ts'
import { findCompetition } from './competition-store.ts'
import { competitionView } from './competition-view.ts'
import { findScores } from './scores-store.ts'

export const competitionOnly = Type.Object({ competitionId: Type.String({ format: 'uuid' }) })
export const noCompetition = 'We cannot find that competition.'

const happenings: Happenings = {
  opened: { message: 'It is open. Everybody reads it and its weights, and can propose questions.' },
  proposed: {
    message:
      'Thank you. The buyer looks at it; what becomes of it stands on this page, with the reason. We kept nothing of who you are.',
  },
  decided: { message: 'Decided. Everybody reads it here, with your reason.' },
  question: { message: 'Added.' },
  dropped: { message: 'Taken out. Whoever proposed it reads why.' },
  weights: { message: 'Changed. What it was before stands below.' },
  bidding: { message: 'It is open for bids. They are sealed until it closes.' },
  stopped: { message: 'Stopped. Why stands at the top.' },
  unsealed: { message: 'Unsealed. Name assessors now.' },
  assessor: { message: 'Named. They declare first, then they read the bids.' },
  released: { message: 'They mark no further.' },
  declared: { message: 'Declared.' },
  marks: { message: 'Handed in.' },
  published: { message: 'Published for good. Every bidder is told.' },
  agreement: { message: 'Done. What was promised goes with the agreement.' },
}

const competitionPage = page({
  method: 'GET',
  path: '/:place/commissioning/competitions/:competitionId',
  allow: 'anyone',
  params: competitionOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, params, query }) {
    return platform.db.as(actor, async (tx): Promise<Reply> => {
      const competition = await findCompetition(tx, params.competitionId)
      if (!competition) return notFound(noCompetition)
      const model = await competitionView(tx, competition, place.slug)
      const shown = actor.personId ? privateView : view
      return shown('commissioning/social-value/competition.njk', {
        ...model,
        nowSays: nowInWords(competition, tx.now),
        page: {
          title: competition.title,
          titleIsContent: true,
          caption: `Competition ${competition.reference}`,
          backHref: `/${place.slug}/commissioning/competitions`,
          state: stateTag(competition, tx.now),
          ...noticeOf(happenings, query.done),
        },
      })
    })
  },
})

const scoresFile = page({
  method: 'GET',
  path: '/:place/commissioning/competitions/:competitionId/scores.json',
  allow: 'anyone',
  params: competitionOnly,
  async handle({ platform, actor, params }) {
    const scores = await platform.db.as(actor, tx => findScores(tx, params.competitionId))
    return scores
      ? content('application/json; charset=utf-8', scores.document, { headers: { 'access-control-allow-origin': '*' } })
      : notFound('No scores are published for that competition.')
  },
})

const actOnly = Type.Object({ competitionId: Type.String({ format: 'uuid' }), act: Type.String({ maxLength: 30 }) })
type ActVisit = Visit<{ competitionId: string; act: string }, Record<string, unknown>>
const notNow = 'That cannot be done with this competition now, or not by you.'

const showAct = (
  { platform, place, actor, params }: ActVisit,
  errors: readonly ErrorItem[] = [],
  typed: Body | null = null,
): Promise<Reply> =>
  platform.db.as(actor, async (tx): Promise<Reply> => {
    const act = Object.hasOwn(acts, params.act) ? acts[params.act] : undefined
    const competition = act ? await findCompetition(tx, params.competitionId) : null
    if (!act || !competition || !(await act.may(tx, competition))) return notFound(notNow)
    const here = `/${place.slug}/commissioning/competitions/${competition.competitionId}`
    return privateView('commissioning/social-value/act.njk', {
      page: { title: act.title, caption: competition.title, kind: 'staff', backHref: here, errors },
      says: (await act.says?.(tx, competition)) ?? [],
      form: form({
        action: `${here}/do/${params.act}`,
        fields: (await act.fields?.(tx, competition)) ?? [],
        values: typed ?? (await act.values?.(tx, competition)) ?? {},
        errors,
        button: act.button,
      }),
    })
  })

const actPage = page({
  method: 'GET',
  path: '/:place/commissioning/competitions/:competitionId/do/:act',
  allow: 'commissioning.take-part',
  params: actOnly,
  handle: visit => showAct(visit as unknown as ActVisit),
})

const actAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/competitions/:competitionId/do/:act',
  allow: 'commissioning.take-part',
  params: actOnly,
  async handle(given) {
    const visit = given as unknown as ActVisit
    const { platform, place, actor, params, body } = visit
    const act = Object.hasOwn(acts, params.act) ? acts[params.act] : undefined
    const competition = act
      ? await platform.db.as(actor, async tx => {
          const found = await findCompetition(tx, params.competitionId)
          return found && (await act.may(tx, found)) ? found : null
        })
      : null
    if (!act || !competition) return notFound(notNow)
    const answer = await act.act(visit, competition, body)
    if (Array.isArray(answer)) return showAct(visit, answer as ErrorItem[], body)
    if (isRefusal(answer)) return showAct(visit, errorsOf(answer), body)
    return redirect(`/${place.slug}/commissioning/competitions/${params.competitionId}?done=${act.done}`)
  },
})

export const competitionRoutes = [competitionPage, scoresFile, actPage, actAnswer]
