/**
 * How fast the directory answers a search, over HTTP with every filter on, and in the process beside MiniSearch and Orama on the same services and the
 * same words in the same run.
 *
 * Prints JSON, milliseconds (`processorEach`: of the serving thread's processor time, a request; the database's own is not in it). Ours is the whole of it: the version of the directory asked of the database, words, needs, postcode, filters, every choice
 * counted, one ranking with reasons, 20 results with what a page shows of them. The peers are their search alone, without distance, filters, freshness or
 * reasons. One process serves; the clients are in a thread of their own. SERVICES (20,000) and QUERIES (400) can be set; peers are left out beyond
 * 50,000 services, where their indexes take many minutes.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { create, insertMultiple, search as oramaSearch } from '@orama/orama'
import MiniSearch from 'minisearch'
import { openApp } from '../src/app.ts'
import { importServices, searchServices } from '../src/capabilities/directory/index.ts'
import { indexOf } from '../src/capabilities/directory/search/place-indexes.ts'
import { filesAt, importPostcodes } from '../src/capabilities/places/import-postcodes.ts'
import { addPlace, newPlaceId, toGrid } from '../src/capabilities/places/index.ts'
import { isRefusal, type Refusal } from '../src/kernel/refusal.ts'
import { perform } from '../src/platform/command.ts'
import { readConfig } from '../src/platform/config.ts'
import { houseActor } from '../src/platform/db/database.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'
import { eachGenerated, generatedQueries } from './search.generated.ts'

const count = Number(process.env.SERVICES ?? 20_000)
const queries = generatedQueries(Number(process.env.QUERIES ?? 400))
const IMPORT_AT_ONCE = 20_000
const MOST_FOR_PEERS = 50_000
const WARM_UP = 40
/** All at once; what is not known stays among the results, as it does for people. */
const EVERY_FILTER =
  'open=today&cost=free&way=in-person&way=phone&age=45&language=Polish&access=step-free&within=20&serves=yes&checked=yes'

const say = (line: string) => process.stderr.write(`${line}\n`)
const rounded = (value: number, digits = 2) => Number(value.toFixed(digits))
const quantiles = (times: number[]) => {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(1) }
}
const worked = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.message)
  return answer
}

async function timed<T>(items: readonly T[], work: (item: T) => Promise<unknown> | unknown): Promise<number[]> {
  for (const item of items.slice(0, WARM_UP)) await work(item)
  const times: number[] = []
  for (const item of items) {
    const started = performance.now()
    await work(item)
    times.push(performance.now() - started)
  }
  return times
}

async function seconds(work: () => Promise<unknown> | unknown): Promise<number> {
  const started = performance.now()
  await work()
  return rounded((performance.now() - started) / 1000, 1)
}

/** What this thread, which serves, has taken of a processor: tells more than a clock does on a busy machine. */
const processorSeconds = () => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1e6
}

/** One made-up postcode where each question is asked from. */
const postcodeOf = (at: number) => {
  const letters = 'ABDEFGHJLNPQRSTUWXYZ'
  return `ZZ${1 + (at % 4)} ${Math.floor(at / 1600) % 10}${letters[Math.floor(at / 80) % 20]}${letters[Math.floor(at / 4) % 20]}`
}

