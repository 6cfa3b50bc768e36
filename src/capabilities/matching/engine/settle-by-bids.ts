import { addHolder, NOBODY, removeHolder, type Slots } from './slots.ts'

/** Bids a need may make on average: beyond this bidders mostly push each other's prices up by little, and a search is cheaper. */
const BIDS_PER_NEED = 8

/** Returns the needs that bidding could not settle. Every price stays one at which all holders want what they hold. */
export function settleByBids(places: Slots): number[] {
  const { problem, price, taken, left, firstHolder, nextHolder } = places
  const { unmetCost, firstCandidate, volunteer, cost } = problem
  const needs = unmetCost.length
  /** The lowest price at which the holder still wants their place. Other volunteers only become dearer, so that an old one stays true. */
  const bid = new Float64Array(needs)
  const unsettled: number[] = []
  let bidsLeft = BIDS_PER_NEED * needs
  for (let first = 0; first < needs; first += 1) {
    let need = first
    for (;;) {
      let best = unmetCost[need]!
      let second = Infinity
      let bestEdge = NOBODY
      let secondEdge = NOBODY
      const end = firstCandidate[need + 1]!
      for (let edge = firstCandidate[need]!; edge < end; edge += 1) {
        const reduced = cost[edge]! - price[volunteer[edge]!]!
        if (reduced < second) {
          if (reduced < best) {
            second = best
            secondEdge = bestEdge
            best = reduced
            bestEdge = edge
          } else {
            second = reduced
            secondEdge = edge
          }
        }
      }
      if (bestEdge === NOBODY) break
      let who = volunteer[bestEdge]!
      if (best === second && secondEdge !== NOBODY && left[who] === 0) {
        bestEdge = secondEdge
        who = volunteer[secondEdge]!
      }
      const offered = price[who]! - (second - best)
      if (left[who]! > 0) {
        addHolder(places, who, need)
        bid[need] = offered
        taken[need] = bestEdge
        break
      }
      bidsLeft -= 1
      if (second === best || bidsLeft < 0) {
        unsettled.push(need)
        break
      }
      let outbid = firstHolder[who]! - 1
      let weakest = bid[outbid]!
      let next = -Infinity
      for (let other = nextHolder[outbid]! - 1; other !== NOBODY; other = nextHolder[other]! - 1) {
        const level = bid[other]!
        if (level > weakest) {
          next = weakest
          weakest = level
          outbid = other
        } else if (level > next) next = level
      }
      if (offered >= weakest) {
        price[who] = offered
        continue
      }
      price[who] = next > offered ? next : offered
      removeHolder(places, who, outbid)
      addHolder(places, who, need)
      bid[need] = offered
      taken[need] = bestEdge
      taken[outbid] = NOBODY
      need = outbid
    }
  }
  return unsettled
}
