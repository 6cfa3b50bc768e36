/**
 * How many people can sign up to volunteer at once: RATE (default 500) a second come for SECONDS (default 20) at fixed moments, whatever the answers do (an open
 * loop: who is answered late does not come later), from a thread of their own, over HTTP, to one web process with one PostgreSQL that keeps its promises (fsync).
 *
 * Beside it the bare database: the statements that sign-ups were seen to send, with other people's values, in the same transactions, by postgres.js alone; as many
 * people in one transaction as came together over HTTP, and once more each in a transaction of their own.
 *
 * Prints JSON: what was achieved, the time to the answer from the moment each person came, and the processor time of each sign-up in clients, web process and
 * database, which does not depend on who else works on the machine.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
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
import type { Came, Coming } from './sign-up-clients.ts'

const rate = Number(process.env.RATE ?? 500)
const seconds = Number(process.env.SECONDS ?? 20)
const connections = 10
if (!(rate * seconds <= 75_000))
  throw new Error('There are 75,000 people at most: take a smaller RATE or fewer SECONDS.')
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

/** Processor seconds of the database's processes, those that have ended too, from /proc; null where there is none. */
const databaseSeconds = async (): Promise<number | null> => {
  const { readFileSync } = await import('node:fs')
  const fieldsOf = (pid: number): number[] =>
    (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []).map(Number)
  const ticks = (fields: readonly number[], from: number, to: number) =>
    fields.slice(from, to).reduce((sum, tick) => sum + tick, 0)
  const pids = await asOwner<{ pid: number }[]>`select pid from pg_stat_activity where pid is not null`
  try {
    const all = pids.map(({ pid }) => fieldsOf(pid))
    // The parent has its own time and, beside it, that of its children that ended, such as those that clean up and count.
    const parent = ticks(fieldsOf(all[0]?.[1] ?? 0), 11, 15)
    return all.reduce((sum, fields) => sum + ticks(fields, 11, 13), parent) / 100
  } catch {
    return null
  }
}

