import type { Schedule } from '../listed-service.ts'
import { scheduleInWords } from './schedule-in-words.ts'

/**
 * A schedule in the words of HSDS 3 and ORUK 3.0, and what those have no field for as plain sentences at the end of its notes: readable to people who use
 * another system, and read back exactly here, so that a feed of ours gives the same opening. Pure.
 */

type Meaning = Pick<Schedule, 'byAppointment' | 'bankHolidays' | 'school' | 'exception'>

/** What each sentence of ours means. */
const SENTENCES: readonly (readonly [sentence: string, meaning: Meaning])[] = [
  ['Exception: closed on these days.', { exception: 'closed' }],
  ['Exception: these hours instead of the usual ones.', { exception: 'different hours' }],
  ['Exception: open besides the usual hours.', { exception: 'extra hours' }],
  ['Only by appointment.', { byAppointment: true }],
  ['Open as usual on bank holidays.', { bankHolidays: 'as usual' }],
  ['Closed on bank holidays.', { bankHolidays: 'closed' }],
  ['On bank holidays only.', { bankHolidays: 'only' }],
  ['In school terms only.', { school: 'term time only' }],
  ['In school holidays only.', { school: 'holidays only' }],
]

const has = (schedule: Schedule, meaning: Meaning): boolean =>
  Object.entries(meaning).every(([key, value]) => schedule[key as keyof Meaning] === value)

const earlier = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

/**
 * The fields of a schedule object, ids and links apart. HSDS has `until`, ORUK 3.0 does not: the last day goes out as `valid_to`, which means the same.
 * An exception says in its description what it is, because it would else be read as a usual time.
 */
export function scheduleFields(schedule: Schedule): Record<string, string | number | undefined> {
  const { description, notes, exception } = schedule
  const sentences = SENTENCES.filter(([, meaning]) => has(schedule, meaning)).map(([sentence]) => sentence)
  return {
    valid_from: schedule.validFromOn,
    valid_to: earlier(schedule.validToOn, schedule.untilOn),
    dtstart: schedule.startsOn,
    freq: schedule.freq,
    interval: schedule.interval,
    byday: schedule.byday,
    bymonthday: schedule.bymonthday,
    opens_at: schedule.opensAtTime,
    closes_at: schedule.closesAtTime,
    description: description ?? (exception ? scheduleInWords(schedule) : undefined),
    notes: [notes, sentences.join(' ')].filter(Boolean).join('\n') || undefined,
    schedule_link: schedule.link,
    attending_type: schedule.attending,
  }
}

/** Reads our own sentences back out of the notes, and leaves the notes without them. */
export function withSentencesRead(schedule: Schedule): Schedule {
  if (schedule.notes === undefined) return schedule
  let { notes } = schedule
  const meaning: Meaning = {}
  for (const [sentence, means] of SENTENCES)
    if (notes.includes(sentence)) {
      notes = notes.replace(sentence, '')
      Object.assign(meaning, means)
    }
  if (Object.keys(meaning).length === 0) return schedule
  const { notes: _, description, ...rest } = schedule
  const kept = notes.replace(/[ \t]+\n|\n[ \t]+/g, '\n').trim()
  const read: Schedule = { ...rest, ...meaning, ...(kept !== '' && { notes: kept }) }
  const saysItself = description === undefined || description === scheduleInWords(read)
  return saysItself ? read : { ...read, description }
}

const APPOINTMENT =
  /\b(by|with) (prior )?appointment only\b|\bappointments? only\b|^(strictly )?by (prior )?appointment\.?$|^appointment (is )?(needed|necessary|required)\.?$/i
const TERM_TIME = /\bterm[- ]?time only\b|\b(during|in) term[- ]?time\b(?!.*\bholiday)/i
const SCHOOL_HOLIDAYS = /\bschool holidays only\b|\b(during|in) (the )?school holidays only\b/i
const NOT_ON_BANK_HOLIDAYS =
  /\b(closed|not open|not available|not running|excluding|except(ing)?( for)?|excl\.?|no (service|sessions?|group))( on| during| over)?( all)?( public (and|or|\/)| the)? ?(bank|public) holidays?\b/i
const ON_BANK_HOLIDAYS =
  /\b(including|incl\.?|open( as usual)?)( on| during)?( all| the)?( public (and|or)| bank (and|or))? ?(bank|public) holidays?\b/i
const DAY_AND_NIGHT =
  /^(open )?24 ?(hours?|hrs?)( a day| per day)?([,;]? ?(7|seven) days( a| per)? ?week)?\.?$|^24\/7\.?$/i

/**
 * What other publishers say in words because the standards have no field for it. Only phrases that can be read in one way; the words are kept.
 * @returns the schedule with what was read, and what that was, in words.
 */
export function withWordsRead(schedule: Schedule): { schedule: Schedule; read: readonly string[] } {
  const words = [schedule.description, schedule.notes].filter(Boolean).join(' ').trim()
  if (words === '' || schedule.exception) return { schedule, read: [] }
  const { byAppointment, school, bankHolidays, freq, byday, bymonthday, opensAtTime, closesAtTime } = schedule
  const isWordsOnly = !freq && !byday && !bymonthday && !opensAtTime && !closesAtTime
  const found: Partial<Schedule> = {}
  const read: string[] = []
  const take = (says: string, fields: Partial<Schedule>) => {
    Object.assign(found, fields)
    read.push(says)
  }
  if (!byAppointment && APPOINTMENT.test(words)) take('by appointment', { byAppointment: true })
  if (!school && TERM_TIME.test(words)) take('in school terms only', { school: 'term time only' })
  else if (!school && SCHOOL_HOLIDAYS.test(words)) take('in school holidays only', { school: 'holidays only' })
  if (isWordsOnly && DAY_AND_NIGHT.test(words))
    take('every day, day and night', {
      freq: 'WEEKLY',
      byday: 'MO,TU,WE,TH,FR,SA,SU',
      opensAtTime: '00:00',
      closesAtTime: '24:00',
    })
  if (!bankHolidays && NOT_ON_BANK_HOLIDAYS.test(words))
    take(
      'closed on bank holidays',
      isWordsOnly ? { exception: 'closed', bankHolidays: 'only' } : { bankHolidays: 'closed' },
    )
  else if (!bankHolidays && !isWordsOnly && ON_BANK_HOLIDAYS.test(words))
    take('open on bank holidays as usual', { bankHolidays: 'as usual' })
  return { schedule: { ...schedule, ...found }, read }
}
