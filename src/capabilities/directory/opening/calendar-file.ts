import ical, { type ICalCalendar, ICalCalendarMethod } from 'ical-generator'
import type { ListedService, Schedule, ServiceLocation } from '../listed-service.ts'
import { madeId } from '../read-fields.ts'
import { type Calendar, type Day, dayNumberOf, dayOn } from './calendar.ts'
import { groupsOf } from './opening-card.ts'
import { type Pattern, patternOf } from './pattern.ts'
import { spanOf, spansOn } from './spans.ts'

/**
 * The sessions of a listed service as an iCalendar file (RFC 5545): a repeating event for what RRULE can say, without the days it does not take place on or
 * nobody knows of, and single events for the rest. From the beginning of this year to the end of the month a year ahead. Pure.
 */

/** What the file says besides the times. */
export type CalendarFileAbout = {
  /** Where people read more. */
  readonly url: string
  /** The words under each event: that times may change, and whom to ring. */
  readonly description: string
  readonly now: Date
}

const ZONE = 'Europe/London'
/** Summer time by the rule in force since 1996 (Directive 2000/84/EC, Summer Time Order 2002). */
const VTIMEZONE = `BEGIN:VTIMEZONE
TZID:${ZONE}
BEGIN:DAYLIGHT
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE`.replaceAll('\n', '\r\n')

type Timed = Pattern & { readonly opens: number; readonly closes: number }

const isTimed = (pattern: Pattern | undefined): pattern is Timed =>
  pattern !== undefined && pattern.kind !== 'closed' && !pattern.byAppointment && pattern.timesDoubt === undefined

/** Wall-clock time of a day as text without a zone, which the library writes as it stands beside its TZID. */
const wallTime = (number: number, minutes: number): string => {
  const [days, minute] = [Math.floor(minutes / 1440), minutes % 1440]
  const two = (value: number) => String(value).padStart(2, '0')
  return `${dayOn(number + days)}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`
}
const compact = (wall: string): string => wall.replace(/[-:]/g, '')

/** RRULE can say it: it recurs, and neither schools nor bank holidays alone decide. */
const isRule = (schedule: Schedule): boolean =>
  schedule.exception === undefined &&
  schedule.school === undefined &&
  schedule.bankHolidays !== 'only' &&
  schedule.freq !== undefined &&
  (schedule.byday !== undefined || schedule.bymonthday !== undefined)

function ruleOf({ freq, interval = 1, byday = '', bymonthday }: Schedule, untilMs: number): string {
  const monthly = bymonthday !== undefined || /\d/.test(byday) || freq === 'MONTHLY'
  const parts = [
    `FREQ=${monthly ? 'MONTHLY' : 'WEEKLY'}`,
    ...(interval > 1 ? [`INTERVAL=${interval}`] : []),
    ...(byday ? [`BYDAY=${byday}`] : []),
    ...(bymonthday ? [`BYMONTHDAY=${bymonthday}`] : []),
    `UNTIL=${compact(new Date(untilMs).toISOString().slice(0, 19))}Z`,
  ]
  return `RRULE:${parts.join(';')}`
}

type Days = { readonly held: readonly Day[]; readonly missed: readonly Day[] }

/** The days the schedule falls on: those it is held on for certain, and those an exception, a bank holiday or a doubt takes away. */
function daysOf(schedules: readonly Schedule[], pattern: Timed, calendar: Calendar, first: number, last: number): Days {
  const held: Day[] = []
  const missed: Day[] = []
  for (let number = Math.max(first, pattern.from); number <= Math.min(last, pattern.to); number++) {
    const day = calendar.day(number)
    if (pattern.runsOn(day) !== true) continue
    const [opensAt, closesAt] = spanOf(day, pattern.opens, pattern.closes, calendar)
    const isHeld = spansOn(schedules, calendar, day).some(([from, to]) => from === opensAt && to === closesAt)
    ;(isHeld ? held : missed).push(day)
  }
  return { held, missed }
}

const addressOf = ({ name, addressLines, town, postcode }: ServiceLocation): string =>
  [...new Set([name, ...addressLines, town, postcode])].filter(Boolean).join(', ')

/** Whether there is anything to put into a calendar. */
export const hasCalendarFile = (service: ListedService, calendar: Calendar, now: Date): boolean =>
  service.status === 'active' && calendarFile(service, calendar, { url: '', description: '', now }) !== undefined

/** The file, or undefined for a service none of whose times is known. */
export function calendarFile(service: ListedService, calendar: Calendar, about: CalendarFileAbout): string | undefined {
  const { now } = about
  const first = dayNumberOf(`${now.getUTCFullYear()}-01-01`)
  const last = new Date(Date.UTC(now.getUTCFullYear() + 1, now.getUTCMonth() + 1, 0)).getTime() / 86_400_000
  const file = ical({
    name: service.name,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Keep it Local', product: 'directory' },
    timezone: { name: ZONE, generator: () => VTIMEZONE },
    url: about.url,
    ttl: 60 * 60 * 24,
  })
  for (const group of groupsOf(service))
    for (const [at, schedule] of group.schedules.entries()) {
      const pattern = patternOf(schedule)
      if (!isTimed(pattern)) continue
      const days = daysOf(group.schedules, pattern, calendar, first, last)
      const key = [schedule.scheduleId ?? String(at), group.locations.map(({ locationId }) => locationId).join()]
      addEvents(file, service, group.locations, schedule, pattern, days, key, calendar, about)
    }
  // The library writes the stamp without its Z once a file has a zone; RFC 5545 §3.8.7.2 wants it in UTC.
  const text = file.toString().replace(/^(DTSTAMP:\d{8}T\d{6})$/gm, '$1Z')
  return file.length() > 0 ? `${text.trimEnd()}\r\n` : undefined
}

function addEvents(
  file: ICalCalendar,
  service: ListedService,
  locations: readonly ServiceLocation[],
  schedule: Schedule,
  { opens, closes }: Timed,
  { held, missed }: Days,
  key: readonly string[],
  calendar: Calendar,
  { url, description, now }: CalendarFileAbout,
): void {
  const [firstHeld, lastHeld] = [held[0], held.at(-1)]
  if (!firstHeld || !lastHeld) return
  const add = (day: Day, uid: string, repeating?: string) =>
    file.createEvent({
      id: uid,
      start: wallTime(day.number, opens),
      end: wallTime(day.number, closes),
      timezone: ZONE,
      stamp: service.lastModifiedAt?.toISOString().slice(0, 19) ?? `${now.toISOString().slice(0, 10)}T00:00:00`,
      summary: service.name,
      description: [schedule.description, description].filter(Boolean).join('\n\n'),
      url,
      ...(locations.length > 0 && { location: locations.map(addressOf).filter(Boolean).join(' / ') }),
      ...(repeating && { repeating }),
    })
  const uidOf = (...more: string[]) => madeId(service.serviceId, 'event', ...key, ...more)
  if (!isRule(schedule)) for (const day of held) add(day, uidOf(day.on))
  else {
    const rule = ruleOf(schedule, spanOf(lastHeld, opens, closes, calendar)[0])
    const without = missed
      .filter(({ number }) => number > firstHeld.number && number < lastHeld.number)
      .map(({ number }) => compact(wallTime(number, opens)))
    add(firstHeld, uidOf(), without.length > 0 ? `${rule}\r\nEXDATE;TZID=${ZONE}:${without.join(',')}` : rule)
  }
}
