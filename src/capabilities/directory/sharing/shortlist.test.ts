import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newLetterCode, readLetterCode } from '../../../kernel/letter-code.ts'
import { moved } from './shortlist.ts'

describe('the order of a shortlist', () => {
  it('keeps every entry wherever one is moved, and going up undoes going down', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 30 }), fc.nat(), (order, at) => {
        const id = order[at % order.length] as string
        expect([...moved(order, id, 1)].sort()).toEqual([...order].sort())
        if (order.at(-1) !== id) expect(moved(moved(order, id, 1), id, -1)).toEqual(order)
      }),
    )
  })
  it('moves nothing at either end, nor for what is not there', () => {
    expect(moved(['a', 'b'], 'a', -1)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 'b', 1)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 'c', 1)).toEqual(['a', 'b'])
  })
})

describe('a code', () => {
  it('is read however it is typed, and nothing else is one', () => {
    const code = newLetterCode(10)
    expect(readLetterCode(` ${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `, 10)).toBe(code)
    expect([readLetterCode(code, 8), readLetterCode('AEIOU00000', 10), readLetterCode('', 10)]).toEqual([
      null,
      null,
      null,
    ])
  })
})
