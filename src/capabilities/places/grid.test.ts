import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  distanceInWords,
  distanceMetres,
  irishToGrid,
  isNearUnitedKingdom,
  type LatLong,
  toGrid,
  toLatLong,
} from './grid.ts'

/** Vincenty's inverse formula on WGS84 (Survey Review 23, 1975): the distance along the ellipsoid, in metres. */
function vincenty(from: LatLong, to: LatLong): number {
  const [a, b, f] = [6378137, 6356752.314245, 1 / 298.257223563]
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const L = radians(to.longitude - from.longitude)
  const U1 = Math.atan((1 - f) * Math.tan(radians(from.latitude)))
  const U2 = Math.atan((1 - f) * Math.tan(radians(to.latitude)))
  const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(U1), Math.cos(U1), Math.sin(U2), Math.cos(U2)]
  let lambda = L
  for (let turn = 0; turn < 200; turn += 1) {
    const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)]
    const sinS = Math.hypot(cosU2 * sinL, cosU1 * sinU2 - sinU1 * cosU2 * cosL)
    if (sinS === 0) return 0
    const cosS = sinU1 * sinU2 + cosU1 * cosU2 * cosL
    const sigma = Math.atan2(sinS, cosS)
    const sinA = (cosU1 * cosU2 * sinL) / sinS
    const cos2A = 1 - sinA * sinA
    const cos2M = cos2A === 0 ? 0 : cosS - (2 * sinU1 * sinU2) / cos2A
    const C = (f / 16) * cos2A * (4 + f * (4 - 3 * cos2A))
    const before = lambda
    lambda = L + (1 - C) * f * sinA * (sigma + C * sinS * (cos2M + C * cosS * (2 * cos2M * cos2M - 1)))
    if (Math.abs(lambda - before) > 1e-12) continue
    const u2 = (cos2A * (a * a - b * b)) / (b * b)
    const A = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    const B = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    const inner = cosS * (2 * cos2M * cos2M - 1) - (B / 6) * cos2M * (4 * sinS * sinS - 3) * (4 * cos2M * cos2M - 3)
    return b * A * (sigma - B * sinS * (cos2M + (B / 4) * inner))
  }
  throw new Error('did not converge')
}

const somewhere = fc.record({
  latitude: fc.double({ min: 49.9, max: 60.8, noNaN: true }),
  longitude: fc.double({ min: -8.2, max: 1.8, noNaN: true }),
})

describe('the grid', () => {
  it('gives distances within 1 % or 10 m of Vincenty, near and far, anywhere in the United Kingdom', () => {
    const near = fc.double({ min: -0.1, max: 0.1, noNaN: true })
    const pair = fc.oneof(
      fc.tuple(somewhere, somewhere),
      fc
        .tuple(somewhere, near, near)
        .map(([from, north, east]): [LatLong, LatLong] => [
          from,
          { latitude: from.latitude + north, longitude: from.longitude + east },
        ]),
    )
    fc.assert(
      fc.property(pair, ([from, to]) => {
        const exact = vincenty(from, to)
        const ours = distanceMetres(toGrid(from), toGrid(to))
        expect(Math.abs(ours - exact)).toBeLessThanOrEqual(Math.max(10, exact * 0.01))
      }),
      { numRuns: 3000 },
    )
  })

  it('agrees with a surveyed point (OSTN15, Ordnance Survey test data) to 10 m', () => {
    const point = toGrid({ latitude: 53.77911025694444, longitude: -3.040454906694444 })
    expect(distanceMetres(point, { x: 331534.564, y: 431920.794 })).toBeLessThan(10)
  })

  it('comes back to where it started', () => {
    fc.assert(
      fc.property(somewhere, from => {
        const back = toLatLong(toGrid(from))
        expect(vincenty(from, back)).toBeLessThan(0.1)
      }),
    )
  })

  it('puts Irish Grid references where they belong', () => {
    // J 338 740 on the Irish Grid, read off a map to the nearest 100 m.
    const point = irishToGrid(333800, 374000)
    expect(vincenty(toLatLong(point), { latitude: 54.5965, longitude: -5.9301 })).toBeLessThan(150)
  })

  it('knows what is nowhere near the United Kingdom', () => {
    expect(isNearUnitedKingdom({ x: 400000, y: 300000 })).toBe(true)
    expect(isNearUnitedKingdom({ x: 1_000_000, y: 300000 })).toBe(false)
    expect(isNearUnitedKingdom({ x: Number.NaN, y: 300000 })).toBe(false)
  })
})

describe('distanceInWords', () => {
  it.each([
    [0, 'less than 0.1 miles'],
    [160, 'less than 0.1 miles'],
    [161, '0.1 miles'],
    [966, '0.6 miles'],
    [1609.344, '1 mile'],
    [1600, '1 mile'],
    [1700, '1.1 miles'],
    [3218.688, '2 miles'],
    [15_999, '9.9 miles'],
    [16_030, '10 miles'],
    [19_800, '12 miles'],
    [2_000_000, '1,243 miles'],
  ])('says %d m as %j', (metres, words) => expect(distanceInWords(metres)).toBe(words))

  it('never says a shorter distance for a longer one', () => {
    const miles = (words: string) => (words.startsWith('less') ? 0 : Number(words.split(' ')[0]?.replace(',', '')))
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (a, b) => {
          const [near, far] = a < b ? [a, b] : [b, a]
          expect(miles(distanceInWords(near))).toBeLessThanOrEqual(miles(distanceInWords(far)))
        },
      ),
    )
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', metres => {
    expect(() => distanceInWords(metres)).toThrow(RangeError)
  })
})
