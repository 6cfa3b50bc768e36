import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freshnessOf } from './freshness.ts'
import { sayFreshness } from './words.ts'

const now = new Date('2026-11-22T12:00:00Z')

describe('when an entry was last checked', () => {
  it.each([
    [undefined, 'Not known when it was last checked', true],
    ['2026-11-22', 'Checked today', false],
    ['2026-11-01', 'Checked this month', false],
    ['2026-10-31', 'Checked last month', false],
    ['2026-03-09', 'Checked in March', false],
    ['2025-12-30', 'Checked in December 2025', false],
    ['2025-11-22', 'Checked in November 2025', false],
    ['2025-11-21', 'Not checked since November 2025', true],
    ['2021-01-05', 'Not checked since January 2021', true],
  ])('%s is said as “%s”', (assuredOn, words, stale) => {
    const found = freshnessOf({ assuredOn }, now)
    expect([sayFreshness(found, 'en'), found.stale]).toEqual([words, stale])
  })

  it('says a doubt before everything else, also of an entry checked today', () => {
    const found = freshnessOf({ assuredOn: '2026-11-22', doubtfulBecause: 'mail came back' }, now)
    expect([sayFreshness(found, 'en'), found.stale]).toEqual(['Reported as doubtful: mail to them came back', true])
    expect(sayFreshness(freshnessOf({ doubtfulBecause: 'anything else' }, now), 'en')).toMatch(
      /^Reported as doubtful: /,
    )
  })

  it('is said in Arabic, with the month in Arabic', () => {
    expect(sayFreshness(freshnessOf({ assuredOn: '2021-01-05' }, now), 'ar')).toBe('لم يتم التحقق منها منذ يناير 2021')
  })

  it('warns of every day more than a year ago, and of none less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 4000 }), (ago, at) => {
        const then = new Date(now.getTime() + at * 86_400_000)
        const assuredOn = new Date(then.getTime() - ago * 86_400_000).toISOString().slice(0, 10)
        const { stale } = freshnessOf({ assuredOn }, then)
        if (ago <= 364) expect(stale).toBe(false)
        if (ago >= 367) expect(stale).toBe(true)
      }),
    )
  })
})
