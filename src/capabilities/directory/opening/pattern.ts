import type { Schedule } from '../listed-service.ts'
import { type Day, dayNumberOf } from './calendar.ts'

/** One schedule read once, so that asking it about a day costs next to nothing. */

/** Why something about the opening is not known. Said in words by `opening-words.ts`. */
export type Doubt =
  | 'no-times'
  | 'words-only'
  | 'days-not-known'
  | 'week-not-known'
  | 'times-not-known'
  | 'closing-not-known'
  | 'opening-not-known'
  | 'not-understood'
  | 'term-dates-not-known'
  | 'bank-holiday'
  | 'bank-holidays-not-published'
  | 'festival'
  | 'entries-disagree'
  | 'times-ended'

export type Pattern = {
  readonly kind: 'regular' | 'closed' | 'different' | 'extra'
  /** Days since 1970, both included. */
  readonly from: number
  readonly to: number
  /** Minutes since midnight; `closes` may be above 1440, into the next day. */
  readonly opens: number | undefined
  readonly closes: number | undefined
  /** What is wrong with the times, when something is. */
  readonly timesDoubt: Doubt | undefined
  readonly byAppointment: boolean
  readonly bankHolidays: Schedule['bankHolidays']
  /** Only words were given: what days and times they mean is not known. */
  readonly wordsOnly: boolean
  runsOn(day: Day): boolean | Doubt
}

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

const minutesOf = (time: string | undefined): number | undefined => {
  const found = time === undefined ? null : /^(\d\d):(\d\d)/.exec(time)
  if (!found) return undefined
  const minutes = Number(found[1]) * 60 + Number(found[2])
  return minutes <= 1440 ? minutes : undefined
}

/** "1TU" as the weekday and which of the month (0 for each); undefined when it is not understood. */
const bydayOf = (part: string): readonly [weekday: number, nth: number] | undefined => {
  const found = /^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$/.exec(part.trim().toUpperCase())
  return found?.[2] ? [CODES.indexOf(found[2]), Number(found[1] ?? 0)] : undefined
}

const monthDayOf = (part: string): number | undefined => {
  const day = Number(part)
  return part.trim() !== '' && Number.isInteger(day) && day !== 0 && Math.abs(day) <= 31 ? day : undefined
}

const read = <T>(text: string | undefined, one: (part: string) => T | undefined): readonly T[] | undefined | null => {
  if (text === undefined || text.trim() === '') return undefined
  const parts = text.split(',').map(one)
  return parts.some(part => part === undefined) ? null : (parts as T[])
}

/** Monday of the week, so that weeks are counted as RFC 5545 counts them when nothing else is said. */
const weekOf = (number: number): number => Math.floor((number + 3) / 7)

type Matches = (day: Day) => boolean | Doubt

/** Which days the recurrence falls on, without its dates of validity. */
function recurrenceOf(schedule: Schedule, lone: number | undefined): Matches {
  const byday = read(schedule.byday, bydayOf)
  const monthDays = read(schedule.bymonthday, monthDayOf)
  if (byday === null || monthDays === null) return () => 'not-understood'
  const monthly = schedule.freq === 'MONTHLY' || monthDays !== undefined || byday?.some(([, nth]) => nth !== 0)
  const anchor = schedule.startsOn === undefined ? undefined : dayNumberOf(schedule.startsOn)
  const interval = schedule.interval ?? 1
  const each = eachOf(byday, monthDays, monthly === true, anchor, schedule.freq !== undefined, lone)
  if (interval <= 1) return each
  return day => {
    const falls = each(day)
    if (falls === false || anchor === undefined) return falls === false ? false : 'week-not-known'
    const apart = monthly ? day.month - monthOf(anchor) : weekOf(day.number) - weekOf(anchor)
    return apart >= 0 && apart % interval === 0 ? falls : false
  }
}

