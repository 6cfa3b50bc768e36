import { instantAt, localTime } from '../../kernel/local-time.ts'
import { quietHours, wakingFrom } from '../../platform/notify/quiet-hours.ts'
import type { Urgency } from '../requests/index.ts'

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

/** Offers of the last seven days count, whatever came of them: that is what the person felt. */
export const contactsSince = (now: Date): Date => new Date(now.getTime() - weekMilliseconds)

/**
 * So many offers in a row without an answer, and a person asks kindly. Our own figure: at three offers a week it is more than a week of silence, and it comes
 * before the four weeks after which the next step is told again.
 */
export const silencesInARow = 4

/** True when another offer would not be one too many for this person. */
export const mayBeContacted = (offersInSevenDays: number, mostOffersAWeek: number): boolean =>
  offersInSevenDays < mostOffersAWeek
