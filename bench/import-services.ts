/**
 * How fast a feed is imported, beside a bare COPY of the very same rows into the same tables in the same run.
 *
 * Prints JSON. The import is the whole of it: reading records, mending, comparing, writing services, locations, terms, publishers and the report, in one
 * transaction. The COPY is given those rows ready made, also in one transaction, into the same tables, emptied, with their indexes, keys and generated
 * columns; it runs as the owner, whom row-level security does not slow down. SERVICES and ROUNDS can be set; the middle of the rounds counts.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { importServices } from '../src/capabilities/directory/index.ts'
import { newPlaceId } from '../src/capabilities/places/index.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect } from '../src/platform/db/connection.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'
import { generatedServices } from './search.generated.ts'

const count = Number(process.env.SERVICES ?? 20_000)
const rounds = Number(process.env.ROUNDS ?? 3)
const records = generatedServices(count).map((value, index) => ({ number: index + 1, value }))
const feed = { source: 'bench', form: 'ORUK 3.0' as const, records, pages: 1, bytes: 0, notes: [] }

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
const middle = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const rate = (taken: number) => ({ seconds: Number(taken.toFixed(2)), perSecond: Math.round(count / taken) })

/** In the order in which they may be filled. */
const tables = [
  'publisher',
  'listed_service',
  'service_location',
  'taxonomy',
  'taxonomy_term',
  'service_term',
  'change',
  'import_run',
  'import_record',
]

const { owner, drop } = await freshDatabase()
const platform = await openPlatform(
  readConfig({ PORT: '0' }, root, 'bench'),
  owner,
  () => new Date('2026-11-22T12:00:00Z'),
)
const sql = connect(owner, 1)
const empty = () => sql.unsafe(`truncate ${tables.map(table => `directory.${table}`).join(', ')} cascade`)
try {
  const placeId = newPlaceId()
  const firsts: number[] = []
  const agains: number[] = []
  const copies: number[] = []
  const rows = new Map<string, number>()
  let bytes = 0
  for (let round = 0; round < rounds; round++) {
    await empty()
    firsts.push(await seconds(() => platform.db.asHouse(placeId, tx => importServices(tx, feed))))

    const columnsOf = new Map<string, string>()
    const lines = new Map<string, Buffer[]>()
    bytes = 0
    for (const table of tables) {
      const columns = await sql<{ name: string }[]>`
        select attname as name from pg_attribute
        where attrelid = ${`directory.${table}`}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`
      columnsOf.set(table, columns.map(({ name }) => name).join(', '))
      const [held] = await sql<{ held: number }[]>`select count(*)::int as held from directory.${sql.unsafe(table)}`
      rows.set(table, held?.held ?? 0)
      const parts: Buffer[] = []
      const out = await sql.unsafe(`copy (select ${columnsOf.get(table)} from directory.${table}) to stdout`).readable()
      for await (const chunk of out) parts.push(chunk as Buffer)
      lines.set(table, parts)
      bytes += Buffer.concat(parts).length
    }
    agains.push(await seconds(() => platform.db.asHouse(placeId, tx => importServices(tx, feed))))
    await empty()
    // Plans made before are for full tables.
    await sql`discard plans`
    copies.push(
      await seconds(() =>
        sql.begin(async tx => {
          // Its best: foreign keys checked by index, as the import has them too, and not by plans made for empty tables.
          await tx`set local enable_seqscan = off`
          for (const table of tables) {
            const into = await tx.unsafe(`copy directory.${table} (${columnsOf.get(table)}) from stdin`).writable()
            await pipeline(Readable.from(lines.get(table) ?? []), into)
          }
        }),
      ),
    )
  }
  const figures = {
    services: count,
    rounds,
    rows: Object.fromEntries(rows),
    megabytes: Math.round(bytes / 1e6),
    import: rate(middle(firsts)),
    importAgainUnchanged: rate(middle(agains)),
    bareCopyIntoTheSameTables: rate(middle(copies)),
    importComparedWithCopy: Number((middle(copies) / middle(firsts)).toFixed(2)),
    allRounds: {
      import: firsts.map(taken => Number(taken.toFixed(2))),
      copy: copies.map(taken => Number(taken.toFixed(2))),
    },
    node: process.versions.node,
  }
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
} finally {
  await sql.end()
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}
