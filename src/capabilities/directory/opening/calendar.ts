import published from './bank-holidays.json' with { type: 'json' }

/**
 * The days opening times are read against: clock changes, bank holidays and school terms of one place. Pure; days are worked out once and kept.
 * Bank holidays: gov.uk/bank-holidays.json, years 2024 to 2028 (bank-holidays.json says what they were compared with); a year that is not published is "not known", never "no holiday".
 */

/** The three lists of bank holidays gov.uk publishes. */
export const divisions = ['england-and-wales', 'scotland', 'northern-ireland'] as const
export type Division = (typeof divisions)[number]

/** A stretch of school days, first and last day included, as 'YYYY-MM-DD'. Half-term breaks lie between two of them. */
export type SchoolTerm = { readonly name?: string; readonly startsOn: string; readonly endsOn: string }

/** One day of the calendar of a place. */
export type Day = {
  /** Days since 1 January 1970. */
  readonly number: number
  /** 'YYYY-MM-DD' */
  readonly on: string
  /** 0 is Monday. */
  readonly weekday: number
  readonly dayOfMonth: number
  readonly daysInMonth: number
  /** Months since year 0, to count months by. */
  readonly month: number
  /** Its first and (exclusive) last instant; 23 or 25 hours apart when the clocks change. */
  readonly startMs: number
  readonly endMs: number
  /** The clock change of this day: from this instant on clocks show `byMs` more. */
  readonly change?: { readonly atMs: number; readonly byMs: number }
  /** The bank holiday it is, by the key of its name; 'not-known' in a year that is not published. */
  readonly bankHoliday?: string
  /** A day many places close on although it is no bank holiday: Easter Sunday, and Christmas at a weekend. */
  readonly festival?: string
  readonly school: 'term' | 'holiday' | 'not-known'
}

/** The calendar of a place. */
export type Calendar = {
  readonly division: Division
  /** Empty when nobody has told us the term dates. */
  readonly terms: readonly SchoolTerm[]
  day(number: number): Day
  /** The day it is in the place at this instant. */
  dayAt(atMs: number): Day
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** The summer holidays are at most nine weeks; a longer gap between two terms is a gap in what we were told. */
const LONGEST_SCHOOL_HOLIDAY_DAYS = 75

/** 'YYYY-MM-DD' as days since 1970. */
export const dayNumberOf = (on: string): number => Date.parse(`${on}T00:00:00Z`) / DAY_MS

/** False for the 31st of February. */
export const isDay = (on: string): boolean => {
  const at = Date.parse(`${on}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(on)
}

/** Days since 1970 as 'YYYY-MM-DD'. */
export const dayOn = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10)

const lastSunday = (year: number, month: number): number => {
  const last = Date.UTC(year, month, 0) / DAY_MS
  return last - ((last + 4) % 7)
}

/** Clocks go forward and back at 01:00 UTC on the last Sundays of March and October (Summer Time Order 2002, in force since 11 March 2002). */
const summerOf = (year: number): readonly [forwardMs: number, backMs: number] => [
  lastSunday(year, 3) * DAY_MS + HOUR_MS,
  lastSunday(year, 10) * DAY_MS + HOUR_MS,
]

const isSummerTime = (atMs: number): boolean => {
  const [forwardMs, backMs] = summerOf(new Date(atMs).getUTCFullYear())
  return atMs >= forwardMs && atMs < backMs
}

/** Sunday of Easter, by the calendar of 1582 (Meeus, Astronomical Algorithms, 1991). */
export function easterSunday(year: number): number {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1) / DAY_MS
}

const festivalOf = (number: number, weekday: number, date: Date): string | undefined => {
  const year = date.getUTCFullYear()
  if (weekday === 6 && number === easterSunday(year)) return 'easter-sunday'
  if (weekday < 5) return undefined
  const monthAndDay = date.toISOString().slice(5, 10)
  if (monthAndDay === '12-25') return 'christmas-day'
  if (monthAndDay === '12-26') return 'boxing-day'
  return monthAndDay === '01-01' ? 'new-year' : undefined
}

/** Term time, holidays, or not known: known only from the first to the last term day we were told, and not across a gap in them. */
function schoolOn(number: number, terms: readonly (readonly [number, number])[]): Day['school'] {
  for (const [index, [starts, ends]] of terms.entries()) {
    if (number < starts) {
      const before = terms[index - 1]
      return before && starts - before[1] <= LONGEST_SCHOOL_HOLIDAY_DAYS ? 'holiday' : 'not-known'
    }
    if (number <= ends) return 'term'
  }
  return 'not-known'
}

/** The calendar of a place in a division with these school terms. Make it once for many services: it remembers the days it worked out. */
export function calendarOf(division: Division = 'england-and-wales', terms: readonly SchoolTerm[] = []): Calendar {
  const holidays = published[division] as Readonly<Record<string, string>>
  const spans = terms
    .map(({ startsOn, endsOn }) => [dayNumberOf(startsOn), dayNumberOf(endsOn)] as const)
    .sort((a, b) => a[0] - b[0])
  const days = new Map<number, Day>()
  const midnight = (number: number) => {
    const utc = number * DAY_MS
    return isSummerTime(utc - HOUR_MS) ? utc - HOUR_MS : utc
  }
  const made = (number: number): Day => {
    const date = new Date(number * DAY_MS)
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
    const weekday = (((number + 3) % 7) + 7) % 7
    const on = date.toISOString().slice(0, 10)
    const [forwardMs, backMs] = summerOf(year)
    const changeAt = [forwardMs, backMs].find(at => Math.floor(at / DAY_MS) === number)
    const bankHoliday = year < published.firstYear || year > published.lastYear ? 'not-known' : holidays[on]
    const festival = festivalOf(number, weekday, date)
    return {
      number,
      on,
      weekday,
      dayOfMonth: date.getUTCDate(),
      daysInMonth: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
      month: year * 12 + month,
      startMs: midnight(number),
      endMs: midnight(number + 1),
      ...(changeAt !== undefined && { change: { atMs: changeAt, byMs: changeAt === forwardMs ? HOUR_MS : -HOUR_MS } }),
      ...(bankHoliday !== undefined && { bankHoliday }),
      ...(festival !== undefined && { festival }),
      school: schoolOn(number, spans),
    }
  }
  const day = (number: number): Day => {
    const kept = days.get(number)
    if (kept) return kept
    const fresh = made(number)
    // Somebody may ask about any year; what is asked often is what is near.
    if (days.size > 5000) days.clear()
    days.set(number, fresh)
    return fresh
  }
  return {
    division,
    terms,
    day,
    dayAt: atMs => day(Math.floor((atMs + (isSummerTime(atMs) ? HOUR_MS : 0)) / DAY_MS)),
  }
}

const MINUTE_MS = 60_000

/** The first instant of the day at which clocks show this time or later (minutes since midnight, up to 1440). */
export function firstInstant(day: Day, minute: number): number {
  const plain = day.startMs + minute * MINUTE_MS
  const { change } = day
  if (!change || plain < change.atMs) return plain
  return Math.max(change.atMs, plain - change.byMs)
}

/** The instant after the last one of the day at which clocks show less than this time. */
export function lastInstant(day: Day, minute: number): number {
  if (minute === 0) return day.startMs
  const before = day.startMs + (minute - 1) * MINUTE_MS
  const { change } = day
  if (!change) return before + MINUTE_MS
  const after = before - change.byMs
  return after >= change.atMs ? after + MINUTE_MS : Math.min(before + MINUTE_MS, change.atMs)
}
