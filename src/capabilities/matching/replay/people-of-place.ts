import type { Chance } from '../../../kernel/chance.ts'
import { snapToKilometre } from '../../places/index.ts'
import type { Urgency } from '../../requests/index.ts'
import { type Activity, checkFor, covers, offersAWeek, partsOfDay, usualCircumstances } from '../../volunteers/index.ts'
import { usualMinutes, usualTime } from '../putting/usual-answers.ts'
import type { AskedTask, TaskId } from '../task.ts'
import type { Candidate } from '../weighing/eligible.ts'
import { aShare, assumptions, chancesOf, languagesOf, readyAt, type Workload } from './workload.ts'

/** Somebody who signed up, with what volunteers say of themselves and what was checked; what happened to them is counted by whoever plays. */
export interface SomebodyOf2020 {
  readonly volunteer: Candidate['volunteer']
  readonly position: { readonly x: number; readonly y: number }
  readonly signedUpAt: number
  /** From when they can be asked about needs; null for whoever fails the checks or is never on duty. */
  readonly readyAt: number | null
  readonly saysYes: number
  readonly holdsEnhanced: boolean
  readonly isTrained: boolean
}

/** A need, with the task it is put to volunteers as. */
export interface NeedOf2020 {
  readonly at: number
  /** Who asks: the first need of theirs. */
  readonly resident: number
  readonly position: { readonly x: number; readonly y: number }
  readonly task: AskedTask
  /** What an enhanced check with barred list, seen in April 2020, is worth for it. */
  readonly enhancedIsEnough: boolean
}

/** Whose sign-ups, or needs, are whose: the numbers of each place, in order. */
export const byPlace = ({ town }: { readonly town: Int32Array }, places: number): number[][] => {
  const of: number[][] = Array.from({ length: places }, () => [])
  for (let at = 0; at < town.length; at += 1) of[town[at] as number]?.push(at)
  return of
}

const slots = 7 * Object.keys(partsOfDay).length

const freeAt = (chances: Chance): number => {
  const share = aShare(chances, assumptions.free)
  let bits = 0
  for (let slot = 0; slot < slots; slot += 1) if (chances.isTrue(share)) bits |= 1 << slot
  return bits === 0 ? 1 << chances.whole(0, slots - 1) : bits
}

const someActivities = (chances: Chance): Activity[] => {
  const all = Object.entries(assumptions.does) as [Activity, number][]
  const some = all.filter(([, share]) => chances.isTrue(share)).map(([activity]) => activity)
  return some.length === 0 ? [chances.weighted(all)] : some
}

/** Those who signed up in a place, in the order they came. @param signUps their numbers in the workload. */
export function peopleOf(workload: Workload, place: number, signUps: readonly number[]): SomebodyOf2020[] {
  const chances = chancesOf(workload, place, 1)
  const languages = languagesOf(workload, place)
  const { x, y, at } = workload.signUps
  return signUps.map((signUp, number) => {
    const activities = someActivities(chances)
    const drives = activities.includes('lift')
    const isOnDuty = chances.isTrue(assumptions.passChecks) && chances.isTrue(assumptions.everOnDuty)
    const position = { x: x[signUp] as number, y: y[signUp] as number }
    const { drivers, others } = assumptions.holdsEnhanced
    return {
      volunteer: {
        volunteerId: String(number) as Candidate['volunteer']['volunteerId'],
        state: 'active',
        pausedUntil: null,
        activities,
        withinMetres: chances.weighted(assumptions.within),
        languages: chances.isTrue(assumptions.speaksAnother) ? [chances.pick(languages)] : [],
        freeAt: freeAt(chances),
        capacity: chances.weighted(assumptions.capacity),
        mostOffersAWeek: chances.isTrue(assumptions.moreIsFine) ? offersAWeek.more : offersAWeek.usual,
        hasCar: drives || chances.isTrue(assumptions.hasCar),
        position,
        identitySeenOn: isOnDuty ? '2020-04-04' : null,
      },
      position,
      signedUpAt: at[signUp] as number,
      readyAt: isOnDuty ? readyAt(chances) : null,
      saysYes: aShare(chances, assumptions.saysYes),
      holdsEnhanced: chances.isTrue(drives ? drivers : others),
      isTrained: chances.isTrue(assumptions.trained),
    }
  })
}

const enhanced = {
  level: 'enhanced with barred list',
  workforce: 'adult',
  seenOn: '2020-04-04',
  countsUntil: '2023-04-04',
  decision: 'accepted',
} as const

/** What was asked for in a place, in order. @param needs their numbers in the workload. */
export function needsOf(workload: Workload, place: number, needs: readonly number[]): NeedOf2020[] {
  const chances = chancesOf(workload, place, 2)
  const languages = languagesOf(workload, place)
  const { x, y, at } = workload.needs
  const made: NeedOf2020[] = []
  needs.forEach((number, nth) => {
    const askedAt = at[number] as number
    const before = nth > 0 && chances.isTrue(assumptions.asksAgain) ? made[chances.whole(0, nth - 1)] : undefined
    const position = before?.position ?? { x: x[number] as number, y: y[number] as number }
    const activity: Activity = before?.task.activity ?? chances.weighted(assumptions.asked)
    const urgency: Urgency = chances.weighted(assumptions.urgency)
    const cannotManage = chances.isTrue(assumptions.cannotManage)
    const toOrFromCare = activity === 'lift' && chances.isTrue(assumptions.liftsToCare)
    const circumstances = before?.task.circumstances ?? {
      ...usualCircumstances(activity),
      toOrFromCare,
      cannotManageBecause: cannotManage ? ('age' as const) : null,
    }
    const time = usualTime(urgency, new Date(askedAt))
    const check = checkFor(activity, circumstances, time.startsAt.toISOString().slice(0, 10))
    made.push({
      at: askedAt,
      resident: before?.resident ?? nth,
      position,
      task: {
        taskId: String(nth) as TaskId,
        activity,
        what: '',
        urgency,
        ...time,
        minutes: usualMinutes(activity),
        every: null,
        circumstances,
        checkLevel: check.level,
        trainings: check.minimum.trainings,
        languages:
          before?.task.languages ?? (chances.isTrue(assumptions.needsAnother) ? [chances.pick(languages)] : []),
        needsCar: activity === 'lift',
        near: snapToKilometre(position),
        neighbourhoodId: null,
        meetAt: null,
      },
      enhancedIsEnough: covers(
        [enhanced],
        { level: check.level, workforce: check.workforce },
        time.startsAt,
        time.endsAt,
      ),
    })
  })
  return made
}
