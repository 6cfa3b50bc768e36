import type { WhyNot } from '../words.ts'
import { usualWeights, type Weights } from './cost.ts'
import { type Candidate, costFor, type TaskToFill, whyNot } from './eligible.ts'

/** Somebody who can be asked, and what it would cost: whole metres (`cost.ts`). */
export interface Able {
  readonly candidate: Candidate
  readonly cost: number
}

/** Everybody who can be asked, in no order, and how many cannot for which first reason. */
export interface LookedAt {
  readonly able: readonly Able[]
  readonly cannot: ReadonlyMap<WhyNot, number>
}

const byCost = (a: Able, b: Able): number =>
  a.cost - b.cost || (a.candidate.volunteer.volunteerId < b.candidate.volunteer.volunteerId ? -1 : 1)

/** The few least costly of those who are put to it, in order; of two who cost the same the one whose id comes first. */
export class FirstFew {
  readonly list: Able[] = []
  readonly most: number
  /** Whoever costs more is not among them: Infinity while there is room. */
  limit = Number.POSITIVE_INFINITY

  /** @param most at least 1. */
  constructor(most: number) {
    this.most = most
  }

  put(each: Able): void {
    const { list } = this
    const last = list[this.most - 1]
    if (last && byCost(each, last) > 0) return
    let at = last ? this.most - 1 : list.length
    for (; at > 0 && byCost(list[at - 1] as Able, each) > 0; at -= 1) list[at] = list[at - 1] as Able
    list[at] = each
    this.limit = list[this.most - 1]?.cost ?? Number.POSITIVE_INFINITY
  }
}

/** A few more than are wanted are looked for, since some of them may be taken by other needs of the same round. */
const spare = 10

/**
 * Who can be asked about one task. The least costly are found without looking at everybody closely: a city has thousands who could ring somebody. Everybody is looked at, and the
 * reasons why not are counted, only when that is asked for. Reads how things stand when it is asked first, and says the same from then on.
 */
export class Eligible {
  readonly #find: (most: number) => readonly Able[]
  readonly #lookAtAll: () => LookedAt
  #found: readonly Able[] = []
  #foundAll = false
  #all: LookedAt | undefined
  #can: readonly Able[] | undefined

  /**
   * @param find the least costly, cheapest first, fewer than `most` where no more can be asked.
   * @param lookAtAll everybody, each with the first reason why not.
   */
  constructor(find: (most: number) => readonly Able[], lookAtAll: () => LookedAt) {
    this.#find = find
    this.#lookAtAll = lookAtAll
  }

  /** The `most` least costly, cheapest first, of those who may be chosen: everybody unless said. */
  first(most: number, mayBeChosen: (able: Able) => boolean = () => true): Able[] {
    for (let wanted = most + spare; ; wanted = 4 * this.#found.length) {
      if (!this.#foundAll && this.#found.length < wanted) {
        this.#found = this.#find(wanted)
        this.#foundAll = this.#found.length < wanted
      }
      const chosen = this.#found.filter(mayBeChosen)
      if (this.#foundAll || chosen.length >= most) return chosen.slice(0, most)
    }
  }

  /** True when nobody can be asked. */
  get isNobody(): boolean {
    return this.first(1).length === 0
  }

  /** How many can be asked. */
  get count(): number {
    return this.#foundAll ? this.#found.length : this.#looked.able.length
  }

  /** Everybody who can, the least costly first. */
  get can(): readonly Able[] {
    this.#can ??= this.#looked.able.toSorted(byCost)
    return this.#can
  }

  /** How many cannot, by the first reason why. */
  get cannot(): ReadonlyMap<WhyNot, number> {
    return this.#looked.cannot
  }

  get #looked(): LookedAt {
    this.#all ??= this.#lookAtAll()
    return this.#all
  }
}

/** Holds a task against each of these. */
export const lookAt = (
  filled: TaskToFill,
  candidates: readonly Candidate[],
  by: Weights,
  alreadyCannot: Partial<Record<WhyNot, number>> = {},
): LookedAt => {
  const able: Able[] = []
  const cannot = new Map<WhyNot, number>()
  for (const [why, count] of Object.entries(alreadyCannot) as [WhyNot, number][]) if (count > 0) cannot.set(why, count)
  for (const candidate of candidates) {
    const why = whyNot(filled, candidate)
    if (why) cannot.set(why, (cannot.get(why) ?? 0) + 1)
    else able.push({ candidate, cost: costFor(filled, candidate, by) })
  }
  return { able, cannot }
}

/** Who of these can be asked about a task. Where there are many of them and several tasks, `WithinReach` answers the same sooner. */
export const eligibleFor = (
  filled: TaskToFill,
  candidates: readonly Candidate[],
  by: Weights = usualWeights,
): Eligible => {
  const looked = lookAt(filled, candidates, by)
  return new Eligible(
    most => {
      const few = new FirstFew(most)
      for (const each of looked.able) few.put(each)
      return few.list
    },
    () => looked,
  )
}
