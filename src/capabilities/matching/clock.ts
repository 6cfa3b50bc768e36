/** A day and a time of day as people type them, and back. */
import { readDate } from '../../design/form.ts'
import { instantAt, localTime } from '../../kernel/local-time.ts'
import { asTyped } from '../../platform/http/typed.ts'

const dayNumber = (on: string): number => Date.parse(`${on}T00:00:00Z`) / 86_400_000

/** Reads a time of day as people write it: "14:30", "2 pm", "2.30pm", "9". Minutes since midnight, or null. */
export const readClock = (typed: string): number | null => {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i.exec(typed.trim())
  if (!match) return null
  const [, hours, minutes = '0', half] = match
  const hour = Number(hours)
  if (Number(minutes) > 59 || (half ? hour < 1 || hour > 12 : hour > 23)) return null
  const hour24 = half ? (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : hour
  return hour24 * 60 + Number(minutes)
}

/** The moment typed into the boxes of a day and of a time, as ISO; "not known" where that is none. */
export const instantFrom = (body: Readonly<Record<string, unknown>>, day: string, time: string): string => {
  const read = readDate(body, day, 'the day')
  const minute = readClock(asTyped(body[time]))
  return 'on' in read && read.on && minute !== null
    ? new Date(instantAt(dayNumber(read.on), minute)).toISOString()
    : 'not known'
}

/** "14:30": as it is typed into the box of a time. */
export const clockOf = (at: Date): string => {
  const { minute } = localTime(at.getTime())
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
