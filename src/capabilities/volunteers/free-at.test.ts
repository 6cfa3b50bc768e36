import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTime, freeAtInWords, freeAtValues, quickTimes, readFreeAt, slots } from './free-at.ts'

describe('when somebody is free', () => {
  it('reads back what it shows, whichever of the 2,097,151 answers it is', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: anyTime }), freeAt => readFreeAt(freeAtValues(freeAt)) === freeAt))
  })

  it('numbers slots from Monday morning to Sunday evening', () => {
    expect(slots).toHaveLength(21)
    expect(readFreeAt({ freeWhen: 'slots', slots: 'monday-morning' })).toBe(1)
    expect(readFreeAt({ freeWhen: 'slots', slots: ['tuesday-afternoon', 'sunday-evening'] })).toBe(2 ** 4 + 2 ** 20)
  })

  it('takes ticked slots at their word when the quick answer was left at any time', () => {
    expect(readFreeAt({ freeWhen: 'any', slots: ['friday-evening'] })).toBe(2 ** 14)
    expect(readFreeAt({ freeWhen: 'free time', slots: ['friday-evening'] })).toBe(quickTimes['free time'].bits)
  })

  it('is nothing when slots are asked for and none is ticked, or nothing is sent', () => {
    expect(readFreeAt({ freeWhen: 'slots' })).toBe(0)
    expect(readFreeAt({})).toBe(0)
    expect(readFreeAt({ freeWhen: ['any'], slots: ['noon', {}, 'monday-night'] })).toBe(0)
  })

  it('says it shortly', () => {
    expect(freeAtInWords(anyTime)).toBe('Any time')
    expect(freeAtInWords(readFreeAt({ freeWhen: 'free time' }))).toBe('Evenings and weekends')
    expect(freeAtInWords(1 | 4 | (7 << 12))).toBe('Monday morning and evening, Friday')
  })
})
