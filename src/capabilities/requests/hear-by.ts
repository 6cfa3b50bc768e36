import { dateAt } from '../../design/time-in-words.ts'
import type { Urgency } from './words.ts'

/** Somebody is there to ring back from 9 to 5, Monday to Friday: hours in which waiting is counted. */
const opens = 9
const closes = 17

/** How many of those hours a resident should wait for the first word, before they ring. */
const patienceHours: Readonly<Record<Urgency, number>> = {
  today: 2,
  'two days': 8,
  'this week': 16,
  'no hurry': 40,
}

const hourMilliseconds = 3_600_000

/** When somebody who asked at `askedAt` should have heard from us; later than this they should ring. */
export const hearBy = (urgency: Urgency, askedAt: Date): Date => {
  let left = patienceHours[urgency] * hourMilliseconds
  let at = askedAt
  for (;;) {
    const { day, hour, isWorkday } = inLondon(at)
    const end = atHour(day, closes)
    if (!isWorkday || hour >= closes) {
      at = atHour(nextDay(day), opens)
    } else if (hour < opens) {
      at = atHour(day, opens)
    } else if (at.getTime() + left <= end.getTime()) {
      return new Date(at.getTime() + left)
    } else {
      left -= end.getTime() - at.getTime()
      at = end
    }
  }
}

const london = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hour12: false, timeZone: 'Europe/London' })

const hourOf = (at: Date): number => Number(london.format(at)) % 24

const inLondon = (at: Date) => {
  const day = dateAt(at)
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
  return { day, hour: hourOf(at), isWorkday: weekday >= 1 && weekday <= 5 }
}

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + 24 * hourMilliseconds).toISOString().slice(0, 10)

/** The instant it is `hour` o'clock in the place on a day; the clocks never change between 9 and 5. */
const atHour = (day: string, hour: number): Date => {
  const asIfUtc = new Date(`${day}T${String(hour).padStart(2, '0')}:00:00Z`)
  const ahead = hourOf(asIfUtc) - hour
  return new Date(asIfUtc.getTime() - ahead * hourMilliseconds)
}
