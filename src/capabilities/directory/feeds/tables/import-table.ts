import { Type } from 'typebox'
import { newId } from '../../../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../../kernel/refusal.ts'
import { command } from '../../../../platform/command.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import { PUBLISHED_HERE } from '../../listed-service.ts'
import { type ImportReport, importServices } from '../import-services.ts'
import { type ColumnMapping, guessMapping, readMapping, recordsOf } from './column-mapping.ts'
import { readTable, type Table } from './read-table.ts'
import {
  deleteTable,
  findMapping,
  findTable,
  insertTable,
  keepMapping,
  setTableMapping,
  setTableRun,
} from './table-store.ts'

/** A table becomes entries: sent in, its columns named, looked through in a dry run, then imported like any feed. */

/** Imports a table under a name; all of it or nothing. A dry run says what it would do. */
export async function importTable(
  tx: PlaceTx,
  table: Table,
  name: string,
  mapping: ColumnMapping,
  dryRun: boolean,
): Promise<ImportReport | Refusal> {
  if (!Object.values(mapping).includes('name') && !Object.values(mapping).includes('organisation'))
    return refuse('no-name', 'Say which column holds the name of the service', 'mapping')
  return importServices(
    tx,
    { source: name, form: 'CSV', records: recordsOf(table, mapping), pages: 1, bytes: 0, notes: table.notes },
    { dryRun },
  )
}

export const sendTable = command({
  name: 'directory.send-table',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({
    name: Type.String({
      minLength: 2,
      maxLength: 120,
      pattern: '\\S',
      mend: 'Enter a name for the list, like “Community centre list”',
    }),
    fileName: Type.String({ maxLength: 200 }),
    content: Type.Unsafe<Buffer>(Type.Any()),
  }),
  async run(tx, { name, fileName, content }) {
    if (name === PUBLISHED_HERE) return refuse('name', 'Choose another name for the list.', 'name')
    const table = readTable(content, fileName ? `“${fileName}”` : 'The file')
    if (isRefusal(table)) return table
    const kept = await findMapping(tx, name)
    const mapping = kept ? readMapping(kept, table.headings) : guessMapping(table.headings)
    const tableId = newId()
    await insertTable(tx, { tableId, fileName: fileName || 'table.csv', content, name, mapping })
    return { recordId: tableId, tableId }
  },
})

const TableId = Type.String({ format: 'uuid', mend: 'Choose the table' })
const gone = () => refuse('no-such-table', 'This table is not here any more. Send it again.')

export const mapTable = command({
  name: 'directory.map-table',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ tableId: TableId, mapping: Type.Record(Type.String(), Type.String()) }),
  async run(tx, { tableId, mapping }) {
    const sent = await findTable(tx, tableId)
    if (!sent) return gone()
    const table = readTable(sent.content, sent.fileName)
    if (isRefusal(table)) return table
    const read = readMapping(mapping, table.headings)
    await setTableMapping(tx, tableId, read)
    await keepMapping(tx, sent.name, read)
    return { recordId: tableId }
  },
})

export const importSentTable = command({
  name: 'directory.import-table',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ tableId: TableId }),
  async run(tx, { tableId }) {
    const sent = await findTable(tx, tableId)
    if (!sent) return gone()
    if (sent.runId) return refuse('imported', 'Somebody has imported this table already.')
    const table = readTable(sent.content, sent.fileName)
    if (isRefusal(table)) return table
    const mapping = readMapping(sent.mapping, table.headings)
    const report = await importTable(tx, table, sent.name, mapping, false)
    if (isRefusal(report)) return report
    await keepMapping(tx, sent.name, mapping)
    await setTableRun(tx, tableId, report.runId)
    return { recordId: tableId, runId: report.runId }
  },
})

export const dropTable = command({
  name: 'directory.drop-table',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ tableId: TableId }),
  run: async (tx, { tableId }) => ((await deleteTable(tx, tableId)) ? { recordId: tableId } : gone()),
})
