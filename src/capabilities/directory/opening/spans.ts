import type { Schedule } from '../listed-service.ts'
import { type Calendar, type Day, firstInstant, lastInstant } from './calendar.ts'
import { type Doubt, type Pattern, patternOf } from './pattern.ts'

/**
 * When a listed service is open: what its schedules mean on the clocks and in the calendar of the place. Pure, and cheap enough for a whole directory.
 * The published table of cases (docs/opening-times.md) is its test. What is not known is never closed.
 */

/** A stretch of time in which it is not known whether it is open, and why. `name` is the bank holiday or festival, `on` the day. */
export type DoubtfulSpan = {
  readonly fromMs: number
  readonly toMs: number
  readonly because: Because
}
export type Because = { readonly key: Doubt; readonly name?: string; readonly on?: string }

/** What is known of the opening in a stretch of time. */
export type Opening = {
  /** Whole spans that touch the time asked about, in order, none touching another: [opens, closes) as epoch milliseconds. */
  readonly spans: readonly (readonly [opensAtMs: number, closesAtMs: number])[]
  /** When people can come by appointment. */
  readonly appointments: readonly (readonly [number, number])[]
  /** In these stretches, outside the spans, nothing is known: never say "closed". */
  readonly doubts: readonly DoubtfulSpan[]
  /**
   * 'known': the spans are the truth outside the doubts. 'not-known': nothing usable was given. 'by-appointment': only appointments.
   * 'always': open all of the time asked about.
   */
  readonly knowledge: 'known' | 'not-known' | 'by-appointment' | 'always'
}

type Span = [number, number]
type Gathered = { spans: Span[]; appointments: Span[]; doubts: DoubtfulSpan[] }

type Compiled = {
  readonly regular: readonly Pattern[]
  readonly exceptions: readonly Pattern[]
  /** The last day any pattern speaks of. */
  readonly lastDay: number
  readonly hasBankHolidayHours: boolean
  readonly knowledge: 'known' | 'not-known' | 'by-appointment'
  /** The same schedules location by location, where an exception holds at one of them only. */
  readonly parts: readonly (readonly Schedule[])[]
}

const compiled = new WeakMap<readonly Schedule[], Compiled>()

function compile(schedules: readonly Schedule[]): Compiled {
  const kept = compiled.get(schedules)
  if (kept) return kept
  const patterns = schedules.flatMap(schedule => patternOf(schedule) ?? [])
  const regular = patterns.filter(({ kind }) => kind === 'regular')
  const openers = patterns.filter(({ kind }) => kind === 'regular' || kind === 'extra')
  const timed = patterns.some(each => each.kind !== 'closed' && !each.byAppointment && !each.timesDoubt)
  const made: Compiled = {
    regular,
    exceptions: patterns.filter(({ kind }) => kind !== 'regular'),
    hasBankHolidayHours: regular.some(({ bankHolidays }) => bankHolidays === 'only'),
    lastDay: Math.max(...openers.map(({ to }) => to)),
    parts: patterns.length > 0 ? partsOf(schedules) : [],
    knowledge: timed ? 'known' : openers.some(({ byAppointment }) => byAppointment) ? 'by-appointment' : 'not-known',
  }
  compiled.set(schedules, made)
  return made
}

/** The schedules that hold at one location: its own patterns, or the service's where it has none; exceptions of both. */
export function schedulesAt(schedules: readonly Schedule[], locationId: string): Schedule[] {
  const own = schedules.filter(each => each.locationId === locationId && patternOf(each) !== undefined)
  const hasOwn = own.some(({ exception }) => exception === undefined || exception === 'extra hours')
  const ofAll = schedules.filter(each => each.locationId === undefined)
  return [...own, ...(hasOwn ? ofAll.filter(({ exception }) => exception !== undefined) : ofAll)]
}

/** What is closed on a day at one location says nothing of the others. */
function partsOf(schedules: readonly Schedule[]): (readonly Schedule[])[] {
  if (!schedules.some(({ exception, locationId }) => exception !== undefined && locationId !== undefined)) return []
  const locationIds = new Set(schedules.flatMap(({ locationId }) => locationId ?? []))
  const ofAll = schedules.filter(({ locationId }) => locationId === undefined)
  const atOthers = ofAll.some(({ exception }) => exception === undefined) ? [ofAll] : []
  return [...[...locationIds].map(locationId => schedulesAt(schedules, locationId)), ...atOthers]
}

