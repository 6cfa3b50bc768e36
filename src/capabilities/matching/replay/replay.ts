import { gini } from '../looking-after/fairness.ts'
import type { Weights } from '../weighing/cost.ts'
import type { UnmetReason } from '../words.ts'
import { stepRunFrom, stepRuns } from './first-words.ts'
import { byPlace, needsOf, peopleOf } from './people-of-place.ts'
import { playPlace } from './play-place.ts'
import type { Policy } from './policy.ts'
import { type ChosenSteps, StepsNear } from './steps-near.ts'
import { chancesOf, type Workload } from './workload.ts'

/** What became of everybody's offers and needs. Shares are of 1, distances metres, times minutes. */
export interface Replayed {
  readonly offers: number
  /** Offers and next steps that asked something. */
  readonly contacts: number
  readonly needs: number
  readonly met: number
  /** Needs that no volunteer had met when their time was up: brought back to whoever decides. */
  readonly unmetShare: number
  /** Of all needs, those brought back for each reason. */
  readonly broughtBack: Readonly<Partial<Record<UnmetReason | 'could not', number>>>
  /** Of those ever on duty. */
  readonly everOfferedShare: number
  readonly everActiveShare: number
  readonly giniOffers: number
  /** To whoever was gone to; what is done by phone is left out. */
  readonly medianDistanceMetres: number
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

/**
 * Plays a spring through a policy, place by place, minute by minute. Who may be asked, whom the fair policy asks, how many at once, until when, what an answer leads to and what
 * somebody is told to do next are the functions that run for a place; people's answers are drawn by the workload's seed.
 */
export function replay(
  workload: Workload,
  policy: Policy,
  by: Weights,
  onPlace: (done: number) => void = () => {},
): Replayed {
  const signUps = byPlace(workload.signUps, workload.places)
  const needs = byPlace(workload.needs, workload.places)
  const offersTo: number[] = []
  const distances: number[] = []
  const waits: number[] = []
  const broughtBack: Partial<Record<UnmetReason | 'could not', number>> = {}
  const steps: Record<keyof ChosenSteps, number> = { task: 0, role: 0, training: 0, 'local group': 0, 'no need now': 0 }
  const sums = { offers: 0, contacts: 0, met: 0, lateYeses: 0, active: 0, most: 0, mostWhereFine: 0 }
  for (let place = 0; place < workload.places; place += 1) {
    const here = signUps[place] as number[]
    const people = peopleOf(workload, place, here)
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
      policy,
      by,
    )
    for (const { offers, yeses, mostInAWeek, wantsMore } of played.volunteers) {
      offersTo.push(offers)
      if (yeses > 0) sums.active += 1
      if (wantsMore) sums.mostWhereFine = Math.max(sums.mostWhereFine, mostInAWeek)
      else sums.most = Math.max(sums.most, mostInAWeek)
    }
    for (const metres of played.distances) distances.push(metres)
    for (const wait of played.waits) waits.push(wait)
    for (const [why, count] of played.broughtBack) broughtBack[why] = (broughtBack[why] ?? 0) + count
    for (const [kind, count] of played.firstSteps) steps[kind as keyof ChosenSteps] += count
    for (const name of ['offers', 'contacts', 'met', 'lateYeses'] as const) sums[name] += played[name]
    onPlace(place + 1)
  }
  const all = Math.max(1, workload.needs.count)
  const told = Object.values(steps).reduce((sum, count) => sum + count, 0)
  const shareOf = (count: number) => count / Math.max(1, offersTo.length)
  return {
    offers: sums.offers,
    contacts: sums.contacts,
    needs: workload.needs.count,
    met: sums.met,
    unmetShare: 1 - sums.met / all,
    broughtBack: Object.fromEntries(Object.entries(broughtBack).map(([why, count]) => [why, count / all])),
    everOfferedShare: shareOf(offersTo.filter(offers => offers > 0).length),
    everActiveShare: shareOf(sums.active),
    giniOffers: gini(Int32Array.from(offersTo)),
    medianDistanceMetres: quantile(distances, 0.5),
    matchedWithinMinutes: { p50: quantile(waits, 0.5), p95: quantile(waits, 0.95) },
    maxContactsInAWeek: sums.most,
    maxContactsInAWeekWhereMoreIsFine: sums.mostWhereFine,
    lateYeses: sums.lateYeses,
    nextSteps:
      told === 0
        ? null
        : (Object.fromEntries(Object.entries(steps).map(([kind, count]) => [kind, count / told])) as ChosenSteps),
  }
}

/** 0 of nothing. */
function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
