/**
 * How fast a feed is imported, beside a bare COPY of the very same rows into the same tables in the same run.
 *
 * Prints JSON. The import is the whole of it: reading records, mending, comparing, writing services, locations, terms, publishers and the report, in one
 * transaction. The COPY is given those rows ready made, also in one transaction, into the same tables, emptied, with their indexes, keys and generated
 * columns; it runs as the owner, whom row-level security does not slow down. SERVICES and ROUNDS can be set; the middle of the rounds counts.
 *
 * Beside the time that passed stands the processors' time, of this process and of the connection's own process in the database (where it runs on this
 * machine): what a busy machine does not change much.
 */
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { Readable, setDefaultHighWaterMark } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ISql } from 'postgres'
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

// The client stops listening for good when the last row it is copied is larger than what a stream holds: let it hold anything.
setDefaultHighWaterMark(false, 2 ** 30)

type Taken = { seconds: number; hereSeconds: number; databaseSeconds: number | null }

/** What the processors have given a process so far, in seconds; null where it is not on this machine (proc(5), `stat`: utime and stime, 100 a second). */
const processorsGave = (processId: number): number | null => {
  try {
    const [, after = ''] = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')
    const fields = after.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return null
  }
}
/** @param work calls what it is given with the database's process first. */
async function measured(work: (from: (processId: number) => void) => Promise<unknown>): Promise<Taken> {
  const started = performance.now()
  const here = process.cpuUsage()
  let there: { processId: number; gave: number | null } | undefined
  await work(processId => {
    there = { processId, gave: processorsGave(processId) }
  })
  const { user, system } = process.cpuUsage(here)
  const now = there ? processorsGave(there.processId) : null
  return {
    seconds: (performance.now() - started) / 1000,
    hereSeconds: (user + system) / 1e6,
    databaseSeconds: now === null ? null : now - (there?.gave ?? 0),
  }
}
const processOf = async (sql: ISql) => {
  const [found] = await sql<{ processId: number }[]>`select pg_backend_pid() as process_id`
  return found?.processId ?? 0
}
const middle = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const short = (value: number) => Number(value.toFixed(2))
const passed = (all: Taken[]) => middle(all.map(({ seconds }) => seconds))
const processors = (all: Taken[]) =>
  middle(all.map(({ hereSeconds, databaseSeconds }) => hereSeconds + (databaseSeconds ?? 0)))
const rate = (all: Taken[]) => ({
  seconds: short(passed(all)),
  perSecond: Math.round(count / passed(all)),
  processorSecondsHere: short(middle(all.map(({ hereSeconds }) => hereSeconds))),
  processorSecondsInTheDatabase: short(middle(all.map(({ databaseSeconds }) => databaseSeconds ?? 0))),
})

/** In the order in which they may be filled. */
const tables = [
  'publisher',
  'listed_service',
  'service_location',
  'taxonomy',
  'taxonomy_term',
  'service_term',
  'assurance',
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
  const firsts: Taken[] = []
  const agains: Taken[] = []
  const copies: Taken[] = []
  const importing = () =>
    measured(from =>
      platform.db.asHouse(placeId, async tx => {
        from(await processOf(tx.sql))
        return importServices(tx, feed)
      }),
    )
  const rows = new Map<string, number>()
  let bytes = 0
  for (let round = 0; round < rounds; round++) {
    await empty()
    firsts.push(await importing())

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
    agains.push(await importing())
    await empty()
    // Plans made before are for full tables.
    await sql`discard plans`
    copies.push(
      await measured(from =>
        sql.begin(async tx => {
          from(await processOf(tx))
          // Its best: foreign keys checked by plans that know how full the table before is, as an import gives itself too. Without statistics the
          // planner may read a whole place for every row: 230 s instead of 3.
          for (const table of tables) {
            const into = await tx.unsafe(`copy directory.${table} (${columnsOf.get(table)}) from stdin`).writable()
            await pipeline(Readable.from(lines.get(table) ?? []), into)
            await tx`analyze directory.${tx(table)}`
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
    import: rate(firsts),
    importAgainUnchanged: rate(agains),
    bareCopyIntoTheSameTables: rate(copies),
    importComparedWithCopy: short(passed(copies) / passed(firsts)),
    importComparedWithCopyInProcessorTime: short(processors(copies) / processors(firsts)),
    allRounds: {
      import: firsts.map(({ seconds }) => short(seconds)),
      copy: copies.map(({ seconds }) => short(seconds)),
    },
    busy: loadavg().map(short),
    node: process.versions.node,
  }
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
} finally {
  await sql.end()
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}
