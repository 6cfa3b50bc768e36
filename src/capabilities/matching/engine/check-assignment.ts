import type { Assignment, AssignmentProblem } from './assign.ts'

/** What an answer is worth, reckoned again from the problem alone. */
export interface Checked {
  /** The first thing that is wrong with the answer; null for one that may stand. */
  readonly wrong: string | null
  readonly totalCost: number
  /** Σ need prices + Σ capacity·volunteer price: no assignment costs less, if no price is wrong. */
  readonly lowerBound: number
  /** How far the answer may be from the best one: 0 is proved best. */
  readonly gap: number
}

/**
 * Holds an answer against weak duality without trusting whoever gave it: needs are taken by their own candidates, nobody takes more than they can, and the
 * prices are feasible (volunteers' at most 0; a need's at most what leaving it costs, and at most cost − price for each of its candidates).
 * `slack` is what rounding may add to a single comparison; 0 for whole numbers.
 */
export function checkAssignment(
  problem: AssignmentProblem,
  answer: Pick<Assignment, 'candidate' | 'needPrice' | 'volunteerPrice'>,
  slack = 0,
): Checked {
  const { unmetCost, capacity, firstCandidate, volunteer, cost } = problem
  const takes = new Int32Array(capacity.length)
  let wrong: string | null = null
  let totalCost = 0
  let lowerBound = 0
  for (let need = 0; need < unmetCost.length; need += 1) {
    const price = answer.needPrice[need]!
    if (!(price <= unmetCost[need]! + slack)) wrong ??= `the price of need ${need} is more than leaving it costs`
    for (let edge = firstCandidate[need]!; edge < firstCandidate[need + 1]!; edge += 1)
      if (!(price <= cost[edge]! - answer.volunteerPrice[volunteer[edge]!]! + slack))
        wrong ??= `the prices of need ${need} and volunteer ${volunteer[edge]} do not go together`
    const taken = answer.candidate[need]!
    if (taken === -1) totalCost += unmetCost[need]!
    else if (taken < firstCandidate[need]! || taken >= firstCandidate[need + 1]!)
      wrong ??= `need ${need} is taken by somebody who is no candidate of it`
    else {
      totalCost += cost[taken]!
      takes[volunteer[taken]!]! += 1
    }
    lowerBound += price
  }
  for (let who = 0; who < capacity.length; who += 1) {
    if (takes[who]! > capacity[who]!) wrong ??= `volunteer ${who} takes more than they can`
    if (!(answer.volunteerPrice[who]! <= slack)) wrong ??= `the price of volunteer ${who} is above 0`
    lowerBound += capacity[who]! * answer.volunteerPrice[who]!
  }
  return { wrong, totalCost, lowerBound, gap: totalCost - lowerBound }
}
