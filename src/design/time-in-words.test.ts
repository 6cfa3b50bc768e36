import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  byWhen,
  dateAt,
  dateInWords,
  exactDate,
  exactTime,
  howLong,
  inWords,
  monthInWords,
  someTimeBetween,
} from './time-in-words.ts'

const now = new Date('2026-11-22T13:05:00Z')
const at = (iso: string) => new Date(iso)

describe('an instant in words', () => {
  it.each([
    ['2026-11-22T13:04:30Z', 'just now'],
    ['2026-11-22T13:05:30Z', 'in a moment'],
    ['2026-11-22T13:04:00Z', '1 minute ago'],
    ['2026-11-22T12:45:00Z', '20 minutes ago'],
    ['2026-11-22T12:05:00Z', 'today at 12:05 pm'],
    ['2026-11-22T09:15:00Z', 'today at 9:15 am'],
    ['2026-11-22T00:00:00Z', 'today at midnight'],
    ['2026-11-21T23:59:00Z', 'yesterday at 11:59 pm'],
    ['2026-11-21T12:00:00Z', 'yesterday at midday'],
    ['2026-11-19T20:00:00Z', '3 days ago'],
    ['2026-11-09T09:00:00Z', '13 days ago'],
    ['2026-11-08T09:00:00Z', '8 November'],
    ['2025-11-08T09:00:00Z', '8 November 2025'],
    ['2026-11-22T13:25:00Z', 'in 20 minutes'],
    ['2026-11-22T15:00:00Z', 'in 2 hours'],
    ['2026-11-22T14:00:00Z', 'in 55 minutes'],
    ['2026-11-22T20:30:00Z', 'today at 8:30 pm'],
    ['2026-11-23T10:00:00Z', 'tomorrow at 10 am'],
    ['2026-11-26T10:00:00Z', 'Thursday at 10 am'],
    ['2026-11-29T10:00:00Z', '29 November at 10 am'],
    ['2027-01-03T10:00:00Z', '3 January 2027 at 10 am'],
  ])('%s is "%s"', (instant, words) => {
    expect(inWords(at(instant), now)).toBe(words)
  })

  it('ten minutes before midnight was yesterday once midnight has passed an hour ago', () => {
    expect(inWords(at('2026-11-21T23:50:00Z'), at('2026-11-22T00:55:00Z'))).toBe('yesterday at 11:50 pm')
    expect(inWords(at('2026-11-21T23:50:00Z'), at('2026-11-22T00:05:00Z'))).toBe('15 minutes ago')
  })

  it('soon but after midnight is tomorrow, not "in 2 hours"', () => {
    expect(inWords(at('2026-11-23T00:30:00Z'), at('2026-11-22T22:30:00Z'))).toBe('tomorrow at 12:30 am')
  })

  it('counts midnights in London, also in summer, when midnight there is 11 pm in UTC', () => {
    expect(inWords(at('2026-06-30T22:30:00Z'), at('2026-07-01T09:00:00Z'))).toBe('yesterday at 11:30 pm')
    expect(inWords(at('2026-06-30T23:30:00Z'), at('2026-07-01T09:00:00Z'))).toBe('today at 12:30 am')
  })

  it('the night the clocks go forward is still one day long', () => {
    expect(inWords(at('2026-03-28T12:30:00Z'), at('2026-03-29T11:30:00Z'))).toBe('yesterday at 12:30 pm')
    expect(inWords(at('2026-03-29T09:00:00Z'), at('2026-03-28T09:00:00Z'))).toBe('tomorrow at 10 am')
    expect(inWords(at('2026-03-27T09:00:00Z'), at('2026-03-29T08:00:00Z'))).toBe('2 days ago')
  })

  it('the night the clocks go back is still one day long', () => {
    expect(inWords(at('2026-10-24T23:30:00Z'), at('2026-10-25T20:00:00Z'))).toBe('today at 12:30 am')
    expect(inWords(at('2026-10-24T22:30:00Z'), at('2026-10-25T20:00:00Z'))).toBe('yesterday at 11:30 pm')
    expect(inWords(at('2026-10-25T23:30:00Z'), at('2026-10-24T12:00:00Z'))).toBe('tomorrow at 11:30 pm')
  })

  it('says something short for any two instants', () => {
    const instants = fc.date({ min: at('1970-01-02T00:00:00Z'), max: at('2100-01-01T00:00:00Z'), noInvalidDate: true })
    fc.assert(
      fc.property(instants, instants, (one, other) => {
        const words = inWords(one, other)
        expect(words.length).toBeLessThan(35)
        expect(words).not.toMatch(/NaN|undefined|-\d/)
        if (one < other) expect(words).not.toMatch(/^(in |tomorrow)/)
        if (one > other) expect(words).not.toMatch(/ago$|^yesterday|^just/)
      }),
    )
  })
})

