import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NearestPoints } from './nearest-points.ts'

const where = fc.record({ x: fc.integer({ min: -3000, max: 3000 }), y: fc.integer({ min: -3000, max: 3000 }) })
const places = fc.oneof(fc.array(where, { maxLength: 60 }), fc.array(fc.constant({ x: 5, y: 5 }), { maxLength: 30 }))

describe('the nearest points', () => {
  it('are those that looking at every one would find, in any cell, near and far outside', () => {
    fc.assert(
      fc.property(
        places,
        where,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 9000 }),
        (all, from, most, within) => {
          const found = new Int32Array(most)
          const squares = new Float64Array(most)
          const index = new NearestPoints(
            Float64Array.from(all, ({ x }) => x),
            Float64Array.from(all, ({ y }) => y),
          )
          const count = index.nearest(from.x, from.y, within, found, squares)
          const every = all
            .map(({ x, y }) => (x - from.x) ** 2 + (y - from.y) ** 2)
            .filter(square => square < within * within)
            .sort((a, b) => a - b)
            .slice(0, most)
          expect([...squares.slice(0, count)]).toEqual(every)
          for (let at = 0; at < count; at += 1) {
            const { x, y } = all[found[at] as number] as { x: number; y: number }
            expect((x - from.x) ** 2 + (y - from.y) ** 2).toBe(squares[at])
          }
          expect(new Set(found.slice(0, count)).size).toBe(count)
        },
      ),
      { numRuns: 500 },
    )
  })
  it('are of those that may be chosen', () => {
    const x = Float64Array.of(0, 1, 2, 3)
    const found = new Int32Array(2)
    const index = new NearestPoints(x, new Float64Array(4), Int32Array.of(1, 3))
    expect(index.nearest(0, 0, 100, found, new Float64Array(2))).toBe(2)
    expect([...found]).toEqual([1, 3])
  })
  it('are none of none, and none from nowhere', () => {
    const none = new NearestPoints(new Float64Array(0), new Float64Array(0))
    expect(none.nearest(0, 0, 100, new Int32Array(3), new Float64Array(3))).toBe(0)
    const one = new NearestPoints(Float64Array.of(1), Float64Array.of(1))
    expect(one.nearest(Number.NaN, 0, 100, new Int32Array(3), new Float64Array(3))).toBe(0)
  })
  it('are refused for a point that is not anywhere', () => {
    expect(() => new NearestPoints(Float64Array.of(Number.NaN), Float64Array.of(1))).toThrow('not anywhere')
  })
})
