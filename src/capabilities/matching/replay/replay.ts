import { chance } from '../../../kernel/chance.ts'
import { assign } from '../engine/assign.ts'
import { NearestPoints } from '../engine/nearest-points.ts'
import { gini } from '../looking-after/fairness.ts'
import { unmetCost } from '../weighing/cost.ts'
import type { Policy } from './policy.ts'
import { assumptions, type Workload } from './workload.ts'

/** What became of everybody's offers and needs. Shares are of 1, distances metres, times minutes. */
export interface Replayed {
  readonly offers: number
  readonly needs: number
  readonly matched: number
  /** Needs that nobody had said yes to when their time was up. */
  readonly unmetShare: number
  /** Of those ever on duty. */
  readonly everOfferedShare: number
  readonly everActiveShare: number
  readonly giniOffers: number
  readonly medianDistanceMetres: number
  readonly matchedWithinMinutes: { readonly p50: number; readonly p95: number }
  /** Most offers to one person in any seven days. */
  readonly maxContactsInAWeek: number
  /** Yeses that came when somebody else had said yes already. */
  readonly lateYeses: number
}

const step = 5 * 60_000
const hour = 3_600_000
const dutyBlock = 4 * hour
const week = 7 * 24 * hour
/** A task takes a volunteer two hours. */
const busyFor = 2 * hour
const mostCandidates = 20
/** Whoever does not say yes says no half the time; the others say nothing. */
const saysNo = 0.5
/** A yes or a no comes within ten minutes, each minute as likely. */
const answersWithin = 10 * 60_000
const mostAsked = 200
const patience = { today: 24 * hour, 'two days': 48 * hour, 'this week': week, 'no hurry': 2 * week } as const

type Said = 'yes' | 'no' | 'nothing'

/**
 * Plays a spring through a policy, in steps of five minutes of a clock that only this function moves. The rules (who may be asked, how many at once, until when,
 * what an offer costs) and the assignment are those that run for a place; people's answers are drawn by `seed`.
 */
