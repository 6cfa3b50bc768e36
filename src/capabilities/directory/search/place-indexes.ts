import { setTimeout as pause } from 'node:timers/promises'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { Database, PlaceTx } from '../../../platform/db/database.ts'
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
  /** People wait this long for a directory that nobody has searched yet in this process, and are then asked to come back in a moment. */
  longestFirstWaitMilliseconds = 5_000
  readonly #kept = new Map<PlaceId, Kept>()
  /** What is being done to a place's index now. */
  readonly #busy = new Map<PlaceId, Promise<void>>()
  /** Indexes being built in transactions of their own, and since when, by `performance.now()`. */
  readonly #apart = new Map<PlaceId, { work: Promise<void>; since: number }>()
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
    const { placeId } = tx
    const { version, own } = await newestVersion(tx)
    // What this transaction wrote is nobody else's to see before it ends.
    if (own) return (await build(tx)).index
    const giveUpAt = performance.now() + LONGEST_WAIT_MILLISECONDS
    for (;;) {
      const kept = this.#kept.get(placeId)
      const apart = this.#apart.get(placeId)
      const now = performance.now()
      const late = now > giveUpAt || (apart !== undefined && now > apart.since + LONGEST_WAIT_MILLISECONDS)
      if (kept && (version <= kept.version || late)) {
        kept.usedAt.at = ++this.#clock
        return kept.index
      }
      const busy = this.#busy.get(placeId)
      if (!kept) await (busy ?? this.#alone(placeId, this.#build(tx)))
      else if (busy ?? apart) await Promise.race([busy ?? apart?.work, pause(giveUpAt - now + 1, null, { ref: false })])
      else {
        let caughtUp = false
        const work = this.#catchUp(tx, kept).then(done => {
          caughtUp = done
        })
        await this.#alone(placeId, work)
        if (!caughtUp) void this.#buildApart(tx.database, placeId)
      }
    }
  }

  /**
   * Waits outside of any transaction, so that no connection is held meanwhile, until a place can be searched at all.
   * @returns false when that takes longer; the index is being built all the same.
   */
  async ready(db: Database, placeId: PlaceId, milliseconds: number): Promise<boolean> {
    if (this.#kept.has(placeId)) return true
    await Promise.race([this.#buildApart(db, placeId), pause(milliseconds, null, { ref: false })])
    return this.#kept.has(placeId) || !this.#apart.has(placeId)
  }

  /**
   * Builds an index in a transaction of its own; whoever found that it must be, waits no longer than others. It is `busy` only once it has its
   * connection: nobody who holds one waits without end for somebody who waits for one.
   */
  #buildApart(db: Database, placeId: PlaceId): Promise<void> {
    const before = this.#apart.get(placeId)
    if (before) return before.work
    const work = db
      .asHouse(placeId, async tx => {
        const { version } = await newestVersion(tx)
        for (let busy = this.#busy.get(placeId); busy; busy = this.#busy.get(placeId)) await busy
        if ((this.#kept.get(placeId)?.version ?? -1) < version) await this.#alone(placeId, this.#build(tx))
      })
      .catch(() => {})
      .finally(() => this.#apart.delete(placeId))
    this.#apart.set(placeId, { work, since: performance.now() })
    return work
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

  /** False when it must be made anew. */
  async #catchUp(tx: PlaceTx, kept: Kept): Promise<boolean> {
    const { version, changed } = await changesSince(tx, kept.version)
    if (changed === 'everything' || kept.index.worn) return false
    const services = await findIndexed(tx, changed)
    const calendar = await findCalendar(tx)
    // From here on without a pause: no search sees half of a change.
    kept.index.changes += 1
    kept.index.details.clear()
    for (const serviceId of changed) kept.index.remove(serviceId)
    for (const service of services) kept.index.put(service)
    if (!sameCalendar(kept.index.opening.calendar, calendar)) kept.index.setCalendar(calendar)
    kept.version = version
    return true
  }

  async #build(tx: PlaceTx): Promise<void> {
    const { now } = tx
    const built = await build(tx)
    this.#keep(tx.placeId, built)
    void prepareOpening(built.index, now)
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
  return { index, version }
}

/** Works opening times out before anybody asks, while searches are answered already: each would otherwise work out those it comes upon. */
async function prepareOpening(index: SearchIndex, now: Date): Promise<void> {
  for (let from: number | undefined = 0; from !== undefined; await turn())
    from = index.opening.prepare(from, 200, now.getTime())
}

/** Lets whoever else waits for this process have a turn. */
const turn = () => new Promise(resolve => setImmediate(resolve))

const sameCalendar = (a: Calendar, b: Calendar): boolean =>
  a.division === b.division && JSON.stringify(a.terms) === JSON.stringify(b.terms)

const byDatabase = new WeakMap<object, PlaceIndexes>()

/** The indexes that searches of this database use. */
export function indexesBeside(db: Database): PlaceIndexes {
  let indexes = byDatabase.get(db)
  if (!indexes) {
    indexes = new PlaceIndexes()
    byDatabase.set(db, indexes)
  }
  return indexes
}

/** The index of the place of the transaction, as of now. */
export const indexOf = (tx: PlaceTx): Promise<SearchIndex> => indexesBeside(tx.database).of(tx)

/** Call it before the transaction of a search: false when the place's directory is still being read. */
export const canBeSearched = (db: Database, placeId: PlaceId): Promise<boolean> => {
  const indexes = indexesBeside(db)
  return indexes.ready(db, placeId, indexes.longestFirstWaitMilliseconds)
}

/** Reads the directories of places one after the other, before anybody asks: for when a process starts. */
export async function prepareSearches(db: Database, placeIds: readonly PlaceId[]): Promise<void> {
  for (const placeId of placeIds) await indexesBeside(db).ready(db, placeId, 2 ** 31 - 1)
}
