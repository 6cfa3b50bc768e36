import { assign } from '../engine/assign.ts'
import { rounds } from '../offer-rules.ts'
import { unmetCost, usualWeights, type Weights } from './cost.ts'
import { type Able, type Candidate, type Eligible, placesLeft, type TaskToFill } from './eligible.ts'
import type { WithinReach } from './within-reach.ts'

/** One offer that the rules would make. */
export interface PlannedOffer {
  readonly filled: TaskToFill
  readonly candidate: Candidate
  readonly cost: number
}

export interface PlannedRound {
  readonly offers: readonly PlannedOffer[]
  /** Tasks that nobody can be offered now, with who cannot and why; empty `can` means that nobody is left. */
  readonly without: readonly { readonly filled: TaskToFill; readonly eligible: Eligible }[]
  /** How many could be asked about a task, of those tasks where that is more than were weighed. */
  readonly couldBeAsked: ReadonlyMap<TaskToFill, number>
}

/** As many candidates of one task as the engine weighs against those of all others. */
export const mostCandidates = 50

/**
 * Whom to offer what, over all open tasks together at the least cost. Each task is offered to as many as its urgency says: one place after the other, so that
 * nobody is asked twice about one task and a second chance for one task never costs another its first.
 */
export const planRound = (
  tasks: readonly TaskToFill[],
  reach: WithinReach,
  by: Weights = usualWeights,
): PlannedRound => {
  const eligible = tasks.map(filled => ({ filled, eligible: reach.eligibleFor(filled, by) }))
  // Of those who were not offered anything yet in this round, as many as they said they have.
  const taken = new Map<Candidate, number>()
  const leftOf = (candidate: Candidate) => taken.get(candidate) ?? placesLeft(candidate)
  const offers: PlannedOffer[] = []
  const offered = new Map<TaskToFill, Set<Candidate>>(tasks.map(filled => [filled, new Set()]))
  const atOnce = Math.max(0, ...tasks.map(({ task }) => rounds[task.urgency].atOnce))
  for (let place = 0; place < atOnce; place += 1) {
    const asking = eligible.filter(({ filled }) => rounds[filled.task.urgency].atOnce > place)
    for (const offer of assignOnce(asking, offered, leftOf)) {
      offers.push(offer)
      offered.get(offer.filled)?.add(offer.candidate)
      taken.set(offer.candidate, leftOf(offer.candidate) - 1)
    }
  }
  return {
    offers,
    without: eligible.filter(({ filled }) => offered.get(filled)?.size === 0),
    couldBeAsked: new Map(
      eligible.filter(each => each.eligible.count > mostCandidates).map(each => [each.filled, each.eligible.count]),
    ),
  }
}

const assignOnce = (
  asking: readonly { filled: TaskToFill; eligible: Eligible }[],
  offered: ReadonlyMap<TaskToFill, ReadonlySet<Candidate>>,
  leftOf: (candidate: Candidate) => number,
): PlannedOffer[] => {
  const who: Candidate[] = []
  const numberOf = new Map<Candidate, number>()
  const volunteer: number[] = []
  const cost: number[] = []
  const firstCandidate = [0]
  for (const { filled, eligible } of asking) {
    const isLeft = ({ candidate }: Able) => !offered.get(filled)?.has(candidate) && leftOf(candidate) > 0
    const first = eligible.first(2 * mostCandidates).filter(isLeft)
    // Where this round has taken most of the first, everybody is looked at.
    const able =
      first.length >= mostCandidates || eligible.count <= 2 * mostCandidates ? first : eligible.can.filter(isLeft)
    for (const each of able.slice(0, mostCandidates)) {
      if (!numberOf.has(each.candidate)) numberOf.set(each.candidate, who.push(each.candidate) - 1)
      volunteer.push(numberOf.get(each.candidate) ?? 0)
      cost.push(each.cost)
    }
    firstCandidate.push(volunteer.length)
  }
  const solved = assign({
    // Whoever was asked a hundred times, or is weighed heavily, still goes rather than nobody.
    unmetCost: new Float64Array(asking.length).fill(
      Math.max(unmetCost, 1 + cost.reduce((most, each) => Math.max(most, each), 0)),
    ),
    capacity: Int32Array.from(who, leftOf),
    firstCandidate: Int32Array.from(firstCandidate),
    volunteer: Int32Array.from(volunteer),
    cost: Float64Array.from(cost),
  })
  return asking.flatMap(({ filled }, need) => {
    const edge = solved.candidate[need] ?? -1
    const candidate = edge < 0 ? undefined : who[volunteer[edge] ?? -1]
    return candidate ? [{ filled, candidate, cost: cost[edge] ?? 0 }] : []
  })
}
