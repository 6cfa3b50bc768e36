import { DistanceQueue } from './distance-queue.ts'
import { addHolder, NOBODY, type Places, replaceHolder } from './places.ts'

export function findShortestPaths(places: Places, unsettled: readonly number[]): void {
  const { problem, price, taken, left, firstHolder, nextHolder } = places
  const { unmetCost, firstCandidate, volunteer, cost } = problem
  const volunteers = price.length
  const distance = new Float64Array(volunteers)
  const seenIn = new Int32Array(volunteers)
  const reachedBy = new Int32Array(volunteers)
  const reachedFrom = new Int32Array(volunteers)
  const scanned = new Int32Array(volunteers)
  const way: number[] = []
  const queue = new DistanceQueue()

  for (let turn = 1; turn <= unsettled.length; turn += 1) {
    const start = unsettled[turn - 1]!
    queue.clear()
    let scans = 0
    let shortest = Infinity
    let leaving = NOBODY
    let freeWho = NOBODY
    // Needs to go on from: first the one that is left, then whoever holds the volunteer that was reached.
    let need = start
    let who = NOBODY
    let reached = 0
    for (;;) {
      for (; need !== NOBODY; need = who === NOBODY ? NOBODY : nextHolder[need]! - 1) {
        const from = who === NOBODY ? 0 : reached - (cost[taken[need]!]! - price[who]!)
        if (from + unmetCost[need]! < shortest) {
          shortest = from + unmetCost[need]!
          leaving = need
        }
        const last = firstCandidate[need + 1]!
        for (let edge = firstCandidate[need]!; edge < last; edge += 1) {
          const other = volunteer[edge]!
          const length = from + cost[edge]! - price[other]!
          const seen = seenIn[other]!
          // Nobody is reached twice once their place is settled: decimals would let rounding find a way shorter by nothing.
          if (length < shortest && (seen !== turn || length < distance[other]!) && seen !== -turn) {
            seenIn[other] = turn
            distance[other] = length
            reachedBy[other] = edge
            reachedFrom[other] = need
            if (left[other]! > 0) {
              shortest = length
              freeWho = other
              leaving = NOBODY
            } else queue.push(length, other)
          }
        }
      }
      do {
        who = queue.size > 0 ? queue.take() : NOBODY
      } while (who !== NOBODY && (seenIn[who] === -turn || queue.taken > distance[who]!))
      if (who === NOBODY || queue.taken >= shortest) break
      reached = queue.taken
      scanned[scans] = who
      seenIn[who] = -turn
      scans += 1
      need = firstHolder[who]! - 1
    }
    for (let scan = 0; scan < scans; scan += 1) {
      const one = scanned[scan]!
      price[one] = price[one]! + distance[one]! - shortest
    }
    if (leaving === start) continue
    let towards = leaving === NOBODY ? freeWho : volunteer[taken[leaving]!]!
    way.length = 0
    for (;;) {
      way.push(towards)
      const from = reachedFrom[towards]!
      if (from === start) break
      towards = volunteer[taken[from]!]!
    }
    // Each need on the way takes the place of the one that goes on; the last takes a free one, or that of the need that leaves.
    let coming = start
    for (let step = way.length - 1; step >= 0; step -= 1) {
      const at = way[step]!
      const goingOn = step > 0 ? reachedFrom[way[step - 1]!]! : leaving
      taken[coming] = reachedBy[at]!
      if (goingOn === NOBODY) addHolder(places, at, coming)
      else replaceHolder(places, at, goingOn, coming)
      coming = goingOn
    }
    if (leaving !== NOBODY) taken[leaving] = NOBODY
  }
}