const { owner, drop } = await freshDatabase()
const platform = await openPlatform(
  readConfig({ PORT: '0' }, root, 'bench'),
  owner,
  () => new Date('2026-11-23T12:00:00Z'),
)
const app = await openApp(platform, { limits: null })
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
try {
  const placeId = newPlaceId()
  worked(
    await perform(platform.db, houseActor(placeId), addPlace, {
      slug: 'bench',
      name: 'Bench',
      ladCodes: [],
      settings: {},
    }),
  )
  const file = join(folder, 'postcodes.csv')
  const rows = queries.map((query, at) => {
    const { x, y } = toGrid(query)
    return `${postcodeOf(at)},${Math.round(x)},${Math.round(y)}`
  })
  writeFileSync(file, `pcds,oseast1m,osnrth1m\n${rows.join('\n')}\n`)
  worked(await importPostcodes(platform.db, worked(await filesAt([file]))))

  say(`Importing ${count.toLocaleString('en-GB')} services …`)
  const importSeconds = await seconds(async () => {
    let records: { number: number; value: unknown }[] = []
    let part = 0
    const write = async () => {
      const feed = { source: `bench ${++part}`, form: 'ORUK 3.0' as const, records, pages: 1, bytes: 0, notes: [] }
      if (records.length > 0) await platform.db.asHouse(placeId, tx => importServices(tx, feed))
      records = []
    }
    for (const value of eachGenerated(count, true)) {
      records.push({ number: records.length + 1, value })
      if (records.length === IMPORT_AT_ONCE) await write()
    }
    await write()
  })

  say('Building the index …')
  globalThis.gc?.()
  const before = process.memoryUsage()
  const beforeBuild = processorSeconds()
  const buildSeconds = await seconds(() => platform.db.asHouse(placeId, tx => indexOf(tx)))
  const buildProcessorSeconds = rounded(processorSeconds() - beforeBuild, 1)
  globalThis.gc?.()
  const after = process.memoryUsage()
  const index = await platform.db.asHouse(placeId, tx => indexOf(tx))
  const megabytes = (bytes: number) => Math.round(bytes / 1e6)

  say('Asking over HTTP …')
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  const addressesOf = (path: string, more: string) =>
    queries.map(({ words }, at) => `${path}?${new URLSearchParams({ q: words, near: postcodeOf(at) })}&${more}`)
  const clientsAsk = (addresses: string[], clients: number) =>
    new Promise<number[]>((resolve, reject) => {
      const worker = new Worker(new URL('./search-clients.ts', import.meta.url), {
        workerData: { port, addresses, clients },
      })
      worker.once('message', resolve).once('error', reject)
    })
  const overHttp = async (path: string, more: string) => {
    const addresses = addressesOf(path, more)
    await clientsAsk(addresses, 8)
    const asked = async (clients: number) => {
      const before = processorSeconds()
      const times = quantiles(await clientsAsk(addresses, clients))
      return { ...times, processorEach: rounded(((processorSeconds() - before) * 1000) / addresses.length) }
    }
    return { oneClient: await asked(1), eightClients: await asked(8) }
  }
  const json = await overHttp('/bench/api/services', EVERY_FILTER)
  const jsonNoFilter = await overHttp('/bench/api/services', '')
  const page = await overHttp('/bench/find', EVERY_FILTER)
  const jsonNoWords = quantiles(
    await clientsAsk(
      queries.slice(0, 100).map((_, at) => `/bench/api/services?near=${encodeURIComponent(postcodeOf(at))}`),
      1,
    ),
  )

  say('Asking in the process …')
  const ours = await timed(queries, ({ words }) => platform.db.asHouse(placeId, tx => searchServices(tx, { words })))
  const peers = count <= MOST_FOR_PEERS ? await peersOf() : null

  const meets = (p95: number, below: number) => ({ p95, below, met: p95 < below })
  const large = count >= 500_000
  const figures = {
    bench: 'search',
    services: count,
    queries: queries.length,
    importSeconds,
    index: {
      buildSeconds,
      buildProcessorSeconds,
      megabytesCounted: megabytes(index.bytes),
      megabytesMeasured: megabytes(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers),
      words: index.words.stems,
    },
    overHttp: {
      jsonEveryFilter: json,
      jsonWordsAndPostcode: jsonNoFilter,
      jsonPostcodeOnly: jsonNoWords,
      pageEveryFilter: page,
    },
    inProcess: { ours: { wordsOnly: quantiles(ours) }, ...peers },
    targets: large
      ? { jsonOneClient: meets(json.oneClient.p95, 50) }
      : {
          jsonOneClient: meets(json.oneClient.p95, 15),
          jsonEightClients: meets(json.eightClients.p95, 50),
          pageOneClient: meets(page.oneClient.p95, 15),
          pageEightClients: meets(page.eightClients.p95, 50),
        },
    machine: {
      node: process.version,
      processors: availableParallelism(),
      loadAverage: loadavg().map(each => rounded(each)),
    },
  }
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
} finally {
  rmSync(folder, { recursive: true })
  await app.close()
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}

async function peersOf() {
  say('Asking MiniSearch and Orama …')
  const documents = [...eachGenerated(count)].map(service => ({
    id: service.id as string,
    name: service.name as string,
    subject: (service.organization as { name: string }).name,
    description: service.description as string,
  }))
  const mini = new MiniSearch({
    fields: ['name', 'subject', 'description'],
    searchOptions: { boost: { name: 3, subject: 2 }, fuzzy: 0.2, prefix: true },
  })
  const miniSeconds = await seconds(() => mini.addAll(documents))
  const orama = create({ schema: { name: 'string', subject: 'string', description: 'string' } as const })
  const oramaSeconds = await seconds(() => insertMultiple(orama, documents, 1000))
  return {
    miniSearch: {
      wordsOnly: quantiles(await timed(queries, ({ words }) => mini.search(words))),
      indexSeconds: miniSeconds,
      version: '7.2.0',
      options: 'boost name 3, subject 2; fuzzy 0.2, prefix',
    },
    orama: {
      wordsOnly: quantiles(
        await timed(queries, ({ words }) =>
          oramaSearch(orama, { term: words, tolerance: 1, boost: { name: 3, subject: 2 }, limit: 20 }),
        ),
      ),
      indexSeconds: oramaSeconds,
      version: '3.1.18',
      options: 'boost name 3, subject 2; tolerance 1',
    },
  }
}
