/** The days a measure is taken over, in the calendar of the place (Europe/London, whatever the zone of the process). */
import { dateAt } from '../../design/time-in-words.ts'

/** `days` counts today; null is everything there is. Dates are 'YYYY-MM-DD', both ends included. */
export interface Period {
  readonly days: number | null
  readonly fromOn: string | null
  readonly toOn: string
}

/** What the page and the JSON offer. */
export const periodChoices = ['7', '30', '90', 'all'] as const
export type PeriodChoice = (typeof periodChoices)[number]

/** The choice in an address, `usual` when there is none, null when it is something else (a repeated name comes as a list). */
export const readPeriodChoice = (given: unknown, usual: PeriodChoice = '30'): PeriodChoice | null =>
  given === undefined || given === '' ? usual : (periodChoices.find(choice => choice === given) ?? null)

/** Today and the days before it. */
export const periodOf = (days: number | null, now: Date): Period => {
  const toOn = dateAt(now)
  return { days, fromOn: days === null ? null : dayAfter(toOn, 1 - days), toOn }
}

/** A choice as a period. */
export const chosenPeriod = (choice: PeriodChoice, now: Date): Period =>
  periodOf(choice === 'all' ? null : Number(choice), now)

/** The date some days later (earlier when negative). */
export const dayAfter = (on: string, days: number): string =>
  new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** The Monday of a date's week. */
export const mondayOf = (on: string): string => dayAfter(on, -((new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7))

/** From this many days on, a line goes by week: by day it could not be read. */
export const mostDaysByDay = 120

/** A number for each day, or for each week from its Monday, none left out. */
export interface Series {
  readonly by: 'day' | 'week'
  readonly days: readonly { readonly on: string; readonly value: number }[]
}

/**
 * Fills the days without a number with 0 and gathers long spans by week.
 * @param counted days that have a number, in any order.
 * @param fromOn the first day; null for the first that was counted.
 */
export const seriesOf = (
  counted: readonly { on: string; value: number }[],
  fromOn: string | null,
  toOn: string,
): Series => {
  const first = fromOn ?? counted.reduce((least, { on }) => (on < least ? on : least), toOn)
  const daysBetween = (Date.parse(toOn) - Date.parse(first)) / 86_400_000
  const by = daysBetween >= mostDaysByDay ? 'week' : 'day'
  const startOf = by === 'week' ? mondayOf : (on: string) => on
  const sums = new Map<string, number>()
  for (let on = startOf(first); on <= toOn; on = dayAfter(on, by === 'week' ? 7 : 1)) sums.set(on, 0)
  for (const { on, value } of counted) {
    const start = startOf(on)
    if (sums.has(start)) sums.set(start, (sums.get(start) ?? 0) + value)
  }
  return { by, days: [...sums].map(([on, value]) => ({ on, value })) }
}
