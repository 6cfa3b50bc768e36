import type { PlaceTx } from '../db/database.ts'
import { type Found, own, reachedByAny } from './find-store.ts'
import { allRules } from './rules.ts'

/** What must not be forgotten for now: what somebody held, and everything that hangs on it. */
export interface Held {
  readonly ids: readonly string[]
  /** The same by kind of record, with how people among it are reached. */
  readonly found: Found
}

// Declared by the capability that keeps holds: what forgets stands below it.
let ask: (tx: PlaceTx) => Promise<Held> = async () => ({ ids: [], found: new Map() })

export const declareHolds = (listHeld: typeof ask): void => {
  ask = listHeld
}

/** What is held now. Whatever deletes or empties what tells of somebody, because its time is over, asks it first and leaves those rows out (`isHeld`). */
export const heldNow = (tx: PlaceTx): Promise<Held> => ask(tx)

/** The condition that is true of rows of a table that are held, by the table's own rule (`personal.ts`): they are somebody's, or hang on something, that is. */
export const isHeld = (tx: PlaceTx, table: string, { found }: Held) => {
  const rule = allRules().find(one => one.table === table)
  const held = rule && reachedByAny(tx, own(rule), found)
  return held ? tx.sql`coalesce((${held}), false)` : tx.sql`false`
}
