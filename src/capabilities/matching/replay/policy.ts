import type { Urgency } from '../../requests/index.ts'
import { offersAWeek } from '../../volunteers/index.ts'
import { answerBy, askableFrom, mayBeContacted, rounds } from '../offer-rules.ts'
import { costOf, type Known } from '../weighing/cost.ts'

/** How volunteers are asked. `fair` is what this software does, rule by rule the same code; the others are what was done elsewhere. */
export interface Policy {
  readonly about: string
  atOnce(urgency: Urgency): number
  answerBy(sentAt: number, urgency: Urgency): number
  /** The first moment from `at` on at which anybody may be asked. */
  askableFrom(at: number): number
  mayBeContacted(offersInSevenDays: number): boolean
  /** What is added to the metres. */
  extra(known: Omit<Known, 'metres'>): number
  /** No extra is below this. */
  readonly leastExtra: number
  /** Needs of the same moment are given volunteers together, at the least cost of all; otherwise one after the other. */
  readonly together: boolean
}

const quarterOfAnHour = 15 * 60_000
const nobody: Omit<Known, 'metres'> = { offersEver: 0, offersThisWeek: 0, inHand: 0, helpedThemBefore: false }

const nearest: Policy = {
  about: 'The nearest on duty is asked, then the next nearest: GoodSAM, as its guide describes it.',
  atOnce: () => 1,
  answerBy: sentAt => sentAt + quarterOfAnHour,
  askableFrom: at => at,
  mayBeContacted: () => true,
  extra: () => 0,
  leastExtra: 0,
  together: false,
}

export const policies = {
  nearest,
  fair: {
    about:
      'Small rounds by how soon help is needed, at the least cost of all, where each offer before counts as metres; quiet nights; at most three offers a week.',
    atOnce: urgency => rounds[urgency].atOnce,
    answerBy: (sentAt, urgency) => answerBy(new Date(sentAt), urgency).getTime(),
    askableFrom: at => askableFrom(new Date(at)).getTime(),
    mayBeContacted: offers => mayBeContacted(offers, offersAWeek.usual),
    extra: known => costOf({ ...known, metres: 0 }),
    leastExtra: costOf({ ...nobody, metres: 0 }),
    together: true,
  },
  broadcast: { ...nearest, about: 'The twenty nearest on duty are asked at once.', atOnce: () => 20 },
} as const satisfies Record<string, Policy>

export type PolicyName = keyof typeof policies

export const policyNames = Object.keys(policies) as PolicyName[]
