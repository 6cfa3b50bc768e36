import type { AssignmentProblem } from './assign.ts'

/** No need, no candidate, no volunteer. */
export const NOBODY = -1

/** Who holds which volunteer, and what a place of each volunteer costs by now. */
export interface Slots {
  readonly problem: AssignmentProblem
  /** Of a volunteer: 0 while a place is free, and only ever lower. */
  readonly price: Float64Array
  /** Of a need: its candidate, or -1. */
  readonly taken: Int32Array
  /** Places of a volunteer that nobody holds. */
  readonly left: Int32Array
  /** Of a volunteer, one more than the first need that holds them; 0 is nobody. */
  readonly firstHolder: Int32Array
  /** Of a need, one more than the next need that holds the same volunteer. */
  readonly nextHolder: Int32Array
}

/** Every place free, and whoever has none too dear for anybody. */
export function noneTaken(problem: AssignmentProblem): Slots {
  const { capacity, unmetCost } = problem
  const price = new Float64Array(capacity.length)
  // Whoever has no place at all costs endlessly much until the proof.
  for (let who = capacity.indexOf(0); who !== NOBODY; who = capacity.indexOf(0, who + 1)) price[who] = -Infinity
  return {
    problem,
    price,
    taken: new Int32Array(unmetCost.length).fill(NOBODY),
    left: capacity.slice(),
    firstHolder: new Int32Array(capacity.length),
    nextHolder: new Int32Array(unmetCost.length),
  }
}

/** A need gives back the place of a volunteer that it holds. */
export function removeHolder({ firstHolder, nextHolder, left }: Slots, who: number, leaving: number): void {
  left[who] = left[who]! + 1
  if (firstHolder[who] === leaving + 1) {
    firstHolder[who] = nextHolder[leaving]!
    return
  }
  let before = firstHolder[who]! - 1
  while (nextHolder[before] !== leaving + 1) before = nextHolder[before]! - 1
  nextHolder[before] = nextHolder[leaving]!
}

/** A need takes a free place of a volunteer. */
export function addHolder({ firstHolder, nextHolder, left }: Slots, who: number, coming: number): void {
  left[who] = left[who]! - 1
  nextHolder[coming] = firstHolder[who]!
  firstHolder[who] = coming + 1
}
