import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EvidenceKind, evidenceKinds, levelOn, levelOrder, scopeOn } from './level.ts'

const on = '2026-11-16'
const seen = (kind: EvidenceKind, more: Partial<Parameters<typeof levelOn>[0][number]> = {}) => ({
  kind,
  vouchesFor: null,
  seenOn: '2026-01-01',
  untilOn: null,
  endedAt: null,
  ...more,
})
const registered = [seen('charity number'), seen('insurance', { untilOn: on }), seen('safeguarding policy')]

describe('how far an organisation is known', () => {
  it.each([
    ['nothing seen', [], 'informal'],
    ['a constitution', [seen('constitution')], 'constituted'],
    ['a number alone', [seen('charity number')], 'constituted'],
    ['a number, insurance on its last day and a policy', registered, 'registered'],
    ['the same, and a contract', [...registered, seen('contract')], 'contracted'],
    ['a contract and nothing else', [seen('contract')], 'informal'],
    ['a public body', [seen('public body')], 'registered'],
    ['settled when the place was set up', [seen('known before', { vouchesFor: 'contracted' })], 'contracted'],
    [
      'insurance that ended yesterday',
      [seen('company number'), seen('insurance', { untilOn: '2026-11-15' }), seen('safeguarding policy')],
      'constituted',
    ],
    ['evidence taken back', [seen('constitution', { endedAt: new Date(0) })], 'informal'],
    ['evidence to be seen tomorrow', [seen('constitution', { seenOn: '2026-11-17' })], 'informal'],
  ] as const)('%s', (_, evidence, level) => expect(levelOn(evidence, on)).toBe(level))

  it('never falls with more evidence', () => {
    const any = fc.array(
      fc.record({
        kind: fc.constantFrom(...(Object.keys(evidenceKinds) as EvidenceKind[])),
        vouchesFor: fc.constantFrom(null, 'constituted' as const, 'registered' as const),
        seenOn: fc.constantFrom('2026-01-01', on, '2026-12-01'),
        untilOn: fc.constantFrom(null, '2026-11-15', on),
        endedAt: fc.constantFrom(null, new Date(0)),
      }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(
        any,
        any,
        (some, more) => levelOrder.indexOf(levelOn([...some, ...more], on)) >= levelOrder.indexOf(levelOn(some, on)),
      ),
    )
  })

  it('numbers have the shape their register gives them', () => {
    const fits = (kind: 'charity number' | 'company number', text: string) =>
      evidenceKinds[kind].reference.shape.test(text)
    for (const text of ['112345', '1123456', '1123456-1', 'SC012345', 'NIC101234'])
      expect(fits('charity number', text), text).toBe(true)
    for (const text of ['12345', 'SC1234', 'charity', '12345678'])
      expect(fits('charity number', text), text).toBe(false)
    for (const text of ['01234567', 'SC123456', 'CE012345']) expect(fits('company number', text), text).toBe(true)
    for (const text of ['1234567', 'ABC12345', '']) expect(fits('company number', text), text).toBe(false)
  })

  it('what a place decides holds from its day on, and a higher level is never told less by the table that comes with it', () => {
    for (const purpose of ['help', 'protect'] as const)
      for (const [n, level] of levelOrder.entries()) {
        const below = levelOrder[n - 1]
        const fields = scopeOn([], level, purpose, on)?.fields ?? []
        for (const field of below ? (scopeOn([], below, purpose, on)?.fields ?? []) : [])
          expect(fields).toContain(field)
      }
  })
})
