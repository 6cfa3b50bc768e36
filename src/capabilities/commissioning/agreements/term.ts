import { monthsOf } from '../calendar.ts'

/** Our own rule, not law: an agreement is for five years unless somebody says otherwise, and under three somebody says why. */
export const usualYears = 5
export const shortBelowMonths = 36

/** True when a term needs a reason for being short. */
export const isShort = (startsOn: string, endsOn: string): boolean => monthsOf(startsOn, endsOn) < shortBelowMonths
