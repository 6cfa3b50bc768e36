import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inPlainSigns, mostSegments, segmentsOf, textOf } from './text.ts'
import { failureOfHook } from './text-hook.ts'

describe('a text message', () => {
  it.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['ł'.repeat(70), 1],
    ['ł'.repeat(71), 2],
    [`${'a'.repeat(69)}☃`, 1],
    [`${'a'.repeat(70)}☃`, 2],
    ['', 1],
  ])('is counted in parts as phones count them', (text, parts) => {
    expect(segmentsOf(text)).toBe(parts)
  })

  it('pays for no curly quote, no dash, and nothing that nobody sees', () => {
    const plain = inPlainSigns('“It’s yours”… – thank\u00a0you\u200b\u0007')
    expect(plain).toBe('"It\'s yours"... - thank you')
    expect(segmentsOf(plain)).toBe(1)
  })

  it('says its subject and whole sentences, and ends with its whole link', () => {
    const body = `${'We have asked Southside Hub. '.repeat(30)}\n\nReference 7KM-4QX.`
    const text = textOf({ subject: 'We have asked', body }, 'https://here.example/place/my-request')
    expect(text.startsWith('We have asked. We have asked Southside Hub.')).toBe(true)
    expect(text).toMatch(/Hub\.\nhttps:\/\/here\.example\/place\/my-request$/)
    expect(segmentsOf(text)).toBe(3)
  })

  it('never takes more parts than are sent, whatever is said, and never cuts the link', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 900 }), fc.string({ maxLength: 900 }), (subject, body) => {
        const link = `https://here.example/place/volunteer/link/${'a'.repeat(48)}`
        const text = textOf({ subject: subject.slice(0, 100), body }, link)
        expect(text.endsWith(link)).toBe(true)
        expect(segmentsOf(text)).toBeLessThanOrEqual(mostSegments)
      }),
    )
  })
})

describe('what the text hook answers', () => {
  it.each([
    [422, '{"problem":"number"}', 'no-such-address'],
    [400, '{ "problem" : "number" }', 'no-such-address'],
    [422, '{"problem":"words"}', 'refused'],
    [404, '', 'no-server'],
    [401, '', 'no-server'],
    [403, '', 'no-server'],
    [302, '', 'no-server'],
    [429, '', 'later'],
    [408, '', 'later'],
    [503, '', 'later'],
  ])('%i means what it says', (status, said, means) => {
    expect(failureOfHook(status, said)).toBe(means)
  })
})
