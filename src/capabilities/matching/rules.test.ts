import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usualCircumstances } from '../volunteers/index.ts'
import { isTurn } from './asking/round-rules.ts'
import { distanceBandOf } from './distance-band.ts'
import { looksLikeCardOrPin } from './doing/card-numbers.ts'
import { VolunteersAsked } from './facts.ts'
import { detailsWindow } from './match.ts'
import { contactsSince } from './offer-rules.ts'
import type { AskedTask, TaskId } from './task.ts'
import { anyTime, isFree, nextTime, partsThatFit } from './times.ts'
import { bindingReason, type Candidate, countsInWords, type KnownOfTask, toFill, whyNot } from './weighing/eligible.ts'
import { type Able, eligibleFor } from './weighing/least-costly.ts'
import { planRound } from './weighing/plan-round.ts'
import { WithinReach } from './weighing/within-reach.ts'
import { type WhyNot, whyNots } from './words.ts'

const at = (text: string) => new Date(text)

const task = (more: Partial<AskedTask> = {}): AskedTask => ({
  taskId: 'task' as TaskId,
  activity: 'shopping',
  what: 'A bag of shopping brought to a door.',
  urgency: 'two days',
  startsAt: at('2026-11-17T14:00:00Z'),
  endsAt: at('2026-11-17T16:00:00Z'),
  minutes: 60,
  every: null,
  circumstances: usualCircumstances('shopping'),
  checkLevel: 'basic',
  trainings: ['lone visiting'],
  languages: ['pl'],
  needsCar: true,
  near: { x: 401_500, y: 300_500 },
  neighbourhoodId: null,
  meetAt: null,
  ...more,
})

const fine: KnownOfTask = {
  today: '2026-11-16',
  hasCheck: () => true,
  hasTrainings: () => true,
  isRecommended: () => true,
  mustNotMeet: () => false,
  askedAlready: () => false,
  helpedThemBefore: new Set(),
}

const candidate = (more: Partial<Candidate['volunteer']> = {}, so: Partial<Omit<Candidate, 'volunteer'>> = {}) =>
  ({
    volunteer: {
      volunteerId: 'v',
      state: 'active',
      pausedUntil: null,
      activities: ['shopping'],
      withinMetres: 3200,
      languages: ['pl'],
      freeAt: anyTime,
      capacity: 1,
      mostOffersAWeek: 3,
      hasCar: true,
      position: { x: 401_500, y: 300_500 },
      identitySeenOn: '2026-01-01',
      ...more,
    },
    contactsThisWeek: 0,
    offersEver: 0,
    offersOpen: 0,
    inHand: 0,
    ...so,
  }) as Candidate

describe('why a volunteer is not asked', () => {
  const tuesdayMorning = 1 << 3
  it.each<[WhyNot, Candidate, Partial<KnownOfTask>]>([
    ['paused', candidate({ state: 'paused', pausedUntil: '2026-11-17' }), {}],
    ['does not do this', candidate({ activities: ['visit'] }), {}],
    ['too far', candidate({ position: { x: 411_500, y: 300_500 } }), {}],
    ['not free then', candidate({ freeAt: tuesdayMorning }), {}],
    ['language', candidate({ languages: [] }), {}],
    ['car', candidate({ hasCar: false }), {}],
    ['check', candidate(), { hasCheck: () => false }],
    ['training', candidate(), { hasTrainings: () => false }],
    ['identity', candidate({ identitySeenOn: null }), {}],
    ['references', candidate(), { isRecommended: () => false }],
    ['must not meet', candidate(), { mustNotMeet: () => true }],
    ['at capacity', candidate({}, { inHand: 1 }), {}],
    ['contacted enough', candidate({ capacity: 2 }, { contactsThisWeek: 3 }), {}],
    ['asked already', candidate(), { askedAlready: () => true }],
  ])('%s', (why, who, so) => {
    expect(whyNot(toFill(task(), { ...fine, ...so }), who)).toBe(why)
  })

  it('is nothing for somebody who can, nor for one whose rest is over today', () => {
    expect(whyNot(toFill(task(), fine), candidate())).toBeNull()
    expect(whyNot(toFill(task(), fine), candidate({ state: 'paused', pausedUntil: '2026-11-16' }))).toBeNull()
  })

  it('has words for every reason, and the last that stopped anybody is what binds', () => {
    expect(
      bindingReason(
        new Map([
          ['too far', 9],
          ['check', 2],
          ['must not meet', 1],
        ]),
      ),
    ).toBe('check')
    expect(bindingReason(new Map())).toBe('nobody signed up')
    expect(
      countsInWords(
        new Map([
          ['too far', 9],
          ['car', 1],
          ['must not meet', 1],
        ]),
      ),
    ).toBe('Of 10 volunteers, 9 live too far away and 1 has no car.')
    for (const why of Object.keys(whyNots) as WhyNot[]) expect(whyNots[why].label.length).toBeGreaterThan(5)
  })
})

