import type { PlaceTx } from '../../../../platform/db/database.ts'

/** Tables that were sent in and wait to be looked through, and how the columns of each kind are read. Only the house reads and writes these. */

export type SentTable = {
  tableId: string
  fileName: string
  content: Buffer
  name: string
  mapping: unknown
  sentAt: Date
  sentBy: string
  runId: string | null
}

export async function insertTable(
  tx: PlaceTx,
  table: Pick<SentTable, 'tableId' | 'fileName' | 'content' | 'name' | 'mapping'>,
): Promise<void> {
  await tx.sql`
    insert into directory.sent_table (place_id, table_id, file_name, content, name, mapping, sent_at, sent_by)
    values (${tx.placeId}, ${table.tableId}, ${table.fileName}, ${table.content}, ${table.name}, ${tx.sql.json(table.mapping as never)}, ${tx.now}, ${tx.actor.name})`
}

export async function findTable(tx: PlaceTx, tableId: string): Promise<SentTable | null> {
  const [table] = await tx.sql<SentTable[]>`
    select table_id, file_name, content, name, mapping, sent_at, sent_by, run_id from directory.sent_table
    where place_id = ${tx.placeId} and table_id = ${tableId}`
  return table ?? null
}

export const listTables = (tx: PlaceTx): Promise<Omit<SentTable, 'content' | 'mapping'>[]> =>
  tx.sql<Omit<SentTable, 'content' | 'mapping'>[]>`
    select table_id, file_name, name, sent_at, sent_by, run_id from directory.sent_table
    where place_id = ${tx.placeId} order by sent_at desc limit 50`

export async function setTableMapping(tx: PlaceTx, tableId: string, mapping: unknown): Promise<void> {
  await tx.sql`update directory.sent_table set mapping = ${tx.sql.json(mapping as never)} where place_id = ${tx.placeId} and table_id = ${tableId}`
}

export async function setTableRun(tx: PlaceTx, tableId: string, runId: string | null): Promise<void> {
  await tx.sql`update directory.sent_table set run_id = ${runId} where place_id = ${tx.placeId} and table_id = ${tableId}`
}

export async function deleteTable(tx: PlaceTx, tableId: string): Promise<boolean> {
  return (
    (await tx.sql`delete from directory.sent_table where place_id = ${tx.placeId} and table_id = ${tableId}`).count ===
    1
  )
}

/** What was sent in and is a month old has been imported or forgotten. */
export async function forgetOldTables(tx: PlaceTx): Promise<void> {
  await tx.sql`delete from directory.sent_table where place_id = ${tx.placeId} and sent_at < ${new Date(tx.now.getTime() - 30 * 86_400_000)}`
}

export async function findMapping(tx: PlaceTx, name: string): Promise<unknown> {
  const [kept] = await tx.sql<{ mapping: unknown }[]>`
    select mapping from directory.column_mapping where place_id = ${tx.placeId} and name = ${name}`
  return kept?.mapping ?? null
}

export async function keepMapping(tx: PlaceTx, name: string, mapping: unknown): Promise<void> {
  await tx.sql`
    insert into directory.column_mapping (place_id, name, mapping, saved_at, saved_by)
    values (${tx.placeId}, ${name}, ${tx.sql.json(mapping as never)}, ${tx.now}, ${tx.actor.name})
    on conflict (place_id, name) do update set mapping = excluded.mapping, saved_at = excluded.saved_at, saved_by = excluded.saved_by`
}
