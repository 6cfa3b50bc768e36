import type { GridPoint } from '../../../platform/db/tables.ts'
import type { Candidate, TaskToFill } from '../weighing/eligible.ts'
import { reachedFrom, whyNot } from '../weighing/eligible.ts'
import { type WhyNot, whyNots } from '../words.ts'

/** Why somebody who may be asked was not, reckoned by the rules that ask from the needs put to volunteers in that time. Pure. */

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

/**
 * For each volunteer the reason that stopped the need that came closest to them: the last, in the order the rules look at them, that any need of that time met.
 * @param tasks the needs put to volunteers in that time.
 */
export const whyNotAsked = (
  tasks: readonly TaskToFill[],
  candidates: readonly Candidate[],
): Map<string, ReasonNotAsked> => {
  const looked = tasks.map(({ task, circumstances, partsNeeded }) => ({
    task,
    partsNeeded,
    // Whether two people must not meet is never told, not even so; and what they were asked about before is not why they were not.
    circumstances: { ...circumstances, mustNotMeet: () => false, askedAlready: () => false },
  }))
  const byActivity = Map.groupBy(
    looked.map(one => ({ one, near: reachedFrom(one.task) })),
    ({ one }) => one.task.activity,
  )
  const reasons = new Map<string, ReasonNotAsked>()
  for (const given of candidates) {
    const { volunteer } = given
    // As they would be found on any day: this week's offers do not explain weeks without one.
    const candidate = { ...given, contactsThisWeek: 0, offersOpen: 0 }
    const { position, withinMetres } = volunteer
    let furthest = -1
    let reason: ReasonNotAsked = 'no need'
    search: for (const activity of volunteer.activities)
      for (const { one, near } of byActivity.get(activity) ?? []) {
        // Most needs are too far for most people, and once one was, another that is says nothing new.
        if (furthest >= tooFar && near && position && isBeyond(position, near, withinMetres)) continue
        const why = whyNot(one, candidate)
        if (why === null) {
          reason = 'others first'
          break search
        }
        const at = rank.get(why) ?? -1
        if (at > furthest) {
          furthest = at
          reason = reasonOf(why)
        }
      }
    const isFull = candidate.inHand >= volunteer.capacity
    reasons.set(volunteer.volunteerId, isFull ? 'limit reached' : reason)
  }
  return reasons
}