describe('offers over random weeks', () => {
  it('are never more than three in seven days to one person, nor more than they asked for', () => {
    const happening = fc.record({
      hours: fc.integer({ min: 0, max: 40 }),
      urgency: fc.constantFrom('today' as const, 'two days' as const, 'this week' as const),
      tasks: fc.integer({ min: 0, max: 3 }),
    })
    fc.assert(
      fc.property(
        fc.array(happening, { minLength: 1, maxLength: 60 }),
        fc.array(fc.constantFrom(1, 2, 3, 3, 3, 7), { minLength: 1, maxLength: 5 }),
        (history, mosts) => {
          let now = at('2026-03-20T09:00:00Z').getTime()
          const sent = mosts.map((): number[] => [])
          history.forEach(({ hours, urgency, tasks }, turn) => {
            now += hours * 3_600_000
            const since = contactsSince(new Date(now)).getTime()
            const people = mosts.map((most, index) =>
              candidate(
                { volunteerId: `v${index}` as never, mostOffersAWeek: most, capacity: 5 },
                {
                  offersEver: sent[index]?.length ?? 0,
                  contactsThisWeek: sent[index]?.filter(when => when > since).length ?? 0,
                },
              ),
            )
            const filled = Array.from({ length: tasks }, (_, one) =>
              toFill(task({ taskId: `${turn} ${one}` as TaskId, urgency }), fine),
            )
            const asked = new Set<string>()
            for (const offer of planRound(filled, new WithinReach(people, fine.today)).offers) {
              const { volunteerId } = offer.candidate.volunteer
              expect(asked.has(`${offer.filled.task.taskId} ${volunteerId}`)).toBe(false)
              asked.add(`${offer.filled.task.taskId} ${volunteerId}`)
              sent[Number(String(volunteerId).slice(1))]?.push(now)
            }
          })
          sent.forEach((times, index) => {
            for (const first of times)
              expect(times.filter(when => when >= first && when < first + 7 * 86_400_000).length).toBeLessThanOrEqual(
                mosts[index] ?? 3,
              )
          })
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('who is within reach', () => {
  const anywhere = fc.record({
    x: fc.integer({ min: 399_000, max: 404_000 }),
    y: fc.integer({ min: 298_000, max: 303_000 }),
  })
  const somebody = fc.record({
    state: fc.constantFrom('active', 'active', 'paused', 'left'),
    pausedUntil: fc.constantFrom(null, null, '2026-11-16', '2026-11-17'),
    activities: fc.subarray(['shopping', 'visit', 'phone call']),
    position: fc.option(anywhere, { freq: 6 }),
    withinMetres: fc.constantFrom(500, 1600, 3200),
    languages: fc.subarray(['pl']),
  })
  it('is found as by asking everybody, with the same counts of who cannot', () => {
    fc.assert(
      fc.property(
        fc.array(somebody, { maxLength: 60 }),
        fc.array(fc.tuple(fc.constantFrom('shopping', 'visit', 'phone call'), fc.option(anywhere)), { maxLength: 4 }),
        (people, tasks) => {
          const everybody = people.map((more, at) => candidate({ ...more, volunteerId: `v${at}` } as never))
          const reach = new WithinReach(everybody, fine.today)
          for (const [activity, near] of tasks) {
            const filled = toFill(task({ activity, near } as Partial<AskedTask>), fine)
            const [quick, plain] = [reach.eligibleFor(filled), eligibleFor(filled, everybody)]
            expect(quick.can).toEqual(plain.can)
            expect([...quick.cannot].sort()).toEqual([...plain.cannot].sort())
          }
        },
      ),
    )
  })

  it('are, the least costly first, those whom weighing everybody finds, also when they were asked since, and whoever of them is taken', () => {
    const lately = fc.record({ offersEver: fc.nat(4), contactsThisWeek: fc.nat(3), inHand: fc.nat(1) })
    const weight = fc.constantFrom(0, 100, 600, 5000)
    let found = 0
    const weights = fc.record({
      ...{ everyOfferBefore: weight, everyNeedInHand: weight, everyContactThisWeek: weight },
      ...{ neverAsked: weight, helpedThemBefore: weight },
    })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(somebody, lately, fc.boolean(), fc.constantFrom(1, 16, anyTime)), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.constantFrom(1, 40),
        fc.array(
          fc.tuple(
            fc.constantFrom('shopping', 'visit', 'phone call'),
            fc.option(anywhere),
            fc.subarray(['pl']),
            fc.boolean(),
          ),
          { minLength: 1, maxLength: 3 },
        ),
        fc.array(fc.nat(400), { maxLength: 3 }),
        weights,
        (some, times, tasks, helpers, by) => {
          // Many who are alike: enough of them that the least costly are guessed first.
          const everybody = Array.from({ length: some.length * times }, (_, at) => {
            const [who, happened, hasCar, freeAt] = some[at % some.length] as (typeof some)[number]
            return candidate({ ...who, hasCar, freeAt, volunteerId: `v${at}` } as never, happened) as Candidate & {
              offersEver: number
            }
          })
          const reach = new WithinReach(everybody, fine.today)
          const helpedThemBefore = new Set(helpers.map(at => `v${at}`))
          for (const [activity, near, languages, needsCar] of tasks) {
            const filled = toFill(task({ activity, near, languages, needsCar } as Partial<AskedTask>), {
              ...fine,
              helpedThemBefore,
            })
            const [quick, plain] = [reach.eligibleFor(filled, by), eligibleFor(filled, everybody, by)]
            const isOdd = ({ candidate: { volunteer } }: Able) => Number(volunteer.volunteerId.slice(1)) % 2 === 1
            expect(quick.first(5)).toEqual(plain.can.slice(0, 5))
            found += plain.can.length
            expect(quick.first(20, isOdd)).toEqual(plain.can.filter(isOdd).slice(0, 20))
            expect([quick.isNobody, quick.count]).toEqual([plain.can.length === 0, plain.can.length])
            for (const { candidate: asked } of quick.first(3)) (asked as { offersEver: number }).offersEver += 1
          }
        },
      ),
    )
    expect(found).toBeGreaterThan(100)
  })

  it('is not kept from being found by living at the very end of how far they go', () => {
    const edge = candidate({ position: { x: 401_500 + 3200, y: 300_500 } })
    expect(new WithinReach([edge], fine.today).eligibleFor(toFill(task(), fine)).can).toHaveLength(1)
  })

  it('asks whoever was asked a hundred times before rather than nobody', () => {
    const often = candidate({}, { offersEver: 150 })
    expect(planRound([toFill(task(), fine)], new WithinReach([often], fine.today)).offers).toHaveLength(1)
  })

  it('leaves no task without an offer while somebody who could be asked has a place left, however many have the same neighbours', () => {
    const many = Array.from({ length: 500 }, (_, at) => candidate({ volunteerId: `v${at}` as never }))
    const tasks = Array.from({ length: 80 }, () => toFill(task(), fine))
    const { offers, without } = planRound(tasks, new WithinReach(many, fine.today))
    expect(new Set(offers.map(({ candidate: who }) => who)).size).toBe(80)
    expect(without).toEqual([])
    expect(planRound(tasks, new WithinReach(many.slice(0, 60), fine.today)).without).toHaveLength(20)
  })

  it('is told in the story where more could be asked than were weighed', () => {
    const many = Array.from({ length: 60 }, (_, at) => candidate({ volunteerId: `v${at}` as never }))
    const filled = toFill(task(), fine)
    expect(planRound([filled], new WithinReach(many, fine.today)).couldBeAsked(filled)).toBe(60)
    expect(planRound([filled], new WithinReach(many.slice(0, 50), fine.today)).couldBeAsked(filled)).toBe(50)
    const said = { asked: 3, round: 1, weighed: { those: 50, of: 60 } }
    expect(VolunteersAsked.says(said as never)).toBe(
      'Asked 3 volunteers (round 1). 60 could be asked; the 50 who suit best were weighed.',
    )
  })
})

describe('distances', () => {
  it('leave an attacker who moves about two hundred times at least 500 metres of doubt', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999 }),
        fc.integer({ min: 0, max: 999 }),
        fc.infiniteStream(fc.tuple(fc.integer({ min: -9000, max: 9000 }), fc.integer({ min: -9000, max: 9000 }))),
        (dx, dy, moves) => {
          const home = { x: 401_000 + dx, y: 300_000 + dy }
          const asked = Array.from({ length: 200 }, () => {
            const [x = 0, y = 0] = moves.next().value as [number, number]
            const from = { x: 401_000 + x, y: 300_000 + y }
            return { from, band: distanceBandOf(from, home) }
          })
          // Every place, a hundred metres apart, that fits all two hundred answers.
          const left: { x: number; y: number }[] = []
          for (let x = 395_050; x < 408_000; x += 100)
            for (let y = 294_050; y < 307_000; y += 100)
              if (asked.every(({ from, band }) => distanceBandOf(from, { x, y }) === band)) left.push({ x, y })
          const middle = {
            x: left.reduce((sum, { x }) => sum + x, 0) / left.length,
            y: left.reduce((sum, { y }) => sum + y, 0) / left.length,
          }
          const doubt = Math.max(...left.map(({ x, y }) => Math.hypot(x - middle.x, y - middle.y)))
          expect(left.length).toBeGreaterThanOrEqual(100)
          expect(doubt).toBeGreaterThanOrEqual(500)
        },
      ),
      { numRuns: 5 },
    )
  })
})

