import { describe, expect, it } from 'vitest'
import { waitFrom } from './measures.ts'
import { periodOf } from './period.ts'
import { countedOf, durationInWords, roughly, shareInWords, sinceWords, waitSentences } from './words.ts'

const period = periodOf(7, new Date('2026-11-22T12:00:00Z'))

describe('words of demand', () => {
  it.each<[number | null, string]>([
    [null, 'not known'],
    [0, 'less than a minute'],
    [1, '1 minute'],
    [59.4, '59 minutes'],
    [59.6, '1 hour'],
    [125, '2 hours 5 minutes'],
    [61, '1 hour 1 minute'],
    [1439, '23 hours 59 minutes'],
    [1439.7, '1 day'],
    [1440, '1 day'],
    [1680, '1 day 4 hours'],
    [10_080, '7 days'],
  ])('%j minutes are "%s"', (minutes, words) => {
    expect(durationInWords(minutes)).toBe(words)
  })

  it.each<[number | null, string]>([
    [null, 'Not known'],
    [0.4, 'less than a minute'],
    [76, '76 minutes'],
    [124, '2 hours'],
    [706, '12 hours'],
    [3.1 * 1440, '3 days'],
  ])('%j minutes are roughly "%s"', (minutes, words) => {
    expect(roughly(minutes)).toBe(words)
  })

  it.each<[number, number, string]>([
    [0, 0, 'Not known'],
    [3, 7, '3 of 7'],
    [7, 10, '70%'],
    [0, 30, '0%'],
  ])('%i of %i is "%s"', (needs, of, words) => {
    expect(shareInWords({ needs, of })).toBe(words)
  })

  it('name the denominator and who is not in it', () => {
    const wait = waitFrom({ minutes: [[125, 199]], stillWaiting: 9, endedWithout: 4 })
    expect(countedOf(wait, 'firstReply', period)).toBe(
      '199 of 212 needs asked for since 16 November 2026. 9 still wait for it and 4 ended without a reply: they are not counted.',
    )
    expect(waitSentences(wait, 'firstReply')).toEqual([
      'Half had a first reply within 2 hours 5 minutes, nine in ten within 2 hours 5 minutes.',
    ])
    const one = waitFrom({ minutes: [[5, 1]], stillWaiting: 1, endedWithout: 0 })
    expect(countedOf(one, 'done', { ...period, fromOn: null })).toBe(
      '1 of 2 needs asked for so far. 1 still waits for it: it is not counted.',
    )
    expect(waitSentences(one, 'done')[1]).toMatch(/real wait is longer/)
  })

  it('say that nobody asked, and that nothing is known', () => {
    const none = waitFrom({ minutes: [], stillWaiting: 0, endedWithout: 0 })
    expect(countedOf(none, 'done', period)).toBe('Nobody has asked since 16 November 2026.')
    expect(waitSentences(none, 'done')).toEqual(['Not known yet: there is nothing to measure.'])
    expect(sinceWords({ ...period, fromOn: null })).toBe('so far')
  })
})
