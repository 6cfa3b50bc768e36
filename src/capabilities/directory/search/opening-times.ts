import type { Schedule } from '../listed-service.ts'
import { type Calendar, type Opening, type OpeningState, spansBetween, stateAt, stateFrom } from '../opening/opening.ts'
import { grown } from './grown.ts'

/**
 * When services are open, worked out ahead and kept: one entry for each distinct set of schedules, since many services share theirs. The answer for a
 * moment holds until something changes (it opens, closes, or falls into doubt); as long as nothing changes for any, a search only reads one byte.
 */

const HOUR_MS = 3_600_000
/** Worked out this far ahead; spread over a day so that not all are worked out anew at once. */
const AHEAD_MS = 48 * HOUR_MS
const SPREAD_MS = 24 * HOUR_MS
/** Times mostly stand at quarters of hours: what is worked out ahead ends at one, too. */
const QUARTER_MS = HOUR_MS / 4
const MOST_SHOWN = 5000

export const OPENING = { open: 1, laterToday: 2, closed: 3, notKnown: 4 } as const

export class OpeningTimes {
  calendar: Calendar
  readonly #schedules: readonly string[]
  #kept: (Opening | undefined)[] = []
  /** Until when what is kept reaches. */
  #reaches = new Float64Array(256)
  /**
   * Four numbers a schedule, side by side because they are read together: between which moments its state holds, the state, and when it opens next
   * (now when it is open, Infinity when that is not known).
   */
  #now = new Float64Array(4 * 256)
  /** What `at` answers, between two moments between which no answer changes; 0 where it was not asked yet. */
  #states = new Uint8Array(256)
  #statesFrom = 0
  #statesTo = 0

  /** Whole answers of those shown lately; good as long as nothing about them changes. */
  readonly #shown = new Map<number, { from: number; state: OpeningState }>()

  constructor(schedules: readonly string[], calendar: Calendar) {
    this.#schedules = schedules
    this.calendar = calendar
  }

  /** One of OPENING; by appointment counts as not known, because it may be possible. */
  at(schedule: number, now: number): number {
    if (now < this.#statesFrom || now >= this.#statesTo) {
      this.#states.fill(0)
      this.#statesFrom = now
      this.#statesTo = this.calendar.dayAt(now).endMs
    }
    return this.#states[schedule] || this.#ask(schedule, now)
  }

  #ask(schedule: number, now: number): number {
    if (schedule >= this.#reaches.length) this.#grow(schedule)
    const at = 4 * schedule
    if (now < (this.#now[at] as number) || now >= (this.#now[at + 1] as number)) this.#workOut(schedule, now)
    this.#statesTo = Math.min(this.#statesTo, this.#now[at + 1] as number)
    const state = this.#now[at + 2] as number
    const isToday = state === OPENING.closed && (this.#now[at + 3] as number) < this.calendar.dayAt(now).endMs
    this.#states[schedule] = isToday ? OPENING.laterToday : state
    return this.#states[schedule] as number
  }

  /** When it opens next, or opened when it is open now. Ask `at` first. */
  opensAt(schedule: number): number {
    return this.#now[4 * schedule + 3] as number
  }

  /** The whole answer, for the few that are shown. */
  stateOf(schedule: number, now: Date): OpeningState {
    const moment = now.getTime()
    this.at(schedule, moment)
    const kept = this.#shown.get(schedule)
    if (kept && kept.from <= moment && moment < (this.#now[4 * schedule + 1] as number)) return kept.state
    const state = stateAt(this.#read(schedule), this.calendar, now)
    if (this.#shown.size >= MOST_SHOWN) this.#shown.clear()
    this.#shown.set(schedule, { from: moment, state })
    return state
  }

  /** Works some out before anybody asks. @returns the next one to begin with; undefined when all are done. */
  prepare(from: number, count: number, now: number): number | undefined {
    const to = Math.min(from + count, this.#schedules.length)
    for (let schedule = from; schedule < to; schedule++) this.at(schedule, now)
    return to < this.#schedules.length ? to : undefined
  }

  get bytes(): number {
    return this.#reaches.length * 41 + this.#kept.length * 300
  }

  #read(schedule: number): Schedule[] {
    return JSON.parse(this.#schedules[schedule] as string) as Schedule[]
  }

  #grow(schedule: number): void {
    this.#reaches = grown(this.#reaches, schedule + 1)
    this.#now = grown(this.#now, 4 * this.#reaches.length)
    this.#states = grown(this.#states, this.#reaches.length)
  }

  #workOut(schedule: number, now: number): void {
    let opening = this.#kept[schedule]
    const reaches = this.#reaches[schedule] as number
    const ahead = AHEAD_MS + ((schedule * 7919 * 997) % SPREAD_MS)
    if (!opening || now >= reaches - HOUR_MS || now < reaches - ahead) {
      const until = Math.ceil((now + ahead) / QUARTER_MS) * QUARTER_MS
      opening = spansBetween(this.#read(schedule), this.calendar, now, until)
      this.#kept[schedule] = opening
      this.#reaches[schedule] = until
    }
    const state = stateFrom(opening, now, this.#reaches[schedule] as number)
    this.#now[4 * schedule] = now
    this.#now[4 * schedule + 1] = nextChange(opening, now, this.#reaches[schedule] as number)
    this.#now[4 * schedule + 2] =
      state.state === 'open' ? OPENING.open : state.state === 'closed' ? OPENING.closed : OPENING.notKnown
    this.#now[4 * schedule + 3] = state.state === 'open' ? now : (state.opensNextAt?.getTime() ?? Infinity)
  }
}

/** The first moment after now at which anything about an opening changes. */
function nextChange({ spans, appointments, doubts }: Opening, now: number, reaches: number): number {
  let next = reaches - HOUR_MS
  const consider = (at: number) => {
    if (at > now && at < next) next = at
  }
  for (const [from, to] of [...spans, ...appointments]) {
    consider(from)
    consider(to)
  }
  for (const { fromMs, toMs } of doubts) {
    consider(fromMs)
    consider(toMs)
  }
  return Math.max(next, now + 1)
}
