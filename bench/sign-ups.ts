/**
 * How many people can sign up to volunteer at once: RATE (default 500) a second come for SECONDS (default 20) at fixed moments, whatever the answers do (an open
 * loop: who is answered late does not come later), from a thread of their own, over HTTP, to one web process with one PostgreSQL that keeps its promises (fsync).
 * Beside it the bare database: the statements that one sign-up was seen to send, with other people's values, in the same transactions, by postgres.js alone.
 *
 * Prints JSON: what was achieved, the time to the answer from the moment each person came, and the time of the processors, which clients, web process and
 * database share.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openApp } from '../src/app.ts'
import { changePlace, setNeighbourhoods } from '../src/capabilities/places/index.ts'
import { aFile, squareBoundary } from '../src/capabilities/places/testing.ts'
import { leastPosted } from '../src/capabilities/volunteers/testing.ts'
import { runCommandLine } from '../src/command-line.ts'
import { newId } from '../src/kernel/ids.ts'
import { perform } from '../src/platform/command.ts'
import { readConfig } from '../src/platform/config.ts'
import { applicationLogin } from '../src/platform/db/address.ts'
import { connect } from '../src/platform/db/connection.ts'
import { houseActor, openDatabase } from '../src/platform/db/database.ts'
import { startEmbeddedDatabase } from '../src/platform/db/embedded.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { openWaker } from '../src/platform/jobs/queue.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { queueNames } from '../src/queues.ts'
import { aCast, worked } from '../test/support/cast.ts'
import type { TestHouse } from '../test/support/house.ts'

const rate = Number(process.env.RATE ?? 500)
const seconds = Number(process.env.SECONDS ?? 20)
const connections = 10
const target = { perSecond: 500, p99Milliseconds: 250 }

/** How long each took from the moment it came, in ms; Infinity for one that was refused or broke. */
const figuresOf = (times: readonly number[], tookSeconds: number) => {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) / 10
  const errors = times.filter(time => !Number.isFinite(time)).length
  return {
    offered: times.length,
    perSecond: Math.round((times.length - errors) / tookSeconds),
    p50Milliseconds: at(0.5),
    p99Milliseconds: at(0.99),
    worstMilliseconds: at(1),
    errors,
  }
}

const work = mkdtempSync(join(tmpdir(), 'keepitlocal-sign-ups-'))
const embedded = await startEmbeddedDatabase(work)
const owner = embedded.address
await migrate(owner, root, queueNames)
const config = readConfig({ PORT: '0' }, root, 'bench')
const platform = await openPlatform(config, owner, undefined, connections)
const asOwner = connect(owner, 1)

/** Processor seconds of the database's processes, from /proc; null where there is none. */
const databaseSeconds = async (): Promise<number | null> => {
  const { readFileSync } = await import('node:fs')
  const pids = await asOwner<{ pid: number }[]>`select pid from pg_stat_activity where pid is not null`
  try {
    const ticks = pids.flatMap(({ pid }) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return [Number(fields[11]) + Number(fields[12])]
    })
    return ticks.reduce((sum, tick) => sum + tick, 0) / 100
  } catch {
    return null
  }
}

/** Runs work and says what it cost this process and the database. */
const measured = async <T>(doIt: () => Promise<T>) => {
  const [before, beforeDatabase] = [process.cpuUsage(), await databaseSeconds()]
  const started = performance.now()
  const answer = await doIt()
  const took = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(before)
  const database = await databaseSeconds()
  return {
    answer,
    took,
    processors: {
      thisProcessSeconds: Math.round((user + system) / 100_000) / 10,
      databaseSeconds:
        database === null || beforeDatabase === null ? null : Math.round((database - beforeDatabase) * 10) / 10,
    },
  }
}

