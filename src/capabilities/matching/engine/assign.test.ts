import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AssignmentProblem, assign, whyUnmatched } from './assign.ts'
import { checkAssignment } from './check-assignment.ts'

type Candidate = readonly [volunteer: number, cost: number]

const problemOf = (
  needs: readonly { unmet: number; candidates: readonly Candidate[] }[],
  capacity: readonly number[],
): AssignmentProblem => {
  const firstCandidate = new Int32Array(needs.length + 1)
  needs.forEach(({ candidates }, at) => {
    firstCandidate[at + 1] = (firstCandidate[at] as number) + candidates.length
  })
  const all = needs.flatMap(({ candidates }) => candidates)
  return {
    unmetCost: Float64Array.from(needs, ({ unmet }) => unmet),
    capacity: Int32Array.from(capacity),
    firstCandidate,
    volunteer: Int32Array.from(all, ([who]) => who),
    cost: Float64Array.from(all, ([, cost]) => cost),
  }
}

const anyProblem = (cost: fc.Arbitrary<number>, most: number) =>
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: most }).chain(capacity =>
    fc
      .array(
        fc.record({
          unmet: cost.map(Math.abs),
          candidates: fc.uniqueArray(fc.tuple(fc.nat(capacity.length - 1), cost), {
            maxLength: capacity.length,
            selector: ([who]) => who,
          }),
        }),
        { maxLength: most },
      )
      .map(needs => problemOf(needs, capacity)),
  )

/** The least cost by trying everything. */
const leastByTrying = ({ unmetCost, capacity, firstCandidate, volunteer, cost }: AssignmentProblem): number => {
  const left = [...capacity]
  const from = (need: number): number => {
    if (need === unmetCost.length) return 0
    let least = (unmetCost[need] as number) + from(need + 1)
    for (let edge = firstCandidate[need] as number; edge < (firstCandidate[need + 1] as number); edge += 1) {
      const who = volunteer[edge] as number
      if (left[who] === 0) continue
      left[who] = (left[who] as number) - 1
      least = Math.min(least, (cost[edge] as number) + from(need + 1))
      left[who] = (left[who] as number) + 1
    }
    return least
  }
  return from(0)
}

describe('the assignment', () => {
  it('costs what the best of all assignments costs', () => {
    fc.assert(
      fc.property(anyProblem(fc.integer({ min: -20, max: 60 }), 5), problem => {
        expect(assign(problem).totalCost).toBe(leastByTrying(problem))
      }),
      { numRuns: 400 },
    )
  })
  it('proves it: feasible, prices that go together, and no gap', () => {
    fc.assert(
      fc.property(anyProblem(fc.integer({ min: -50, max: 3000 }), 30), problem => {
        const answer = assign(problem)
        expect(checkAssignment(problem, answer)).toEqual({
          wrong: null,
          totalCost: answer.totalCost,
          lowerBound: answer.totalCost,
          gap: 0,
        })
      }),
      { numRuns: 400 },
    )
  })
  it('holds where everybody costs the same and where few differ', () => {
    fc.assert(
      fc.property(anyProblem(fc.integer({ min: 0, max: 2 }), 40), problem => {
        expect(checkAssignment(problem, assign(problem))).toMatchObject({ wrong: null, gap: 0 })
      }),
      { numRuns: 200 },
    )
  })
  it('reckons decimals to within rounding', () => {
    fc.assert(
      fc.property(anyProblem(fc.double({ min: -10, max: 1000, noNaN: true }), 30), problem => {
        const checked = checkAssignment(problem, assign(problem), 1e-9)
        expect(checked.wrong).toBeNull()
        expect(Math.abs(checked.gap)).toBeLessThan(1e-6)
      }),
      { numRuns: 300 },
    )
  })
  it('is told in the numbers it was asked in where many contend for few of many', () => {
    const few = fc.integer({ min: 20, max: 28 })
    fc.assert(
      fc.property(
        fc.array(
          fc.uniqueArray(fc.tuple(few, fc.integer({ min: 0, max: 90 })), { maxLength: 4, selector: ([who]) => who }),
          {
            minLength: 20,
            maxLength: 40,
          },
        ),
        all => {
          const problem = problemOf(
            all.map(candidates => ({ unmet: 60, candidates })),
            Array.from({ length: 50 }, (_, who) => who % 3),
          )
          const answer = assign(problem)
          expect(checkAssignment(problem, answer)).toMatchObject({ wrong: null, gap: 0 })
          expect([...answer.volunteerPrice.subarray(0, 20)]).toEqual(Array.from({ length: 20 }, () => 0))
        },
      ),
      { numRuns: 200 },
    )
  })
  it('is nothing for nobody', () => {
    expect(assign(problemOf([], [])).totalCost).toBe(0)
    expect(assign(problemOf([{ unmet: 5, candidates: [] }], [])).lowerBound).toBe(5)
  })
  it('leaves a need when everybody near saves more elsewhere, and says so', () => {
    const problem = problemOf(
      [
        { unmet: 100, candidates: [[0, 10]] },
        { unmet: 100, candidates: [[0, 90]] },
        { unmet: 5, candidates: [[1, 10]] },
        { unmet: 5, candidates: [[2, 1]] },
        { unmet: 5, candidates: [] },
      ],
      [1, 1, 0],
    )
    const { candidate } = assign(problem)
    expect([...candidate]).toEqual([0, -1, -1, -1, -1])
    expect([1, 2, 3, 4].map(need => whyUnmatched(problem, need))).toEqual([
      'needed elsewhere',
      'costs more',
      'no places',
      'no candidates',
    ])
  })
})

describe('the check', () => {
  const problem = problemOf(
    [
      { unmet: 100, candidates: [[0, 10]] },
      { unmet: 100, candidates: [[0, 20]] },
    ],
    [1],
  )
  const answer = assign(problem)
  it.each([
    ['a volunteer who takes too much', { candidate: Int32Array.of(0, 1) }, /takes more/],
    ['somebody who is no candidate', { candidate: Int32Array.of(1, -1) }, /no candidate/],
    ['a need priced above what leaving it costs', { needPrice: Float64Array.of(101, 100) }, /more than leaving/],
    ['prices that do not go together', { needPrice: Float64Array.of(100, 100) }, /do not go together/],
    ['a volunteer priced above 0', { volunteerPrice: Float64Array.of(1) }, /do not go together|above 0/],
    ['a price that is no number', { volunteerPrice: Float64Array.of(Number.NaN) }, /./],
  ])('finds %s', (_, changed, says) => {
    expect(checkAssignment(problem, { ...answer, ...changed }).wrong).toMatch(says)
  })
  it('shows the gap of an answer that is not the best', () => {
    expect(checkAssignment(problem, { ...answer, candidate: Int32Array.of(-1, 1) })).toMatchObject({
      wrong: null,
      gap: 10,
    })
  })
})