describe('times', () => {
  it('fit the parts of the days they touch for long enough', () => {
    // Tuesday from 2 to 4 pm: Tuesday afternoon.
    expect(partsThatFit(at('2026-11-17T14:00:00Z'), at('2026-11-17T16:00:00Z'), 60)).toBe(1 << 4)
    // Until 12:30 leaves half an hour of the afternoon, too little for an hour.
    expect(partsThatFit(at('2026-11-17T09:00:00Z'), at('2026-11-17T12:30:00Z'), 60)).toBe(1 << 3)
    expect(partsThatFit(at('2026-11-17T00:00:00Z'), at('2026-11-25T00:00:00Z'), 60)).toBe(anyTime)
    expect(isFree(anyTime, 0)).toBe(true)
    expect(isFree(1, 2)).toBe(false)
  })

  it('of regular help stay at the same hour when the clocks change and in leap years', () => {
    expect(nextTime(at('2026-03-24T14:00:00Z'), 'week')).toEqual(at('2026-03-31T13:00:00Z'))
    expect(nextTime(at('2026-10-20T13:00:00Z'), 'week')).toEqual(at('2026-10-27T14:00:00Z'))
    expect(nextTime(at('2028-02-22T10:00:00Z'), 'week')).toEqual(at('2028-02-29T10:00:00Z'))
    expect(nextTime(at('2028-02-29T10:00:00Z'), 'fortnight')).toEqual(at('2028-03-14T10:00:00Z'))
  })

  it('open details a day before, or from a later confirmation, until two hours after', () => {
    const [from, to] = [at('2026-11-17T14:00:00Z'), at('2026-11-17T16:00:00Z')]
    expect(detailsWindow(at('2026-11-10T09:00:00Z'), { startsAt: from, endsAt: to })).toEqual({
      detailsFrom: at('2026-11-16T14:00:00Z'),
      detailsUntil: at('2026-11-17T18:00:00Z'),
    })
    expect(detailsWindow(at('2026-11-17T12:00:00Z'), { startsAt: from, endsAt: to }).detailsFrom).toEqual(
      at('2026-11-17T12:00:00Z'),
    )
  })

  it('of a batch come once in five minutes, and soon again when the clock was set back', () => {
    const putAt = at('2026-11-16T10:01:00Z')
    const is = (now: string, triedAt: Date | null = null) => isTurn({ urgency: 'two days', putAt, triedAt }, at(now))
    expect([is('2026-11-16T10:04:00Z'), is('2026-11-16T10:05:00Z')]).toEqual([false, true])
    expect(is('2026-11-16T10:06:00Z', at('2026-11-16T10:05:00Z'))).toBe(false)
    expect(is('2026-11-16T09:30:00Z', at('2026-11-16T10:05:00Z'))).toBe(true)
    expect(isTurn({ urgency: 'today', putAt, triedAt: putAt }, putAt)).toBe(true)
  })
})

describe('cards and PINs', () => {
  it.each([
    '4111 1111 1111 1111',
    'card 5500-0000-0000-0004 exp 12/27',
    '378282246310005',
    'her PIN is 4821',
    'pin: 0007',
    'CVV 123',
    '1234 is the PIN',
    // Written down wrongly.
    'Chemist, card 4929 1234 5678 9012',
  ])('are known: %s', text => expect(looksLikeCardOrPin(text)).toBe(true))

  it.each([
    '£12.40 at the Corner Shop',
    'rang 020 7946 0123',
    'receipt 20261117-0042',
    'pinned the note to the door',
    'order 1234567890123',
  ])('are not seen in %s', text => expect(looksLikeCardOrPin(text)).toBe(false))
})
