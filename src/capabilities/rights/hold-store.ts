import type { PlaceTx } from '../../platform/db/database.ts'

/** Ids that are held on a day. */
export const listHeldIds = async (tx: PlaceTx, today: string): Promise<string[]> => {
  const rows = await tx.sql<{ recordId: string }[]>`
    select record_id from rights.hold where place_id = ${tx.placeId} and ended_at is null and until_on >= ${today}`
  return rows.map(({ recordId }) => recordId)
}
