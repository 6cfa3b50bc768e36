import type { PlaceTx } from '../../../platform/db/database.ts'
import { distanceInWords, type GridPoint } from '../../places/index.ts'
import type { AttendingType } from '../listed-service.ts'
import { freshnessInWords } from '../words.ts'
import { type Asked, rank } from './ranking-in-sql.ts'
import {
  type Found,
  findByWords,
  findNearest,
  findResultDetails,
  meaningfulWords,
  mostLikeWord,
  organisationsOf,
  type ResultDetail,
  wordsNobodyHas,
} from './search-store.ts'

/** One result: why it stands where it stands, and what a list shows of it. Null is "not known". */
export type FoundService = ResultDetail & {
  name: string
  /** To the nearest place it is given, in metres. */
  distanceMetres: number | null
  /** In words, the strongest first: "0.6 miles away", "name matches", "checked last month". */
  reasons: string[]
  score: number
  /** When it was last checked, in words. */
  checked: string
  assuredOn: string | null
  attending: AttendingType[]
}

export type SearchAnswer = {
  results: FoundService[]
  /** How many there are in all. */
  total: number
  /** How many of them can be paged to: the best few hundred. */
  reachable: number
  /** 'any' when no service had all the words and these have some of them. */
  matched: 'all' | 'any' | 'nearest'
  /** Words read otherwise than typed, because no service here has them as they were. */
  mended: { typed: string; read: string }[]
}

export type SearchAsked = {
  words?: string
  near?: GridPoint
  /** Only services of these organisations of the place. */
  organisationIds?: readonly string[]
  offset?: number
  limit?: number
}

