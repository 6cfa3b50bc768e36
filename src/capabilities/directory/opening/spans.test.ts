import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Schedule } from '../listed-service.ts'
import { easterSunday } from './calendar.ts'
import { calendarOf, schedulesFromShort, spansBetween, stateAt } from './opening.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const calendar = calendarOf('england-and-wales')

const wall = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const walls = new Map<number, { on: string; minute: number }>()
/** What clocks on the wall show, asked of the platform's time zone data. */
const onTheWall = (atMs: number) => {
  const kept = walls.get(atMs)
  if (kept) return kept
  const [on = '', time = ''] = wall.format(new Date(atMs)).split(', ')
  const read = { on, minute: Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) }
  walls.set(atMs, read)
  return read
}

const addDays = (on: string, days: number) => new Date(Date.parse(on) + days * DAY).toISOString().slice(0, 10)
const weekdayOf = (on: string) => CODES[(new Date(on).getUTCDay() + 6) % 7] ?? ''
const mondayOf = (on: string) => addDays(on, -((new Date(on).getUTCDay() + 6) % 7))
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Whether the schedule begins on the day, by counting days one by one. */
function beginsOn(
  { byday = '', interval = 1, startsOn = '', validFromOn = '', validToOn = '9999' }: Schedule,
  on: string,
) {
  if (on < validFromOn || on > validToOn || (startsOn && on < startsOn)) return false
  const falls = byday.split(',').some(part => {
    if (!part.endsWith(weekdayOf(on))) return false
    const nth = Number(part.slice(0, -2) || 0)
    const same = (step: number) => {
      let count = 1
      for (let day = addDays(on, step); day.slice(0, 7) === on.slice(0, 7); day = addDays(day, step))
        if (weekdayOf(day) === weekdayOf(on)) count++
      return count
    }
    return nth === 0 || (nth > 0 ? same(-1) === nth : same(1) === -nth)
  })
  if (!falls || interval === 1) return falls
  const weeks = Math.round((Date.parse(mondayOf(on)) - Date.parse(mondayOf(startsOn))) / (7 * DAY))
  return weeks % interval === 0
}

/** Open at this minute: some day's hours, from the first minute its clocks show them to the last. */
function isOpen(schedules: readonly Schedule[], atMs: number): boolean {
  return schedules.some(schedule => {
    const opens = minutesOf(schedule.opensAtTime ?? '')
    const closes = minutesOf(schedule.closesAtTime ?? '')
    return [0, -1].some(back => {
      const on = addDays(onTheWall(atMs).on, back)
      if (!beginsOn(schedule, on)) return false
      const next = addDays(on, 1)
      const shown = (ms: number) => {
        const { on: day, minute } = onTheWall(ms)
        if (closes > opens) return day === on && minute >= opens && minute < closes
        return (day === on && minute >= opens) || (day === next && minute < closes)
      }
      if (shown(atMs)) return true
      // Within the double hour a closing time may pass and come again; what lies between is still open.
      const before = Array.from({ length: 120 }, (_, at) => atMs - (at + 1) * MINUTE).some(shown)
      return before && Array.from({ length: 120 }, (_, at) => atMs + (at + 1) * MINUTE).some(shown)
    })
  })
}

const time = (last: number) =>
  fc.integer({ min: 0, max: last }).map(quarter => {
    const minutes = quarter * 15
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  })
const dayFrom = (from: string, days: number) => fc.integer({ min: 0, max: days }).map(at => addDays(from, at))
const byday = fc.oneof(
  fc.subarray(CODES, { minLength: 1 }).map(days => days.join(',')),
  fc.tuple(fc.constantFrom('1', '2', '-1', '5'), fc.constantFrom(...CODES)).map(([nth, day]) => nth + day),
)
const schedule: fc.Arbitrary<Schedule> = fc
  .record({
    byday,
    opensAtTime: time(95),
    closesAtTime: time(96),
    interval: fc.constantFrom(1, 1, 2, 3),
    startsOn: dayFrom('2026-01-01', 300),
    validToOn: dayFrom('2026-11-01', 800),
    bankHolidays: fc.constant('as usual' as const),
  })
  .filter(({ opensAtTime, closesAtTime }) => opensAtTime !== closesAtTime)
  .map(({ startsOn, interval, ...rest }) => {
    const plain = !/\d/.test(rest.byday)
    return { ...rest, ...(plain ? { interval, startsOn, freq: 'WEEKLY' as const } : { freq: 'MONTHLY' as const }) }
  })
