/**
 * Which column of a postcode file holds what. A header is read by the names the publishers have used over the years; a
 * file without one is read by the shape of its values.
 *
 * Sources: OS Code-Point Open technical specification and its `Code-Point_Open_Column_Headers.csv`; ONS Postcode Directory
 * (ONSPD) and National Statistics Postcode Lookup (NSPL) user guides, whose area columns carry the year of the areas
 * (`laua`, `lad23cd`, `lad26cd`) and whose other names changed in 2025 (`oseast1m` to `east1m`, `osgrdind` to `gridind`).
 */
import { postcodeKey } from './postcode.ts'
import { UnreadableFile } from './text-lines.ts'

export type ColumnName =
  | 'postcode'
  | 'easting'
  | 'northing'
  | 'latitude'
  | 'longitude'
  | 'quality'
  | 'introduced'
  | 'terminated'
  | 'lad'
  | 'ward'
  | 'lsoa'

export type PostcodeColumns = {
  /** What the file looks like, for the report: "ONS postcode file", "Code-Point Open" or "postcode table". */
  readonly format: string
  readonly separator: string
  /** How many columns each row must have. */
  readonly count: number
  readonly at: Readonly<Partial<Record<ColumnName, number>>>
  /** True where quality 9 (ONS) rather than 90 (Code-Point Open) means "no grid reference". */
  readonly onsQuality: boolean
}

/** In order of preference; a year in the name (two digits or four) is caught so that the newest areas win. */
const NAMES: Readonly<Record<ColumnName, readonly RegExp[]>> = {
  postcode: [/^pcds$/, /^pcd8$/, /^pcd7$/, /^pcd2$/, /^pcd$/, /^(?:unit_)?post_?code$/, /^pc$/],
  easting: [/^(?:os)?east1m$/, /^eastings?$/, /^ea$/],
  northing: [/^(?:os)?n(?:o)?rth1m$/, /^northings?$/, /^no$/],
  latitude: [/^lat(?:itude)?$/],
  longitude: [/^long(?:itude)?$/, /^lng$/, /^lon$/],
  quality: [/^(?:os)?gri?d_?ind$/, /^positional_quality(?:_indicator)?$/, /^pq$/],
  introduced: [/^dointr$/, /^date_of_introduction$/, /^introduced$/],
  terminated: [/^doterm$/, /^date_of_termination$/, /^terminated$/],
  lad: [/^(?:os)?laua(\d\d)?$/, /^lad(\d\d)?cd$/, /^lad_code(?:_.*?)?(\d{4})?$/, /^admin_district_code$/, /^dc$/],
  ward: [/^(?:os)?ward(\d\d)?$/, /^wd(\d\d)?cd$/, /^ward_code(?:_.*?)?(\d{4})?$/, /^admin_ward_code$/, /^wc$/],
  lsoa: [/^lsoa(\d\d)?(?:_?cd)?$/, /^lsoa(\d\d)_code$/, /^lsoa_code(?:_.*?)?(\d{4})?$/],
}

/** Codes of the Government Statistical Service: a country letter, a two-digit entity, six digits. */
const CODES: Readonly<Record<'lad' | 'ward' | 'lsoa', RegExp>> = {
  lad: /^(?:E0[6-9]|W06|S12|N09)\d{6}$/,
  ward: /^(?:E05|W05|S13|N08)\d{6}$/,
  lsoa: /^(?:E01|W01|S01|N2[01])\d{6}$/,
}

/** Is this the line that names the columns? A row of data holds a postcode; a header never does. */
export const isHeader = (fields: readonly string[]): boolean => !fields.some(field => postcodeKey(field.trim()))

/** The character between the fields: a comma, unless the first line holds none and plenty of something else. */
export function separatorOf(firstLine: string): string {
  const counted = [',', '\t', ';', '|'].map(separator => ({ separator, count: firstLine.split(separator).length }))
  return counted.reduce((most, next) => (next.count > most.count ? next : most)).separator
}

