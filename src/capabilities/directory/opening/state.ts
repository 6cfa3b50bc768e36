import type { Schedule } from '../listed-service.ts'
import type { Calendar } from './calendar.ts'
import type { Because, DoubtfulSpan, Opening } from './spans.ts'
import { spansBetween } from './spans.ts'

/** Whether it is open at one moment, and what comes next. Pure. */

/** The answer at a moment, as data: `opening-words.ts` says it in words. */
export type OpeningState = {
  readonly state: 'open' | 'closed' | 'by-appointment' | 'not-known'
  /** When it is open: until when. Left out when that lies beyond what was looked at (day and night), so nothing is said of it. */
  readonly closesAt?: Date
  /** When it is not open: the start of the first span after now. */
  readonly opensNextAt?: Date
  /** When it is not known: why. */
  readonly because?: Because
  /** What is in doubt between now and the next opening, or from the closing on. */
  readonly doubt?: { readonly from: Date; readonly because: Because }
}

const DAY_MS = 86_400_000
const LOOK_AHEAD_DAYS = 14
/** A pattern that comes once a year is still found. */
const LONGEST_LOOK_AHEAD_DAYS = 400

/** The state at `now`, out of an opening that was worked out for a time around it (an index keeps those). */
export function stateFrom(opening: Opening, now: number, untilMs: number): OpeningState {
  const { spans, appointments, doubts } = opening
  const current = spans.find(([opensAt, closesAt]) => opensAt <= now && now < closesAt)
  if (current) {
    const doubt = covering(doubts, current[1])
    if (current[1] >= untilMs) return { state: 'open' }
    return { state: 'open', closesAt: new Date(current[1]), ...(doubt && { doubt: saying(doubt, current[1]) }) }
  }
  const next = spans.find(([opensAt]) => opensAt > now)
  const opensNextAt = next && { opensNextAt: new Date(next[0]) }
  const doubtful = covering(doubts, now)
  if (doubtful) return { state: 'not-known', because: doubtful.because, ...opensNextAt }
  if (opening.knowledge === 'not-known' && doubts.length === 0 && !next)
    return { state: 'not-known', because: { key: 'no-times' } }
  const atAppointment = appointments.some(([from, to]) => from <= now && now < to)
  if (atAppointment || (appointments.length > 0 && !next)) return { state: 'by-appointment', ...opensNextAt }
  const ahead = doubts.find(({ fromMs }) => fromMs > now && (next === undefined || fromMs < next[0]))
  return { state: 'closed', ...opensNextAt, ...(ahead && { doubt: saying(ahead, ahead.fromMs) }) }
}

const covering = (doubts: readonly DoubtfulSpan[], atMs: number): DoubtfulSpan | undefined =>
  doubts.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)

const saying = ({ because }: DoubtfulSpan, fromMs: number) => ({ from: new Date(fromMs), because })

/** The state at a moment. Looks two weeks ahead, and further only when nothing opens in them. */
export function stateAt(schedules: readonly Schedule[], calendar: Calendar, now: Date): OpeningState {
  const nowMs = now.getTime()
  const untilMs = nowMs + LOOK_AHEAD_DAYS * DAY_MS
  const opening = spansBetween(schedules, calendar, nowMs, untilMs)
  const found = stateFrom(opening, nowMs, untilMs)
  if (found.state === 'open' || found.opensNextAt || opening.knowledge === 'not-known') return found
  const farMs = nowMs + LONGEST_LOOK_AHEAD_DAYS * DAY_MS
  return stateFrom(spansBetween(schedules, calendar, nowMs, farMs), nowMs, farMs)
}
