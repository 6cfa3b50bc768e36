import type { GridPoint } from '../../../platform/db/tables.ts'
import type { Candidate, TaskToFill } from '../weighing/eligible.ts'
import { reachedFrom, whyNot } from '../weighing/eligible.ts'
import { type WhyNot, whyNots } from '../words.ts'

/** Why somebody who may be asked was not, reckoned by the rules that ask from the needs put to volunteers in that time. Pure. */

/** What is said of each reason, and what would move it; from what came first in the rules to what came last. */
export const reasonsNotAsked = {
  'no need': {
    label: 'No need for what they can do',
    about: 'Nothing they can do was put to volunteers in this time.',
    mend: 'Ring: ask whether they would do something else too.',
  },
  'too far': {
    label: 'No need near them',
    about: 'What they can do was needed, but farther away than they go, or it is not known where they live.',
    mend: 'Ring: ask whether they would go farther, or where they live.',
  },
  'not free then': {
    label: 'The times did not fit',
    about: 'It was needed near them, at times they said they are not free.',
    mend: 'Ring: ask whether other times would do.',
  },
  language: {
    label: 'A language was wanted',
    about: 'It was needed near them in a language they have not named.',
    mend: 'Ring: ask which languages they speak.',
  },
  car: { label: 'A car was wanted', about: 'It needed a car.', mend: 'Ring: ask whether they have one to use.' },
  check: {
    label: 'A check is missing',
    about: 'It asks for a check they do not hold, or that has ended.',
    mend: 'Write a check down, or start one with them.',
  },
  training: {
    label: 'A training is missing',
    about: 'It asks for a training they have not done, or that has ended.',
    mend: 'Tell them where they can do the training.',
  },
  identity: {
    label: 'Nobody has seen who they are',
    about: 'Nobody meets a resident before that.',
    mend: 'See who they are, and write it down.',
  },
  references: {
    label: 'References are missing',
    about: 'Those who know them have not answered yet, or were not asked.',
    mend: 'Ask somebody who knows them.',
  },
  'limit reached': {
    label: 'Helps as many as they wanted to already',
    about: 'Not idle: they have in hand what they said is enough.',
    mend: 'Thank them. Ask whether they would like more.',
  },
  'others first': {
    label: 'Could have been asked: others were first',
    about: 'Everything fitted at least once, and somebody else was asked.',
    mend: 'Give them a next step: they are ready.',
  },
} as const

export type ReasonNotAsked = keyof typeof reasonsNotAsked

const inOrder = Object.keys(whyNots) as WhyNot[]
const rank = new Map(inOrder.map((why, at) => [why, at]))

const tooFar = rank.get('too far') ?? 0

const isBeyond = (from: GridPoint, to: GridPoint, metres: number): boolean =>
  (from.x - to.x) ** 2 + (from.y - to.y) ** 2 > metres * metres

/** What each way of not being asked means for somebody of whom we look back over weeks; what belongs to one pair or one week is left out of the reckoning. */
const reasonOf = (why: WhyNot): ReasonNotAsked => {
  if (why === 'does not do this' || why === 'paused') return 'no need'
  if (why === 'at capacity') return 'limit reached'
  return why in reasonsNotAsked ? (why as ReasonNotAsked) : 'others first'
}

/** Volunteers who are alike in all that the rules weigh but where they live. */
export interface Alike {
  /** One that stands for them; where it lives counts for nothing. */
  readonly volunteer: Candidate['volunteer']
  /** Where each of them lives; null where that is not known. */
  readonly positions: readonly (GridPoint | null)[]
}

/** What keeps whoever is alike from one need, wherever they live near enough. */
interface Stopped {
  readonly near: GridPoint | null
  readonly reason: ReasonNotAsked
  /** How close it came, in the order the rules look at reasons; beyond all of them where nothing stopped it. */
  readonly rank: number
}

const stoppedBy = (one: TaskToFill, volunteer: Candidate['volunteer']): Stopped => {
  const near = reachedFrom(one.task)
  // As they would be found on any day: this week's offers do not explain weeks without one, and who is full is said of the person.
  const candidate = {
    volunteer: { ...volunteer, position: near },
    contactsThisWeek: 0,
    offersEver: 0,
    offersOpen: 0,
    inHand: 0,
  }
  const why = whyNot(one, candidate)
  return why === null
    ? { near, reason: 'others first', rank: inOrder.length }
    : { near, reason: reasonOf(why), rank: rank.get(why) ?? -1 }
}

/**
 * For each of some volunteers who are alike the reason that stopped the need that came closest to them: the last, in the order the rules look at them, that any need
 * of that time met. In the order of their positions.
 * @param tasks the needs put to volunteers in that time, as they are looked back on.
 */
export const whyNotAsked = (
  tasks: ReadonlyMap<string, readonly TaskToFill[]>,
  { volunteer, positions }: Alike,
): ReasonNotAsked[] => {
  const stopped = volunteer.activities
    .flatMap(activity => tasks.get(activity) ?? [])
    .map(one => stoppedBy(one, volunteer))
    .sort((a, b) => b.rank - a.rank)
  const [closest] = stopped
  // What is looked at before how far it is stops everybody alike, wherever they live.
  const unreached = !closest ? 'no need' : closest.rank < tooFar ? closest.reason : 'too far'
  const within = volunteer.withinMetres
  return positions.map(position => {
    for (const { near, reason, rank } of stopped) {
      if (rank < tooFar) break
      if (!near || (position && !isBeyond(position, near, within))) return reason
    }
    return unreached
  })
}

/** The tasks by what a volunteer would do. */
export const byActivity = (tasks: readonly TaskToFill[]): ReadonlyMap<string, readonly TaskToFill[]> =>
  Map.groupBy(tasks, ({ task }): string => task.activity)
