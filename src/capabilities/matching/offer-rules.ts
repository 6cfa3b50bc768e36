import { instantAt, localTime } from '../../kernel/local-time.ts'
import { quietHours, wakingFrom } from '../../platform/notify/quiet-hours.ts'
import type { Urgency } from '../requests/index.ts'
import type { NextStepKind } from '../volunteers/index.ts'
import type { OfferState, OffersBy } from './words.ts'

/**
 * How volunteers are asked: few at a time, so that a yes is likely soon and hardly anybody says yes in vain. In the replay of 2020 three at once for today and two for two days
 * brought a yes two minutes sooner, and 12 in 100 of those asked said yes too late; with two and one it was 5. Our own figures; the first timer is the quarter of an hour of the 2020 schemes.
 */
export const rounds: Readonly<Record<Urgency, { readonly atOnce: number; readonly answerWithinMinutes: number }>> = {
  today: { atOnce: 2, answerWithinMinutes: 15 },
  'two days': { atOnce: 1, answerWithinMinutes: 60 },
  'this week': { atOnce: 1, answerWithinMinutes: 4 * 60 },
  'no hurry': { atOnce: 1, answerWithinMinutes: 24 * 60 },
}

/** Asked for at once; the others are weighed against one another every few minutes. */
export const isUrgent = (urgency: Urgency): boolean => urgency === 'today'

const weekMilliseconds = 7 * 24 * 3_600_000

/** The first moment from `at` on at which a volunteer may be asked: nobody is asked in the quiet hours, and no time to answer runs. */
export const askableFrom = wakingFrom

/** Until when whoever is asked at `sentAt` may answer. Time does not run while it is quiet. */
export const answerBy = (sentAt: Date, urgency: Urgency): Date => {
  let left = rounds[urgency].answerWithinMinutes * 60_000
  let at = askableFrom(sentAt).getTime()
  for (;;) {
    const { day } = localTime(at)
    const quietAt = instantAt(day, quietHours.fromMinute)
    if (at + left <= quietAt) return new Date(at + left)
    left -= quietAt - at
    at = instantAt(day + 1, quietHours.toMinute)
  }
}

/**
 * What counts as asking something of a volunteer: every offer that reached them, every next step that wants something done (one that there is no need asks nothing), and a
 * call to ask how they are. Not what answers an act of theirs: the welcome, a yes confirmed, an end told, thanks, an answer about a role, the link they wanted. Nor
 * what they must know about themselves, like a check that ends.
 */
export const nextStepsThatAsk: readonly NextStepKind[] = ['task', 'role', 'training', 'local group']

/** What was asked in the last seven days counts, whatever came of it: that is what the person felt. */
export const contactsSince = (now: Date): Date => new Date(now.getTime() - weekMilliseconds)

/**
 * So many offers in a row without an answer, and a person asks kindly. Our own figure: at three offers a week it is more than a week of silence, and it comes
 * before the four weeks after which the next step is told again.
 */
export const silencesInARow = 4

/** True when asking once more would not be once too often for this person. */
export const mayBeContacted = (contactsInSevenDays: number, mostOffersAWeek: number): boolean =>
  contactsInSevenDays < mostOffersAWeek

/** True when a next step may be told: always where it asks nothing, else as anything that asks. */
export const mayBeTold = (
  { kind }: { readonly kind: NextStepKind },
  contactsInSevenDays: number,
  mostOffersAWeek: number,
): boolean => !nextStepsThatAsk.includes(kind) || mayBeContacted(contactsInSevenDays, mostOffersAWeek)

/** Whoever was told that somebody else was first, or that it is no longer needed, may be asked again; and whoever was not asked in the end. */
const mayBeAskedAgain: readonly OfferState[] = ['filled', 'taken back', 'not reached']

/** True when somebody with such an offer was asked about this task and it is not for us to ask again. */
export const wasAsked = ({ state }: { readonly state: OfferState }): boolean => !mayBeAskedAgain.includes(state)

/**
 * Whether others are asked when a match falls through: where there is time and somebody waits in reserve, who was promised to be asked first; and where the rules ask and
 * it was nobody's choice. Else whoever decides on the need decides again.
 */
export const asksOthersAfter = (
  offersBy: OffersBy,
  because: 'could not' | 'left' | 'released' | 'refused',
  hasTime: boolean,
  inReserve: number,
): boolean =>
  hasTime &&
  because !== 'refused' &&
  (inReserve > 0 || (offersBy === 'rules' && (because === 'released' || because === 'left')))
