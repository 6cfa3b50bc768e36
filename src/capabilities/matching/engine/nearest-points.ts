/**
 * Nearest points on a plane by buckets: the points of a cell stand side by side, and so do the cells of a row, so that a search reads a few straight stretches of
 * memory. Built anew when points change (750,000 take a tenth of a second); `bench/matching.ts` measures it beside flatbush and geokdbush.
 */
export class NearestPoints {
  readonly #x: Float32Array
  readonly #y: Float32Array
  readonly #point: Int32Array
  readonly #firstInCell: Int32Array
  readonly #left: number
  readonly #bottom: number
  readonly #cell: number
  readonly #columns: number
  readonly #rows: number

  /** Of the points whose numbers are given (all of them unless said): x and y in metres, to within half a metre over a country. */
  constructor(x: Float64Array, y: Float64Array, points: Int32Array = everyOne(x.length)) {
    const { left, bottom, width, height } = boundsOf(x, y, points)
    if (!Number.isFinite(width + height))
      throw new RangeError('A point is not anywhere: give only points whose x and y are known.')
    this.#left = left
    this.#bottom = bottom
    this.#cell = cellFor(x, y, points, { left, bottom, width, height })
    this.#columns = Math.floor(width / this.#cell) + 1
    this.#rows = Math.floor(height / this.#cell) + 1
    const cellOf = new Int32Array(points.length)
    const first = new Int32Array(this.#columns * this.#rows + 1)
    for (let at = 0; at < points.length; at += 1) {
      const point = points[at]!
      const column = Math.floor((x[point]! - left) / this.#cell)
      const row = Math.floor((y[point]! - bottom) / this.#cell)
      cellOf[at] = row * this.#columns + column
      first[cellOf[at]!]! += 1
    }
    let sum = 0
    for (let cell = 0; cell < first.length; cell += 1) {
      sum += first[cell]!
      first[cell] = sum
    }
    this.#x = new Float32Array(points.length)
    this.#y = new Float32Array(points.length)
    this.#point = new Int32Array(points.length)
    for (let at = points.length - 1; at >= 0; at -= 1) {
      const to = first[cellOf[at]!]! - 1
      first[cellOf[at]!] = to
      this.#x[to] = x[points[at]!]! - left
      this.#y[to] = y[points[at]!]! - bottom
      this.#point[to] = points[at]!
    }
    this.#firstInCell = first
  }

  /**
   * The points nearest to (x, y) and less than `within` metres away, nearest first: their numbers and how far they are, squared, as many as `found` has room for.
   * @returns how many.
   */
  nearest(x: number, y: number, within: number, found: Int32Array, squares: Float64Array): number {
    const xs = this.#x
    const ys = this.#y
    const best = new Best(found, squares, within * within)
    const fromLeft = x - this.#left
    const fromBottom = y - this.#bottom
    this.#read(
      fromLeft,
      fromBottom,
      (start, end) => {
        let limit = best.limit
        for (let at = start; at < end; at += 1) {
          const dx = xs[at]! - fromLeft
          const dy = ys[at]! - fromBottom
          const square = dx * dx + dy * dy
          if (square < limit) limit = best.put(at, square)
        }
      },
      atLeast => atLeast * atLeast >= best.limit,
    )
    return best.named(this.#point)
  }

  /** Every point at most `within` metres from (x, y), each once, in no order. */
  within(x: number, y: number, within: number): number[] {
    const xs = this.#x
    const ys = this.#y
    const points = this.#point
    const found: number[] = []
    const fromLeft = x - this.#left
    const fromBottom = y - this.#bottom
    const farthest = within * within
    this.#read(
      fromLeft,
      fromBottom,
      (start, end) => {
        for (let at = start; at < end; at += 1) {
          const dx = xs[at]! - fromLeft
          const dy = ys[at]! - fromBottom
          if (dx * dx + dy * dy <= farthest) found.push(points[at]!)
        }
      },
      atLeast => atLeast > within,
    )
    return found
  }

  /**
   * The points that cost least, counting a metre as 1 and `extra` of each on top (Infinity for one that may not be chosen), cheapest first.
   * `leastExtra` is what no extra is below, so that the search knows when to stop.
   * @returns how many.
   */
  cheapest(
    x: number,
    y: number,
    within: number,
    extra: (point: number) => number,
    leastExtra: number,
    found: Int32Array,
    costs: Float64Array,
  ): number {
    const xs = this.#x
    const ys = this.#y
    const points = this.#point
    const best = new Best(found, costs, Number.MAX_VALUE)
    const fromLeft = x - this.#left
    const fromBottom = y - this.#bottom
    const farthest = within * within
    this.#read(
      fromLeft,
      fromBottom,
      (start, end) => {
        for (let at = start; at < end; at += 1) {
          const dx = xs[at]! - fromLeft
          const dy = ys[at]! - fromBottom
          const square = dx * dx + dy * dy
          if (square >= farthest) continue
          const metres = Math.sqrt(square)
          if (metres + leastExtra >= best.limit) continue
          const cost = metres + extra(points[at]!)
          if (cost < best.limit) best.put(at, cost)
        }
      },
      atLeast => atLeast >= within || atLeast + leastExtra >= best.limit,
    )
    return best.named(points)
  }

  /** Reads ring after ring of cells around a place, until whatever the next one holds is too far, or no ring is left. */
  #read(
    fromLeft: number,
    fromBottom: number,
    read: (start: number, end: number) => void,
    isTooFar: (atLeast: number) => boolean,
  ): void {
    if (!Number.isFinite(fromLeft + fromBottom)) return
    const cell = this.#cell
    const columns = this.#columns
    const rows = this.#rows
    const first = this.#firstInCell
    const column = Math.floor(fromLeft / cell)
    const row = Math.floor(fromBottom / cell)
    const near = Math.min(
      fromLeft - column * cell,
      (column + 1) * cell - fromLeft,
      fromBottom - row * cell,
      (row + 1) * cell - fromBottom,
    )
    for (let ring = Math.max(0, -column, column - columns + 1, -row, row - rows + 1); ; ring += 1) {
      if (ring > 0 && isTooFar(cell * (ring - 1) + near)) return
      const low = column - ring
      const high = column + ring
      const bottom = row - ring
      const top = row + ring
      const from = Math.max(low, 0)
      const to = Math.min(high, columns - 1)
      for (let line = Math.max(bottom, 0); line <= Math.min(top, rows - 1); line += 1) {
        const start = line * columns
        if (line === bottom || line === top) read(first[start + from]!, first[start + to + 1]!)
        else {
          if (low >= 0) read(first[start + low]!, first[start + low + 1]!)
          if (high < columns) read(first[start + high]!, first[start + high + 1]!)
        }
      }
      if (low <= 0 && high >= columns - 1 && bottom <= 0 && top >= rows - 1) return
    }
  }
}

