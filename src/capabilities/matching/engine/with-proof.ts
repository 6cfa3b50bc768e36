import type { Assignment } from './assign.ts'
import { NOBODY, type Slots } from './slots.ts'

/** An assignment with the prices that prove it, of what was taken; `searches` is how many shortest paths it took. Costs in the unit of the problem. */
export function withProof({ problem, price, taken }: Slots, searches: number): Assignment {
  const { unmetCost, capacity, firstCandidate, volunteer, cost } = problem
  const needPrice = new Float64Array(unmetCost.length)
  let totalCost = 0
  let lowerBound = 0
  for (let need = 0; need < needPrice.length; need += 1) {
    let least = unmetCost[need]!
    const end = firstCandidate[need + 1]!
    for (let edge = firstCandidate[need]!; edge < end; edge += 1) {
      const reduced = cost[edge]! - price[volunteer[edge]!]!
      if (reduced < least) least = reduced
    }
    needPrice[need] = least
    lowerBound += least
    totalCost += taken[need] === NOBODY ? unmetCost[need]! : cost[taken[need]!]!
  }
  closeForGood(price, problem, needPrice)
  for (let who = 0; who < price.length; who += 1) lowerBound += capacity[who]! * price[who]!
  return { candidate: taken, needPrice, volunteerPrice: price, totalCost, lowerBound, searches }
}

/** Gives volunteers without any place the highest price at which nobody would want one. */
function closeForGood(
  price: Float64Array,
  { capacity, firstCandidate, volunteer, cost }: Slots['problem'],
  needPrice: Float64Array,
) {
  if (!capacity.includes(0)) return
  for (let who = 0; who < price.length; who += 1) if (capacity[who] === 0) price[who] = 0
  for (let need = 0; need < needPrice.length; need += 1) {
    for (let edge = firstCandidate[need]!; edge < firstCandidate[need + 1]!; edge += 1) {
      const who = volunteer[edge]!
      if (capacity[who] === 0) price[who] = Math.min(price[who]!, cost[edge]! - needPrice[need]!)
    }
  }
}
