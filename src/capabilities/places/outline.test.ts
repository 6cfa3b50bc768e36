import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaSquareMetres, boundingBox, isInside, labelPoint, type Outline, type Ring } from './outline.ts'

const square = (west: number, south: number, side: number): Ring => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
]
const plain: Outline = [[square(400_000, 300_000, 1000)]]
const withHole: Outline = [[square(400_000, 300_000, 1000), square(400_250, 300_250, 500)]]
const horseshoe: Outline = [
  [
    [
      [0, 0],
      [1000, 0],
      [1000, 1000],
      [800, 1000],
      [800, 200],
      [200, 200],
      [200, 1000],
      [0, 1000],
      [0, 0],
    ],
  ],
]

describe('outlines', () => {
  it('have an area, with holes taken off and parts added up', () => {
    expect(areaSquareMetres(plain)).toBe(1_000_000)
    expect(areaSquareMetres(withHole)).toBe(750_000)
    expect(areaSquareMetres([...plain, [square(410_000, 300_000, 10)]])).toBe(1_000_100)
  })

  it('have the same area whichever way round they are drawn', () => {
    expect(areaSquareMetres([[[...square(400_000, 300_000, 1000)].reverse()]])).toBe(1_000_000)
  })

  it('hold the points inside them and not those in their holes', () => {
    expect(isInside({ x: 400_100, y: 300_100 }, withHole)).toBe(true)
    expect(isInside({ x: 400_500, y: 300_500 }, withHole)).toBe(false)
    expect(isInside({ x: 399_999, y: 300_500 }, withHole)).toBe(false)
  })

  it('share each point between neighbours once', () => {
    const left: Outline = [[square(0, 0, 100)]]
    const right: Outline = [[square(100, 0, 100)]]
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 199 }), fc.integer({ min: 1, max: 99 }), (x, y) => {
        expect([left, right].filter(outline => isInside({ x, y }, outline))).toHaveLength(1)
      }),
    )
  })

  it('have a label point inside them, even when their middle is outside', () => {
    for (const outline of [plain, withHole, horseshoe]) expect(isInside(labelPoint(outline), outline)).toBe(true)
  })

  it('have a box round them', () => {
    expect(boundingBox([plain, horseshoe])).toEqual({ west: 0, south: 0, east: 401_000, north: 301_000 })
    expect(() => boundingBox([])).toThrow(RangeError)
  })
})