const monthOf = (number: number): number => {
  const date = new Date(number * 86_400_000)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

function eachOf(
  byday: readonly (readonly [number, number])[] | undefined,
  monthDays: readonly number[] | undefined,
  monthly: boolean,
  anchor: number | undefined,
  recurs: boolean,
  lone: number | undefined,
): Matches {
  const onMonthDay = (day: Day) =>
    !monthDays || monthDays.some(each => each === day.dayOfMonth || day.daysInMonth + each + 1 === day.dayOfMonth)
  if (byday) {
    const plain = byday.reduce((mask, [weekday, nth]) => (nth === 0 ? mask | (1 << weekday) : mask), 0)
    const nths = byday.filter(([, nth]) => nth !== 0)
    const onNth = (day: Day) => {
      const fromStart = Math.ceil(day.dayOfMonth / 7)
      const fromEnd = -Math.ceil((day.daysInMonth - day.dayOfMonth + 1) / 7)
      return nths.some(([weekday, nth]) => weekday === day.weekday && (nth === fromStart || nth === fromEnd))
    }
    return day => ((plain >> day.weekday) % 2 === 1 || (nths.length > 0 && onNth(day))) && onMonthDay(day)
  }
  if (monthDays) return onMonthDay
  if (recurs && anchor !== undefined) {
    const weekday = (((anchor + 3) % 7) + 7) % 7
    if (!monthly) return day => day.weekday === weekday
    const dayOfMonth = new Date(anchor * 86_400_000).getUTCDate()
    return day => day.dayOfMonth === dayOfMonth
  }
  if (!recurs && lone !== undefined) return day => day.number === lone
  return () => 'days-not-known'
}

const isOfNoUse = (schedule: Schedule): boolean =>
  schedule.exception === undefined &&
  !schedule.byAppointment &&
  !schedule.bankHolidays &&
  !schedule.school &&
  !schedule.byday &&
  !schedule.bymonthday &&
  !schedule.freq &&
  !schedule.opensAtTime &&
  !schedule.closesAtTime

/** Reads one schedule. Undefined when it says nothing about when the service is open (only how it is attended, or where to look). */
export function patternOf(schedule: Schedule): Pattern | undefined {
  const words = schedule.description ?? schedule.notes
  const useless = isOfNoUse(schedule)
  if (useless && words === undefined) return undefined
  const { exception, opensAtTime, closesAtTime, validFromOn, validToOn, startsOn, untilOn, byAppointment } = schedule
  const from = Math.max(...[validFromOn, startsOn].map(on => (on === undefined ? -Infinity : dayNumberOf(on))))
  const to = Math.min(...[validToOn, untilOn].map(on => (on === undefined ? Infinity : dayNumberOf(on))))
  const opens = minutesOf(opensAtTime)
  const given = minutesOf(closesAtTime)
  // A minute to midnight is how systems without 24:00 write it.
  const closesAt = given === 1439 ? 1440 : given
  const closes = opens === undefined || closesAt === undefined || closesAt > opens ? closesAt : closesAt + 1440
  const kind =
    exception === undefined
      ? 'regular'
      : exception === 'closed'
        ? 'closed'
        : exception === 'different hours'
          ? 'different'
          : 'extra'
  const anyDay =
    !schedule.byday &&
    !schedule.bymonthday &&
    (kind !== 'regular' || (!schedule.freq && (byAppointment === true || schedule.bankHolidays === 'only')))
  const single = startsOn ?? (validFromOn === validToOn ? validFromOn : undefined)
  const lone = schedule.freq || single === undefined ? undefined : dayNumberOf(single)
  const recurs: Matches = anyDay ? () => true : useless ? () => 'words-only' : recurrenceOf(schedule, lone)
  const { school } = schedule
  return {
    kind,
    from,
    to: anyDay || useless || lone === undefined || schedule.byday || schedule.bymonthday ? to : Math.min(to, lone),
    opens,
    closes,
    timesDoubt: timesDoubtOf(opens, closesAt),
    byAppointment: byAppointment === true,
    bankHolidays: schedule.bankHolidays,
    wordsOnly: useless,
    runsOn(day) {
      if (day.number < from || day.number > to) return false
      const falls = recurs(day)
      if (falls === false || school === undefined) return falls
      if (day.school === 'not-known') return falls === true ? 'term-dates-not-known' : falls
      return (day.school === 'term') === (school === 'term time only') ? falls : false
    },
  }
}

function timesDoubtOf(opens: number | undefined, closes: number | undefined): Doubt | undefined {
  if (opens === undefined && closes === undefined) return 'times-not-known'
  if (opens === undefined) return 'opening-not-known'
  if (closes === undefined) return 'closing-not-known'
  // The same time twice is written for "closed" as well as for "day and night".
  return opens === closes || opens === 1440 ? 'not-understood' : undefined
}
