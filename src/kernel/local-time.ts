/**
 * The clock on the wall in the United Kingdom by arithmetic, where a formatter (about 1 µs a time) is too slow: Greenwich time, and an hour ahead from 01:00 UTC
 * on the last Sunday of March to 01:00 UTC on the last Sunday of October (Summer Time Order 2002, SI 2002/262).
 */
const minuteMilliseconds = 60_000
const hourMilliseconds = 60 * minuteMilliseconds
const dayMilliseconds = 24 * hourMilliseconds
const sunday = 0

const lastSundayOf = (year: number, month: number): number => {
  const last = new Date(Date.UTC(year, month + 1, 0))
  return last.getTime() - ((last.getUTCDay() - sunday + 7) % 7) * dayMilliseconds + hourMilliseconds
}

const summers = new Map<number, readonly [number, number]>()

/** Milliseconds the clock is ahead of UTC at an instant. */
export const aheadOfUtc = (at: number): number => {
  const year = new Date(at).getUTCFullYear()
  let summer = summers.get(year)
  if (!summer) {
    summer = [lastSundayOf(year, 2), lastSundayOf(year, 9)]
    summers.set(year, summer)
  }
  return at >= summer[0] && at < summer[1] ? hourMilliseconds : 0
}

/** What the clock shows at an instant: days since 1 January 1970, day of the week (Monday 0), and minutes since midnight as the hands stand. */
export const localTime = (at: number): { day: number; weekday: number; minute: number } => {
  const shown = at + aheadOfUtc(at)
  const day = Math.floor(shown / dayMilliseconds)
  return {
    day,
    weekday: (((day + 3) % 7) + 7) % 7,
    minute: Math.floor((shown - day * dayMilliseconds) / minuteMilliseconds),
  }
}

/**
 * The instant the clock shows a minute of a day. Of an hour that comes twice the first; a minute that is skipped is as much later as the clock jumps.
 */
export const instantAt = (day: number, minute: number): number => {
  const asIfUtc = day * dayMilliseconds + minute * minuteMilliseconds
  const early = asIfUtc - hourMilliseconds
  return aheadOfUtc(early) === hourMilliseconds ? early : asIfUtc
}
