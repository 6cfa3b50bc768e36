import type { GridPoint } from '../../places/index.ts'
import { best, type Worth } from './best.ts'
import { type Facet, type Filters, filter, type GroupKey, servesFor, suitsAge } from './filters.ts'
import { type Asked, mostScoreOf, NAMED, NEEDS, RESULTS, type Signals, scoreOf, TEXT, type YesNo } from './ranking.ts'
import { FACT, NOBODY_CHECKED, NONE, type SearchIndex } from './search-index.ts'
import type { Home } from './service-areas.ts'
import { documentOf } from './text-index.ts'
import { findWords, isKnown, MOST_WORDS, scoreNeeds, scoreWords, sought } from './text-scores.ts'
import { stemOf, wordsIn } from './understanding/stems.ts'
import type { AboutWhom, UnderstoodNeed, UnderstoodWord } from './understanding/understood.ts'

/**
 * One search of one place's index: pure, the same question of the same index gives the same answer. Everything that decides the order is in ranking.ts.
 */

export type Question = {
  words: readonly UnderstoodWord[]
  needs: readonly UnderstoodNeed[]
  /** All of what was typed: a service called exactly that stands first. */
  typed?: string
  /** See `Understood`. */
  wordsSay?: number
  about?: AboutWhom
  near?: GridPoint
  /** What is known of where somebody lives, when they gave a postcode. */
  home?: Home
  filters?: Filters
  /** Counts every choice of every filter; without it `facets` is empty. */
  counted?: boolean
  now: Date
  /** Only services of these organisations of the place. */
  organisationIds?: readonly string[]
  offset?: number
  limit?: number
}

/** 'all': they have all the words; 'need': they meet what was understood; 'some': they have some of the words; 'nearest': there were no words. */
export type Matched = 'all' | 'need' | 'some' | 'nearest'

export type Hit = {
  document: number
  serviceId: string
  score: number
  signals: Signals
  /** Filters that are set whose answer is not known of it. */
  unknown: readonly GroupKey[]
}

export type Answer = {
  hits: Hit[]
  total: number
  /** How many of them have a filter whose answer is not known. */
  withUnknown: number
  facets: Facet[]
  /** How many of them have all the words. */
  withAllWords: number
  matched: Matched
  /** Words read otherwise than typed, because no service here has them as they were. */
  mended: { typed: string; read: string }[]
  /** The words that were looked for, in order: bit n of a hit's words stands for the n-th. */
  words: readonly { word: string; stem: string }[]
}

/** The words of a question, those that no service here has read as the word of this directory that they are most like. */
export function readWords(index: SearchIndex, words: readonly UnderstoodWord[]) {
  const mended: { typed: string; read: string }[] = []
  const read = words.flatMap((word, at) => {
    const parts = wordsIn(word.typed)
    return parts.flatMap((part, nth) => {
      const before = parts[nth - 1] ?? wordsIn(words[at - 1]?.typed ?? '').at(-1)
      const after = parts[nth + 1] ?? wordsIn(words[at + 1]?.typed ?? '')[0]
      // "Drugs" is not a misspelt "dogs" because nobody here writes of drugs.
      const asMeant = word.spelt === true || isKnown(index.words, part, before, after)
      const near = asMeant ? null : index.words.spelling.closest(part)
      // A word of what was taken out is told to nobody: an address may have been made private.
      const closest = near !== null && isRead(index, near) ? near : null
      if (closest === null) return [{ word: part, stem: stemOf(part), weight: word.weight }]
      mended.push({ typed: word.typed, read: closest })
      return [{ word: closest, stem: stemOf(closest), weight: word.weight }]
    })
  })
  const distinct = read.filter((word, at) => read.findIndex(({ stem }) => stem === word.stem) === at)
  return { words: distinct.slice(0, MOST_WORDS), mended }
}

/** True while some service that is still here has the word. */
const isRead = (index: SearchIndex, word: string): boolean =>
  index.words.postings(stemOf(word)).some(posting => index.alive[documentOf(posting)] === 1)

