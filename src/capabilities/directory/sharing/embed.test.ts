import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { embedHeight, embedQuery, embedSnippet, mayFrame, readEmbedChoices, sizes } from './embed.ts'

describe('what a site may choose', () => {
  it('comes back from the address it was written into', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('food', 'lift', 'zzz', ''),
        fc.string({ maxLength: 60 }),
        fc.constantFrom(...sizes, 'x'),
        (kind, neighbourhood, results) => {
          const chosen = readEmbedChoices({ kind, neighbourhood, results })
          expect(readEmbedChoices(Object.fromEntries(new URLSearchParams(embedQuery(chosen))))).toEqual(chosen)
        },
      ),
    )
  })
  it('is what is usual for anything else', () => {
    expect(readEmbedChoices({ kind: ['a'], neighbourhood: { b: 1 }, results: '99' })).toEqual({
      kind: null,
      neighbourhood: '',
      results: '5',
    })
  })
  it('gives a frame more room for more results, and never more than a screen and a half', () => {
    const heights = sizes.map(results => embedHeight({ kind: null, neighbourhood: '', results }))
    expect(heights).toEqual([...heights].sort((a, b) => a - b))
    expect(Math.max(...heights)).toBeLessThanOrEqual(900)
  })
})

describe('who may show it', () => {
  it('is everybody, or the sites a place names and our own pages; what is no site is left out', () => {
    expect(mayFrame({})).toEqual(['*'])
    expect(
      mayFrame({
        embeddedBy: ['https://council.example', 'https://x.example; script-src *', 'https://*.nhs.example:8443', 7],
      }),
    ).toEqual(["'self'", 'https://council.example', 'https://*.nhs.example:8443'])
  })
})

it('what is copied holds nothing that could break out of it', () => {
  const snippet = embedSnippet({
    address: 'https://a.example/x?a=1&b="2"',
    fallback: 'https://a.example',
    title: '"><script>',
    height: 640,
  })
  expect(snippet).not.toContain('<script>')
  expect(snippet).toContain('src="https://a.example/x?a=1&amp;b=&quot;2&quot;"')
  expect(snippet).toContain('<a href="https://a.example">')
})
