import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sum } from '../money.ts'
import { bearRisk, type PoolPart, splitAnew, splitPool, whole } from './pool.ts'

const part = (share: number | null, risk: number, amounts: number[] | null = null): PoolPart => ({
  partyId: `${share} ${risk}`,
  shareInHundredths: share,
  amountsInPence: amounts,
  riskInHundredths: risk,
})
const years = (...amounts: number[]) =>
  amounts.map((amountInPence, at) => ({ startsOn: `${2027 + at}-04-01`, amountInPence }))
const wrongOf = (of: ReturnType<typeof splitPool>) => ('wrong' in of ? of.wrong : null)

/** Shares that add to all of it. */
const shares = fc
  .array(fc.integer({ min: 0, max: whole }), { minLength: 1, maxLength: 8 })
  .map(cuts => [0, ...cuts.sort((a, b) => a - b), whole])
  .map(cuts => cuts.slice(1).map((cut, at) => cut - (cuts[at] ?? 0)))

describe('a pool', () => {
  it('adds to every year to the penny, by any shares that add to 100 %', () => {
    fc.assert(
      fc.property(
        shares,
        fc.array(fc.integer({ min: 0, max: 2_000_000_000 }), { minLength: 1, maxLength: 10 }),
        (of, amounts) => {
          const split = splitPool(
            years(...amounts),
            of.map(share => part(share, share)),
          )
          if (!('contributions' in split)) throw new Error(wrongOf(split) ?? '')
          for (const [at, amount] of amounts.entries())
            expect(sum(split.contributions.map(each => each[at] ?? 0))).toBe(amount)
        },
      ),
    )
  })

  it('is refused with what is missing or too much, to the penny', () => {
    const risk = (n: number) => Math.floor(whole / n)
    expect(wrongOf(splitPool(years(1_000_001), [part(3333, risk(2)), part(6666, risk(2))]))).toBe(
      'The shares do not add to 100 %: 0.01 % missing, that is £1 of £10,000.01.',
    )
    expect(wrongOf(splitPool(years(1_000_000), [part(5001, 5000), part(5000, 5000)]))).toBe(
      'The shares do not add to 100 %: 0.01 % too much, that is £1 of £10,000.',
    )
    expect(wrongOf(splitPool(years(100, 200), [part(null, 5000, [50, 100]), part(null, 5000, [50, 99])]))).toBe(
      'The amounts do not add up: the year from 2028-04-01 has £1.99 of £2: £0.01 missing.',
    )
    expect(wrongOf(splitPool(years(100), [part(null, 5000, [50]), part(null, 5000, [51])]))).toContain('£0.01 too much')
    expect(wrongOf(splitPool(years(100), [part(5000, 5000), part(5000, 4999)]))).toBe(
      'The risk does not add to 100 %: 0.01 % missing.',
    )
    expect(wrongOf(splitPool(years(100), [part(5000, 5000), part(null, 5000, [50])]))).toContain('not some of each')
    expect(wrongOf(splitPool(years(100, 100), [part(null, 5000, [50]), part(null, 5000, [50])]))).toContain(
      'each of the 2 years',
    )
    expect(wrongOf(splitPool(years(4_200), []))).toBe('Nobody pays yet: £42 is missing.')
  })

  const standing = (share: number | null, ...amounts: number[]) => ({
    shareInHundredths: share,
    contributions: amounts.map((amountInPence, at) => ({ yearStartsOn: `${2027 + at}-04-01`, amountInPence })),
  })

  it('that was agreed by amounts keeps each year’s own split when years change, and leaves alone what does not', () => {
    // One pays all of the first year, the other all of the second.
    const apart = [standing(null, 100_000, 0, 40_001), standing(null, 0, 100_000, 59_999)]
    expect(splitAnew(years(100_000, 120_001, 100_000), apart)).toEqual([
      [100_000, 0],
      [0, 120_001],
      [40_001, 59_999],
    ])
    // A year more goes by the last year there was; a year fewer leaves the others as they are.
    expect(splitAnew(years(100_000, 100_000, 100_000, 50_000), apart)[3]).toEqual([20_001, 29_999])
    expect(splitAnew(years(100_000), apart)).toEqual([[100_000, 0]])
    expect(splitAnew(years(0, 100_000), apart)[0]).toEqual([0, 0])
    // Where there was no money before, the last year with some; where there never was any, alike.
    expect(splitAnew(years(100_000, 7), [standing(null, 75_000, 0), standing(null, 25_000, 0)])[1]).toEqual([5, 2])
    expect(splitAnew(years(101), [standing(null, 0), standing(null, 0)])).toEqual([[51, 50]])
    expect(splitAnew(years(1_000, 3), [standing(6000, 600), standing(4000, 400)])).toEqual([
      [600, 400],
      [2, 1],
    ])
  })

  it('adds to every year to the penny however years change', () => {
    const money = fc.integer({ min: 0, max: 2_000_000_000 })
    fc.assert(
      fc.property(
        fc.array(fc.array(money, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 5 }),
        fc.array(money, { minLength: 1, maxLength: 6 }),
        (agreed, amounts) => {
          const split = splitAnew(
            years(...amounts),
            agreed.map(each => standing(null, ...each)),
          )
          expect(split.map(sum)).toEqual(amounts)
        },
      ),
    )
  })

  it('bears what it costs more, or less, by the shares of risk and to the penny', () => {
    expect(bearRisk(10_001, [5000, 5000])).toEqual([5001, 5000])
    expect(bearRisk(-10_001, [5000, 5000])).toEqual([-5001, -5000])
    fc.assert(
      fc.property(
        shares,
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        (of, pence) => sum(bearRisk(pence, of)) === pence,
      ),
    )
  })
})
