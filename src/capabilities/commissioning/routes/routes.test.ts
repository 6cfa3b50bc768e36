import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answer, chooseRoute, inOneSentence } from './choose.ts'
import { choicesOf, type Facts, factNames, readFacts } from './facts.ts'
import { rules } from './rules.ts'
import { thresholdOn, thresholds } from './thresholds.ts'

const council: Facts = {
  ...{
    nation: 'england',
    buyer: 'council',
    on: '2026-11-23',
    form: 'contract',
    what: 'services',
    health: 'no',
    light: 'no',
    concession: 'no',
  },
  ...{ vat: 'with', valueInPence: 10_000_000 },
}
const ask = (facts: Facts): Answer => chooseRoute({ ...council, ...facts })
const codes = ({ routes }: Answer): string[] => routes.map(({ code }) => code)

/** What is bought, by whom, and its threshold before and from 1 January 2026, in pounds with VAT. */
const boundaries: readonly (readonly [string, Facts, number, number])[] = [
  ['services of a council', {}, 214_904, 207_720],
  ['goods of a parish', { buyer: 'parish', what: 'goods' }, 214_904, 207_720],
  ['services of central government', { buyer: 'central' }, 139_688, 135_018],
  ['services of an NHS trust', { buyer: 'nhs-trust' }, 139_688, 135_018],
  ['services of NHS England', { buyer: 'nhs-england' }, 139_688, 135_018],
  ['services of an integrated care board', { buyer: 'icb' }, 214_904, 207_720],
  ['goods of a police body', { buyer: 'police', what: 'goods' }, 214_904, 207_720],
  ['goods of a fire and rescue authority', { buyer: 'fire', what: 'goods' }, 214_904, 207_720],
  ['works', { what: 'works' }, 5_372_609, 5_193_000],
  ['a concession', { concession: 'yes' }, 5_372_609, 5_193_000],
  ['light touch', { light: 'yes' }, 663_540, 663_540],
  ['a light touch concession', { light: 'yes', concession: 'yes' }, 5_372_609, 5_372_609],
  ['services of a utility', { buyer: 'utility' }, 429_809, 415_440],
  ['light touch of a utility', { buyer: 'utility', light: 'yes' }, 884_720, 884_720],
]

describe('the threshold', () => {
  for (const [what, facts, before, after] of boundaries)
    for (const [on, pounds] of [
      ['2025-02-24', before],
      ['2025-12-31', before],
      ['2026-01-01', after],
      ['2026-11-23', after],
    ] as const)
      it(`for ${what} is £${pounds.toLocaleString('en-GB')} on ${on}: a penny less is below, and it is itself above`, () => {
        const at = pounds * 100
        expect([at - 1, at, at + 1].map(valueInPence => ask({ ...facts, on, valueInPence }).isAbove)).toEqual([
          false,
          true,
          true,
        ])
        // Without VAT: the largest amount that stays below with 20 % and 5 %, and the next penny.
        for (const rate of ['20', '5', '0'] as const) {
          const least = Math.ceil((at * 100) / (100 + Number(rate)))
          const without = [least - 1, least].map(
            valueInPence => ask({ ...facts, on, valueInPence, vat: 'without', rate }).isAbove,
          )
          expect([rate, ...without]).toEqual([rate, false, true])
        }
      })

  it('is another on 31 December 2025 than on 1 January 2026', () => {
    const facts = { valueInPence: 21_000_000 }
    expect(ask({ ...facts, on: '2025-12-31' }).isAbove).toBe(false)
    expect(codes(ask({ ...facts, on: '2025-12-31' }))).toEqual(['below-open', 'below-quotes', 'below-direct'])
    expect(ask({ ...facts, on: '2026-01-01' }).isAbove).toBe(true)
    expect(codes(ask({ ...facts, on: '2026-01-01' }))).toEqual(['above-competition', 'above-direct'])
  })

  it('is not answered before the Act, and is doubted after the next review', () => {
    expect(ask({ on: '2025-02-23' }).state).toBe('not covered')
    expect(ask({ on: '2025-02-24' }).state).toBe('answered')
    expect(ask({ on: '2027-12-31' }).warnings).toEqual([])
    expect(
      ask({ on: '2028-01-01' })
        .warnings.map(({ says }) => says)
        .join(),
    ).toContain('reviewed for January 2028')
  })

  it('of other NHS bodies is not settled where it matters, and says what to do', () => {
    const other = ask({ buyer: 'nhs' })
    expect([other.state, other.routes]).toEqual(['not covered', []])
    expect(other.warnings[0]?.says).toContain('Not settled')
    expect(ask({ buyer: 'nhs', what: 'works' }).state).toBe('answered')
    const told = (buyer: string) => ask({ buyer }).warnings.map(({ says }) => says)
    expect(told('icb')[0]).toContain('not in the list of central government authorities')
    expect(told('nhs-trust')[0]).toContain('are in the list of central government authorities')
  })

  it('stands for each kind on every day since the Act, once', () => {
    for (const { kind, from, until } of thresholds) {
      expect(thresholdOn(kind, from)?.from).toBe(from)
      if (until) expect(thresholdOn(kind, until)?.until).toBe(until)
      for (const on of ['2025-02-24', '2025-12-31', '2026-01-01', '2030-01-01'])
        expect(
          thresholds.filter(row => row.kind === kind && row.from <= on && (row.until === null || on <= row.until)),
        ).toHaveLength(1)
    }
  })
})

