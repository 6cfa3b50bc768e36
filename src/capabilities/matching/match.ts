import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Match } from './task.ts'
import type { When } from './times.ts'
import { type MatchState, matchStates, noLongerNeeded } from './words.ts'

/** Something that happens to a match. */
export type MatchAction =
  | 'confirm'
  | 'contact'
  | 'continue'
  | 'finish'
  | 'give up'
  | 'release'
  | 'refuse'
  | 'not needed'

const ends = {
  'give up': 'could not',
  release: 'released',
  refuse: 'refused by the resident',
  'not needed': 'not needed',
} as const

const moves: Readonly<Record<MatchState, Partial<Record<MatchAction, MatchState>>>> = {
  accepted: { confirm: 'confirmed', ...ends },
  confirmed: { contact: 'in contact', continue: 'ongoing', finish: 'done', ...ends },
  'in contact': { continue: 'ongoing', finish: 'done', ...ends },
  ongoing: { continue: 'ongoing', finish: 'done', ...ends },
  done: {},
  'could not': {},
  released: {},
  'refused by the resident': {},
  'not needed': {},
}

/** True when it ended for a reason that is not the volunteer's own, which of them is not told. */
export const isNotNeeded = (state: MatchState): boolean => matchStates[state].toVolunteer === noLongerNeeded

/** Where a match goes from `state` by `action`; null when that cannot happen there. */
export const nextMatchState = (state: MatchState, action: MatchAction): MatchState | null =>
  moves[state][action] ?? null

/** True while the volunteer has it in hand. */
export const isLiveMatch = (state: MatchState): boolean => matchStates[state].live

/** The states in which a volunteer has it in hand, for statements. */
export const liveMatchStates = (Object.keys(matchStates) as MatchState[]).filter(isLiveMatch)

/** Why an action cannot be, in words for whoever pressed; null when it can. */
export const cannotMoveMatch = (match: Match, action: MatchAction): Refusal | null =>
  nextMatchState(match.state, action)
    ? null
    : refuse(
        'match-has-moved-on',
        match.state === 'accepted'
          ? 'This is not confirmed yet. You hear from us as soon as it is.'
          : `This is "${matchStates[match.state].label.toLowerCase()}" now, so that cannot be done.`,
      )

/** True once help can have been given: from its start on, or from a first visit that was earlier. */
export const hasBegun = (match: Pick<Match, 'firstVisitAt'>, task: { readonly startsAt: Date }, now: Date): boolean =>
  now >= task.startsAt || match.firstVisitAt !== null

const hour = 3_600_000

/** From how long before help is given until how long after it who and where can be read. */
export const detailsHours = { before: 24, after: 2 } as const

/** How many people's details a volunteer can read in one day. Our own figure: more than a round of visits, far fewer than a list. */
export const peopleADay = 5

/** When who and where can be read: from a day before help is given, or from the confirmation where that is later, until two hours after; at no time while nobody has said when that is. */
export const detailsWindow = (
  confirmedAt: Date,
  given: When | null,
): { detailsFrom: Date | null; detailsUntil: Date | null } =>
  given === null
    ? { detailsFrom: null, detailsUntil: null }
    : {
        detailsFrom: new Date(Math.max(confirmedAt.getTime(), given.startsAt.getTime() - detailsHours.before * hour)),
        detailsUntil: new Date(given.endsAt.getTime() + detailsHours.after * hour),
      }
