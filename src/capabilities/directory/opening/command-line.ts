import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { perform } from '../../../platform/command.ts'
import { JSON_OPTION, orWrong, text, WrongLine, word, wrongUsage } from '../../../platform/command-line.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { placeNamed } from '../../places/index.ts'
import { dateField, newMends } from '../read-fields.ts'
import { setSchoolTerms } from './set-school-terms.ts'

/** `keepitlocal import school-terms`. */

const NAMES: Readonly<Record<string, 'name' | 'startsOn' | 'endsOn'>> = {
  name: 'name',
  term: 'name',
  starts: 'startsOn',
  start: 'startsOn',
  from: 'startsOn',
  'first day': 'startsOn',
  ends: 'endsOn',
  end: 'endsOn',
  to: 'endsOn',
  'last day': 'endsOn',
}

/** A file of terms: one a line, with the columns `starts`, `ends` and perhaps `name`. @throws WrongLine naming the line and the mend. */
export function readTerms(csv: string): { name?: string; startsOn: string; endsOn: string }[] {
  let rows: string[][]
  try {
    rows = parse(csv, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true })
  } catch (fault) {
    throw new WrongLine(`This is no CSV file: ${fault instanceof Error ? fault.message : String(fault)}`)
  }
  const columns = (rows[0] ?? []).map(heading => NAMES[heading.toLowerCase()])
  if (!columns.includes('startsOn') || !columns.includes('endsOn'))
    throw new WrongLine('The first line must name the columns: name,starts,ends')
  return rows.slice(1).map((cells, at) => {
    const cell = (column: string) => cells[columns.indexOf(column as never)]
    const day = (column: string) => {
      const found = dateField(cell(column), column, newMends())
      if (!found) throw new WrongLine(`Line ${at + 2}: “${cell(column) ?? ''}” is no day. Write it like 2026-09-02.`)
      return found
    }
    const name = cell('name')
    return { ...(name && { name }), startsOn: day('startsOn'), endsOn: day('endsOn') }
  })
}

export const importSchoolTermsWord = word(
  'import school-terms',
  'FILE --place P [--json]',
  'Say when schools are open to pupils (CSV: name,starts,ends), so that “term time only” has a meaning.',
  { ...JSON_OPTION, place: { type: 'string' } },
  async ({ names, values, usage }, terminal) => {
    const [file, ...more] = names
    if (!file || more.length > 0) throw wrongUsage('Name one CSV file', usage)
    const place = await placeNamed(terminal, text(values.place), usage)
    const csv = await readFile(file, 'utf8').catch(() => undefined)
    if (csv === undefined) throw new WrongLine(`There is no file “${file}”.`)
    const terms = readTerms(csv)
    orWrong(await perform(terminal.platform.db, houseActor(place.placeId), setSchoolTerms, { terms }))
    const [first] = terms.map(({ startsOn }) => startsOn).sort()
    const last = terms
      .map(({ endsOn }) => endsOn)
      .sort()
      .at(-1)
    if (values.json) terminal.out(JSON.stringify({ terms }))
    else if (terms.length === 0) terminal.out(`The school terms of ${place.name} are not known any more.`)
    else
      terminal.out(
        `${place.name} has ${terms.length} stretches of school days, from ${first} to ${last}. Outside them it is not known.`,
      )
  },
)
