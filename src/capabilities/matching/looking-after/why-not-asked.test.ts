import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Activity } from '../../volunteers/index.ts'
import { type Candidate, type TaskToFill, whyNot } from '../weighing/eligible.ts'
import { type WhyNot, whyNots } from '../words.ts'
import { byActivity, type ReasonNotAsked, whyNotAsked } from './why-not-asked.ts'

const can = ['shopping', 'visit', 'phone call'] as const satisfies readonly Activity[]
const here = fc.record({ x: fc.integer({ min: 0, max: 6000 }), y: fc.integer({ min: 0, max: 6000 }) })
const maybe = fc.option(here, { nil: null })

const aVolunteer = fc.record({
  volunteerId: fc.constant('one' as never),
  state: fc.constantFrom('active' as const, 'paused' as const),
  pausedUntil: fc.constantFrom(null, '2026-10-01', '2027-01-01'),
  activities: fc.subarray([...can]),
  withinMetres: fc.integer({ min: 0, max: 5000 }),
  languages: fc.subarray(['pl', 'ar'] as never[]),
  freeAt: fc.integer({ min: 0, max: 2_097_151 }),
  capacity: fc.integer({ min: 1, max: 3 }),
  mostOffersAWeek: fc.integer({ min: 1, max: 5 }),
  hasCar: fc.boolean(),
  position: fc.constant(null),
  identitySeenOn: fc.constantFrom(null, '2026-01-01'),
})

const aTask = fc
  .record({
    activity: fc.constantFrom(...can),
    near: maybe,
    checkLevel: fc.constantFrom('none', 'enhanced'),
    languages: fc.subarray(['pl', 'ar']),
    needsCar: fc.boolean(),
    partsNeeded: fc.integer({ min: 1, max: 2_097_151 }),
    hasCheck: fc.boolean(),
    isRecommended: fc.boolean(),
  })
  .map(
    ({ partsNeeded, hasCheck, isRecommended, ...task }): TaskToFill => ({
      task: { trainings: [], circumstances: {}, ...task } as never,
      partsNeeded,
      circumstances: {
        today: '2026-11-16',
        hasCheck: () => hasCheck,
        hasTrainings: () => true,
        isRecommended: () => isRecommended,
        mustNotMeet: () => false,
        askedAlready: () => false,
        helpedThemBefore: new Set(),
      },
    }),
  )

const meaning = (why: WhyNot | null): ReasonNotAsked =>
  why === null || ['must not meet', 'contacted enough', 'asked already'].includes(why)
    ? 'others first'
    : why === 'paused' || why === 'does not do this'
      ? 'no need'
      : why === 'at capacity'
        ? 'limit reached'
        : (why as ReasonNotAsked)

/** Each need of theirs held against them alone: what stopped the one that came closest. */
const oneByOne = (tasks: readonly TaskToFill[], volunteer: Candidate['volunteer']): ReasonNotAsked => {
  const order = Object.keys(whyNots) as WhyNot[]
  const reached = tasks
    .filter(({ task }) => volunteer.activities.includes(task.activity))
    .map(one => whyNot(one, { volunteer, contactsThisWeek: 0, offersEver: 0, offersOpen: 0, inHand: 0 }))
  if (reached.length === 0) return 'no need'
  if (reached.includes(null)) return 'others first'
  return meaning(reached.reduce((a, b) => (order.indexOf(b as WhyNot) > order.indexOf(a as WhyNot) ? b : a)))
}

describe('why somebody was not asked', () => {
  it('is the same for each of those who are alike as when every need is held against them alone', () => {
    fc.assert(
      fc.property(
        aVolunteer,
        fc.array(maybe, { minLength: 1, maxLength: 6 }),
        fc.array(aTask, { maxLength: 8 }),
        (volunteer, positions, tasks) => {
          const alone = positions.map(position => oneByOne(tasks, { ...volunteer, position }))
          expect(whyNotAsked(byActivity(tasks), { volunteer, positions })).toEqual(alone)
        },
      ),
      { numRuns: 500 },
    )
  })
})
