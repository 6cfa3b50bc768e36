import { instantAt, localTime } from '../../kernel/local-time.ts'
import { partsOfDay } from '../volunteers/index.ts'
import { type Every, everies } from './words.ts'

const parts = Object.values(partsOfDay)
const daysInAWeek = 7

/** Every part of every day of the week: whoever ticked them all is free at any hour. */
export const anyTime = 2 ** (daysInAWeek * parts.length) - 1

/**
 * The parts of a week in which something that takes `minutes` can be done between two moments: bit `3 * weekday + part`, Monday 0, morning 0, by the place's
 * clock. What is longer than a part of the day, or than the time there is, must fill it.
 */
export const partsThatFit = (startsAt: Date, endsAt: Date, minutes: number): number => {
  const [start, end] = [startsAt.getTime(), endsAt.getTime()]
  const first = localTime(start).day
  const last = Math.min(localTime(end).day, first + daysInAWeek)
  let fit = 0
  for (let day = first; day <= last; day += 1) {
    const weekday = (day + 3) % daysInAWeek
    parts.forEach(({ from, to }, part) => {
      const [opens, closes] = [instantAt(day, from * 60), instantAt(day, to * 60)]
      const there = Math.min(closes, end) - Math.max(opens, start)
      if (there > 0 && there >= Math.min(minutes * 60_000, closes - opens, end - start))
        fit |= 1 << (parts.length * weekday + part)
    })
  }
  return fit
}

/** True when somebody free in these parts of the week can do it. */
export const isFree = (freeAt: number, partsNeeded: number): boolean =>
  freeAt === anyTime || (freeAt & partsNeeded) !== 0

/** The next time after this one, at the same hour by the clock on the wall, whatever the clocks did between. */
export const nextTime = (startsAt: Date, every: Every): Date => {
  const { day, minute } = localTime(startsAt.getTime())
  return new Date(instantAt(day + everies[every].days, minute))
}

/** From when until when something is done, or may be. */
export interface When {
  readonly startsAt: Date
  readonly endsAt: Date
}

/** How long after it begins a visit must be over, in milliseconds. */
export const lengthOf = ({ startsAt, endsAt }: When): number => endsAt.getTime() - startsAt.getTime()

/** When one time of something may be done: as it was put, or, of regular help, at the visit that begins then. */
export const whenOfVisit = (when: When, visitStartsAt: Date | undefined): When =>
  visitStartsAt
    ? { startsAt: visitStartsAt, endsAt: new Date(visitStartsAt.getTime() + lengthOf(when)) }
    : { startsAt: when.startsAt, endsAt: when.endsAt }

/** More than this between its first moment and its last, and what was asked does not say when help is given: one day from morning to evening. Our own figure. */
const mostHoursUnsaid = 12

/** True where an hour must be said before anybody is shown who it is: days in which help may be given are no time near which to show it. */
export const needsHour = (when: When): boolean => lengthOf(when) > mostHoursUnsaid * 3_600_000

/**
 * When help is given, of what may be done between two moments: the hour that was agreed, else the whole of it where that is no more than a day's. Null while nobody has said
 * when.
 */
export const helpAt = (when: When, minutes: number, agreedAt: Date | null): When | null => {
  if (agreedAt) return { startsAt: agreedAt, endsAt: new Date(agreedAt.getTime() + minutes * 60_000) }
  return needsHour(when) ? null : { startsAt: when.startsAt, endsAt: when.endsAt }
}

/**
 * When something is next for, with time enough left to do it: as it was put, or, of regular help, the visit that is planned or the first that comes again. What was
 * for once and is over stays as it was.
 */
export const whenNext = (
  task: When & { readonly every: Every | null; readonly minutes: number },
  plannedAt: Date | null,
  now: Date,
): When => {
  if (!task.every) return { startsAt: task.startsAt, endsAt: task.endsAt }
  const length = lengthOf(task)
  let startsAt = plannedAt ?? task.startsAt
  while (startsAt.getTime() + length - now.getTime() < task.minutes * 60_000) startsAt = nextTime(startsAt, task.every)
  return { startsAt, endsAt: new Date(startsAt.getTime() + length) }
}
