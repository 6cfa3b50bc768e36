/** Every SQL statement about the national gazetteer of postcodes. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Tx } from '../../platform/db/database.ts'
import type { GridPoint } from './grid.ts'
import type { PostcodeRow } from './postcode-file.ts'

/** A postcode as the gazetteer knows it. */
export type GazetteerPostcode = {
  /** Without its space. */
  readonly postcode: string
  readonly point: GridPoint
  readonly ladCode: string | null
  readonly wardCode: string | null
  readonly lsoaCode: string | null
  readonly introducedMonth: string | null
  readonly terminatedMonth: string | null
}

export type GazetteerOutcode = {
  readonly outcode: string
  readonly centroid: GridPoint
  readonly inUse: number
  readonly terminated: number
}

/** Which of the optional columns a file has: what a file does not say, it does not change. */
export type ColumnsGiven = {
  readonly lad: boolean
  readonly ward: boolean
  readonly lsoa: boolean
  readonly introduced: boolean
  readonly terminated: boolean
}

export async function findPostcode(tx: Tx, key: string): Promise<GazetteerPostcode | null> {
  return (await findPostcodes(tx, [key])).get(key) ?? null
}

/** Those of some postcodes that are known, by their key. */
export async function findPostcodes(tx: Tx, keys: readonly string[]): Promise<Map<string, GazetteerPostcode>> {
  const found = await tx.sql<GazetteerPostcode[]>`
    select postcode, point, lad_code, ward_code, lsoa_code, introduced_month, terminated_month
    from places.postcode where postcode = any (${[...keys]}::text[])`
  return new Map(found.map(each => [each.postcode, each]))
}

export async function findPostcodePoints(tx: Tx, keys: readonly string[]): Promise<Map<string, GridPoint>> {
  const found = await tx.sql<{ postcode: string; point: GridPoint }[]>`
    select postcode, point from places.postcode where postcode = any (${[...keys]}::text[])`
  return new Map(found.map(({ postcode, point }) => [postcode, point]))
}

export async function findOutcode(tx: Tx, outcode: string): Promise<GazetteerOutcode | null> {
  const [found] = await tx.sql<GazetteerOutcode[]>`
    select outcode, centroid, in_use, terminated from places.outcode where outcode = ${outcode}`
  return found ?? null
}

/** Postcodes in use of one outcode that start with the prefix, in order; their middle and their number are of all of them. */
export async function postcodesStarting(
  tx: Tx,
  { prefix, outcode, limit }: { prefix: string; outcode: string; limit: number },
): Promise<{ keys: string[]; total: number; middle: GridPoint | null }> {
  // `~` after the last letter a postcode can hold makes the upper end of the range; the length keeps ZZ4 1.. apart from ZZ41 ...
  const within = tx.sql`
    postcode >= ${prefix} and postcode < ${`${prefix}~`} and length(postcode) = ${outcode.length + 3} and terminated_month is null`
  const [all] = await tx.sql<{ total: number; x: number | null; y: number | null }[]>`
    select count(*)::int as total, avg(point[0]) as x, avg(point[1]) as y from places.postcode where ${within}`
  const rows = await tx.sql<{ postcode: string }[]>`
    select postcode from places.postcode where ${within} order by postcode limit ${limit}`
  const { total = 0, x = null, y = null } = all ?? {}
  return { keys: rows.map(row => row.postcode), total, middle: x === null || y === null ? null : { x, y } }
}

/** Outcodes that start with the text, in the order people count them (ZZ2 before ZZ11). `area` also asks for a digit after it. */
export async function outcodesStarting(tx: Tx, prefix: string, area: boolean): Promise<GazetteerOutcode[]> {
  return tx.sql<GazetteerOutcode[]>`
    select outcode, centroid, in_use, terminated from places.outcode
    where outcode >= ${prefix} and outcode < ${`${prefix}~`} and (not ${area} or substr(outcode, ${prefix.length + 1}, 1) between '0' and '9')
    order by length(outcode), outcode`
}

export async function anyPostcodes(tx: Tx): Promise<boolean> {
  const [any] = await tx.sql<{ any: boolean }[]>`select exists (select from places.outcode) as any`
  return any?.any ?? false
}