/** The few best so far, in order, in the arrays of whoever asks. */
class Best {
  /** What the next one has to be below. */
  limit: number
  #count = 0
  readonly #found: Int32Array
  readonly #values: Float64Array

  constructor(found: Int32Array, values: Float64Array, limit: number) {
    this.#found = found
    this.#values = values
    this.limit = found.length === 0 ? -Infinity : limit
  }

  put(at: number, value: number): number {
    const found = this.#found
    const values = this.#values
    const most = found.length
    let hole = this.#count < most ? this.#count++ : most - 1
    while (hole > 0 && values[hole - 1]! > value) {
      values[hole] = values[hole - 1]!
      found[hole] = found[hole - 1]!
      hole -= 1
    }
    values[hole] = value
    found[hole] = at
    if (this.#count === most) this.limit = values[most - 1]!
    return this.limit
  }

  named(points: Int32Array): number {
    for (let at = 0; at < this.#count; at += 1) this.#found[at] = points[this.#found[at]!]!
    return this.#count
  }
}

const everyOne = (count: number): Int32Array => Int32Array.from({ length: count }, (_, at) => at)

interface Bounds {
  readonly left: number
  readonly bottom: number
  readonly width: number
  readonly height: number
}

function boundsOf(x: Float64Array, y: Float64Array, points: Int32Array): Bounds {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const point of points) {
    left = Math.min(left, x[point]!)
    right = Math.max(right, x[point]!)
    bottom = Math.min(bottom, y[point]!)
    top = Math.max(top, y[point]!)
  }
  return points.length === 0
    ? { left: 0, bottom: 0, width: 0, height: 0 }
    : { left, bottom, width: right - left, height: top - bottom }
}

const firstCell = 500
const pointsInACell = 6
const mostCells = 8_000_000

/** A cell that holds about six points where there are any: people live in towns, so that most cells of a country are empty. */
function cellFor(
  x: Float64Array,
  y: Float64Array,
  points: Int32Array,
  { left, bottom, width, height }: Bounds,
): number {
  const atLeast = Math.max(Math.sqrt((width * height) / mostCells), Math.max(width, height) / mostCells, 1)
  const trial = Math.max(firstCell, atLeast)
  const columns = Math.floor(width / trial) + 1
  const seen = new Uint8Array(columns * (Math.floor(height / trial) + 1))
  let cells = 0
  for (const point of points) {
    const cell = Math.floor((y[point]! - bottom) / trial) * columns + Math.floor((x[point]! - left) / trial)
    cells += 1 - seen[cell]!
    seen[cell] = 1
  }
  return Math.max(atLeast, trial * Math.sqrt((pointsInACell * Math.max(cells, 1)) / Math.max(points.length, 1)))
}
