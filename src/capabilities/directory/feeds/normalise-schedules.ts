import type { Schedule } from '../listed-service.ts'
import { withSentencesRead, withWordsRead } from '../opening/feed-schedule.ts'
import {
  dateField,
  isObject,
  type JsonObject,
  known,
  lineField,
  type Mends,
  numberField,
  objectsOf,
  partId,
  rawText,
  textField,
  timeField,
  urlField,
  uuidOf,
} from '../read-fields.ts'

/**
 * When a service is given, from ORUK 1.0 (regular_schedules, holiday_schedules), HSDS 1 and 2 (weekday) and HSDS 3 / ORUK 3.0 (schedules), the service's own and
 * those at its locations.
 */

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const GROUPS: Readonly<Record<string, string>> = {
  daily: 'MO,TU,WE,TH,FR,SA,SU',
  'every day': 'MO,TU,WE,TH,FR,SA,SU',
  everyday: 'MO,TU,WE,TH,FR,SA,SU',
  weekdays: 'MO,TU,WE,TH,FR',
  weekday: 'MO,TU,WE,TH,FR',
  weekends: 'SA,SU',
  weekend: 'SA,SU',
}

/** "Mon", "tues", "Wednesdays", "1TU" or, as HSDS 1 counted them, "1" for Monday; undefined when it is no day. */
function dayCode(word: string, mayCount: boolean): string | undefined {
  const text = word.trim().toLowerCase().replace(/\.$/, '')
  if (mayCount && /^[1-7]$/.test(text)) return CODES[Number(text) - 1]
  const [, nth = '', letters = ''] = /^([+-]?[1-5])?([a-z]{2,10})$/.exec(text) ?? []
  const at = NAMES.findIndex(name => name.startsWith(letters) || `${name}s` === letters)
  return letters === '' || at < 0 ? undefined : `${nth.replace('+', '')}${CODES[at]}`
}

/** Days as RRULE codes, from what publishers write; text that is not understood is kept as it stands, and so stays "not known". */
function daysField(value: unknown, mends: Mends): string | undefined {
  const given = Array.isArray(value) ? value.map(rawText).filter(Boolean).join(',') : value
  const text = lineField(given, 'schedule days', mends, 100)
  if (text === undefined) return undefined
  const group = GROUPS[text.toLowerCase()]
  const codes =
    group?.split(',') ??
    text.split(/\s*(?:,|;|\/|&|\+(?=\s)|\band\b)\s*/i).flatMap((part): (string | undefined)[] => {
      const [from = '', to] = part.split(/\s+(?:to|-|–|—)\s+|[–—]|(?<=[a-z])-(?=[a-z])/i)
      const first = dayCode(from, true)
      if (to === undefined) return [first]
      const [start, end] = [CODES.indexOf(first ?? ''), CODES.indexOf(dayCode(to, true) ?? '')]
      if (start < 0 || end < 0) return [undefined]
      return Array.from({ length: ((end - start + 7) % 7) + 1 }, (_, at) => CODES[(start + at) % 7])
    })
  if (codes.some(code => code === undefined)) {
    mends.add(`schedule days “${text.slice(0, 40)}” are not understood: shown as not known`)
    return text
  }
  const read = [...new Set(codes)].join(',')
  if (read !== text) mends.add(`schedule days “${text.slice(0, 40)}” written as ${read}`)
  return read
}

/** How often: the two RRULE words of the standards, and those that mean one of them. */
function freqField(value: unknown, mends: Mends): { freq?: Schedule['freq']; interval?: number; daily?: true } {
  const freq = rawText(value)?.toUpperCase()
  if (freq === undefined) return {}
  if (freq === 'WEEKLY' || freq === 'MONTHLY') return { freq }
  if (freq === 'FORTNIGHTLY' || freq === 'BIWEEKLY') return { freq: 'WEEKLY', interval: 2 }
  if (freq === 'DAILY') return { freq: 'WEEKLY', daily: true }
  mends.add(`schedule frequency “${freq.slice(0, 20)}” left out: it is neither weekly nor monthly`)
  return {}
}

const isTrue = (value: unknown): boolean => /^(true|yes|y|1|closed)$/i.test(rawText(value) ?? String(value))

type Found = { readonly schedule: JsonObject; readonly locationId?: string | undefined; readonly holiday: boolean }

const inLists = (holiday: boolean, locationId: string | undefined, ...lists: unknown[]): Found[] =>
  lists.flatMap(list => objectsOf(list)).map(schedule => ({ schedule, locationId, holiday }))

