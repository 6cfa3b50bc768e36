import type { GridPoint } from '../../places/index.ts'
import { best, type Worth } from './best.ts'
import {
  addAll,
  addDocument,
  type DocumentSet,
  documentsOf,
  hasDocument,
  keepAll,
  removeDocument,
  sizeOf,
} from './document-sets.ts'
import { type Filters, type GroupKey, servesFor, suitsAge } from './filter-answers.ts'
import { type Facet, Narrowing } from './filters.ts'
import { type Asked, mostScoreOf, NAMED, NEEDS, RESULTS, type Signals, scoreOf, TEXT, type YesNo } from './ranking.ts'
import { FACT, NOBODY_CHECKED, NONE, type SearchIndex } from './search-index.ts'
import type { Home } from './service-areas.ts'
import { documentOf } from './text-index.ts'
import {
  havingTerms,
  havingWords,
  isKnown,
  MOST_WORDS,
  type Sought,
  scoreNeeds,
  scoreWords,
  sought,
} from './text-scores.ts'
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
  const { scores, sets } = index
  index.makeRoom()
  sets.begin(index.documents)
  const looked = sought(index.words, words)
  const named = new Set(question.typed === undefined ? [] : index.named(question.typed))
  const { candidates, sure, matched, withAllWords, covered } = candidatesOf(index, question, looked, named)
  const narrowing = narrowingOf(index, question)
  const heard = narrowing?.heard(candidates) ?? candidates
  if (needs.length > 0) leaveThoseInNeed(index, needs, heard, sure)
  const filtered = narrowing?.answer()
  const documents = filtered?.documents ?? documentsOf(heard, index.room.kept)
  scoreWords(index.words, scores, looked, documents)
  const asked = askedOf(question, words.length)
  const notKnown = filtered?.notKnown ?? sets.lend()
  const signalsOf = signalsFor(index, question, covered, notKnown)
  const values = index.room.values.subarray(0, documents.length)
  const worth: Worth = {
    most(at) {
      const document = documents[at] as number
      if (named.size > 0 && named.has(document)) return Infinity
      const text = textOf(index, document, covered)
      const need = needs.length > 0 ? (scores.need[document] as number) : 0
      return mostScoreOf(asked, text, need, hasDocument(notKnown, document))
    },
    exactly(at) {
      const document = documents[at] as number
      const score = scoreOf(asked, signalsOf(document))
      return named.has(document) ? score + NAMED : score
    },
  }
  const order = best(values, worth, offset, limit, (a, b) =>
    byName(index, documents[a] as number, documents[b] as number),
  )
  const hits = order.map(at => {
    const document = documents[at] as number
    return {
      document,
      serviceId: index.ids[document] as string,
      score: values[at] as number,
      signals: { ...signalsOf(document) },
      unknown: filtered?.unknownOf(document) ?? [],
    }
  })
  const [facets, withUnknown] = [filtered?.facets ?? [], sizeOf(notKnown)]
  return { hits, total: documents.length, withUnknown, facets, withAllWords, matched, mended, words }
}

/** Narrowed down by the filters; null when nothing is asked of them. */
function narrowingOf(index: SearchIndex, { filters, counted, near, home, now }: Question): Narrowing | null {
  if (!counted && (!filters || Object.keys(filters).length === 0)) return null
  return new Narrowing(index, filters ?? {}, {
    now,
    ...(near && { near }),
    ...(home && { home }),
  })
}