/** The words of a typed sentence, in order, without repeats; at most 30 are looked at. */
export function wordsOf(typed: string): string[] {
  const words = typed
    .slice(0, 500)
    .normalize('NFKC')
    .replace(/[’‘`]/g, "'")
    .toLowerCase()
    .split(/[^\p{L}\p{N}'+-]+/u)
    .map(word => word.replace(/^['+-]+|['+-]+$/g, ''))
    .filter(word => word !== '')
  return [...new Set(words)].slice(0, 30)
}

/**
 * Searches the services that are running now, by words and nearness together, in one ranking.
 * Without words the nearest come first; without `near`, words and freshness decide. When no service has all the words, misspelt ones are
 * mended from the words of this place, and failing that services with some of the words are given. Services whose place is not known
 * are never dropped.
 */
export async function searchServices(tx: PlaceTx, asked: SearchAsked): Promise<SearchAnswer> {
  const { near, organisationIds, offset = 0, limit = 20 } = asked
  const words = await meaningfulWords(tx, wordsOf(asked.words ?? ''))
  if (words.length === 0 && !organisationIds) {
    const { found, total } = await findNearest(tx, near, offset, limit)
    const ranked = order(found, { words: [], near: near !== undefined, now: tx.now })
    return { results: await withDetails(tx, ranked, tx.now), total, reachable: total, matched: 'nearest', mended: [] }
  }
  if (words.length === 0) {
    const theirs = await organisationsOf(tx, undefined, organisationIds ?? [])
    const { found } = await findNearest(tx, near, 0, 1_000_000)
    const ranked = order(
      found.filter(({ serviceId }) => theirs.has(serviceId)),
      { words: [], near: near !== undefined, now: tx.now },
    )
    return {
      results: await withDetails(tx, ranked.slice(offset, offset + limit), tx.now),
      total: ranked.length,
      reachable: ranked.length,
      matched: 'nearest',
      mended: [],
    }
  }
  const search = await byWords(tx, words, near)
  let { found, total } = search
  if (organisationIds) {
    const theirs = await organisationsOf(
      tx,
      found.map(({ serviceId }) => serviceId),
      organisationIds,
    )
    found = found.filter(({ serviceId }) => theirs.has(serviceId))
    total = found.length
  }
  const ranked = order(found, { words: search.words, near: near !== undefined, now: tx.now })
  return {
    results: await withDetails(tx, ranked.slice(offset, offset + limit), tx.now),
    total,
    reachable: ranked.length,
    matched: search.matched,
    mended: search.mended,
  }
}

type WordSearch = {
  found: Found[]
  total: number
  words: Asked['words']
  matched: 'all' | 'any'
  mended: { typed: string; read: string }[]
}

async function byWords(
  tx: PlaceTx,
  words: { word: string; query: string }[],
  near: GridPoint | undefined,
): Promise<WordSearch> {
  const alike = (list: { word: string }[]) => list.map(({ word }) => ({ word, share: 1 }))
  const queries = words.map(({ query }) => query)
  const all = await findByWords(tx, queries, 'all', near)
  if (all.total > 0) return { ...all, words: alike(words), matched: 'all', mended: [] }
  const nobodyHas = new Set(await wordsNobodyHas(tx, queries))
  const mended: { typed: string; read: string }[] = []
  const read: { word: string; query: string }[] = []
  for (const each of words) {
    const like = nobodyHas.has(each.query) && each.word.length >= 3 ? await mostLikeWord(tx, each.word) : null
    const [mend] = like === null ? [] : await meaningfulWords(tx, [like])
    if (mend) mended.push({ typed: each.word, read: mend.word })
    if (!read.some(({ query }) => query === (mend ?? each).query)) read.push(mend ?? each)
  }
  if (mended.length > 0) {
    const again = await findByWords(
      tx,
      read.map(({ query }) => query),
      'all',
      near,
    )
    if (again.total > 0) return { ...again, words: alike(read), matched: 'all', mended }
  }
  const any = await findByWords(
    tx,
    read.map(({ query }) => query),
    'any',
    near,
  )
  const shares = read.map(({ word }, bit) => ({
    word,
    share: any.found.filter(({ inAll }) => inAll & (1 << bit)).length / Math.max(1, any.found.length),
  }))
  return { ...any, words: shares, matched: 'any', mended }
}

type RankedFound = Found & { score: number; reasons: string[] }

function withRank(found: Found, asked: Asked): RankedFound {
  const { name, inName, inSubject, inAll, distanceMetres, attending, assuredOn } = found
  const candidate = {
    name,
    wordsInName: inName,
    wordsInSubject: inSubject,
    wordsInAll: inAll,
    distanceMetres: distanceMetres ?? undefined,
    attending,
    assuredOn: assuredOn ?? undefined,
  }
  return { ...found, ...rank(asked, candidate, distanceInWords) }
}

function order(found: readonly Found[], asked: Asked): RankedFound[] {
  return found
    .map(each => withRank(each, asked))
    .sort((a, b) => b.score - a.score || compareText(a.name, b.name) || compareText(a.serviceId, b.serviceId))
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

async function withDetails(tx: PlaceTx, ranked: readonly RankedFound[], now: Date): Promise<FoundService[]> {
  const details = await findResultDetails(
    tx,
    ranked.map(({ serviceId }) => serviceId),
  )
  return ranked.flatMap(({ serviceId, name, distanceMetres, reasons, score, assuredOn, attending }) => {
    const detail = details.get(serviceId)
    if (!detail) return []
    return [
      {
        ...detail,
        name,
        distanceMetres: distanceMetres === null ? null : Math.round(distanceMetres),
        reasons,
        score,
        checked: freshnessInWords(assuredOn ?? undefined, now),
        assuredOn,
        attending,
      },
    ]
  })
}

/** The services nearest to somebody that could meet a need, for triage: those of the given organisations when they are named. */
export async function findServicesNear(
  tx: PlaceTx,
  {
    words,
    point,
    organisationIds,
    limit,
  }: { words: string; point: GridPoint | null; organisationIds?: readonly string[]; limit: number },
): Promise<FoundService[]> {
  const { results } = await searchServices(tx, {
    words,
    limit,
    ...(point && { near: point }),
    ...(organisationIds && { organisationIds }),
  })
  return results
}