export function search(index: SearchIndex, question: Question): Answer {
  const { needs, offset = 0, limit = 20 } = question
  const { words, mended } = readWords(index, question.words)
  const { scores } = index
  scores.clear(index.documents)
  const looked = sought(index.words, words)
  const { shares } = looked
  findWords(scores, looked)
  scoreNeeds(index.words, scores, needs)
  const named = new Set(question.typed === undefined ? [] : index.named(question.typed))
  for (const document of named) scores.touch(document)
  const { candidates: found, matched, withAllWords } = candidatesOf(index, question, shares, words.length, named)
  const filtered = narrowed(index, question, found)
  const candidates = filtered?.documents ?? found
  scoreWords(index.words, scores, looked, candidates)
  const asked = askedOf(question, words.length)
  const signalsOf = signalsFor(index, question, coverageOf(shares))
  const notKnown = filtered?.notKnown
  let withUnknown = 0
  if (notKnown) for (let at = 0; at < notKnown.length; at++) if ((notKnown[at] as number) > 0) withUnknown += 1
  const values = index.room.values.subarray(0, candidates.length)
  const covered = coverageOf(shares)
  const worth: Worth = {
    most(at) {
      const document = candidates[at] as number
      if (named.size > 0 && named.has(document)) return Infinity
      const text = textOf(index, document, covered)
      return mostScoreOf(asked, text, scores.need[document] as number, notKnown ? (notKnown[at] as number) : 0)
    },
    exactly(at) {
      const document = candidates[at] as number
      const score = scoreOf(asked, signalsOf(document, notKnown ? (notKnown[at] as number) : 0))
      return named.has(document) ? score + NAMED : score
    },
  }
  const order = best(values, worth, offset, limit, (a, b) =>
    byName(index, candidates[a] as number, candidates[b] as number),
  )
  const hits = order.map(at => {
    const document = candidates[at] as number
    return {
      document,
      serviceId: index.ids[document] as string,
      score: values[at] as number,
      signals: { ...signalsOf(document, filtered?.notKnown[at] ?? 0) },
      unknown: filtered?.unknownOf(document) ?? [],
    }
  })
  const facets = filtered?.facets ?? []
  return { hits, total: candidates.length, withUnknown, facets, withAllWords, matched, mended, words }
}

/** Narrowed down by the filters; null when nothing is asked of them. */
function narrowed(index: SearchIndex, { filters, counted, near, home, now }: Question, found: Uint32Array) {
  if (!counted && (!filters || Object.keys(filters).length === 0)) return null
  return filter(index, found, filters ?? {}, {
    now,
    ...(near && { metresTo: (document: number) => index.metresTo(document, near) }),
    ...(home && { home }),
  })
}

/** What orders results, of a question that has so many words that count. */
export function askedOf({ needs, wordsSay, near, about, filters }: Question, words: number): Asked {
  const age = filters?.age ?? about?.age
  return {
    words: words > 0,
    needs: needs.length > 0,
    ...(wordsSay !== undefined && { wordsSay }),
    near: near !== undefined,
    ...(age !== undefined && { age }),
    ...(about?.cost && { cost: about.cost }),
    ...(about?.language && { language: about.language }),
  }
}

const byName = (index: SearchIndex, a: number, b: number): number => {
  const [one, other] = [index.names[a] as string, index.names[b] as string]
  if (one !== other) return one < other ? -1 : 1
  return (index.ids[a] as string) < (index.ids[b] as string) ? -1 : 1
}

/** Which services are results: before any filter, so that filters cannot change what the words meant. */
function candidatesOf(
  index: SearchIndex,
  question: Question,
  shares: readonly number[],
  words: number,
  named: ReadonlySet<number>,
) {
  const { scores, alive, facts } = index
  const isListed = question.organisationIds && listedFor(index, question.organisationIds)
  const listed = (document: number) =>
    alive[document] === 1 && ((facts[document] as number) & FACT.running) !== 0 && (!isListed || isListed(document))
  if (words === 0 && question.needs.length === 0) {
    const all = index.makeRoom().candidates
    let count = 0
    for (let document = 0; document < index.documents; document++) if (listed(document)) all[count++] = document
    return { candidates: all.subarray(0, count), matched: 'nearest' as const, withAllWords: 0 }
  }
  const all = words === 0 ? 0 : 2 ** words - 1
  const coverage = coverageOf(shares)
  let withAllWords = 0
  let most = 0
  const found = scores.found
  const kept = index.makeRoom().candidates
  let count = 0
  for (let at = 0; at < scores.count; at++) {
    const document = found[at] as number
    if (!listed(document)) continue
    kept[count++] = document
    const has = scores.has[document] as number
    if (words > 0 && has === all) withAllWords += 1
    const covered = coverage(has)
    if (covered > most) most = covered
  }
  const enough = withAllWords >= RESULTS.enough
  const least = most * RESULTS.share
  const isResult = (document: number): boolean => {
    const has = scores.has[document] as number
    if ((words > 0 && has === all) || (scores.need[document] as number) >= NEEDS.least || named.has(document))
      return true
    return question.needs.length === 0 && !enough && has !== 0 && coverage(has) >= least
  }
  let results = 0
  for (let at = 0; at < count; at++) if (isResult(kept[at] as number)) kept[results++] = kept[at] as number
  const matched: Matched = question.needs.length > 0 ? 'need' : withAllWords > 0 ? 'all' : 'some'
  return { candidates: kept.subarray(0, results), matched, withAllWords }
}

