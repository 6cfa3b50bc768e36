/** `/:place/commissioning/competitions/:competitionId/marks`: an assessor's desk: each bid with its answers, a mark and a reason for each; then the marks that differ. */
import { Type } from 'typebox'
import { type Field, type FieldView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import type { Action, ErrorItem, StateTag } from '../../../design/view-models.ts'
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
} from '../../../platform/http/route.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import { pounds } from '../money.ts'
import type { Body } from './act.ts'
import { agreeMark, markBid } from './assess.ts'
import { assessorHere } from './assess-acts.ts'
import { type AgreedMark, type Assessor, listAgreedMarks, listMarksOf, type Mark, marksNow } from './assess-store.ts'
import { type Bid, listBids } from './bid-store.ts'
import { competitionOnly } from './competition.page.ts'
import type { Competition, Question } from './competition.ts'
import { findCompetition, listQuestions } from './competition-store.ts'
import { neighbourhoodsOf } from './neighbourhoods.ts'
import { promiseInWords } from './promise.ts'
import { mostMark } from './scoring.ts'

const notYours = 'There is nothing here for you to mark now.'
const happenings: Happenings = { saved: { message: 'Saved.' } }
const meaning = ['No answer to it', 'Weak', 'Has gaps', 'Good enough', 'Good', 'As good as we can think of']

interface Desk {
  readonly competition: Competition
  readonly me: Assessor
  readonly bids: readonly Bid[]
  readonly questions: readonly Question[]
  /** Their own while they mark; everybody's when they are brought together. */
  readonly marks: readonly Mark[]
  readonly agreed: readonly AgreedMark[]
  readonly isAgreeing: boolean
}

/** What an assessor has before them; null for whoever is none, or has declared a conflict. */
const deskOf = async (tx: PlaceTx, competitionId: string): Promise<Desk | null> => {
  const competition = await findCompetition(tx, competitionId)
  const me = competition ? await assessorHere(tx, competition) : null
  if (!competition || !me || !marksNow(me) || !['marking', 'agreeing'].includes(competition.state)) return null
  const isAgreeing = competition.state === 'agreeing'
  const bids = await listBids(tx, competitionId)
  return {
    ...{ competition, me, bids, isAgreeing },
    questions: await listQuestions(tx, competitionId),
    marks: await listMarksOf(
      tx,
      bids.map(({ bidId }) => bidId),
    ),
    agreed: isAgreeing
      ? await listAgreedMarks(
          tx,
          bids.map(({ marksId }) => marksId),
        )
      : [],
  }
}

type DeskModel = PageModel & {
  says: readonly string[]
  bids: readonly { title: string; href: string; state: StateTag }[]
  handIn: Action | null
}

const deskPage = page({
  method: 'GET',
  path: '/:place/commissioning/competitions/:competitionId/marks',
  allow: 'commissioning.take-part',
  params: competitionOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, params, query }) {
    return platform.db.as(actor, async (tx): Promise<Reply> => {
      const desk = await deskOf(tx, params.competitionId)
      if (!desk) return notFound(notYours)
      const { competition, bids, questions, marks, agreed, isAgreeing, me } = desk
      const here = `/${place.slug}/commissioning/competitions/${competition.competitionId}`
      const left = (bid: Bid): number =>
        questions.length -
        (isAgreeing
          ? agreed.filter(({ marksId }) => marksId === bid.marksId).length
          : marks.filter(({ bidId }) => bidId === bid.bidId).length)
      const all = bids.reduce((sum, bid) => sum + left(bid), 0)
      const model: DeskModel = {
        page: {
          title: isAgreeing ? 'Agree on marks' : 'Mark the bids',
          caption: competition.title,
          kind: 'staff',
          backHref: here,
          ...noticeOf(happenings, query.done),
        },
        says: isAgreeing
          ? [
              all === 0
                ? 'Every answer has a mark you agree on. Whoever opened the competition can publish the scores.'
                : 'Where your marks differ, talk, and agree on one: not below the lowest, nor above the highest.',
            ]
          : [
              `Mark each answer from 0 to ${mostMark}, with a reason. Nobody sees your marks before every assessor has handed theirs in.`,
              ...(me.handedInAt ? ['You have handed yours in. You are shown the others’ when all have.'] : []),
            ],
        bids: bids.map(bid => ({
          title: `Bid ${bid.letter ?? ''}`,
          href: `${here}/marks/${bid.bidId}`,
          state:
            left(bid) === 0
              ? { word: isAgreeing ? 'Agreed' : 'Marked', tone: 'done' as const }
              : {
                  word: `${left(bid)} of ${questions.length} to ${isAgreeing ? 'agree on' : 'mark'}`,
                  tone: 'attention' as const,
                },
        })),
        handIn:
          !isAgreeing && !me.handedInAt && all === 0
            ? { text: 'Hand your marks in', href: `${here}/do/hand-in-marks` }
            : null,
      }
      return privateView('commissioning/social-value/marks.njk', model)
    })
  },
})

const bidOnly = Type.Object({ competitionId: Type.String({ format: 'uuid' }), bidId: Type.String({ format: 'uuid' }) })
type BidVisit = Visit<{ competitionId: string; bidId: string }, Record<string, unknown>>

type MarkModel = PageModel & {
  says: readonly string[]
  promises: readonly string[]
  questions: readonly {
    title: string
    asks: string
    answer: string
    given: readonly { mark: number; because: string }[]
    agreed: string | null
    fields: readonly FieldView[]
  }[]
  action: string
  button: string | null
}

/** The marks that may be chosen: all while one marks; from the lowest to the highest that was given when they are agreed. */
const choices = (least: number, most: number) =>
  Array.from({ length: most - least + 1 }, (_, nth) => ({
    value: String(least + nth),
    text: `${least + nth}: ${meaning[least + nth] ?? ''}`,
  }))

