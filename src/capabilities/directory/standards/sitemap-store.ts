import type { PlaceTx } from '../../../platform/db/database.ts'

/** The services that have a page worth finding: running, and not merged into another. */

export async function countOnMap(tx: PlaceTx): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from directory.listed_service where place_id = ${tx.placeId} and status = 'active' and merged_into is null`
  return row?.count ?? 0
}

/** With when each was last written, in the order of their ids: a part holds the same ones from day to day. */
export async function listOnMap(
  tx: PlaceTx,
  offset: number,
  limit: number,
): Promise<{ serviceId: string; changedAt: Date }[]> {
  return tx.sql<{ serviceId: string; changedAt: Date }[]>`
    select service_id, changed_at from directory.listed_service where place_id = ${tx.placeId} and status = 'active' and merged_into is null
    order by service_id offset ${offset} limit ${limit}`
}
