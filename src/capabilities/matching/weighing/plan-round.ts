import { assign } from '../engine/assign.ts'
import { rounds } from '../offer-rules.ts'
import { unmetCost } from './cost.ts'
import { type Candidate, type Eligible, placesLeft, type TaskToFill } from './eligible.ts'
import { WithinReach } from './within-reach.ts'

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
export const planRound = (tasks: readonly TaskToFill[], candidates: readonly Candidate[]): PlannedRound => {
  const reach = new WithinReach(candidates, tasks[0]?.circumstances.today ?? '')
  const eligible = tasks.map(filled => ({ filled, eligible: reach.eligibleFor(filled) }))
  const left = new Map<Candidate, number>()
  for (const each of eligible)
    for (const { candidate } of each.eligible.can) if (!left.has(candidate)) left.set(candidate, placesLeft(candidate))
  const offers: PlannedOffer[] = []
  const offered = new Map<TaskToFill, Set<Candidate>>(tasks.map(filled => [filled, new Set()]))
  const atOnce = Math.max(0, ...tasks.map(({ task }) => rounds[task.urgency].atOnce))
  for (let place = 0; place < atOnce; place += 1) {
    const asking = eligible.filter(({ filled }) => rounds[filled.task.urgency].atOnce > place)
    for (const offer of assignOnce(asking, offered, left)) {
      offers.push(offer)
      offered.get(offer.filled)?.add(offer.candidate)
      left.set(offer.candidate, (left.get(offer.candidate) ?? 0) - 1)
    }
  }
  return {
    offers,
    without: eligible.filter(({ filled }) => offered.get(filled)?.size === 0),
    couldBeAsked: new Map(
      eligible
        .filter(each => each.eligible.can.length > mostCandidates)
        .map(each => [each.filled, each.eligible.can.length]),
    ),
  }
}

const assignOnce = (
  asking: readonly { filled: TaskToFill; eligible: Eligible }[],
  offered: ReadonlyMap<TaskToFill, ReadonlySet<Candidate>>,
  left: ReadonlyMap<Candidate, number>,
): PlannedOffer[] => {
  const who: Candidate[] = []
  const numberOf = new Map<Candidate, number>()
  const volunteer: number[] = []
  const cost: number[] = []
  const firstCandidate = [0]
  for (const { filled, eligible } of asking) {
    const able = eligible.can.filter(
      each => !offered.get(filled)?.has(each.candidate) && (left.get(each.candidate) ?? 0) > 0,
    )
    for (const each of able.slice(0, mostCandidates)) {
      if (!numberOf.has(each.candidate)) numberOf.set(each.candidate, who.push(each.candidate) - 1)
      volunteer.push(numberOf.get(each.candidate) ?? 0)
      cost.push(each.cost)
    }
    firstCandidate.push(volunteer.length)
  }
  const solved = assign({
    unmetCost: new Float64Array(asking.length).fill(unmetCost),
    capacity: Int32Array.from(who, candidate => left.get(candidate) ?? 0),
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
