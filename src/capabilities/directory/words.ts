import { dateAt, monthAndYear, monthInWords } from '../../design/time-in-words.ts'
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

const monthsBetween = (earlierOn: string, laterOn: string): number =>
  (Number(laterOn.slice(0, 4)) - Number(earlierOn.slice(0, 4))) * 12 +
  Number(laterOn.slice(5, 7)) -
  Number(earlierOn.slice(5, 7))

/**
 * When the entry was last checked, as people say it. `assuredOn` is the day somebody checked it; the day of its last edit is no substitute.
 * A year after the last check the words change from "checked in" to "not checked since".
 */
export function freshnessInWords(assuredOn: string | undefined, now: Date): string {
  const today = dateAt(now)
  if (assuredOn === undefined) return 'not known when it was last checked'
  if (assuredOn >= today) return 'checked today'
  const months = monthsBetween(assuredOn, today)
  if (months === 0) return 'checked this month'
  if (months === 1) return 'checked last month'
  const withinAYear = months < 12 || (months === 12 && assuredOn.slice(8) >= today.slice(8))
  return withinAYear ? `checked in ${monthInWords(assuredOn, now)}` : `not checked since ${monthAndYear(assuredOn)}`
}
