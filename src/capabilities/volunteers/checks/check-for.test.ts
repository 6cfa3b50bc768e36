import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Activity, activityCodes, type CheckLevel } from '../words.ts'
import { checkFor, isAtLeast, nationOf } from './check-for.ts'
import { type CheckRule, checkRules } from './check-rules.ts'
import {
  type CannotManageReason,
  type Circumstances,
  type Contact,
  cannotManageReasons,
  contacts,
  qualifyingServices,
  usualCircumstances,
  withChildren,
} from './circumstances.ts'
import { countsUntil, trainingsOf, usualTrainings } from './trainings.ts'

const today = '2026-11-22'
const codes = <Code extends string>(of: Readonly<Record<Code, unknown>>) => Object.keys(of) as Code[]

const anActivity = fc.constantFrom(...activityCodes)
const somewhere: fc.Arbitrary<Circumstances> = fc.record({
  contact: fc.constantFrom(...codes(contacts)),
  handlesMoney: fc.boolean(),
  cannotManageBecause: fc.option(fc.constantFrom(...codes(cannotManageReasons))),
  toOrFromCare: fc.boolean(),
  timesAMonth: fc.integer({ min: 0, max: 31 }),
  personalCare: fc.boolean(),
  actsForThem: fc.boolean(),
  qualifyingService: fc.option(fc.constantFrom(...codes(qualifyingServices))),
  withChildren: fc.option(fc.constantFrom(...codes(withChildren)), { nil: null }),
  overnight: fc.boolean(),
  withoutSupervision: fc.boolean(),
})

const isRegulatedWithAdults = (activity: Activity, of: Circumstances): boolean => {
  const cannot = of.cannotManageBecause !== null
  const householdMatters = cannot && (of.handlesMoney || activity === 'shopping')
  const conveying = cannot && of.toOrFromCare && activity === 'lift'
  return (cannot && of.personalCare && !of.withChildren) || householdMatters || of.actsForThem || conveying
}

/** As the law stands since 1 September 2026. */
const isRegulatedWithChildren = ({ withChildren: how, ...of }: Circumstances): boolean =>
  Boolean(how) &&
  (of.personalCare ||
    of.timesAMonth > 3 ||
    (Boolean(of.overnight) && (how === 'teaching' || how === 'care' || how === 'advice')))

/** The most the law lets anybody ask for, told apart from the table: regulated activity, work with adults or children that is eligible, or a basic check. */
const mostEligible = (activity: Activity, of: Circumstances): CheckLevel => {
  if (isRegulatedWithAdults(activity, of) || isRegulatedWithChildren(of)) return 'enhanced with barred list'
  const assistance = !['dog walk', 'delivery', 'prescription', 'at a hub'].includes(activity)
  const ofAdults = assistance && of.qualifyingService && of.timesAMonth >= 4
  return ofAdults || (of.withChildren && of.timesAMonth > 1) ? 'enhanced' : 'basic'
}

const level = (activity: Activity, more: Partial<Circumstances> = {}, on = today) =>
  checkFor(activity, { ...usualCircumstances(activity), ...more }, on).level

