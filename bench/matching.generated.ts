/**
 * Made-up needs and volunteers of a country: 8,400 wards in 1,200 towns whose sizes follow Zipf's law (1.05), needs tilted to deprived wards and volunteers to the
 * others (`../shared/facts/matching.md` §4.2 says what is published of it and what is assumed). Metres; the same seed gives the same country.
 */
import type { AssignmentProblem } from '../src/capabilities/matching/engine/assign.ts'
import { NearestPoints } from '../src/capabilities/matching/engine/nearest-points.ts'
import { chance } from '../src/kernel/chance.ts'

export interface Points {
  readonly x: Float64Array
  readonly y: Float64Array
}

export interface Country {
  residents(count: number): Points
  volunteers(count: number): Points
  /** A whole number below `below`. */
  draw(below: number): number
}

const towns = 1200
const wards = 8400
const unmet = 20_000
const reach = 15_000

export function country(seed: number): Country {
  const chances = chance(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - chances.next())) * Math.cos(2 * Math.PI * chances.next())
  const town = Array.from({ length: towns }, (_, rank) => ({
    x: chances.between(0, 500_000),
    y: chances.between(0, 600_000),
    size: 1 / (rank + 1) ** 1.05,
    deprived: normal(),
  }))
  const bySize = summed(town.map(({ size }) => size))
  const ward = Array.from({ length: wards }, (_, at) => {
    const inTown = at < towns ? at : drawn(bySize, chances.next())
    const { x, y, size, deprived } = town[inTown] as (typeof town)[number]
    const spread = 1500 * Math.sqrt(1 + 200 * size)
    return {
      x: x + normal() * spread,
      y: y + normal() * spread,
      sd: inTown < 300 ? chances.between(350, 850) : chances.between(1500, 5000),
      deprived: 0.7 * (deprived + normal()),
    }
  })
  const among = (weights: Float64Array, count: number): Points => {
    const points = { x: new Float64Array(count), y: new Float64Array(count) }
    for (let at = 0; at < count; at += 1) {
      const { x, y, sd } = ward[drawn(weights, chances.next())] as (typeof ward)[number]
      points.x[at] = x + normal() * sd
      points.y[at] = y + normal() * sd
    }
    return points
  }
  const residents = summed(ward.map(({ deprived }) => Math.exp(0.35 * deprived)))
  const volunteers = summed(ward.map(({ deprived }) => Math.exp(-0.35 * deprived)))
  return {
    residents: count => among(residents, count),
    volunteers: count => among(volunteers, count),
    draw: below => Math.floor(chances.next() * below),
  }
}

const summed = (weights: readonly number[]): Float64Array => {
  let sum = 0
  return Float64Array.from(weights, weight => {
    sum += weight
    return sum
  })
}

const drawn = (sums: Float64Array, chance: number): number => {
  const wanted = chance * (sums.at(-1) as number)
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] as number) > wanted) high = middle
    else low = middle + 1
  }
  return low
}

/** Each need's nearest `candidates` volunteers within 15 km: whole metres, and up to a kilometre for having been asked lately. */
export function problemOf(
  needs: number,
  volunteers: number,
  candidates: number,
  seed: number,
  mostPlaces = 1,
): AssignmentProblem {
  const made = country(seed)
  const from = made.residents(needs)
  const to = made.volunteers(volunteers)
  const lately = Float64Array.from({ length: volunteers }, () => made.draw(1000))
  const index = new NearestPoints(to.x, to.y)
  const found = new Int32Array(candidates)
  const squares = new Float64Array(candidates)
  const firstCandidate = new Int32Array(needs + 1)
  const volunteer = new Int32Array(needs * candidates)
  const cost = new Float64Array(needs * candidates)
  let edge = 0
  for (let need = 0; need < needs; need += 1) {
    const count = index.nearest(from.x[need] as number, from.y[need] as number, reach, found, squares)
    for (let at = 0; at < count; at += 1) {
      volunteer[edge] = found[at] as number
      cost[edge] = Math.round(Math.sqrt(squares[at] as number)) + (lately[found[at] as number] as number)
      edge += 1
    }
    firstCandidate[need + 1] = edge
  }
  return {
    unmetCost: new Float64Array(needs).fill(unmet),
    capacity: Int32Array.from({ length: volunteers }, () => 1 + made.draw(mostPlaces)),
    firstCandidate,
    volunteer: volunteer.slice(0, edge),
    cost: cost.slice(0, edge),
  }
}
