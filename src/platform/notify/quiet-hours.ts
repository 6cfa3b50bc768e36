/** When people are left in peace, by the clock on their wall. Pure; the one place that says so. */
import { instantAt, localTime } from '../../kernel/local-time.ts'

/** Minutes since midnight by the place's clock: from 9 in the evening to 8 in the morning. */
export const quietHours = { fromMinute: 21 * 60, toMinute: 8 * 60 } as const

/**
 * Whether a notice may leave in the quiet hours:
 * `waits` leaves in the morning, as nearly everything does · `answer` is what somebody waits for at that very moment because of their own act, such as a sign-in
 * link, and leaves as long as they can be waiting still · `urgent` concerns somebody's safety today, or would be of no use in the morning.
 */
export type AtNight = 'waits' | 'answer' | 'urgent'

/** How long somebody waits for an answer before they have gone to bed, in milliseconds. Our own figure. */
export const answerWithin = 10 * 60_000

/** The first moment from `at` on that is not in the quiet hours; `at` itself in the day. */
export const wakingFrom = (at: Date): Date => {
  const { day, minute } = localTime(at.getTime())
  if (minute < quietHours.toMinute) return new Date(instantAt(day, quietHours.toMinute))
  if (minute >= quietHours.fromMinute) return new Date(instantAt(day + 1, quietHours.toMinute))
  return at
}

export const isQuiet = (at: Date): boolean => wakingFrom(at) > at

/** From when on a notice may leave that is written at this moment. */
export const leavesFrom = (atNight: AtNight, writtenAt: Date): Date =>
  atNight === 'waits' ? wakingFrom(writtenAt) : writtenAt

/** `urgent` where something begins before what waits for the morning is read: a word in the morning would come too late. An hour is given for reading it. */
export const unlessTooLate = (beginsAt: Date, now: Date): AtNight =>
  beginsAt > now && beginsAt.getTime() < wakingFrom(now).getTime() + 3_600_000 ? 'urgent' : 'waits'
