import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NeedId } from './help-request.ts'
import { type Happened, stepsOf } from './what-is-happening.ts'

const now = new Date('2026-11-16T12:00:00Z')
const need = { needId: 'n' as NeedId, urgency: 'today' as const, askedAt: new Date('2026-11-16T10:00:00Z') }
const reader = { now, isForSomeone: false, shares: true }

const fact = (kind: string, data: Happened['data'] = {}, minute = 0): Happened => ({
  kind,
  data: { needId: 'n', ...data },
  recordedAt: new Date(need.askedAt.getTime() + minute * 60_000),
})
const kitchen = { organisationName: 'Kitchen' }
const present = (facts: Happened[], of = reader) => {
  const step = stepsOf(need, facts, of).steps.find(({ when }) => when === 'present')
  return `${step?.sentence} ${step?.detail ?? ''}`.trim()
}
const asked = fact('referral-sent', { ...kitchen, answerBy: '2026-11-16T14:00:00.000Z' })

describe('what is happening', () => {
  it('names nobody before they say yes', () => {
    const no = [asked, fact('referral-declined', kitchen), asked, fact('referral-expired', kitchen), asked]
    expect(JSON.stringify(stepsOf(need, no, reader))).not.toContain('Kitchen')
    expect(present([...no, fact('referral-accepted', kitchen)])).toContain('Kitchen said yes')
  })

  it('looks for the next after every kind of no, and says what they had said', () => {
    for (const [kind, past] of [
      ['referral-declined', 'They could not take this on.'],
      ['referral-expired', 'They did not answer in time.'],
      ['could-not-help', 'Kitchen could not do it after all.'],
    ] as const) {
      const facts = [fact('help-request-made', { needId: undefined }), asked, fact(kind, kitchen)]
      expect(present(facts)).toContain('We are finding out who else can help.')
      expect(stepsOf(need, facts, reader).steps.map(step => step.sentence)).toContain(past)
    }
  })

  it('leaves out what happened to another need of the request', () =>
    expect(present([fact('referral-accepted', { ...kitchen, needId: 'other' })])).toContain('finding out who near'))

  it('keeps the service it told of when the need closes with it', () => {
    const facts = [
      fact('need-triaged', { decision: 'signpost', serviceName: 'Pantry' }),
      fact('need-closed', { reason: 'signposted' }),
    ]
    const { steps } = stepsOf(need, facts, reader)
    expect(steps[0]?.sentence).toBe('We found a service that can help: Pantry.')
    expect(present(facts)).toBe('We told you about a service that can help.')
  })

  it('asks nobody and promises no asking without permission', () => {
    const { steps } = stepsOf(need, [], { ...reader, shares: false })
    expect(steps).toHaveLength(1)
    expect(steps[0]?.detail).toContain('so we ask nobody else')
  })

  it('has exactly one present step, whatever the facts', () => {
    const kinds = ['help-request-made', 'referral-sent', 'referral-declined', 'referral-accepted', 'contact-made']
    const more = ['help-ongoing', 'help-done', 'could-not-help', 'need-triaged', 'outcome-recorded', 'need-closed', 'x']
    const any = fc.record({
      kind: fc.constantFrom(...kinds, ...more, 'consent-withdrawn', '__proto__'),
      data: fc.dictionary(
        fc.constantFrom('organisationName', 'answerBy', 'reason', 'decision', 'known'),
        fc.jsonValue(),
      ),
      recordedAt: fc.date({ min: need.askedAt, max: now, noInvalidDate: true }),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), fc.boolean(), fc.boolean(), (facts, isForSomeone, shares) => {
        const { steps } = stepsOf(need, facts, { now, isForSomeone, shares })
        expect(steps.filter(({ when }) => when === 'present')).toHaveLength(1)
      }),
    )
  })
})
