import { describe, expect, it } from 'vitest'
import { calendarOf, openingHoursSpecification, schedulesFromShort } from './opening.ts'

const calendar = calendarOf('england-and-wales')
const told = (times: string, at = '2026-11-23T12:00Z') =>
  openingHoursSpecification(schedulesFromShort(times), calendar, new Date(at)).map(
    ({ dayOfWeek, opens, closes, validFrom, validThrough }) =>
      `${dayOfWeek.map(day => day.slice(0, 2)).join(' ')} ${opens}-${closes} ${validFrom}..${validThrough}`,
  )

describe('opening as schema.org tells it', () => {
  it('tells a plain week once, with its nights, several spans and whole days', () => {
    expect(told('MO-FR 09:00-12:00; MO-FR 13:00-17:00')).toEqual([
      'Mo Tu We Th Fr 09:00-12:00 2026-11-23..2026-12-20',
      'Mo Tu We Th Fr 13:00-17:00 2026-11-23..2026-12-20',
    ])
    expect(told('FR 22:00-06:00')).toEqual(['Fr 22:00-06:00 2026-11-23..2026-12-20'])
    expect(told('every day 24h bank-holidays as usual')).toEqual([
      'Mo Tu We Th Fr Sa Su 00:00-23:59 2026-11-23..2026-12-20',
    ])
  })
  it('tells by date what is not every week, and closings among openings', () => {
    expect(told('1TU 10:00-12:00').filter(line => !line.includes('00:00-00:00'))).toEqual([
      'Tu 10:00-12:00 2026-12-01..2026-12-01',
    ])
    expect(told('WE 10:00-12:00; closed 2026-12-09')).toContain('We 00:00-00:00 2026-12-09..2026-12-09')
  })
  it('leaves out a day that is not known, and everything when nothing is', () => {
    const lines = told('FR 10:00-12:00', '2026-12-07T12:00Z')
    expect(lines).toContain('Fr 10:00-12:00 2026-12-18..2026-12-18')
    expect(lines.some(line => line.includes('2026-12-25'))).toBe(false)
    for (const times of ['', '"Ring us"', 'appointment', 'MO,TU']) expect(told(times)).toEqual([])
  })
})
