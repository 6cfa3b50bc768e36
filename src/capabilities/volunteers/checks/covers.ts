import { dateAt } from '../../../design/time-in-words.ts'
import type { HeldCheck } from '../volunteer.ts'
import type { CheckLevel, Workforce } from '../words.ts'
import { isAtLeast } from './check-for.ts'

/** What of a check decides whether it counts. */
export type CountedCheck = Pick<HeldCheck, 'level' | 'workforce' | 'countsUntil' | 'seenOn' | 'decision'>

/**
 * Whether the checks somebody holds are enough for a task: one that was accepted, is as high or higher, is for the workforce, was seen by the day it begins,
 * and still counts on its last day by the place's clock. A check that ends before the task does is none.
 */
export const covers = (held: readonly CountedCheck[], required: Required, from: Date, to: Date): boolean =>
  coveredBy(required, from, to)(held)

/** The last day of what ends at a moment, by the place's clock: what ends at midnight is over on the day before. */
export const lastDayUntil = (to: Date): string => dateAt(new Date(to.getTime() - 1))

interface Required {
  readonly level: CheckLevel
  readonly workforce: Workforce | null
}

/** The same of one task, for however many who hold something: its days are worked out once. */
export const coveredBy = (required: Required, from: Date, to: Date): ((held: readonly CountedCheck[]) => boolean) => {
  if (required.level === 'none') return () => true
  const firstDay = dateAt(from)
  const lastDay = lastDayUntil(to)
  const wanted = workforcesOf(required.workforce).map(workforce => ({ level: required.level, workforce }))
  return held =>
    wanted.every(one =>
      held.some(
        check =>
          check.decision === 'accepted' &&
          isAtLeast(check.level, one.level) &&
          isForWorkforce(check.workforce, one) &&
          check.seenOn <= firstDay &&
          lastDay <= check.countsUntil,
      ),
    )
}

// Two certificates, one for each, are as good as one for both.
const workforcesOf = (workforce: Workforce | null): readonly (Workforce | null)[] =>
  workforce === 'adult and child' ? ['adult', 'child'] : [workforce]

// A basic check has no workforce, and what disclosed more for any workforce disclosed what a basic one would.
const isForWorkforce = (held: Workforce, required: { level: CheckLevel; workforce: Workforce | null }): boolean =>
  required.level === 'basic' ||
  required.workforce === null ||
  held === required.workforce ||
  (held === 'adult and child' && required.workforce !== 'other')
