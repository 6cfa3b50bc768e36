import { clockInWords } from '../../../design/time-in-words.ts'
import { type Say, wording } from '../../../design/wording.ts'
import { type Language, languages } from '../../../kernel/language.ts'
import type { Because } from './spans.ts'
import type { OpeningState } from './state.ts'
import ar from './strings.ar.json' with { type: 'json' }
import en from './strings.en.json' with { type: 'json' }

/** The opening of a service in a reader's language. Pure. Times are those of the place. */

export const openingStrings = wording({ en, ar })
export type OpeningKey = keyof typeof en

const ZONE = 'Europe/London'
const DAY_MS = 86_400_000

/** How times and days are written in a language. Digits are the ones of phone numbers and postcodes, in Arabic too. */
export type Clock = {
  readonly language: Language
  readonly say: Say<OpeningKey>
  /** "9:30 am", from 'HH:MM'. */
  time(time: string): string
  timeAt(at: Date): string
  /** "Monday" */
  weekday(on: string): string
  /** "28 December 2026" */
  date(on: string): string
  /** "Monday 28 December" */
  weekdayAndDate(on: string): string
  /** "a, b and c" */
  listed(items: readonly string[]): string
}

const formatter = (language: Language, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : `${languages[language].tag}-u-nu-latn`, options)

const wallClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const calendarDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

const madeClock = (language: Language): Clock => {
  const say = openingStrings(language)
  const weekday = formatter(language, { weekday: 'long', timeZone: 'UTC' })
  const date = formatter(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  const dayMonth = formatter(language, { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const list = new Intl.ListFormat(languages[language].tag, { type: 'conjunction' })
  const noon = (on: string) => new Date(`${on}T12:00:00Z`)
  const time = (given: string) =>
    clockInWords({ hour: Number(given.slice(0, 2)), minute: Number(given.slice(3, 5)) }, language)
  return {
    language,
    say,
    time,
    timeAt: at => time(wallClock.format(at)),
    weekday: on => weekday.format(noon(on)),
    date: on => date.format(noon(on)),
    weekdayAndDate: on => `${weekday.format(noon(on))} ${dayMonth.format(noon(on))}`,
    listed: items => list.format(items),
  }
}

const clocks = new Map((Object.keys(languages) as Language[]).map(language => [language, madeClock(language)]))

export const clockOf = (language: Language): Clock => clocks.get(language) as Clock

const dayOf = (at: Date): string => calendarDay.format(at)
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS

/** "today", "tomorrow", "Monday", "Monday 28 December": the day as seen from now. */
export function dayInWords(on: string, now: Date, clock: Clock): string {
  const days = daysBetween(dayOf(now), on)
  if (days === 0) return clock.say('today')
  if (days === 1) return clock.say('tomorrow')
  return days > 1 && days < 7 ? clock.weekday(on) : clock.weekdayAndDate(on)
}

/** "today at 9 am", "Monday at 9 am". */
function opensInWords(at: Date, now: Date, clock: Clock): string {
  const on = dayOf(at)
  const days = daysBetween(dayOf(now), on)
  const time = clock.timeAt(at)
  if (days === 0) return clock.say('todayAt', { time })
  if (days === 1) return clock.say('tomorrowAt', { time })
  return clock.say('dayAt', { day: dayInWords(on, now, clock), time })
}

/** "5 pm", "6 am tomorrow", "midnight", "6 am on Monday". */
function closesInWords(at: Date, now: Date, clock: Clock): string {
  const days = daysBetween(dayOf(now), dayOf(at))
  const time = clock.timeAt(at)
  const isMidnight = wallClock.format(at) === '00:00'
  if (days === 0) return time
  if (days === 1) return isMidnight ? clock.say('midnightTonight') : clock.say('untilTomorrow', { time })
  // Midnight ends the day before it.
  const day = isMidnight ? dayOf(new Date(at.getTime() - DAY_MS / 2)) : dayOf(at)
  return clock.say('untilDay', { time, day: dayInWords(day, now, clock) })
}

/** A reason as the end of a sentence: "it is a bank holiday (Christmas Day). Ring first". */
export function reasonInWords({ key, name, on }: Because, clock: Clock): string {
  const values = {
    name: name === undefined ? '' : clock.say(`holiday.${name}` as OpeningKey) || name,
    date: on ? clock.date(on) : '',
  }
  return clock.say(`why.${key}`, values)
}

/** What is to be said of the opening: the answer, and what else somebody should know before they set out. */
export function openingSaid(state: OpeningState, now: Date, language: Language): { answer: string; more: string[] } {
  const clock = clockOf(language)
  const { say } = clock
  const { closesAt, opensNextAt, because, doubt } = state
  const opens = opensNextAt && opensInWords(opensNextAt, now, clock)
  const more: string[] = []
  if (state.state === 'open') {
    if (doubt) more.push(say('thenNotKnown', { why: reasonInWords(doubt.because, clock) }))
    return {
      answer: closesAt ? say('openUntil', { when: closesInWords(closesAt, now, clock) }) : say('openDayAndNight'),
      more,
    }
  }
  if (doubt) {
    const when = dayInWords(dayOf(doubt.from), now, clock)
    more.push(say('laterNotKnown', { when: sentence(when), why: reasonInWords(doubt.because, clock) }))
  }
  if (state.state === 'by-appointment')
    return { answer: opens ? say('byAppointmentOpens', { when: opens }) : say('byAppointment'), more }
  if (state.state === 'closed') return { answer: opens ? say('closedOpens', { when: opens }) : say('closed'), more }
  if (opens) more.push(say('opensForCertain', { when: opens }))
  if (because === undefined || because.key === 'no-times') return { answer: say('notKnownAtAll'), more }
  if (because.key === 'words-only' && !opens) return { answer: say('wordsOnly'), more }
  return { answer: say('notKnown', { why: reasonInWords(because, clock) }), more }
}

/** The words as the beginning of a sentence. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The answer alone: "Open now until 5 pm", "Closed. Opens Monday at 9 am", "By appointment", "Opening times not known". */
export const openingInWords = (state: OpeningState, now: Date, language: Language): string =>
  openingSaid(state, now, language).answer