/** When it is open between two instants, at any of its locations. */
export function spansBetween(
  schedules: readonly Schedule[],
  calendar: Calendar,
  fromMs: number,
  toMs: number,
): Opening {
  const read = compile(schedules)
  const parts = read.parts.length > 0 ? read.parts.map(compile) : [read]
  const gathered: Gathered = { spans: [], appointments: [], doubts: [] }
  if (read.regular.length === 0 && read.exceptions.length === 0)
    return { ...gathered, doubts: [{ fromMs, toMs, because: { key: 'no-times' } }], knowledge: 'not-known' }
  const last = calendar.dayAt(toMs - 1).number
  // A span of the day before may reach into the first.
  for (let number = calendar.dayAt(fromMs).number - 1; number <= last; number++)
    for (const part of parts) gatherDay(part, calendar.day(number), calendar, gathered)
  const touches = ([starts, ends]: readonly [number, number]) => ends > fromMs && starts < toMs
  const spans = joined(gathered.spans.filter(touches))
  const doubts = joinedDoubts(gathered.doubts.filter(({ fromMs: starts, toMs: ends }) => touches([starts, ends])))
  const always = spans.length === 1 && spans[0] !== undefined && spans[0][0] <= fromMs && spans[0][1] >= toMs
  return {
    spans,
    appointments: joined(gathered.appointments.filter(touches)),
    doubts,
    knowledge: always && doubts.length === 0 ? 'always' : read.knowledge,
  }
}

/** The spans that open on one day, each as its schedule gives it (overlapping ones are not made one). */
export function spansOn(schedules: readonly Schedule[], calendar: Calendar, day: Day): readonly Span[] {
  const gathered: Gathered = { spans: [], appointments: [], doubts: [] }
  gatherDay(compile(schedules), day, calendar, gathered)
  return gathered.spans
}

/** Everything one day brings: it owns the spans that open on it, also where they close the next day. */
function gatherDay(read: Compiled, day: Day, calendar: Calendar, into: Gathered): void {
  if (read.exceptions.length === 0) {
    gatherUsual(read, undefined, day, calendar, into)
    return
  }
  const dated = read.exceptions.filter(({ bankHolidays, runsOn }) => bankHolidays !== 'only' && runsOn(day) !== false)
  const extras = dated.filter(({ kind }) => kind === 'extra')
  const replacing = narrowest(dated.filter(({ kind }) => kind !== 'extra'))
  if (replacing.length > 0) {
    replace(replacing, day, calendar, into)
    const length = lengthOf(replacing[0] as Pattern)
    for (const extra of extras) if (lengthOf(extra) <= length) add(extra, day, calendar, into)
    return
  }
  for (const extra of extras) add(extra, day, calendar, into)
  const ofHolidays = read.exceptions.filter(each => each.bankHolidays === 'only' && each.runsOn(day) !== false)
  const instead = ofHolidays.filter(({ kind }) => kind !== 'extra')
  const { bankHoliday } = day
  const isBankHoliday = bankHoliday !== undefined && bankHoliday !== 'not-known'
  if (bankHoliday === 'not-known')
    for (const each of ofHolidays)
      if (each.kind !== 'closed') doubt(each, day, calendar, { key: 'bank-holidays-not-published', on: day.on }, into)
  if (isBankHoliday) for (const each of ofHolidays) if (each.kind === 'extra') add(each, day, calendar, into)
  if (isBankHoliday && instead.length > 0) replace(narrowest(instead), day, calendar, into)
  else {
    gatherUsual(read, instead.length > 0 ? 'closed' : undefined, day, calendar, into)
  }
}

/** The patterns of a day on which no exception holds instead; `rule` is what holds on bank holidays for those that say nothing of them. */
function gatherUsual(
  read: Compiled,
  rule: Schedule['bankHolidays'],
  day: Day,
  calendar: Calendar,
  into: Gathered,
): void {
  // Who gives hours for bank holidays says with it that the usual ones do not hold then.
  const silent = rule ?? (read.hasBankHolidayHours ? 'closed' : undefined)
  for (const pattern of read.regular) gatherRegular(pattern, pattern.bankHolidays ?? silent, day, calendar, into)
  if (day.number > read.lastDay) doubtDay(day, endedOn(read.lastDay, calendar), into)
}

const endedOn = (lastDay: number, calendar: Calendar): Because =>
  lastDay === -Infinity ? { key: 'no-times' } : { key: 'times-ended', on: calendar.day(lastDay).on }

/** What bank holidays, terms and missing words make of a pattern on a day it may run. */
function gatherRegular(
  pattern: Pattern,
  onBankHolidays: Schedule['bankHolidays'],
  day: Day,
  calendar: Calendar,
  into: Gathered,
): void {
  const runs = pattern.runsOn(day)
  if (runs === false) return
  const special = specialOf(day)
  if (runs !== true) doubt(pattern, day, calendar, { key: runs }, into)
  else if (pattern.byAppointment || onBankHolidays === 'as usual') add(pattern, day, calendar, into)
  else if (special === undefined) {
    if (onBankHolidays !== 'only') add(pattern, day, calendar, into)
  } else if (onBankHolidays === undefined) {
    // On such a day other hours are as likely as none, so the whole day is in doubt, not only the usual hours.
    doubtDay(day, special, into)
    doubt(pattern, day, calendar, special, into)
  } else if (special.key !== 'bank-holiday') doubt(pattern, day, calendar, special, into)
  else if (onBankHolidays === 'only') add(pattern, day, calendar, into)
}

