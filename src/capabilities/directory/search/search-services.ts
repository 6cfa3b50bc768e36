import type { PlaceTx } from '../../../platform/db/database.ts'
import type { GridPoint } from '../../places/index.ts'
import { type Freshness, freshnessOf } from '../freshness.ts'
import type { AttendingType } from '../listed-service.ts'
import type { OpeningState } from '../opening/opening.ts'
import { freshnessInWords } from '../words.ts'
import type { Filters, GroupKey } from './filter-answers.ts'
import type { Facet } from './filters.ts'
import { findResultDetails, type ResultDetail } from './index-store.ts'
import { indexOf } from './place-indexes.ts'
import { plainWords } from './plain-words.ts'
import { type Asked, type Reason, reasonsOf } from './ranking.ts'
import { type Answer, askedOf, type Hit, type Matched, type Question, readWords, search } from './search.ts'
import { FACT, NONE, onOfDay, type SearchIndex } from './search-index.ts'
import type { Home } from './service-areas.ts'
import { documentsWithAll, hasTerm, isKnown, whereIs } from './text-scores.ts'
import { vocabularyOf } from './understanding/place-vocabulary.ts'
import { stemOf, wordsIn } from './understanding/stems.ts'
import { understand, understoodExactly } from './understanding/understand.ts'
import type { AboutWhom, Danger, UnderstoodNeed } from './understanding/understood.ts'
import type { Vocabulary } from './understanding/vocabulary.ts'

/** One result: why it stands where it stands, and what a list shows of it. Null is "not known". */
export type FoundService = ResultDetail & {
  name: string
  /** To the nearest place it is given, in metres. */
  distanceMetres: number | null
  /** Where it is given, the nearest first. */
  points: GridPoint[]
  /** The strongest first; the last is when it was last checked. */
  reasons: Reason[]
  score: number
  freshness: Freshness
  /** When it was last checked, in English words inside a sentence. */
  checked: string
  assuredOn: string | null
  attending: readonly AttendingType[]
  /** Null when it gives no times. */
  opening: OpeningState | null
  /** For people anywhere in the country. */
  nationwide: boolean
  /** The filters that are set whose answer is not known of it. */
  unknown: readonly GroupKey[]
}

export type SearchAnswer = {
  results: FoundService[]
  /** How many there are in all; all of them can be paged to. */
  total: number
  /** How many of them have all the words. */
  withAllWords: number
  /** How many of them are here although the answer of a filter is not known. */
  withUnknown: number
  /** Every filter with its choices, counted, when that was asked for. */
  facets: Facet[]
  /** Why these are results: see `Matched`. */
  matched: Matched
  /** Words read otherwise than typed, because no service here has them as they were. */
  mended: { typed: string; read: string }[]
  /** What was understood that services are looked for by. */
  needs: readonly UnderstoodNeed[]
  about: AboutWhom
  /** A postcode that stood in the question. */
  postcode?: string
  /** Set when the words tell that somebody may be in danger now. */
  danger?: Danger
}

export type SearchAsked = {
  words?: string
  /** The words alone are looked for: nothing is understood of them. */
  exactly?: boolean
  near?: GridPoint
  /** Where somebody lives (homeAt), to judge what serves them; `near` is then where they live. */
  home?: Home
  filters?: Filters
  /** Counts every choice of every filter. */
  counted?: boolean
  /** Only services of these organisations of the place. */
  organisationIds?: readonly string[]
  offset?: number
  limit?: number
  /** When it was asked for before, together with what else the question needed (readyToSearch). */
  ready?: Ready
}

/** What every search needs of its place, as of now. */
type Ready = { index: SearchIndex; vocabulary: Vocabulary }

export async function readyToSearch(tx: PlaceTx): Promise<Ready> {
  const [index, vocabulary] = await Promise.all([indexOf(tx), vocabularyOf(tx)])
  return { index, vocabulary }
}

/** Whether the words tell that somebody may be in danger now: said without an index too, because it cannot wait for one. */
export const dangerIn = async (tx: PlaceTx, words: string): Promise<Danger | undefined> =>
  understand(words, await vocabularyOf(tx)).danger

/**
 * Searches the services that are running now, by words and nearness together, in one ranking (ranking.ts). Without words the nearest come first;
 * without `near`, words and freshness decide. Misspelt words are read as words of this place. Services whose place is not known are never dropped.
 */
export async function searchServices(tx: PlaceTx, asked: SearchAsked): Promise<SearchAnswer> {
  const { index, vocabulary } = asked.ready ?? (await readyToSearch(tx))
  const { words = '', home, near = home?.point, filters, counted, organisationIds, offset = 0, limit = 20 } = asked
  const { understood, mended } = readQuestion(words, { index, vocabulary }, asked.exactly)
  const question: Question = {
    words: understood.words,
    needs: understood.needs,
    wordsSay: understood.wordsSay,
    typed: understood.typed,
    about: understood.about,
    now: tx.now,
    offset,
    limit,
    ...(near && { near }),
    ...(home && { home }),
    ...(filters && { filters }),
    ...(counted && { counted }),
    ...(organisationIds && { organisationIds }),
  }
  const answer = search(index, question)
  const found = answer.hits.map(hit => described(index, question, answer, hit))
  return {
    results: await withDetails(tx, index, found),
    total: answer.total,
    withAllWords: answer.withAllWords,
    withUnknown: answer.withUnknown,
    facets: answer.facets,
    matched: answer.matched,
    mended: [...mended, ...understood.mended, ...answer.mended],
    needs: understood.needs,
    about: understood.about,
    ...(understood.postcode && { postcode: understood.postcode }),
    ...(understood.danger && { danger: understood.danger }),
  }
}