const fieldsFor = (number: number, least: number, most: number): Field[] => [
  { kind: 'radios', name: `mark-${number}`, label: `Mark for question ${number}`, options: choices(least, most) },
  { kind: 'textarea', name: `because-${number}`, label: 'Why? The bidder reads it.', rows: 2, limit: 2000 },
]

const showBid = (visit: BidVisit, errors: readonly ErrorItem[] = [], typed: Body | null = null): Promise<Reply> => {
  const { platform, place, actor, params } = visit
  return platform.db.as(actor, async (tx): Promise<Reply> => {
    const desk = await deskOf(tx, params.competitionId)
    const bid = desk?.bids.find(({ bidId }) => bidId === params.bidId)
    if (!desk || !bid) return notFound(notYours)
    const { competition, questions, isAgreeing, me } = desk
    const marks = desk.marks.filter(({ bidId }) => bidId === bid.bidId)
    const here = `/${place.slug}/commissioning/competitions/${competition.competitionId}/marks`
    const neighbourhoods = await neighbourhoodsOf(tx)
    const own = marks.filter(({ marksId }) => marksId === me.marksId)
    const agreedOf = (questionId: string) =>
      desk.agreed.find(each => each.marksId === bid.marksId && each.questionId === questionId)
    const values: Record<string, unknown> = {}
    for (const { questionId, number } of questions) {
      const mine = isAgreeing ? agreedOf(questionId) : own.find(each => each.questionId === questionId)
      if (mine) Object.assign(values, { [`mark-${number}`]: String(mine.mark), [`because-${number}`]: mine.because })
    }
    const canMark = isAgreeing || me.handedInAt === null
    const model: MarkModel = {
      page: { title: `Bid ${bid.letter ?? ''}`, caption: competition.title, kind: 'staff', backHref: here, errors },
      says: [`Price: ${pounds(bid.priceInPence ?? 0)} without VAT. It is scored by the rule, not by you.`],
      promises: bid.promises.map(each => promiseInWords(each, neighbourhoods)),
      questions: questions.map(({ questionId, number, about, asks, points }) => {
        const given = marks.filter(each => each.questionId === questionId)
        const [least, most] = isAgreeing
          ? [Math.min(...given.map(({ mark }) => mark)), Math.max(...given.map(({ mark }) => mark))]
          : [0, mostMark]
        const agreed = isAgreeing ? agreedOf(questionId) : undefined
        const asksMark = canMark && !(isAgreeing && least === most)
        return {
          title: `Question ${number}, ${about}, ${points} points`,
          asks,
          answer: bid.answers[questionId] ?? '',
          given: isAgreeing || me.handedInAt ? given.map(({ mark, because }) => ({ mark, because })) : [],
          agreed: agreed ? `Agreed: ${agreed.mark}` : null,
          fields: asksMark
            ? form({ action: here, fields: fieldsFor(number, least, most), values: typed ?? values, errors }).fields
            : [],
        }
      }),
      action: `${here}/${bid.bidId}`,
      button: canMark ? (isAgreeing ? 'Save what you agreed on' : 'Save your marks') : null,
    }
    return privateView('commissioning/social-value/mark-bid.njk', model)
  })
}

const bidPage = page({
  method: 'GET',
  path: '/:place/commissioning/competitions/:competitionId/marks/:bidId',
  allow: 'commissioning.take-part',
  params: bidOnly,
  handle: visit => showBid(visit as unknown as BidVisit),
})

/** What was typed for each question; a question left empty is left as it is. */
const marksTyped = (questions: readonly Question[], body: Body) => {
  const errors: ErrorItem[] = []
  const marks = questions.flatMap(({ questionId, number }) => {
    const mark = typedLine(body[`mark-${number}`])
    const because = typedText(body[`because-${number}`])
    if (mark === '' && because === '') return []
    if (!/^[0-5]$/.test(mark))
      errors.push({ field: `mark-${number}`, message: `Choose a mark from 0 to ${mostMark} for question ${number}.` })
    if (because.length < 3 || because.length > 2000)
      errors.push({
        field: `because-${number}`,
        message: `Say why question ${number} gets that mark: the bidder reads it.`,
      })
    return [{ questionId, number, mark: Number(mark), because }]
  })
  return { errors, marks }
}

const bidAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/competitions/:competitionId/marks/:bidId',
  allow: 'commissioning.take-part',
  params: bidOnly,
  async handle(given) {
    const visit = given as unknown as BidVisit
    const { platform, place, actor, body, params } = visit
    const desk = await platform.db.as(actor, tx => deskOf(tx, params.competitionId))
    if (!desk) return notFound(notYours)
    const { errors, marks } = marksTyped(desk.questions, body)
    if (errors.length) return showBid(visit, errors, body)
    const ids = { competitionId: params.competitionId, bidId: params.bidId }
    if (desk.isAgreeing) {
      for (const { questionId, number, mark, because } of marks) {
        const answer = await perform(platform.db, actor, agreeMark, { ...ids, questionId, mark, because })
        if (isRefusal(answer))
          return showBid(
            visit,
            errorsOf(answer).map(each => ({ ...each, field: each.field === 'mark' ? `mark-${number}` : each.field })),
            body,
          )
      }
    } else {
      const answer = await perform(platform.db, actor, markBid, {
        ...ids,
        marks: marks.map(({ questionId, mark, because }) => ({ questionId, mark, because })),
      })
      if (isRefusal(answer)) return showBid(visit, errorsOf(answer), body)
    }
    return redirect(`/${place.slug}/commissioning/competitions/${params.competitionId}/marks?done=saved`)
  },
})

export const marksRoutes = [deskPage, bidPage, bidAnswer]
