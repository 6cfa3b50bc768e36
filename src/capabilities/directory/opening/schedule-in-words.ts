import type { Language } from '../../../kernel/language.ts'
import type { Schedule } from '../listed-service.ts'
import { type Clock, clockOf, sentence } from './opening-words.ts'

/** Opening patterns as sentences, as they were given: nothing is worked out from them here. Pure. */

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const NTH: Readonly<Record<string, string>> = {
  '1': 'one',
  '2': 'two',
  '3': 'three',
  '4': 'four',
  '5': 'five',
  '-1': 'last',
  '-2': 'secondLast',
}
/** 5 January 1970 was a Monday. */
const weekdayName = (code: string, clock: Clock): string =>
  clock.weekday(`1970-01-${String(5 + CODES.indexOf(code)).padStart(2, '0')}`)

function daysInWords(byday: string, clock: Clock): string {
  const { say } = clock
  const parts = byday.split(',').map(part => part.trim().toUpperCase())
  if (CODES.every(code => parts.includes(code))) return say('everyDay')
  const plain = parts.map(part => CODES.indexOf(part))
  const inARow = plain.every((day, at) => day >= 0 && (at === 0 || day === (plain[at - 1] ?? 0) + 1))
  if (inARow && parts.length > 2)
    return say('dayToDay', { first: weekdayName(parts[0] ?? '', clock), last: weekdayName(parts.at(-1) ?? '', clock) })
  return clock.listed(
    parts.map(part => {
      const found = /^([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(part)
      if (!found?.[2]) return part
      const day = weekdayName(found[2], clock)
      const nth = found[1]?.replace('+', '')
      return nth ? say('nthDay', { nth: NTH[nth] ?? nth, day }) : day
    }),
  )
}

function timesInWords({ opensAtTime: opens, closesAtTime: closes }: Schedule, { say, time }: Clock): string {
  if (opens && closes) {
    if (opens === '00:00' && (closes === '24:00' || closes === '23:59')) return say('dayAndNight')
    const values = { opens: time(opens), closes: time(closes) }
    return say(closes <= opens && closes !== '00:00' ? 'timeToTimeNextDay' : 'timeToTime', values)
  }
  if (opens) return say('fromTime', { opens: time(opens) })
  return closes ? say('untilTime', { closes: time(closes) }) : ''
}

function datesInWords(from: string | undefined, to: string | undefined, { say, date }: Clock): string {
  if (from && to)
    return from === to ? say('onDate', { date: date(from) }) : say('fromDateToDate', { from: date(from), to: date(to) })
  if (from) return say('fromDate', { from: date(from) })
  return to ? say('untilDate', { to: date(to) }) : ''
}

function everyInWords({ interval = 1, freq, startsOn }: Schedule, { say, date }: Clock): string {
  if (interval < 2) return ''
  const monthly = freq === 'MONTHLY'
  if (startsOn) return say(monthly ? 'everyMonthsFrom' : 'everyWeeksFrom', { count: interval, date: date(startsOn) })
  return say(monthly ? 'everyMonths' : 'everyWeeks', { count: interval })
}

/** "Monday and Thursday, 9:30 am to 5 pm, every second week, in school terms only". Empty when the pattern says nothing of days or times. */
export function scheduleInWords(schedule: Schedule, language: Language = 'en'): string {
  const clock = clockOf(language)
  const { say } = clock
  const {
    byday,
    bymonthday,
    freq,
    interval = 1,
    startsOn,
    validFromOn,
    validToOn,
    untilOn,
    exception,
    school,
  } = schedule
  const isOnce = !freq && !byday && !bymonthday && startsOn !== undefined
  const dates = isOnce
    ? datesInWords(startsOn, startsOn, clock)
    : datesInWords(
        validFromOn ?? (interval > 1 ? undefined : startsOn),
        [validToOn, untilOn].filter(on => on !== undefined).sort()[0],
        clock,
      )
  const days = [
    ...(byday ? [daysInWords(byday, clock)] : []),
    ...(bymonthday ? [say('monthDays', { days: clock.listed(bymonthday.split(',').map(day => day.trim())) })] : []),
  ]
  const bankHolidays =
    schedule.bankHolidays === 'only'
      ? say('onBankHolidays')
      : schedule.bankHolidays === 'closed'
        ? say('bankHolidaysClosed')
        : schedule.bankHolidays === 'as usual'
          ? say('bankHolidaysAsUsual')
          : ''
  const schoolWords = school === undefined ? '' : say(school === 'term time only' ? 'termTimeOnly' : 'holidaysOnly')
  const times = timesInWords(schedule, clock)
  const appointment = schedule.byAppointment ? say('byAppointmentOnly') : ''
  const join = (parts: readonly string[]) => parts.filter(Boolean).join(language === 'ar' ? '، ' : ', ')
  if (exception) {
    const when = join([...days, schedule.bankHolidays === 'only' ? bankHolidays : '', schoolWords, dates])
    if (exception === 'closed') return say('exceptionClosed', { when })
    const what = join([times || say('atTimesNotKnown'), appointment])
    return say(exception === 'different hours' ? 'exceptionDifferent' : 'exceptionExtra', { when, what })
  }
  return sentence(join([...days, times, everyInWords(schedule, clock), schoolWords, bankHolidays, appointment, dates]))
}