/** The share of the weight of all words that those in a set of bits have. Sets come again and again. */
export function coverageOf(shares: readonly number[]): (has: number) => number {
  const add = (has: number) => shares.reduce((sum, share, bit) => ((has >>> bit) & 1 ? sum + share : sum), 0)
  if (shares.length <= MOST_SHARES_AHEAD) {
    const all = Float64Array.from({ length: 2 ** shares.length }, (_, has) => add(has))
    return has => all[has] as number
  }
  const known = new Map<number, number>()
  return has => {
    let covered = known.get(has)
    if (covered === undefined) {
      covered = add(has)
      known.set(has, covered)
    }
    return covered
  }
}
/** So few words have few enough sets to work out all of them. */
const MOST_SHARES_AHEAD = 8

/** How well the words fit, 0 to 1, less for each that is missing. */
const textOf = ({ scores }: SearchIndex, document: number, coverage: (has: number) => number): number =>
  (scores.text[document] as number) * (1 - TEXT.coverage * (1 - coverage(scores.has[document] as number)))

function listedFor(index: SearchIndex, organisationIds: readonly string[]): (document: number) => boolean {
  const numbers = new Set(organisationIds.map(id => index.organisationsKnown.find(id)))
  return document => {
    const organisation = index.organisation[document] as number
    return organisation !== NONE && numbers.has(organisation)
  }
}

/** Reads one document's signals into one object, the same each time: copy what you keep. */
function signalsFor(
  index: SearchIndex,
  question: Question,
  coverage: (has: number) => number,
): (document: number, filtersNotKnown: number) => Signals {
  const { near, about, home, now, filters } = question
  const age = filters?.age ?? about?.age
  const serves = home && servesFor(index, home)
  const moment = now.getTime()
  const today = Math.floor(moment / 86_400_000)
  const { scores, facts } = index
  const language = about?.language ? index.languagesKnown.find(about.language.toLowerCase()) : undefined
  const signals: Signals = {
    text: 0,
    need: 0,
    distanceMetres: undefined,
    remote: false,
    daysSinceChecked: undefined,
    doubtful: false,
    suitsAge: undefined,
    suitsCost: undefined,
    suitsLanguage: undefined,
    serves: undefined,
    opensInHours: undefined,
    filtersNotKnown: 0,
  }
  return (document, filtersNotKnown) => {
    const fact = facts[document] as number
    const metres = near ? index.metresTo(document, near) : Infinity
    const day = index.checkedDay[document] as number
    signals.text = textOf(index, document, coverage)
    signals.need = scores.need[document] as number
    signals.distanceMetres = metres === Infinity ? undefined : metres
    signals.remote = (fact & FACT.remote) !== 0
    signals.daysSinceChecked = day === NOBODY_CHECKED ? undefined : Math.max(0, today - day)
    signals.doubtful = index.doubtful.has(document)
    signals.filtersNotKnown = filtersNotKnown
    if (serves) signals.serves = serves(document)
    const schedule = index.schedule[document] as number
    if (schedule === NONE) signals.opensInHours = undefined
    else {
      index.opening.at(schedule, moment)
      const opens = index.opening.opensAt(schedule)
      signals.opensInHours = opens === Infinity ? undefined : Math.max(0, opens - moment) / 3_600_000
    }
    if (age !== undefined) signals.suitsAge = suitsAge(index, document, age)
    if (about?.cost === 'free') signals.suitsCost = fact & FACT.free ? 'yes' : fact & FACT.paid ? 'no' : 'not known'
    if (about?.language) signals.suitsLanguage = speaks(index, document, language)
    return signals
  }
}

export function speaks(index: SearchIndex, document: number, language: number | undefined): YesNo {
  if ((index.facts[document] as number) & FACT.languageNotKnown) return 'not known'
  return language !== undefined && index.languages.of(document).includes(language) ? 'yes' : 'no'
}
