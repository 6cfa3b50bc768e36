import type { PlaceTx } from '../../../../platform/db/database.ts'
import type { SaidFields } from './compose.ts'

/** Which entries stand in which, and what each source says of its own. Only the house reads and writes these tables. */

export type Merge = {
  mergeId: string
  absorbedId: string
  survivorId: string
  taken: string[]
  mergedAt: Date
  mergedBy: string
}

export type EntryRow = {
  serviceId: string
  name: string
  source: string
  contentHash: string
  mergedInto: string | null
  said: SaidFields
}

export async function findEntryRow(tx: PlaceTx, serviceId: string): Promise<EntryRow | null> {
  const [row] = await tx.sql<EntryRow[]>`
    select service_id, name, source, encode(content_hash, 'hex') as content_hash, merged_into, field_sources as said
    from directory.listed_service where place_id = ${tx.placeId} and service_id = ${serviceId} for update`
  return row ?? null
}

export const insertMerge = async (tx: PlaceTx, merge: Omit<Merge, 'mergedAt' | 'mergedBy'>): Promise<void> => {
  await tx.sql`
    insert into directory.merged_entry (place_id, merge_id, absorbed_id, survivor_id, taken, merged_at, merged_by)
    values (${tx.placeId}, ${merge.mergeId}, ${merge.absorbedId}, ${merge.survivorId}, ${merge.taken}, ${tx.now}, ${tx.actor.name})`
  await setMergedInto(tx, merge.absorbedId, merge.survivorId)
}

const setMergedInto = async (tx: PlaceTx, serviceId: string, survivorId: string | null): Promise<void> => {
  await tx.sql`
    update directory.listed_service set merged_into = ${survivorId}, changed_at = ${tx.now}
    where place_id = ${tx.placeId} and service_id = ${serviceId}`
}

/** Ends a merge. @returns it, or null when it had ended already. */
export async function endMerge(tx: PlaceTx, mergeId: string): Promise<Merge | null> {
  const [merge] = await tx.sql<Merge[]>`
    update directory.merged_entry set undone_at = ${tx.now}, undone_by = ${tx.actor.name}
    where place_id = ${tx.placeId} and merge_id = ${mergeId} and undone_at is null
    returning merge_id, absorbed_id, survivor_id, taken, merged_at, merged_by`
  if (merge) await setMergedInto(tx, merge.absorbedId, null)
  return merge ?? null
}

/** The standing merges into an entry, in their order. */
export const listMergesInto = (tx: PlaceTx, survivorId: string): Promise<(Merge & { source: string })[]> =>
  tx.sql<(Merge & { source: string })[]>`
    select m.merge_id, m.absorbed_id, m.survivor_id, m.taken, m.merged_at, m.merged_by, s.source
    from directory.merged_entry m join directory.listed_service s on s.place_id = m.place_id and s.service_id = m.absorbed_id
    where m.place_id = ${tx.placeId} and m.survivor_id = ${survivorId} and m.undone_at is null order by m.merged_at, m.merge_id`

/** Of these entries, those that stand in another or in which another stands. */
export async function listMerged(tx: PlaceTx, serviceIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ serviceId: string }[]>`
    select absorbed_id as service_id from directory.merged_entry
    where place_id = ${tx.placeId} and undone_at is null and absorbed_id = any (${[...serviceIds]}::uuid[])
    union
    select survivor_id from directory.merged_entry
    where place_id = ${tx.placeId} and undone_at is null and survivor_id = any (${[...serviceIds]}::uuid[])`
  return rows.map(({ serviceId }) => serviceId)
}

export const setSaid = async (tx: PlaceTx, serviceId: string, said: SaidFields): Promise<void> => {
  await tx.sql`
    update directory.listed_service set field_sources = ${tx.sql.json(said as never)}
    where place_id = ${tx.placeId} and service_id = ${serviceId}`
}
