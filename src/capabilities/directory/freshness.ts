import { dateAt } from '../../design/time-in-words.ts'

/** How an entry's last check is said to the public. Pure; what is said is data, worded where it is shown (`sayFreshness` of `words.ts`). */

/** Why an entry is on the list of those who keep the directory right. */
export const reasonsToCheck = [
  'no address',
  'no answer',
  'mail came back',
  'said changed',
  'said stopped',
  'referral declined',
  'referrals unanswered',
  'one of several',
  'doubted',
] as const

export type ReasonToCheck = (typeof reasonsToCheck)[number]

const notDoubts: readonly ReasonToCheck[] = ['no address', 'no answer', 'one of several']

/** Those that make an entry doubtful in public; the others only say that nobody has been reached, or that it may be another entry. */
export const isDoubt = (reason: ReasonToCheck): boolean => !notDoubts.includes(reason)

const doubtKeys = {
  'mail came back': 'doubtfulMailCameBack',
  'said changed': 'doubtfulSaidChanged',
  'said stopped': 'doubtfulSaidStopped',
  'referral declined': 'doubtfulReferralDeclined',
  'referrals unanswered': 'doubtfulReferralsUnanswered',
  doubted: 'doubtfulReported',
} as const

export type FreshnessKey =
  | (typeof doubtKeys)[keyof typeof doubtKeys]
  | 'notKnownWhenChecked'
  | 'checkedToday'
  | 'checkedThisMonth'
  | 'checkedLastMonth'
  | 'checkedIn'
  | 'notCheckedSince'

/** What there is to say of an entry's last check. `stale` is true where the public is warned: the words then are a warning too. */
export interface Freshness {
  readonly key: FreshnessKey
  /** `month`: 'YYYY-MM' of the last check; `withYear` is "yes" where it lies in another year. */
  readonly values?: { readonly month: string; readonly withYear: 'yes' | 'no' }
  readonly stale: boolean
}

const monthsBetween = (earlierOn: string, laterOn: string): number =>
  (Number(laterOn.slice(0, 4)) - Number(earlierOn.slice(0, 4))) * 12 +
  Number(laterOn.slice(5, 7)) -
  Number(earlierOn.slice(5, 7))

/**
 * When the entry was last checked. `assuredOn` is the day somebody said that all of it is right; the day of its last edit is no substitute.
 * A year after the last check "checked in" becomes "not checked since"; a doubt is said before either.
 */
export function freshnessOf(
  entry: { assuredOn?: string | undefined; doubtfulBecause?: string | undefined },
  now: Date,
): Freshness {
  const { assuredOn, doubtfulBecause } = entry
  if (doubtfulBecause !== undefined)
    return { key: doubtKeys[doubtfulBecause as keyof typeof doubtKeys] ?? 'doubtfulReported', stale: true }
  if (assuredOn === undefined) return { key: 'notKnownWhenChecked', stale: true }
  const today = dateAt(now)
  if (assuredOn >= today) return { key: 'checkedToday', stale: false }
  const months = monthsBetween(assuredOn, today)
  if (months === 0) return { key: 'checkedThisMonth', stale: false }
  if (months === 1) return { key: 'checkedLastMonth', stale: false }
  const withinAYear = months < 12 || (months === 12 && assuredOn.slice(8) >= today.slice(8))
  const month = assuredOn.slice(0, 7)
  return withinAYear
    ? {
        key: 'checkedIn',
        values: { month, withYear: month.slice(0, 4) === today.slice(0, 4) ? 'no' : 'yes' },
        stale: false,
      }
    : { key: 'notCheckedSince', values: { month, withYear: 'yes' }, stale: true }
}
