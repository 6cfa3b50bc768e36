import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { schedulesOf } from '../feeds/normalise-schedules.ts'
import type { ListedService, Schedule } from '../listed-service.ts'
import { newMends } from '../read-fields.ts'
import { toOruk3 } from '../standards/oruk-3.ts'
import { calendarOf, schedulesFromShort, spansBetween } from './opening.ts'

const calendar = calendarOf('england-and-wales', [{ startsOn: '2026-11-02', endsOn: '2026-12-18' }])
const id = (last: number) => `0a0a0a0a-0000-4000-8000-${String(last).padStart(12, '0')}`
const [hall, quay] = [id(601), id(602)]

/** A service out through our own Open Referral UK feed and in again. */
function throughOurFeed(schedules: Schedule[]): Schedule[] {
  const service = {
    serviceId: id(1),
    name: 'Tea club',
    status: 'active',
    attending: [],
    access: [],
    costOptions: [],
    languages: [],
    requiredDocuments: [],
    funding: [],
    contacts: [],
    phones: [],
    serviceAreas: [],
    terms: [],
    locations: [hall, quay].map(locationId => ({
      locationId,
      kind: 'physical',
      addressLines: [],
      accessibility: [],
      postcode: 'ZZ1 4AB',
    })),
    source: 'test',
    schedules,
  } as unknown as ListedService
  return schedulesOf(JSON.parse(JSON.stringify(toOruk3(service))), id(1), newMends())
}
const bare = ({ scheduleId: _, ...rest }: Schedule) => rest

