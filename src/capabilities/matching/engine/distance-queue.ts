/** A binary heap of volunteers by how far they were reached; one that was reached twice stands in it twice. */
export class DistanceQueue {
  size = 0
  /** The distance of the one taken last. */
  taken = 0
  #keys = new Float64Array(256)
  #whos = new Int32Array(256)

  clear(): void {
    this.size = 0
  }

  push(key: number, who: number): void {
    if (this.size === this.#keys.length) this.#grow()
    const keys = this.#keys
    const whos = this.#whos
    let at = this.size
    this.size += 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const aboveKey = keys[above]!
      if (aboveKey <= key) break
      keys[at] = aboveKey
      whos[at] = whos[above]!
      at = above
    }
    keys[at] = key
    whos[at] = who
  }

  take(): number {
    const keys = this.#keys
    const whos = this.#whos
    const first = whos[0]!
    this.taken = keys[0]!
    this.size -= 1
    const size = this.size
    const key = keys[size]!
    const who = whos[size]!
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= size) break
      if (below + 1 < size && keys[below + 1]! < keys[below]!) below += 1
      const belowKey = keys[below]!
      if (belowKey >= key) break
      keys[at] = belowKey
      whos[at] = whos[below]!
      at = below
    }
    keys[at] = key
    whos[at] = who
    return first
  }

  #grow(): void {
    const keys = new Float64Array(this.size * 2)
    keys.set(this.#keys)
    this.#keys = keys
    const whos = new Int32Array(this.size * 2)
    whos.set(this.#whos)
    this.#whos = whos
  }
}
