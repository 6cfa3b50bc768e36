/**
 * How fast the directory answers a search at 20,000 services, beside MiniSearch on the same services and queries in the same run.
 *
 * Prints JSON, milliseconds. Ours is the whole search: a transaction, words and postcode in one ranking, reasons, and what a page shows of 20
 * results. MiniSearch is its search alone, in memory, without distance, freshness or reasons. SERVICES and QUERIES can be set.
 */
import MiniSearch from 'minisearch'
import { importServices, searchServices } from '../src/capabilities/directory/index.ts'
import { newPlaceId, toGrid } from '../src/capabilities/places/index.ts'
import { readConfig } from '../src/platform/config.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'
import { generatedQueries, generatedServices } from './search.generated.ts'

const count = Number(process.env.SERVICES ?? 20_000)
const queries = generatedQueries(Number(process.env.QUERIES ?? 400))
const services = generatedServices(count)

const quantiles = (times: number[]) => {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2))
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(1) }
}

async function timed<T>(items: readonly T[], work: (item: T) => Promise<unknown> | unknown): Promise<number[]> {
  for (const item of items.slice(0, 50)) await work(item)
  const times: number[] = []
  for (const item of items) {
    const started = performance.now()
    await work(item)
    times.push(performance.now() - started)
  }
  return times
}

const { owner, drop } = await freshDatabase()
const platform = await openPlatform(
  readConfig({ PORT: '0' }, root, 'bench'),
  owner,
  () => new Date('2026-11-22T12:00:00Z'),
)
try {
  const placeId = newPlaceId()
  const records = services.map((value, index) => ({ number: index + 1, value }))
  const importStarted = performance.now()
  await platform.db.asHouse(placeId, tx =>
    importServices(tx, { source: 'bench', form: 'ORUK 3.0', records, pages: 1, bytes: 0, notes: [] }),
  )
  const importSeconds = (performance.now() - importStarted) / 1000

  const search = (words: string, at?: { latitude: number; longitude: number }) =>
    platform.db.asHouse(placeId, tx => searchServices(tx, { words, ...(at && { near: toGrid(at) }) }))
  const both = await timed(queries, query => search(query.words, query))
  const wordsOnly = await timed(queries, query => search(query.words))
  const nearestOnly = await timed(queries.slice(0, 100), query => search('', query))
  const atOnce: number[] = []
  await Promise.all(
    Array.from({ length: 8 }, async (_, client) => {
      for (const query of queries.filter((_, index) => index % 8 === client)) {
        const started = performance.now()
        await search(query.words, query)
        atOnce.push(performance.now() - started)
      }
    }),
  )

  const indexStarted = performance.now()
  const mini = new MiniSearch({
    fields: ['name', 'subject', 'description'],
    searchOptions: { boost: { name: 3, subject: 2 }, fuzzy: 0.2, prefix: true },
  })
  mini.addAll(
    services.map(service => ({
      id: service.id,
      name: service.name,
      subject: (service.organization as { name: string }).name,
      description: service.description,
    })),
  )
  const indexSeconds = (performance.now() - indexStarted) / 1000
  const miniSearch = await timed(queries, query => mini.search(query.words))

  const figures = {
    services: count,
    queries: queries.length,
    ours: {
      wordsAndPostcode: quantiles(both),
      wordsOnly: quantiles(wordsOnly),
      nearestOnly: quantiles(nearestOnly),
      wordsAndPostcodeWithEightAtOnce: quantiles(atOnce),
      importSeconds: Number(importSeconds.toFixed(1)),
    },
    miniSearch: {
      wordsOnly: quantiles(miniSearch),
      indexSeconds: Number(indexSeconds.toFixed(1)),
      version: '7.2.0',
      options: 'fuzzy 0.2, prefix',
    },
    node: process.versions.node,
  }
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
} finally {
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}