describe('below the threshold', () => {
  it('is notifiable from £30,000 with VAT for a council and £12,000 for central government', () => {
    for (const [buyer, pounds] of [
      ['council', 30_000],
      ['icb', 30_000],
      ['police', 30_000],
      ['central', 12_000],
      ['nhs-trust', 12_000],
      ['nhs-england', 12_000],
    ] as const) {
      const at = pounds * 100
      expect([at - 1, at].map(valueInPence => ask({ buyer, valueInPence }).isNotifiable)).toEqual([false, true])
      expect(
        [at / 1.2 - 1, at / 1.2].map(
          valueInPence => ask({ buyer, valueInPence, vat: 'without', rate: '20' }).isNotifiable,
        ),
      ).toEqual([false, true])
    }
    expect(ask({ buyer: 'school' }).isNotifiable).toBe(false)
    expect(ask({ concession: 'yes' }).isNotifiable).toBe(false)
    const notices = (bidders: string) =>
      ask({ bidders }).routes.flatMap(({ steps }) => steps.flatMap(({ notice }) => notice ?? []))
    expect([notices('anyone'), notices('few'), notices('one')]).toEqual([['UK4', 'UK7'], ['UK7'], ['UK7']])
  })

  it('may be kept for the local area from 4 February 2026 and not the day before', () => {
    const area = (facts: Facts) => ask(facts).reservations.find(({ code }) => code === 'area')?.may
    expect(area({ area: 'own', on: '2026-02-03' })).toBe(false)
    expect(area({ area: 'own', on: '2026-02-04' })).toBe(true)
    expect(area({ area: 'bordering', buyer: 'parish' })).toBe(true)
    expect(area({ area: 'county', inside: 'yes' })).toBe(true)
    expect(ask({ area: 'county' }).missing.map(({ field }) => field)).toEqual(['inside'])
    expect(area({ area: 'combined', joint: 'yes' })).toBe(true)
    expect(area({ area: 'one-county' })).toBe(false)
    expect(area({ area: 'uk', buyer: 'central', valueInPence: 5_000_000 })).toBe(true)
    expect(area({ area: 'own', buyer: 'central', valueInPence: 5_000_000 })).toBe(false)
    for (const buyer of ['icb', 'nhs-trust', 'police', 'other'])
      for (const on of ['2025-06-01', '2026-11-23'])
        expect([buyer, on, area({ area: 'own', buyer, on, valueInPence: 5_000_000 })]).toEqual([buyer, on, null])
    expect(area({ area: 'own', buyer: 'fire', on: '2026-02-03' })).toBe(false)
    expect(area({ area: 'own', buyer: 'fire', on: '2026-02-04' })).toBe(true)
    expect(area({ area: 'own', valueInPence: 20_771_999 })).toBe(true)
    expect(area({ area: 'own', valueInPence: 20_772_000 })).toBe(false)
  })

  it('says in the notice that it is kept for some only where it may be, and for everybody it is kept for', () => {
    const steps = (facts: Facts) =>
      ask({ bidders: 'anyone', valueInPence: 5_000_000, ...facts }).routes[0]?.steps.map(({ rule }) => rule.code) ?? []
    const said = (facts: Facts) => steps(facts).filter(code => code.endsWith('-notice') && !code.startsWith('below-'))
    expect(said({ area: 'own', on: '2026-02-04' })).toEqual(['reserve-notice'])
    expect(said({ area: 'own', on: '2026-02-03' })).toEqual([])
    expect(said({ area: 'one-county' })).toEqual([])
    for (const buyer of ['icb', 'nhs-trust', 'police', 'other']) expect(said({ area: 'own', buyer })).toEqual([])
    expect([said({ vcse: 'yes', on: '2026-03-23' }), said({ vcse: 'yes', on: '2026-03-24' })]).toEqual([
      [],
      ['sme-vcse-notice'],
    ])
    expect(said({ sme: 'yes', vcse: 'yes' })).toEqual(['sme-vcse-notice'])
    expect(said({ area: 'uk', sme: 'yes' })).toEqual(['reserve-notice', 'sme-vcse-notice'])
    expect(said({ buyer: 'central', sme: 'yes' })).toEqual([])
    expect(said({ buyer: 'central', area: 'uk', sme: 'yes' })).toEqual(['sme-vcse-notice'])
    expect(said({})).toEqual([])
  })

  it('may be kept for small and for voluntary bodies with an area or without; by central government only with', () => {
    const vcse = (facts: Facts) =>
      ask({ vcse: 'yes', valueInPence: 5_000_000, ...facts }).reservations.find(({ code }) => code === 'vcse')?.may
    expect([vcse({}), vcse({ on: '2025-06-01' }), vcse({ area: 'own' })]).toEqual([true, true, true])
    expect([vcse({ buyer: 'central' }), vcse({ buyer: 'central', area: 'uk' })]).toEqual([false, true])
    expect(vcse({ valueInPence: 99_000_000 })).toBe(false)
  })
})

