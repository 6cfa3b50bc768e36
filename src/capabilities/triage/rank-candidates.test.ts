import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Organisation } from '../organisations/index.ts'
import type { AnswerRecord } from '../referrals/index.ts'
import { type Asking, notAskedYet, rankCandidates } from './rank-candidates.ts'

const now = new Date('2026-11-18T14:00:00Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

const organisation = (name: string, more: Partial<Organisation> = {}): Organisation => ({
  placeId: 'place' as never,
  organisationId: name as never,
  name,
  kind: 'charity',
  assuranceLevel: 'registered',
  about: '',
  email: 'x@example.org',
  phone: null,
  postcode: null,
  position: { x: 400_000, y: 300_000 },
  helpsWith: ['food'],
  neighbourhoodIds: null,
  takesReferrals: true,
  trust: 'known',
  ...more,
})

const answered = (name: string, more: Partial<AnswerRecord> = {}): AnswerRecord => ({
  organisationId: name,
  asked: 10,
  saidYes: 5,
  inHand: 0,
  medianMinutesToAnswer: 60,
  ...more,
})

const asking = (more: Partial<Asking> = {}): Asking => ({
  need: { kind: 'food', neighbourhoodId: 'north' },
  position: { x: 400_000, y: 300_000 },
  neighbourhoodName: 'Northgate',
  organisations: [],
  answers: [],
  referrals: [],
  now,
  ...more,
})

const namesOf = (ask: Asking) => rankCandidates(ask).map(({ organisation: { name } }) => name)
const reasonsOf = (ask: Asking) => rankCandidates(ask)[0]?.reasons.map(({ text }) => text)

const at = (metres: number) => ({ position: { x: 400_000 + metres, y: 300_000 } })
const saidNo = (name: string, hours = 1, more: Partial<Asking['referrals'][number]> = {}) => ({
  organisationId: name,
  state: 'declined' as const,
  sentAt: hoursAgo(hours + 1),
  answeredAt: hoursAgo(hours),
  endedAt: hoursAgo(hours),
  reasonCode: 'full',
  ...more,
})

describe('rank candidates', () => {
  it.each<[string, Partial<Asking>, string[]]>([
    [
      'the nearer first',
      { organisations: [organisation('far', at(5000)), organisation('near', at(500))] },
      ['near', 'far'],
    ],
    [
      'who usually says yes first',
      {
        organisations: [organisation('no'), organisation('yes')],
        answers: [answered('no', { saidYes: 1 }), answered('yes', { saidYes: 9 })],
      },
      ['yes', 'no'],
    ],
    [
      'who answers quickly first',
      {
        organisations: [organisation('a slow'), organisation('quick')],
        answers: [answered('a slow', { medianMinutesToAnswer: 2000 }), answered('quick')],
      },
      ['quick', 'a slow'],
    ],
    [
      'who has more room first',
      {
        organisations: [organisation('a busy'), organisation('free')],
        answers: [answered('a busy', { inHand: 9 }), answered('free')],
      },
      ['free', 'a busy'],
    ],
    [
      'who helps with this before who does not, however near',
      { organisations: [organisation('other', { ...at(0), helpsWith: ['lift'] }), organisation('listed', at(9000))] },
      ['listed', 'other'],
    ],
    [
      'who helps here before who helps elsewhere',
      {
        organisations: [
          organisation('elsewhere', { neighbourhoodIds: ['south'] }),
          organisation('here', { neighbourhoodIds: ['north'], ...at(8000) }),
        ],
      },
      ['here', 'elsewhere'],
    ],
    [
      'a newcomer before who mostly says no',
      {
        organisations: [organisation('a refuser'), organisation('newcomer')],
        answers: [answered('a refuser', { saidYes: 0, medianMinutesToAnswer: 240 })],
      },
      ['newcomer', 'a refuser'],
    ],
    [
      'who let it expire after who was not asked',
      {
        organisations: [organisation('a silent', at(0)), organisation('unasked', at(9000))],
        referrals: [saidNo('a silent', 1, { state: 'expired' })],
      },
      ['unasked', 'a silent'],
    ],
    [
      'who said no last comes last',
      {
        organisations: [
          organisation('no yesterday', at(9000)),
          organisation('no just now', at(0)),
          organisation('not listed', { helpsWith: [] }),
        ],
        referrals: [saidNo('no yesterday', 24), saidNo('no just now', 1)],
      },
      ['not listed', 'no yesterday', 'no just now'],
    ],
    [
      'only who takes referrals',
      { organisations: [organisation('tell them about it', { takesReferrals: false }), organisation('ask')] },
      ['ask'],
    ],
    ['nobody', { organisations: [] }, []],
  ])('puts %s', (_, more, expected) => {
    expect(namesOf(asking(more))).toEqual(expected)
  })

  it('gives its reasons', () => {
    expect(
      reasonsOf(
        asking({
          organisations: [organisation('Kitchen', { ...at(966), neighbourhoodIds: ['north'] })],
          answers: [answered('Kitchen', { saidYes: 9, inHand: 2, medianMinutesToAnswer: 40 })],
          referrals: [saidNo('Kitchen', 48)],
        }),
      ),
    ).toEqual([
      '0.6 miles',
      'helps with food',
      'helps in Northgate',
      'said yes to 9 of 10',
      'usually answers in 40 minutes',
      'has 2 in hand',
      'already asked: said no 2 days ago (we are full at the moment)',
    ])
  })

  it('says what is not known', () => {
    const [first] = rankCandidates(asking({ position: null, organisations: [organisation('Kitchen')] }))
    expect(first?.reasons.filter(({ tone }) => tone === 'unknown').map(({ text }) => text)).toEqual([
      'distance not known',
      'not asked before',
    ])
  })

  it('has as plan B only who is suited and has not been asked', () => {
    const ranked = rankCandidates(
      asking({
        organisations: [organisation('asked'), organisation('not listed', { helpsWith: [] }), organisation('next')],
        referrals: [saidNo('asked')],
      }),
    )
    expect(notAskedYet(ranked).map(({ organisation: { name } }) => name)).toEqual(['next'])
  })

  it('may ask again first where the question was taken back before it was answered', () => {
    const ranked = rankCandidates(
      asking({
        organisations: [organisation('near', at(0)), organisation('far', at(9000))],
        referrals: [saidNo('near', 1, { state: 'recalled' })],
      }),
    )
    expect(notAskedYet(ranked)[0]?.organisation.name).toBe('near')
  })

  const anyRecord = fc.record({
    asked: fc.integer({ min: 0, max: 50 }),
    inHand: fc.integer({ min: 0, max: 20 }),
    medianMinutesToAnswer: fc.option(fc.integer({ min: 0, max: 10_000 })),
  })

  it('never puts the nearer one lower, all else equal', () => {
    fc.assert(
      fc.property(
        anyRecord,
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        (record, near, more) => {
          const same = { ...record, saidYes: Math.floor(record.asked / 2) }
          const ask = asking({
            organisations: [organisation('b near', at(near)), organisation('a far', at(near + more))],
            answers: [answered('b near', same), answered('a far', same)],
          })
          const [first, second] = rankCandidates(ask)
          if ((first?.score ?? 0) > (second?.score ?? 0)) expect(first?.organisation.name).toBe('b near')
        },
      ),
    )
  })

  it('puts whoever said no to this need behind everybody else, and loses and invents nobody', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            metres: fc.integer({ min: 0, max: 50_000 }),
            helps: fc.boolean(),
            no: fc.boolean(),
            takes: fc.boolean(),
          }),
          { maxLength: 12 },
        ),
        all => {
          const ask = asking({
            organisations: all.map(({ metres, helps, takes }, index) =>
              organisation(`o${index}`, { ...at(metres), helpsWith: helps ? ['food'] : [], takesReferrals: takes }),
            ),
            referrals: all.flatMap(({ no }, index) => (no ? [saidNo(`o${index}`, index)] : [])),
          })
          const ranked = rankCandidates(ask)
          expect(ranked.map(({ organisation: { name } }) => name).sort()).toEqual(
            all.flatMap(({ takes }, index) => (takes ? [`o${index}`] : [])).sort(),
          )
          const noes = ranked.map(({ asked }) => asked?.saidNo ?? false)
          expect(noes).toEqual([...noes].sort((a, b) => Number(a) - Number(b)))
        },
      ),
    )
  })
})
