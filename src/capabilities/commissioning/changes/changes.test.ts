import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Choice } from '../routes/choice.ts'
import {
  type Change,
  type GroundCode,
  groundCodes,
  groundRefuses,
  grounds,
  groundsUnder,
  needsChangeNotice,
  noticeSays,
} from './grounds.ts'
import { type ChangeLaw, changeLawOf, type Regime } from './regime.ts'
import { changesTermBy } from './term.ts'

/** Five years that cannot be extended, of £1m with VAT. */
const aChange = (more: Partial<Change> = {}): Change => ({
  law: { regime: 'the act', threshold: { pence: 20_772_000 } as never },
  ...{ route: 'above-competition', isWorks: false, smallSoFar: 0, togetherBefore: null },
  ...{ before: 100_000_000, after: 100_000_000, awarded: 100_000_000 },
  ...{ startsOn: '2026-04-01', awardedUntilOn: '2031-03-31', untilBefore: '2031-03-31', untilAfter: '2031-03-31' },
  ...more,
})
const why = (code: GroundCode, more: Partial<Change> = {}) => groundRefuses(code, aChange(more))
const notice = (more: Partial<Change>, code: GroundCode = 'provided for') => needsChangeNotice(code, aChange(more))

/** What a way was chosen on, as answers alone. */
const chosenOn = (more: Record<string, string> = {}) =>
  ({
    answers: {
      ...{ nation: 'england', buyer: 'council', on: '2026-02-10', form: 'contract', what: 'services' },
      ...{ light: 'no', health: 'no', concession: 'no', vat: 'with' },
      ...more,
    },
  }) as unknown as Choice
const law = (route: string, most: number | null, more?: Record<string, string>, on = '2026-11-23'): ChangeLaw =>
  changeLawOf({ route, routeFacts: chosenOn(more) }, most, on)

describe('the law a change is under', () => {
  it('is the one its way was made under, and of what nobody wrote down none', () => {
    const regimes = (routes: readonly string[]) => routes.map(route => law(route, 1_000).regime)
    expect(
      regimes(['grant', 'section-75', 'psr-direct-a', 'psr-competitive', 'light-direct', 'above-direct', 'below-open']),
    ).toEqual(['grant', 'pool', 'health care', 'health care', 'light touch', 'the act', 'below'])
    expect(regimes(['not chosen yet', 'constructor'])).toEqual(['not settled', 'not settled'])
    expect(changeLawOf({ route: 'below-open', routeFacts: null }, 1_000, '2026-11-23').regime).toBe('not settled')
    expect(law('below-open', null).regime).toBe('not settled')
  })

  it('is the whole Act for a contract below the threshold that a change lifts to it: a penny less is not', () => {
    expect([20_771_999, 20_772_000].map(most => law('below-open', most).regime)).toEqual(['below', 'the act'])
    expect([13_501_799, 13_501_800].map(most => law('below-open', most, { buyer: 'nhs-trust' }).regime)).toEqual([
      'below',
      'the act',
    ])
    expect([519_299_999, 519_300_000].map(most => law('below-direct', most, { what: 'works' }).regime)).toEqual([
      'below',
      'the act',
    ])
    // What becomes a light touch contract may be changed as one (section 74(2)).
    expect([66_353_999, 66_354_000].map(most => law('below-quotes', most, { light: 'yes' }).regime)).toEqual([
      'below',
      'light touch',
    ])
    expect(law('below-open', 1_000, { buyer: 'nhs' }).regime).toBe('not settled')
  })

  it('looks at the lower threshold of the day it began and the day it is changed', () => {
    const before = { on: '2025-06-01' }
    expect(law('below-open', 21_000_000, before, '2025-12-31').regime).toBe('below')
    expect(law('below-open', 21_000_000, before, '2026-01-01').regime).toBe('the act')
    expect(law('below-open', 20_771_999, before, '2026-01-01').regime).toBe('below')
  })

  it('offers grounds under every law, each from somewhere, and none of another law', () => {
    const every: readonly Regime[] = ['grant', 'below', 'light touch', 'the act', 'health care', 'pool', 'not settled']
    for (const regime of every) expect([regime, groundsUnder(regime, 'above-open').length > 0]).toEqual([regime, true])
    expect(groundsUnder('the act', 'above-open')).toEqual([
      ...['provided for', 'urgency', 'unforeseeable', 'known risk', 'additional', 'restructuring'],
      ...['not substantial', 'below threshold'],
    ])
    for (const code of groundCodes) {
      const { url, source, from } = grounds[code]
      expect([code, url.startsWith('https:'), source !== '', /^\d{4}-/.test(from)]).toEqual([code, true, true, true])
    }
    fc.assert(
      fc.property(fc.constantFrom(...every), fc.constantFrom(...groundCodes), (regime, code) => {
        if (groundsUnder(regime, 'above-open').includes(code)) return
        expect(why(code, { law: { regime, threshold: null }, route: 'above-open' })).not.toBeNull()
      }),
    )
  })
})

