/**
 * Sets of documents as bits, 32 to a number, so that what is true of many documents is told by going through few numbers: document n is bit n % 32 of
 * number n / 32. All sets of one index are equally long.
 */
export type DocumentSet = Uint32Array

export const hasDocument = (set: DocumentSet, document: number): boolean =>
  (((set[document >>> 5] as number) >>> (document & 31)) & 1) === 1

export function addDocument(set: DocumentSet, document: number): void {
  const at = document >>> 5
  set[at] = (set[at] as number) | (1 << (document & 31))
}

export function removeDocument(set: DocumentSet, document: number): void {
  const at = document >>> 5
  set[at] = (set[at] as number) & ~(1 << (document & 31))
}

/** Adds what is in another set. */
export function addAll(set: DocumentSet, other: DocumentSet): void {
  for (let at = 0; at < set.length; at++) set[at] = (set[at] as number) | (other[at] as number)
}

/** Leaves what is in another set too. */
export function keepAll(set: DocumentSet, other: DocumentSet): void {
  for (let at = 0; at < set.length; at++) set[at] = (set[at] as number) & (other[at] as number)
}

/** How many are in a set. */
export const sizeOf = (set: DocumentSet): number => sizeOfBoth(set, set)

/** How many are in both of two sets. */
export function sizeOfBoth(set: DocumentSet, other: DocumentSet): number {
  let size = 0
  for (let at = 0; at < set.length; at++) {
    let bits = (set[at] as number) & (other[at] as number)
    if (bits === 0) continue
    bits -= (bits >>> 1) & 0x55555555
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
    size += (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
  }
  return size
}

/** The documents of a set in ascending order, written into `room`. */
export function documentsOf(set: DocumentSet, room: Uint32Array): Uint32Array {
  let count = 0
  for (let at = 0; at < set.length; at++)
    for (let bits = set[at] as number; bits !== 0; bits &= bits - 1)
      room[count++] = (at << 5) | (31 - Math.clz32(bits & -bits))
  return room.subarray(0, count)
}

const longer = (set: DocumentSet, length: number): DocumentSet => {
  const copy = new Uint32Array(length)
  copy.set(set)
  return copy
}

/** At most so many bytes of sets are kept. When they are more, half of them go, those that were not used for longest. */
const MOST_BYTES = 48e6

/** The sets of one index: those that searches lend for as long as they take, and those that are kept because nothing in them ever changes. */
export class DocumentSets {
  #documents = 0
  #length = 32
  #lent = 0
  #toLend: DocumentSet[] = []
  /** With the search that used it last. */
  readonly #kept = new Map<string, { set: DocumentSet; upTo: number; usedAt: number }>()
  #searches = 0

  /** A search begins: whatever was lent before is lent anew. */
  begin(documents: number): void {
    this.#documents = documents
    this.#lent = 0
    this.#searches += 1
    const needed = (documents + 31) >>> 5
    if (needed <= this.#length) return
    this.#length = Math.ceil(needed * 1.2)
    this.#toLend = []
  }

  /** An empty set, until the next search begins. */
  lend(): DocumentSet {
    let set = this.#toLend[this.#lent]
    if (set) set.fill(0)
    else {
      set = new Uint32Array(this.#length)
      this.#toLend.push(set)
    }
    this.#lent += 1
    return set
  }

  /** A copy of a set, which may be of another length, until the next search begins. */
  copy(of: DocumentSet): DocumentSet {
    const set = this.lend()
    set.set(of.subarray(0, set.length))
    return set
  }

  /**
   * A set that is told once and kept, not to be changed. Since nothing that is known of a document ever changes, only those that came since are told.
   * @param tell adds those from one document up to another (not that one itself) that belong in it.
   */
  kept(key: string, tell: (set: DocumentSet, from: number, to: number) => void): DocumentSet {
    let kept = this.#kept.get(key)
    if (!kept) {
      this.#makeRoom()
      kept = { set: new Uint32Array(this.#length), upTo: 0, usedAt: 0 }
      this.#kept.set(key, kept)
    }
    if (kept.set.length < this.#length) kept.set = longer(kept.set, this.#length)
    if (kept.upTo < this.#documents) tell(kept.set, kept.upTo, this.#documents)
    kept.upTo = this.#documents
    kept.usedAt = this.#searches
    return kept.set
  }

  #makeRoom(): void {
    if (this.#kept.size * this.#length * 4 < MOST_BYTES) return
    const byUse = [...this.#kept].sort(([, a], [, b]) => a.usedAt - b.usedAt)
    for (const [key] of byUse.slice(0, byUse.length >> 1)) this.#kept.delete(key)
  }

  /** `kept`, told of one document after the other. */
  keptOf(key: string, belongs: (document: number) => boolean): DocumentSet {
    return this.kept(key, (set, from, to) => {
      for (let document = from; document < to; document++) if (belongs(document)) addDocument(set, document)
    })
  }

  get bytes(): number {
    return (this.#kept.size + this.#toLend.length) * this.#length * 4
  }
}
