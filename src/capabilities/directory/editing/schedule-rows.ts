import type { Schedule } from '../listed-service.ts'
import { scheduleInWords } from '../opening/schedule-in-words.ts'
import { plainText } from '../plain-text.ts'
import { dateField, known, madeId, newMends, timeField } from '../read-fields.ts'

/** Opening times as rows of boxes, and back. Pure. */

export const days = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
} as const

export const rowKinds = {
  open: 'Open, or it takes place',
  appointment: 'By appointment only',
  closed: 'Closed on these dates',
  different: 'Other times than usual on these dates',
  extra: 'Also open on these dates',
} as const

export const everies = {
  week: 'Every week',
  '2 weeks': 'Every 2 weeks',
  '1': 'The first one of the month',
  '2': 'The second one of the month',
  '3': 'The third one of the month',
  '4': 'The fourth one of the month',
  '-1': 'The last one of the month',
} as const

export const schools = { 'term time only': 'Only in school terms', 'holidays only': 'Only in school holidays' } as const
export const bankHolidays = {
  'as usual': 'Open as usual on bank holidays',
  closed: 'Closed on bank holidays',
  only: 'Only on bank holidays',
} as const

export const AS_PUBLISHED = 'as published'

export type ScheduleRow = {
  id: string
  kind: string
  days: readonly string[]
  opens: string
  closes: string
  every: string
  from: string
  until: string
  school: string
  bankHolidays: string
  note: string
}

const exceptions = { closed: 'closed', 'different hours': 'different', 'extra hours': 'extra' } as const
const asDate = (on: string | undefined): string => {
  const [year, month, day] = (on ?? '').split('-').map(Number)
  return on ? `${day}/${month}/${year}` : ''
}

/** One opening pattern in boxes. What the boxes cannot say is shown in words, as published, to be kept or removed whole. */
export function scheduleRowOf(schedule: Schedule, at: number): ScheduleRow {
  const id = schedule.scheduleId ?? String(at)
  const { exception, byAppointment, startsOn, validFromOn, validToOn, untilOn, interval = 1 } = schedule
  const parts = (schedule.byday ?? '').split(',').filter(Boolean)
  const read = parts.map(part => /^\+?(-?\d)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(part.trim()))
  const nths = [...new Set(read.map(part => part?.[1] ?? ''))]
  const nth = nths[0] ?? ''
  const regular = nth === '' ? schedule.freq !== 'MONTHLY' && interval <= 2 : nth in everies && interval === 1
  const fits =
    read.every(part => part !== null) &&
    nths.length <= 1 &&
    regular &&
    !schedule.bymonthday &&
    (startsOn === undefined || validFromOn === undefined || startsOn === validFromOn) &&
    (untilOn === undefined || validToOn === undefined || untilOn === validToOn)
  const row = {
    id,
    kind: byAppointment ? 'appointment' : exception ? exceptions[exception] : 'open',
    days: read.flatMap(part => part?.[2] ?? []),
    opens: schedule.opensAtTime ?? '',
    closes: schedule.closesAtTime ?? '',
    every: nth !== '' ? nth : interval === 2 ? '2 weeks' : 'week',
    from: asDate(startsOn ?? validFromOn),
    until: asDate(validToOn ?? untilOn),
    school: schedule.school ?? '',
    bankHolidays: schedule.bankHolidays ?? '',
    note: [schedule.description, schedule.notes].filter(Boolean).join('\n'),
  }
  if (fits) return row
  return {
    ...row,
    kind: AS_PUBLISHED,
    days: [],
    opens: '',
    closes: '',
    every: 'week',
    from: '',
    until: '',
    school: '',
    bankHolidays: '',
    note: scheduleInWords(schedule),
  }
}

type Wrong = (box: keyof ScheduleRow, message: string) => void

/** "9", "9am", "9.30 pm", "midday" as 'HH:MM'. */
function timeOf(typed: string): string | undefined {
  const plain = typed.toLowerCase().replace(/\s+/g, '')
  if (plain === 'midday' || plain === 'noon') return '12:00'
  if (plain === 'midnight') return '24:00'
  const whole = /^(\d{1,2})(am|pm)?$/.exec(plain)
  return timeField(whole ? `${whole[1]}:00${whole[2] ?? ''}` : plain, 'time', newMends())
}

