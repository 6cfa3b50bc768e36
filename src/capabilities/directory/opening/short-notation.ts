import type { Schedule } from '../listed-service.ts'
import { known } from '../read-fields.ts'

/**
 * Opening times in one line, as people who keep many of them write them: in the published table of cases, in files and in tests.
 *
 * Entries are parted by `;`. An entry is days, a time, and words:
 * days `MO-FR`, `MO,TH`, `1TU` (first Tuesday of the month), `-1FR` (last Friday), `day 1,15` of the month;
 * a time `09:00-17:00` (past midnight when it ends earlier), `24h`, `09:00-?` (closing not known), `?-17:00`;
 * `every 2 weeks`, `every 2 months`, with `from 2026-11-16` the day of the first; `on 2026-12-24` once; `valid 2026-04-01..2026-09-30` (either end may be missing);
 * `bank-holidays as usual`, `bank-holidays closed`, `bank-holidays only`; `term-time`, `school-holidays`; `appointment`;
 * exceptions begin with `closed`, `different` or `extra` and have dates: `closed 2026-12-24..2027-01-03`, `different 2026-12-24 09:00-12:00`;
 * `"any words"` are the description.
 */

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const EXCEPTIONS: Readonly<Record<string, Schedule['exception']>> = {
  closed: 'closed',
  different: 'different hours',
  extra: 'extra hours',
}

const ON = '\\d{4}-\\d{2}-\\d{2}'
type Fields = { [K in keyof Schedule]: Schedule[K] | undefined }
type Reader = readonly [form: RegExp, read: (found: RegExpExecArray) => Fields]

const one = (form: string, read: (found: RegExpExecArray) => Fields): Reader => [new RegExp(`^${form}(?=\\s|$)`), read]

const readers: readonly Reader[] = [
  [/^"([^"]*)"/, ([, description]) => ({ description })],
  one('(closed|different|extra)', ([, kind = '']) => ({ exception: EXCEPTIONS[kind] })),
  one('24h', () => ({ opensAtTime: '00:00', closesAtTime: '24:00' })),
  one('(\\d\\d:\\d\\d|\\?)-(\\d\\d:\\d\\d|\\?)', ([, opens, closes]) => ({
    opensAtTime: opens === '?' ? undefined : opens,
    closesAtTime: closes === '?' ? undefined : closes,
  })),
  one('every (\\d+) (week|month)s?', ([, interval, unit]) => ({
    interval: Number(interval),
    freq: unit === 'week' ? 'WEEKLY' : 'MONTHLY',
  })),
  one('every day', () => ({ freq: 'WEEKLY', byday: CODES.join(',') })),
  one('monthly', () => ({ freq: 'MONTHLY' })),
  one('weekly', () => ({ freq: 'WEEKLY' })),
  one('day (-?\\d+(?:,-?\\d+)*)', ([, bymonthday]) => ({ freq: 'MONTHLY', bymonthday })),
  one(`from (${ON})`, ([, startsOn]) => ({ startsOn })),
  one(`on (${ON})`, ([, startsOn]) => ({ startsOn, untilOn: startsOn })),
  one(`(?:valid )?(${ON})?\\.\\.(${ON})?`, ([, validFromOn, validToOn]) => ({ validFromOn, validToOn })),
  one(`(${ON})`, ([, on]) => ({ validFromOn: on, validToOn: on })),
  one('bank-holidays (as usual|closed|only)', ([, rule]) => ({ bankHolidays: rule as Schedule['bankHolidays'] })),
  one('term-time', () => ({ school: 'term time only' })),
  one('school-holidays', () => ({ school: 'holidays only' })),
  one('appointment', () => ({ byAppointment: true })),
  one('([+-]?\\d?[A-Z]{2}(?:[,-][+-]?\\d?[A-Z]{2})*)', ([, days = '']) => daysOf(days)),
]

function daysOf(text: string): Fields {
  const days = text.split(',').flatMap(part => {
    const [first = '', last] = /^[A-Z]{2}-[A-Z]{2}$/.test(part) ? part.split('-') : [part]
    if (last === undefined) return [first]
    const [from, to] = [CODES.indexOf(first), CODES.indexOf(last)]
    const count = (((to - from) % 7) + 7) % 7
    return Array.from({ length: count + 1 }, (_, at) => CODES[(from + at) % 7] ?? '')
  })
  if (days.some(day => !/^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$/.test(day)))
    throw new SyntaxError(`“${text}” are no days: write them like MO-FR, MO,TH or 1TU.`)
  return { freq: days.some(day => day.length > 2) ? 'MONTHLY' : 'WEEKLY', byday: days.join(',') }
}

/** @throws SyntaxError naming the part that is not understood. */
export function schedulesFromShort(text: string): Schedule[] {
  return (text.match(/(?:"[^"]*"|[^;"])+/g) ?? []).flatMap(entry => {
    let rest = entry.trim()
    if (rest === '') return []
    let fields: Fields = {}
    while (rest !== '') {
      const reader = readers.find(([form]) => form.test(rest))
      const found = reader?.[0].exec(rest)
      if (!reader || !found) throw new SyntaxError(`“${rest}” is not understood in the opening time “${entry.trim()}”.`)
      fields = { ...fields, ...reader[1](found) }
      rest = rest.slice(found[0].length).trim()
    }
    return [known<Schedule>(fields)]
  })
}