describe('the check a need asks for', () => {
  it.each<[string, CheckLevel, Activity, Partial<Circumstances>]>([
    ['a parcel at the door asks for none', 'none', 'delivery', {}],
    ['a parcel carried in asks for a basic one', 'basic', 'delivery', { contact: 'home' }],
    ['a prescription asks for none', 'none', 'prescription', {}],
    [
      'a prescription for somebody ill, left at the door, asks for none',
      'none',
      'prescription',
      { cannotManageBecause: 'illness' },
    ],
    [
      'a prescription paid for with the cash of somebody who cannot manage it is regulated',
      'enhanced with barred list',
      'prescription',
      { cannotManageBecause: 'age', handlesMoney: true },
    ],
    ['shopping for somebody who is merely busy asks for none', 'none', 'shopping', {}],
    ['shopping with their cash asks for a basic one', 'basic', 'shopping', { handlesMoney: true }],
    [
      'shopping for somebody who cannot because of age is regulated, once is enough',
      'enhanced with barred list',
      'shopping',
      { cannotManageBecause: 'age', timesAMonth: 1 },
    ],
    ['a chat by phone asks for none', 'none', 'phone call', {}],
    [
      'a weekly chat with somebody who receives care at home may be asked for an enhanced one',
      'enhanced',
      'phone call',
      { qualifyingService: 'care at home', timesAMonth: 4 },
    ],
    ['a chat three times a month may not', 'none', 'phone call', { qualifyingService: 'care at home', timesAMonth: 3 }],
    ['a visit at home asks for a basic one', 'basic', 'visit', {}],
    ['a lift to a friend asks for none', 'none', 'lift', { cannotManageBecause: 'disability' }],
    [
      'a lift to a clinic for somebody who cannot go alone is regulated',
      'enhanced with barred list',
      'lift',
      { cannotManageBecause: 'illness', toOrFromCare: true },
    ],
    ['a lift to a clinic for somebody who could go alone is not', 'none', 'lift', { toOrFromCare: true }],
    ['a form filled in together at home asks for a basic one', 'basic', 'forms', {}],
    [
      'paying the bills of somebody who cannot is regulated',
      'enhanced with barred list',
      'forms',
      { handlesMoney: true, cannotManageBecause: 'disability' },
    ],
    [
      'acting for somebody by a power of attorney is regulated',
      'enhanced with barred list',
      'forms',
      { actsForThem: true },
    ],
    [
      'a dog walk for somebody in care asks for none, however often',
      'none',
      'dog walk',
      { qualifyingService: 'care at home', timesAMonth: 20 },
    ],
  ])('%s', (_, expected, activity, more) => expect(level(activity, more)).toBe(expected))

  it('is never more than is eligible', () =>
    fc.assert(
      fc.property(anActivity, somewhere, (activity, of) => {
        expect(isAtLeast(mostEligible(activity, of), checkFor(activity, of, today).level)).toBe(true)
      }),
      { numRuns: 2000 },
    ))

  it('is never too little for what a barred person must not do', () =>
    fc.assert(
      fc.property(anActivity, somewhere, (activity, of) => {
        if (mostEligible(activity, of) === 'enhanced with barred list')
          expect(checkFor(activity, of, today)).toMatchObject({
            level: 'enhanced with barred list',
            workforce: !isRegulatedWithChildren(of)
              ? 'adult'
              : isRegulatedWithAdults(activity, of)
                ? 'adult and child'
                : 'child',
          })
      }),
      { numRuns: 2000 },
    ))

  it('never falls when more is said about the circumstances, nor do the trainings and references', () =>
    fc.assert(
      fc.property(anActivity, somewhere, somewhere, (activity, of, more) => {
        const order = codes(contacts)
        const higher: Circumstances = {
          contact: order[Math.max(order.indexOf(of.contact), order.indexOf(more.contact))] as Contact,
          handlesMoney: of.handlesMoney || more.handlesMoney,
          cannotManageBecause: of.cannotManageBecause ?? (more.cannotManageBecause as CannotManageReason | null),
          toOrFromCare: of.toOrFromCare || more.toOrFromCare,
          timesAMonth: Math.max(of.timesAMonth, more.timesAMonth),
          personalCare: of.personalCare || more.personalCare,
          actsForThem: of.actsForThem || more.actsForThem,
          qualifyingService: of.qualifyingService ?? more.qualifyingService,
          withChildren: of.withChildren ?? more.withChildren ?? null,
          overnight: Boolean(of.overnight || more.overnight),
          withoutSupervision: Boolean(of.withoutSupervision || more.withoutSupervision),
        }
        const [low, high] = [checkFor(activity, of, today), checkFor(activity, higher, today)]
        expect(isAtLeast(high.level, low.level)).toBe(true)
        expect(high.minimum.references).toBeGreaterThanOrEqual(low.minimum.references)
        for (const training of low.minimum.trainings) expect(high.minimum.trainings).toContain(training)
      }),
      { numRuns: 2000 },
    ))

  it('says why and by which law, with the day it is in force from; ours is called ours', () =>
    fc.assert(
      fc.property(anActivity, somewhere, (activity, of) => {
        const answer = checkFor(activity, of, today)
        expect(answer.because).toMatch(/^[A-Z].{20,}\.$/)
        if (answer.level === 'none') {
          expect(answer.source).toBeNull()
          return
        }
        expect(answer.source).toMatchObject({
          law: expect.stringMatching(/Act/),
          url: expect.stringMatching(/^https:/),
        })
        expect(answer.source?.from && answer.source.from <= today).toBe(true)
        expect(answer.source?.whose).toBe(answer.level === 'basic' ? 'ours' : 'law')
      }),
    ))

  it('answers by the law of the day: from 10 September 2012 once is enough, and the day before it was not', () => {
    const shopping = { cannotManageBecause: 'age', timesAMonth: 1 } as const
    expect(level('shopping', shopping, '2012-09-09')).toBe('none')
    expect(level('shopping', shopping, '2012-09-10')).toBe('enhanced with barred list')
    const calls = { qualifyingService: 'care at home', timesAMonth: 8 } as const
    expect(level('phone call', calls, '2012-09-09')).toBe('enhanced with barred list')
    expect(level('phone call', calls, '2012-09-10')).toBe('enhanced')
  })

  // The day before the Crime and Policing Act 2026 took the exemption of supervised work away, and that day.
  const [before, after] = ['2026-08-31', '2026-09-01']
  const alone = { withoutSupervision: true } as const

  it.each<[string, string, CheckLevel, Partial<Circumstances>]>([
    [
      'teaching four days a month, unsupervised',
      before,
      'enhanced with barred list',
      { withChildren: 'teaching', timesAMonth: 4, ...alone },
    ],
    ['teaching four days a month, supervised', before, 'enhanced', { withChildren: 'teaching', timesAMonth: 4 }],
    [
      'teaching four days a month, supervised',
      after,
      'enhanced with barred list',
      { withChildren: 'teaching', timesAMonth: 4 },
    ],
    [
      'teaching three days a month, unsupervised',
      after,
      'enhanced',
      { withChildren: 'teaching', timesAMonth: 3, ...alone },
    ],
    ['teaching once', after, 'basic', { withChildren: 'teaching', timesAMonth: 1, ...alone }],
    [
      'looking after children every week, unsupervised',
      before,
      'enhanced with barred list',
      { withChildren: 'care', timesAMonth: 5, ...alone },
    ],
    ['looking after children every week, supervised', before, 'enhanced', { withChildren: 'care', timesAMonth: 5 }],
    [
      'looking after children every week, supervised',
      after,
      'enhanced with barred list',
      { withChildren: 'care', timesAMonth: 5 },
    ],
    [
      'looking after children one night, unsupervised',
      before,
      'enhanced with barred list',
      { withChildren: 'care', overnight: true, ...alone },
    ],
    ['looking after children one night, supervised', before, 'basic', { withChildren: 'care', overnight: true }],
    [
      'looking after children one night, supervised',
      after,
      'enhanced with barred list',
      { withChildren: 'care', overnight: true },
    ],
    ['advice every week, supervised', before, 'enhanced with barred list', { withChildren: 'advice', timesAMonth: 5 }],
    ['advice one night, supervised', before, 'enhanced with barred list', { withChildren: 'advice', overnight: true }],
    ['advice every other week', after, 'enhanced', { withChildren: 'advice', timesAMonth: 3 }],
    [
      'a car only for children every week',
      before,
      'enhanced with barred list',
      { withChildren: 'driving', timesAMonth: 5 },
    ],
    ['a car only for children one night', after, 'basic', { withChildren: 'driving', overnight: true }],
    ['help at a school every week, supervised', before, 'enhanced', { withChildren: 'at their place', timesAMonth: 5 }],
    [
      'help at a school every week, unsupervised',
      before,
      'enhanced with barred list',
      { withChildren: 'at their place', timesAMonth: 5, ...alone },
    ],
    [
      'help at a school every week, supervised',
      after,
      'enhanced with barred list',
      { withChildren: 'at their place', timesAMonth: 5 },
    ],
    ['help at a school once', after, 'basic', { withChildren: 'at their place', timesAMonth: 1 }],
    [
      'washing a child once, supervised',
      before,
      'enhanced with barred list',
      { withChildren: 'care', personalCare: true, timesAMonth: 1 },
    ],
    ['children who are merely there', after, 'basic', { withChildren: null, timesAMonth: 8, ...alone }],
  ])('of %s on %s is %s', (_, on, expected, of) => {
    const answer = checkFor('visit', { ...usualCircumstances('visit'), ...of }, on)
    expect(answer.level).toBe(expected)
    if (expected !== 'basic') expect(answer.workforce).toBe('child')
    if (of.withChildren) expect(answer.minimum).toMatchObject({ references: 2 })
    if (expected === 'enhanced with barred list') expect(answer.source?.law).toContain('paragraphs 1 and 2')
  })

  it('says with its source that supervision makes no difference since 1 September 2026', () => {
    const answer = checkFor('visit', { ...usualCircumstances('visit'), withChildren: 'care', timesAMonth: 5 }, after)
    expect(answer.because).toContain('supervision makes no difference')
    expect(answer.source).toMatchObject({
      law: expect.stringContaining('Crime and Policing Act 2026'),
      from: '2026-09-01',
    })
  })

  it('of help to an adult and to children at once asks for both lists', () => {
    const both = { cannotManageBecause: 'disability', withChildren: 'care', timesAMonth: 5 } as const
    expect(checkFor('shopping', { ...usualCircumstances('shopping'), ...both }, today)).toMatchObject({
      level: 'enhanced with barred list',
      workforce: 'adult and child',
    })
  })

  it('of a task put before children were asked about is what it was', () => {
    const { withChildren: _, ...said } = { ...usualCircumstances('visit'), withChildren: null }
    expect(checkFor('visit', said, today).level).toBe('basic')
  })

  it('answers otherwise on each side of the day a rule changes', () => {
    const [first] = checkRules.filter(({ when }) => when.inTheHome)
    if (!first) throw new Error('no rule')
    const rules: CheckRule[] = [
      { ...first, until: '2027-03-31' },
      { ...first, from: '2027-04-01', level: 'standard', workforce: 'adult' },
    ]
    const on = (day: string) => checkFor('visit', usualCircumstances('visit'), day, 'england and wales', rules).level
    expect([on('2018-01-16'), on('2027-03-31'), on('2027-04-01')]).toEqual(['none', 'basic', 'standard'])
  })

  it('is not decided here for Scotland and Northern Ireland: it says whom to ask', () => {
    const scotland = checkFor(
      'shopping',
      { ...usualCircumstances('shopping'), cannotManageBecause: 'age' },
      today,
      nationOf(['S12000036']),
    )
    expect(scotland).toMatchObject({ level: 'none', askElsewhere: expect.stringContaining('PVG') })
    expect(checkFor('visit', usualCircumstances('visit'), today, nationOf(['N09000003'])).askElsewhere).toContain(
      'AccessNI',
    )
    expect([nationOf(['W06000015']), nationOf([])]).toEqual(['england and wales', 'england and wales'])
  })

  it('asks for a licence and insurance to drive somebody, and for references where they meet without staff', () => {
    expect(checkFor('lift', usualCircumstances('lift'), today).minimum.also[0]).toContain('driving licence')
    expect(checkFor('delivery', usualCircumstances('delivery'), today).minimum.references).toBe(2)
    expect(checkFor('phone call', usualCircumstances('phone call'), today).minimum.references).toBe(0)
  })
})

describe('trainings', () => {
  it('are those the place says, and the usual ones where it says nothing that can be read', () => {
    const own = [{ code: 'boats', label: 'Boats', countsMonths: 12 }]
    expect(trainingsOf({ trainings: own })).toEqual(own)
    expect(trainingsOf({ trainings: 'boats' })).toBe(usualTrainings)
    expect(trainingsOf({})).toBe(usualTrainings)
  })

  it.each([
    ['2026-11-22', 36, '2029-11-22'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-12-31', 2, '2027-02-28'],
  ])('done on %s and counting %i months count until %s', (on, months, until) =>
    expect(countsUntil(on, months)).toBe(until),
  )
})