describe('a change under the Act', () => {
  it('may be small by itself, to the penny: 10 % of what it is worth, 15 % of works', () => {
    const by = (before: number, after: number, isWorks = false) =>
      why('below threshold', { before, after, isWorks, awarded: 1 }) === null
    expect([by(100_000_000, 110_000_000), by(100_000_000, 110_000_001)]).toEqual([true, false])
    expect([by(100_000_000, 90_000_000), by(100_000_000, 89_999_999)]).toEqual([true, false])
    expect([by(100_000_000, 115_000_000, true), by(100_000_000, 115_000_001, true)]).toEqual([true, false])
    // Each by itself: what it is worth now is the measure, not what it was at the award.
    expect([by(110_000_000, 121_000_000), by(110_000_000, 121_000_001)]).toEqual([true, false])
  })

  it('may be small only while all small changes together stay below the threshold, to the penny', () => {
    const together = (smallSoFar: number) =>
      why('below threshold', { before: 500_000_000, after: 510_000_000, smallSoFar })
    expect(together(10_771_999)).toBeNull()
    expect(together(10_772_000)).toContain('stay below the threshold of £207,720: they come to £207,720.')
    expect(why('below threshold', { after: 100_000_001, law: { regime: 'the act', threshold: null } })).toContain(
      'Choose another ground',
    )
  })

  it('may grow by half at most on three grounds of schedule 8, each change by itself, and shrink', () => {
    for (const code of ['unforeseeable', 'known risk', 'additional'] as const) {
      expect(why(code, { after: 150_000_000 })).toBeNull()
      expect(why(code, { after: 150_000_001 })).toContain('grow by 50 % at most by one change')
      expect(why(code, { before: 150_000_000, after: 225_000_000 })).toBeNull()
      expect(why(code, { after: 1 })).toBeNull()
    }
    for (const code of ['provided for', 'urgency'] as const) expect(why(code, { after: 900_000_000 })).toBeNull()
  })

  it('is looked at as one with what it could have been made together with', () => {
    const second = { before: 150_000_000, after: 160_000_000, togetherBefore: 100_000_000 }
    expect(why('unforeseeable', { ...second, togetherBefore: null })).toBeNull()
    expect(why('unforeseeable', second)).toContain('by all that could have been one change')
    expect(why('below threshold', { before: 108_000_000, after: 110_000_001, togetherBefore: 100_000_000 })).toContain(
      '10 %',
    )
  })

  it('has a tenth of the longest term awarded, however many steps it is walked in and wherever the last day stands now', () => {
    const term = (untilBefore: string, untilAfter: string) => why('not substantial', { untilBefore, untilAfter })
    expect(term('2031-03-31', '2031-09-30')).toBeNull()
    expect(term('2031-03-31', '2031-10-01')).toContain('10 % at most of the longest that was awarded')
    expect(term('2031-09-30', '2032-03-31')).toContain('10 %')
    expect(term('2031-03-31', '2030-09-30')).toBeNull()
    expect(term('2031-03-31', '2030-09-29')).toContain('10 %')
    // Longer, and then shorter by more than a tenth at once.
    expect(term('2031-09-30', '2030-12-31')).toContain('10 %')
    expect(term('2031-09-30', '2031-03-31')).toBeNull()
  })

  it('counts days where a term is no whole months', () => {
    const by = (awardedUntilOn: string, untilAfter: string) =>
      changesTermBy({ startsOn: '2026-01-01', awardedUntilOn, untilBefore: awardedUntilOn, untilAfter }, 10)
    // 100 days: ten more, and eleven.
    expect([by('2026-04-10', '2026-04-20'), by('2026-04-10', '2026-04-21')]).toEqual([false, true])
    // 10 months and 11, and 11 months and a day.
    expect([by('2026-10-31', '2026-11-30'), by('2026-10-31', '2026-12-01')]).toEqual([false, true])
  })

  it('changes who does it after a restructuring, and nothing else', () => {
    expect(why('restructuring')).toBeNull()
    expect(why('restructuring', { after: 100_000_001 })).toContain('only who does it')
    expect(why('restructuring', { untilAfter: '2031-04-01' })).toContain('only who does it')
  })

  it('says that a contract below the threshold comes under it', () => {
    const lifted = { before: 20_000_000, after: 20_772_000, route: 'below-open' }
    expect(why('below the threshold', lifted)).toContain('it becomes a contract under the whole Act')
    expect(why('provided for', lifted)).toBeNull()
    expect(notice(lifted)).toBe(true)
  })

  it('is published first from the penny after 10 % of the value, 15 % of works, or 10 % of the term', () => {
    expect([notice({ after: 110_000_000 }), notice({ after: 110_000_001 })]).toEqual([false, true])
    expect([notice({ after: 115_000_000, isWorks: true }), notice({ after: 115_000_001, isWorks: true })]).toEqual([
      false,
      true,
    ])
    expect([notice({ untilAfter: '2031-09-30' }), notice({ untilAfter: '2031-10-01' })]).toEqual([false, true])
    // All since the award too.
    expect(notice({ before: 108_000_000, after: 112_000_000 })).toBe(true)
    expect(notice({}, 'restructuring')).toBe(true)
    expect(noticeSays('provided for', 500_000_000)).not.toContain('section 77')
    expect(noticeSays('provided for', 500_000_001)).toContain('section 77')
  })
})

