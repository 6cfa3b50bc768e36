import type { PlaceTx } from '../../../platform/db/database.ts'
import { unnested } from '../../../platform/db/unnested.ts'
import type { ImportReport, ReportedRecord } from './import-services.ts'

/** Reports of imports, so that each can be read again. */

export async function insertImportRun(
  tx: PlaceTx,
  runId: string,
  report: ImportReport,
  finishedAt: Date,
  feedId: string | null,
): Promise<void> {
  await tx.sql`
    insert into directory.import_run (place_id, run_id, source, form, actor_name, started_at, finished_at, records, counts, notes, feed_id, held)
    values (${tx.placeId}, ${runId}, ${report.source}, ${report.form}, ${tx.actor.name}, ${tx.now}, ${finishedAt}, ${report.records.length},
      ${tx.sql.json(report.counts)}, ${report.notes}, ${feedId}, ${report.held})`
  await tx.sql`
    insert into directory.import_record (place_id, run_id, record_number, reading, change, external_id, service_id, name, notes)
    select ${tx.placeId}, ${runId}, x.number, x.reading, x.change, x."externalId", x."serviceId", x.name, x.notes::text[]
    from ${unnested(tx.sql, report.records, {
      number: 'int',
      reading: 'text',
      change: 'text',
      externalId: 'text',
      serviceId: 'uuid',
      name: 'text',
      notes: 'text',
    })} as x (number, reading, change, "externalId", "serviceId", name, notes)`
}

/** An import's report as it was given, newest first when no run is named; null when there is none. */
export async function findImportReport(
  tx: PlaceTx,
  runId?: string,
): Promise<(Omit<ImportReport, 'vanished'> & { startedAt: Date }) | null> {
  const [run] = await tx.sql<(Omit<ImportReport, 'vanished' | 'records'> & { runId: string; startedAt: Date })[]>`
    select run_id, source, form, counts, notes, started_at, held from directory.import_run
    where place_id = ${tx.placeId} ${runId ? tx.sql`and run_id = ${runId}` : tx.sql``}
    order by started_at desc, run_id desc limit 1`
  if (!run) return null
  const records = await tx.sql<ReportedRecord[]>`
    select record_number as number, reading, change, external_id, service_id, name, notes from directory.import_record
    where place_id = ${tx.placeId} and run_id = ${run.runId} order by record_number`
  return { ...run, dryRun: false, records }
}

/** Which records of a report are listed. */
export const recordsShown = ['all', 'refused', 'mended', 'repeat', 'added', 'changed'] as const
export type RecordsShown = (typeof recordsShown)[number]

export async function findImportHead(
  tx: PlaceTx,
  runId: string,
): Promise<(Pick<ImportReport, 'source' | 'form' | 'counts' | 'notes' | 'held'> & { startedAt: Date }) | null> {
  const [run] = await tx.sql<
    (Pick<ImportReport, 'source' | 'form' | 'counts' | 'notes' | 'held'> & { startedAt: Date })[]
  >`
    select source, form, counts, notes, held, started_at from directory.import_run where place_id = ${tx.placeId} and run_id = ${runId}`
  return run ?? null
}

/** Some records of a report, in the order of the feed. */
export async function listImportRecords(
  tx: PlaceTx,
  runId: string,
  { show, words }: { show: RecordsShown; words: string },
  offset: number,
  limit: number,
): Promise<{ records: ReportedRecord[]; total: number }> {
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const where = tx.sql`
    place_id = ${tx.placeId} and run_id = ${runId}
    ${show === 'all' ? tx.sql`` : show === 'added' || show === 'changed' ? tx.sql`and change = ${show}` : tx.sql`and reading = ${show}`}
    ${words === '' ? tx.sql`` : tx.sql`and (name ilike ${like} or external_id ilike ${like} or array_to_string(notes, ' ') ilike ${like})`}`
  const [count] = await tx.sql<
    { total: number }[]
  >`select count(*)::int as total from directory.import_record where ${where}`
  const records = await tx.sql<ReportedRecord[]>`
    select record_number as number, reading, change, external_id, service_id, name, notes from directory.import_record
    where ${where} order by record_number offset ${offset} limit ${limit}`
  return { records, total: count?.total ?? 0 }
}
