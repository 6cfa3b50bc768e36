import { instantAt, localTime } from '../src/kernel/local-time.ts'
import { quietHours } from '../src/platform/notify/quiet-hours.ts'

/** A moment told by when Larkmere is made, so that its volunteers are alive on whatever day that is. */
export type Moment = (now: Date) => Date

/** So many days ago, at an hour of the place's clock: `ago(9, 14.5)` is half past two. */
export const ago =
  (days: number, hour: number): Moment =>
  now =>
    new Date(instantAt(localTime(now.getTime()).day - days, Math.round(hour * 60)))

/** So many days from now, at an hour of the place's clock. */
export const ahead = (days: number, hour: number): Moment => ago(-days, hour)

/** So many hours ago, of those in which volunteers may be asked: hours of the night are not counted. */
export const awake =
  (hours: number): Moment =>
  now => {
    const { fromMinute, toMinute } = quietHours
    let { day, minute } = localTime(now.getTime())
    if (minute >= fromMinute) minute = fromMinute - 1
    if (minute < toMinute) [day, minute] = [day - 1, fromMinute - 1]
    let left = Math.ceil(hours * 60)
    while (minute - left < toMinute) {
      left -= minute - toMinute + 1
      day -= 1
      minute = fromMinute - 1
    }
    return new Date(Math.min(instantAt(day, minute - left), now.getTime() - hours * 3_600_000))
  }

/** So many hours ago by any clock: people sign up and worry at night too. */
export const justNow =
  (hours: number): Moment =>
  now =>
    new Date(now.getTime() - hours * 3_600_000)

/** The next good time to go somewhere: four hours from now, or tomorrow morning where that would be in the evening. */
export const soon: Moment = now => {
  const { day, minute } = localTime(now.getTime())
  const start = Math.max(10 * 60, Math.ceil((minute + 240) / 60) * 60)
  return new Date(start <= 18 * 60 ? instantAt(day, start) : instantAt(day + 1, 10 * 60))
}

/** A while after another moment. */
export const after =
  (moment: Moment, hours: number): Moment =>
  now =>
    new Date(moment(now).getTime() + hours * 3_600_000)
