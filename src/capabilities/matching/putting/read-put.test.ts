import { describe, expect, it } from 'vitest'
import { readClock } from '../clock.ts'
import { readPut } from './read-put.ts'
import { languagesIn, usualTime } from './usual-answers.ts'

describe('the form for putting a need to volunteers', () => {
  it.each([
    ['14:30', 14 * 60 + 30],
    ['2 pm', 14 * 60],
    ['2.30pm', 14 * 60 + 30],
    ['12 am', 0],
    ['9', 9 * 60],
    ['25:99', null],
    ['13 pm', null],
    ['noonish', null],
    ['', null],
  ])('reads %j as a time of day', (typed, minutes) => {
    expect(readClock(typed)).toBe(minutes)
  })

  it('makes of nonsense what the command refuses, and nothing that it could take by mistake', () => {
    const read = readPut(
      'x',
      { minutes: '9e9', 'startsOn-day': ['1', '2'], circumstances: 'constructor', every: {} },
      'rules',
    )
    expect(read.minutes).toBeNaN()
    expect(read.startsAt).toBe('not known')
    expect(read.every).toBeNull()
    expect(read.circumstances.handlesMoney).toBe(false)
  })

  it('finds the languages in what is to be known of somebody', () => {
    expect(languagesIn('Speaks Polish and some Urdu; use large print')).toEqual(['pl', 'ur'])
    expect(languagesIn('Polishes shoes')).toEqual([])
  })

  it('leaves the evening of today and begins in the morning', () => {
    const { startsAt, endsAt } = usualTime('today', new Date('2026-11-16T19:30:00Z'))
    expect(startsAt.toISOString()).toBe('2026-11-17T09:00:00.000Z')
    expect(endsAt.toISOString()).toBe('2026-11-17T20:00:00.000Z')
  })
})
