/**
 * Made-up needs and volunteers of a country: 8,400 wards in 1,200 towns whose sizes follow Zipf's law (1.05), needs tilted to deprived wards and volunteers to the
 * others (what is published of that and what is assumed stands in workload.ts). Metres; the same seed gives the same country.
 */
import { chance } from '../../../kernel/chance.ts'

/** Points of a country, side by side: metres. */
export interface Points {
  readonly x: Float64Array
  readonly y: Float64Array
  /** The number of the town each lies in. */
  readonly town: Int32Array
}

/** A made-up country to draw points from, one after the other. */
export interface Country {
  residents(count: number): Points
  volunteers(count: number): Points
  /** A whole number below `below`. */
  draw(below: number): number
  /** At least 0, less than 1. */
  next(): number
}

/** Our own figure. */
export const townsOfCountry = 1200
const wardsATown = 7

/**
 * `intensitySd` above 0 lets some towns ask far more than others (the logarithm of how much more is normal). With fewer `towns` it is a smaller country, as densely
 * settled.
 */
export function country(seed: number, intensitySd = 0, towns = townsOfCountry): Country {
  const wards = wardsATown * towns
  const across = Math.sqrt(towns / townsOfCountry)
  const chances = chance(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - chances.next())) * Math.cos(2 * Math.PI * chances.next())
  const town = Array.from({ length: towns }, (_, rank) => ({
    x: chances.between(0, 500_000 * across),
    y: chances.between(0, 600_000 * across),
    size: 1 / (rank + 1) ** 1.05,
    deprived: normal(),
    asks: intensitySd === 0 ? 1 : Math.exp(intensitySd * normal()),
  }))
  const bySize = summed(town.map(({ size }) => size))
  const ward = Array.from({ length: wards }, (_, at) => {
    const inTown = at < towns ? at : drawn(bySize, chances.next())
    const { x, y, size, deprived, asks } = town[inTown] as (typeof town)[number]
    const spread = 1500 * Math.sqrt(1 + 200 * size)
    return {
      x: x + normal() * spread,
      y: y + normal() * spread,
      sd: inTown < towns / 4 ? chances.between(350, 850) : chances.between(1500, 5000),
      town: inTown,
      deprived: 0.7 * (deprived + normal()),
      asks,
    }
  })
  const among = (weights: Float64Array, count: number): Points => {
    const points = { x: new Float64Array(count), y: new Float64Array(count), town: new Int32Array(count) }
    for (let at = 0; at < count; at += 1) {
      const { x, y, sd, town } = ward[drawn(weights, chances.next())] as (typeof ward)[number]
      points.x[at] = x + normal() * sd
      points.y[at] = y + normal() * sd
      points.town[at] = town
    }
    return points
  }
  const residents = summed(ward.map(({ deprived, asks }) => asks * Math.exp(0.35 * deprived)))
  const volunteers = summed(ward.map(({ deprived }) => Math.exp(-0.35 * deprived)))
  return {
    residents: count => among(residents, count),
    volunteers: count => among(volunteers, count),
    draw: below => Math.floor(chances.next() * below),
    next: chances.next,
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
