import { NearestPoints } from '../engine/nearest-points.ts'
import type { AskedTask } from '../task.ts'
import type { WhyNot } from '../words.ts'
import { type Candidate, type Eligible, eligibleFor, isResting, reachedFrom, type TaskToFill } from './eligible.ts'

/** Those who do one thing and may be asked today. */
interface Group {
  readonly everybody: readonly Candidate[]
  /** Those whose position is known, in the order of the points. */
  readonly placed: readonly Candidate[]
  readonly points: NearestPoints | null
  /** The farthest that any of them goes, in metres. */
  readonly farthest: number
}

/** Positions are kept to within half a metre (NearestPoints), so that whoever lives at the very end of how far they go is still found. */
const roundingMetres = 2

/**
 * The volunteers of a place by what they do and where they live, so that a task is held against those within reach and not against everybody. It answers as
 * `eligibleFor` of all of them does, with the same counts of who cannot.
 */
export class WithinReach {
  readonly #all: number
  readonly #resting: number
  readonly #groups = new Map<AskedTask['activity'], Group>()
  readonly #active: readonly Candidate[]

  /** @param today 'YYYY-MM-DD' by the place's clock, the same as the tasks' circumstances have. */
  constructor(candidates: readonly Candidate[], today: string) {
    this.#all = candidates.length
    this.#active = candidates.filter(({ volunteer }) => !isResting(volunteer, today))
    this.#resting = this.#all - this.#active.length
  }

  /** Who can be asked about a task, the least costly first, and how many cannot for which first reason. */
  eligibleFor(filled: TaskToFill): Eligible {
    const { everybody, placed, points, farthest } = this.#groupOf(filled.task.activity)
    const from = reachedFrom(filled.task)
    if (!from)
      return this.#with(eligibleFor(filled, everybody), { 'does not do this': this.#active.length - everybody.length })
    const found = new Int32Array(placed.length)
    const count =
      points?.nearest(from.x, from.y, farthest + roundingMetres, found, new Float64Array(placed.length)) ?? 0
    const near = Array.from(found.subarray(0, count), point => placed[point] as Candidate)
    return this.#with(eligibleFor(filled, near), {
      'does not do this': this.#active.length - everybody.length,
      'too far': everybody.length - near.length,
    })
  }

  #with({ can, cannot }: Eligible, unread: Partial<Record<WhyNot, number>>): Eligible {
    const all = new Map(cannot)
    for (const [why, count] of Object.entries({ ...unread, paused: this.#resting }) as [WhyNot, number][])
      if (count > 0) all.set(why, (all.get(why) ?? 0) + count)
    return { can, cannot: all }
  }

  #groupOf(activity: AskedTask['activity']): Group {
    let group = this.#groups.get(activity)
    if (!group) {
      const everybody = this.#active.filter(({ volunteer }) => volunteer.activities.includes(activity))
      const placed = everybody.filter(({ volunteer }) => volunteer.position !== null)
      const at = (axis: 'x' | 'y') => Float64Array.from(placed, ({ volunteer }) => volunteer.position?.[axis] ?? 0)
      group = {
        everybody,
        placed,
        points: placed.length > 0 ? new NearestPoints(at('x'), at('y')) : null,
        farthest: placed.reduce((most, { volunteer }) => Math.max(most, volunteer.withinMetres), 0),
      }
      this.#groups.set(activity, group)
    }
    return group
  }
}
