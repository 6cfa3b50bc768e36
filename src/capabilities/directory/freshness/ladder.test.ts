import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressFor, dueOn, ladder, monthsAfter, nextStep, type Round } from './ladder.ts'

const openedAt = new Date('2026-03-02T09:00:00Z')
const onDay = (days: number) => new Date(openedAt.getTime() + days * 86_400_000)
const round = (more: Partial<Round>): Round => ({ openedAt, mails: 1, lastMail: 'sent', unsettled: 2, ...more })

describe('the reminder ladder', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-03-31', 11, '2027-02-28'],
    ['2027-03-31', 11, '2028-02-29'],
    ['2026-12-15', 11, '2027-11-15'],
  ])('%s and %i months is %s', (on, months, then) => {
    expect(monthsAfter(on, months)).toBe(then)
  })

  it('asks eleven months after the last check, and of what was listed unchecked after two weeks', () => {
    expect(dueOn({ assuredOn: '2026-01-10', listedOn: '2025-06-01' })).toBe('2026-12-10')
    expect(dueOn({ assuredOn: null, listedOn: '2026-06-01' })).toBe('2026-06-15')
    expect(dueOn({ assuredOn: '2021-01-10', listedOn: '2026-06-01' })).toBe('2026-06-15')
  })

  it.each([
    [{ mails: 0, lastMail: null }, 0, 'mail'],
    [{}, 13, 'wait'],
    [{}, 14, 'mail'],
    [{ mails: 2 }, 27, 'wait'],
    [{ mails: 2 }, 28, 'mail'],
    [{ mails: 3 }, 41, 'wait'],
    [{ mails: 3 }, 42, 'ring: no answer'],
    [{ mails: 1, lastMail: 'waiting' }, 100, 'wait'],
    [{ mails: 1, lastMail: 'no such address' }, 0, 'ring: mail came back'],
    [{ mails: 2, lastMail: 'could not be sent' }, 19, 'ring: mail came back'],
    [{ mails: 2, unsettled: 0 }, 28, 'over'],
  ] as [Partial<Round>, number, string][])('%j on day %i: %s', (more, days, step) => {
    expect(nextStep(round(more), onDay(days))).toBe(step)
  })

  it('never sends more than three mails in a round, whatever day the job runs on', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 }), gaps => {
        let day = 0
        let mails = 0
        for (const gap of [0, ...gaps]) {
          day += gap
          const step = nextStep(round({ mails, lastMail: mails === 0 ? null : 'sent' }), onDay(day))
          if (step === 'mail') mails++
          if (step.startsWith('ring')) break
        }
        expect(mails).toBeLessThanOrEqual(ladder.mailsAfterDays.length)
      }),
    )
  })

  it('asks who is nearest to the service and can be written to', () => {
    const none = { serviceEmail: null, publisherEmail: null, organisationEmail: null, coordinatorEmails: [] }
    expect(addressFor(none)).toBeNull()
    expect(addressFor({ ...none, coordinatorEmails: ['Ben@Example.org'] })).toBe('ben@example.org')
    expect(addressFor({ ...none, serviceEmail: 'ring us', publisherEmail: 'hub@example.org' })).toBe('hub@example.org')
    expect(addressFor({ ...none, serviceEmail: 'a@b.org, c@d.org', organisationEmail: 'o@e.org' })).toBe('o@e.org')
  })
})
