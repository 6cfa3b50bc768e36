import { type Static, Type } from 'typebox'
import type { Schedule } from '../listed-service.ts'
import { plainText } from '../plain-text.ts'
import { known } from '../read-fields.ts'
import { isDay } from './calendar.ts'
import { withWordsRead } from './feed-schedule.ts'

/** Opening times as somebody here gives them: what fits, and how to mend what does not. */

const DAY = '(MO|TU|WE|TH|FR|SA|SU)'
const On = Type.Optional(Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' }))

/** One opening pattern or exception; `Schedule` says what each field means. */
export const ScheduleInput = Type.Object({
  /** Which of the locations given, counted from 0; all of them when left out. */
  location: Type.Optional(Type.Integer({ minimum: 0, maximum: 49 })),
  freq: Type.Optional(Type.Union([Type.Literal('WEEKLY'), Type.Literal('MONTHLY')])),
  interval: Type.Optional(Type.Integer({ minimum: 1, maximum: 52 })),
  byday: Type.Optional(Type.String({ pattern: `^(-?[1-5])?${DAY}(,(-?[1-5])?${DAY})*$` })),
  bymonthday: Type.Optional(Type.String({ pattern: '^-?([1-9]|[12]\\d|3[01])(,-?([1-9]|[12]\\d|3[01]))*$' })),
  opensAtTime: Type.Optional(Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })),
  closesAtTime: Type.Optional(Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' })),
  validFromOn: On,
  validToOn: On,
  startsOn: On,
  untilOn: On,
  exception: Type.Optional(
    Type.Union([Type.Literal('closed'), Type.Literal('different hours'), Type.Literal('extra hours')]),
  ),
  byAppointment: Type.Optional(Type.Literal(true)),
  bankHolidays: Type.Optional(Type.Union([Type.Literal('as usual'), Type.Literal('closed'), Type.Literal('only')])),
  school: Type.Optional(Type.Union([Type.Literal('term time only'), Type.Literal('holidays only')])),
  description: Type.Optional(Type.String({ maxLength: 2000 })),
  notes: Type.Optional(Type.String({ maxLength: 2000 })),
})
export type ScheduleInput = Static<typeof ScheduleInput>

export const SCHEDULES_MEND = 'Give opening times as days (MO,TU or 1TU), times (09:30) and dates (2026-11-22)'

/** What is wrong with it as a whole, as a sentence with the mend; undefined when nothing is. */
export function wrongSchedule(given: ScheduleInput): string | undefined {
  const { byday, bymonthday, freq, interval = 1, startsOn, untilOn, validFromOn, validToOn, exception } = given
  const { opensAtTime, closesAtTime, byAppointment, bankHolidays, description, notes } = given
  const hasTimes = opensAtTime !== undefined || closesAtTime !== undefined
  const impossible = [startsOn, untilOn, validFromOn, validToOn].find(on => on !== undefined && !isDay(on))
  if (impossible) return `There is no ${impossible}: give a day that exists`
  if (opensAtTime !== undefined && opensAtTime === closesAtTime)
    return 'Opening and closing are the same time: for day and night give 00:00 to 24:00'
  for (const [from, to] of [
    [validFromOn, validToOn],
    [startsOn, untilOn],
  ])
    if (from !== undefined && to !== undefined && from > to)
      return `The last day, ${to}, is before the first, ${from}: swap them`
  if (interval > 1 && !startsOn)
    return `Give the first day of what runs every ${interval} ${freq === 'MONTHLY' ? 'months' : 'weeks'}, so that the others can be counted`
  if (exception && !validFromOn && bankHolidays !== 'only')
    return 'Give the dates of the exception: the first day, and the last when it is more than one'
  if (exception && exception !== 'closed' && !hasTimes) return 'Give the times that hold on the days of the exception'
  const hasDays =
    byday ?? bymonthday ?? startsOn ?? exception ?? (bankHolidays === 'only' || byAppointment || undefined)
  if (hasTimes && hasDays === undefined) return 'Give the days of these times, like MO,TU,WE'
  if (!hasTimes && hasDays === undefined && !description && !notes)
    return 'Give days and times, or say in words when it is open'
  return undefined
}

const clean = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : plainText(text).text || undefined

/** The schedule it stands for; `locationIdAt` gives the id of a location by its place in the list. */
export function scheduleFromInput(
  given: ScheduleInput,
  scheduleId: string,
  locationIdAt: (at: number) => string | undefined,
): Schedule {
  const { location, description, notes, exception, validFromOn, validToOn, ...fields } = given
  const monthly = fields.bymonthday !== undefined || /\d/.test(fields.byday ?? '')
  const recurs = fields.byday !== undefined || fields.bymonthday !== undefined || fields.interval !== undefined
  return withWordsRead(
    known<Schedule>({
      ...(fields as Schedule),
      scheduleId,
      locationId: location === undefined ? undefined : locationIdAt(location),
      freq: fields.freq ?? (recurs ? (monthly ? 'MONTHLY' : 'WEEKLY') : undefined),
      exception,
      validFromOn,
      // One day given for an exception is that day alone.
      validToOn: validToOn ?? (exception && fields.bankHolidays !== 'only' ? validFromOn : undefined),
      description: clean(description),
      notes: clean(notes),
    }),
  ).schedule
}
