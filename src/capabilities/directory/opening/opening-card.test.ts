import { describe, expect, it } from 'vitest'
import type { ListedService, Schedule } from '../listed-service.ts'
import { calendarOf, schedulesFromShort } from './opening.ts'
import { openingCard } from './opening-card.ts'
import { scheduleInWords } from './schedule-in-words.ts'

const calendar = calendarOf('england-and-wales')
const hall = '0a0a0a0a-0000-4000-8000-000000000001'
const quay = '0a0a0a0a-0000-4000-8000-000000000002'

const cardOf = (schedules: Schedule[], at: string, language: 'en' | 'ar' = 'en', locations: string[] = [hall]) =>
  openingCard(
    {
      schedules,
      locations: locations.map(locationId => ({
        locationId,
        name: locationId === hall ? 'The hall' : 'The quay',
        kind: 'physical',
        addressLines: [],
        accessibility: [],
      })),
    } as unknown as ListedService,
    calendar,
    new Date(at),
    language,
  )
const days = (times: string, at: string) =>
  cardOf(schedulesFromShort(times), at).places[0]?.days.map(
    ({ day, note, hours }) => `${day}${note && ` [${note}]`}: ${hours.join(' + ')}`,
  )

describe('the opening card', () => {
  it('shows seven days with bank holidays, exceptions, nights and several spans', () => {
    expect(
      days(
        'MO-FR 09:00-12:00; MO-FR 13:00-17:00; SA 22:00-06:00; different 2026-12-24 09:00-12:00',
        '2026-12-23T12:30Z',
      ),
    ).toEqual([
      'Today (Wednesday): 9 am to midday + 1 pm to 5 pm',
      'Thursday 24 December: 9 am to midday',
      'Friday 25 December [Bank holiday: Christmas Day]: Not known: it is a bank holiday (Christmas Day). Ring first',
      'Saturday 26 December [Boxing Day]: Not known: it is Boxing Day. Ring first',
      'Sunday 27 December: Closed',
      'Monday 28 December [Bank holiday: Boxing Day]: Not known: it is a bank holiday (Boxing Day). Ring first',
      'Tuesday 29 December: 9 am to midday + 1 pm to 5 pm',
    ])
  })
  it('shows day and night as that, and appointments as what they are', () => {
    expect(days('every day 24h bank-holidays as usual', '2026-11-23T12:30Z')?.at(0)).toBe(
      'Today (Monday): All day and night',
    )
    expect(days('appointment; TU 10:00-12:00', '2026-11-23T12:30Z')?.slice(0, 2)).toEqual([
      'Today (Monday): By appointment',
      'Tuesday 24 November: 10 am to midday + By appointment',
    ])
  })
  it('has one part for each place whose times differ, and one for all when they do not', () => {
    const schedules: Schedule[] = [
      { locationId: hall, freq: 'WEEKLY', byday: 'MO', opensAtTime: '09:00', closesAtTime: '17:00' },
      { locationId: quay, freq: 'WEEKLY', byday: 'TU', opensAtTime: '09:00', closesAtTime: '17:00' },
    ]
    const { places } = cardOf(schedules, '2026-11-23T12:30Z', 'en', [hall, quay])
    expect(places.map(({ name, answer }) => [name, answer])).toEqual([
      [{ content: 'The hall' }, 'Open now until 5 pm'],
      [{ content: 'The quay' }, 'Closed. Opens tomorrow at 9 am'],
    ])
    expect(
      cardOf([{ ...schedules[0], locationId: undefined } as never], '2026-11-23T12:30Z', 'en', [hall, quay]).places,
    ).toHaveLength(1)
  })
  it('says a place without times is not known, beside one with times', () => {
    const { places } = cardOf(
      [{ locationId: hall, freq: 'WEEKLY', byday: 'MO', opensAtTime: '09:00', closesAtTime: '17:00' }],
      '2026-11-24T12:30Z',
      'en',
      [hall, quay],
    )
    expect(places.map(({ answer, tone }) => [answer, tone])).toEqual([
      ['Closed. Opens Monday at 9 am', 'stopped'],
      ['Opening times not known', 'unknown'],
    ])
  })
  it('says what is in doubt before the next opening that is certain', () => {
    expect(cardOf(schedulesFromShort('MO-FR 09:00-17:00'), '2026-12-24T18:00Z').places[0]).toMatchObject({
      answer: 'Closed. Opens Tuesday at 9 am',
      more: ['Tomorrow: not known if it is open, it is a bank holiday (Christmas Day). Ring first.'],
    })
  })
  it('can be read in Arabic', () => {
    const { places, title } = cardOf(schedulesFromShort('MO-FR 09:00-17:00'), '2026-11-23T12:30Z', 'ar')
    expect([title, places[0]?.answer, places[0]?.days[1]?.hours[0]]).toEqual([
      'أوقات العمل',
      'مفتوح الآن حتى 5 مساءً',
      'من 9 صباحًا إلى 5 مساءً',
    ])
  })
})

describe('a schedule in words', () => {
  it.each([
    ['MO-FR 09:00-17:00', 'Monday to Friday, 9 am to 5 pm'],
    ['every day 20:00-08:00', 'Every day, 8 pm to 8 am the next day'],
    [
      'TU 10:00-12:00 every 2 weeks from 2026-11-17',
      'Tuesday, 10 am to midday, every second week, counted from 17 November 2026',
    ],
    ['1TU,3TU 14:00-16:00', 'The first Tuesday of the month and the third Tuesday of the month, 2 pm to 4 pm'],
    [
      'WE 15:30-17:00 term-time bank-holidays closed',
      'Wednesday, 3:30 pm to 5 pm, in school terms only, closed on bank holidays',
    ],
    ['closed 2026-12-24..2027-01-03', 'Closed from 24 December 2026 to 3 January 2027'],
    ['closed bank-holidays only', 'Closed on bank holidays'],
    ['different 2026-12-24 09:00-12:00', 'Different times on 24 December 2026: 9 am to midday'],
    ['extra 2026-12-06 10:00-14:00', 'Also open on 6 December 2026: 10 am to 2 pm'],
    ['appointment', 'By appointment'],
    ['MO 24h ..2027-03-31', 'Monday, all day and night, until 31 March 2027'],
    ['on 2026-12-05 10:00-16:00', '10 am to 4 pm, on 5 December 2026'],
  ])('%s: %s', (times, words) => {
    expect(schedulesFromShort(times).map(each => scheduleInWords(each))).toEqual([words])
  })
})