/** Every schedule object of the record with the location it is for; the same one in two places counts once, at its location. */
function foundIn(record: JsonObject, serviceId: string): Found[] {
  const places = objectsOf(record.service_at_locations).map((at, index) => {
    const location = isObject(at.location) ? at.location : undefined
    const locationId = location && partId(location, serviceId, 'location', index)
    return { at, location, locationId, names: [uuidOf(at.id), uuidOf(at.location_id), locationId] }
  })
  const placeOf = (schedule: JsonObject): string | undefined => {
    const named = [schedule.service_at_location_id, schedule.location_id].map(uuidOf).filter(id => id !== undefined)
    return places.find(({ names }) => named.some(id => names.includes(id)))?.locationId
  }
  const own = [
    ...inLists(false, undefined, record.schedules, record.regular_schedules, record.regular_schedule),
    ...inLists(true, undefined, record.holiday_schedules, record.holiday_schedule),
  ].map(found => ({ ...found, locationId: placeOf(found.schedule) }))
  const at = places.flatMap(({ at: each, location = {}, locationId }) => [
    ...inLists(false, locationId, each.schedules, each.regular_schedule, each.regular_schedules, location.schedules),
    ...inLists(false, locationId, location.regular_schedule, location.regular_schedules),
    ...inLists(true, locationId, each.holiday_schedules, each.holiday_schedule, location.holiday_schedules),
  ])
  const byId = new Map<unknown, Found>()
  for (const found of [...own, ...at]) {
    const key = uuidOf(found.schedule.id) ?? found
    if (!byId.get(key)?.locationId) byId.set(key, found)
  }
  return [...byId.values()]
}

/** Opening patterns and exceptions; what only words say is read where it can be read in one way. */
export function schedulesOf(record: JsonObject, serviceId: string, mends: Mends): Schedule[] {
  return foundIn(record, serviceId)
    .slice(0, 200)
    .map(({ schedule, locationId, holiday }, index) => {
      const { freq, interval: often, daily } = freqField(schedule.freq, mends)
      const interval = numberField(schedule.interval)
      const days = daysField(schedule.byday ?? schedule.weekday ?? (daily && 'daily'), mends)
      const untilOn = dateField(
        rawText(schedule.until)?.replace(/^(\d{4})(\d\d)(\d\d)(T.*)?$/, '$1-$2-$3'),
        'schedule last day',
        mends,
      )
      const opensAtTime = timeField(schedule.opens_at ?? schedule.open_at, 'opening time', mends)
      const asGiven = known<Schedule>({
        scheduleId: partId(schedule, serviceId, 'schedule', index),
        locationId,
        // A weekday of HSDS 1 recurs, though nothing says so.
        freq: freq ?? (schedule.freq === undefined && days !== undefined && !holiday ? freqOf(days) : undefined),
        interval: interval !== undefined && interval >= 1 && interval <= 60 ? Math.round(interval) : often,
        byday: days,
        bymonthday: lineField(
          Array.isArray(schedule.bymonthday) ? schedule.bymonthday.map(rawText).join(',') : schedule.bymonthday,
          'schedule days of the month',
          mends,
          100,
        ),
        validFromOn: dateField(schedule.valid_from ?? schedule.start_date, 'schedule start', mends),
        validToOn: dateField(schedule.valid_to ?? schedule.end_date, 'schedule end', mends),
        startsOn: dateField(schedule.dtstart, 'schedule first day', mends),
        untilOn,
        opensAtTime,
        closesAtTime: timeField(schedule.closes_at, 'closing time', mends),
        description: textField(schedule.description, 'schedule description', mends),
        notes: textField(schedule.notes, 'schedule notes', mends),
        link: urlField(schedule.schedule_link, 'schedule link', mends),
        attending: lineField(schedule.attending_type, 'schedule attending type', mends),
        exception: holiday ? exceptionOf(schedule, opensAtTime) : undefined,
      })
      const { schedule: read, read: said } = withWordsRead(withSentencesRead(asGiven))
      for (const words of said) mends.add(`schedule words read as “${words}”`)
      return read
    })
}

const freqOf = (days: string): Schedule['freq'] => (/\d/.test(days) ? 'MONTHLY' : 'WEEKLY')

const exceptionOf = ({ closed }: JsonObject, opensAtTime: string | undefined): Schedule['exception'] => {
  if (closed === undefined || closed === null || closed === '') return opensAtTime ? 'different hours' : 'closed'
  return isTrue(closed) ? 'closed' : 'different hours'
}
