import type { PlaceTx } from './db/database.ts'
import type { Held } from './personal/held.ts'

/** How long one kind of record is kept: in words, as people read them, and as the rule that a daily job keeps. */
export type Retention = {
  readonly words: string
  /** Of records that are in no ordinary list: not even how many are due is told to anybody else. */
  readonly apart?: true
} & (
  | {
      /** Forgotten so long after some moment. */
      readonly after: Period
      /** From when: 'it closed'. */
      readonly from: string
      /** The `record` of a rule in `personal`: each that is due is forgotten with everything that hangs on it, by those rules. */
      readonly record: string
      /** Ids of the records whose moment was before `before` and that are not forgotten yet, the longest due first. */
      due(tx: PlaceTx, before: Date, most: number): Promise<readonly string[]>
    }
  | {
      readonly after: Period
      readonly from: string
      /** Forgets at most so many that were due before a moment, but for those held; says how many. Only counts them when `dry`. */
      forget(tx: PlaceTx, before: Date, most: number, dry: boolean, held: Held): Promise<number>
    }
  /** Goes with another kind of record. */
  | { readonly with: string }
  /** A daily or hourly job of the capability sees to it. */
  | { readonly job: string }
  /** Nothing forgets it, because. */
  | { readonly kept: string }
)

export type Period = { readonly days: number } | { readonly months: number } | { readonly years: number }

/** The moment so long before another: calendar months, cut to the last day of a shorter one. */
export const periodBefore = (now: Date, period: Period): Date => {
  if ('days' in period) return new Date(now.getTime() - period.days * 86_400_000)
  const months = 'months' in period ? period.months : period.years * 12
  const then = new Date(now)
  const day = then.getUTCDate()
  then.setUTCDate(1)
  then.setUTCMonth(then.getUTCMonth() - months)
  const last = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate()
  then.setUTCDate(Math.min(day, last))
  return then
}
