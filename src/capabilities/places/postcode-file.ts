/**
 * Reads the files that say where every postcode is: OS Code-Point Open, the ONS Postcode Directory, the National
 * Statistics Postcode Lookup, and any table with a header and a grid reference. Streams: memory does not grow with the file.
 */
import { type GridPoint, irishToGrid, isNearUnitedKingdom, toGrid } from './grid.ts'
import { postcodeKey } from './postcode.ts'
import { columnsFromHeader, columnsFromShape, isHeader, type PostcodeColumns, separatorOf } from './postcode-columns.ts'
import { linesOf, UnreadableFile } from './text-lines.ts'
import type { SkipReason } from './words.ts'

/** One postcode of a file, checked. Codes and months are null where the file does not say. */
export type PostcodeRow = {
  /** Gazetteer key, without its space: `ZZ14AB`. */
  readonly key: string
  /** British National Grid, whole metres. */
  readonly easting: number
  readonly northing: number
  readonly ladCode: string | null
  readonly wardCode: string | null
  readonly lsoaCode: string | null
  /** `YYYY-MM`. */
  readonly introducedMonth: string | null
  /** `YYYY-MM`: the month it stopped being used; null while it is in use. */
  readonly terminatedMonth: string | null
}

export type SkippedRows = {
  count: number
  /** The first few, with what stood there. */
  readonly first: { readonly line: number; readonly text: string }[]
}

/** What became of every row; filled while the rows are read. */
export type PostcodeFileReport = {
  format: string
  /** What the file says about each postcode besides where it is. */
  columns: PostcodeColumns | null
  bytesRead: number
  rows: number
  taken: number
  terminated: number
  readonly skipped: Map<SkipReason, SkippedRows>
}

const EXAMPLES_KEPT = 5
const SAMPLE_ROWS = 100
const QUOTE = 34
/** Pseudo codes such as E99999999 and L99999999 stand for "no such area here". */
const AREA_CODE = /^(?![A-Z]99999999$)[A-Z]\d{8}$/

/** Starts reading. Rows come in batches; the report is whole once the last batch has come. */
export function readPostcodeFile(source: AsyncIterable<Uint8Array>): {
  readonly report: PostcodeFileReport
  readonly batches: AsyncGenerator<PostcodeRow[]>
} {
  const report: PostcodeFileReport = {
    format: '',
    columns: null,
    bytesRead: 0,
    rows: 0,
    taken: 0,
    terminated: 0,
    skipped: new Map(),
  }
  return { report, batches: read(counted(source, report), report) }
}

async function* counted(source: AsyncIterable<Uint8Array>, report: PostcodeFileReport): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    report.bytesRead += chunk.length
    yield chunk
  }
}

/** @throws UnreadableFile with one sentence when the file is no postcode file. */
async function* read(source: AsyncIterable<Uint8Array>, report: PostcodeFileReport): AsyncGenerator<PostcodeRow[]> {
  const seen = new SeenPostcodes()
  let columns: PostcodeColumns | undefined
  let line = 0
  for await (const lines of linesOf(source)) {
    const rows: PostcodeRow[] = []
    let from = 0
    if (!columns) {
      from = lines.findIndex(text => text.trim() !== '')
      if (from < 0) {
        line += lines.length
        continue
      }
      const recognised = recognise(lines, from)
      columns = recognised.columns
      from = recognised.firstRow
      report.columns = columns
      report.format = columns.format
    }
    for (let at = from; at < lines.length; at += 1) {
      const text = lines[at] ?? ''
      if (text === '' || text.trim() === '') continue
      report.rows += 1
      const row = readRow(text, columns, seen)
      if (typeof row === 'string') skip(report, row, line + at + 1, text)
      else {
        report.taken += 1
        if (row.terminatedMonth !== null) report.terminated += 1
        rows.push(row)
      }
    }
    line += lines.length
    if (rows.length > 0) yield rows
  }
  if (!columns) throw new UnreadableFile('This file is empty.')
}

function recognise(lines: readonly string[], from: number): { columns: PostcodeColumns; firstRow: number } {
  const separator = separatorOf(lines[from] ?? '')
  const fieldsOf = (text: string): string[] => (splitRow(text, separator) ?? []).map(withoutQuotes)
  const first = fieldsOf(lines[from] ?? '')
  if (!isHeader(first)) {
    const sample = lines.slice(from, from + SAMPLE_ROWS).filter(text => text.trim() !== '')
    return { columns: columnsFromShape(sample.map(fieldsOf), separator), firstRow: from }
  }
  // Ordnance Survey's header file has two lines, short names and long; a hand-made file may begin with both.
  const second = lines[from + 1]
  const alsoNames = first[0]?.trim() === 'PC' && second !== undefined && isHeader(fieldsOf(second))
  return { columns: columnsFromHeader(first, separator), firstRow: from + (alsoNames ? 2 : 1) }
}

