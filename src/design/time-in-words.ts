import { type Language, languages } from '../kernel/language.ts'
import { layoutWords } from './wording.ts'

/**
 * Instants and dates as people say them, always in the time of the place (Europe/London), whatever the zone of the process; in English unless another
 * language is given.
 *
 * Every function is pure: what "now" is comes in as an argument. Nothing here makes HTML; `filters.ts` does.
 */

const zone = 'Europe/London'
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  hourCycle: 'h23',
})
const zoneName = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' })

type Names = { weekdays: readonly string[]; months: readonly string[] }

function namesIn(language: Language): Names {
  const say = (parts: Intl.DateTimeFormatOptions, on: number) =>
    new Intl.DateTimeFormat(languages[language].tag, { ...parts, timeZone: 'UTC' }).format(on)
  return {
    // 4 January 1970 was a Sunday.
    weekdays: [3, 4, 5, 6, 7, 8, 9].map(number => say({ weekday: 'long' }, number * day)),
    months: Array.from({ length: 12 }, (_, month) => say({ month: 'long' }, Date.UTC(2026, month, 1))),
  }
}
const names = Object.fromEntries(
  (Object.keys(languages) as Language[]).map(language => [language, namesIn(language)]),
) as Record<Language, Names>

type Calendar = { year: number; month: number; day: number }
type WallClock = Calendar & { hour: number; minute: number }

/** The same instant is asked for again and again while a page is drawn, and finding it on the wall takes long. */
let lastClock: { atMs: number; clock: WallClock } | undefined

function wallClock(at: Date): WallClock {
  const atMs = at.getTime()
  if (lastClock?.atMs !== atMs) lastClock = { atMs, clock: clockAt(at) }
  return lastClock.clock
}

function clockAt(at: Date): WallClock {
  const found: Record<string, number> = {}
  for (const { type, value } of parts.formatToParts(at)) found[type] = Number(value)
  return {
    year: found.year ?? 0,
    month: found.month ?? 0,
    day: found.day ?? 0,
    hour: found.hour ?? 0,
    minute: found.minute ?? 0,
  }
}

function calendarOf(on: string): Calendar {
  const [year, month, dayOfMonth] = on.split('-').map(Number)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(on) || Number.isNaN(Date.parse(`${on}T00:00:00Z`)))
    throw new RangeError(`Expected a date like 2026-11-22, not "${on}"`)
  return { year: year ?? 0, month: month ?? 0, day: dayOfMonth ?? 0 }
}

/** Days since 1970 in the calendar; so differences count midnights, not hours, and clock changes do not matter. */
function dayNumber(of: Calendar): number {
  return Date.UTC(of.year, of.month - 1, of.day) / day
}

function weekday(of: Calendar, language: Language): string {
  return names[language].weekdays[new Date(dayNumber(of) * day).getUTCDay()] ?? ''
}

const monthName = (month: number, language: Language): string => names[language].months[month - 1] ?? ''

/** "2 pm", "2:30 pm", "midday", "midnight": a time of day by the clock on the wall. */
export function clockInWords(at: { hour: number; minute: number }, language: Language = 'en'): string {
  const say = layoutWords(language)
  if (at.minute === 0 && at.hour % 24 === 0) return say('midnight')
  if (at.minute === 0 && at.hour === 12) return say('midday')
  const hour12 = at.hour % 12 === 0 ? 12 : at.hour % 12
  const clock = at.minute === 0 ? String(hour12) : `${hour12}:${String(at.minute).padStart(2, '0')}`
  return say(at.hour % 24 < 12 ? 'beforeNoon' : 'afterNoon', { clock })
}

function dayAndMonth(of: Calendar, thisYear: number, language: Language): string {
  const named = `${of.day} ${monthName(of.month, language)}`
  return of.year === thisYear ? named : `${named} ${of.year}`
}

/**
 * The exact instant: "Sunday 22 November 2026 at 2 pm". In the hour that the clocks repeat in October it also says
 * which of the two is meant ("at 1:30 am GMT").
 */
export function exactTime(at: Date, language: Language = 'en'): string {
  const then = wallClock(at)
  const repeated = comesTwice(at)
  const named = repeated ? ` ${zoneName.formatToParts(at).find(part => part.type === 'timeZoneName')?.value ?? ''}` : ''
  const date = `${weekday(then, language)} ${dayAndMonth(then, Number.NaN, language)}`
  return layoutWords(language)('dayAtTime', { day: date, clock: clockInWords(then, language) }) + named
}

/** True in the hour of October that the clock on the wall shows twice. */
const comesTwice = (at: Date): boolean => {
  const then = clockAt(at)
  return [-hour, hour].some(shift => {
    const other = clockAt(new Date(at.getTime() + shift))
    return other.hour === then.hour && other.day === then.day
  })
}

/** Some time within a span: "Tuesday 24 November 2026, between 4 pm and 7 pm", and the day of each end where they differ. */
export function someTimeBetween(from: Date, to: Date): string {
  if (dateAt(from) !== dateAt(to) || comesTwice(from) || comesTwice(to))
    return `Between ${exactTime(from)} and ${exactTime(to)}`
  return `${exactDate(dateAt(from))}, between ${clockInWords(clockAt(from))} and ${clockInWords(clockAt(to))}`
}

