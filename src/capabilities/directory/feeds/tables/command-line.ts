/** `keepitlocal import csv`. */
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { bytesOf, orWrong, text, WrongLine, word, wrongUsage } from '../../../../platform/command-line.ts'
import { placeNamed } from '../../../places/index.ts'
import { guessMapping, isTableField, readMapping, tableFields } from './column-mapping.ts'
import { importTable } from './import-table.ts'
import { MOST_TABLE_BYTES, readTable } from './read-table.ts'
import { findMapping, keepMapping } from './table-store.ts'

export const importCsvWord = word(
  'import csv',
  'FILE --place P [--mapping MAPPING.json] [--name NAME] [--dry-run]',
  'Import a table of services, its columns guessed by their headings or as a file says.',
  { place: { type: 'string' }, mapping: { type: 'string' }, name: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  async ({ names, values, usage }, { platform, out, err, isTty }) => {
    const [file, ...more] = names
    if (!file || more.length > 0) throw wrongUsage('Give one file', usage)
    const place = await placeNamed({ platform, out, err, isTty }, text(values.place), usage)
    const size = await stat(file).then(
      found => found.size,
      () => 0,
    )
    if (size > MOST_TABLE_BYTES)
      throw new WrongLine(`“${file}” is larger than ${MOST_TABLE_BYTES / 1_000_000} MB, the most we read. Split it.`, 1)
    const table = orWrong(readTable(await bytesOf(file), `“${basename(file)}”`))
    const name = text(values.name) ?? basename(file)
    const given = text(values.mapping)
    const dryRun = values['dry-run'] === true
    await platform.db.asHouse(place.placeId, async tx => {
      const kept = given ? await mappingIn(given) : await findMapping(tx, name)
      const mapping = kept ? readMapping(kept, table.headings) : guessMapping(table.headings)
      for (const note of table.notes) out(note)
      for (const heading of table.headings)
        out(`  ${heading}: ${mapping[heading] ? tableFields[mapping[heading]] : 'left out'}`)
      const report = orWrong(await importTable(tx, table, name, mapping, dryRun))
      if (!dryRun) await keepMapping(tx, name, mapping)
      const { counts, records } = report
      out(
        `${counts.records} rows: ${counts.taken} taken as they are, ${counts.mended} mended, ${counts.refused} refused, ${counts.repeats} passed over as repeats.`,
      )
      out(
        dryRun
          ? `Nothing was written (dry run). It would be: ${counts.added} added, ${counts.changed} changed, ${counts.unchanged} unchanged.`
          : `${counts.added} added, ${counts.changed} changed, ${counts.unchanged} unchanged.`,
      )
      for (const { number, reading, notes } of records)
        if (reading !== 'taken') out(`  line ${number}: ${notes.join('; ')}`)
    })
  },
)

async function mappingIn(path: string): Promise<unknown> {
  let mapping: unknown
  try {
    mapping = JSON.parse(await readFile(path, 'utf8'))
  } catch {
    throw new WrongLine(`“${path}” is no JSON file with a mapping, like {"Activity": "name", "Tel": "phone"}.`, 1)
  }
  const wrong = Object.entries(mapping ?? {}).find(([, field]) => field !== '' && !isTableField(field))
  if (typeof mapping !== 'object' || mapping === null || wrong)
    throw new WrongLine(
      `${wrong ? `“${String(wrong[1])}” is not a field` : `“${path}” is not a mapping`}. The fields are: ${Object.keys(tableFields).join(', ')}.`,
      1,
    )
  return mapping
}
