/**
 * Payment that goes on while what was agreed cannot be done, as PPN 02/20 and 04/20 had it in 2020 (Cabinet Office, March and June 2020; both over): the mean of the last three
 * months' invoices, in writing and for a time, with open books and a plan for the way back. We keep it as our own rule.
 */
import { monthsLater } from '../calendar.ts'
import { sum } from '../money.ts'

export const monthsInMean = 3

/** The first days of the three months before a day's own. */
export const monthsBefore = (on: string): string[] => {
  const first = `${on.slice(0, 7)}-01`
  return Array.from({ length: monthsInMean }, (_, at) => monthsLater(first, at - monthsInMean))
}

/** The mean of three amounts, in whole pence, half a penny up. */
export const meanOf = (invoicedInPence: readonly number[]): number =>
  Math.floor((sum(invoicedInPence) * 2 + invoicedInPence.length) / (invoicedInPence.length * 2))
