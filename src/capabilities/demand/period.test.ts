import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chosenPeriod, dayAfter, mondayOf, mostDaysByDay, periodOf, readPeriodChoice, seriesOf } from './period.ts'

const noon = new Date('2026-11-22T12:00:00Z')

describe('period', () => {
  it('of 7 days is today and the six days before', () => {
    expect(periodOf(7, noon)).toEqual({ days: 7, fromOn: '2026-11-16', toOn: '2026-11-22' })
    expect(chosenPeriod('all', noon)).toEqual({ days: null, fromOn: null, toOn: '2026-11-22' })
  })

  it('goes by the calendar of the place, not of the machine', () => {
    expect(periodOf(1, new Date('2026-07-01T23:30:00Z'))).toMatchObject({ fromOn: '2026-07-02', toOn: '2026-07-02' })
  })

  it.each<[unknown, string | null]>([
    [undefined, '30'],
    ['', '30'],
    ['7', '7'],
    ['all', 'all'],
    ['8', null],
    [['7', '30'], null],
    ["'; drop", null],
  ])('reads %j as %j', (given, choice) => {
    expect(readPeriodChoice(given)).toBe(choice)
  })
})

describe('series', () => {
  it('has every day, with 0 where nothing was counted', () => {
    expect(seriesOf([{ on: '2026-11-21', value: 3 }], '2026-11-20', '2026-11-22')).toEqual({
      by: 'day',
      days: [
        { on: '2026-11-20', value: 0 },
        { on: '2026-11-21', value: 3 },
        { on: '2026-11-22', value: 0 },
      ],
    })
  })

  it('begins with the first day counted when there is no other, and with today when there is none', () => {
    const counted = ['2026-11-22', '2026-11-19'].map(on => ({ on, value: 1 }))
    expect(seriesOf(counted, null, '2026-11-22').days.map(({ on }) => on)).toHaveLength(4)
    expect(seriesOf([], null, '2026-11-22')).toEqual({ by: 'day', days: [{ on: '2026-11-22', value: 0 }] })
  })

  it('goes by week from Monday when there are too many days to read', () => {
    const { by, days } = seriesOf([{ on: '2025-01-01', value: 2 }], null, '2026-11-22')
    expect(by).toBe('week')
    expect(days[0]).toEqual({ on: '2024-12-30', value: 2 })
    expect(mondayOf('2026-11-22')).toBe('2026-11-16')
    expect(mondayOf('2026-11-16')).toBe('2026-11-16')
  })

  it('loses nothing, whatever the span', () => {
    const counted = fc.uniqueArray(fc.record({ back: fc.nat({ max: 500 }), value: fc.nat({ max: 9 }) }), {
      selector: ({ back }) => back,
    })
    fc.assert(
      fc.property(counted, days => {
        const on = days.map(({ back, value }) => ({ on: dayAfter('2026-11-22', -back), value }))
        const { by, days: series } = seriesOf(on, null, '2026-11-22')
        const total = (rows: readonly { value: number }[]) => rows.reduce((sum, { value }) => sum + value, 0)
        expect(total(series)).toBe(total(on))
        if (by === 'day') expect(series.length).toBeLessThanOrEqual(mostDaysByDay)
      }),
    )
  })
})
