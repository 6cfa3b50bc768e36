import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { gini } from '../looking-after/fairness.ts'
import type { Weights } from '../weighing/cost.ts'
import type { UnmetReason } from '../words.ts'
import { stepRunFrom, stepRuns } from './first-words.ts'
import { byPlace, needsOf, peopleOf } from './people-of-place.ts'
import { playPlace } from './play-place.ts'
import { type PolicyName, policies } from './policy.ts'
import { type ChosenSteps, StepsNear } from './steps-near.ts'
import { assumptions, chancesOf, spring2020 } from './workload.ts'

/** What became of everybody's offers and needs. Shares are of 1, distances metres, times minutes. */
export interface Replayed {
  /** Made in all. */
  readonly offers: number
  /** Offers and next steps that asked something. */
  readonly contacts: number
  readonly needs: number
  /** Done by a volunteer before their time was up. */
  readonly met: number
  /** Needs that no volunteer had met when their time was up: brought back to whoever decides. */
  readonly unmetShare: number
  /** Of all needs, those brought back for each reason. */
  readonly broughtBack: Readonly<Partial<Record<UnmetReason | 'could not', number>>>
  /** Of those ever on duty. */
  readonly everOfferedShare: number
  /** Of those ever on duty, those who said yes and got it at least once. */
  readonly everActiveShare: number
  /** How unevenly offers are spread over those ever on duty: 0 to 1 (`looking-after/fairness.ts`). */
  readonly giniOffers: number
  /** To whoever was gone to; what is done by phone is left out. */
  readonly medianDistanceMetres: number
  /** From a need being put to its first yes, of those that had one. */
  readonly matchedWithinMinutes: { readonly p50: number; readonly p95: number }
  /** Most that was asked of one person in any seven days, of those who did not say that more is fine. */
  readonly maxContactsInAWeek: number
  /** The same of those who did. */
  readonly maxContactsInAWeekWhereMoreIsFine: number
  /** Yeses that came when somebody else had said yes already. */
  readonly lateYeses: number
  /** What the first next step was, of those who were told one; null where the policy tells none. */
  readonly nextSteps: ChosenSteps | null
}

/** What to play: the same seed gives the same people and needs in whatever process. */
export interface Spring {
  readonly seed: number
  /** How many sign up; the needs are in proportion. */
  readonly people: number
  readonly policy: PolicyName
  readonly by: Weights
}

/** What became of some of the places: sums, and a number for each volunteer, way and wait. */
export interface PlacesReplayed {
  readonly offersTo: Int32Array
  readonly distances: Float64Array
  readonly waits: Float64Array
  readonly broughtBack: Partial<Record<UnmetReason | 'could not', number>>
  readonly steps: Record<keyof ChosenSteps, number>
  readonly sums: Record<'offers' | 'contacts' | 'met' | 'lateYeses' | 'active', number>
  readonly most: number
  readonly mostWhereFine: number
}

/** Below so many people a second thread costs more time than it saves. */
const worthAnother = 20_000

/**
 * Plays a spring through a policy, place by place, minute by minute. Who may be asked, whom the fair policy asks, how many at once, until when, what an answer leads to and what
 * somebody is told to do next are the functions that run for a place; people's answers are drawn by the spring's seed. Places have nothing to do with one another: every
 * processor plays some of them.
 * @param threads how many of this process play; it changes no figure.
 * @throws what a thread threw, or that it ended before it had played.
 */
export async function replay(spring: Spring, threads = worthwhileThreads(spring.people)): Promise<Replayed> {
  const played =
    threads === 1
      ? [playPlaces(spring, 0, 1)]
      : await Promise.all(Array.from({ length: threads }, (_, part) => playElsewhere(spring, part, threads)))
  return together(played, spring2020(spring.seed, spring.people / assumptions.signUps).needs.count)
}

const worthwhileThreads = (people: number): number =>
  Math.max(1, Math.min(availableParallelism(), Math.floor(people / worthAnother)))

const playElsewhere = (spring: Spring, part: number, parts: number): Promise<PlacesReplayed> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./replay-worker.ts', import.meta.url), { workerData: { spring, part, parts } })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`A process of the replay ended with ${code}.`)))
  })

