import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { busiestTenth, gini, leastGini } from './fairness.ts'

const offersEach = fc.array(fc.nat(9), { minLength: 1, maxLength: 60 }).map(counts => Int32Array.from(counts))

describe('how evenly offers are spread', () => {
  it('is 0 where everybody was asked as often, and near 1 where one person had every offer', () => {
    expect(gini(Int32Array.from([2, 2, 2, 2]))).toBe(0)
    expect(gini(Int32Array.from([0, 0, 0, 8]))).toBe(0.75)
    expect(gini(new Int32Array())).toBe(0)
  })

  it('is what comparing everybody with everybody says', () => {
    fc.assert(
      fc.property(offersEach, counts => {
        const sum = counts.reduce((a, b) => a + b, 0)
        let apart = 0
        for (const a of counts) for (const b of counts) apart += Math.abs(a - b)
        expect(gini(counts)).toBeCloseTo(sum === 0 ? 0 : apart / (2 * counts.length * sum), 9)
      }),
    )
  })

  it('never falls below what so few offers for so many people allow, and can be that', () => {
    fc.assert(
      fc.property(offersEach, counts => {
        const all = counts.reduce((a, b) => a + b, 0)
        expect(gini(counts)).toBeGreaterThanOrEqual(leastGini(counts.length, all) - 1e-9)
        const even = counts.map((_, at) => Math.floor(all / counts.length) + (at < all % counts.length ? 1 : 0))
        expect(leastGini(counts.length, all)).toBeCloseTo(gini(even), 9)
      }),
    )
  })

  it('says how much went to the tenth who were asked most', () => {
    expect(busiestTenth(Int32Array.from([9, 1, 0, 0, 0, 0, 0, 0, 0, 0]))).toEqual({ people: 1, offers: 9, all: 10 })
    expect(busiestTenth(Int32Array.from([3]))).toEqual({ people: 1, offers: 3, all: 3 })
    expect(busiestTenth(new Int32Array())).toEqual({ people: 0, offers: 0, all: 0 })
  })
})