/** Runs work that many take part in and says what it cost for each, in ms of processor time, here and in the database. */
const measured = async <T>(people: number, doIt: () => Promise<T>) => {
  const [before, beforeDatabase] = [process.cpuUsage(), await databaseSeconds()]
  const started = performance.now()
  const answer = await doIt()
  const took = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(before)
  const database = await databaseSeconds()
  const each = (milliseconds: number) => Math.round((milliseconds / people) * 100) / 100
  const here = (user + system) / 1000
  return {
    answer,
    took,
    /** Of clients that ran in a thread here, `clients` milliseconds are theirs. */
    processorMillisecondsEach: (clients = 0) => ({
      clients: each(clients),
      webProcess: each(here - clients),
      database: database === null || beforeDatabase === null ? null : each((database - beforeDatabase) * 1000),
    }),
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

  const clients = (coming: Coming) =>
    new Promise<Came>((resolve, reject) => {
      const worker = new Worker(new URL('sign-up-clients.ts', import.meta.url), { workerData: coming })
      worker.once('message', resolve)
      worker.once('error', reject)
    })

  /** How many people have signed up, and in how many transactions. */
  const written = async () => {
    const [row] = await asOwner<{ people: number; transactions: number }[]>`
      select count(*)::int as people, count(distinct xmin::text)::int as transactions from volunteers.volunteer`
    return row ?? { people: 0, transactions: 0 }
  }

  const overHttp = async () => {
    const app = await openApp(platform, { limits: null })
    const port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
    const signUps = (total: number, perSecond: number, from: number) =>
      clients({ port, path, bodies: Array.from({ length: total }, (_, n) => body(from + n)), perSecond, hopedFor: 303 })
    // Templates are compiled and connections opened, as in a server that runs.
    await signUps(rate * 2, rate / 2, 10_000)
    // A database on its first evening does not know yet how large its tables are (it looks every ten seconds): FIRST_EVENING=1 measures that.
    if (!process.env.FIRST_EVENING) await asOwner`vacuum analyze`
    const before = await written()
    const run = await measured(rate * seconds, () => signUps(rate * seconds, rate, 20_000))
    const after = await written()
    // What their browsers ask for next: the page with their reference and what happens next.
    const signedUp = await app.inject({ method: 'POST', url: path, headers, payload: body(9_999) })
    const cookie = signedUp.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const pages = Array.from({ length: rate * 2 }, () => null)
    const answerPages = () =>
      clients({ port, path: `${path}/welcome`, bodies: pages, cookie, perSecond: rate, hopedFor: 200 })
    await answerPages()
    const opened = await measured(pages.length, answerPages)
    await app.close()
    return {
      ...figuresOf(run.answer.times, run.took),
      togetherOnAverage:
        Math.round(((after.people - before.people) / (after.transactions - before.transactions)) * 10) / 10,
      processorMillisecondsEach: run.processorMillisecondsEach(run.answer.processorMilliseconds),
      answerPage: {
        errors: figuresOf(opened.answer.times, opened.took).errors,
        processorMillisecondsEach: opened.processorMillisecondsEach(opened.answer.processorMilliseconds),
      },
    }
  }

  let strangers = 99_000
  type Statement = { readonly text: string; readonly values: readonly unknown[] }

  /** What so many people who come at once are seen to send to the database: the one transaction they are written in. */
  const seen = async (people: number): Promise<readonly Statement[]> => {
    const sees: Statement[] = []
    const watched = connect(applicationLogin(owner), 1, (text, values) => void sees.push({ text, values: [...values] }))
    const waker = await openWaker(watched)
    const app = await openApp({ ...platform, db: openDatabase(watched, waker, platform.clock) }, { limits: null })
    const come = async (from: number, count: number) => {
      const all = Array.from({ length: count }, (_, n) =>
        app.inject({ method: 'POST', url: path, headers, payload: body(from + n) }),
      )
      for (const answer of await Promise.all(all))
        if (answer.statusCode !== 303)
          throw new Error(
            `A sign-up answered ${answer.statusCode}: ${/error-summary__list.*?<\/ul>/s.exec(answer.body)?.[0]}`,
          )
    }
    // What is found once is found; then one who comes alone, and while they are written the others wait.
    await come(strangers, 2)
    sees.length = 0
    await come(strangers + 2, people === 1 ? 1 : people + 1)
    strangers += 200
    await app.close()
    await waker.stop()
    await watched.end()
    const edges = sees.flatMap(({ text }, n) => (/^begin/i.test(text.trim()) ? [n] : []))
    const transactions = edges.map((from, n) => sees.slice(from, edges[n + 1]))
    const writing = transactions.filter(of => of.some(({ text }) => text.includes('insert into volunteers.volunteer')))
    return (writing.at(-1) ?? []).filter(({ text }) => !/^(begin|commit|rollback)/i.test(text.trim()))
  }

  const bare = async (together: number) => {
    // A line of the audit trail is chained to the one before it and cannot be written twice: those are left out, which favours the bare database.
    const statements = (await seen(together)).filter(({ text }) => !text.includes('platform.audit_'))
    const sql = connect(applicationLogin(owner), connections)
    const fixed = new Set([placeId as string, cast.hub])
    let n = 100_000 * together
    /** The same statements for other people: other ids, other references and other ways to reach them. */
    const forOthers = () => {
      const others = new Map<string, string>()
      const other = (known: string, make: () => string) => {
        const made = others.get(known) ?? make()
        others.set(known, made)
        return made
      }
      const fresh = (text: string) =>
        text
          .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, id =>
            fixed.has(id) ? id : other(id, newId),
          )
          .replace(/\b[A-Z0-9]{3}-[A-Z0-9]{3}\b/g, reference => other(reference, () => `${++n}`))
          .replace(/07700 9\d{5}/g, phone => other(phone, () => `07701 ${++n}`))
          .replace(/person\.\d+@/g, email => other(email, () => `bare.${++n}@`))
      const value = (given: unknown): unknown =>
        typeof given === 'string'
          ? fresh(given)
          : given instanceof Date || given === null || typeof given !== 'object'
            ? given
            : JSON.parse(fresh(JSON.stringify(given)))
      return statements.map(({ text, values }) => ({ text, values: values.map(value) }))
    }
    const write = () =>
      sql.begin(tx =>
        Promise.all(
          forOthers().map(({ text, values }) =>
            values.length > 0 ? tx.unsafe(text, values as never[], { prepare: true }) : tx.unsafe(text),
          ),
        ),
      )
    for (let warm = 0; warm < 200 / together; warm++) await write()
    const total = Math.floor((rate * seconds) / together)
    const run = await measured(total * together, async () => {
      const times: Promise<number>[] = []
      const startedAt = performance.now()
      for (let sent = 0; sent < total; ) {
        const due = Math.min(total, Math.floor((((performance.now() - startedAt) / 1000) * rate) / together) + 1)
        for (; sent < due; sent++) {
          const cameAt = startedAt + (sent / rate) * together * 1000
          times.push(
            write().then(
              () => performance.now() - cameAt,
              () => Number.POSITIVE_INFINITY,
            ),
          )
        }
        await new Promise(resolve => setTimeout(resolve, 1))
      }
      return (await Promise.all(times)).flatMap(time => Array.from({ length: together }, () => time))
    })
    await sql.end()
    const { webProcess, database } = run.processorMillisecondsEach()
    return {
      ...figuresOf(run.answer, run.took),
      together,
      statements: statements.length,
      processorMillisecondsEach: { postgresJs: webProcess, database },
    }
  }

  const http = await overHttp()
  const together = await bare(Math.max(1, Math.min(100, Math.round(http.togetherOnAverage))))
  const oneByOne = await bare(1)
  const met =
    http.perSecond >= target.perSecond * 0.99 && http.p99Milliseconds < target.p99Milliseconds && http.errors === 0
  process.stdout.write(
    `${JSON.stringify({ rate, seconds, http, bareDatabase: { together, oneByOne }, target, met, processors: availableParallelism(), load: loadavg(), node: process.versions.node }, null, 2)}\n`,
  )
} finally {
  await asOwner.end()
  await platform.db.close()
  await embedded.stop('now')
  rmSync(work, { recursive: true, force: true })
}