describe('the exact time', () => {
  it('names day, date and clock', () => {
    expect(exactTime(at('2026-11-22T14:00:00Z'))).toBe('Sunday 22 November 2026 at 2 pm')
    expect(exactTime(at('2026-07-01T14:05:00Z'))).toBe('Wednesday 1 July 2026 at 3:05 pm')
  })

  it('tells the two half past ones of the October night apart', () => {
    expect(exactTime(at('2026-10-25T00:30:00Z'))).toBe('Sunday 25 October 2026 at 1:30 am BST')
    expect(exactTime(at('2026-10-25T01:30:00Z'))).toBe('Sunday 25 October 2026 at 1:30 am GMT')
    expect(exactTime(at('2026-10-25T02:30:00Z'))).toBe('Sunday 25 October 2026 at 2:30 am')
  })

  it('says the day of a span once, unless its ends are of two days or an hour comes twice', () => {
    const span = (from: string, to: string) => someTimeBetween(at(from), at(to))
    expect(span('2026-11-24T16:00:00Z', '2026-11-24T19:00:00Z')).toBe('Tuesday 24 November 2026, between 4 pm and 7 pm')
    expect(span('2026-11-24T16:00:00Z', '2026-11-25T09:00:00Z')).toBe(
      'Between Tuesday 24 November 2026 at 4 pm and Wednesday 25 November 2026 at 9 am',
    )
    expect(span('2026-10-25T00:30:00Z', '2026-10-25T09:00:00Z')).toContain('1:30 am BST')
  })
})

describe('a deadline', () => {
  it.each([
    ['2026-11-22T17:00:00Z', 'by 5 pm'],
    ['2026-11-22T09:00:00Z', 'by 9 am today'],
    ['2026-11-21T14:00:00Z', 'by 2 pm yesterday'],
    ['2026-11-23T12:00:00Z', 'by midday tomorrow'],
    ['2026-11-23T00:00:00Z', 'by midnight tonight'],
    ['2026-11-24T00:00:00Z', 'by midnight tomorrow'],
    ['2026-11-26T17:00:00Z', 'by 5 pm on Thursday'],
    ['2026-12-03T17:00:00Z', 'by 5 pm on 3 December'],
    ['2026-11-10T17:00:00Z', 'by 5 pm on 10 November'],
  ])('%s is "%s"', (instant, words) => {
    expect(byWhen(at(instant), now)).toBe(words)
  })
})

describe('how long something has lasted', () => {
  it.each([
    ['2026-11-22T13:04:30Z', 'less than a minute'],
    ['2026-11-22T13:04:00Z', '1 minute'],
    ['2026-11-22T12:05:01Z', '59 minutes'],
    ['2026-11-22T12:05:00Z', '1 hour'],
    ['2026-11-20T14:00:00Z', '47 hours'],
    ['2026-11-20T13:00:00Z', '2 days'],
    ['2026-10-25T13:05:00Z', '4 weeks'],
    ['2026-11-22T14:00:00Z', 'less than a minute'],
  ])('since %s is "%s"', (instant, words) => {
    expect(howLong(at(instant), now)).toBe(words)
  })
})

describe('a calendar date', () => {
  it('is said as near days, weekdays this year, and plainly in other years', () => {
    expect(dateInWords('2026-11-22', now)).toBe('today')
    expect(dateInWords('2026-11-21', now)).toBe('yesterday')
    expect(dateInWords('2026-11-23', now)).toBe('tomorrow')
    expect(dateInWords('2026-11-26', now)).toBe('Thursday 26 November')
    expect(dateInWords('1950-03-27', now)).toBe('27 March 1950')
    expect(exactDate('2026-11-26')).toBe('Thursday 26 November 2026')
    expect(monthInWords('2026-03-01', now)).toBe('March')
    expect(monthInWords('2024-03-01', now)).toBe('March 2024')
  })

  it('that is not a date throws', () => {
    for (const wrong of ['', '22/11/2026', '2026-13-01', '2026-1-1'])
      expect(() => dateInWords(wrong, now)).toThrow(RangeError)
  })

  it('of an instant is the date in London', () => {
    expect(dateAt(at('2026-07-01T23:30:00Z'))).toBe('2026-07-02')
    expect(dateAt(at('2026-12-01T23:30:00Z'))).toBe('2026-12-01')
  })
})
