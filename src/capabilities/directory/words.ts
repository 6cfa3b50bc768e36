import type { AttendingType, Cost, ListedServiceStatus } from './listed-service.ts'

/** The directory's labels, for pages and reasons alike. */

export const attendingWords: Readonly<Record<AttendingType, string>> = {
  'in-person': 'In person',
  phone: 'By phone',
  online: 'Online',
  'home-visit': 'They come to your home',
}

export const statusWords: Readonly<Record<ListedServiceStatus, string>> = {
  active: 'Open to people now',
  inactive: 'Not running now',
  defunct: 'Has ended',
  'temporarily closed': 'Closed for a while',
}

export const costWords: Readonly<Record<Cost, string>> = { free: 'Free', paid: 'There is a cost' }

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const dayInPlace = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' })

/** The calendar day of an instant in the United Kingdom, 'YYYY-MM-DD'. */
export const dayOf = (at: Date): string => dayInPlace.format(at)

const monthsBetween = (earlierOn: string, laterOn: string): number =>
  (Number(laterOn.slice(0, 4)) - Number(earlierOn.slice(0, 4))) * 12 +
  Number(laterOn.slice(5, 7)) -
  Number(earlierOn.slice(5, 7))

/** "January 2021". */
export const monthInWords = (on: string): string => `${MONTHS[Number(on.slice(5, 7)) - 1]} ${on.slice(0, 4)}`

/** "5 June 2020". */
export const dateInWords = (on: string): string => `${Number(on.slice(8, 10))} ${monthInWords(on)}`

/**
 * When the entry was last checked, as people say it. `assuredOn` is the day somebody checked it; the day of its last edit is no substitute.
 * A year after the last check the words change from "checked in" to "not checked since".
 */
export function freshnessInWords(assuredOn: string | undefined, now: Date): string {
  const today = dayOf(now)
  if (assuredOn === undefined) return 'not known when it was last checked'
  if (assuredOn >= today) return 'checked today'
  const months = monthsBetween(assuredOn, today)
  if (months === 0) return 'checked this month'
  if (months === 1) return 'checked last month'
  const withinAYear = months < 12 || (months === 12 && assuredOn.slice(8) >= today.slice(8))
  if (!withinAYear) return `not checked since ${monthInWords(assuredOn)}`
  return assuredOn.slice(0, 4) === today.slice(0, 4)
    ? `checked in ${MONTHS[Number(assuredOn.slice(5, 7)) - 1]}`
    : `checked in ${monthInWords(assuredOn)}`
}