describe('a schedule through our own feed', () => {
  it.each([
    'MO-FR 09:00-17:00 bank-holidays closed',
    'SA 22:00-06:00 bank-holidays as usual',
    'TU 10:00-12:00 every 2 weeks from 2026-11-17',
    '1TU,-1FR 14:00-16:00 term-time',
    'MO 10:00-12:00 school-holidays appointment 2026-04-01..2026-12-31',
    'day 1,15,-1 10:00-12:00',
    'closed 2026-12-24..2027-01-03',
    'closed bank-holidays only',
    'different FR 2026-12-01..2026-12-31 09:00-12:00',
    'extra 2026-12-06 10:00-14:00',
    '10:00-14:00 bank-holidays only',
    'MO 10:00-12:00 "Ring the bell."',
    'appointment',
  ])('says the same: %s', times => {
    const given = schedulesFromShort(times)
    const expected = given.map(each => (each.exception && each.byday ? { ...each, freq: 'WEEKLY' } : each))
    expect(throughOurFeed(given).map(bare)).toEqual(expected)
  })
  it('keeps which location it is for, notes of its own, and the last day', () => {
    const given: Schedule[] = [
      { ...schedulesFromShort('MO 09:00-17:00 term-time')[0], locationId: quay, notes: 'Side door.\nTwo steps.' },
      { ...schedulesFromShort('TU 09:00-17:00')[0], locationId: hall, untilOn: '2026-12-01', validToOn: '2027-01-01' },
    ]
    expect(throughOurFeed(given).map(bare)).toEqual([
      given[0],
      {
        freq: 'WEEKLY',
        byday: 'TU',
        opensAtTime: '09:00',
        closesAtTime: '17:00',
        locationId: hall,
        validToOn: '2026-12-01',
      },
    ])
  })
  it('gives the same opening, whatever it is', () => {
    const on = fc
      .integer({ min: 0, max: 60 })
      .map(days => new Date(Date.UTC(2026, 10, 1 + days)).toISOString().slice(0, 10))
    const time = fc
      .integer({ min: 0, max: 47 })
      .map(half => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`)
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
    const schedule = fc
      .record({
        freq: some(fc.constantFrom('WEEKLY', 'MONTHLY')),
        interval: some(fc.integer({ min: 1, max: 4 })),
        byday: some(fc.constantFrom('MO', 'TU,TH', '1WE', '-1FR', 'SA,SU')),
        bymonthday: some(fc.constantFrom('1', '13,-1')),
        validFromOn: some(on),
        validToOn: some(on),
        startsOn: some(on),
        untilOn: some(on),
        opensAtTime: some(time),
        closesAtTime: some(time),
        exception: some(fc.constantFrom('closed', 'different hours', 'extra hours')),
        byAppointment: some(fc.constant(true)),
        bankHolidays: some(fc.constantFrom('as usual', 'closed', 'only')),
        school: some(fc.constantFrom('term time only', 'holidays only')),
        notes: some(fc.constantFrom('Side door.', 'Bring a coat')),
      })
      .map(fields => JSON.parse(JSON.stringify(fields)) as Schedule)
      // Without a frequency the days a weekday names recur every week: said outright on the way in.
      .map(each =>
        each.byday && !each.freq
          ? { ...each, freq: /\d/.test(each.byday) ? ('MONTHLY' as const) : ('WEEKLY' as const) }
          : each,
      )
    const [from, to] = [Date.parse('2026-11-20'), Date.parse('2027-01-20')]
    fc.assert(
      fc.property(fc.array(schedule, { maxLength: 4 }), schedules => {
        expect(spansBetween(throughOurFeed(schedules), calendar, from, to)).toEqual(
          spansBetween(schedules, calendar, from, to),
        )
      }),
    )
  })
})

describe('a schedule of another publisher', () => {
  const read = (schedule: object, list = 'schedules') => {
    const mends = newMends()
    return { schedules: schedulesOf({ [list]: [schedule] }, id(1), mends).map(bare), mends: mends.list }
  }
  it.each([
    [
      { byday: 'Monday', opens_at: '9:00', closes_at: '5:00pm' },
      { freq: 'WEEKLY', byday: 'MO', opensAtTime: '09:00', closesAtTime: '17:00' },
    ],
    [
      { byday: 'Mon - Fri', freq: 'WEEKLY' },
      { freq: 'WEEKLY', byday: 'MO,TU,WE,TH,FR' },
    ],
    [{ byday: 'Tuesdays and Thursdays' }, { freq: 'WEEKLY', byday: 'TU,TH' }],
    [{ weekday: 3 }, { freq: 'WEEKLY', byday: 'WE' }],
    [
      { byday: ['MO', 'SA'], freq: 'WEEKLY' },
      { freq: 'WEEKLY', byday: 'MO,SA' },
    ],
    [
      { byday: '+1TU', freq: 'MONTHLY' },
      { freq: 'MONTHLY', byday: '1TU' },
    ],
    [
      { freq: 'DAILY', opens_at: '09:00', closes_at: '17:00' },
      { freq: 'WEEKLY', byday: 'MO,TU,WE,TH,FR,SA,SU', opensAtTime: '09:00', closesAtTime: '17:00' },
    ],
    [
      { freq: 'fortnightly', byday: 'WE', dtstart: '2026-11-18' },
      { freq: 'WEEKLY', interval: 2, byday: 'WE', startsOn: '2026-11-18' },
    ],
    [
      { freq: 'WEEKLY', byday: 'WE', until: '20261231T000000Z' },
      { freq: 'WEEKLY', byday: 'WE', untilOn: '2026-12-31' },
    ],
  ])('%j', (given, expected) => expect(read(given).schedules).toEqual([expected]))
  it('keeps days nobody understands, says so, and so they are not known', () => {
    const { schedules, mends } = read({ byday: 'Alternate Mondays', opens_at: '09:00', closes_at: '10:00' })
    expect(schedules).toMatchObject([{ byday: 'Alternate Mondays' }])
    expect(mends).toEqual(['schedule days “Alternate Mondays” are not understood: shown as not known'])
  })
  it('has holidays that are closed, or have hours', () => {
    expect(
      read({ closed: true, start_date: '2026-12-25', end_date: '2026-12-26' }, 'holiday_schedules').schedules,
    ).toEqual([{ exception: 'closed', validFromOn: '2026-12-25', validToOn: '2026-12-26' }])
    expect(
      read(
        { closed: 'false', opens_at: '10:00', closes_at: '12:00', start_date: '2026-12-24', end_date: '2026-12-24' },
        'holiday_schedules',
      ).schedules,
    ).toEqual([
      {
        exception: 'different hours',
        opensAtTime: '10:00',
        closesAtTime: '12:00',
        validFromOn: '2026-12-24',
        validToOn: '2026-12-24',
      },
    ])
  })
  it.each([
    ['Term time only', { school: 'term time only' }],
    ['The service is not available on public holidays.', { bankHolidays: 'closed' }],
    ['Closed Bank Holidays', { bankHolidays: 'closed' }],
    ['Open 365 days including bank holidays', { bankHolidays: 'as usual' }],
    ['By appointment only', { byAppointment: true }],
    ['Drop in, or by appointment on other days', {}],
    ['During term time and school holidays', {}],
  ])('says “%s” in words', (description, expected) => {
    const { schedules } = read({ freq: 'WEEKLY', byday: 'MO', description })
    expect(schedules).toEqual([{ freq: 'WEEKLY', byday: 'MO', description, ...expected }])
  })
  it('says with words alone that it is open day and night, or closed on bank holidays', () => {
    expect(read({ description: '24 hours a day, 7 days a week' }).schedules).toMatchObject([
      { byday: 'MO,TU,WE,TH,FR,SA,SU', opensAtTime: '00:00', closesAtTime: '24:00' },
    ])
    expect(read({ description: 'Closed on bank holidays' }).schedules).toMatchObject([
      { exception: 'closed', bankHolidays: 'only' },
    ])
  })
  it('counts once when it stands at the service and at its location', () => {
    const schedule = { id: id(7), freq: 'WEEKLY', byday: 'MO' }
    const record = {
      schedules: [schedule],
      service_at_locations: [{ id: id(8), location: { id: hall }, schedules: [schedule] }],
    }
    expect(schedulesOf(record, id(1), newMends())).toEqual([
      { scheduleId: id(7), locationId: hall, freq: 'WEEKLY', byday: 'MO' },
    ])
  })
})
