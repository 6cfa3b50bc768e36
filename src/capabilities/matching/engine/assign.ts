import { findShortestPaths } from './find-shortest-paths.ts'
import { settleByBids } from './settle-by-bids.ts'
import { noneTaken } from './slots.ts'
import { inWalkingOrder } from './walking-order.ts'
import { withProof } from './with-proof.ts'

/**
 * Which volunteer takes which need, at the least cost there is, with prices that prove it.
 *
 * minimise Σ cost·x + Σ unmetCost·y, so that every need is taken once or left (y), and no volunteer takes more than they said they would. The linear
 * programme of it is integral, so its dual prices are a certificate: a volunteer's price (0 or less) says that another free place of theirs would save no more than this,
 * a need's price what it costs to have it met, and Σ need prices + Σ capacity·volunteer price equals the total cost only at the optimum
 * (check-assignment.ts reckons that again from nothing).
 *
 * Method: bids at second prices for whatever nobody contends for (augmenting row reduction: R. Jonker and A. Volgenant, "A shortest augmenting path
 * algorithm for dense and sparse linear assignment problems", Computing 38, 1987, made to hold several places a volunteer), then a shortest augmenting
 * path for each need that is left. Where many contend, needs and volunteers are first numbered by neighbourhood (walking-order.ts).
 */
export interface AssignmentProblem {
  /** What it costs to leave each need unmet: finite, at least 0. Its length is the number of needs. */
  readonly unmetCost: Float64Array
  /** How many needs each volunteer can take. Its length is the number of volunteers. */
  readonly capacity: Int32Array
  /** The candidates of need `i` stand from `firstCandidate[i]` to `firstCandidate[i + 1]`: one entry more than needs. */
  readonly firstCandidate: Int32Array
  /** Whom each candidate is, and what it costs that they take the need. Costs may be negative; whole numbers are reckoned exactly. */
  readonly volunteer: Int32Array
  readonly cost: Float64Array
}

/** The least costly assignment of a problem, with the prices that prove it, in the unit of its costs. */
export interface Assignment {
  /** For each need the candidate that takes it (its place in `volunteer` and `cost`), or -1. */
  readonly candidate: Int32Array
  /** What it costs to have each need met: at most what leaving it unmet costs. */
  readonly needPrice: Float64Array
  /** 0 or less: what another free place of theirs would save at most. */
  readonly volunteerPrice: Float64Array
  readonly totalCost: number
  /** What no assignment can cost less than, by the prices: equal to `totalCost`. */
  readonly lowerBound: number
  /** Needs that bidding could not settle. */
  readonly searches: number
}

/** Solves a problem exactly. It must be well formed: `problem-file.ts` and `plan-round.ts` see to that; nothing is checked here. */
export function assign(problem: AssignmentProblem): Assignment {
  const ordered = inWalkingOrder(problem)
  return ordered ? ordered.asNumberedBefore(solve(ordered.problem)) : solve(problem)
}

function solve(problem: AssignmentProblem): Assignment {
  const places = noneTaken(problem)
  const left = settleByBids(places)
  findShortestPaths(places, left)
  return withProof(places, left.length)
}

/** What keeps a need unmet in the best assignment. Asked of one that is. */
export function whyUnmatched(
  { unmetCost, capacity, firstCandidate, volunteer, cost }: AssignmentProblem,
  need: number,
): 'no candidates' | 'no places' | 'costs more' | 'needed elsewhere' {
  const from = firstCandidate[need]!
  const to = firstCandidate[need + 1]!
  if (from === to) return 'no candidates'
  let hasPlace = false
  for (let edge = from; edge < to; edge += 1) {
    if (capacity[volunteer[edge]!] === 0) continue
    hasPlace = true
    if (cost[edge]! < unmetCost[need]!) return 'needed elsewhere'
  }
  return hasPlace ? 'costs more' : 'no places'
}