describe('at the threshold and above', () => {
  const notices = (facts: Facts) => ask(facts).routes[0]?.steps.flatMap(({ notice }) => notice ?? [])
  const resting = (facts: Facts) => ask(facts).routes[0]?.steps.map(({ rule }) => rule.code) ?? []

  it('says what is published, and when from', () => {
    expect(notices({ valueInPence: 30_000_000 })).toEqual(['UK2', 'UK4', 'UK6', 'UK7'])
    expect(notices({ light: 'yes', valueInPence: 70_000_000 })).toEqual(['UK2', 'UK4', 'UK6', 'UK7'])
    expect(resting({ valueInPence: 30_000_000, on: '2026-03-31' })).not.toContain('payments')
    expect(resting({ valueInPence: 30_000_000, on: '2026-04-01' })).toContain('payments')
    expect(resting({ valueInPence: 30_000_000 })).toContain('award-notice')
    expect(resting({ light: 'yes', valueInPence: 70_000_000 })).toContain('light-award-notice')
  })

  it('asks for three measures on more than £5 million, and not on £5 million, light touch or a concession', () => {
    const at = 500_000_000
    expect(resting({ valueInPence: at })).not.toContain('metrics')
    expect(resting({ valueInPence: at + 1 })).toContain('metrics')
    expect(resting({ valueInPence: at + 1, light: 'yes' })).not.toContain('metrics')
    expect(resting({ valueInPence: 2 * at, concession: 'yes' })).not.toContain('metrics')
    expect(resting({ valueInPence: at + 1, on: '2025-12-31' })).not.toContain('performance-notice')
    expect(resting({ valueInPence: at + 1, on: '2026-01-01' })).toContain('performance-notice')
  })

  it('may be kept for mutuals where it is light touch and for five years at most', () => {
    const mutual = (years?: number) =>
      ask({ light: 'yes', mutual: 'yes', valueInPence: 70_000_000, ...(years && { years }) }).reservations.find(
        ({ code }) => code === 'mutual',
      )?.may
    expect([mutual(), mutual(5), mutual(5.01)]).toEqual([null, true, false])
  })
})

