import type { Words } from '../../../design/view-models.ts'
import type { Language } from '../../../kernel/language.ts'
import type { ListedService, Schedule, ServiceLocation } from '../listed-service.ts'
import type { Calendar } from './calendar.ts'
import {
  type Clock,
  clockOf,
  dayInWords,
  type OpeningKey,
  openingSaid,
  reasonInWords,
  sentence,
} from './opening-words.ts'
import { scheduleInWords } from './schedule-in-words.ts'
import { schedulesAt } from './spans.ts'
import { stateAt } from './state.ts'
import { daysAhead, type Hours, type OpeningDay } from './week.ts'

/** The opening of a service as its page shows it: the answer now, the next seven days, and the times as they were given. Pure. */

export type OpeningCard = {
  readonly title: string
  /** One for all locations, or one for each whose times differ. */
  readonly places: readonly OpeningAtPlace[]
  readonly captions: { readonly week: string; readonly usually: string }
  readonly calendar?: { readonly text: string; readonly hint: string; readonly href: string }
}

export type OpeningAtPlace = {
  readonly name?: Words
  readonly answer: string
  readonly tone: 'agreed' | 'stopped' | 'unknown' | 'waiting'
  readonly more: readonly string[]
  /** Empty when nothing at all is known of them. */
  readonly days: readonly { day: string; note: string; hours: readonly string[]; isToday: boolean }[]
  readonly usually: readonly Words[]
}

const TONES = { open: 'agreed', closed: 'stopped', 'not-known': 'unknown', 'by-appointment': 'waiting' } as const

/** "9 am to 5 pm" */
const hoursInWords = ({ opensAt, closesAt }: Hours, { say, timeAt }: Clock): string =>
  closesAt.getTime() - opensAt.getTime() >= 23 * 3_600_000
    ? say('dayAndNight')
    : say('timeToTime', { opens: timeAt(opensAt), closes: timeAt(closesAt) })

function dayRow(each: OpeningDay, at: number, now: Date, clock: Clock): OpeningAtPlace['days'][number] {
  const { say } = clock
  const { on, open, appointments, appointmentsAllDay, because, bankHoliday, festival } = each
  const holiday = (key: string) => say(`holiday.${key}` as OpeningKey)
  const known = [
    ...open.map(hours => hoursInWords(hours, clock)),
    ...appointments.map(hours => say('dayAppointments', { times: hoursInWords(hours, clock) })),
    ...(appointmentsAllDay ? [say('dayByAppointment')] : []),
  ]
  const why = because && sentence(say('dayNotKnown', { why: reasonInWords(because, clock) }))
  return {
    day: sentence(at === 0 ? `${dayInWords(on, now, clock)} (${clock.weekday(on)})` : clock.weekdayAndDate(on)),
    note: bankHoliday
      ? sentence(say('isBankHoliday', { name: holiday(bankHoliday) }))
      : festival
        ? sentence(say('isFestival', { name: holiday(festival) }))
        : '',
    hours: [...known.map(sentence), ...(why ? [why] : known.length === 0 ? [say('dayClosed')] : [])],
    isToday: at === 0,
  }
}

/** The schedules as they were given, ours in the reader's language and what somebody wrote as it was written. */
export const timesAsGiven = (schedules: readonly Schedule[], language: Language): Words[] =>
  schedules.flatMap(schedule => {
    const { description, notes } = schedule
    const pattern = scheduleInWords(schedule, language)
    const written = [description, notes].flatMap(text => (text ? [{ content: text }] : []))
    return [...(pattern ? [pattern] : []), ...written]
  })

function atPlace(schedules: readonly Schedule[], calendar: Calendar, now: Date, language: Language): OpeningAtPlace {
  const clock = clockOf(language)
  const state = stateAt(schedules, calendar, now)
  const { answer, more } = openingSaid(state, now, language)
  const days = daysAhead(schedules, calendar, now)
  const nothing = state.because?.key === 'no-times' || state.because?.key === 'words-only'
  const isEmpty = nothing && days.every(({ open, appointments }) => open.length === 0 && appointments.length === 0)
  return {
    answer,
    tone: TONES[state.state],
    more: [...more.map(text => `${text}.`), ...(isEmpty ? [clock.say('noTimesHelp')] : [])],
    days: isEmpty ? [] : days.map((each, at) => dayRow(each, at, now, clock)),
    usually: timesAsGiven(schedules, language),
  }
}

const nameOf = ({ name, addressLines, town, postcode }: ServiceLocation): string | undefined =>
  name ?? addressLines[0] ?? town ?? postcode

/** What differs between the locations of a service, each set of times once. */
export function groupsOf({
  schedules,
  locations,
}: ListedService): { locations: ServiceLocation[]; schedules: Schedule[] }[] {
  const groups = new Map<string, { locations: ServiceLocation[]; schedules: Schedule[] }>()
  for (const location of locations) {
    const own = schedulesAt(schedules, location.locationId)
    const key = JSON.stringify(own.map(({ scheduleId: _, locationId: __, ...rest }) => rest))
    const group = groups.get(key)
    if (group) group.locations.push(location)
    else groups.set(key, { locations: [location], schedules: own })
  }
  return groups.size > 1
    ? [...groups.values()]
    : [{ locations, schedules: [...groups.values()][0]?.schedules ?? schedules }]
}

/** The opening card of a service; `calendarHref` is where its calendar file is, when it has one. */
export function openingCard(
  service: ListedService,
  calendar: Calendar,
  now: Date,
  language: Language,
  calendarHref?: string,
): OpeningCard {
  const { say, listed } = clockOf(language)
  const groups = groupsOf(service)
  const places = groups.map(group => {
    const names = group.locations.flatMap(location => nameOf(location) ?? [])
    const name = names.length > 0 ? { content: listed(names) } : say('atOtherPlaces')
    return { ...atPlace(group.schedules, calendar, now, language), ...(groups.length > 1 && { name }) }
  })
  return {
    title: say('openingTimes'),
    places,
    captions: { week: say('thisWeek'), usually: say('usually') },
    ...(calendarHref && {
      calendar: { text: say('addToCalendar'), hint: say('addToCalendarHint'), href: calendarHref },
    }),
  }
}
