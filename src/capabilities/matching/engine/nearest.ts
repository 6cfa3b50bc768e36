/** Nearest points on a plane: cells in rows, and the points of a row of cells one after the other, so that a window is a few straight reads. */
export class NearestPoints {
  /** Four numbers a point, side by side so that one read of memory brings them all: x, y, then (in #whole) bits and id. */
  readonly #at: Float32Array
  readonly #whole: Uint32Array
  readonly #first: Int32Array
  readonly #left: number
  readonly #bottom: number
  readonly #columns: number
  readonly #rows: number
  readonly #cell: number

  constructor(x: Float64Array, y: Float64Array, bits: Uint32Array, cell: number) {
    const count = x.length
    let left = Infinity
    let right = -Infinity
    let bottom = Infinity
    let top = -Infinity
    for (let at = 0; at < count; at += 1) {
      if (x[at]! < left) left = x[at]!
      if (x[at]! > right) right = x[at]!
      if (y[at]! < bottom) bottom = y[at]!
      if (y[at]! > top) top = y[at]!
    }
    if (count === 0) left = right = bottom = top = 0
    this.#left = left
    this.#bottom = bottom
    this.#cell = cell
    this.#columns = Math.floor((right - left) / cell) + 1
    this.#rows = Math.floor((top - bottom) / cell) + 1
    const first = new Int32Array(this.#columns * this.#rows + 2)
    const cellOf = new Int32Array(count)
    for (let at = 0; at < count; at += 1) {
      const where = Math.floor((y[at]! - bottom) / cell) * this.#columns + Math.floor((x[at]! - left) / cell)
      cellOf[at] = where
      first[where + 2]! += 1
    }
    for (let at = 2; at < first.length; at += 1) first[at]! += first[at - 1]!
    this.#at = new Float32Array(count * 4)
    this.#whole = new Uint32Array(this.#at.buffer)
    for (let at = 0; at < count; at += 1) {
      const to = first[cellOf[at]! + 1]!
      first[cellOf[at]! + 1] = to + 1
      this.#at[4 * to] = x[at]! - left
      this.#at[4 * to + 1] = y[at]! - bottom
      this.#whole[4 * to + 2] = bits[at]!
      this.#whole[4 * to + 3] = at
    }
    this.#first = first
  }

  /** Fills ids and squared distances, nearest first; returns how many. */
  nearest(
    x: number,
    y: number,
    needed: number,
    most: number,
    within: number,
    ids: Int32Array,
    squares: Float64Array,
  ): number {
    const px = x - this.#left
    const py = y - this.#bottom
    const cell = this.#cell
    const columns = this.#columns
    const rows = this.#rows
    const cx = Math.floor(px / cell)
    const cy = Math.floor(py / cell)
    const places = this.#at
    const whole = this.#whole
    const first = this.#first
    let found = 0
    let limit = within * within
    const scan = (from: number, to: number) => {
      for (let at = 4 * from; at < 4 * to; at += 4) {
        if ((whole[at + 2]! & needed) !== needed) continue
        const dx = places[at]! - px
        const dy = places[at + 1]! - py
        const square = dx * dx + dy * dy
        if (square < limit) {
          let hole = found < most ? found++ : most - 1
          while (hole > 0 && squares[hole - 1]! > square) {
            squares[hole] = squares[hole - 1]!
            ids[hole] = ids[hole - 1]!
            hole -= 1
          }
          squares[hole] = square
          ids[hole] = at
          if (found === most) limit = squares[most - 1]!
        }
      }
    }
    for (let ring = 0; ; ring += 1) {
      // Nothing in this ring is nearer than the rings within it reach.
      const reach =
        ring === 0
          ? 0
          : Math.min(
              px - (cx - ring + 1) * cell,
              (cx + ring) * cell - px,
              py - (cy - ring + 1) * cell,
              (cy + ring) * cell - py,
            )
      if (reach > 0 && reach * reach >= limit) break
      const low = cx - ring
      const high = cx + ring
      const from = Math.max(low, 0)
      const to = Math.min(high, columns - 1)
      if (low < 0 && high >= columns && cy - ring < 0 && cy + ring >= rows) break
      for (let row = Math.max(cy - ring, 0); row <= cy + ring && row < rows; row += 1) {
        const start = row * columns
        if (row === cy - ring || row === cy + ring) {
          if (from <= to) scan(first[start + from]!, first[start + to + 1]!)
        } else {
          if (low >= 0 && low < columns) scan(first[start + low]!, first[start + low + 1]!)
          if (high < columns && high >= 0) scan(first[start + high]!, first[start + high + 1]!)
        }
      }
    }
    for (let at = 0; at < found; at += 1) ids[at] = this.#whole[ids[at]! + 3]!
    return found
  }
}
