import type { PlaceTx } from '../../platform/db/database.ts'

/** A call that was answered before. */
interface KnownCall {
  readonly bodyHash: string
  readonly status: number
  /** What it made or changed: 'Task/0190…'. */
  readonly about: string
}

/**
 * Takes a call's id for this transaction. Of the same call twice at once the second waits here until the first is done.
 * @returns null when it is new, otherwise what became of it.
 */
export const claimCall = (
  tx: PlaceTx,
  { systemId, requestId, bodyHash }: { systemId: string; requestId: string; bodyHash: string },
): Promise<KnownCall | null> =>
  tx.house(async () => {
    const claimed = await tx.sql`
      insert into exchange.call (place_id, system_id, request_id, body_hash, status, about, called_at)
      values (${tx.placeId}, ${systemId}, ${requestId}, ${bodyHash}, 0, '', ${tx.now}) on conflict do nothing`
    if (claimed.count === 1) return null
    const [known] = await tx.sql<KnownCall[]>`
      select body_hash, status, about from exchange.call
      where place_id = ${tx.placeId} and system_id = ${systemId} and request_id = ${requestId}`
    return known ?? null
  })

/** Writes down what a claimed call was answered. */
export const settleCall = (
  tx: PlaceTx,
  { systemId, requestId, status, about }: { systemId: string; requestId: string; status: number; about: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update exchange.call set status = ${status}, about = ${about}
      where place_id = ${tx.placeId} and system_id = ${systemId} and request_id = ${requestId}`
  })

/** Forgets calls of before a moment: whoever sends one again after so long is not repeating themselves. */
export const forgetOldCalls = async (tx: PlaceTx, before: Date, most: number, dry: boolean): Promise<number> => {
  const due = tx.sql`
    select system_id, request_id from exchange.call where place_id = ${tx.placeId} and called_at <= ${before} limit ${most}`
  if (dry) return (await due).length
  return (
    await tx.sql`delete from exchange.call where place_id = ${tx.placeId} and (system_id, request_id) in (${due})`
  ).count
}
