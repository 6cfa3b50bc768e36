import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hearBy } from './hear-by.ts'
import { type Urgency, urgencies } from './words.ts'

const by = (urgency: Urgency, askedAt: string) => hearBy(urgency, new Date(askedAt)).toISOString()

describe('hear by', () => {
  it('is two hours later in the working day when it is for today', () =>
    expect(by('today', '2026-11-16T10:00:00Z')).toBe('2026-11-16T12:00:00.000Z'))

  it('goes on the next morning when the day ends', () =>
    expect(by('today', '2026-11-16T16:30:00Z')).toBe('2026-11-17T10:30:00.000Z'))

  it('passes the weekend over', () => {
    expect(by('today', '2026-11-20T16:00:00Z')).toBe('2026-11-23T10:00:00.000Z')
    expect(by('two days', '2026-11-21T03:00:00Z')).toBe('2026-11-23T17:00:00.000Z')
  })

  it('counts by the clock on the wall in summer', () =>
    expect(by('today', '2026-07-01T06:00:00Z')).toBe('2026-07-01T10:00:00.000Z'))

  it('is always later, in working hours, and later still for what is less urgent', () => {
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(moment, askedAt => {
        const all = (Object.keys(urgencies) as Urgency[]).map(urgency => hearBy(urgency, askedAt).getTime())
        expect(all[0]).toBeGreaterThan(askedAt.getTime())
        expect([...all].sort((a, b) => a - b)).toEqual(all)
        const hour = Number(
          new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hour12: false, timeZone: 'Europe/London' }).format(
            all[0],
          ),
        )
        expect(hour).toBeGreaterThanOrEqual(9)
        expect(hour).toBeLessThanOrEqual(17)
      }),
    )
  })
})