/** Of so few words each tells: when one is misspelt, what they mean together is heard only once it is mended ("fod bnak"). */
const FEW_WORDS = 4

function readQuestion(words: string, { index, vocabulary }: Ready, exactly = false) {
  if (exactly) return { understood: understoodExactly(words), mended: [] }
  const hear = (text: string) => understand(text, vocabulary, word => isKnown(index.words, word))
  const understood = hear(words)
  // A word no service has may be the very one that told of a need.
  const heard = understood.needs.length > 0 || understood.words.length > FEW_WORDS
  const mended = heard ? [] : readWords(index, understood.words).mended
  if (mended.length === 0) return { understood, mended }
  const reads = new Map(mended.map(({ typed, read }) => [typed.toLowerCase(), read]))
  return { understood: hear(words.replace(/[\p{L}\p{N}'’]+/gu, word => reads.get(word.toLowerCase()) ?? word)), mended }
}

type Described = Omit<FoundService, Exclude<keyof ResultDetail, 'serviceId'>>

const ways: readonly (readonly [AttendingType, number])[] = [
  ['in-person', FACT.inPerson],
  ['phone', FACT.phone],
  ['online', FACT.online],
  ['home-visit', FACT.homeVisit],
]

/** What the index itself says of a result. */
function described(index: SearchIndex, question: Question, answer: Answer, hit: Hit): Described {
  const { document, signals } = hit
  const { now, near, needs } = question
  const facts = index.facts[document] as number
  const asked: Asked = askedOf(question, answer.words.length)
  const assuredOn = onOfDay(index.checkedDay[document] as number)
  const freshness = freshnessOf({ assuredOn, doubtfulBecause: index.doubtful.get(document) }, now)
  const attending = ways.flatMap(([way, bit]) => (facts & bit ? [way] : []))
  const schedule = index.schedule[document] as number
  const opening = schedule === NONE ? null : index.opening.stateOf(schedule, now)
  const nationwide = [...index.areas.of(document)].some(area => index.areasKnown.all[area]?.kind === 'country')
  const places = answer.words.map((_, at) => whereIs(index.words, answer.words, at, document))
  const at = (place: (typeof places)[number]) =>
    answer.words.flatMap(({ word }, nth) => (places[nth] === place ? [word] : []))
  return {
    serviceId: hit.serviceId,
    name: index.names[document] as string,
    distanceMetres: signals.distanceMetres === undefined ? null : Math.round(signals.distanceMetres),
    points: index.pointsOf(document, near),
    score: hit.score,
    freshness,
    checked: freshnessInWords(assuredOn, now),
    assuredOn: assuredOn ?? null,
    attending,
    opening,
    nationwide,
    unknown: hit.unknown,
    reasons: reasonsOf(asked, signals, {
      attending,
      free: (facts & FACT.free) !== 0,
      nationwide,
      opening,
      unknown: hit.unknown,
      words: {
        name: at('name'),
        subject: at('subject'),
        text: at('text'),
        missing: at(undefined),
        asked: answer.words.length,
      },
      needs: needs
        .filter(({ terms }) => terms.some(({ stems }) => hasTerm(index.words, stems, document)))
        .map(({ label, labels }) => ({ label, ...(labels && { labels }) })),
      freshness,
    }),
  }
}

/** At most this many results are kept with all that is shown of them, about a kilobyte each. */
const MOST_DETAILS = 20_000

/** Adds what a list shows besides: kept by the index until anything in the directory changes. */
async function withDetails(tx: PlaceTx, index: SearchIndex, found: readonly Described[]): Promise<FoundService[]> {
  const { details } = index
  const missing = found.map(({ serviceId }) => serviceId).filter(serviceId => !details.has(serviceId))
  if (missing.length === 0) return found.flatMap(each => detailed(each, details.get(each.serviceId)))
  const version = index.changes
  const read = await findResultDetails(tx, missing)
  const all = found.flatMap(each => detailed(each, read.get(each.serviceId) ?? details.get(each.serviceId)))
  // What was read while the index changed may be from before the change.
  if (index.changes === version) {
    if (details.size + read.size > MOST_DETAILS) details.clear()
    for (const [serviceId, detail] of read) details.set(serviceId, detail)
  }
  return all
}

const detailed = (described: Described, detail: ResultDetail | undefined): FoundService[] =>
  detail ? [{ ...detail, ...described }] : []

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

/** Every service that has all the words, whatever its status, without order: the text filter of a feed. None for words that say nothing. */
export async function findServicesWithWords(tx: PlaceTx, typed: string): Promise<string[]> {
  const index = await indexOf(tx)
  const words = plainWords(typed).flatMap(({ typed }) =>
    wordsIn(typed).map(word => ({ word, stem: stemOf(word), weight: 1 })),
  )
  return documentsWithAll(index.words, words)
    .filter(document => index.alive[document] === 1)
    .map(document => index.ids[document] as string)
}
