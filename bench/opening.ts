/**
 * How long it takes to know when services are open: two weeks of spans, and the state now, for SERVICES (20,000) services of mixed schedules. Pure computing, one
 * process; the first pass reads every schedule anew, as an index does that has just been built.
 *
 * Prints JSON in milliseconds of processor time.
 */
import { calendarOf, schedulesFromShort, spansBetween, stateAt } from '../src/capabilities/directory/opening/opening.ts'

const services = Number(process.env.SERVICES ?? 20_000)
const DAY_MS = 86_400_000
const kinds = [
  'MO-FR 09:00-17:00',
  'MO-FR 09:00-12:00; MO-FR 13:00-17:00; closed 2026-12-24..2027-01-02',
  'FR 22:00-06:00; SA 22:00-06:00 bank-holidays as usual',
  'TU 10:00-12:00 every 2 weeks from 2026-11-17',
  '1TU 14:00-16:00; -1FR 18:00-20:00',
  'WE 15:30-17:00 term-time bank-holidays closed',
  'every day 24h bank-holidays as usual',
  'appointment; TU 10:00-12:00',
  '"Ring for times"',
  '',
]
const calendar = calendarOf('england-and-wales', [
  { startsOn: '2026-09-02', endsOn: '2026-10-23' },
  { startsOn: '2026-11-02', endsOn: '2026-12-18' },
])
const from = Date.parse('2026-12-18T12:00:00Z')
const schedules = Array.from({ length: services }, (_, at) => schedulesFromShort(kinds[at % kinds.length] ?? ''))

/** Processor time, which others on the machine do not lengthen: nothing is waited for here. */
const milliseconds = (work: () => unknown): number => {
  const before = process.cpuUsage()
  work()
  return Math.round(process.cpuUsage(before).user / 100) / 10
}
const twoWeeks = () => {
  for (const each of schedules) spansBetween(each, calendar, from, from + 14 * DAY_MS)
}
const figures = {
  services,
  twoWeeksOfSpansFirst: milliseconds(twoWeeks),
  twoWeeksOfSpansAgain: milliseconds(twoWeeks),
  stateNow: milliseconds(() => {
    for (const each of schedules) stateAt(each, calendar, new Date(from))
  }),
}
console.log(JSON.stringify(figures, null, 2))
