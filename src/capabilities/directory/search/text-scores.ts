import { addAll, addDocument, type DocumentSet, type DocumentSets, hasDocument, keepAll } from './document-sets.ts'
import { grown } from './grown.ts'
import { NEEDS, TEXT } from './ranking.ts'
import {
  documentOf,
  LONGEST_FIELD,
  type TextFields,
  type TextIndex,
  timesInName,
  timesInSubject,
  timesInText,
} from './text-index.ts'
import { stemOf, wordsIn } from './understanding/stems.ts'
import type { NeedTerm, UnderstoodNeed } from './understanding/understood.ts'

/** How well each document answers words and needs. The numbers this is done by are in ranking.ts. */

/** One word of a question as it is looked for. */
export type SoughtWord = { stem: string; weight: number }

/** At most this many words and needs are told apart, one bit each. */
export const MOST_WORDS = 31

/** How well documents answer a question: of those it was worked out for, until the next question. */
export class TextScores {
  /** 0 to 1, by document: how much of what the words can say is there. */
  text = new Float32Array(1024)
  /** 0 to 1, by document: how well the needs are met. */
  need = new Float32Array(1024)
  /** Of the need in hand: its best and next best term by document, and the documents that have any. */
  #best = new Float32Array(1024)
  #next = new Float32Array(1024)
  #meeting = new Uint32Array(1024)
  #met = 0

  makeRoom(documents: number): void {
    if (this.text.length >= documents) return
    this.text = grown(this.text, documents)
    this.need = grown(this.need, documents)
    this.#best = grown(this.#best, documents)
    this.#next = grown(this.#next, documents)
    this.#meeting = grown(this.#meeting, documents)
  }

