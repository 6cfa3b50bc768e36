import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricsMissing, reasonsFor } from '../care/metrics.ts'
import { isToRemind } from '../care/remind-reviews.ts'
import { type GroundCode, groundRefuses, grounds, needsChangeNotice } from '../changes/grounds.ts'
import { type CostStatement, costFlags, fullCost } from '../costs/full-cost.ts'
import { floorOn, legalFloors, realFloors } from '../costs/wage-floors.ts'
import { meanOf, monthsBefore } from '../pay/relief-rules.ts'

describe('measures', () => {
  const agreement = (gross: number, more: object = {}) => ({
    ...{ kind: 'contract' as const, route: 'above-competition', noMetricsBecause: null, noMetricsSays: null },
    years: [{ startsOn: '2027-04-01', endsOn: '2028-03-31', amountInPence: gross - 1, vatInPence: 1 }],
    ...more,
  })
  const at = 500_000_000

  it('are three, or there is a reason that is true: £5 million with VAT is on one side, a penny more on the other', () => {
    expect(metricsMissing(agreement(at + 1), 3)).toBeNull()
    expect(metricsMissing(agreement(at + 1), 2)).toBe('Add 1 more measures, or say why there are not three.')
    expect(metricsMissing(agreement(at), 0)).toContain('Add 3 more measures')
    expect(metricsMissing(agreement(at, { noMetricsBecause: 'not over 5 million' }), 0)).toBeNull()
    expect(metricsMissing(agreement(at + 1, { noMetricsBecause: 'not over 5 million' }), 0)).toContain('not true')
    expect(metricsMissing(agreement(at + 1, { noMetricsBecause: 'light touch' }), 0)).toContain('not true')
    expect(
      metricsMissing(agreement(at + 1, { noMetricsBecause: 'light touch', route: 'light-competition' }), 0),
    ).toBeNull()
    expect(metricsMissing(agreement(at + 1, { noMetricsBecause: 'could not be assessed' }), 0)).toContain('Say why')
    expect(
      metricsMissing(
        agreement(at + 1, {
          noMetricsBecause: 'could not be assessed',
          noMetricsSays: 'It is delivered once and then it is done.',
        }),
        0,
      ),
    ).toBeNull()
    expect(reasonsFor(agreement(at + 1))).toEqual(['could not be assessed'])
  })
})

describe('a change while it runs', () => {
  const change = (more: object) => ({
    penceBefore: 1_000_000,
    penceAfter: 1_000_000,
    monthsBefore: 60,
    monthsAfter: 60,
    isWorks: false,
    ...more,
  })
  const why = (code: GroundCode, more: object, route = 'above-competition') => groundRefuses(code, route, change(more))

  it('stands on a ground of the Act up to its limit, and not a penny further', () => {
    expect(why('below threshold', { penceAfter: 1_100_000 })).toBeNull()
    expect(why('below threshold', { penceAfter: 1_100_001 })).toContain('10 %')
    expect(why('below threshold', { penceAfter: 900_000 })).toBeNull()
    expect(why('below threshold', { penceAfter: 899_999 })).toContain('10 %')
    expect(why('below threshold', { penceAfter: 1_150_000, isWorks: true })).toBeNull()
    expect(why('below threshold', { penceAfter: 1_150_001, isWorks: true })).toContain('15 %')
    for (const code of ['unforeseeable', 'known risk'] as const) {
      expect(why(code, { penceAfter: 1_500_000 })).toBeNull()
      expect(why(code, { penceAfter: 1_500_001 })).toContain('grow by 50 %')
      expect(why(code, { penceAfter: 1 })).toBeNull()
    }
    expect(why('not substantial', { monthsAfter: 66 })).toBeNull()
    expect(why('not substantial', { monthsAfter: 67 })).toContain('10 %')
    expect(why('freely', {})).toContain('choose a ground')
  })

  it('is free below the threshold, for light touch and for grants', () => {
    for (const route of ['grant', 'below-quotes', 'light-competition', 'psr-direct-c']) {
      expect(why('freely', { penceAfter: 9_000_000 }, route)).toBeNull()
      expect(why('urgency', {}, route)).toContain('freely')
      expect(needsChangeNotice('freely', route, change({ penceAfter: 9_000_000 }))).toBe(false)
    }
  })

  it('is published first from the penny after 10 % of the value, 15 % of works, or 10 % of the term', () => {
    const notice = (more: object, code: GroundCode = 'provided for') =>
      needsChangeNotice(code, 'above-competition', change(more))
    expect([notice({ penceAfter: 1_100_000 }), notice({ penceAfter: 1_100_001 })]).toEqual([false, true])
    expect([
      notice({ penceAfter: 1_150_000, isWorks: true }),
      notice({ penceAfter: 1_150_001, isWorks: true }),
    ]).toEqual([false, true])
    expect([notice({ monthsAfter: 66 }), notice({ monthsAfter: 67 })]).toEqual([false, true])
    expect(notice({}, 'restructuring')).toBe(true)
    expect(Object.values(grounds).every(({ url, source }) => url.startsWith('https:') && source !== '')).toBe(true)
  })
})

