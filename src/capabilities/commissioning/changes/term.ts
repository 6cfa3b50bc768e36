/** By how much a term changes, as a part of the longest term that was awarded. */
import { daysBetween, daysLater, monthsLater, monthsOf } from '../calendar.ts'

const isWholeMonths = (startsOn: string, untilOn: string): boolean =>
  monthsLater(startsOn, monthsOf(startsOn, untilOn)) === daysLater(untilOn, 1)

export interface Term {
  readonly startsOn: string
  /** The last day with every extension: as it was awarded, before the change, and after it. */
  readonly awardedUntilOn: string
  readonly untilBefore: string
  readonly untilAfter: string
}

/**
 * Whether the term changes by more than a part of the longest that was awarded: counted in months where all of them are whole months, and in days otherwise.
 * Both this change by itself and all changes since the award are looked at, since small steps must not add up to what one step may not be.
 */
export const changesTermBy = (
  { startsOn, awardedUntilOn, untilBefore, untilAfter }: Term,
  moreThanPercent: number,
): boolean => {
  const inMonths = [awardedUntilOn, untilBefore, untilAfter].every(on => isWholeMonths(startsOn, on))
  const long = (on: string) => (inMonths ? monthsOf(startsOn, on) : daysBetween(startsOn, on) + 1)
  const after = long(untilAfter)
  const by = Math.max(Math.abs(after - long(untilBefore)), Math.abs(after - long(awardedUntilOn)))
  return by * 100 > long(awardedUntilOn) * moreThanPercent
}
