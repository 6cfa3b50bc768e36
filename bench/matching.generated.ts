import type { AssignmentProblem } from '../src/capabilities/matching/engine/assign.ts'
import { NearestPoints } from '../src/capabilities/matching/engine/nearest-points.ts'
import { country } from '../src/capabilities/matching/replay/country.ts'

const unmet = 20_000
const reach = 15_000

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
