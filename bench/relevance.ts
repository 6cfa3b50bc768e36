/**
 * How good the directory's search is: NDCG@10 on graded questions over a real feed, beside MiniSearch, Orama and a stemmed BM25 on the same services and
 * questions in the same run. Prints JSON.
 *
 * Ours is the product's own path: the feed is imported into a scratch database and asked by `searchServices` without a postcode. How the questions were judged,
 * and which of them nothing was tuned on, is in relevance/README.md. Without the feed it says so and ends well.
 */
import { importServices, searchServices } from '../src/capabilities/directory/index.ts'
import { newPlaceId } from '../src/capabilities/places/index.ts'
import { readConfig } from '../src/platform/config.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'
import { judgments, ndcg, type Question, questions } from './relevance/judged.ts'
import { NOW, realFeed } from './relevance/listed.ts'
import { type Peer, peersOf } from './relevance/peers.ts'

/** How far above each peer the mean is to be. */
const TARGET = 0.15

/** Each part of the questions that is told of by itself. */
const parts: readonly (readonly [string, (question: Question) => boolean])[] = [
  ['all', () => true],
  ['short words', ({ kind }) => kind === 'word'],
  ['misspelt', ({ kind }) => kind === 'misspelt'],
  ['synonyms and terms', ({ kind }) => kind === 'term'],
  ['sentences', ({ kind }) => kind === 'sentence'],
  ['tuned on', ({ heldOut }) => !heldOut],
  ['sentences tuned on', ({ kind, heldOut }) => kind === 'sentence' && !heldOut],
  ['kept aside', ({ heldOut }) => heldOut],
  ['sentences kept aside', ({ kind, heldOut, retold }) => kind === 'sentence' && heldOut && !retold],
  ['sentences retold from strangers', ({ retold }) => retold === true],
]

const rounded = (value: number) => Math.round(value * 1000) / 1000

async function meansOf(peer: Peer) {
  const scores = new Map<string, number>()
  for (const { id, typed } of questions) scores.set(id, ndcg(judgments[id] ?? {}, await peer.rank(typed)))
  return Object.fromEntries(
    parts.map(([name, isIn]) => {
      const inPart = questions.filter(isIn).map(({ id }) => scores.get(id) ?? 0)
      return [name, rounded(inPart.reduce((sum, score) => sum + score, 0) / Math.max(1, inPart.length))]
    }),
  )
}

async function measure(): Promise<void> {
  const real = await realFeed()
  if (!real) return
  const { owner, drop } = await freshDatabase()
  const platform = await openPlatform(readConfig({ PORT: '0' }, root, 'bench'), owner, () => NOW)
  try {
    const placeId = newPlaceId()
    const house = <T>(work: Parameters<typeof platform.db.asHouse<T>>[1]) => platform.db.asHouse(placeId, work)
    await house(async tx => void (await importServices(tx, real.feed)))
    const times: number[] = []
    const ours: Peer = {
      name: 'Keep it Local',
      settings: 'searchServices without a postcode, the vocabulary that comes with it',
      async rank(typed) {
        const started = performance.now()
        const { results } = await house(tx => searchServices(tx, { words: typed, limit: 10 }))
        times.push(performance.now() - started)
        return results.map(({ serviceId }) => serviceId)
      },
    }
    const engines = await Promise.all(
      [ours, ...(await peersOf(real.services))].map(async engine => ({ engine, means: await meansOf(engine) })),
    )
    const [us, ...peers] = engines
    const above = peers.map(({ engine, means }) => [engine.name, rounded((us?.means.all ?? 0) - (means.all ?? 0))])
    const sorted = times.sort((a, b) => a - b)
    const figures = {
      bench: 'relevance',
      measure: 'mean NDCG@10, gain 2^grade - 1',
      services: real.services.length,
      questions: Object.fromEntries(parts.map(([name, isIn]) => [name, questions.filter(isIn).length])),
      judged: Object.values(judgments).reduce((sum, grades) => sum + Object.keys(grades).length, 0),
      engines: engines.map(({ engine, means }) => ({ name: engine.name, settings: engine.settings, ...means })),
      target: {
        aboveEachBy: TARGET,
        above: Object.fromEntries(above),
        met: above.every(([, by]) => Number(by) >= TARGET),
      },
      millisecondsASearch: {
        middle: rounded(sorted[Math.floor(sorted.length / 2)] ?? 0),
        p95: rounded(sorted[Math.floor(sorted.length * 0.95)] ?? 0),
      },
      node: process.versions.node,
    }
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
  } finally {
    await platform.db.close()
    await drop()
    await (await testServer()).embedded?.stop()
  }
}

await measure()