export function replay({ volunteers, needs, from, until }: Workload, policy: Policy, seed: number): Replayed {
  const chances = chance(seed)
  const index = new NearestPoints(volunteers.x, volunteers.y)
  const offersEver = new Int32Array(volunteers.count)
  const yeses = new Int32Array(volunteers.count)
  const openOffers = new Int32Array(volunteers.count)
  const busyUntil = new Float64Array(volunteers.count)
  const lately: number[][] = Array.from({ length: volunteers.count }, () => [])
  const mostInAWeek = { offers: 0 }
  const distances: number[] = []
  const waits: number[] = []
  let offers = 0
  let lateYeses = 0

  interface Task {
    readonly need: number
    readonly asked: Set<number>
    open: number
    matchedAt: number
  }
  interface Answer {
    readonly at: number
    readonly task: Task
    readonly volunteer: number
    readonly said: Said
    readonly metres: number
  }
  const answers = new Map<number, Answer[]>()
  let waiting: Task[] = []
  let next = 0

  const offersThisWeek = (volunteer: number, now: number): number => {
    const times = lately[volunteer] as number[]
    while (times.length > 0 && (times[0] as number) <= now - week) times.shift()
    return times.length
  }
  // On duty in blocks of four hours: the same people at the same hours whatever the policy.
  const isOnDuty = (volunteer: number, now: number): boolean =>
    mixed(volunteer, Math.floor(now / dutyBlock)) < (volunteers.onDuty[volunteer] as number)

  const found = new Int32Array(mostCandidates)
  const costs = new Float64Array(mostCandidates)
  const candidatesOf = (task: Task, now: number): number =>
    index.cheapest(
      needs.x[task.need] as number,
      needs.y[task.need] as number,
      assumptions.withinMetres,
      volunteer => {
        if (
          (volunteers.readyAt[volunteer] as number) > now ||
          (busyUntil[volunteer] as number) > now ||
          (policy.together && (openOffers[volunteer] as number) > 0) ||
          !isOnDuty(volunteer, now) ||
          task.asked.has(volunteer)
        )
          return Number.POSITIVE_INFINITY
        const thisWeek = offersThisWeek(volunteer, now)
        if (!policy.mayBeContacted(thisWeek)) return Number.POSITIVE_INFINITY
        return policy.extra({
          offersEver: offersEver[volunteer] as number,
          offersThisWeek: thisWeek,
          inHand: 0,
          helpedThemBefore: false,
        })
      },
      policy.leastExtra,
      found,
      costs,
    )

  const offer = (task: Task, volunteer: number, now: number) => {
    const times = lately[volunteer] as number[]
    times.push(now)
    mostInAWeek.offers = Math.max(mostInAWeek.offers, offersThisWeek(volunteer, now))
    offersEver[volunteer] = (offersEver[volunteer] as number) + 1
    openOffers[volunteer] = (openOffers[volunteer] as number) + 1
    offers += 1
    task.asked.add(volunteer)
    task.open += 1
    const by = policy.answerBy(now, needs.urgency[task.need] ?? 'today')
    const drawn = chances.next()
    const yes = volunteers.saysYes[volunteer] as number
    const said = drawn < yes ? 'yes' : drawn < yes + (1 - yes) * saysNo ? 'no' : 'nothing'
    const at = said === 'nothing' ? by : Math.min(by, now + chances.next() * answersWithin)
    const metres = Math.hypot(
      (volunteers.x[volunteer] as number) - (needs.x[task.need] as number),
      (volunteers.y[volunteer] as number) - (needs.y[task.need] as number),
    )
    const tick = Math.ceil((at - from) / step)
    const list = answers.get(tick)
    const answer = { at, task, volunteer, said, metres } as const
    if (list) list.push(answer)
    else answers.set(tick, [answer])
  }

  const take = ({ at, task, volunteer, said, metres }: Answer) => {
    openOffers[volunteer] = (openOffers[volunteer] as number) - 1
    task.open -= 1
    if (said === 'yes' && task.matchedAt > 0) lateYeses += 1
    else if (said === 'yes' && (busyUntil[volunteer] as number) <= at) {
      task.matchedAt = at
      yeses[volunteer] = (yeses[volunteer] as number) + 1
      busyUntil[volunteer] = at + busyFor
      distances.push(metres)
      waits.push((at - (needs.at[task.need] as number)) / 60_000)
    }
    if (task.open === 0 && task.matchedAt === 0) waiting.push(task)
  }

  for (let tick = 0; from + tick * step < until; tick += 1) {
    const now = from + tick * step
    for (const answer of (answers.get(tick) ?? []).sort((a, b) => a.at - b.at)) take(answer)
    answers.delete(tick)
    for (; next < needs.count && (needs.at[next] as number) <= now; next += 1)
      waiting.push({ need: next, asked: new Set(), open: 0, matchedAt: 0 })
    if (waiting.length === 0 || policy.askableFrom(now) > now) continue
    const asking = waiting.filter(
      ({ need, asked }) =>
        now - (needs.at[need] as number) < patience[needs.urgency[need] ?? 'today'] && asked.size < mostAsked,
    )
    waiting = []
    if (policy.together) {
      for (const task of offerTogether(asking, now)) waiting.push(task)
    } else {
      for (const task of asking) {
        const count = Math.min(candidatesOf(task, now), policy.atOnce(needs.urgency[task.need] ?? 'today'))
        const chosen = [...found.subarray(0, count)]
        if (count === 0) waiting.push(task)
        for (const volunteer of chosen) offer(task, volunteer, now)
      }
    }
  }

  /** Gives the needs of this moment their rounds at the least cost of all. @returns those nobody could be asked for. */
  function offerTogether(asking: readonly Task[], now: number): Task[] {
    const numberOf = new Map<number, number>()
    const firstCandidate = [0]
    const volunteer: number[] = []
    const cost: number[] = []
    const rows: Task[] = []
    for (const task of asking) {
      const count = candidatesOf(task, now)
      // Each place of a round is a need of its own: nobody is asked twice, because nobody has more than one place.
      for (let place = 0; place < policy.atOnce(needs.urgency[task.need] ?? 'today'); place += 1) {
        rows.push(task)
        for (let at = 0; at < count; at += 1) {
          const who = found[at] as number
          let number = numberOf.get(who)
          if (number === undefined) {
            number = numberOf.size
            numberOf.set(who, number)
          }
          volunteer.push(number)
          cost.push(Math.round(costs[at] as number))
        }
        firstCandidate.push(volunteer.length)
      }
    }
    const { candidate } = assign({
      unmetCost: new Float64Array(rows.length).fill(unmetCost),
      capacity: new Int32Array(numberOf.size).fill(1),
      firstCandidate: Int32Array.from(firstCandidate),
      volunteer: Int32Array.from(volunteer),
      cost: Float64Array.from(cost),
    })
    const people = [...numberOf.keys()]
    rows.forEach((task, row) => {
      const taken = candidate[row] as number
      if (taken >= 0) offer(task, people[volunteer[taken] as number] as number, now)
    })
    return asking.filter(({ open }) => open === 0)
  }

  return {
    offers,
    needs: needs.count,
    matched: distances.length,
    unmetShare: 1 - distances.length / Math.max(1, needs.count),
    everOfferedShare: shareOf(offersEver),
    everActiveShare: shareOf(yeses),
    giniOffers: gini(offersEver),
    medianDistanceMetres: quantile(distances, 0.5),
    matchedWithinMinutes: { p50: quantile(waits, 0.5), p95: quantile(waits, 0.95) },
    maxContactsInAWeek: mostInAWeek.offers,
    lateYeses,
  }
}

/** A number from 0 to 1 out of two whole ones, the same each time. */
function mixed(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad)
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97)
  return ((hash ^ (hash >>> 15)) >>> 0) / 4_294_967_296
}

const shareOf = (counts: Int32Array): number => {
  let some = 0
  for (const count of counts) if (count > 0) some += 1
  return counts.length === 0 ? 0 : some / counts.length
}

/** 0 of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
