/**
 * How bids are scored: published with every competition before anybody bids, and the same sum on every machine. All in whole hundredths of a point; the one
 * division that is not exact (the price) is rounded once, half up.
 */

export interface Weights {
  /** Whole percent; the three add to 100. */
  readonly price: number
  readonly quality: number
  readonly socialValue: number
}

export type QuestionAbout = 'quality' | 'social value'

/** The highest mark a question can get; the lowest is 0. */
export const mostMark = 5

/** The least share of the score that social value may have: our own rule for councils, which choose for themselves, after the least that PPN 002 (13 February 2025) asks of central government. */
export const leastSocialValue = 10

export interface BidToScore {
  /** What the bid is called where scores are published: 'A'. */
  readonly bid: string
  readonly priceInPence: number
  /** The agreed mark of each question, in their order. */
  readonly marks: readonly number[]
}

/** Points in whole hundredths. */
interface Points {
  readonly price: number
  readonly quality: number
  readonly socialValue: number
  readonly total: number
}

export interface ScoredBid {
  readonly bid: string
  readonly priceInPence: number
  /** Of each question, in their order. */
  readonly each: readonly number[]
  readonly points: Points
  /** 1 is the best; bids that nothing tells apart share a rank. */
  readonly rank: number
}

/** Why weights cannot be; null when they can. */
export const wrongWeights = (weights: Weights): { field: string; message: string } | null => {
  for (const [field, percent] of Object.entries(weights))
    if (!Number.isInteger(percent) || percent < 0 || percent > 100)
      return { field, message: 'Enter a whole number of percent, from 0 to 100.' }
  const all = weights.price + weights.quality + weights.socialValue
  if (all !== 100)
    return {
      field: 'socialValue',
      message: `The three add to ${all} %. Change them so that they add to 100 %: ${all > 100 ? `${all - 100} too many` : `${100 - all} missing`}.`,
    }
  return weights.socialValue < leastSocialValue
    ? {
        field: 'socialValue',
        message: `Give social value at least ${leastSocialValue} %. That is our own rule for everybody here; the government asks it of its own departments (PPN 002, 13 February 2025), and councils choose.`,
      }
    : null
}

/** What a question gives: its points times the mark out of five, in hundredths. Always exact. */
export const pointsOfMark = (points: number, mark: number): number => (points * mark * 100) / mostMark

/** What a price gives: the weight times the lowest price over this one, in hundredths, rounded half up. */
export const pointsOfPrice = (weight: number, lowestInPence: number, priceInPence: number): number => {
  const over = BigInt(priceInPence)
  return Number((2n * BigInt(weight) * 100n * BigInt(lowestInPence) + over) / (2n * over))
}

/** Hundredths as they are written: 3810 is '38.10'. */
export const inPoints = (hundredths: number): string =>
  `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`

/** What tells two bids apart, in this order, the first that differs decides. Written before anybody bids. */
export const decides = [
  { by: 'total', words: 'The higher total', value: (bid: ScoredBid) => bid.points.total },
  { by: 'social value', words: 'The higher score for social value', value: (bid: ScoredBid) => bid.points.socialValue },
  { by: 'quality', words: 'The higher score for quality', value: (bid: ScoredBid) => bid.points.quality },
  { by: 'price', words: 'The lower price', value: (bid: ScoredBid) => -bid.priceInPence },
] as const
export type DecidedBy = (typeof decides)[number]['by'] | 'lot'

const compare = (a: ScoredBid, b: ScoredBid): number => {
  for (const { value } of decides) if (value(a) !== value(b)) return value(b) - value(a)
  return 0
}

/** Scores all bids of a competition, in the order they came. There is at least one, and each has a mark for each question. */
export const scoreBids = (
  weights: Weights,
  questions: readonly { readonly about: QuestionAbout; readonly points: number }[],
  bids: readonly BidToScore[],
): ScoredBid[] => {
  const lowest = bids.reduce((least, { priceInPence }) => Math.min(least, priceInPence), Number.MAX_SAFE_INTEGER)
  const scored = bids.map(({ bid, priceInPence, marks }) => {
    const each = questions.map(({ points }, at) => pointsOfMark(points, marks[at] ?? 0))
    const of = (about: QuestionAbout) =>
      each.reduce((all, points, at) => (questions[at]?.about === about ? all + points : all), 0)
    const [price, quality, socialValue] = [
      pointsOfPrice(weights.price, lowest, priceInPence),
      of('quality'),
      of('social value'),
    ]
    return {
      bid,
      priceInPence,
      each,
      points: { price, quality, socialValue, total: price + quality + socialValue },
      rank: 0,
    }
  })
  return scored.map(bid => ({ ...bid, rank: 1 + scored.filter(other => compare(other, bid) < 0).length }))
}

/** Whom the rule names, and what told them apart from the next; more than one where only a lot can decide. */
export const bestOf = (scored: readonly ScoredBid[]): { best: readonly ScoredBid[]; decidedBy: DecidedBy } => {
  const best = scored.filter(({ rank }) => rank === 1)
  const [first] = best
  const next = scored.filter(({ rank }) => rank > 1).sort(compare)[0]
  if (best.length > 1 || !first) return { best, decidedBy: 'lot' }
  return { best, decidedBy: (next && decides.find(({ value }) => value(first) !== value(next))?.by) ?? 'total' }
}

/** The rules in words, as the page and the published document say them. */
export const rulesInWords = ({ price }: Weights): readonly string[] => [
  'Each question is worth whole points; those for quality add to its percent, those for social value to its percent.',
  `Each assessor marks each answer from 0 to ${mostMark}, apart from the others and with a reason. Where their marks differ they agree on one, not below the lowest nor above the highest of them, and say why.`,
  `A question gives its points times the agreed mark, divided by ${mostMark}.`,
  price === 0
    ? 'The price gives no points.'
    : `The price gives ${price} points times the lowest price of all bids, divided by the bid’s own price, rounded to hundredths of a point; half a hundredth goes up.`,
  'The total is the sum. Where two are equal, the higher score for social value goes first, then the higher for quality, then the lower price; where all are equal a lot is drawn, and who drew it and who saw it is published.',
]
