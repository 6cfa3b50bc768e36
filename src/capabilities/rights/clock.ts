import { dateAt } from '../../design/time-in-words.ts'
import type { StateTag } from '../../design/view-models.ts'

/** The same day `months` later, or the last day of that month where it has no such day (the "one calendar month" of UK GDPR, Article 12(3)). */
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

/** A clock that stood while we waited for them starts again: as many days later as it stood (Data (Use and Access) Act 2025, section 76). */
export const afterWaiting = (dueOn: string, waitingSince: Date, now: Date): string =>
  daysLater(dueOn, daysBetween(dateAt(waitingSince), dateAt(now)))

/** Whoever answers is reminded when so many days are left. */
const remindAt = [7, 1]

/** Whether a reminder is due: one for each of the days above, and not twice for one of them. */
export const needsReminder = (dueOn: string, remindedAt: Date | null, now: Date): boolean => {
  const left = daysBetween(dateAt(now), dueOn)
  const step = remindAt.filter(days => left <= days).at(-1)
  return step !== undefined && (remindedAt === null || daysBetween(dateAt(remindedAt), dueOn) > step)
}

/** How much is left, as a tag. */
export const timeLeft = (dueOn: string, now: Date): StateTag => {
  const left = daysBetween(dateAt(now), dueOn)
  if (left < 0) return { word: left === -1 ? '1 day overdue' : `${-left} days overdue`, tone: 'overdue' }
  if (left === 0) return { word: 'Due today', tone: 'attention' }
  return { word: left === 1 ? '1 day left' : `${left} days left`, tone: left <= 7 ? 'attention' : 'waiting' }
}
