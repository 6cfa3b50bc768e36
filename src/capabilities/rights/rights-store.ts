import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'

/** Remembers that a copy was written to a folder: an erasure looks there too. */
export const insertCopy = async (tx: PlaceTx, personId: string, path: string): Promise<void> => {
  await tx.sql`
    insert into rights.copy (place_id, copy_id, person_id, path, made_by, made_at)
    values (${tx.placeId}, ${newId()}, ${personId}, ${path}, ${tx.actor.name}, ${tx.now})`
}

/** Notes how many records of one kind were forgotten in a run, and how many stay because they are held or at work. */
export const insertForgetting = async (
  tx: PlaceTx,
  what: string,
  { forgotten, kept }: { forgotten: number; kept: number },
): Promise<void> => {
  await tx.sql`
    insert into rights.forgetting (place_id, forgetting_id, ran_at, what, forgotten, kept)
    values (${tx.placeId}, ${newId()}, ${tx.now}, ${what}, ${forgotten}, ${kept})`
}

/** Where copies of what is held about some people were written. */
export const listCopies = (tx: PlaceTx, personIds: readonly string[]): Promise<{ path: string }[]> =>
  tx.sql<{ path: string }[]>`
    select distinct path from rights.copy where place_id = ${tx.placeId} and person_id = any(${[...personIds]}::uuid[])`

/** Who was erased, so that it can be done again after a backup brought them back. */
export interface Tombstone {
  readonly tombstoneId: string
  readonly personIds: readonly string[]
  /** Of phone numbers and e-mail addresses, by a key of the place alone. */
  readonly hashes: readonly string[]
  readonly authority: string
  readonly erasedAt: string
}

export const insertTombstone = async (tx: PlaceTx, stone: Tombstone, certificate: unknown): Promise<void> => {
  await tx.sql`
    insert into rights.tombstone (place_id, tombstone_id, person_ids, hashes, authority, erased_at, certificate)
    values (${tx.placeId}, ${stone.tombstoneId}, ${[...stone.personIds]}::uuid[], ${[...stone.hashes]}, ${stone.authority}, ${stone.erasedAt}, ${tx.sql.json(certificate as never)})
    on conflict (place_id, tombstone_id) do update set certificate = excluded.certificate, again_at = ${tx.now}`
}

export const listTombstones = (tx: PlaceTx): Promise<Tombstone[]> =>
  tx.sql<Tombstone[]>`
    select tombstone_id, person_ids, hashes, authority, to_char(erased_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as erased_at
    from rights.tombstone where place_id = ${tx.placeId} order by erased_at`

/** The newest certificate of somebody's erasure that was done as a whole. */
export const findCertificate = async (tx: PlaceTx, personId: string): Promise<unknown> => {
  const [row] = await tx.sql<{ certificate: unknown }[]>`
    select certificate from rights.tombstone where place_id = ${tx.placeId} and ${personId}::uuid = any(person_ids) order by erased_at desc limit 1`
  return row?.certificate ?? null
}

/** The last runs that forgot something, the newest first. */
export const listForgettings = (
  tx: PlaceTx,
): Promise<{ ranAt: Date; what: string; forgotten: number; kept: number }[]> =>
  tx.sql<{ ranAt: Date; what: string; forgotten: number; kept: number }[]>`
    select ran_at, what, forgotten, kept from rights.forgetting where place_id = ${tx.placeId} order by ran_at desc, what limit 30`

/** Forgets what old runs forgot: how many, and never whom. */
export const forgetOldRuns = async (tx: PlaceTx, before: Date, most: number, dry: boolean): Promise<number> => {
  const due = tx.sql`
    select forgetting_id from rights.forgetting where place_id = ${tx.placeId} and ran_at <= ${before} limit ${most}`
  if (dry) return (await due).length
  return (await tx.sql`delete from rights.forgetting where place_id = ${tx.placeId} and forgetting_id in (${due})`)
    .count
}
