import { setTimeout as pause } from 'node:timers/promises'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { changesSince, newestVersion } from '../change-log-store.ts'
import { type Calendar, findCalendar } from '../opening/opening.ts'
import { eachIndexed, findIndexed } from './index-store.ts'
import { SearchIndex } from './search-index.ts'

/**
 * The index of each place that is searched, kept in this process beside its database: built when first asked for, brought up to date by the change
 * log before every search, dropped when others need the room and it was not used for longest.
 */

type Kept = { index: SearchIndex; version: number; bytes: number; readonly usedAt: { at: number } }

/** All indexes together take at most this many bytes; the one just asked for is kept however large it is. */
const MOST_BYTES = 3 * 1024 ** 3
/** A search waits this long for an index that is made anew, and then uses the one from before. */
const LONGEST_WAIT_MILLISECONDS = 2000

export class PlaceIndexes {
  readonly #kept = new Map<PlaceId, Kept>()
  /** What is being done to a place's index now. */
  readonly #busy = new Map<PlaceId, Promise<void>>()
  readonly #mostBytes: number
  #clock = 0

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes
  }

  /** The places whose index is kept, the one used last at the end. */
  get places(): PlaceId[] {
    return [...this.#kept].sort(([, a], [, b]) => a.usedAt.at - b.usedAt.at).map(([placeId]) => placeId)
  }

  /** The index of the place of the transaction, as of now. */
  async of(tx: PlaceTx): Promise<SearchIndex> {
    const { version, own } = await newestVersion(tx)
    // What this transaction wrote is nobody else's to see before it ends.
    if (own) return (await build(tx)).index
    const giveUpAt = performance.now() + LONGEST_WAIT_MILLISECONDS
    for (;;) {
      const kept = this.#kept.get(tx.placeId)
      if (kept && (version <= kept.version || performance.now() > giveUpAt)) {
        kept.usedAt.at = ++this.#clock
        return kept.index
      }
      const busy = this.#busy.get(tx.placeId)
      if (!busy) await this.#alone(tx.placeId, kept ? this.#catchUp(tx, kept) : this.#build(tx))
      else if (kept) await Promise.race([busy, pause(LONGEST_WAIT_MILLISECONDS, null, { ref: false })])
      else await busy
    }
  }

  /** One piece of work on a place's index at a time; whoever waits for it looks for itself how it ended. */
  async #alone(placeId: PlaceId, work: Promise<void>): Promise<void> {
    this.#busy.set(
      placeId,
      work.catch(() => {}),
    )
    try {
      await work
    } finally {
      this.#busy.delete(placeId)
    }
  }

  async #catchUp(tx: PlaceTx, kept: Kept): Promise<void> {
    const { version, changed } = await changesSince(tx, kept.version)
    if (changed === 'everything' || kept.index.worn) return this.#build(tx)
    const services = await findIndexed(tx, changed)
    const calendar = await findCalendar(tx)
    // From here on without a pause: no search sees half of a change.
    kept.index.changes += 1
    kept.index.details.clear()
    for (const serviceId of changed) kept.index.remove(serviceId)
    for (const service of services) kept.index.put(service)
    if (!sameCalendar(kept.index.opening.calendar, calendar)) kept.index.setCalendar(calendar)
    kept.version = version
  }

  async #build(tx: PlaceTx): Promise<void> {
    this.#keep(tx.placeId, await build(tx))
  }

  #keep(placeId: PlaceId, { index, version }: { index: SearchIndex; version: number }): void {
    const kept = { index, version, bytes: index.bytes, usedAt: { at: ++this.#clock } }
    this.#kept.set(placeId, kept)
    let all = [...this.#kept.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    for (const oldest of this.places) {
      if (all <= this.#mostBytes || oldest === placeId) break
      all -= this.#kept.get(oldest)?.bytes ?? 0
      this.#kept.delete(oldest)
    }
  }
}

async function build(tx: PlaceTx): Promise<{ index: SearchIndex; version: number }> {
  // The version first: what changes while the rest is read is read again.
  const { version } = await newestVersion(tx)
  const index = new SearchIndex(await findCalendar(tx))
  await eachIndexed(tx, service => index.put(service))
  index.words.trim()
  for (let from: number | undefined = 0; from !== undefined; await turn())
    from = index.opening.prepare(from, 200, tx.now.getTime())
  return { index, version }
}

/** Lets whoever else waits for this process have a turn. */
const turn = () => new Promise(resolve => setImmediate(resolve))

const sameCalendar = (a: Calendar, b: Calendar): boolean =>
  a.division === b.division && JSON.stringify(a.terms) === JSON.stringify(b.terms)

const byDatabase = new WeakMap<object, PlaceIndexes>()

/** The index of the place of the transaction, as of now. */
export function indexOf(tx: PlaceTx): Promise<SearchIndex> {
  let indexes = byDatabase.get(tx.database)
  if (!indexes) {
    indexes = new PlaceIndexes()
    byDatabase.set(tx.database, indexes)
  }
  return indexes.of(tx)
}
