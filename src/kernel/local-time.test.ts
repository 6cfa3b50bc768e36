import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aheadOfUtc, instantAt, localTime } from './local-time.ts'

const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'short',
})
const shown = (at: number) => {
  const { day, minute } = localTime(at)
  return (
    london.format(at) ===
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'short' }).format(
      day * 86_400_000 + minute * 60_000,
    )
  )
}
const years = { min: Date.UTC(2003, 0, 1), max: Date.UTC(2090, 0, 1) }

describe('the clock on the wall', () => {
  it('shows what the time zone database says, at any minute', () => {
    fc.assert(fc.property(fc.integer(years), at => shown(at)))
  })
  it.each([
    ['a minute before the spring change', '2026-03-29T00:59:00Z', 59],
    ['the minute of the spring change', '2026-03-29T01:00:00Z', 120],
    ['a minute before the autumn change', '2026-10-25T00:59:00Z', 119],
    ['the minute of the autumn change', '2026-10-25T01:00:00Z', 60],
    ['a leap day', '2028-02-29T12:30:00Z', 750],
  ])('%s', (_, at, minute) => {
    expect(localTime(Date.parse(at)).minute).toBe(minute)
    expect(shown(Date.parse(at))).toBe(true)
  })
  it('knows the day of the week', () => {
    expect(localTime(Date.parse('2026-11-22T12:00:00Z')).weekday).toBe(6)
    expect(localTime(Date.parse('2026-11-23T00:00:00Z')).weekday).toBe(0)
  })
  it('comes back from what it shows, but in the hour that comes twice', () => {
    fc.assert(
      fc.property(fc.integer(years), anyMoment => {
        const at = Math.floor(anyMoment / 60_000) * 60_000
        const { day, minute } = localTime(at)
        const back = instantAt(day, minute)
        return back === at || (back === at - 3_600_000 && aheadOfUtc(back) > aheadOfUtc(at))
      }),
    )
  })
  it('puts a minute that is skipped as much later as the clock jumps', () => {
    const day = Date.parse('2026-03-29T00:00:00Z') / 86_400_000
    expect(new Date(instantAt(day, 90)).toISOString()).toBe('2026-03-29T01:30:00.000Z')
  })
})
