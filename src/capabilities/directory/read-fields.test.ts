import fc from 'fast-check'
import { v5 } from 'uuid'
import { expect, it } from 'vitest'
import { isUuid } from '../../kernel/ids.ts'
import { madeId } from './read-fields.ts'

it('an id made from words is the version 5 UUID of them, in our namespace', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { minLength: 1, maxLength: 4 }), words => {
      expect(madeId(...words)).toBe(v5(words.join('\u0000'), '5f0b0f5e-6d0c-5c1b-9a49-6c1f2f0c8d11'))
    }),
  )
})

it('an id is made from whatever a feed holds, halves of characters too, and is the same each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.nat(0xffff).map(code => String.fromCharCode(code)), maxLength: 20 }), words => {
      expect(isUuid(madeId(words, '\ud800'))).toBe(true)
      expect(madeId(words)).toBe(madeId(words))
    }),
  )
})