/** @throws UnreadableFile naming the columns found when postcodes or their positions are not among them. */
export function columnsFromHeader(header: readonly string[], separator: string): PostcodeColumns {
  const start = header.join(separator).trimStart().slice(0, 15).toLowerCase()
  if (start.startsWith('<'))
    throw new UnreadableFile('This is a web page, not a data file: download the CSV file itself.')
  if (start.startsWith('{') || start.startsWith('[')) {
    throw new UnreadableFile('This is a JSON file: postcodes are read from CSV (boundaries are read from GeoJSON).')
  }
  const names = header.map(name =>
    name
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, ''),
  )
  const at: Partial<Record<ColumnName, number>> = {}
  for (const column of Object.keys(NAMES) as ColumnName[]) {
    const found = columnNamed(names, NAMES[column])
    if (found !== undefined) at[column] = found
  }
  const listed = `This file has the columns ${shortList(header)}`
  if (at.postcode === undefined) {
    throw new UnreadableFile(`${listed}, and none of them is a postcode: call that column “postcode” or “pcds”.`)
  }
  const onGrid = at.easting !== undefined && at.northing !== undefined
  if (!onGrid && (at.latitude === undefined || at.longitude === undefined)) {
    throw new UnreadableFile(
      `${listed}, but no grid references: it needs easting and northing, or latitude and longitude, as in Code-Point Open, ONSPD and NSPL.`,
    )
  }
  const ons = names.some(name => /^pcd/.test(name))
  const codePoint = names.includes('pq') || names.includes('positional_quality_indicator')
  return {
    format: ons ? 'ONS postcode file' : codePoint ? 'Code-Point Open' : 'postcode table',
    separator,
    count: header.length,
    at,
    onsQuality: ons,
  }
}

function columnNamed(names: readonly string[], patterns: readonly RegExp[]): number | undefined {
  let best: { at: number; year: number; rank: number } | undefined
  for (const [at, name] of names.entries()) {
    const rank = patterns.findIndex(pattern => pattern.test(name))
    if (rank < 0) continue
    const digits = patterns[rank]?.exec(name)?.[1]
    const year = digits === undefined ? 0 : Number(digits) % 100
    // The year decides first, then the order of preference: wd23cd before wd21cd, pcds before pcd7.
    if (!best || year > best.year || (year === best.year && rank < best.rank)) best = { at, year, rank }
  }
  return best?.at
}

/**
 * Columns of a file without a header, from its first rows (about a hundred are enough).
 * @throws UnreadableFile when the rows look like neither Code-Point Open nor an ONS file.
 */
export function columnsFromShape(rows: readonly (readonly string[])[], separator: string): PostcodeColumns {
  const count = commonest(rows.map(row => row.length))
  const sample = rows.filter(row => row.length === count)
  const share = (at: number, test: (field: string) => boolean): number =>
    sample.filter(row => test((row[at] ?? '').trim())).length / Math.max(1, sample.length)
  const all = Array.from({ length: count }, (_, at) => at)
  const isPostcode = (field: string): boolean => postcodeKey(field) !== undefined
  const postcodeColumns = all.filter(at => share(at, isPostcode) > 0.5)
  const postcode = postcodeColumns.at(-1)
  if (postcode === undefined) {
    throw new UnreadableFile('No column of this file holds postcodes in most of its first rows: is it the right file?')
  }
  // Three spellings of the postcode side by side (7, 8 and variable length) open every ONS file.
  const onsQuality = postcodeColumns.length >= 3
  const after = all.filter(at => at > postcode)
  const metres = (field: string): boolean => /^\d{4,7}$/.test(field)
  // The grid reference is the first pair of neighbouring columns of whole metres; ONS dates (198001) come before it.
  const easting = after.find(
    at => at > (onsQuality ? postcode + 2 : 0) && share(at, metres) > 0.5 && share(at + 1, metres) > 0.5,
  )
  if (easting === undefined) {
    throw new UnreadableFile(
      'This file has no header and no easting and northing after the postcode: is it Code-Point Open, ONSPD or NSPL?',
    )
  }
  const at: Partial<Record<ColumnName, number>> = { postcode, easting, northing: easting + 1 }
  if (onsQuality) Object.assign(at, { introduced: postcode + 1, terminated: postcode + 2 })
  const quality = onsQuality ? easting + 2 : easting - 1
  if (quality > postcode && share(quality, field => /^\d{1,2}$/.test(field)) > 0.9) at.quality = quality
  const latitude = after.find(
    a =>
      share(a, field => /^(?:4|5|6)\d\.\d+$/.test(field)) > 0.5 &&
      share(a + 1, field => /^-?\d\.\d+$/.test(field)) > 0.5,
  )
  if (latitude !== undefined) Object.assign(at, { latitude, longitude: latitude + 1 })
  for (const area of ['lad', 'ward', 'lsoa'] as const) {
    const found = after.filter(a => share(a, field => CODES[area].test(field)) > 0.5).at(-1)
    if (found !== undefined) at[area] = found
  }
  return { format: onsQuality ? 'ONS postcode file' : 'Code-Point Open', separator, count, at, onsQuality }
}

function commonest(numbers: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most), [0, 0])[0]
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 8).map(name => name.trim().slice(0, 30) || '(blank)')
  return shown.join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '')
}
