import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countIndependent, readMistake, usualReplyDays, wrongs } from './mistake.ts'

const typed = (more: Partial<Parameters<typeof readMistake>[0]>) =>
  readMistake({ wrong: ['phone'], words: '', email: '', phone: '', website: '', ...more })
const mends = (more: Parameters<typeof typed>[0]) => {
  const read = typed(more)
  return 'errors' in read ? read.errors.map(({ field, key }) => `${field}: ${key}`) : []
}

describe('a report as typed', () => {
  it('is ticks, words or both; words alone are something else', () => {
    expect(typed({})).toEqual({ report: { wrong: ['phone'], words: '', contact: null } })
    expect(typed({ wrong: [], words: 'It moved.' })).toEqual({
      report: { wrong: ['other'], words: 'It moved.', contact: null },
    })
  })
  it('keeps one way to hear back, the mail before the phone', () => {
    expect(typed({ email: 'a@b.example', phone: '01632 960001' })).toMatchObject({
      report: { contact: { kind: 'email', address: 'a@b.example' } },
    })
    expect(typed({ phone: ' 01632  960001' })).toMatchObject({
      report: { contact: { kind: 'phone', address: '01632 960001' } },
    })
  })
  it('names the field to mend', () => {
    expect(mends({ wrong: [] })).toEqual(['wrong: tickOne'])
    expect(mends({ wrong: ['other'] })).toEqual(['words: sayOther'])
    expect(mends({ words: 'x'.repeat(1001) })).toEqual(['words: wordsTooLong'])
    expect(mends({ email: 'nobody', phone: 'soon' })).toEqual(['email: emailWrong', 'phone: phoneWrong'])
    expect(mends({ email: 'a@b.example\nbcc: c@d.example' })).toEqual(['email: emailWrong'])
    expect(mends({ website: 'http://cheap.example' })).toEqual(['website: boxForMachines'])
  })
  it('is read or mended, whatever is typed', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 1200 })
    fc.assert(
      fc.property(fc.subarray([...wrongs]), text, text, text, text, (wrong, words, email, phone, website) => {
        const read = readMistake({ wrong, words, email, phone, website })
        if ('report' in read)
          expect([read.report.wrong.length > 0, read.report.words.length <= 1000, website]).toEqual([true, true, ''])
        else expect(read.errors.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('how many people reported', () => {
  it.each([
    [[], 0],
    [[['home', null]], 1],
    [
      [
        ['home', null],
        ['home', 'a'],
      ],
      1,
    ],
    [
      [
        ['home', 'a'],
        ['work', 'a'],
      ],
      1,
    ],
    [
      [
        ['home', null],
        ['work', null],
      ],
      2,
    ],
    [
      [
        ['home', 'a'],
        ['work', 'b'],
        ['train', 'a'],
        ['work', 'a'],
      ],
      1,
    ],
    [
      [
        [null, 'a'],
        ['work', 'b'],
      ],
      1,
    ],
  ] as [[string | null, string | null][], number][])('%j is %i', (reports, people) => {
    expect(countIndependent(reports.map(([source, contact]) => ({ source, contact })))).toBe(people)
  })
})

describe('how long an answer takes', () => {
  it('is not said of a few, and is rounded up', () => {
    expect(usualReplyDays([1, 2, 3, 4])).toBeNull()
    expect(usualReplyDays([1, 2, 30, 400, 500])).toBe(2)
    expect(usualReplyDays([0, 0, 0, 0, 0])).toBe(1)
  })
})