/** Any minute of two years, and often one beside a clock change. */
const moment = fc.oneof(
  fc.integer({ min: 0, max: 700 * 1440 }).map(minutes => Date.parse('2026-01-01T00:00Z') + minutes * MINUTE),
  fc
    .tuple(fc.constantFrom('2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31'), fc.integer({ min: -300, max: 600 }))
    .map(([on, minutes]) => Date.parse(`${on}T01:00Z`) + minutes * MINUTE),
)

describe('the calendar', () => {
  it('begins every day from 2002 to 2040 when clocks in the zone begin it', () => {
    for (let number = 11_750; number < 25_900; number += 3) {
      const { startMs, on } = calendar.day(number)
      expect([onTheWall(startMs).minute, onTheWall(startMs).on, onTheWall(startMs - MINUTE).on]).toEqual([
        0,
        on,
        addDays(on, -1),
      ])
    }
  })
  it('knows the day at any moment', () => {
    fc.assert(
      fc.property(moment, at => {
        expect(calendar.dayAt(at).on).toBe(onTheWall(at).on)
      }),
    )
  })
  it('knows Easter, and three lists of bank holidays that are never at a weekend', () => {
    for (const on of ['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2028-04-16', '2038-04-25'])
      expect(easterSunday(Number(on.slice(0, 4))) * DAY).toBe(Date.parse(on))
    const counts = (['england-and-wales', 'scotland', 'northern-ireland'] as const).map(division => {
      const days = Array.from({ length: 1827 }, (_, at) =>
        calendarOf(division).day(Date.parse('2024-01-01') / DAY + at),
      )
      const holidays = days.filter(({ bankHoliday }) => bankHoliday !== undefined)
      expect(holidays.filter(({ weekday }) => weekday > 4)).toEqual([])
      return holidays.length
    })
    expect(counts).toEqual([40, 46, 50])
    expect(calendar.day(Date.parse('2029-01-01') / DAY).bankHoliday).toBe('not-known')
    expect(calendar.day(Date.parse('2023-12-25') / DAY).bankHoliday).toBe('not-known')
  })
})

describe('the spans', () => {
  it('are what clocks on the wall say, minute by minute', () => {
    fc.assert(
      fc.property(fc.array(schedule, { minLength: 1, maxLength: 3 }), moment, (schedules, at) => {
        const { spans } = spansBetween(schedules, calendar, at - DAY, at + DAY)
        for (const minute of [at, at - 15 * MINUTE, at + 7 * MINUTE, at + 61 * MINUTE])
          expect(spans.some(([opens, closes]) => opens <= minute && minute < closes)).toBe(isOpen(schedules, minute))
      }),
      { numRuns: 300 },
    )
  })
  it('are in order, do not touch, and are the same whatever stretch is asked about', () => {
    fc.assert(
      fc.property(
        fc.array(schedule, { maxLength: 4 }),
        moment,
        fc.integer({ min: 1, max: 40 }),
        (schedules, from, days) => {
          const { spans } = spansBetween(schedules, calendar, from, from + days * DAY)
          spans.forEach(([opens, closes], at) => {
            expect(opens).toBeLessThan(closes)
            expect(opens).toBeGreaterThan(spans[at - 1]?.[1] ?? -Infinity)
          })
          const wide = spansBetween(schedules, calendar, from - 3 * DAY, from + days * DAY + 3 * DAY).spans
          for (const at of spans.flat()) expect(wide.some(([opens, closes]) => opens <= at && at <= closes)).toBe(true)
        },
      ),
    )
  })
})

describe('the spans of several locations', () => {
  const [hall, quay] = ['0a0a0a0a-0000-4000-8000-000000000001', '0a0a0a0a-0000-4000-8000-000000000002']
  const monday: Schedule = { freq: 'WEEKLY', byday: 'MO', opensAtTime: '09:00', closesAtTime: '17:00' }
  const closed: Schedule = { exception: 'closed', validFromOn: '2026-11-23', validToOn: '2026-11-23' }
  const stateOf = (...schedules: Schedule[]) => stateAt(schedules, calendar, new Date('2026-11-23T12:00Z')).state
  it('stay open at one when the other is closed for a day, and close when both or the whole service do', () => {
    const both = [
      { ...monday, locationId: hall },
      { ...monday, locationId: quay },
    ]
    expect(stateOf(...both, { ...closed, locationId: hall })).toBe('open')
    expect(stateOf(...both, { ...closed, locationId: hall }, { ...closed, locationId: quay })).toBe('closed')
    expect(stateOf(...both, closed)).toBe('closed')
    expect(stateOf(monday, { ...closed, locationId: hall })).toBe('open')
  })
})