describe('a change of health care', () => {
  const health = (more: Partial<Change> = {}): Partial<Change> => ({
    law: { regime: 'health care', threshold: null },
    route: 'psr-competitive',
    ...more,
  })

  it('is not free: it stands on a ground of the Provider Selection Regime', () => {
    for (const code of ['below the threshold', 'light touch', 'grant', 'provided for'] as const)
      expect(why(code, health())).toContain('Provider Selection Regime')
    for (const code of ['selection provided for', 'selection outside', 'selection urgent'] as const)
      expect(why(code, health({ after: 900_000_000 }))).toBeNull()
    expect(why('selection successor', health({ after: 100_000_001 }))).toContain('only who does it')
  })

  it('that we decide is below £500,000, or below a quarter of what was awarded, since the award and to the penny', () => {
    const decided = (awarded: number, after: number, before = awarded) =>
      why('selection decided', health({ awarded, before, after })) === null
    // £1m: a quarter is less than £500,000, which is then the limit.
    expect([decided(100_000_000, 149_999_999), decided(100_000_000, 150_000_000)]).toEqual([true, false])
    // £4m: a quarter is £1m.
    expect([decided(400_000_000, 499_999_999), decided(400_000_000, 500_000_000)]).toEqual([true, false])
    // All changes together, up and down.
    expect([decided(100_000_000, 150_000_000, 149_000_000), decided(100_000_000, 50_000_000)]).toEqual([false, false])
    expect(decided(100_000_000, 50_000_001)).toBe(true)
  })

  it('of direct awards A and B is free while its character stays, and of no other', () => {
    for (const route of ['psr-direct-a', 'psr-direct-b'])
      expect(why('selection same character', health({ route, after: 900_000_000 }))).toBeNull()
    expect(why('selection same character', health({ route: 'psr-direct-c' }))).not.toBeNull()
  })

  it('is published from £500,000 since the award, and where it is urgent', () => {
    const told = (after: number, code: GroundCode = 'selection provided for') => notice(health({ after }), code)
    expect([told(149_999_999), told(150_000_000)]).toEqual([false, true])
    expect(told(100_000_000, 'selection urgent')).toBe(true)
    expect(noticeSays('selection urgent', null)).toContain('regulation 14(4)')
    expect(noticeSays('selection decided', null)).toContain('within 30 days')
  })
})

it('grants, light touch contracts, pools and what is not settled ask for nothing but to be called what they are', () => {
  for (const [regime, code] of [
    ['grant', 'grant'],
    ['light touch', 'light touch'],
    ['pool', 'pool agreement'],
    ['below', 'below the threshold'],
    ['not settled', 'advice taken'],
  ] as const) {
    const free = { law: { regime, threshold: null }, after: 900_000_000 }
    expect([regime, why(code, free)]).toEqual([regime, null])
    expect(needsChangeNotice(code, aChange(free))).toBe(false)
    expect(why('urgency', free)).not.toBeNull()
  }
})
