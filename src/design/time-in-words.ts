/**
 * Instants and dates as people say them, always in the time of the place (Europe/London), whatever the zone of the process.
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

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

type Calendar = { year: number; month: number; day: number }
type WallClock = Calendar & { hour: number; minute: number }

function wallClock(at: Date): WallClock {
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

function weekday(of: Calendar): string {
  return weekdays[new Date(dayNumber(of) * day).getUTCDay()] ?? ''
}

/** "2 pm", "2:30 pm", "midday", "midnight". */
function clock(at: WallClock): string {
  if (at.minute === 0 && at.hour === 0) return 'midnight'
  if (at.minute === 0 && at.hour === 12) return 'midday'
  const hour12 = at.hour % 12 === 0 ? 12 : at.hour % 12
  const minutes = at.minute === 0 ? '' : `:${String(at.minute).padStart(2, '0')}`
  return `${hour12}${minutes} ${at.hour < 12 ? 'am' : 'pm'}`
}

function dayAndMonth(of: Calendar, thisYear: number): string {
  const named = `${of.day} ${months[of.month - 1]}`
  return of.year === thisYear ? named : `${named} ${of.year}`
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/**
 * The exact instant: "Sunday 22 November 2026 at 2 pm". In the hour that the clocks repeat in October it also says
 * which of the two is meant ("at 1:30 am GMT").
 */
export function exactTime(at: Date): string {
  const then = wallClock(at)
  const repeated = [-hour, hour].some(shift => {
    const other = wallClock(new Date(at.getTime() + shift))
    return other.hour === then.hour && other.day === then.day
  })
  const named = repeated ? ` ${zoneName.formatToParts(at).find(part => part.type === 'timeZoneName')?.value ?? ''}` : ''
  return `${weekday(then)} ${then.day} ${months[then.month - 1]} ${then.year} at ${clock(then)}${named}`
}

/**
 * When something happened or will happen, as part of a sentence: "just now", "20 minutes ago", "today at 2 pm",
 * "yesterday at 9:15 am", "3 days ago", "3 November", "in 2 hours", "tomorrow at 10 am", "Thursday at 10 am".
 */
export function inWords(at: Date, now: Date): string {
  const then = wallClock(at)
  const today = wallClock(now)
  const days = dayNumber(then) - dayNumber(today)
  const ahead = at.getTime() - now.getTime()

  if (Math.abs(ahead) < minute) return ahead > 0 ? 'in a moment' : 'just now'
  if (ahead < 0 && -ahead < hour) return `${counted(Math.floor(-ahead / minute), 'minute')} ago`
  if (ahead > 0 && ahead < hour) return `in ${counted(Math.round(ahead / minute), 'minute')}`
  if (ahead > 0 && ahead <= 3.5 * hour && days === 0) return `in ${counted(Math.round(ahead / hour), 'hour')}`
  if (days === 0) return `today at ${clock(then)}`
  if (days === -1) return `yesterday at ${clock(then)}`
  if (days === 1) return `tomorrow at ${clock(then)}`
  if (days < 0 && days > -14) return `${-days} days ago`
  if (days > 0 && days < 7) return `${weekday(then)} at ${clock(then)}`
  return days > 0 ? `${dayAndMonth(then, today.year)} at ${clock(then)}` : dayAndMonth(then, today.year)
}

/** A deadline: "by 5 pm", "by 5 pm tomorrow", "by 5 pm on Thursday", "by 5 pm on 3 December"; a missed one keeps its day: "by 2 pm yesterday". */
export function byWhen(at: Date, now: Date): string {
  const exact = wallClock(at)
  const by = `by ${clock(exact)}`
  // Midnight ends the day before it: "by midnight tomorrow" for the one coming would be read as a day more.
  const then = exact.hour === 0 && exact.minute === 0 ? wallClock(new Date(at.getTime() - minute)) : exact
  const today = wallClock(now)
  const days = dayNumber(then) - dayNumber(today)
  if (days === 0 && then !== exact) return `${by} tonight`
  if (days === 0) return at < now ? `${by} today` : by
  if (days === -1) return `${by} yesterday`
  if (days === 1) return `${by} tomorrow`
  if (days > 0 && days < 7) return `${by} on ${weekday(then)}`
  return `${by} on ${dayAndMonth(then, today.year)}`
}

/** How long something has been so: "less than a minute", "20 minutes", "3 hours", "2 days", "5 weeks". Rounded down, so nobody is called late early. */
export function howLong(from: Date, to: Date): string {
  const lasted = Math.max(0, to.getTime() - from.getTime())
  if (lasted < minute) return 'less than a minute'
  if (lasted < hour) return counted(Math.floor(lasted / minute), 'minute')
  if (lasted < 2 * day) return counted(Math.floor(lasted / hour), 'hour')
  if (lasted < 28 * day) return counted(Math.floor(lasted / day), 'day')
  return counted(Math.floor(lasted / (7 * day)), 'week')
}

/**
 * A calendar date ('YYYY-MM-DD'): "today", "yesterday", "tomorrow", "Thursday 26 November", in another year
 * "3 March 1950". Throws RangeError when the text is not a date.
 */
export function dateInWords(on: string, now: Date): string {
  const that = calendarOf(on)
  const today = wallClock(now)
  const days = dayNumber(that) - dayNumber(today)
  if (days === 0) return 'today'
  if (days === -1) return 'yesterday'
  if (days === 1) return 'tomorrow'
  return that.year === today.year ? `${weekday(that)} ${dayAndMonth(that, today.year)}` : dayAndMonth(that, today.year)
}

/** The exact calendar date: "Thursday 26 November 2026". Throws RangeError when the text is not a date. */
export function exactDate(on: string): string {
  const that = calendarOf(on)
  return `${weekday(that)} ${that.day} ${months[that.month - 1]} ${that.year}`
}

/** The month a date lies in: "March", in another year "March 2024"; for "checked in March". Throws RangeError when the text is not a date. */
export function monthInWords(on: string, now: Date): string {
  const that = calendarOf(on)
  const month = months[that.month - 1] ?? ''
  return that.year === wallClock(now).year ? month : `${month} ${that.year}`
}

/** The month with its year: "January 2021", from 'YYYY-MM' or 'YYYY-MM-DD'. */
export function monthAndYear(on: string): string {
  return `${months[Number(on.slice(5, 7)) - 1]} ${on.slice(0, 4)}`
}

/** The date without its weekday, always with its year: "5 June 2020", from 'YYYY-MM-DD'. */
export function dayMonthYear(on: string): string {
  return `${Number(on.slice(8, 10))} ${monthAndYear(on)}`
}

/** The calendar date ('YYYY-MM-DD') it is in the place at this instant. */
export function dateAt(at: Date): string {
  const { year, month, day: dayOfMonth } = wallClock(at)
  return `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}
