import { dayMonthYear } from '../../../design/time-in-words.ts'
import type { Schedule } from '../listed-service.ts'

/** Opening patterns as sentences, exactly as published: nothing is worked out from them here. */

const DAYS: Readonly<Record<string, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
}
const NTH: Readonly<Record<string, string>> = {
  '1': 'first',
  '2': 'second',
  '3': 'third',
  '4': 'fourth',
  '5': 'fifth',
  '-1': 'last',
}

/** "9:30 am", "midday", "midnight". */
export function timeInWords(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  if (minutes === 0 && hours === 12) return 'midday'
  if (minutes === 0 && hours % 24 === 0) return 'midnight'
  const hour12 = hours % 12 === 0 ? 12 : hours % 12
  return `${hour12}${minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`} ${hours < 12 ? 'am' : 'pm'}`
}

const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`

function daysInWords(byday: string): string {
  return listed(
    byday.split(',').map(part => {
      const found = /^(-?\d)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(part.trim().toUpperCase())
      if (!found?.[2]) return part.trim()
      const day = DAYS[found[2]] ?? part
      return found[1] ? `the ${NTH[found[1]] ?? found[1]} ${day}` : day
    }),
  )
}

/** "Monday and Thursday, 9:30 am to 5 pm, every 2 weeks, until 31 March 2027". Empty when the pattern says nothing. */
export function scheduleInWords(schedule: Schedule): string {
  const { byday, bymonthday, freq, interval, opensAtTime, closesAtTime, validFromOn, validToOn, description, notes } =
    schedule
  const span = [validFromOn && `from ${dayMonthYear(validFromOn)}`, validToOn && `until ${dayMonthYear(validToOn)}`]
    .filter(Boolean)
    .join(' ')
  if (schedule.exception === 'closed') return ['Closed', span, description].filter(Boolean).join(' ')
  const times =
    opensAtTime && closesAtTime
      ? `${timeInWords(opensAtTime)} to ${timeInWords(closesAtTime)}`
      : opensAtTime
        ? `from ${timeInWords(opensAtTime)}`
        : closesAtTime
          ? `until ${timeInWords(closesAtTime)}`
          : ''
  const days = byday
    ? daysInWords(byday)
    : bymonthday
      ? `day ${listed(bymonthday.split(',').map(day => day.trim()))} of the month`
      : ''
  const every =
    interval && interval > 1
      ? `every ${interval} ${freq === 'MONTHLY' ? 'months' : 'weeks'}`
      : freq === 'MONTHLY' && byday
        ? 'each month'
        : ''
  const pattern = [days, times, every, span].filter(Boolean).join(', ')
  return [schedule.exception ? `Different hours: ${pattern}` : pattern, description, notes].filter(Boolean).join('\n')
}
