import { grown, roomFor } from './grown.ts'
import { Spelling } from './spelling.ts'
import { plainLetters, stemOf } from './understanding/stems.ts'
import { WordNumbers } from './word-numbers.ts'

/**
 * Which documents have which words, and where: an inverted index in memory, of plain numbers. Knows nothing of services.
 * Documents are numbered from 0 in the order they are added and are never changed: whoever keeps them adds a changed one anew under the next number.
 */

/** The parts of a document, the most telling first. */
export type TextFields = { name: string; subject: string; text: string }

/**
 * One posting is one number: the document in the upper 24 bits, then how often the word stands in its name (2 bits), its subject (2) and its text (4).
 * More often than fits counts as that often, which changes nothing: the score has long levelled off.
 */
export const MOST_DOCUMENTS = 1 << 24
const MOST = { name: 3, subject: 3, text: 15 }
export const documentOf = (posting: number): number => posting >>> 8
export const timesInName = (posting: number): number => (posting >>> 6) & 3
export const timesInSubject = (posting: number): number => (posting >>> 4) & 3
export const timesInText = (posting: number): number => posting & 15

/** Longer fields count as this long. */
export const LONGEST_FIELD = 1023
/** Longer words are not kept. */
const LONGEST_WORD = 40
const NO_POSTINGS = new Uint32Array(0)

export class TextIndex {
  readonly #stems = new Map<string, number>()
  readonly #words = new WordNumbers()
  #stemOfWord = new Uint32Array(1024)
  readonly #postings: Uint32Array[] = []
  readonly #counts: number[] = []
  /** Words that stand side by side in some name or subject, written as one, with where the second starts: "foodbank" 4. */
  readonly #pairs = new Map<string, number>()
  readonly spelling = new Spelling(this.#words.all)
  #documents = 0
  #wordsMet = 0
  /** Words in each field of each document, and in all of them. */
  readonly lengths = { name: new Uint16Array(1024), subject: new Uint16Array(1024), text: new Uint16Array(1024) }
  readonly totals = { name: 0, subject: 0, text: 0 }
  // How often each stem stands in each field of the document being added: three numbers a stem, put back to 0 after each document.
  #times = new Uint8Array(3 * 1024)
  #touched: number[] = []

  get documents(): number {
    return this.#documents
  }
  get stems(): number {
    return this.#stems.size
  }

  /** @returns the number of the document. */
  add(fields: TextFields): number {
    const document = this.#documents++
    if (document >= MOST_DOCUMENTS) throw new RangeError('An index holds at most 16 million documents.')
    if (document >= this.lengths.name.length)
      for (const field of ['name', 'subject', 'text'] as const)
        this.lengths[field] = grown(this.lengths[field], document + 1)
    this.#read(document, 'name', 0, fields.name)
    this.#read(document, 'subject', 1, fields.subject)
    this.#read(document, 'text', 2, fields.text)
    for (const stem of this.#touched) {
      const at = stem * 3
      const times = this.#times
      const name = Math.min(times[at] as number, MOST.name)
      const subject = Math.min(times[at + 1] as number, MOST.subject)
      const text = Math.min(times[at + 2] as number, MOST.text)
      this.#append(stem, ((document << 8) | (name << 6) | (subject << 4) | text) >>> 0)
      times[at] = 0
      times[at + 1] = 0
      times[at + 2] = 0
    }
    this.#touched.length = 0
    return document
  }

  #read(document: number, field: keyof TextFields, offset: number, content: string): void {
    const text = plainLetters(content)
    const telling = field !== 'text'
    let length = 0
    let before = -1
    for (let from = 0; from < text.length; from++) {
      if (!isLetter(text.charCodeAt(from))) continue
      let to = from + 1
      while (to < text.length && isLetter(text.charCodeAt(to))) to += 1
      length += 1
      if (to - from <= LONGEST_WORD) {
        const word = this.#words.of(text, from, to)
        this.#count(word, offset, telling)
        if (telling && before >= 0) this.#pair(this.#words.all[before] as string, this.#words.all[word] as string)
        before = word
      }
      from = to
    }
    this.lengths[field][document] = Math.min(length, LONGEST_FIELD)
    this.totals[field] += Math.min(length, LONGEST_FIELD)
  }

  #count(word: number, offset: number, telling: boolean): void {
    if (word === this.#wordsMet) this.#meet(word)
    this.spelling.count(word, telling)
    const stem = this.#stemOfWord[word] as number
    const at = stem * 3
    const times = this.#times
    if (times[at] === 0 && times[at + 1] === 0 && times[at + 2] === 0) this.#touched.push(stem)
    if ((times[at + offset] as number) < 255) times[at + offset] = (times[at + offset] as number) + 1
  }

  /** A word that was not read before; they come in the order of their numbers. */
  #meet(word: number): void {
    this.#wordsMet += 1
    const stem = stemOf(this.#words.all[word] as string)
    let number = this.#stems.get(stem)
    if (number === undefined) {
      number = this.#stems.size
      this.#stems.set(stem, number)
      this.#postings.push(NO_POSTINGS)
      this.#counts.push(0)
      this.#times = roomFor(this.#times, number * 3 + 2)
    }
    this.#stemOfWord = roomFor(this.#stemOfWord, word)
    this.#stemOfWord[word] = number
  }

  #pair(first: string, second: string): void {
    if (first.length + second.length <= 24) this.#pairs.set(first + second, first.length)
  }

  #append(stem: number, posting: number): void {
    const count = this.#counts[stem] as number
    let list = this.#postings[stem] as Uint32Array
    if (count === list.length) {
      list = grown(list, Math.max(2, count + 1))
      this.#postings[stem] = list
    }
    list[count] = posting
    this.#counts[stem] = count + 1
  }

  /** The postings of a stem in the order of their documents; empty when nothing has it. */
  postings(stem: string): Uint32Array {
    const number = this.#stems.get(stem)
    if (number === undefined) return NO_POSTINGS
    return (this.#postings[number] as Uint32Array).subarray(0, this.#counts[number])
  }

  has(stem: string): boolean {
    return this.#stems.has(stem)
  }

  /** The two words that stand side by side somewhere and make up this one: "foodbank" is "food" and "bank". */
  split(word: string): readonly [string, string] | undefined {
    const at = this.#pairs.get(word)
    return at === undefined ? undefined : [word.slice(0, at), word.slice(at)]
  }

  /** Gives back room that was kept for more, once a first build is over. */
  trim(): void {
    for (const [stem, list] of this.#postings.entries()) {
      const count = this.#counts[stem] as number
      if (list.length > count) this.#postings[stem] = list.slice(0, count)
    }
  }

  /** Bytes, roughly: numbers as they are, words with what a map needs for each. */
  get bytes(): number {
    let numbers = this.lengths.name.length * 6
    for (const list of this.#postings) numbers += list.length * 4 + 100
    return numbers + (this.#stems.size + this.#pairs.size) * 90 + this.#words.bytes + this.spelling.bytes
  }
}

/** Of a text as `plainLetters` gives it: beyond ASCII it has nothing but letters and digits. */
const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code > 127