describe('health care', () => {
  const health: Facts = { ...council, health: 'yes' }
  const psr = (facts: Facts) => codes(chooseRoute({ ...health, ...facts }))

  it('is asked about in the order of the Provider Selection Regime', () => {
    expect(chooseRoute(health).missing.map(({ field }) => field)).toEqual(['existing', 'choice'])
    expect(psr({ existing: 'yes', only: 'yes' })).toEqual(['psr-direct-a'])
    expect(psr({ existing: 'yes', only: 'no', choice: 'yes' })).toEqual(['psr-direct-b'])
    expect(psr({ existing: 'no', choice: 'yes' })).toEqual(['psr-direct-b'])
    const held = { existing: 'yes', only: 'no', choice: 'no', satisfied: 'yes', known: 'yes' }
    expect(psr({ ...held, changed: 'no' })).toEqual(['psr-direct-c', 'psr-most-suitable', 'psr-competitive'])
    expect(psr({ ...held, changed: 'yes' })).toEqual(['psr-most-suitable', 'psr-competitive'])
    expect(psr({ existing: 'no', choice: 'no', known: 'no' })).toEqual(['psr-competitive'])
  })

  it('is under it since 1 January 2024 for councils and NHS bodies, and for no others', () => {
    const found = { existing: 'no', choice: 'no', known: 'no' }
    expect(psr({ ...found, on: '2024-01-01' })).toEqual(['psr-competitive'])
    expect(chooseRoute({ ...health, ...found, on: '2023-12-31' }).state).toBe('not covered')
    for (const buyer of ['icb', 'nhs-trust', 'nhs-england', 'council'])
      expect([buyer, psr({ ...found, buyer })]).toEqual([buyer, ['psr-competitive']])
    for (const buyer of ['police', 'fire', 'parish', 'school', 'central', 'other', 'nhs']) {
      const answer = chooseRoute({ ...health, ...found, buyer, light: 'yes' })
      expect([buyer, answer.state, codes(answer).some(code => code.startsWith('psr-'))]).toEqual([
        buyer,
        'answered',
        false,
      ])
    }
    // Nor where it would be the only way: nobody is told that they must.
    expect(psr({ existing: 'yes', only: 'yes', buyer: 'police', light: 'yes' })).not.toContain('psr-direct-a')
  })

  it('waits 8 working days after the day of the notice; under the Act the day of the notice counts', () => {
    expect(rules.selectionStandstill.says).toContain('after the day of the notice')
    expect(rules.awardNotice.says).toContain('beginning with the day of that notice')
  })
})

describe('answers that cannot both be', () => {
  const told: readonly (readonly [Facts, readonly string[]])[] = [
    [{ form: 'grant', owed: 'yes' }, ['form', 'owed']],
    [{ form: 'contract', owed: 'no' }, ['form', 'owed']],
    [{ form: 'grant', concession: 'yes' }, ['form', 'concession']],
    [{ light: 'yes', what: 'goods' }, ['light', 'what']],
    [{ health: 'yes', what: 'works' }, ['health', 'what']],
    [{ concession: 'yes', what: 'goods' }, ['concession', 'what']],
    [{ bidders: 'one', area: 'own' }, ['bidders', 'area']],
    [{ bidders: 'one', vcse: 'yes' }, ['bidders', 'area']],
    [{ area: 'combined', joint: 'no' }, ['joint', 'area']],
    [{ area: 'county', inside: 'no' }, ['inside', 'area']],
    [{ light: 'no', mutual: 'yes' }, ['light', 'mutual']],
    [{ existing: 'no', only: 'yes' }, ['existing', 'only']],
    [{ existing: 'no', satisfied: 'yes' }, ['existing', 'satisfied']],
    [{ only: 'yes', choice: 'yes' }, ['only', 'choice']],
    [{ only: 'yes', known: 'no' }, ['known', 'only']],
  ]
  it.each(told)('%j are told, with what contradicts what, and no way is shown', (facts, between) => {
    const answer = ask(facts)
    expect(answer.state).toBe('contradictory')
    expect(answer.routes).toEqual([])
    expect(answer.contradictions.map(each => each.between)).toContainEqual(between)
  })
})

