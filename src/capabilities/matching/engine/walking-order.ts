import type { Assignment, AssignmentProblem } from './assign.ts'

/** The same problem in other numbers, and the way back. */
export interface Renumbered {
  readonly problem: AssignmentProblem
  readonly asNumberedBefore: (answer: Assignment) => Assignment
}

/** With more volunteers than this for each need few contend, and looking for those who do takes longer than it saves. */
const PLENTY = 3
/** A walk saves time where this share of needs find their cheapest volunteer wanted by another: searches then read the same neighbourhoods many times. */
const CROWDED = 1 / 3

/**
 * Numbers needs and volunteers in the order in which a walk from neighbour to neighbour comes by them (a breadth-first walk, as in E. Cuthill and J. McKee,
 * "Reducing the bandwidth of sparse symmetric matrices", 1969), so that those who contend stand side by side in memory. Volunteers whom nobody names are left out.
 * @returns null where too few contend for it to save time.
 */
export function inWalkingOrder(problem: AssignmentProblem): Renumbered | null {
  const { unmetCost, capacity, firstCandidate, volunteer, cost } = problem
  if (capacity.length > PLENTY * unmetCost.length) return null
  const wanting = byCheapest(problem)
  if (wanting.crowded < CROWDED * unmetCost.length) return null
  const { firstWanting, nextWanting } = wanting
  const ordered = {
    unmetCost: new Float64Array(unmetCost.length),
    firstCandidate: new Int32Array(unmetCost.length + 1),
    volunteer: new Int32Array(volunteer.length),
    cost: new Float64Array(cost.length),
  }
  const needs = new Int32Array(unmetCost.length)
  const isMet = new Uint8Array(unmetCost.length)
  const volunteers = new Int32Array(capacity.length)
  /** One more than the new number of a volunteer; 0 before the walk comes by. */
  const numberOf = new Int32Array(capacity.length)
  let needsMet = 0
  let volunteersMet = 0
  let to = 0
  for (let root = 0, at = 0; root < needs.length; root += 1) {
    if (isMet[root] === 1) continue
    isMet[root] = 1
    needs[needsMet] = root
    needsMet += 1
    for (; at < needsMet; at += 1) {
      const need = needs[at]!
      const end = firstCandidate[need + 1]!
      for (let edge = firstCandidate[need]!; edge < end; edge += 1) {
        const who = volunteer[edge]!
        if (numberOf[who] === 0) {
          volunteers[volunteersMet] = who
          volunteersMet += 1
          numberOf[who] = volunteersMet
          for (let other = firstWanting[who]! - 1; other >= 0; other = nextWanting[other]! - 1) {
            if (isMet[other] === 1) continue
            isMet[other] = 1
            needs[needsMet] = other
            needsMet += 1
          }
        }
        ordered.volunteer[to] = numberOf[who]! - 1
        ordered.cost[to] = cost[edge]!
        to += 1
      }
      ordered.unmetCost[at] = unmetCost[need]!
      ordered.firstCandidate[at + 1] = to
    }
  }
  return {
    problem: { ...ordered, capacity: Int32Array.from(volunteers.subarray(0, volunteersMet), who => capacity[who]!) },
    asNumberedBefore: answer => {
      const candidate = new Int32Array(needs.length)
      const needPrice = new Float64Array(needs.length)
      const volunteerPrice = new Float64Array(capacity.length)
      for (let at = 0; at < needs.length; at += 1) {
        const need = needs[at]!
        const taken = answer.candidate[at]!
        candidate[need] = taken < 0 ? taken : firstCandidate[need]! + taken - ordered.firstCandidate[at]!
        needPrice[need] = answer.needPrice[at]!
      }
      for (let at = 0; at < volunteersMet; at += 1) volunteerPrice[volunteers[at]!] = answer.volunteerPrice[at]!
      return { ...answer, candidate, needPrice, volunteerPrice }
    },
  }
}

/** Each need listed with its cheapest volunteer: of a volunteer one more than the first, of a need one more than the next; 0 is none. */
function byCheapest({ unmetCost, capacity, firstCandidate, volunteer, cost }: AssignmentProblem) {
  const firstWanting = new Int32Array(capacity.length)
  const nextWanting = new Int32Array(unmetCost.length)
  let crowded = 0
  for (let need = 0; need < nextWanting.length; need += 1) {
    const start = firstCandidate[need]!
    const end = firstCandidate[need + 1]!
    if (start === end) continue
    let cheapest = start
    let least = cost[start]!
    for (let edge = start + 1; edge < end; edge += 1) {
      if (cost[edge]! < least) {
        least = cost[edge]!
        cheapest = edge
      }
    }
    const who = volunteer[cheapest]!
    if (firstWanting[who] !== 0) crowded += 1
    nextWanting[need] = firstWanting[who]!
    firstWanting[who] = need + 1
  }
  return { firstWanting, nextWanting, crowded }
}
