import type { PlaceTx } from '../../platform/db/database.ts'

/** Who may write entries beside whom: an import alone, several people at once. */

/** Nobody else writes entries of the place until the transaction ends: neither imports nor edits nor merges. */
export async function lockEntries(tx: PlaceTx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`directory.import ${tx.placeId}`}, 0))`
}

/** One import at a time in a place; held until the transaction ends. */
export async function lockImports(tx: PlaceTx): Promise<void> {
  await lockEntries(tx)
  // Foreign keys are checked by plans made once a session; made while these tables were empty, they would read a whole place for every row.
  await tx.sql`set local enable_seqscan = off`
}

/** Waits for an import to end and keeps the next one from starting: for whoever writes one entry. Several may hold it at once. */
export async function lockAgainstImports(tx: PlaceTx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock_shared(hashtextextended(${`directory.import ${tx.placeId}`}, 0))`
}
