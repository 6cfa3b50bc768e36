import { createHash, randomBytes } from 'node:crypto'
import { dateAt } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { NeedKind } from '../../../kernel/need-kind.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Visit } from '../../../platform/http/route.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type GridPoint, neighbourhoodAt } from '../../places/index.ts'
import { builtInVocabulary } from '../search/understanding/vocabulary.ts'
import { type FirstResults, type Found, howItWent, isProgram, kindOf, weekOf, wordsToKeep } from './how-it-went.ts'
import { addLooks, addSearches, forgetSearches, type SearchCount } from './searches-store.ts'

/**
 * Counts searches and opened entries without slowing them: a visit only adds to a list in memory, which is written a moment later, all at once. A killed process
 * loses the last seconds of counting and nothing else. Where somebody is becomes a neighbourhood on the way; the same visitor asking the same again within ten
 * minutes counts once, told by a hash whose salt never leaves this process.
 */

interface Waiting {
  readonly placeId: PlaceId
  readonly at: Date
  readonly search?: {
    kind: NeedKind | 'not understood'
    found: Found
    words: readonly string[]
    where: GridPoint | null
  }
  readonly look?: string
}

const everyMilliseconds = 2000
const mostWaiting = 5000
const againMinutes = 10

/** The list of one platform's process. */
class Counting {
  readonly #platform: Platform
  readonly #salt = randomBytes(16)
  readonly #seen = new Map<string, number>()
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | null = null
  constructor(platform: Platform) {
    this.#platform = platform
  }

  add(visit: Seen, what: string, waiting: Omit<Waiting, 'placeId' | 'at'>): void {
    if (isProgram(headerOf(visit)) || this.#waiting.length >= mostWaiting || this.#isAgain(visit, what)) return
    this.#waiting.push({ placeId: visit.place.placeId, at: this.#platform.clock(), ...waiting })
    this.#timer ??= setTimeout(() => void this.write().catch(() => {}), everyMilliseconds).unref()
  }

  #isAgain({ place, remoteAddress, ...visit }: Seen, what: string): boolean {
    const now = this.#platform.clock().getTime()
    const key = createHash('sha256')
      .update(this.#salt)
      .update(JSON.stringify([place.placeId, remoteAddress, headerOf(visit), what]))
      .digest('base64url')
    const before = this.#seen.get(key)
    if (this.#seen.size > mostWaiting) this.#seen.clear()
    this.#seen.set(key, now)
    return before !== undefined && now - before < againMinutes * 60_000
  }

  /** Writes what waits. */
  async write(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const waiting = this.#waiting.splice(0)
    for (const [placeId, those] of Map.groupBy(waiting, each => each.placeId))
      await this.#platform.db.asHouse(placeId, tx => keep(tx, those))
  }
}

type Seen = Pick<Visit, 'place' | 'headers' | 'remoteAddress'>
const headerOf = ({ headers }: Pick<Visit, 'headers'>): string | undefined => {
  const header = headers['user-agent']
  return Array.isArray(header) ? header[0] : header
}

const keep = async (tx: PlaceTx, waiting: readonly Waiting[]): Promise<void> => {
  const counts = new Map<string, SearchCount>()
  const words = new Map<string, { weekOn: string; word: string; searches: number }>()
  const looks = new Map<string, { serviceId: string; monthOn: string; looks: number }>()
  for (const { at, search, look } of waiting) {
    const on = dateAt(at)
    if (look) {
      const monthOn = `${on.slice(0, 7)}-01`
      const key = `${look} ${monthOn}`
      looks.set(key, { serviceId: look, monthOn, looks: (looks.get(key)?.looks ?? 0) + 1 })
    }
    if (!search) continue
    const weekOn = weekOf(on)
    const neighbourhood = search.where ? ((await neighbourhoodAt(tx, search.where))?.name ?? 'elsewhere') : 'not said'
    const key = JSON.stringify([weekOn, neighbourhood, search.kind, search.found])
    const { kind, found } = search
    counts.set(key, { weekOn, neighbourhood, kind, found, searches: (counts.get(key)?.searches ?? 0) + 1 })
    if (found === 'good') continue
    for (const word of search.words) {
      const wordKey = `${weekOn} ${word}`
      words.set(wordKey, { weekOn, word, searches: (words.get(wordKey)?.searches ?? 0) + 1 })
    }
  }
  if (counts.size > 0) await addSearches(tx, [...counts.values()], [...words.values()])
  if (looks.size > 0) await addLooks(tx, [...looks.values()])
}

const countings = new WeakMap<Platform, Counting>()
const countingOf = (platform: Platform): Counting => {
  const known = countings.get(platform)
  if (known) return known
  const made = new Counting(platform)
  countings.set(platform, made)
  return made
}

/** What a search asked and got, as far as it is counted. */
export interface Searched extends FirstResults {
  readonly typed: string
  readonly needs: readonly { kind: NeedKind; weight: number }[]
  /** Of a whole postcode; null when none was given. */
  readonly where: GridPoint | null
}

/** Counts a search, once it has been answered. Pages after the first, and filters set on the same question, are not another search: do not call it for them. */
export function countSearch(visit: Seen & Pick<Visit, 'platform'>, searched: Searched): void {
  const { typed, needs, where, ...results } = searched
  countingOf(visit.platform).add(visit, `search ${typed} ${JSON.stringify(where)}`, {
    search: {
      kind: kindOf(needs),
      found: howItWent(results),
      words: wordsToKeep(typed, builtInVocabulary().knows),
      where,
    },
  })
}

/** Counts that an entry's page was opened. */
export const countLook = (visit: Seen & Pick<Visit, 'platform'>, serviceId: string): void =>
  countingOf(visit.platform).add(visit, `look ${serviceId}`, { look: serviceId })

/** Writes what was counted and not written yet. */
export const writeCounts = (platform: Platform): Promise<void> => countingOf(platform).write()

/** What is counted is kept for thirteen months: the same month of last year can be seen beside this one. */
export const monthsKept = 13

/** Takes away what is older. */
export const forgetOldSearches = async (tx: PlaceTx): Promise<void> => {
  const before = new Date(tx.now)
  before.setUTCMonth(before.getUTCMonth() - monthsKept)
  await forgetSearches(tx, before.toISOString().slice(0, 10))
}