const anyFacts: fc.Arbitrary<Facts> = fc
  .tuple(
    fc.record(Object.fromEntries(factNames.map(name => [name, fc.constantFrom(...Object.keys(choicesOf(name)))])), {
      requiredKeys: [],
    }),
    fc.record(
      {
        on: fc
          .integer({ min: 0, max: 3_000 })
          .map(days => new Date(Date.UTC(2023, 0, 1) + days * 86_400_000).toISOString().slice(0, 10)),
        valueInPence: fc.integer({ min: 0, max: 2_000_000_000 }),
        years: fc.integer({ min: 1, max: 20 }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([chosen, others]) => ({ ...chosen, ...others }) as Facts)

describe('whatever is told', () => {
  it('gets an answer that cites a rule which holds that day for each step, or says why not', () => {
    fc.assert(
      fc.property(anyFacts, facts => {
        const answer = chooseRoute(facts)
        expect(answer.notAdvice).toContain('not legal advice')
        expect(inOneSentence(answer)).not.toBe('')
        expect(answer.routes.length > 0).toBe(answer.state === 'answered')
        expect(answer.missing.length > 0).toBe(answer.state === 'more is needed')
        for (const { rule, steps } of answer.routes)
          for (const { from, until, url } of [rule, ...steps.map(each => each.rule)]) {
            expect(url).toMatch(/^https:/)
            expect(from <= (facts.on ?? '') && (until === null || until >= (facts.on ?? ''))).toBe(true)
          }
        const on = facts.on ?? ''
        for (const { rules: resting, notice, may } of answer.reservations) {
          expect(resting.length).toBeGreaterThan(0)
          for (const { from, until, code } of [...resting, ...(notice ? [notice] : [])])
            expect([code, from <= on && (until === null || until >= on)]).toEqual([code, true])
          if (may !== true) expect(notice).toBeNull()
        }
        // Whoever reads how to say in the notice that it is kept for some asked for that, and may.
        const kept = answer.reservations.filter(({ isAsked, may }) => isAsked && may === true).map(each => each.notice)
        for (const { steps } of answer.routes)
          for (const { rule } of steps)
            if (rule === rules.reserveNotice || rule === rules.reserveKindsNotice) expect(kept).toContain(rule)
      }),
      { numRuns: 2_000 },
    )
  })

  it('a higher value is never below where a lower one was above', () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 0, max: 2_000_000_000 }), (facts, more) => {
        const lower = chooseRoute(facts)
        const higher = chooseRoute({ ...facts, valueInPence: (facts.valueInPence ?? 0) + more })
        if (lower.isAbove) expect(higher.isAbove).toBe(true)
      }),
    )
  })
})

describe('facts', () => {
  it('are read as they are typed, and what makes no sense is told with its mend', () => {
    expect(readFacts({ buyer: 'council', value: '£207,719.99', on: '2026-01-01', years: '5', light: '' })).toEqual({
      facts: { buyer: 'council', valueInPence: 20_771_999, on: '2026-01-01', years: 5 },
      errors: [],
    })
    const { errors } = readFacts({
      buyer: 'a king',
      value: 'much',
      on: '2026-02-30',
      years: '-1',
      light: ['yes', 'no'],
    })
    expect(errors.map(({ field }) => field)).toEqual(['buyer', 'on', 'value', 'years'])
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...factNames, 'on', 'value', 'years'), fc.anything()), given => {
        readFacts(given)
      }),
    )
  })
})