describe('the full cost', () => {
  const statement: CostStatement = {
    yearStartsOn: '2026-04-01',
    lines: [
      { kind: 'people', says: 'Two cooks', hours: 1_560, penceAnHour: 13_45, onCostInHundredths: 1_800 },
      { kind: 'other', says: 'Food', pence: 900_000 },
    ],
    overheadInHundredths: 1_500,
  }
  const codes = (of: CostStatement, price: number) => costFlags(of, price).map(({ code }) => code)

  it('is pay with what comes on top, other costs, and a part of what keeps the organisation going', () => {
    expect(fullCost(statement)).toEqual({
      peopleInPence: 2_475_876,
      otherInPence: 900_000,
      overheadInPence: 506_381,
      totalInPence: 3_882_257,
    })
  })

  it('flags a price a penny below it, no overheads, and pay below the law or below a living wage of the day', () => {
    const { totalInPence } = fullCost(statement)
    expect(codes(statement, totalInPence)).toEqual([])
    expect(codes(statement, totalInPence - 1)).toEqual(['below cost'])
    expect(costFlags(statement, totalInPence - 1)[0]?.says).toContain('£0.01 below')
    const paying = (penceAnHour: number, yearStartsOn = '2026-04-01'): CostStatement => ({
      ...statement,
      yearStartsOn,
      lines: [{ kind: 'people', says: 'A cook', hours: 1, penceAnHour, onCostInHundredths: 0 }],
    })
    expect([12_70, 12_71, 13_44, 13_45].map(pay => codes(paying(pay), 1_000_000))).toEqual([
      ['below the law'],
      ['below a living wage'],
      ['below a living wage'],
      [],
    ])
    expect(codes(paying(12_21, '2026-03-31'), 1_000_000)).toEqual(['below a living wage'])
    expect(codes(paying(12_20, '2026-03-31'), 1_000_000)).toEqual(['below the law'])
    expect(codes(paying(14_00, '2027-04-01'), 1_000_000)).toEqual(['rate not known'])
    expect(codes({ ...paying(14_00), overheadInHundredths: 0 }, 1_000_000)).toEqual(['no overheads'])
    expect([floorOn(legalFloors, '2025-03-31'), floorOn(realFloors, '2026-04-01')?.penceAnHour]).toEqual([null, 13_45])
  })
})

describe('relief', () => {
  it('is the mean of the three months before, half a penny up', () => {
    expect(monthsBefore('2027-01-15')).toEqual(['2026-10-01', '2026-11-01', '2026-12-01'])
    expect(meanOf([100, 100, 101])).toBe(100)
    expect(meanOf([100, 101, 101])).toBe(101)
    expect(meanOf([0, 0, 0])).toBe(0)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 3, maxLength: 3 }), of => {
        const exact = of.reduce((all, each) => all + each, 0) / 3
        return Math.abs(meanOf(of) - exact) <= 0.5
      }),
    )
  })
})

it('a review is told of four weeks before, and once more a week after it was due', () => {
  const told = (on: string) => new Date(`${on}T09:00:00Z`)
  expect([isToRemind('2027-03-01', null, '2027-01-31'), isToRemind('2027-03-01', null, '2027-02-01')]).toEqual([
    false,
    true,
  ])
  expect(isToRemind('2027-03-01', told('2027-02-01'), '2027-03-07')).toBe(false)
  expect(isToRemind('2027-03-01', told('2027-02-01'), '2027-03-08')).toBe(true)
  expect(isToRemind('2027-03-01', told('2027-03-08'), '2027-03-20')).toBe(false)
})
