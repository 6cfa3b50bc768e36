/** The scores of a competition as they are published: everything that is needed to work them out again, and nobody's name but the winner's and of those who agreed. */
import {
  type BidToScore,
  bestOf,
  type DecidedBy,
  inPoints,
  type QuestionAbout,
  rulesInWords,
  scoreBids,
  type Weights,
} from './scoring.ts'

export const scoresFormat = 'keepitlocal-scores-1'

export interface ScoresDocument {
  readonly format: typeof scoresFormat
  readonly competition: {
    readonly reference: string
    readonly title: string
    readonly commissioner: string
    /** When bids closed, as an instant (ISO 8601). */
    readonly closedAt: string
  }
  readonly rules: readonly string[]
  readonly weights: Weights
  readonly questions: readonly {
    readonly number: number
    readonly about: QuestionAbout
    readonly asks: string
    readonly points: number
    readonly setBy: 'community' | 'buyer'
  }[]
  /** How many marked; 'given' below has a mark of each, assessor 1 first. */
  readonly assessors: number
  readonly bids: readonly {
    readonly bid: string
    /** Null where it did not win and did not agree to be named. */
    readonly name: string | null
    readonly priceInPence: number
    readonly marks: readonly {
      readonly question: number
      readonly given: readonly number[]
      readonly agreed: number
      /** With two decimals: '4.80'. */
      readonly points: string
    }[]
    readonly points: {
      readonly price: string
      readonly quality: string
      readonly socialValue: string
      readonly total: string
    }
    readonly rank: number
  }[]
  readonly winner: string
  readonly decidedBy: DecidedBy
  /** Who drew and who saw it, where a lot decided. */
  readonly lot: string | null
}

interface Marked extends BidToScore {
  readonly name: string
  readonly mayName: boolean
  /** Of each question, the mark of each assessor. */
  readonly given: readonly (readonly number[])[]
}

/** Makes the document. @param lot who won the lot and how it was drawn, where the rule leaves it to one. */
export const scoresDocument = (
  from: Pick<ScoresDocument, 'competition' | 'weights' | 'questions' | 'assessors'>,
  bids: readonly Marked[],
  lot: { readonly bid: string; readonly says: string } | null,
): ScoresDocument => {
  const scored = scoreBids(from.weights, from.questions, bids)
  const { best, decidedBy } = bestOf(scored)
  const winner = decidedBy === 'lot' && lot ? lot.bid : (best[0]?.bid ?? '')
  return {
    format: scoresFormat,
    competition: from.competition,
    rules: rulesInWords(from.weights),
    weights: from.weights,
    questions: from.questions,
    assessors: from.assessors,
    bids: scored.map(({ bid, priceInPence, each, points, rank }, at) => ({
      bid,
      name: bid === winner || bids[at]?.mayName ? (bids[at]?.name ?? null) : null,
      priceInPence,
      marks: from.questions.map(({ number }, nth) => ({
        question: number,
        given: bids[at]?.given[nth] ?? [],
        agreed: bids[at]?.marks[nth] ?? 0,
        points: inPoints(each[nth] ?? 0),
      })),
      points: {
        price: inPoints(points.price),
        quality: inPoints(points.quality),
        socialValue: inPoints(points.socialValue),
        total: inPoints(points.total),
      },
      rank,
    })),
    winner,
    decidedBy,
    lot: decidedBy === 'lot' ? (lot?.says ?? null) : null,
  }
}
