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
    const most = found.length
    if (most === 0 || !Number.isFinite(x + y)) return 0
    const fromLeft = x - this.#left
    const fromBottom = y - this.#bottom
    const cell = this.#cell
    const columns = this.#columns
    const rows = this.#rows
    const xs = this.#x
    const ys = this.#y
    const first = this.#firstInCell
    const column = Math.floor(fromLeft / cell)
    const row = Math.floor(fromBottom / cell)
    let count = 0
    let limit = within * within
    const read = (start: number, end: number) => {
      for (let at = start; at < end; at += 1) {
        const dx = xs[at]! - fromLeft
        const dy = ys[at]! - fromBottom
        const square = dx * dx + dy * dy
        if (square >= limit) continue
        let hole = count < most ? count : most - 1
        if (count < most) count += 1
        while (hole > 0 && squares[hole - 1]! > square) {
          squares[hole] = squares[hole - 1]!
          found[hole] = found[hole - 1]!
          hole -= 1
        }
        squares[hole] = square
        found[hole] = at
        if (count === most) limit = squares[most - 1]!
      }
    }
    // Ring after ring of cells, from the first one that touches the cells there are.
    let ring = Math.max(0, -column, column - columns + 1, -row, row - rows + 1)
    for (; ; ring += 1) {
      const reach = cell * ring
      const near = Math.min(
        fromLeft - column * cell,
        (column + 1) * cell - fromLeft,
        fromBottom - row * cell,
        (row + 1) * cell - fromBottom,
      )
      // Whatever this ring or a later one holds is farther than this.
      const atLeast = reach - cell + near
      if (ring > 0 && atLeast > 0 && atLeast * atLeast >= limit) break
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
          if (high < columns && high > low) read(first[start + high]!, first[start + high + 1]!)
        }
      }
      if (low <= 0 && high >= columns - 1 && bottom <= 0 && top >= rows - 1) break
    }
    for (let at = 0; at < count; at += 1) found[at] = this.#point[found[at]!]!
    return count
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
