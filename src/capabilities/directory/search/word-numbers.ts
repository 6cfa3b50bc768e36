import { roomFor } from './grown.ts'

/**
 * A number for each word, found where it stands in a text without a string being made of it: texts have a hundred times more words than there are
 * different ones. By open addressing; where the search for a word begins is drawn anew in each process, so that no feed can be written to slow it down.
 */
export class WordNumbers {
  readonly all: string[] = []
  #hashes = new Uint32Array(1024)
  /** A word's number and one more; 0 where there is none. */
  #slots = new Uint32Array(4096)

  /** The number of the word from one sign of a text up to another. New words get the next number. */
  of(text: string, from: number, to: number): number {
    let hash = SEED
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
    hash = (hash ^ (hash >>> 15)) >>> 0
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (let taken = this.#slots[slot] as number; taken !== 0; taken = this.#slots[slot] as number) {
      if (this.#hashes[taken - 1] === hash && stands(this.all[taken - 1] as string, text, from, to)) return taken - 1
      slot = (slot + 1) & mask
    }
    return this.#add(text, from, to, hash, slot)
  }

  #add(text: string, from: number, to: number, hash: number, slot: number): number {
    const number = this.all.length
    // Letter by letter: a slice of a text would keep all of the text.
    this.all.push(String.fromCharCode(...Array.from({ length: to - from }, (_, at) => text.charCodeAt(from + at))))
    this.#hashes = roomFor(this.#hashes, number)
    this.#hashes[number] = hash
    this.#slots[slot] = number + 1
    if (this.all.length * 2 > this.#slots.length) this.#spread()
    return number
  }

  #spread(): void {
    this.#slots = new Uint32Array(this.#slots.length * 4)
    const mask = this.#slots.length - 1
    for (let number = 0; number < this.all.length; number++) {
      let slot = (this.#hashes[number] as number) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = number + 1
    }
  }

  get bytes(): number {
    return this.all.length * 40 + (this.#hashes.length + this.#slots.length) * 4
  }
}

const SEED = Math.floor(Math.random() * 2 ** 32) | 0

function stands(word: string, text: string, from: number, to: number): boolean {
  if (word.length !== to - from) return false
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) !== text.charCodeAt(from + at)) return false
  return true
}