/** A row as the pattern it stands for; what is wrong is said box by box, and undefined comes back. */
export function scheduleOfRow(
  row: ScheduleRow,
  was: Schedule | undefined,
  serviceId: string,
  wrong: Wrong,
): Schedule | undefined {
  if (row.kind === AS_PUBLISHED) return was
  let isRight = true
  const say: Wrong = (box, message) => {
    isRight = false
    wrong(box, message)
  }
  const time = (box: 'opens' | 'closes', words: string) => {
    if (row[box] === '') return undefined
    const read = timeOf(row[box])
    if (read === undefined) say(box, `Enter when it ${words}, like 9:30 or 2 pm`)
    return read
  }
  const date = (box: 'from' | 'until', words: string) => {
    if (row[box] === '') return undefined
    const read = dateField(row[box], 'date', newMends())
    if (read === undefined) say(box, `Enter the ${words} as a date, like 26/11/2026`)
    return read
  }
  const kind = Object.hasOwn(rowKinds, row.kind) ? row.kind : 'open'
  const opensAtTime = time('opens', 'opens')
  const closesAtTime = time('closes', 'closes')
  const fromOn = date('from', 'first day')
  const untilOn = date('until', 'last day')
  const chosen = Object.keys(days).filter(day => row.days.includes(day))
  const isException = kind === 'closed' || kind === 'different' || kind === 'extra'
  if (fromOn && untilOn && untilOn < fromOn) say('until', 'The last day is before the first: swap them')
  if (isException && row.from === '') say('from', 'Enter the day, or the first of the days')
  if ((kind === 'different' || kind === 'extra') && row.opens === '' && row.closes === '')
    say('opens', 'Enter when it opens on these dates')
  if (kind === 'open' && chosen.length === 0 && row.from === '' && row.note === '' && row.bankHolidays !== 'only')
    say('days', 'Choose the days, or say in words when it takes place')
  if (row.every !== 'week' && !isException && chosen.length === 0) say('days', 'Choose the day of the week')
  if (row.every === '2 weeks' && row.from === '' && !isException)
    say('from', 'Enter a day on which it takes place, so that people know which weeks')
  if (!isRight) return undefined
  const nth = /^-?\d$/.test(row.every) && !isException ? row.every : ''
  const isFortnightly = row.every === '2 weeks' && !isException
  const isOnce = kind === 'open' && chosen.length === 0 && fromOn !== undefined
  return known<Schedule>({
    scheduleId: was?.scheduleId ?? madeId(serviceId, 'schedule', JSON.stringify(row)),
    locationId: was?.locationId,
    link: was?.link,
    attending: was?.attending,
    freq: chosen.length === 0 || isException ? undefined : nth ? 'MONTHLY' : 'WEEKLY',
    interval: isFortnightly ? 2 : undefined,
    byday: chosen.length > 0 ? chosen.map(day => nth + day).join(',') : undefined,
    startsOn: isFortnightly || isOnce ? fromOn : undefined,
    untilOn: isOnce ? (untilOn ?? fromOn) : undefined,
    validFromOn: isFortnightly || isOnce ? undefined : fromOn,
    validToOn: isOnce ? undefined : (untilOn ?? (isException ? fromOn : undefined)),
    opensAtTime: kind === 'closed' ? undefined : opensAtTime,
    closesAtTime: kind === 'closed' ? undefined : closesAtTime,
    exception:
      kind === 'closed'
        ? 'closed'
        : kind === 'different'
          ? 'different hours'
          : kind === 'extra'
            ? 'extra hours'
            : undefined,
    byAppointment: kind === 'appointment' ? true : undefined,
    school: row.school in schools ? (row.school as Schedule['school']) : undefined,
    bankHolidays: row.bankHolidays in bankHolidays ? (row.bankHolidays as Schedule['bankHolidays']) : undefined,
    description: plainText(row.note).text || undefined,
  })
}
