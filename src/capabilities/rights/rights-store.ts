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
