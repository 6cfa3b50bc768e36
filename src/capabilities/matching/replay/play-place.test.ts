import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distanceMetres } from '../../places/index.ts'
import { reachedFrom } from '../weighing/eligible.ts'
import { stepRunFrom, stepRuns } from './first-words.ts'
import { byPlace, needsOf, peopleOf } from './people-of-place.ts'
import { playPlace } from './play-place.ts'
import { type Policy, type PolicyName, policies, policyNames } from './policy.ts'
import { StepsNear } from './steps-near.ts'
import { chancesOf, spring2020 } from './workload.ts'

/** One town of the spring, with limits and reaches of its own, played through a policy that is watched. */
const played = (
  seed: number,
  policy: PolicyName,
  limits: readonly number[],
  reaches: readonly number[],
  weight: number,
) => {
  const workload = spring2020(seed, 600 / 750_000)
  const here = byPlace(workload.signUps, workload.places)[0] ?? []
  const people = peopleOf(workload, 0, here).map((who, at) => ({
    ...who,
    volunteer: {
      ...who.volunteer,
      mostOffersAWeek: limits[at % limits.length] ?? 3,
      withinMetres: reaches[at % reaches.length] ?? 3200,
    },
  }))
  const ways: { metres: number; within: number }[] = []
  const watched: Policy = {
    ...policies[policy],
    plan(tasks, reach, by) {
      const plan = policies[policy].plan(tasks, reach, by)
      for (const { filled, candidate } of plan.offers) {
        const from = reachedFrom(filled.task)
        if (from && candidate.volunteer.position)
          ways.push({
            metres: distanceMetres(candidate.volunteer.position, from),
            within: candidate.volunteer.withinMetres,
          })
      }
      return plan
    },
  }
  const chances = chancesOf(workload, 0, 3)
  const outcome = playPlace(
    {
      people,
      needs: needsOf(workload, 0, byPlace(workload.needs, workload.places)[0] ?? []),
      steps: new StepsNear(
        chances,
        people.map(({ position }) => position),
      ),
      firstStepAt: stepRuns(people.map(({ signedUpAt }) => signedUpAt)),
      stepRunFrom,
      answers: chancesOf(workload, 0, 4),
      from: workload.calledAt,
      until: workload.until,
    },
    watched,
    {
      everyOfferBefore: weight,
      everyNeedInHand: weight,
      everyContactThisWeek: weight,
      neverAsked: weight,
      helpedThemBefore: weight,
    },
  )
  return {
    outcome,
    ways,
    limits: people.filter(({ readyAt }) => readyAt !== null).map(p => p.volunteer.mostOffersAWeek),
  }
}

describe('a place of 2020 played', () => {
  it('asks nobody more often in a week than they said, and nobody beyond how far they go, whatever the policy and the weights', () => {
    let asked = 0
    let gone = 0
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.constantFrom(...policyNames),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 200, max: 8000 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(0, 600, 50_000),
        (seed, policy, limits, reaches, weight) => {
          const one = played(seed, policy, limits, reaches, weight)
          one.outcome.volunteers.forEach(({ mostInAWeek }, at) => {
            expect(mostInAWeek).toBeLessThanOrEqual(one.limits[at] ?? 0)
          })
          for (const { metres, within } of one.ways) expect(metres).toBeLessThanOrEqual(within)
          asked += one.outcome.offers
          gone += one.ways.length
        },
      ),
      { numRuns: 6 },
    )
    // A property of nothing would hold as well.
    expect(asked).toBeGreaterThan(50)
    expect(gone).toBeGreaterThan(10)
  })
})