  /** Notes how well a term of the need in hand is there. */
  meets(document: number, strength: number): void {
    const best = this.#best[document] as number
    if (best === 0) this.#meeting[this.#met++] = document
    if (strength > best) {
      this.#best[document] = strength
      this.#next[document] = best
    } else if (strength > (this.#next[document] as number)) this.#next[document] = strength
  }

  /** Adds the need in hand to those before it. */
  endNeed(weight: number): void {
    for (let at = 0; at < this.#met; at++) {
      const document = this.#meeting[at] as number
      const best = this.#best[document] as number
      const met = best + (1 - best) * NEEDS.next * (this.#next[document] as number)
      this.#best[document] = 0
      this.#next[document] = 0
      const before = this.need[document] as number
      this.need[document] = before + (1 - before) * weight * met
    }
    this.#met = 0
  }
}

/**
 * Looks for words that stand together in one document (of `among`, where only those count): `give` gets each such document and the weakest of them there. Goes through the rarest
 * word and leaps through the others, so that a common word beside a rare one costs next to nothing.
 */
function together(
  lists: readonly Uint32Array[],
  among: DocumentSet | null,
  say: SayOf,
  give: (document: number, said: number) => void,
): void {
  const [rarest, ...others] = lists.toSorted((a, b) => a.length - b.length)
  if (!rarest) return
  const at = others.map(() => 0)
  for (let nth = 0; nth < rarest.length; nth++) {
    const posting = rarest[nth] as number
    const document = documentOf(posting)
    if (among && !hasDocument(among, document)) continue
    let least = say(posting)
    let everywhere = true
    for (let other = 0; other < others.length; other++) {
      const list = others[other] as Uint32Array
      const from = leap(list, at[other] as number, document)
      at[other] = from
      const there = list[from]
      if (there === undefined || documentOf(there) !== document) {
        everywhere = false
        break
      }
      least = Math.min(least, say(there))
    }
    if (everywhere) give(document, least)
  }
}

/** Where the first posting at or after `from` is whose document is not before this one: in growing steps, then by halves. */
function leap(list: Uint32Array, from: number, document: number): number {
  let step = 1
  let low = from
  let high = from
  while (high < list.length && documentOf(list[high] as number) < document) {
    low = high + 1
    high += step
    step *= 2
  }
  high = Math.min(high, list.length)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (documentOf(list[middle] as number) < document) low = middle + 1
    else high = middle
  }
  return low
}

/** How much one posting says, 0 to 1. */
type SayOf = (posting: number) => number

/** How much a posting says, by where and how often the word stands there and how long these fields are. */
export function sayOf(index: TextIndex): SayOf {
  const longs = {
    name: lengthFactors(index, 'name'),
    subject: lengthFactors(index, 'subject'),
    text: lengthFactors(index, 'text'),
  }
  const { name: names, subject: subjects, text: texts } = index.lengths
  return posting => {
    const document = documentOf(posting)
    const weight =
      timesInName(posting) * (longs.name[names[document] as number] as number) +
      timesInSubject(posting) * (longs.subject[subjects[document] as number] as number) +
      timesInText(posting) * (longs.text[texts[document] as number] as number)
    return weight / (weight + TEXT.half)
  }
}

const kept = new WeakMap<TextIndex, { at: number; factors: Map<keyof TextFields, Float32Array> }>()

/** What one time in a field of each length weighs. Made anew when the index has grown by a tenth. */
function lengthFactors(index: TextIndex, field: keyof TextFields): Float32Array {
  let known = kept.get(index)
  if (!known || index.documents > known.at * 1.1) {
    known = { at: index.documents, factors: new Map() }
    kept.set(index, known)
  }
  const before = known.factors.get(field)
  if (before) return before
  const usual = Math.max(1, index.totals[field] / Math.max(1, index.documents))
  const against = TEXT.length[field]
  const factors = Float32Array.from(
    { length: LONGEST_FIELD + 1 },
    (_, length) => TEXT.weight[field] / (1 - against + (against * length) / usual),
  )
  known.factors.set(field, factors)
  return factors
}

/** Rare words say more than common ones (Spärck Jones, 1972). */
const rarity = (documents: number, having: number): number => Math.log(1 + (documents - having + 0.5) / (having + 0.5))

/** Ways to find a word besides itself: both halves of a compound side by side, or the compound of it and its neighbour. */
function waysTo(index: TextIndex, word: string): { stem: string; halves: [string, string] | undefined } {
  const split = index.split(word)
  return { stem: stemOf(word), halves: split ? [stemOf(split[0]), stemOf(split[1])] : undefined }
}

/** A way to find a word or a term: stems that stand together, each with its postings. */
type Way = { stems: readonly string[]; lists: readonly Uint32Array[] }
const wayOf = (index: TextIndex, stems: readonly string[]): Way => ({
  stems,
  lists: stems.map(stem => index.postings(stem)),
})
const isThere = ({ lists }: Way): boolean => lists.length > 0 && lists.every(list => list.length > 0)

/** The words of a question as they are looked for in one index: the ways to each, and the share of all weight that it has (they add up to 1). */
export type Sought = { ways: readonly (readonly WordWay[])[]; shares: readonly number[] }
type WordWay = Way & { worth: number }

/** `words` are whole words in the order typed ("food", "bank"). */
export function sought(index: TextIndex, words: readonly (SoughtWord & { word: string })[]): Sought {
  const ways: WordWay[][] = words.map(({ word, stem }, at) => waysOf(index, words, word, stem, at))
  const weights = words.map(({ weight }, at) => {
    const having = (ways[at] as Way[]).reduce((sum, { lists }) => sum + Math.min(...lists.map(list => list.length)), 0)
    return weight * rarity(index.documents, Math.min(having, index.documents))
  })
  const all = weights.reduce((sum, weight) => sum + weight, 0) || 1
  return { ways, shares: weights.map(weight => weight / all) }
}

/** The documents that have each of the words. */
export const havingWords = (index: TextIndex, sets: DocumentSets, { ways }: Sought): DocumentSet[] =>
  ways.map(found => havingAny(index, sets, found))

/** The documents that have any term of the needs. */
export const havingTerms = (index: TextIndex, sets: DocumentSets, needs: readonly UnderstoodNeed[]): DocumentSet =>
  havingAny(
    index,
    sets,
    needs.flatMap(need => need.terms.flatMap(term => waysToTerm(index, need, term))),
  )

/** What at least one in so many documents has is kept as a set: putting it together anew takes longer than going through it. */
const COMMON = 64

function havingAny(index: TextIndex, sets: DocumentSets, ways: readonly Way[]): DocumentSet {
  const having = sets.lend()
  for (const { stems, lists } of ways) {
    const isCommon = lists.every(list => list.length * COMMON >= index.documents)
    if (!isCommon)
      together(
        lists,
        null,
        () => 0,
        document => addDocument(having, document),
      )
    else {
      const [first, ...others] = stems.map(stem => havingStem(index, sets, stem)) as [DocumentSet, ...DocumentSet[]]
      const all = others.length === 0 ? first : sets.copy(first)
      for (const other of others) keepAll(all, other)
      addAll(having, all)
    }
  }
  return having
}

const havingStem = (index: TextIndex, sets: DocumentSets, stem: string): DocumentSet =>
  sets.kept(`stem ${stem}`, (set, from) => {
    const list = index.postings(stem)
    for (let nth = leap(list, 0, from); nth < list.length; nth++) addDocument(set, documentOf(list[nth] as number))
  })

/** How well the words fit these documents, in ascending order, once it is known which are results: there are far fewer of them than have a word. */
export function scoreWords(
  index: TextIndex,
  scores: TextScores,
  { ways, shares }: Sought,
  documents: Uint32Array,
): void {
  const say = sayOf(index)
  for (let nth = 0; nth < documents.length; nth++) scores.text[documents[nth] as number] = 0
  for (const [at, found] of ways.entries()) {
    const share = shares[at] as number
    for (const { lists, worth } of found) {
      const from = lists.map(() => 0)
      for (let nth = 0; nth < documents.length; nth++) {
        const document = documents[nth] as number
        let least = 1
        for (let list = 0; list < lists.length && least > 0; list++) {
          const postings = lists[list] as Uint32Array
          const place = leap(postings, from[list] as number, document)
          from[list] = place
          const there = postings[place]
          least = there !== undefined && documentOf(there) === document ? Math.min(least, say(there)) : 0
        }
        if (least > 0) scores.text[document] = Math.min(1, (scores.text[document] as number) + share * worth * least)
      }
    }
  }
}

function waysOf(
  index: TextIndex,
  words: readonly { word: string }[],
  word: string,
  stem: string,
  at: number,
): WordWay[] {
  const { halves } = waysTo(index, word)
  const next = words[at + 1]?.word
  const previous = words[at - 1]?.word
  const compounds = [next && word + next, previous && previous + word].flatMap(joined =>
    joined ? [stemOf(joined)] : [],
  )
  return [
    { ...wayOf(index, [stem]), worth: 1 },
    ...(halves ? [{ ...wayOf(index, halves), worth: TEXT.compound }] : []),
    ...compounds.map(compound => ({ ...wayOf(index, [compound]), worth: TEXT.compound })),
  ].filter(isThere)
}

/** True when something here has the word: as it is, as two words, or as part of a compound with its neighbour. */
export function isKnown(index: TextIndex, word: string, before?: string, after?: string): boolean {
  if (index.has(stemOf(word)) || index.split(word)) return true
  return [after && word + after, before && before + word].some(joined => joined && index.has(stemOf(joined)))
}

/** A term as it stands, and its two words written as one. None for what says too little. */
function waysToTerm(index: TextIndex, need: UnderstoodNeed, { stems, text, weight }: NeedTerm): Way[] {
  if (need.weight * weight < NEEDS.faintest) return []
  const ways = [wayOf(index, stems)]
  if (stems.length === 2) ways.push(wayOf(index, [stemOf(wordsIn(text).join(''))]))
  return ways.filter(isThere)
}

/**
 * Scores documents for needs. A need is met as well as the best of its terms is there, and a little better by the next best: many weak terms are not
 * worth a strong one. Several needs met count for more than one.
 */
export function scoreNeeds(
  index: TextIndex,
  scores: TextScores,
  needs: readonly UnderstoodNeed[],
  among: DocumentSet,
  documents: Uint32Array,
): void {
  const say = sayOf(index)
  for (let nth = 0; nth < documents.length; nth++) scores.need[documents[nth] as number] = 0
  for (const need of needs) {
    for (const term of need.terms)
      for (const { lists } of waysToTerm(index, need, term)) {
        const [only] = lists
        if (lists.length > 1 || !only) {
          together(lists, among, say, (document, said) => scores.meets(document, term.weight * said))
          continue
        }
        for (let nth = 0; nth < only.length; nth++) {
          const posting = only[nth] as number
          const document = documentOf(posting)
          if (hasDocument(among, document)) scores.meets(document, term.weight * say(posting))
        }
      }
    scores.endNeed(need.weight)
  }
}

/** Where a document has a word: the most telling place; undefined where it has it nowhere. */
export function whereIs(
  index: TextIndex,
  words: readonly { word: string; stem: string }[],
  at: number,
  document: number,
): keyof TextFields | undefined {
  const { word, stem } = words[at] as { word: string; stem: string }
  let found: keyof TextFields | undefined
  for (const { lists } of waysOf(index, words, word, stem, at)) {
    const places = lists.map(list => fieldOf(postingOf(list, document)))
    // Of words that must stand together the least telling place counts.
    const place = places.reduce((least, next) => (rankOf(next) > rankOf(least) ? next : least))
    if (rankOf(place) < rankOf(found)) found = place
  }
  return found
}

const FIELDS: readonly (keyof TextFields | undefined)[] = ['name', 'subject', 'text', undefined]
const rankOf = (field: keyof TextFields | undefined): number => FIELDS.indexOf(field)

const fieldOf = (posting: number | undefined): keyof TextFields | undefined =>
  posting === undefined
    ? undefined
    : timesInName(posting) > 0
      ? 'name'
      : timesInSubject(posting) > 0
        ? 'subject'
        : 'text'

function postingOf(list: Uint32Array, document: number): number | undefined {
  let from = 0
  let to = list.length - 1
  while (from <= to) {
    const middle = (from + to) >> 1
    const there = documentOf(list[middle] as number)
    if (there === document) return list[middle]
    if (there < document) from = middle + 1
    else to = middle - 1
  }
  return undefined
}

/** True when a document has all the words of a term. */
export const hasTerm = (index: TextIndex, stems: readonly string[], document: number): boolean =>
  stems.every(stem => postingOf(index.postings(stem), document) !== undefined)

/** Documents, dead ones too, that have all the words. */
export function documentsWithAll(index: TextIndex, words: readonly (SoughtWord & { word: string })[]): number[] {
  const sets = words.map(({ word, stem }, at) => {
    const documents = new Set<number>()
    for (const { lists } of waysOf(index, words, word, stem, at)) {
      const [first = [], ...others] = lists
      for (const posting of first) {
        const document = documentOf(posting)
        if (others.every(list => postingOf(list, document) !== undefined)) documents.add(document)
      }
    }
    return documents
  })
  const [first, ...others] = sets
  return first ? [...first].filter(document => others.every(set => set.has(document))).sort((a, b) => a - b) : []
}