function readRow(text: string, columns: PostcodeColumns, seen: SeenPostcodes): PostcodeRow | SkipReason {
  const fields = splitRow(text, columns.separator, columns.count)
  if (!fields) return 'open-quote'
  if (fields.length !== columns.count) return 'wrong-column-count'
  const { at } = columns
  const field = (column: number | undefined): string =>
    column === undefined ? '' : withoutQuotes(fields[column] ?? '').trim()
  const key = postcodeKey(field(at.postcode))
  if (key === undefined) return 'not-a-postcode'
  const quality = field(at.quality)
  if (quality === (columns.onsQuality ? '9' : '90')) return 'no-grid-reference'
  const point = positionOf(key, field(at.easting), field(at.northing), field(at.latitude), field(at.longitude))
  if (typeof point === 'string') return point
  const introducedMonth = month(field(at.introduced))
  const terminatedMonth = month(field(at.terminated))
  if (introducedMonth === undefined || terminatedMonth === undefined) return 'unreadable-month'
  if (!seen.add(key)) return 'repeated-in-file'
  return {
    key,
    easting: Math.round(point.x),
    northing: Math.round(point.y),
    ladCode: code(field(at.lad)),
    wardCode: code(field(at.ward)),
    lsoaCode: code(field(at.lsoa)),
    introducedMonth,
    terminatedMonth,
  }
}

function positionOf(key: string, east: string, north: string, lat: string, long: string): GridPoint | SkipReason {
  const easting = whole(east)
  const northing = whole(north)
  const latitude = decimal(lat)
  const longitude = decimal(long)
  const degrees = latitude !== undefined && longitude !== undefined ? { latitude, longitude } : undefined
  // ONS writes 99.999999 and 0 where there is no position.
  const nowhere = latitude !== undefined && latitude >= 90
  if (degrees && nowhere) return 'no-grid-reference'
  if (key.startsWith('BT')) {
    // The files give Northern Ireland on the Irish Grid; its latitude and longitude need no guessing.
    if (degrees) return inRange(toGrid(degrees))
    return easting && northing ? inRange(irishToGrid(easting, northing)) : 'no-grid-reference'
  }
  if (easting !== undefined && northing !== undefined) {
    return easting === 0 && northing === 0 ? 'no-grid-reference' : inRange({ x: easting, y: northing })
  }
  if (degrees) return inRange(toGrid(degrees))
  return `${east}${north}${lat}${long}` === '' ? 'no-grid-reference' : 'out-of-range'
}

const inRange = (point: GridPoint): GridPoint | SkipReason => (isNearUnitedKingdom(point) ? point : 'out-of-range')
const whole = (text: string): number | undefined => (/^-?\d{1,8}(?:\.\d+)?$/.test(text) ? Number(text) : undefined)
const decimal = (text: string): number | undefined => (/^-?\d{1,3}(?:\.\d+)?$/.test(text) ? Number(text) : undefined)
const code = (text: string): string | null => (AREA_CODE.test(text) ? text : null)

/** `201203`, `2012-03` or a date in that month as `2012-03`; null when blank; undefined when unreadable. */
function month(text: string): string | null | undefined {
  if (text === '') return null
  const found = /^(19|20)(\d\d)-?(0[1-9]|1[0-2])(?:-?\d\d)?$/.exec(text)
  return found ? `${found[1]}${found[2]}-${found[3]}` : undefined
}

function skip(report: PostcodeFileReport, reason: SkipReason, line: number, text: string): void {
  const rows = report.skipped.get(reason) ?? { count: 0, first: [] }
  rows.count += 1
  // Control characters could move the cursor of whoever reads the report.
  if (rows.first.length < EXAMPLES_KEPT) rows.first.push({ line, text: text.slice(0, 60).replace(/\p{Cc}/gu, '�') })
  report.skipped.set(reason, rows)
}

/**
 * The fields of one row, still in their quotes; null where a quote is left open. It costs its own line and no more, so
 * one bad row cannot hide the ones after it.
 */
function splitRow(text: string, separator: string, expected?: number): string[] | null {
  // A national file has 60 to 90 million fields, and nearly all of its rows split at their separators alone.
  const quick = text.split(separator)
  if ((quick.length === expected || expected === undefined) && quick.every(isWhole)) return quick
  const fields: string[] = []
  for (let at = 0; at <= text.length; ) {
    let end = at
    if (text[at] === '"') {
      do {
        end = text.indexOf('"', end + 1) + 1
        if (end === 0) return null
      } while (text[end] === '"')
    }
    end = text.indexOf(separator, end)
    if (end < 0) end = text.length
    fields.push(text.slice(at, end))
    at = end + 1
  }
  return fields
}

const isWhole = (field: string): boolean =>
  field.charCodeAt(0) !== QUOTE || (field.length > 1 && field.charCodeAt(field.length - 1) === QUOTE)

function withoutQuotes(field: string): string {
  if (field.charCodeAt(0) !== QUOTE) return field
  const closed = field.length > 1 && field.trimEnd().endsWith('"')
  const inside = closed ? field.slice(1, field.lastIndexOf('"')) : field.slice(1)
  return inside.includes('""') ? inside.replaceAll('""', '"') : inside
}

/** Which postcodes a file has given already: a bit for each of the 6,760 units an outcode can hold, so the country fits in 3 MB. */
class SeenPostcodes {
  readonly #units = new Map<string, Uint8Array>()

  /** False when it was there before. */
  add(key: string): boolean {
    const outcode = key.slice(0, -3)
    const at = key.length
    const unit =
      ((key.charCodeAt(at - 3) - 48) * 26 + (key.charCodeAt(at - 2) - 65)) * 26 + (key.charCodeAt(at - 1) - 65)
    let bits = this.#units.get(outcode)
    if (!bits) {
      bits = new Uint8Array(845)
      this.#units.set(outcode, bits)
    }
    const mask = 1 << (unit & 7)
    const before = bits[unit >> 3] ?? 0
    bits[unit >> 3] = before | mask
    return (before & mask) === 0
  }
}
