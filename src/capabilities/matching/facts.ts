import { exactTime } from '../../design/time-in-words.ts'
import { factKind } from '../../platform/facts/fact.ts'
import { type Activity, activities } from '../volunteers/index.ts'
import {
  type CouldNotReason,
  couldNotReasons,
  type FellThroughBecause,
  fellThroughBecause,
  type UnmetReason,
  unmetReasons,
} from './words.ts'

// Types and not interfaces: fact data must be assignable to an index signature.
type AboutTask = { taskId: string; needId: string; helpRequestId: string }
type AboutMatch = AboutTask & { matchId: string; volunteerId: string }

/** A need was put to volunteers. */
export const PutToVolunteers = factKind<AboutTask & { activity: Activity; startsAt: string }>(
  'put-to-volunteers',
  data => `Put to volunteers: ${activities[data.activity].label.toLowerCase()}.`,
)
/** A round of offers went out. `weighed` where more could be asked than were weighed against what others need. */
export const VolunteersAsked = factKind<
  AboutTask & { round: number; asked: number; answerBy: string; weighed?: { those: number; of: number } }
>('volunteers-asked', ({ asked, round, weighed }) => {
  const said = `Asked ${asked} ${asked === 1 ? 'volunteer' : 'volunteers'} (round ${round}).`
  return weighed ? `${said} ${weighed.of} could be asked; the ${weighed.those} who suit best were weighed.` : said
})
/** The time of a round is over and nobody said yes. */
export const RoundUnanswered = factKind<AboutTask & { round: number }>(
  'round-unanswered',
  data => `Nobody said yes in round ${data.round}.`,
)
/** Nobody is left who could be asked; the need goes back to triage. */
export const NoVolunteerLeft = factKind<AboutTask & { because: UnmetReason }>(
  'no-volunteer-left',
  data => `No volunteer is left to ask: ${lowerFirst(unmetReasons[data.because].label)}.`,
)
/** Whoever put it to volunteers took it back, or it is no longer needed. */
export const VolunteersTakenBack = factKind<
  AboutTask & { because: 'taken back' | 'need closed' | 'consent withdrawn' | 'sharing stopped' }
>('volunteers-taken-back', data =>
  data.because === 'need closed'
    ? 'Told the volunteers that it is no longer needed.'
    : 'Took the question to volunteers back.',
)
/** A volunteer said yes first. */
export const VolunteerAccepted = factKind<AboutMatch>('volunteer-accepted', () => 'A volunteer said yes.')
/** The match stands: who it is can be read near the time. */
export const MatchConfirmed = factKind<AboutMatch>('match-confirmed', () => 'The volunteer is confirmed.')
/** It was said when the volunteer comes, where that was left open. */
export const HourAgreed = factKind<AboutMatch & { at: string; isConfirmed: boolean }>(
  'hour-agreed',
  ({ at }) => `The volunteer comes on ${exactTime(new Date(at))}.`,
)
/** The volunteer has spoken to the resident. */
export const VolunteerInContact = factKind<AboutMatch>('volunteer-in-contact', () => 'The volunteer has been in touch.')
/** The first visit of a match took place: staff ring the resident to hear how it was. */
export const FirstVisitMade = factKind<AboutMatch>('first-visit-made', () => 'The first visit has taken place.')
/** The help has begun and goes on. */
export const VolunteerOngoing = factKind<AboutMatch>('volunteer-ongoing', () => 'The volunteer helps regularly.')
/** One more time of regular help took place. */
export const VisitMade = factKind<AboutMatch>('visit-made', () => 'A visit took place.')
/** One time of regular help did not happen, or nobody said that it did. */
export const VisitMissed = factKind<AboutMatch & { visitId: string; said: boolean }>('visit-missed', data =>
  data.said ? 'A visit did not happen.' : 'Nobody said whether a visit happened.',
)
/** The help was given. */
export const VolunteerDone = factKind<AboutMatch & { minutes: number }>(
  'volunteer-done',
  () => 'The volunteer has done it.',
)
/** It was accepted, and will not be done by this volunteer. `asksReserve`: others are asked at once. */
export const MatchFellThrough = factKind<
  AboutMatch & { because: FellThroughBecause; reasonCode: CouldNotReason | null; asksOthers: boolean }
>(
  'match-fell-through',
  data =>
    `It fell through: ${fellThroughBecause[data.because]}${data.reasonCode ? ` (“${couldNotReasons[data.reasonCode]}”)` : ''}.${data.asksOthers ? ' Others are being asked.' : ''}`,
)
/** Staff rang the resident after the first visit. */
export const CalledBack = factKind<AboutMatch>('called-back', () => 'Rang the resident after the first visit.')
/** Who and where are hidden from the volunteer again. */
export const VolunteerDetailsEnded = factKind<AboutMatch>(
  'volunteer-details-ended',
  () => 'The volunteer no longer sees who this is.',
)

const lowerFirst = (text: string): string => `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`

/** A volunteer said by phone, or at the door, what they answer; whoever looks after them did it for them. On the volunteer's own story. */
export const AnsweredForThem = factKind<{ volunteerId: string; offerId: string; answer: 'yes' | 'no' | 'could not' }>(
  'answered-for-them',
  data =>
    ({
      yes: 'Said yes to an offer, done for them as they asked.',
      no: 'Said no to an offer, done for them as they asked.',
      'could not': 'Could not do what they had said yes to, done for them as they asked.',
    })[data.answer],
)