/** Takes those out of `heard` that have terms of the needs and meet them too little; `sure` are results in any case. */
function leaveThoseInNeed(
  { words, scores, room }: SearchIndex,
  needs: Question['needs'],
  heard: DocumentSet,
  sure: DocumentSet,
): void {
  const documents = documentsOf(heard, room.asked)
  scoreNeeds(words, scores, needs, heard, documents)
  for (let nth = 0; nth < documents.length; nth++) {
    const document = documents[nth] as number
    if ((scores.need[document] as number) < NEEDS.least && !hasDocument(sure, document)) removeDocument(heard, document)
  }
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

/**
 * Which services can be results: before any filter, so that filters cannot change what the words meant. Of those that have terms of the needs it is told
 * later how well they meet them, when filters have left few; `sure` are those that are results whatever comes of that.
 */
function candidatesOf(index: SearchIndex, question: Question, looked: Sought, named: ReadonlySet<number>) {
  const { sets } = index
  const listed = listedFor(index, question.organisationIds)
  const having = havingWords(index.words, sets, looked)
  const covered = coverageBy(having, looked.shares)
  if (having.length === 0 && question.needs.length === 0)
    return { candidates: listed, sure: listed, matched: 'nearest' as const, withAllWords: 0, covered }
  const sure = having.length === 0 ? sets.lend() : sets.copy(listed)
  for (const set of having) keepAll(sure, set)
  const withAllWords = sizeOf(sure)
  for (const document of named) if (hasDocument(listed, document)) addDocument(sure, document)
  const candidates = sets.copy(sure)
  if (question.needs.length > 0) addAll(candidates, havingTerms(index.words, sets, question.needs))
  else if (withAllWords < RESULTS.enough) addAll(candidates, havingMost(index, having, listed, covered))
  keepAll(candidates, listed)
  const matched: Matched = question.needs.length > 0 ? 'need' : withAllWords > 0 ? 'all' : 'some'
  return { candidates, sure, matched, withAllWords, covered }
}

/** Those that have much of the words, beside the one that has most of them. */
function havingMost(
  index: SearchIndex,
  having: readonly DocumentSet[],
  listed: DocumentSet,
  covered: (document: number) => number,
): DocumentSet {
  const found = index.sets.lend()
  for (const set of having) addAll(found, set)
  keepAll(found, listed)
  const documents = documentsOf(found, index.room.asked)
  let most = 0
  for (let nth = 0; nth < documents.length; nth++) most = Math.max(most, covered(documents[nth] as number))
  for (let nth = 0; nth < documents.length; nth++) {
    const document = documents[nth] as number
    if (covered(document) < most * RESULTS.share) removeDocument(found, document)
  }
  return found
}

/** The share of the weight of all words that a document has. */
function coverageBy(having: readonly DocumentSet[], shares: readonly number[]): (document: number) => number {
  const coverage = coverageOf(shares)
  return document => {
    let has = 0
    for (let nth = 0; nth < having.length; nth++) if (hasDocument(having[nth] as DocumentSet, document)) has |= 1 << nth
    return coverage(has)
  }
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
const textOf = ({ scores }: SearchIndex, document: number, covered: (document: number) => number): number =>
  (scores.text[document] as number) * (1 - TEXT.coverage * (1 - covered(document)))

/** The services that are found at all: of some organisations only, when these are named. */
function listedFor(
  { sets, listed, organisation, organisationsKnown }: SearchIndex,
  ids?: readonly string[],
): DocumentSet {
  if (!ids) return sets.copy(listed)
  const numbers = new Set(ids.map(id => organisationsKnown.find(id)))
  const theirs = sets.lend()
  for (let document = 0; document < organisation.length; document++)
    if (numbers.has(organisation[document])) addDocument(theirs, document)
  keepAll(theirs, listed)
  return theirs
}

/** Reads one document's signals into one object, the same each time: copy what you keep. */
function signalsFor(
  index: SearchIndex,
  question: Question,
  covered: (document: number) => number,
  notKnown: DocumentSet,
): (document: number) => Signals {
  const { needs, near, about, home, now, filters } = question
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
    filterNotKnown: false,
  }
  return document => {
    const fact = facts[document] as number
    const metres = near ? index.metresTo(document, near) : Infinity
    const day = index.checkedDay[document] as number
    signals.text = textOf(index, document, covered)
    signals.need = needs.length > 0 ? (scores.need[document] as number) : 0
    signals.distanceMetres = metres === Infinity ? undefined : metres
    signals.remote = (fact & FACT.remote) !== 0
    signals.daysSinceChecked = day === NOBODY_CHECKED ? undefined : Math.max(0, today - day)
    signals.doubtful = index.doubtful.has(document)
    signals.filterNotKnown = hasDocument(notKnown, document)
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