/**
 * When something happened or will happen, as part of a sentence: "just now", "20 minutes ago", "today at 2 pm",
 * "yesterday at 9:15 am", "3 days ago", "3 November", "in 2 hours", "tomorrow at 10 am", "Thursday at 10 am".
 */
export function inWords(at: Date, now: Date, language: Language = 'en'): string {
  const say = layoutWords(language)
  const then = wallClock(at)
  const today = wallClock(now)
  const days = dayNumber(then) - dayNumber(today)
  const ahead = at.getTime() - now.getTime()
  const clock = clockInWords(then, language)

  if (Math.abs(ahead) < minute) return say(ahead > 0 ? 'inAMoment' : 'justNow')
  if (ahead < 0 && -ahead < hour) return say('minutesAgo', { count: Math.floor(-ahead / minute) })
  if (ahead > 0 && ahead < hour) return say('inMinutes', { count: Math.round(ahead / minute) })
  if (ahead > 0 && ahead <= 3.5 * hour && days === 0) return say('inHours', { count: Math.round(ahead / hour) })
  if (days === 0) return say('todayAt', { clock })
  if (days === -1) return say('yesterdayAt', { clock })
  if (days === 1) return say('tomorrowAt', { clock })
  if (days < 0 && days > -14) return say('daysAgo', { count: -days })
  if (days > 0 && days < 7) return say('dayAtTime', { day: weekday(then, language), clock })
  const date = dayAndMonth(then, today.year, language)
  return days > 0 ? say('dayAtTime', { day: date, clock }) : date
}

/** A deadline: "by 5 pm", "by 5 pm tomorrow", "by 5 pm on Thursday", "by 5 pm on 3 December"; a missed one keeps its day: "by 2 pm yesterday". */
export function byWhen(at: Date, now: Date, language: Language = 'en'): string {
  const say = layoutWords(language)
  const exact = wallClock(at)
  const clock = clockInWords(exact, language)
  // Midnight ends the day before it: "by midnight tomorrow" for the one coming would be read as a day more.
  const then = exact.hour === 0 && exact.minute === 0 ? wallClock(new Date(at.getTime() - minute)) : exact
  const today = wallClock(now)
  const days = dayNumber(then) - dayNumber(today)
  if (days === 0 && then !== exact) return say('byTonight', { clock })
  if (days === 0) return say(at < now ? 'byToday' : 'by', { clock })
  if (days === -1) return say('byYesterday', { clock })
  if (days === 1) return say('byTomorrow', { clock })
  const on = days > 0 && days < 7 ? weekday(then, language) : dayAndMonth(then, today.year, language)
  return say('byOn', { clock, day: on })
}

/** How long something has been so: "less than a minute", "20 minutes", "3 hours", "2 days", "5 weeks". Rounded down, so nobody is called late early. */
export function howLong(from: Date, to: Date, language: Language = 'en'): string {
  const say = layoutWords(language)
  const lasted = Math.max(0, to.getTime() - from.getTime())
  if (lasted < minute) return say('lessThanAMinute')
  if (lasted < hour) return say('minutes', { count: Math.floor(lasted / minute) })
  if (lasted < 2 * day) return say('hours', { count: Math.floor(lasted / hour) })
  if (lasted < 28 * day) return say('days', { count: Math.floor(lasted / day) })
  return say('weeks', { count: Math.floor(lasted / (7 * day)) })
}

/**
 * A calendar date ('YYYY-MM-DD'): "today", "yesterday", "tomorrow", "Thursday 26 November", in another year
 * "3 March 1950". Throws RangeError when the text is not a date.
 */
export function dateInWords(on: string, now: Date, language: Language = 'en'): string {
  const say = layoutWords(language)
  const that = calendarOf(on)
  const today = wallClock(now)
  const days = dayNumber(that) - dayNumber(today)
  if (days === 0) return say('today')
  if (days === -1) return say('yesterday')
  if (days === 1) return say('tomorrow')
  const date = dayAndMonth(that, today.year, language)
  return that.year === today.year ? `${weekday(that, language)} ${date}` : date
}

/** The exact calendar date: "Thursday 26 November 2026". Throws RangeError when the text is not a date. */
export function exactDate(on: string, language: Language = 'en'): string {
  const that = calendarOf(on)
  return `${weekday(that, language)} ${dayAndMonth(that, Number.NaN, language)}`
}

/** The month a date lies in: "March", in another year "March 2024"; for "checked in March". Throws RangeError when the text is not a date. */
export function monthInWords(on: string, now: Date, language: Language = 'en'): string {
  const that = calendarOf(on)
  const month = monthName(that.month, language)
  return that.year === wallClock(now).year ? month : `${month} ${that.year}`
}

/** The month with its year: "January 2021", from 'YYYY-MM' or 'YYYY-MM-DD'. */
export function monthAndYear(on: string, language: Language = 'en'): string {
  return `${monthName(Number(on.slice(5, 7)), language)} ${on.slice(0, 4)}`
}

/** The date without its weekday, always with its year: "5 June 2020", from 'YYYY-MM-DD'. */
export function dayMonthYear(on: string, language: Language = 'en'): string {
  return `${Number(on.slice(8, 10))} ${monthAndYear(on, language)}`
}

/** The calendar date ('YYYY-MM-DD') it is in the place at this instant. */
export function dateAt(at: Date): string {
  const { year, month, day: dayOfMonth } = wallClock(at)
  return `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}
