import { NearestPoints } from '../engine/nearest-points.ts'
import type { AskedTask } from '../task.ts'
import { usualWeights, type Weights } from './cost.ts'
import { type Candidate, costFor, isResting, reachedFrom, type TaskToFill, whyNot } from './eligible.ts'
import { Eligible, FirstFew, lookAt } from './least-costly.ts'
import { Records } from './records.ts'

/** Those who do one thing and may be asked today. */
interface Group {
  readonly everybody: Records
  /** Those whose position is known, by how far they go: whoever goes ten miles does not make everybody be looked at within ten. */
  readonly rings: readonly Ring[]
}

interface Ring {
  /** In the order of the points. */
  readonly placed: Records
  readonly points: NearestPoints
  /** The farthest that any of them goes, in metres. */
  readonly farthest: number
}

/** In one ring nobody goes more than half as far again as anybody else. */
const ringMetres = 1.5

/** Positions are kept to within half a metre (NearestPoints), so that whoever lives at the very end of how far they go is still found. */
const roundingMetres = 2

/**
 * The volunteers of a place by what they do and where they live, so that a task is held against those within reach and not against everybody. It answers as
 * `eligibleFor` of all of them does, with the same counts of who cannot. It stays true while what volunteers say of themselves stands still: how often they were asked and what
 * they have in hand is read anew each time. The one thing it relies on is that nobody's offers become fewer.
 */
export class WithinReach {
  readonly #resting: number
  readonly #groups = new Map<AskedTask['activity'], Group>()
  readonly #active: ReadonlyMap<string, Candidate>

  /** @param today 'YYYY-MM-DD' by the place's clock, the same as the tasks' circumstances have. */
  constructor(candidates: readonly Candidate[], today: string) {
    this.#active = new Map(
      candidates
        .filter(({ volunteer }) => !isResting(volunteer, today))
        .map(candidate => [candidate.volunteer.volunteerId, candidate]),
    )
    this.#resting = candidates.length - this.#active.size
  }

  /** Who can be asked about a task, the least costly first, and how many cannot for which first reason. */
  eligibleFor(filled: TaskToFill, by: Weights = usualWeights): Eligible {
    const { everybody, rings } = this.#groupOf(filled.task.activity)
    const from = reachedFrom(filled.task)
    const near = from
      ? rings.map(({ placed, points, farthest }) => ({
          placed,
          some: points.within(from.x, from.y, farthest + roundingMetres),
        }))
      : [{ placed: everybody, some: null }]
    return new Eligible(
      most => {
        const few = new FirstFew(most)
        const helpers = [...filled.circumstances.helpedThemBefore].flatMap(id => this.#active.get(id) ?? [])
        for (const candidate of helpers)
          if (whyNot(filled, candidate) === null) few.put({ candidate, cost: costFor(filled, candidate, by) })
        for (const { placed, some } of near) placed.putLeastCostly(filled, by, few, some, helpers)
        return few.list
      },
      () => {
        const all = near.flatMap(({ placed, some }) =>
          some ? some.map(at => placed.candidates[at] as Candidate) : placed.candidates,
        )
        return lookAt(filled, all, by, {
          'does not do this': this.#active.size - everybody.candidates.length,
          'too far': everybody.candidates.length - all.length,
          paused: this.#resting,
        })
      },
    )
  }

  #groupOf(activity: AskedTask['activity']): Group {
    let group = this.#groups.get(activity)
    if (!group) {
      const everybody = [...this.#active.values()].filter(({ volunteer }) => volunteer.activities.includes(activity))
      const placed = everybody.filter(({ volunteer }) => volunteer.position !== null)
      const byDistance = Map.groupBy(placed, ({ volunteer }) =>
        Math.ceil(Math.log(Math.max(1, volunteer.withinMetres)) / Math.log(ringMetres)),
      )
      group = { everybody: new Records(everybody), rings: [...byDistance.values()].map(ringOf) }
      this.#groups.set(activity, group)
    }
    return group
  }
}

const ringOf = (placed: readonly Candidate[]): Ring => {
  const x = new Float64Array(placed.length)
  const y = new Float64Array(placed.length)
  placed.forEach(({ volunteer: { position } }, at) => {
    x[at] = position?.x ?? 0
    y[at] = position?.y ?? 0
  })
  return {
    placed: new Records(placed),
    points: new NearestPoints(x, y),
    farthest: placed.reduce((most, { volunteer }) => Math.max(most, volunteer.withinMetres), 0),
  }
}
