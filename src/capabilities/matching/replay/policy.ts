import { type Weights, weightNames } from '../weighing/cost.ts'
import { type Candidate, placesLeft, type TaskToFill } from '../weighing/eligible.ts'
import { type PlannedOffer, type PlannedRound, planRound, withoutOffer } from '../weighing/plan-round.ts'
import type { WithinReach } from '../weighing/within-reach.ts'

/**
 * Whom to ask, of those who may be. `fair` is the function that runs for a place. The others choose as was done elsewhere; who may be asked, how often, when and until when
 * they answer is by the same rules for all three.
 */
export interface Policy {
  readonly about: string
  plan(tasks: readonly TaskToFill[], reach: WithinReach, by: Weights): PlannedRound
  /** Whoever waits unheard is told a next step, which counts among what is asked of them. */
  readonly tellsNextSteps: boolean
}

const metresAlone = Object.fromEntries(weightNames.map(name => [name, 0])) as unknown as Weights

/** One need after the other, the nearest of those who are left; so many at once. */
const nearestFirst =
  (atOnce: number): Policy['plan'] =>
  (tasks, reach) => {
    const left = new Map<Candidate, number>()
    const eligible = tasks.map(filled => ({ filled, eligible: reach.eligibleFor(filled, metresAlone) }))
    const offers: PlannedOffer[] = []
    const offered = new Set<TaskToFill>()
    for (const { filled, eligible: those } of eligible) {
      const leftOf = (candidate: Candidate) => left.get(candidate) ?? placesLeft(candidate)
      for (const { candidate, cost } of those.first(atOnce, each => leftOf(each.candidate) > 0)) {
        left.set(candidate, leftOf(candidate) - 1)
        offered.add(filled)
        offers.push({ filled, candidate, cost })
      }
    }
    return { offers, without: withoutOffer(eligible, filled => !offered.has(filled)), couldBeAsked: () => 0 }
  }

/** The three that are played beside one another. */
export const policies = {
  nearest: {
    about: 'The nearest who is free is asked, then the next nearest, as GoodSAM describes it in its guide.',
    plan: nearestFirst(1),
    tellsNextSteps: false,
  },
  fair: {
    about:
      'Small rounds by how soon help is needed, at the least cost of all, where each offer before counts as metres.',
    plan: planRound,
    tellsNextSteps: true,
  },
  broadcast: {
    about: 'The twenty nearest who are free are asked at once.',
    plan: nearestFirst(20),
    tellsNextSteps: false,
  },
} as const satisfies Record<string, Policy>

/** As it is typed after `--policy`. */
export type PolicyName = keyof typeof policies

/** In the order they are printed side by side. */
export const policyNames = Object.keys(policies) as PolicyName[]
