import { dateAt } from '../../design/time-in-words.ts'
import type { StateTag } from '../../design/view-models.ts'

/** The same day `months` later, or the last day of that month where it has no such day (how a month of the law is counted: `law.answer`). */
export const monthsLater = (on: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = on.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return dateAt(new Date(Date.UTC(year, month - 1 + months, Math.min(day, last), 12)))
}

export const daysLater = (on: string, days: number): string =>
  dateAt(new Date(Date.parse(`${on}T12:00:00Z`) + days * 86_400_000))

/** Whole days from one day to another; negative where it is over. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86_400_000)

/**
 * A clock that stood while we waited for them starts again: as many days later as it stood (`law.stop`). The law would count the day we asked and the day they answered both,
 * and begin the month anew where we had to ask who they are: ours is never later than either.
 */
export const afterWaiting = (dueOn: string, waitingSince: Date, now: Date): string =>
  daysLater(dueOn, daysBetween(dateAt(waitingSince), dateAt(now)))

/** Whoever answers is reminded when so many days are left, and every day once it is overdue. */
const remindAt = [7, 1, 0]

/** Whether a reminder is due: one for each of the days above, then one each day, and never two for the same. */
export const needsReminder = (dueOn: string, remindedAt: Date | null, now: Date): boolean => {
  const left = daysBetween(dateAt(now), dueOn)
  if (left < 0) return remindedAt === null || dateAt(remindedAt) < dateAt(now)
  const step = remindAt.filter(days => left <= days).at(-1)
  return step !== undefined && (remindedAt === null || daysBetween(dateAt(remindedAt), dueOn) > step)
}

/** By how much the day is over, in words; null while it is not. */
export const overdueBy = (dueOn: string, now: Date): string | null => {
  const over = daysBetween(dueOn, dateAt(now))
  return over <= 0 ? null : over === 1 ? '1 day overdue' : `${over} days overdue`
}

/** How much is left, as a tag. */
export const timeLeft = (dueOn: string, now: Date): StateTag => {
  const left = daysBetween(dateAt(now), dueOn)
  const over = overdueBy(dueOn, now)
  if (over) return { word: over, tone: 'overdue' }
  if (left === 0) return { word: 'Due today', tone: 'attention' }
  return { word: left === 1 ? '1 day left' : `${left} days left`, tone: left <= 7 ? 'attention' : 'waiting' }
}

/** "The answer to a complaint is due in 7 days", "… is due today", "… is 3 days overdue". */
export const dueSubject = (what: string, dueOn: string, now: Date): string => {
  const left = daysBetween(dateAt(now), dueOn)
  if (left < 0) return `${what} is ${overdueBy(dueOn, now)}`
  return left === 0 ? `${what} is due today` : `${what} is due in ${left} ${left === 1 ? 'day' : 'days'}`
}
