import type { PlaceTx } from '../../../../platform/db/database.ts'
import type { PlaceEntries } from './vocabulary.ts'

/** What a place has added to the vocabulary. */

export type KeptVocabulary = { revision: number; entries: PlaceEntries; source: string; importedAt: Date }

/** Which revision the place has; 0 when it has added nothing. */
export async function vocabularyRevision(tx: PlaceTx): Promise<number> {
  const [row] = await tx.sql<{ revision: number }[]>`
    select revision::float8 as revision from directory.vocabulary where place_id = ${tx.placeId}`
  return row?.revision ?? 0
}

export async function findVocabulary(tx: PlaceTx): Promise<KeptVocabulary | null> {
  const [row] = await tx.sql<KeptVocabulary[]>`
    select revision::float8 as revision, entries, source, imported_at from directory.vocabulary where place_id = ${tx.placeId}`
  return row ?? null
}

/** Puts these entries in place of what the place had. */
export async function saveVocabulary(tx: PlaceTx, entries: PlaceEntries, source: string): Promise<void> {
  await tx.sql`
    insert into directory.vocabulary as v (place_id, revision, entries, source, imported_at)
    values (${tx.placeId}, 1, ${JSON.stringify(entries)}::text::jsonb, ${source}, ${tx.now})
    on conflict (place_id) do update
      set revision = v.revision + 1, entries = excluded.entries, source = excluded.source, imported_at = excluded.imported_at`
}
