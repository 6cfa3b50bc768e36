import { isRefusal, type Refusal, refuse } from '../../../../kernel/refusal.ts'
import { MENDED_BYTE, textOf } from '../feed-text.ts'

/** A table as people save it from a spreadsheet: CSV with any delimiter, in any encoding, with what people leave above and between the rows. Pure. */

export type Table = {
  headings: string[]
  /** Each with the number of its line in the sheet, counted from 1, as the person who made it sees it. */
  rows: { line: number; cells: string[] }[]
  delimiter: string
  notes: string[]
}

export const MOST_ROWS = 50_000
export const MOST_COLUMNS = 200
/** Rows, headings, and what stands above and between them. */
const MOST_LINES = MOST_ROWS + 51
export const MOST_TABLE_BYTES = 20_000_000

const names: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'upright lines' }
/** What people write for "nothing". */
const NOTHING = /^(n\/?a|none|nil|null|tbc|tba|unknown|not known|-+|\.+|#n\/a|#ref!|#value!)$/i

export function readTable(bytes: Uint8Array, what: string): Table | Refusal {
  if (bytes.length > MOST_TABLE_BYTES)
    return refuse(
      'too-big',
      `${what} is larger than ${MOST_TABLE_BYTES / 1_000_000} MB, the most we read. Split it.`,
      'file',
    )
  const read = textOf(bytes, what)
  if (isRefusal(read)) return { ...read, field: 'file' }
  // Spreadsheets of this country are saved as Windows-1252 by default: nothing to warn of.
  const text = read.text.replaceAll(MENDED_BYTE, '').replace(/^\ufeff/, '')
  if (/^\s*</.test(text)) return refuse('html', `${what} is a web page or XML. Save the sheet as CSV.`, 'file')
  if (/^\s*[[{]/.test(text)) return refuse('json', `${what} is JSON. Import it as a feed, not as a table.`, 'file')
  const delimiter = delimiterOf(text)
  const lines = linesOf(text, delimiter)
  if (lines.length >= MOST_LINES)
    return refuse('too-long', `${what} has more than ${MOST_ROWS} rows. Split it.`, 'file')
  const filled = (cells: readonly string[]) => cells.filter(cell => cell !== '').length
  const widest = Math.max(0, ...lines.slice(0, 50).map(({ cells }) => filled(cells)))
  // Above the headings people write a title (often in merged cells): the first row that is nearly as wide as the table is the headings.
  const at = lines.findIndex(({ cells }) => filled(cells) >= Math.max(2, Math.ceil(widest * 0.6)))
  const head = lines[at]
  if (!head)
    return refuse('no-table', `${what} holds no table: no row has two filled cells. Save the sheet as CSV.`, 'file')
  if (head.cells.length > MOST_COLUMNS)
    return refuse('too-wide', `${what} has more than ${MOST_COLUMNS} columns.`, 'file')
  const seen = new Map<string, number>()
  const headings = head.cells.map((cell, index) => {
    const heading = (cell.replace(/\s+/g, ' ') || `Column ${index + 1}`).slice(0, 120).toWellFormed()
    const times = (seen.get(heading) ?? 0) + 1
    seen.set(heading, times)
    return times === 1 ? heading : `${heading} (${times})`
  })
  const below = lines.slice(at + 1)
  const rows = below
    .filter(
      ({ cells }) => filled(cells) > 0 && !cells.every((cell, index) => cell === '' || cell === head.cells[index]),
    )
    .map(({ line, cells }) => ({
      line,
      cells: headings.map((_, index) => {
        const cell = cells[index] ?? ''
        return NOTHING.test(cell) ? '' : cell
      }),
    }))
  if (rows.length === 0) return refuse('no-rows', `${what} has headings but no rows below them.`, 'file')
  const notes = [
    `Read with ${names[delimiter]} between the cells; the headings are in line ${head.line}.`,
    ...read.notes.filter(() => !read.mendedBytes),
  ]
  if (read.mendedBytes) notes.push('Read as Windows-1252, as spreadsheets save it.')
  if (below.length > rows.length)
    notes.push(`${below.length - rows.length} empty or repeated heading rows passed over.`)
  return { headings, rows, delimiter, notes }
}

/** The sign that splits the first lines into the most cells of one number. */
function delimiterOf(text: string): string {
  const sample = text.slice(0, 20_000)
  let best = ','
  let most = 0
  for (const delimiter of Object.keys(names)) {
    const widths = linesOf(sample, delimiter)
      .slice(0, 30)
      .map(({ cells }) => cells.length)
    const common = widths.filter(width => width > 1)
    const score =
      common.length === 0 ? 0 : common.length * Math.min(...common.slice(0, 5).map(width => Math.min(width, 30)))
    if (score > most) [best, most] = [delimiter, score]
  }
  return best
}

/** Lines of cells (RFC 4180), with quotes that hold delimiters and line ends; what is not closed ends with the file. */
function linesOf(text: string, delimiter: string): { line: number; cells: string[] }[] {
  const lines: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let startedAt = 1
  // Nothing but blanks in the cell so far.
  let blank = true
  const endCell = () => {
    blank = true
    cells.push(cell.trim())
    cell = ''
  }
  const endLine = () => {
    endCell()
    lines.push({ line: startedAt, cells })
    cells = []
    startedAt = line
  }
  // One line and one column more than may be: enough to say that there are too many.
  for (let at = 0; at < text.length && lines.length < MOST_LINES; at++) {
    const sign = text[at] as string
    if (sign === '\n') line++
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') {
        cell += '"'
        at++
      } else quoted = false
    } else if (sign === '"' && blank) {
      quoted = true
      blank = false
      cell = ''
    } else if (sign === delimiter) {
      if (cells.length <= MOST_COLUMNS) endCell()
      else [cell, blank] = ['', true]
    } else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[at + 1] === '\n') continue
      endLine()
    } else {
      cell += sign
      blank &&= sign.trim() === ''
    }
  }
  if (cell !== '' || cells.length > 0) endLine()
  return lines
}
