import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listAsText, MOST_PARTS, smsHref, textParts } from './list-as-text.ts'

const words = { before: 'Help in Seaside:', more: (count: number) => `and ${count} more`, at: 'All of it:' }
const address = 'https://here.example/seaside/list/K7QM4DXP2C'

describe('a list as a text message', () => {
  it('says names, numbers, notes and the address', () => {
    expect(
      listAsText(
        [{ name: 'Ferry Food Bank', phone: '01632 960002', note: 'ask for Jo' }, { name: 'Café' }],
        words,
        address,
      ),
    ).toBe(`Help in Seaside:\n1. Ferry Food Bank 01632 960002 (ask for Jo)\n2. Café\nAll of it: ${address}`)
  })

  it('leaves notes out first, then cuts names, then the last entries, and says how many', () => {
    const many = Array.from({ length: 30 }, (_, at) => ({
      name: `Service with a long name number ${at} of them all`,
      phone: '01632 960002',
    }))
    const text = listAsText(many, words, address)
    expect(textParts(text)).toBeLessThanOrEqual(MOST_PARTS)
    expect(text).toMatch(/and \d+ more\nAll of it: https/)
  })

  it.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['م'.repeat(70), 1],
    ['م'.repeat(71), 2],
  ])('counts messages as phones do (%#)', (text, parts) => {
    expect(textParts(text)).toBe(parts)
  })

  it('never needs more than three messages, and never loses the address', () => {
    const entry = fc.record({
      name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 250 }),
      phone: fc.string({ maxLength: 40 }),
      note: fc.string({ unit: 'grapheme', maxLength: 200 }),
    })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), entries => {
        const text = listAsText(entries, words, address)
        expect(textParts(text)).toBeLessThanOrEqual(MOST_PARTS)
        expect(text.endsWith(address)).toBe(true)
        expect(decodeURIComponent(smsHref(text)).endsWith(address)).toBe(true)
      }),
    )
  })
})
