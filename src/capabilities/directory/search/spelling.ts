import { roomFor } from './grown.ts'
import { isLight } from './understanding/tokens.ts'

/**
 * The words of one directory, to read a misspelt word by. Compared by how many letters must be put in, left out, changed or swapped with their
 * neighbour (optimal string alignment; Damerau, 1964); the first letter may be the wrong one.
 */
export class Spelling {
  /** All words, by their numbers. */
  readonly #words: readonly string[]
  #met = 0
  /** Which letters a word has, one bit each: two words n letters apart differ in at most 2n bits. */
  #letters = new Uint32Array(1024)
  /** 0 for words that are not mended. */
  #lengths = new Uint8Array(1024)
  /** How often it was read, up to 255; a word of a name counts as two. */
  #uses = new Uint8Array(1024)
  readonly #read = new Map<string, string | null>()

  constructor(words: readonly string[]) {
    this.#words = words
  }

  /** A word was read. They are met in the order of their numbers. */
  count(number: number, telling: boolean): void {
    while (this.#met <= number) this.#meet(this.#met++)
    this.#uses[number] = Math.min(255, (this.#uses[number] as number) + (telling ? 2 : 1))
  }

  #meet(number: number): void {
    this.#letters = roomFor(this.#letters, number)
    this.#lengths = roomFor(this.#lengths, number)
    this.#uses = roomFor(this.#uses, number)
    const word = this.#words[number] as string
    if (!mendable(word)) return
    this.#letters[number] = lettersOf(word)
    this.#lengths[number] = word.length
    this.#read.clear()
  }

  /** The word a misspelt one was most likely meant to be; null when none is near enough. A word read only once is not trusted. */
  closest(typed: string): string | null {
    if (!mendable(typed)) return null
    const before = this.#read.get(typed)
    if (before !== undefined) return before
    const found = this.#find(typed)
    if (this.#read.size > 2000) this.#read.clear()
    this.#read.set(typed, found)
    return found
  }

  #find(typed: string): string | null {
    const most = typed.length < 5 ? 1 : typed.length < 9 ? 2 : 3
    const letters = lettersOf(typed)
    let best: string | null = null
    let bestCost = Infinity
    for (let number = 0; number < this.#words.length; number++) {
      if (Math.abs((this.#lengths[number] as number) - typed.length) > most) continue
      const uses = this.#uses[number] as number
      if (uses < 2 || bits((this.#letters[number] as number) ^ letters) > 2 * most) continue
      const word = this.#words[number] as string
      const apart = lettersApart(typed, word, most)
      if (apart > (word[0] === typed[0] ? most : Math.min(most, typed.length < 4 ? 0 : Math.max(1, most - 1)))) continue
      // A wrong first letter is rare; among words equally near the more usual one was meant.
      const cost = apart + (word[0] === typed[0] ? 0 : 0.5) - Math.log(uses) * 0.08
      // Nobody looks for "for".
      if (isLight(word)) continue
      if (cost < bestCost || (cost === bestCost && best !== null && word < best)) {
        best = word
        bestCost = cost
      }
    }
    return best
  }

  get bytes(): number {
    return this.#letters.length * 6
  }
}

/** Numbers are not mended, nor are words too short or long to tell. */
const mendable = (word: string): boolean => word.length >= 3 && word.length <= 24 && !/\p{N}/u.test(word)

function lettersOf(word: string): number {
  let letters = 0
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) % 32)
  return letters >>> 0
}

function bits(number: number): number {
  let left = number - ((number >>> 1) & 0x55555555)
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333)
  return (((left + (left >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

const rows = [new Uint8Array(32), new Uint8Array(32), new Uint8Array(32)]

/** How many letters apart two words of at most 24 letters are; more than `most` is given as `most + 1`. */
export function lettersApart(a: string, b: string, most: number): number {
  let [before, last, now] = rows as [Uint8Array, Uint8Array, Uint8Array]
  for (let j = 0; j <= b.length; j++) last[j] = j
  let leastBefore = 0
  for (let i = 1; i <= a.length; i++) {
    now[0] = i
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
      let cost = Math.min((last[j] as number) + 1, (now[j - 1] as number) + 1, (last[j - 1] as number) + (same ? 0 : 1))
      const swapped =
        i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      if (swapped) cost = Math.min(cost, (before[j - 2] as number) + 1)
      now[j] = cost
      if (cost < least) least = cost
    }
    // A swap reaches back over two rows.
    if (least > most && leastBefore >= most) return most + 1
    leastBefore = least
    ;[before, last, now] = [last, now, before]
  }
  return Math.min(last[b.length] as number, most + 1)
}