try {
  const cast = await aCast({ platform } as TestHouse)
  const { placeId, slug } = cast
  const lead = houseActor(placeId)
  worked(await perform(platform.db, lead, changePlace, { settings: { triageOrganisationId: cast.hub } }))
  worked(
    await perform(platform.db, lead, setNeighbourhoods, {
      boundaries: [squareBoundary('E05000001', 'Mill', { x: 400_000, y: 300_000 })],
    }),
  )
  const letters = 'ABDEFGHJLNPQRSTUWXYZ'
  const postcodes = Array.from({ length: 400 }, (_, n) => {
    const unit = `${n % 9}${letters[n % letters.length]}${letters[n % 7]}`
    return `ZZ${1 + Math.floor(n / 60)} ${unit},,${400_000 + n},${300_000 + n},E05000001`
  })
  const file = aFile('zz.csv', ['pcds,doterm,easting,northing,ward', ...new Set(postcodes)].join('\n'))
  const quiet = { platform, out() {}, err() {}, isTty: false }
  await runCommandLine(['import', 'postcodes', file], quiet)
  const path = `/${slug}/volunteer`
  const body = (n: number) =>
    new URLSearchParams({
      ...leastPosted,
      name: `Person ${n} of Many`,
      phone: n % 2 ? `07700 9${String(n).padStart(5, '0')}` : '',
      email: n % 2 ? '' : `person.${n}@example.org`,
      postcode: postcodes[n % postcodes.length]?.split(',')[0] ?? '',
    }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }

  // What one sign-up sends to the database, seen once with each way of being reached.
  const seen: { text: string; values: unknown[] }[][] = []
  let sees: { text: string; values: unknown[] }[] = []
  const watched = connect(applicationLogin(owner), 1, (text, values) => void sees.push({ text, values: [...values] }))
  const waker = await openWaker(watched)
  const watchedApp = await openApp(
    { ...platform, db: openDatabase(watched, waker, platform.clock) },
    { rateLimit: false },
  )
  const typed = [900_000_001, 900_000_002]
  for (const n of [900_000_000, ...typed]) {
    sees = []
    const answer = await watchedApp.inject({ method: 'POST', url: path, headers, payload: body(n % 100_000) })
    if (answer.statusCode !== 303)
      throw new Error(
        `A sign-up answered ${answer.statusCode}: ${/error-summary__list.*?<\/ul>/s.exec(answer.body)?.[0]}`,
      )
    seen.push(sees)
  }
  seen.shift()
  await watchedApp.close()
  await waker.stop()
  await watched.end()

  const overHttp = async () => {
    const app = await openApp(platform, { rateLimit: false })
    const port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
    const clients = (total: number, perSecond: number, from: number) =>
      new Promise<number[]>((resolve, reject) => {
        const bodies = Array.from({ length: total }, (_, n) => body(from + n))
        const worker = new Worker(new URL('sign-up-clients.ts', import.meta.url), {
          workerData: { port, path, bodies, perSecond },
        })
        worker.once('message', resolve)
        worker.once('error', reject)
      })
    // Templates are compiled and connections opened, as in a server that runs.
    await clients(rate * 2, rate / 2, 10_000)
    const run = await measured(() => clients(rate * seconds, rate, 20_000))
    await app.close()
    return { ...figuresOf(run.answer, run.took), processors: run.processors }
  }

  const bare = async () => {
    const sql = connect(applicationLogin(owner), connections)
    const fixed = new Set([placeId as string, cast.hub])
    const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
    let n = 50_000
    /** The same statements for somebody else: other ids, another reference and another way to reach them. */
    const forSomebodyElse = (statements: (typeof seen)[number]) => {
      const ids = new Map<string, string>()
      const person = ++n
      const fresh = (text: string) =>
        text
          .replace(uuid, id => (fixed.has(id) ? id : (ids.get(id) ?? ids.set(id, newId()).get(id) ?? id)))
          .replace(/\b[A-Z0-9]{3}-[A-Z0-9]{3}\b/g, `${person}`)
          .replace(/07700 9\d{5}/g, `07701 ${person}`)
          .replace(/person\.\d+@/g, `bare.${person}@`)
      const value = (given: unknown): unknown =>
        typeof given === 'string'
          ? fresh(given)
          : given instanceof Date || given === null || typeof given !== 'object'
            ? given
            : JSON.parse(fresh(JSON.stringify(given)))
      return statements.map(({ text, values }) => ({ text, values: values.map(value) }))
    }
    const isEdge = ({ text }: { text: string }) => /^(begin|commit|rollback)/i.test(text.trim())
    const signUp = (of: (typeof seen)[number]) =>
      sql.begin(tx =>
        Promise.all(
          forSomebodyElse(of.filter(statement => !isEdge(statement))).map(({ text, values }) =>
            values.length > 0 ? tx.unsafe(text, values as never[], { prepare: true }) : tx.unsafe(text),
          ),
        ),
      )
    for (let warm = 0; warm < 200; warm++) await signUp(seen[warm % 2] ?? [])
    const run = await measured(async () => {
      const times: Promise<number>[] = []
      const startedAt = performance.now()
      for (let sent = 0; sent < rate * seconds; ) {
        const due = Math.min(rate * seconds, Math.floor(((performance.now() - startedAt) / 1000) * rate) + 1)
        for (; sent < due; sent++) {
          const cameAt = startedAt + (sent / rate) * 1000
          times.push(
            signUp(seen[sent % 2] ?? []).then(
              () => performance.now() - cameAt,
              () => Number.POSITIVE_INFINITY,
            ),
          )
        }
        await new Promise(resolve => setTimeout(resolve, 1))
      }
      return Promise.all(times)
    })
    await sql.end()
    return { ...figuresOf(run.answer, run.took), processors: run.processors }
  }

  const http = await overHttp()
  const beside = await bare()
  const met =
    http.perSecond >= target.perSecond * 0.99 && http.p99Milliseconds < target.p99Milliseconds && http.errors === 0
  const statements = seen.map(of => of.length)
  process.stdout.write(
    `${JSON.stringify({ rate, seconds, statements, http, bareDatabase: beside, target, met, processors: availableParallelism(), node: process.versions.node }, null, 2)}\n`,
  )
} finally {
  await asOwner.end()
  await platform.db.close()
  await embedded.stop('now')
  rmSync(work, { recursive: true, force: true })
}
