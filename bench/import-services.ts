/**
 * How fast a feed is imported, beside a bare COPY of the very same rows in the same run.
 *
 * Prints JSON. The import is the whole of it: reading records, mending, comparing, writing services, locations, terms, publishers, words for
 * spelling and the report. The COPY is given ready rows, once into a plain table and once into a table with the same generated columns and
 * indexes. SERVICES can be set.
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
const records = generatedServices(count).map((value, index) => ({ number: index + 1, value }))
const feed = { source: 'bench', form: 'ORUK 3.0' as const, records, pages: 1, bytes: 0, notes: [] }

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
const rate = (taken: number) => ({ seconds: Number(taken.toFixed(2)), perSecond: Math.round(count / taken) })

const { owner, drop } = await freshDatabase()
const platform = await openPlatform(
  readConfig({ PORT: '0' }, root, 'bench'),
  owner,
  () => new Date('2026-11-22T12:00:00Z'),
)
const sql = connect(owner, 1)
try {
  const placeId = newPlaceId()
  const first = await seconds(() => platform.db.asHouse(placeId, tx => importServices(tx, feed)))
  const again = await seconds(() => platform.db.asHouse(placeId, tx => importServices(tx, feed)))

  const columns = sql.unsafe(
    'place_id, service_id, publisher_id, source, external_id, content_hash, name, description, status, attending, assured_on, detail, subject, points, first_seen_at, changed_at',
  )
  const lines: Buffer[] = []
  for await (const chunk of await sql`copy (select ${columns} from directory.listed_service) to stdout`.readable())
    lines.push(chunk as Buffer)
  await sql`create table public.plain as select ${columns} from directory.listed_service with no data`
  await sql`create table public.indexed (like directory.listed_service including all)`
  const copy = (table: string) =>
    seconds(async () =>
      pipeline(Readable.from(lines), await sql`copy ${sql(`public.${table}`)} (${columns}) from stdin`.writable()),
    )
  const plain = await copy('plain')
  const indexed = await copy('indexed')

  const figures = {
    services: count,
    megabytes: Math.round(Buffer.concat(lines).length / 1e6),
    import: rate(first),
    importAgainUnchanged: rate(again),
    copyIntoSameColumnsAndIndexes: rate(indexed),
    copyIntoPlainTable: rate(plain),
    importComparedWithCopyIntoSameColumnsAndIndexes: Number((indexed / first).toFixed(2)),
    node: process.versions.node,
  }
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
} finally {
  await sql.end()
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}
