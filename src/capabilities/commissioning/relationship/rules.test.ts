import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricsMissing, reasonsFor } from '../care/metrics.ts'
import { isToRemind } from '../care/remind-reviews.ts'
import { gapSays, gapsIn } from '../costs/below-cost.ts'
import { type CostStatement, costFlags, fullCost } from '../costs/full-cost.ts'
import { floorOn, legalFloors, realFloors } from '../costs/wage-floors.ts'
import { meanOf, monthsBefore } from '../pay/relief-rules.ts'
import { paymentStanding, reliefStanding } from '../pay/relief-standing.ts'

describe('measures', () => {
  const agreement = (gross: number, more: object = {}) => ({
    ...{ kind: 'contract' as const, route: 'above-competition', noMetricsBecause: null, noMetricsSays: null },
    ...{ endsOn: '2028-03-31', extendableUntilOn: null, extensionInPence: null, extensionVatInPence: null },
    routeFacts: null,
    years: [{ startsOn: '2027-04-01', endsOn: '2028-03-31', amountInPence: gross - 1, vatInPence: 1 }],
    ...more,
  })
  const at = 500_000_000
  const chosenOn = (answers: Record<string, string>) => ({ answers: { on: '2026-02-10', ...answers } }) as never

  it('are three, or there is a reason that is true: £5 million with VAT is on one side, a penny more on the other', () => {
    expect(metricsMissing(agreement(at + 1), 3)).toBeNull()
    expect(metricsMissing(agreement(at + 1), 2)).toBe('Add 1 more measure, or say why there are not three.')
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

  it('count what it could cost to extend it, with VAT; while nobody has said that, nothing rests on what it is worth', () => {
    const extendable = (extensionInPence: number | null, vat = 0) =>
      agreement(at - 10_000_000, {
        ...{ extendableUntilOn: '2032-03-31', extensionInPence },
        extensionVatInPence: extensionInPence === null ? null : vat,
      })
    const isSmall = (of: ReturnType<typeof agreement>) => reasonsFor(of).includes('not over 5 million')
    expect([isSmall(extendable(10_000_000)), isSmall(extendable(10_000_001))]).toEqual([true, false])
    expect([isSmall(extendable(9_999_999, 1)), isSmall(extendable(9_999_999, 2))]).toEqual([true, false])
    expect(isSmall(extendable(null))).toBe(false)
    // An extension that has been used up is no more than what stands by year.
    expect(isSmall(agreement(at, { extendableUntilOn: '2028-03-31' }))).toBe(true)
  })

  it('need not be where a concession was chosen, or a contract is below a threshold of more than £5 million', () => {
    const works = chosenOn({ buyer: 'council', what: 'works' })
    const worth = (pence: number) => reasonsFor(agreement(pence, { route: 'below-open', routeFacts: works }))
    expect(worth(519_299_999)).toEqual(['below the threshold', 'could not be assessed'])
    expect(worth(519_300_000)).toEqual(['could not be assessed'])
    const concession = (answer: string) =>
      reasonsFor(agreement(at + 1, { routeFacts: chosenOn({ buyer: 'council', concession: answer }) }))
    expect(concession('yes')).toEqual(['concession', 'could not be assessed'])
    expect(concession('no')).toEqual(['could not be assessed'])
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
  const codes = (of: CostStatement) => costFlags(of).map(({ code }) => code)
  const year = { startsOn: statement.yearStartsOn }

  it('is pay with what comes on top, other costs, and a part of what keeps the organisation going', () => {
    expect(fullCost(statement)).toEqual({
      peopleInPence: 2_475_876,
      otherInPence: 900_000,
      overheadInPence: 506_381,
      totalInPence: 3_882_257,
    })
  })

  it('is what the price of a year is held against: of all who do it together, and to the penny', () => {
    const { totalInPence } = fullCost(statement)
    const gaps = (amountInPence: number, ...told: CostStatement[]) => gapsIn([{ ...year, amountInPence }], told)
    expect(gaps(totalInPence, statement)).toEqual([])
    expect(gaps(totalInPence - 1, statement).map(gapSays)).toEqual([
      `The price of £38,822.56 is £0.01 below what it costs in full: £38,822.57.`,
    ])
    // Two who do it: each alone is below the price, and both together are not.
    expect(gaps(2 * totalInPence, statement, statement)).toEqual([])
    expect(gaps(2 * totalInPence - 1, statement, statement)).toHaveLength(1)
    expect(gaps(0)).toEqual([])
    expect(gaps(0, { ...statement, yearStartsOn: '2027-04-01' })).toEqual([])
  })

  it('flags no overheads, and pay below the law or below a living wage of the day', () => {
    const paying = (penceAnHour: number, yearStartsOn = '2026-04-01'): CostStatement => ({
      ...statement,
      yearStartsOn,
      lines: [{ kind: 'people', says: 'A cook', hours: 1, penceAnHour, onCostInHundredths: 0 }],
    })
    expect([12_70, 12_71, 13_44, 13_45].map(pay => codes(paying(pay)))).toEqual([
      ['below the law'],
      ['below a living wage'],
      ['below a living wage'],
      [],
    ])
    expect(codes(paying(12_21, '2026-03-31'))).toEqual(['below a living wage'])
    expect(codes(paying(12_20, '2026-03-31'))).toEqual(['below the law'])
    expect(codes(paying(14_00, '2027-04-01'))).toEqual(['rate not known'])
    expect(codes({ ...paying(14_00), overheadInHundredths: 0 })).toEqual(['no overheads'])
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

describe('payment that goes on', () => {
  const relief = (assurance: 'unknown' | 'assured' | 'denied', fromOn: string, untilOn: string) => ({
    assurance,
    fromOn,
    untilOn,
  })
  const now = relief('assured', '2026-11-01', '2026-12-31')

  it('is assured from its first day to its last, and over the day after', () => {
    expect(['2026-10-31', '2026-11-01', '2026-12-31', '2027-01-01'].map(today => reliefStanding(now, today))).toEqual([
      'ahead',
      'runs',
      'runs',
      'over',
    ])
    expect(
      ['2026-10-31', '2026-11-01', '2026-12-31', '2027-01-01'].map(today => paymentStanding([now], today)),
    ).toEqual(['as agreed', 'runs', 'runs', 'as agreed'])
  })

  it('is not hidden by what is asked anew, and what nobody decided is still not known', () => {
    const asked = relief('unknown', '2027-01-01', '2027-02-28')
    expect(paymentStanding([asked, now], '2026-11-20')).toBe('runs')
    expect(paymentStanding([asked, now], '2027-01-01')).toBe('asked')
    expect(paymentStanding([asked], '2028-01-01')).toBe('asked')
    const denied = relief('denied', '2026-11-01', '2026-12-31')
    expect([paymentStanding([denied], '2026-12-31'), paymentStanding([denied], '2027-01-01')]).toEqual([
      'denied',
      'as agreed',
    ])
    expect(paymentStanding([], '2026-11-20')).toBe('as agreed')
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
