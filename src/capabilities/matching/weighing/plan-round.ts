import { assign } from '../engine/assign.ts'
import { rounds } from '../offer-rules.ts'
import { unmetCost, usualWeights, type Weights } from './cost.ts'
import { type Candidate, placesLeft, type TaskToFill } from './eligible.ts'
import type { Able, Eligible } from './least-costly.ts'
import type { WithinReach } from './within-reach.ts'

/** One offer that the rules would make. */
export interface PlannedOffer {
  readonly filled: TaskToFill
  readonly candidate: Candidate
  readonly cost: number
}

/** What the rules would do in one round; nobody has been asked yet. */
export interface PlannedRound {
  readonly offers: readonly PlannedOffer[]
  /** Tasks that nobody can be offered now; where nobody is left, why has been counted. */
  readonly without: readonly { readonly filled: TaskToFill; readonly eligible: Eligible }[]
  /** How many could be asked about one of the tasks: it may be more than were weighed. Counted when it is asked for. */
  readonly couldBeAsked: (filled: TaskToFill) => number
}

/** As many candidates of one task as the engine weighs at a time against those of all others. */
export const mostWeighed = 50

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
    let asking = eligible.filter(({ filled }) => rounds[filled.task.urgency].atOnce > place)
    while (asking.length > 0) {
      const { made, mayHaveMore } = assignOnce(asking, offered, leftOf)
      for (const offer of made) {
        offers.push(offer)
        offered.get(offer.filled)?.add(offer.candidate)
        taken.set(offer.candidate, leftOf(offer.candidate) - 1)
      }
      // Tasks of one street are weighed with the same few: whoever got none of them is weighed again with those who are left.
      const got = new Set(made.map(({ filled }) => filled))
      asking = mayHaveMore.filter(({ filled }) => !got.has(filled))
    }
  }
  return {
    offers,
    without: withoutOffer(eligible, filled => offered.get(filled)?.size === 0),
    couldBeAsked: filled => eligible.find(each => each.filled === filled)?.eligible.count ?? 0,
  }
}

/** Those tasks, counted why where nobody is left: as things stand before anybody is asked. */
export const withoutOffer = (
  tasks: PlannedRound['without'],
  isWithout: (filled: TaskToFill) => boolean,
): PlannedRound['without'] => {
  const without = tasks.filter(({ filled }) => isWithout(filled))
  for (const { eligible } of without) if (eligible.isNobody) eligible.cannot
  return without
}

interface Asking {
  readonly filled: TaskToFill
  readonly eligible: Eligible
}

/** One offer at most for each of these, and those of whom no more were weighed than fit. */
const assignOnce = (
  asking: readonly Asking[],
  offered: ReadonlyMap<TaskToFill, ReadonlySet<Candidate>>,
  leftOf: (candidate: Candidate) => number,
): { made: PlannedOffer[]; mayHaveMore: Asking[] } => {
  const who: Candidate[] = []
  const numberOf = new Map<Candidate, number>()
  const volunteer: number[] = []
  const cost: number[] = []
  const firstCandidate = [0]
  for (const { filled, eligible } of asking) {
    const isLeft = ({ candidate }: Able) => !offered.get(filled)?.has(candidate) && leftOf(candidate) > 0
    for (const each of eligible.first(mostWeighed, isLeft)) {
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
  const made = asking.flatMap(({ filled }, need) => {
    const edge = solved.candidate[need] ?? -1
    const candidate = edge < 0 ? undefined : who[volunteer[edge] ?? -1]
    return candidate ? [{ filled, candidate, cost: cost[edge] ?? 0 }] : []
  })
  const weighed = (need: number) => (firstCandidate[need + 1] ?? 0) - (firstCandidate[need] ?? 0)
  return { made, mayHaveMore: asking.filter((_, need) => weighed(need) === mostWeighed) }
}
