import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Activity, activityCodes } from '../words.ts'
import { chooseNextStep, type Near, type ToldTo } from './next-step.ts'
import { countPeopleAhead } from './people-ahead.ts'

const today = '2026-11-16'
const sam: ToldTo = {
  activities: ['shopping', 'lift'],
  withinMetres: 3200,
  position: { x: 400_000, y: 300_000 },
  knowsOf: new Set(),
  noNeeds: 0,
}
const nothing: Near = { tasks: [], roles: [], trainings: [], groups: [], othersAreAskedFor: 0, peopleAhead: 0 }
const all: Near = {
  tasks: [
    { offerId: 'offer', activity: 'lift', roughlyWhere: 'About a mile from you, or less', answerByWords: 'by 5 pm' },
  ],
  roles: [
    {
      roleId: 'role',
      kind: 'volunteer role',
      title: 'Tuesday driver',
      activities: ['lift'],
      position: { x: 401_000, y: 300_000 },
      organisationName: 'Drivers',
    },
  ],
  trainings: [{ code: 'lone visiting', label: 'Visiting alone', wantedFor: 3, roleId: 'training' }],
  groups: [
    {
      aboutId: 'group',
      name: 'Kitchen',
      metres: 900,
      because: 'helps with food',
      askThem: 'ring 1',
      path: '/organisations/x',
    },
  ],
  othersAreAskedFor: 0,
  peopleAhead: 14,
}

describe('the next step', () => {
  it('is what helps somebody soonest: a task, then a role, a training, a group, and only then nothing', () => {
    const told = new Set<string>()
    const kinds = ['offer', 'role', 'training', 'group', null].map(expected => {
      const step = chooseNextStep({ ...sam, knowsOf: told }, all, today)
      expect(step.aboutId).toBe(expected)
      told.add(step.aboutId ?? '')
      return step.kind
    })
    expect(kinds).toEqual(['task', 'role', 'training', 'local group', 'no need now'])
  })

  it('says honestly that there is no need, who waits too, and on which day we ask again, later each time', () => {
    const step = chooseNextStep(sam, { ...nothing, peopleAhead: 14 }, today)
    expect(step.says.sentences.join(' ')).toContain('Nobody within 2 miles of you needs this today: shopping, lifts.')
    expect(step.says.sentences.join(' ')).toContain('14 people near you signed up before you and are waiting too.')
    expect([0, 1, 2, 3, 9].map(noNeeds => chooseNextStep({ ...sam, noNeeds }, nothing, today).askAgainOn)).toEqual([
      '2026-11-30',
      '2026-12-14',
      '2027-01-11',
      '2027-02-08',
      '2027-02-08',
    ])
  })

  it('never says that nobody needs help while others are being asked', () => {
    const step = chooseNextStep(sam, { ...nothing, othersAreAskedFor: 2 }, today)
    expect(step.says.title).toBe('Others are being asked first')
    expect(step.says.sentences.join(' ')).not.toContain('Nobody within')
    expect(step.askAgainOn).toBe('2026-11-19')
  })

  it('leaves out roles and groups too far away, paid jobs, and trainings without a place', () => {
    const [role] = all.roles
    const [group] = all.groups
    if (!role || !group) throw new Error('no role or group')
    for (const near of [
      { roles: [{ ...role, position: { x: 404_000, y: 300_000 } }] },
      { roles: [{ ...role, kind: 'paid job' as const }] },
      { roles: [{ ...role, activities: ['forms' as const] }] },
      { trainings: [{ code: 'a', label: 'A', wantedFor: 9, roleId: null }] },
      { groups: [{ ...group, metres: 3201 }] },
    ])
      expect(chooseNextStep(sam, { ...nothing, ...near }, today).kind).toBe('no need now')
  })

  it('always has a title, a sentence, and a day exactly when there is nothing to do', () => {
    const near = fc.record({
      tasks: fc.constantFrom(all.tasks, []),
      roles: fc.constantFrom(all.roles, []),
      trainings: fc.constantFrom(all.trainings, []),
      groups: fc.constantFrom(all.groups, []),
      othersAreAskedFor: fc.nat(5),
      peopleAhead: fc.nat(500),
    })
    fc.assert(
      fc.property(near, fc.nat(9), (around, noNeeds) => {
        const step = chooseNextStep({ ...sam, noNeeds }, around, today)
        expect(step.says.title).not.toBe('')
        expect(step.says.sentences.length).toBeGreaterThan(0)
        expect(step.askAgainOn !== null).toBe(step.kind === 'no need now')
        expect(step.askAgainOn === null || step.askAgainOn > today).toBe(true)
      }),
    )
  })
})

describe('people ahead', () => {
  it('are those near who came before and offer one of the same things, as counting one by one says', () => {
    const someone = fc.record({
      position: fc.record({ x: fc.integer({ min: 0, max: 9 }), y: fc.integer({ min: 0, max: 9 }) }),
      activities: fc.subarray([...activityCodes], { minLength: 1 }),
    })
    fc.assert(
      fc.property(fc.array(someone), someone, (before, me) => {
        // In the middle of their squares, where taking homes to the middle changes nothing.
        const home = ({ position: { x, y } }: typeof me) => ({ x: x * 1000 + 500, y: y * 1000 + 500 })
        const counted = countPeopleAhead()
        for (const other of before) counted.add({ position: home(other), activities: other.activities as Activity[] })
        const near = before.filter(other => {
          const [a, b] = [home(other), home(me)]
          return Math.hypot(a.x - b.x, a.y - b.y) <= 3000 && other.activities.some(code => me.activities.includes(code))
        })
        const reach = { position: home(me), activities: me.activities as Activity[], withinMetres: 2500 }
        expect(counted.ahead(reach)).toBe(near.length)
      }),
    )
    expect(countPeopleAhead().ahead({ ...sam, position: null })).toBe(0)
  })
})
