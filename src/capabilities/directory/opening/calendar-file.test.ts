import { describe, expect, it } from 'vitest'
import type { ListedService } from '../listed-service.ts'
import { calendarFile } from './calendar-file.ts'
import { calendarOf, schedulesFromShort } from './opening.ts'

const calendar = calendarOf('england-and-wales', [{ startsOn: '2026-11-02', endsOn: '2026-12-18' }])
const about = { url: 'https://here.example/a', description: 'Times can change.', now: new Date('2026-11-23T12:00Z') }

const fileOf = (times: string) =>
  calendarFile(
    {
      serviceId: '0a0a0a0a-0000-4000-8000-000000000001',
      name: 'Tea; and, company',
      status: 'active',
      lastModifiedAt: new Date('2026-11-01T09:00Z'),
      schedules: schedulesFromShort(times),
      locations: [
        {
          locationId: '0a0a0a0a-0000-4000-8000-000000000601',
          kind: 'physical',
          addressLines: ['1 Quay'],
          accessibility: [],
          postcode: 'ZZ1 4AB',
        },
      ],
    } as unknown as ListedService,
    calendar,
    about,
  )
/** Lines unfolded (RFC 5545 §3.1). */
const linesOf = (file: string | undefined) => (file ?? '').replace(/\r\n /g, '').split('\r\n')
const valuesOf = (times: string, name: string) =>
  linesOf(fileOf(times))
    .filter(line => line.startsWith(name) && !line.includes('FREQ=YEARLY'))
    .map(line => line.slice(name.length))

describe('the calendar file of a service', () => {
  it('is iCalendar: its zone, one event, text escaped, lines folded and ended as the standard says', () => {
    const file = fileOf('MO 10:00-12:00 bank-holidays as usual') ?? ''
    expect(file.replaceAll('\r\n', '').includes('\n')).toBe(false)
    expect(file.split('\r\n').every(line => Buffer.byteLength(line) <= 75)).toBe(true)
    const lines = linesOf(file)
    for (const line of [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'TZID:Europe/London',
      'BEGIN:VTIMEZONE',
      'LOCATION:1 Quay\\, ZZ1 4AB',
      'SUMMARY:Tea\\; and\\, company',
      'END:VCALENDAR',
    ])
      expect(lines).toContain(line)
    expect(lines.filter(line => line === 'BEGIN:VEVENT')).toHaveLength(1)
  })
  it('is stamped in UTC, wherever the process runs', () => {
    const zone = process.env.TZ
    for (const elsewhere of ['UTC', 'Asia/Tokyo', 'America/New_York']) {
      process.env.TZ = elsewhere
      expect(valuesOf('MO 10:00-12:00', 'DTSTAMP:'), elsewhere).toEqual(['20261101T090000Z'])
    }
    process.env.TZ = zone
  })
  it('repeats by rule, on the clocks of the place, until a year ahead', () => {
    const times = 'MO 10:00-12:00 bank-holidays as usual'
    expect(valuesOf(times, 'DTSTART;TZID=Europe/London:')).toEqual(['20260105T100000'])
    expect(valuesOf(times, 'DTEND;TZID=Europe/London:')).toEqual(['20260105T120000'])
    expect(valuesOf(times, 'RRULE:')).toEqual(['FREQ=WEEKLY;BYDAY=MO;UNTIL=20271129T100000Z'])
    expect(valuesOf(times, 'EXDATE')).toEqual([])
  })
  it('leaves out bank holidays nobody spoke of, and exceptions, and tells other hours by themselves', () => {
    const [without = ''] = valuesOf(
      'MO 10:00-12:00; closed 2026-11-30; different 2026-12-07 13:00-14:00',
      'EXDATE;TZID=Europe/London:',
    )
    for (const day of ['20260406', '20260504', '20261130', '20261207', '20261228', '20270830'])
      expect(without).toContain(`${day}T100000`)
    expect(valuesOf('MO 10:00-12:00; different 2026-12-07 13:00-14:00', 'DTSTART;TZID=Europe/London:')).toEqual([
      '20260105T100000',
      '20261207T130000',
    ])
  })
  it.each([
    ['TU 10:00-12:00 every 2 weeks from 2026-11-17', '20261117T100000', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL='],
    ['1TU 10:00-12:00', '20260106T100000', 'FREQ=MONTHLY;BYDAY=1TU;UNTIL='],
    ['day -1 10:00-12:00', '20260131T100000', 'FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL='],
    ['SA 22:00-06:00 2026-11-01..2026-12-19', '20261107T220000', 'FREQ=WEEKLY;BYDAY=SA;UNTIL=20261219T220000Z'],
  ])('says %s by rule', (times, start, rule) => {
    expect(valuesOf(times, 'DTSTART;TZID=Europe/London:')).toEqual([start])
    expect(valuesOf(times, 'RRULE:')[0]).toContain(rule)
  })
  it('lists one by one what no rule says: school terms, single days, hours of bank holidays', () => {
    expect(valuesOf('WE 15:30-17:00 term-time', 'DTSTART;TZID=Europe/London:')).toHaveLength(7)
    expect(valuesOf('WE 15:30-17:00 term-time', 'RRULE:')).toEqual([])
    expect(valuesOf('on 2026-12-05 10:00-16:00', 'DTSTART;TZID=Europe/London:')).toEqual(['20261205T100000'])
    expect(valuesOf('MO-FR 09:00-17:00; 10:00-14:00 bank-holidays only', 'DTSTART;TZID=Europe/London:')).toContain(
      '20261228T100000',
    )
  })
  it('ends past midnight on the next day', () => {
    expect(valuesOf('SA 22:00-06:00', 'DTEND;TZID=Europe/London:')).toEqual(['20260104T060000'])
    expect(valuesOf('MO 24h bank-holidays as usual', 'DTEND;TZID=Europe/London:')).toEqual(['20260106T000000'])
  })
  it('keeps the ids of its events from one day to the next, and has none twice', () => {
    const ids = valuesOf('MO 10:00-12:00; WE 15:30-17:00 term-time; extra 2026-12-06 10:00-14:00', 'UID:')
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(9)
    expect(ids).toEqual(valuesOf('MO 10:00-12:00; WE 15:30-17:00 term-time; extra 2026-12-06 10:00-14:00', 'UID:'))
  })
  it('is none where nothing is known', () => {
    for (const times of ['', '"Ring us"', 'appointment', 'MO,TU', 'TU 10:00-12:00 every 2 weeks', 'closed 2026-12-25'])
      expect(fileOf(times), times).toBeUndefined()
  })
})
