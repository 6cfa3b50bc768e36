import { describe, expect, it } from 'vitest'
import { calendarOf, openingInWords, schedulesFromShort, stateAt } from './opening.ts'

const calendar = calendarOf('england-and-wales')
const said = (times: string, at: string, language: 'en' | 'ar' = 'en') => {
  const now = new Date(at)
  return openingInWords(stateAt(schedulesFromShort(times), calendar, now), now, language)
}

describe('the opening in words', () => {
  it.each([
    ['MO-FR 09:00-17:00', '2026-11-23T12:00Z', 'Open now until 5 pm'],
    ['MO-FR 09:00-17:30', '2026-11-22T12:00Z', 'Closed. Opens tomorrow at 9 am'],
    ['MO 09:00-17:00', '2026-11-25T12:00Z', 'Closed. Opens Monday at 9 am'],
    ['FR 22:00-06:00', '2026-11-20T23:00Z', 'Open now until 6 am tomorrow'],
    ['every day 18:00-24:00', '2026-11-20T23:00Z', 'Open now until midnight tonight'],
    ['every day 24h bank-holidays as usual', '2026-11-20T23:00Z', 'Open now, day and night'],
    ['appointment', '2026-11-20T23:00Z', 'By appointment'],
    ['', '2026-11-20T23:00Z', 'Opening times not known'],
    [
      'MO-FR 09:00-17:00',
      '2026-12-25T12:00Z',
      'Not known if it is open now: it is a bank holiday (Christmas Day). Ring first',
    ],
    ['1TU 10:00-12:00', '2026-12-02T12:00Z', 'Closed. Opens Tuesday 5 January at 10 am'],
  ])('%s at %s: %s', (times, at, words) => expect(said(times, at)).toBe(words))
  it('is said in Arabic too, with the same digits as telephone numbers', () => {
    expect(said('MO-FR 09:00-17:00', '2026-11-23T12:00Z', 'ar')).toBe('مفتوح الآن حتى 5 مساءً')
    expect(said('MO-FR 09:00-17:30', '2026-11-22T12:00Z', 'ar')).toBe('مغلق. يفتح غداً الساعة 9 صباحًا')
  })
})
