import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysBetween, daysLater, monthsLater, monthsOf, yearsOf } from './calendar.ts'
import { mostPence, pounds, readPounds, shareOut, sum } from './money.ts'

const amount = fc.integer({ min: 0, max: mostPence })
const weights = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 12 }).filter(of => sum(of) > 0)

describe('money', () => {
  it('is read as it is said, to the penny', () => {
    fc.assert(fc.property(amount, pence => readPounds(pounds(pence)) === pence))
    for (const wrong of ['', '-1', '1.234', '12,', 'ten', '£', '1e3', '99999999999999'])
      expect([wrong, readPounds(wrong)]).toEqual([wrong, wrong === '12,' ? 1200 : null])
    expect(readPounds('£ 207,720.0')).toBe(20_772_000)
  })

  it('is shared out so that the parts add to the whole, each within a penny of its exact share', () => {
    fc.assert(
      fc.property(amount, weights, (pence, of) => {
        const parts = shareOut(pence, of)
        expect(sum(parts)).toBe(pence)
        const all = sum(of)
        for (const [at, part] of parts.entries())
          expect(Math.abs(Number(BigInt(part) * BigInt(all) - BigInt(pence) * BigInt(of[at] ?? 0)))).toBeLessThan(all)
      }),
    )
  })

  it('gives the odd pennies to the largest fractions, the earlier first', () => {
    expect(shareOut(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(shareOut(1001, [5000, 2500, 2500])).toEqual([501, 250, 250])
    expect(shareOut(10, [0, 1])).toEqual([0, 10])
    expect(() => shareOut(10, [0, 0])).toThrow('weights')
  })
})

describe('the years of a term', () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map(days => daysLater('2020-01-01', days))

  it('follow one another without a gap from the first day to the last', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 4_000 }), (startsOn, days) => {
        const endsOn = daysLater(startsOn, days)
        const years = yearsOf(startsOn, endsOn)
        expect(years[0]?.startsOn).toBe(startsOn)
        expect(years.at(-1)?.endsOn).toBe(endsOn)
        for (const [at, year] of years.slice(1).entries())
          expect(daysBetween(years[at]?.endsOn ?? '', year.startsOn)).toBe(1)
        expect(Math.ceil(monthsOf(startsOn, endsOn) / 12)).toBe(years.length)
      }),
    )
  })

  it('begin on the last day of February where there is no 29th', () => {
    expect(monthsLater('2028-02-29', 12)).toBe('2029-02-28')
    expect(yearsOf('2028-02-29', '2029-03-01')).toEqual([
      { startsOn: '2028-02-29', endsOn: '2029-02-27' },
      { startsOn: '2029-02-28', endsOn: '2029-03-01' },
    ])
  })
})