/** Plays every `parts`-th place from `part` on, in this thread. */
export function playPlaces({ seed, people: signUps, policy, by }: Spring, part: number, parts: number): PlacesReplayed {
  const workload = spring2020(seed, signUps / assumptions.signUps)
  const signUpsOf = byPlace(workload.signUps, workload.places)
  const needs = byPlace(workload.needs, workload.places)
  const offersTo: number[] = []
  const distances: number[] = []
  const waits: number[] = []
  const broughtBack: Partial<Record<UnmetReason | 'could not', number>> = {}
  const steps: Record<keyof ChosenSteps, number> = { task: 0, role: 0, training: 0, 'local group': 0, 'no need now': 0 }
  const sums = { offers: 0, contacts: 0, met: 0, lateYeses: 0, active: 0 }
  let most = 0
  let mostWhereFine = 0
  for (let place = part; place < workload.places; place += parts) {
    const people = peopleOf(workload, place, signUpsOf[place] as number[])
    const chances = chancesOf(workload, place, 3)
    const played = playPlace(
      {
        people,
        needs: needsOf(workload, place, needs[place] as number[]),
        steps: new StepsNear(
          chances,
          people.map(({ position }) => position),
        ),
        firstStepAt: stepRuns(people.map(({ signedUpAt }) => signedUpAt)),
        stepRunFrom,
        answers: chancesOf(workload, place, 4),
        from: workload.calledAt,
        until: workload.until,
      },
      policies[policy],
      by,
    )
    for (const { offers, yeses, mostInAWeek, wantsMore } of played.volunteers) {
      offersTo.push(offers)
      if (yeses > 0) sums.active += 1
      if (wantsMore) mostWhereFine = Math.max(mostWhereFine, mostInAWeek)
      else most = Math.max(most, mostInAWeek)
    }
    for (const metres of played.distances) distances.push(metres)
    for (const wait of played.waits) waits.push(wait)
    for (const [why, count] of played.broughtBack) broughtBack[why] = (broughtBack[why] ?? 0) + count
    for (const [kind, count] of played.firstSteps) steps[kind as keyof ChosenSteps] += count
    for (const name of ['offers', 'contacts', 'met', 'lateYeses'] as const) sums[name] += played[name]
  }
  return {
    offersTo: Int32Array.from(offersTo),
    distances: Float64Array.from(distances),
    waits: Float64Array.from(waits),
    ...{ broughtBack, steps, sums, most, mostWhereFine },
  }
}

/** All places as one country. @param needs how many needs it had. */
function together(parts: readonly PlacesReplayed[], needs: number): Replayed {
  const all = Math.max(1, needs)
  const sum = (of: (part: PlacesReplayed) => number) => parts.reduce((total, part) => total + of(part), 0)
  const joined = (of: (part: PlacesReplayed) => ArrayLike<number>) =>
    Float64Array.from(parts.flatMap(part => Array.from(of(part))))
  const offersTo = Int32Array.from(joined(part => part.offersTo))
  const shareOf = (count: number) => count / Math.max(1, offersTo.length)
  const reasons = [...new Set(parts.flatMap(({ broughtBack }) => Object.keys(broughtBack)))] as (
    | UnmetReason
    | 'could not'
  )[]
  const kinds = Object.keys(parts[0]?.steps ?? {}) as (keyof ChosenSteps)[]
  const told = sum(({ steps }) => Object.values(steps).reduce((total, count) => total + count, 0))
  const met = sum(({ sums }) => sums.met)
  const waits = joined(part => part.waits)
  return {
    offers: sum(({ sums }) => sums.offers),
    contacts: sum(({ sums }) => sums.contacts),
    needs,
    met,
    unmetShare: 1 - met / all,
    broughtBack: Object.fromEntries(
      reasons.sort().map(why => [why, sum(({ broughtBack }) => broughtBack[why] ?? 0) / all]),
    ),
    everOfferedShare: shareOf(offersTo.filter(offers => offers > 0).length),
    everActiveShare: shareOf(sum(({ sums }) => sums.active)),
    giniOffers: gini(offersTo),
    medianDistanceMetres: quantile(
      joined(part => part.distances),
      0.5,
    ),
    matchedWithinMinutes: { p50: quantile(waits, 0.5), p95: quantile(waits, 0.95) },
    maxContactsInAWeek: Math.max(...parts.map(({ most }) => most)),
    maxContactsInAWeekWhereMoreIsFine: Math.max(...parts.map(({ mostWhereFine }) => mostWhereFine)),
    lateYeses: sum(({ sums }) => sums.lateYeses),
    nextSteps:
      told === 0
        ? null
        : (Object.fromEntries(kinds.map(kind => [kind, sum(({ steps }) => steps[kind]) / told])) as ChosenSteps),
  }
}

/** 0 of nothing. */
function quantile(values: Float64Array, share: number): number {
  const sorted = values.slice().sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
