import { DistanceQueue } from './distance-queue.ts'
import { addHolder, NOBODY, removeHolder, type Slots } from './slots.ts'

/** Settles each need that is left by the shortest path to a free place or to a need that is better left unmet. */
export function findShortestPaths(places: Slots, unsettled: readonly number[]): void {
  const search = new Search(places)
  for (const need of unsettled) search.settle(need)
}

/** E. W. Dijkstra's search from need to volunteer to whoever holds them; prices keep every step at least 0. */
class Search {
  readonly #places: Slots
  readonly #distance: Float64Array
  readonly #reachedFrom: Int32Array
  /** The turn in which a volunteer was reached; below zero once no shorter way to them is possible. */
  readonly #seenIn: Int32Array
  readonly #nearestFirst: Int32Array
  readonly #queue = new DistanceQueue()
  #turn = 0
  /** The shortest way to an end found so far: to a need that leaves its place, or else to a free place. */
  #shortest = Infinity
  #leaving = NOBODY
  #free = NOBODY

  constructor(places: Slots) {
    const volunteers = places.price.length
    this.#places = places
    this.#distance = new Float64Array(volunteers)
    this.#reachedFrom = new Int32Array(volunteers)
    this.#seenIn = new Int32Array(volunteers)
    this.#nearestFirst = new Int32Array(volunteers)
  }

  settle(start: number): void {
    const { price, problem, taken, firstHolder, nextHolder } = this.#places
    const { cost } = problem
    const nearestFirst = this.#nearestFirst
    const distance = this.#distance
    this.#turn += 1
    this.#shortest = Infinity
    this.#queue.clear()
    this.#goOn(start, 0)
    let settled = 0
    for (let who = this.#nearest(); who !== NOBODY; who = this.#nearest()) {
      nearestFirst[settled] = who
      settled += 1
      for (let need = firstHolder[who]! - 1; need !== NOBODY; need = nextHolder[need]! - 1)
        this.#goOn(need, distance[who]! - (cost[taken[need]!]! - price[who]!))
    }
    for (let at = 0; at < settled; at += 1) {
      const who = nearestFirst[at]!
      price[who] = price[who]! + distance[who]! - this.#shortest
    }
    if (this.#leaving !== start) this.#changePlaces(start)
  }

  /** The next nearest who is nearer than the nearest end. */
  #nearest(): number {
    const queue = this.#queue
    const seenIn = this.#seenIn
    while (queue.size > 0) {
      const who = queue.take()
      if (queue.taken >= this.#shortest) return NOBODY
      if (seenIn[who] === -this.#turn) continue
      seenIn[who] = -this.#turn
      return who
    }
    return NOBODY
  }

  /** Looks at what a need could have instead; `from` is how far it is to the need, less what it pays. */
  #goOn(need: number, from: number): void {
    const { price, left } = this.#places
    const { unmetCost, firstCandidate, volunteer, cost } = this.#places.problem
    const distance = this.#distance
    const seenIn = this.#seenIn
    const turn = this.#turn
    let shortest = this.#shortest
    if (from + unmetCost[need]! < shortest) {
      shortest = from + unmetCost[need]!
      this.#leaving = need
    }
    const end = firstCandidate[need + 1]!
    for (let edge = firstCandidate[need]!; edge < end; edge += 1) {
      const other = volunteer[edge]!
      const length = from + cost[edge]! - price[other]!
      if (length >= shortest) continue
      const seen = seenIn[other]!
      // Nobody is reached again once they are settled: decimals would let rounding find a way shorter by nothing.
      if (seen === -turn || (seen === turn && length >= distance[other]!)) continue
      seenIn[other] = turn
      distance[other] = length
      this.#reachedFrom[other] = need
      if (left[other]! > 0) {
        shortest = length
        this.#free = other
        this.#leaving = NOBODY
      } else this.#queue.push(length, other)
    }
    this.#shortest = shortest
  }

  /** From the end of the way back: whoever is free there is taken by the need before, which leaves its own place to the need before that. */
  #changePlaces(start: number): void {
    const { taken, problem } = this.#places
    const { firstCandidate, volunteer } = problem
    let who = this.#leaving === NOBODY ? this.#free : this.#release(this.#leaving)
    for (;;) {
      const coming = this.#reachedFrom[who]!
      const before = coming === start ? NOBODY : this.#release(coming)
      taken[coming] = volunteer.indexOf(who, firstCandidate[coming])
      addHolder(this.#places, who, coming)
      if (before === NOBODY) return
      who = before
    }
  }

  #release(need: number): number {
    const { taken, problem } = this.#places
    const who = problem.volunteer[taken[need]!]!
    removeHolder(this.#places, who, need)
    taken[need] = NOBODY
    return who
  }
}
