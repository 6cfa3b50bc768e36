import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asTyped, chosen, ticked, typedLine, typedText } from './typed.ts'

/** Anything a form, a list of equal names or somebody's own program may send. */
const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), fc.anything())

describe('what was typed', () => {
  it('is text that can be stored, whatever was sent', () => {
    fc.assert(
      fc.property(anything, given => {
        const text = typedText(given)
        expect(text.isWellFormed()).toBe(true)
        expect(text).not.toMatch(/(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069]/u)
        expect(typedLine(given)).not.toMatch(/[\n\t]| {2}/)
      }),
    )
  })

  it('keeps lines and right-to-left letters, and loses what nobody sees', () => {
    expect(typedText(' one\r\ntwo\rthree\u0007 ')).toBe('one\ntwo\nthree')
    expect(typedText('סבתא\u202E and gran')).toBe('סבתא and gran')
    expect(typedText('half \ud83d')).toBe('half \ufffd')
    expect(typedLine(' 12 \n High\tStreet')).toBe('12 High Street')
  })

  it('is nothing where there is nothing to see, and what joins the signs of a picture stays', () => {
    for (const given of ['\u200b', ' \u200d\ufeff\u2060 ', '\u3164', '\u2800\u2800'])
      expect({ given, text: typedText(given) }).toEqual({ given, text: '' })
    expect(typedText('👩\u200d🌾 Jo')).toBe('👩\u200d🌾 Jo')
  })

  it('is the first of a repeated field, and nothing where there is no text', () => {
    expect(typedText(['one', 'two'])).toBe('one')
    for (const given of [undefined, null, 7, {}, [], [7]]) expect(typedText(given)).toBe('')
  })

  it('leaves a password as it is', () => {
    expect(asTyped('  spaces  count ')).toBe('  spaces  count ')
    expect(asTyped({})).toBe('')
  })
})

describe('what was chosen and ticked', () => {
  it('is only ever something that was on offer', () => {
    expect(chosen('no', ['yes', 'no'])).toBe('no')
    for (const given of [['no', 'yes'], 'NO', 'maybe', '', undefined, 7])
      expect(chosen(given, ['yes', 'no'])).toBeNull()
    expect(ticked(['b', 'x', 'a', 'a'], ['a', 'b', 'c'])).toEqual(['a', 'b'])
    expect(ticked('b', ['a', 'b', 'c'])).toEqual(['b'])
    expect(ticked(undefined, ['a'])).toEqual([])
  })
})
