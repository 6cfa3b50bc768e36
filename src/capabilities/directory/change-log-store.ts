import type { PlaceTx } from '../../platform/db/database.ts'

/** The order in which a directory changed, for whoever keeps a copy of it. */

/** More than this many at once is called everything: reading a copy anew is then quicker. */
const MOST_NAMED = 5000
/** Copies further behind than this many changes are made anew. */
const KEPT = 1000

/**
 * Notes that these services were written. Call it last in the transaction: from here to its end no other change of this place can be noted, so that
 * versions become visible in their order.
 */
export async function recordChange(tx: PlaceTx, serviceIds: readonly string[]): Promise<void> {
  if (serviceIds.length === 0) return
  await tx.sql`select pg_advisory_xact_lock(7392, hashtext(${tx.placeId}))`
  const named = serviceIds.length > MOST_NAMED ? null : [...new Set(serviceIds)]
  await tx.sql`
    insert into directory.change (place_id, version, service_ids, changed_at)
    select ${tx.placeId}, coalesce(max(version), 0) + 1, ${named}::uuid[], ${tx.now} from directory.change where place_id = ${tx.placeId}`
  await tx.sql`
    delete from directory.change where place_id = ${tx.placeId}
      and version <= (select max(version) from directory.change where place_id = ${tx.placeId}) - ${KEPT}`
}

/**
 * The newest version of this place's directory that this transaction sees, 0 before anything was written. `own` when the transaction wrote it itself:
 * nobody else may be shown it yet.
 */
export async function newestVersion(tx: PlaceTx): Promise<{ version: number; own: boolean }> {
  const [newest] = await tx.sql<{ version: number; own: boolean }[]>`
    select version, xmin = pg_current_xact_id_if_assigned()::xid is true as own from directory.change
    where place_id = ${tx.placeId} order by version desc limit 1`
  return newest ?? { version: 0, own: false }
}

/** The newest version of this place's directory (0 before anything was written), and what changed after `version`: 'everything' when that is not known. */
export async function changesSince(
  tx: PlaceTx,
  version: number,
): Promise<{ version: number; changed: readonly string[] | 'everything' }> {
  const rows = await tx.sql<{ version: string; serviceIds: string[] | null }[]>`
    select version, service_ids from directory.change where place_id = ${tx.placeId} and version > ${version} order by version`
  const newest = rows.at(-1)
  if (!newest) return { version, changed: [] }
  const oldest = Number(rows[0]?.version)
  const gap = oldest !== version + 1
  if (gap || rows.some(({ serviceIds }) => serviceIds === null))
    return { version: Number(newest.version), changed: 'everything' }
  return { version: Number(newest.version), changed: [...new Set(rows.flatMap(({ serviceIds }) => serviceIds ?? []))] }
}
