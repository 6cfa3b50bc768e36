import type { Schedule } from '../listed-service.ts'
import type { Calendar, Day } from './calendar.ts'
import { type Because, type Opening, spansBetween } from './spans.ts'

/** The next days one by one, exceptions and bank holidays included. Pure. */

/** A stretch of a day, on the clocks of the place. */
export type Hours = { readonly opensAt: Date; readonly closesAt: Date }

export type OpeningDay = {
  readonly on: string
  /** The bank holiday or festival it is, by the key of its name. */
  readonly bankHoliday?: string
  readonly festival?: string
  /** The spans that open on the day, the last perhaps closing after midnight; of longer ones the part that lies in it. */
  readonly open: readonly Hours[]
  readonly appointments: readonly Hours[]
  /** By appointment, at any time of the day. */
  readonly appointmentsAllDay: boolean
  /** What is not known about the day besides. */
  readonly because?: Because
}

const LONGEST_NIGHT_MS = 24 * 3_600_000

function hoursOn(spans: readonly (readonly [number, number])[], { startMs, endMs }: Day): Hours[] {
  return spans.flatMap(([opens, closes]) => {
    const isLong = closes - opens > LONGEST_NIGHT_MS
    if (opens >= endMs || closes <= startMs || (opens < startMs && !isLong)) return []
    const closesAt = isLong ? Math.min(closes, endMs) : closes
    return [{ opensAt: new Date(Math.max(opens, startMs)), closesAt: new Date(closesAt) }]
  })
}

function dayOf(day: Day, { spans, appointments, doubts }: Opening): OpeningDay {
  const { on, startMs, endMs, bankHoliday, festival } = day
  const allDay = appointments.some(([from, to]) => from <= startMs && to >= endMs)
  // The night of a bank holiday belongs to it, not to the day after.
  const isOfAnother = ({ key, on: of }: Because) => (key === 'bank-holiday' || key === 'festival') && of !== on
  const doubt = doubts.find(({ fromMs, toMs, because }) => fromMs < endMs && toMs > startMs && !isOfAnother(because))
  return {
    on,
    ...(bankHoliday !== undefined && bankHoliday !== 'not-known' && { bankHoliday }),
    ...(festival !== undefined && { festival }),
    open: hoursOn(spans, day),
    appointments: allDay ? [] : hoursOn(appointments, day),
    appointmentsAllDay: allDay,
    ...(doubt && { because: doubt.because }),
  }
}

/** Today and the days after it. */
export function daysAhead(schedules: readonly Schedule[], calendar: Calendar, now: Date, count = 7): OpeningDay[] {
  const first = calendar.dayAt(now.getTime()).number
  const days = Array.from({ length: count }, (_, at) => calendar.day(first + at))
  const opening = spansBetween(schedules, calendar, days[0]?.startMs ?? 0, days.at(-1)?.endMs ?? 0)
  return days.map(day => dayOf(day, opening))
}
