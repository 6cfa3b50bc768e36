import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percents } from './overview.ts'

const numberOf = (share: string) => Number(share.replace(' %', ''))

describe('shares in per cent', () => {
  it.each([
    [
      [125, 34, 0],
      ['79 %', '21 %', '0 %'],
    ],
    [
      [1, 2],
      ['33 %', '67 %'],
    ],
    [
      [1, 1, 1],
      ['34 %', '33 %', '33 %'],
    ],
    [
      [0, 0],
      ['–', '–'],
    ],
  ])('%j are %j', (parts, says) => {
    expect(percents(parts)).toEqual(says)
  })

  it('add to 100, and none is a whole per cent off', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 6 }), parts => {
        const of = parts.reduce((sum, part) => sum + part, 0)
        fc.pre(of > 0)
        const shares = percents(parts).map(numberOf)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(100)
        for (const [at, share] of shares.entries())
          expect(Math.abs(share - (100 * (parts[at] ?? 0)) / of)).toBeLessThan(1)
      }),
    )
  })
})