/** Only one import at a time; false when another is under way. Held until the transaction ends. */
export async function lockGazetteer(tx: Tx): Promise<boolean> {
  const [lock] = await tx.sql<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtext('places.postcode')) as mine`
  return lock?.mine ?? false
}

/** Makes the tables an import works in; they go with the transaction. */
export async function openStaging(tx: Tx): Promise<void> {
  // A temporary table, because COPY into a table with row-level security is refused; and sorting the country wants more
  // memory than looking one postcode up.
  await tx.sql.unsafe(`
    set local work_mem = '64MB';
    create temporary table postcode_in_file (
      postcode text collate "C" not null, point point not null, lad_code text collate "C", ward_code text collate "C",
      lsoa_code text collate "C", introduced_month text collate "C", terminated_month text collate "C"
    ) on commit drop;
    create temporary table difference (like postcode_in_file, is_new boolean not null) on commit drop;
    create temporary table touched_outcode (outcode text collate "C" not null) on commit drop`)
}

/** Copies checked rows, as they come, to the staging table. */
export async function copyToStaging(tx: Tx, batches: AsyncIterable<readonly PostcodeRow[]>): Promise<void> {
  await tx.sql`truncate postcode_in_file`
  const copy = await tx.sql`copy postcode_in_file from stdin`.writable()
  await pipeline(Readable.from(copyText(batches)), copy)
}

async function* copyText(batches: AsyncIterable<readonly PostcodeRow[]>): AsyncGenerator<string> {
  for await (const rows of batches) {
    let text = ''
    // Nothing needs escaping: the file reader lets through letters, digits and hyphens only.
    for (const row of rows) {
      text += `${row.key}\t(${row.easting},${row.northing})\t${row.ladCode ?? '\\N'}\t${row.wardCode ?? '\\N'}\t${row.lsoaCode ?? '\\N'}\t${row.introducedMonth ?? '\\N'}\t${row.terminatedMonth ?? '\\N'}\n`
    }
    yield text
  }
}

/** Brings the staged file into the gazetteer: adds what is new, changes what differs, leaves the rest untouched. */
export async function mergeStaging(tx: Tx, given: ColumnsGiven): Promise<{ added: number; changed: number }> {
  if (!(await anyPostcodes(tx))) return { added: await addAll(tx), changed: 0 }
  await tx.sql`analyze postcode_in_file`
  // Both tables are gone through once; what comes of it is usually small.
  await tx.sql`truncate difference`
  await tx.sql`
    insert into difference
    select f.postcode, f.point,
           case when ${given.lad} then f.lad_code else p.lad_code end,
           case when ${given.ward} then f.ward_code else p.ward_code end,
           case when ${given.lsoa} then f.lsoa_code else p.lsoa_code end,
           case when ${given.introduced} then f.introduced_month else p.introduced_month end,
           case when ${given.terminated} then f.terminated_month else p.terminated_month end,
           p.postcode is null
    from postcode_in_file f left join places.postcode p on p.postcode = f.postcode
    where p.postcode is null
       or not p.point ~= f.point
       or (${given.lad} and p.lad_code is distinct from f.lad_code)
       or (${given.ward} and p.ward_code is distinct from f.ward_code)
       or (${given.lsoa} and p.lsoa_code is distinct from f.lsoa_code)
       or (${given.introduced} and p.introduced_month is distinct from f.introduced_month)
       or (${given.terminated} and p.terminated_month is distinct from f.terminated_month)`
  await tx.sql`analyze difference`
  const changed = await tx.sql`
    update places.postcode p
    set point = d.point, lad_code = d.lad_code, ward_code = d.ward_code, lsoa_code = d.lsoa_code,
        introduced_month = d.introduced_month, terminated_month = d.terminated_month
    from difference d where d.postcode = p.postcode and not d.is_new`
  const added = await tx.sql`
    insert into places.postcode (postcode, point, lad_code, ward_code, lsoa_code, introduced_month, terminated_month)
    select postcode, point, lad_code, ward_code, lsoa_code, introduced_month, terminated_month
    from difference where is_new order by postcode`
  await tx.sql`insert into touched_outcode select distinct left(postcode, -3) from difference`
  return { added: added.count, changed: changed.count }
}

/** The first file of all: nothing to compare with. In order, so that the primary key grows at its end. */
async function addAll(tx: Tx): Promise<number> {
  const added = await tx.sql`
    insert into places.postcode (postcode, point, lad_code, ward_code, lsoa_code, introduced_month, terminated_month)
    select postcode, point, lad_code, ward_code, lsoa_code, introduced_month, terminated_month
    from postcode_in_file order by postcode`
  await tx.sql`insert into touched_outcode select distinct left(postcode, -3) from postcode_in_file`
  // Counted at once, so that the next file of the same run compares with this one.
  await recountOutcodes(tx)
  return added.count
}

/** Counts again the outcodes whose postcodes were added or changed. */
export async function recountOutcodes(tx: Tx): Promise<void> {
  await tx.sql`
    insert into places.outcode (outcode, centroid, in_use, terminated)
    select left(postcode, -3),
           point(coalesce(avg(point[0]) filter (where terminated_month is null), avg(point[0])),
                 coalesce(avg(point[1]) filter (where terminated_month is null), avg(point[1]))),
           count(*) filter (where terminated_month is null), count(terminated_month)
    from places.postcode
    where left(postcode, -3) in (select outcode from touched_outcode)
    group by left(postcode, -3)
    on conflict (outcode) do update
      set centroid = excluded.centroid, in_use = excluded.in_use, terminated = excluded.terminated`
}