describe('the state', () => {
  it('is what the spans say, and opens next at the first span after now', () => {
    fc.assert(
      fc.property(fc.array(schedule, { minLength: 1, maxLength: 3 }), moment, (schedules, at) => {
        const found = stateAt(schedules, calendar, new Date(at))
        const { spans } = spansBetween(schedules, calendar, at, at + 400 * DAY)
        const current = spans.find(([opens, closes]) => opens <= at && at < closes)
        expect(found.state === 'open').toBe(current !== undefined)
        if (current && found.closesAt) expect(found.closesAt.getTime()).toBe(current[1])
        if (!current) expect(found.opensNextAt?.getTime()).toBe(spans.find(([opens]) => opens > at)?.[0])
      }),
    )
  })
  it('is never closed in the hours of an entry whose weeks, terms or bank holidays are not known', () => {
    const blind = fc.constantFrom<(given: Schedule) => Schedule>(
      ({ startsOn: _, ...given }) => ({ ...given, interval: 2 }),
      given => ({ ...given, school: 'term time only' }),
      given => ({ ...given, school: 'holidays only' }),
      ({ closesAtTime: _, ...given }) => given,
      ({ opensAtTime: _, closesAtTime: __, ...given }) => given,
    )
    fc.assert(
      fc.property(schedule, blind, moment, (given, make, at) => {
        if (isOpen([given], at) && onTheWall(at).minute >= minutesOf(given.opensAtTime ?? ''))
          expect(stateAt([make(given)], calendar, new Date(at)).state).toBe('not-known')
      }),
    )
  })
  it('is never closed on a bank holiday the entry says nothing about, nor where there are words only, nor where nothing was given', () => {
    fc.assert(
      fc.property(schedule, moment, ({ bankHolidays: _, ...silent }, at) => {
        const { bankHoliday, on } = calendar.dayAt(at)
        if (bankHoliday && beginsOn(silent, on))
          expect(stateAt([silent], calendar, new Date(at)).state).not.toBe('closed')
        expect(stateAt([silent, { description: 'Ring for more times' }], calendar, new Date(at)).state).not.toBe(
          'closed',
        )
        expect(stateAt([{ attending: 'telephone' }], calendar, new Date(at)).state).toBe('not-known')
      }),
    )
  })
  it('answers for anything a feed may hold, and never throws', () => {
    const text = fc.option(fc.oneof(fc.string(), fc.constantFrom('MO', '1TU', '31', '-1', '0', '24:00', '00:00')), {
      nil: undefined,
    })
    const dirty = fc.record({
      freq: fc.constantFrom('WEEKLY', 'MONTHLY', undefined),
      interval: fc.option(fc.integer(), { nil: undefined }),
      byday: text,
      bymonthday: text,
      opensAtTime: text,
      closesAtTime: text,
      validFromOn: fc.option(dayFrom('2026-01-01', 900), { nil: undefined }),
      startsOn: fc.option(dayFrom('2026-01-01', 900), { nil: undefined }),
      exception: fc.constantFrom('closed', 'different hours', 'extra hours', undefined),
      bankHolidays: fc.constantFrom('as usual', 'closed', 'only', undefined),
      school: fc.constantFrom('term time only', 'holidays only', undefined),
    })
    fc.assert(
      fc.property(fc.array(dirty, { maxLength: 4 }), moment, (schedules, at) => {
        expect(['open', 'closed', 'by-appointment', 'not-known']).toContain(
          stateAt(schedules as Schedule[], calendar, new Date(at)).state,
        )
      }),
    )
  })
})

describe('the short notation', () => {
  it('says which part it does not understand', () => {
    expect(() => schedulesFromShort('MO 09:00-17:00; XX 10:00-12:00')).toThrow('“XX” are no days')
    expect(() => schedulesFromShort('MO at nine')).toThrow('“at nine” is not understood')
  })
})
