import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTooLate, roughDistance, roughlyWhere, stateTagOf } from './roughly.ts'
import { referralStates } from './words.ts'

const mile = 1609.344
const now = new Date('2026-11-16T13:20:00Z')
const due = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

describe('rough distance', () => {
  it.each([
    [0, 'less than half a mile from you'],
    [0.24, 'less than half a mile from you'],
    [0.3, 'about half a mile from you'],
    [0.9, 'about a mile from you'],
    [1.4, 'about 1½ miles from you'],
    [2.1, 'about 2 miles from you'],
    [12.6, 'about 12½ miles from you'],
    [1200, 'about 1,200 miles from you'],
  ])('of %d miles is said as %s', (miles, said) => {
    expect(roughDistance(miles * mile)).toBe(said)
  })

  it('is the same for everywhere within the same half mile', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: -0.24, max: 0.24, noNaN: true }), (halves, off) => {
        expect(roughDistance((halves / 2 + off) * mile)).toBe(roughDistance((halves / 2) * mile))
      }),
    )
  })
})

describe('roughly where', () => {
  it('says the neighbourhood, the distance, both or nothing', () => {
    expect(roughlyWhere('Northgate', 2 * mile)).toBe('Northgate, about 2 miles from you')
    expect(roughlyWhere('Northgate', null)).toBe('Northgate')
    expect(roughlyWhere(null, 0)).toBe('Less than half a mile from you')
    expect(roughlyWhere(null, null)).toBeNull()
  })
})

describe('state of a referral', () => {
  it('says how much time is left to answer', () => {
    expect(stateTagOf({ state: 'sent', answerBy: due(40) }, 'asked', now)).toEqual({
      word: 'Answer by 2 pm, 40 minutes left',
      tone: 'attention',
    })
    expect(stateTagOf({ state: 'sent', answerBy: due(40) }, 'follows', now).tone).toBe('waiting')
  })

  it('is overdue in word, shape and colour from the moment time is up', () => {
    expect(isTooLate({ state: 'sent', answerBy: due(1) }, now)).toBe(false)
    expect(isTooLate({ state: 'sent', answerBy: now }, now)).toBe(true)
    expect(stateTagOf({ state: 'sent', answerBy: due(-20) }, 'asked', now)).toEqual({
      word: 'Time is up: answer was due by 1 pm today',
      tone: 'overdue',
    })
  })

  it('has a word and a shape for every state on both sides', () => {
    for (const state of Object.keys(referralStates) as (keyof typeof referralStates)[])
      for (const side of ['asked', 'follows'] as const) {
        const { word, tone } = stateTagOf({ state, answerBy: due(60) }, side, now)
        expect(word.length).toBeGreaterThan(3)
        expect(tone).not.toBe('unknown')
      }
  })
})
