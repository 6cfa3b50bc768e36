import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainLine, plainText } from './plain-text.ts'

describe('plain text', () => {
  it('keeps paragraphs, headings and lists of HTML', () => {
    const { text, hadHtml } = plainText(
      '<h2>Who for</h2><p>Anyone&nbsp;<b>over 50</b>.</p><ul><li>tea</li><li>cake</li></ul>',
    )
    expect(text).toBe('Who for\n\nAnyone over 50.\n\n• tea\n• cake')
    expect(hadHtml).toBe(true)
  })
  it('leaves plain text and its lines alone', () => {
    expect(plainText('Tea & cake at 5 < 6\n\nEvery day')).toEqual({
      text: 'Tea & cake at 5 < 6\n\nEvery day',
      hadHtml: false,
    })
  })
  it('takes out scripts, styles, event handlers, frames and images that carry their own data', () => {
    const html =
      '<p onclick="go()">Hello</p><script>alert(1)</script><style>p{}</style><img src="data:image/png;base64,AAAA"><iframe src="x"></iframe><svg onload=x><text>y</text></svg>'
    expect(plainText(html).text).toBe('Hello')
  })
  it('undoes text that was escaped two or three times', () => {
    expect(plainText('Tea &amp;amp; cake&amp;nbsp;daily').text).toBe('Tea & cake daily')
    expect(plainText('&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;Hi').text).toBe('Hi')
  })
  it('keeps where a link goes only when it says more than its words, and never a script', () => {
    expect(plainText('<a href="https://zz.example/form">Form</a>').text).toBe('Form (https://zz.example/form)')
    expect(plainText('<a href="https://www.zz.example/">zz.example</a>').text).toBe('zz.example')
    expect(plainText('<a href="javascript:alert(1)">Form</a>').text).toBe('Form')
  })
  it('takes out NUL, control, zero-width and direction-changing characters', () => {
    expect(plainText('a\u0000b\u0007c\u200bd\u202ee\r\nf').text).toBe('abcde\nf')
  })
  it('cuts a description of a million characters and says how long it was', () => {
    const { text, cutFrom } = plainText('word '.repeat(200_000))
    expect(text.length).toBeLessThanOrEqual(20_000)
    expect(text.endsWith('…')).toBe(true)
    expect(cutFrom).toBe(999_999)
  })
  it('reads two hundred thousand tags inside one another in a time that grows with their number, not with its square', () => {
    const read = (tags: number) => {
      const before = process.threadCpuUsage().user
      expect(plainText(`${'<div>'.repeat(tags)}deep`).text).toBe('deep')
      return process.threadCpuUsage().user - before
    }
    const quickest = (tags: number) => Math.min(...[1, 2, 3].map(() => read(tags)))
    quickest(1000)
    // Four times as many: sixteen times as long if each looked at all others.
    expect(quickest(200_000) / quickest(50_000)).toBeLessThan(10)
  })
  it('never gives a script tag or a control character, whatever comes in', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '<script>',
        '</script>',
        '&lt;script',
        '&amp;lt;script&amp;gt;',
        '<scr',
        'ipt>',
        '<',
        '>',
        '&',
        '<!--',
        '-->',
        '<p>',
        '\u0000',
        '<a href="',
        '"',
        '&#60;',
        '&#x3c;script',
        '<svg/onload=',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        for (const { text } of [plainText(pieces.join('')), plainLine(pieces.join(''))]) {
          expect(text.toLowerCase()).not.toContain('<script')
          expect(text).not.toMatch(/<[a-z/!?]/i)
          expect([...text].every(character => character === '\n' || !/\p{Cc}/u.test(character))).toBe(true)
          expect(text.isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
  it('comes in time out of a hundred thousand tags that are never closed', () => {
    const from = performance.now()
    expect(plainText('<div '.repeat(100_000)).text).toBe('')
    expect(performance.now() - from).toBeLessThan(3000)
  })
})