/** What makes the day one on which usual hours may not hold. */
function specialOf({ bankHoliday, festival, on }: Day): Because | undefined {
  if (bankHoliday === 'not-known') return { key: 'bank-holidays-not-published', on }
  if (bankHoliday !== undefined) return { key: 'bank-holiday', name: bankHoliday, on }
  return festival === undefined ? undefined : { key: 'festival', name: festival, on }
}

const lengthOf = ({ from, to }: Pattern): number => to - from

/** Of several exceptions for one day those said for the fewest days: they were said with this day in mind. */
function narrowest(exceptions: readonly Pattern[]): readonly Pattern[] {
  if (exceptions.length < 2) return exceptions
  const shortest = Math.min(...exceptions.map(lengthOf))
  return exceptions.filter(
    each => lengthOf(each) === shortest || (shortest === Infinity && lengthOf(each) === Infinity),
  )
}

/** Exceptions in the place of the usual hours. */
function replace(exceptions: readonly Pattern[], day: Day, calendar: Calendar, into: Gathered): void {
  const kinds = new Set(exceptions.map(({ kind }) => kind))
  if (kinds.size > 1) doubtDay(day, { key: 'entries-disagree', on: day.on }, into)
  else
    for (const each of exceptions) {
      const runs = each.runsOn(day)
      if (runs !== true && runs !== false) doubtDay(day, { key: runs }, into)
      else if (runs && each.kind === 'different') add(each, day, calendar, into)
    }
}

/** The pattern's hours on the day, as far as its times are known. */
function add(pattern: Pattern, day: Day, calendar: Calendar, into: Gathered): void {
  const { opens, closes, timesDoubt, byAppointment } = pattern
  if (byAppointment && timesDoubt) into.appointments.push([day.startMs, day.endMs])
  else if (timesDoubt) doubt(pattern, day, calendar, { key: timesDoubt }, into)
  else {
    const span = spanOf(day, opens ?? 0, closes ?? 0, calendar)
    if (span[0] < span[1]) (byAppointment ? into.appointments : into.spans).push(span)
  }
}

export const spanOf = (day: Day, opens: number, closes: number, calendar: Calendar): Span => [
  firstInstant(day, opens),
  closes > 1440 ? lastInstant(calendar.day(day.number + 1), closes - 1440) : lastInstant(day, closes),
]

/** The part of the day in which the pattern may have it open. */
function doubt(pattern: Pattern, day: Day, calendar: Calendar, because: Because, into: Gathered): void {
  const { opens, closes, timesDoubt } = pattern
  let [fromMs, toMs] = [day.startMs, day.endMs]
  if (timesDoubt === 'closing-not-known') fromMs = firstInstant(day, opens ?? 0)
  else if (timesDoubt === 'opening-not-known') toMs = lastInstant(day, closes ?? 1440)
  else if (!timesDoubt) [fromMs, toMs] = spanOf(day, opens ?? 0, closes ?? 0, calendar)
  if (fromMs < toMs) into.doubts.push({ fromMs, toMs, because })
}

function doubtDay(day: Day, because: Because, into: Gathered): void {
  into.doubts.push({ fromMs: day.startMs, toMs: day.endMs, because })
}

/** Spans in order, with those that overlap or touch made one. */
function joined(spans: Span[]): Span[] {
  if (spans.length < 2) return spans
  spans.sort((a, b) => a[0] - b[0])
  const found: Span[] = []
  for (const span of spans) {
    const before = found.at(-1)
    if (before && span[0] <= before[1]) before[1] = Math.max(before[1], span[1])
    else found.push([span[0], span[1]])
  }
  return found
}

/** Doubts in order; those of one reason that touch made one. */
function joinedDoubts(doubts: DoubtfulSpan[]): DoubtfulSpan[] {
  if (doubts.length < 2) return doubts
  doubts.sort((a, b) => a.fromMs - b.fromMs)
  const found: DoubtfulSpan[] = []
  for (const each of doubts) {
    const at = found.findIndex(({ toMs, because }) => each.fromMs <= toMs && sameReason(because, each.because))
    const before = found[at]
    if (before) found[at] = { ...before, toMs: Math.max(before.toMs, each.toMs) }
    else found.push(each)
  }
  return found
}

const sameReason = (a: Because, b: Because): boolean =>
  a.key === b.key && a.name === b.name && (a.on === b.on || a.key === 'bank-holidays-not-published')
