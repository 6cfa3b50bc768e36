import type { Schedule } from '../listed-service.ts'
import type { Calendar, Day } from './calendar.ts'
import { type Opening, spansBetween } from './spans.ts'

/** Opening as schema.org tells it. Made from the very spans the page shows, so that a search engine is never told anything else. Pure. */

/** https://schema.org/OpeningHoursSpecification; without times from 'closes' equal to 'opens' a day is closed (Google, Local business structured data). */
export type OpeningHoursSpecification = {
  readonly '@type': 'OpeningHoursSpecification'
  readonly dayOfWeek: readonly string[]
  readonly opens: string
  readonly closes: string
  readonly validFrom: string
  readonly validThrough: string
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const WEEKS = 4
const MINUTE_MS = 60_000

const wall = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

type Hours = { readonly opens: string; readonly closes: string }

/** The hours a day owns, as schema.org writes them: "22:00" to "06:00" ends the next day, the end of a day is "23:59"; longer spans are told day by day. */
function hoursOf({ spans }: Opening, { startMs, endMs }: Day): Hours[] {
  return spans.flatMap(([opensAt, closesAt]) => {
    if (closesAt <= startMs || opensAt >= endMs) return []
    const beganBefore = opensAt < startMs
    const isLong = closesAt - opensAt > 24 * 60 * MINUTE_MS
    if (beganBefore && !isLong) return []
    const from = beganBefore ? startMs : opensAt
    const to = isLong ? Math.min(closesAt, endMs) : closesAt
    const closes = to === endMs ? '23:59' : wall.format(new Date(to))
    return [{ opens: wall.format(new Date(from)), closes }]
  })
}

/**
 * The next four weeks: weekdays that are the same in all four are told once, every other day by its date. Days about which something is not known are left
 * out, and so is everything when nothing is known.
 */
export function openingHoursSpecification(
  schedules: readonly Schedule[],
  calendar: Calendar,
  now: Date,
): OpeningHoursSpecification[] {
  const first = calendar.dayAt(now.getTime()).number
  const days = Array.from({ length: WEEKS * 7 }, (_, at) => calendar.day(first + at))
  const last = days.at(-1) as Day
  const opening = spansBetween(schedules, calendar, (days[0] as Day).startMs, last.endMs)
  if (opening.knowledge === 'not-known' || opening.knowledge === 'by-appointment') return []
  const told = days.map(day => {
    const isDoubtful = opening.doubts.some(({ fromMs, toMs }) => fromMs < day.endMs && toMs > day.startMs)
    const hours = hoursOf(opening, day)
    return { day, hours: isDoubtful ? undefined : hours, key: isDoubtful ? '?' : JSON.stringify(hours) }
  })
  const usual = new Map<number, string>()
  for (let weekday = 0; weekday < 7; weekday++) {
    const keys = new Set(told.filter(({ day }) => day.weekday === weekday).map(({ key }) => key))
    if (keys.size === 1) usual.set(weekday, [...keys][0] ?? '')
  }
  const specification = (
    dayOfWeek: readonly string[],
    { opens, closes }: Hours,
    validFrom: string,
    validThrough: string,
  ) => ({ '@type': 'OpeningHoursSpecification', dayOfWeek, opens, closes, validFrom, validThrough }) as const
  const weekly = [...new Set(usual.values())].flatMap(key => {
    const weekdays = [...usual].filter(([, each]) => each === key).map(([weekday]) => weekday)
    const hours = told.find(each => each.key === key)?.hours ?? []
    return hours.map(each =>
      specification(
        weekdays.sort().map(at => WEEKDAYS[at] ?? ''),
        each,
        calendar.day(first).on,
        last.on,
      ),
    )
  })
  const dated = told
    .filter(({ day }) => !usual.has(day.weekday))
    .flatMap(({ day, hours }) => {
      // "Closed" is only told of a day that stands out among open ones.
      const shown = hours && (hours.length > 0 ? hours : [{ opens: '00:00', closes: '00:00' }])
      return (shown ?? []).map(each => specification([WEEKDAYS[day.weekday] ?? ''], each, day.on, day.on))
    })
  return [...weekly, ...dated]
}
