import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hideSmallNumbers, type ShownNumber } from './small-numbers.ts'

/** Every table a reader must hold possible, knowing what is shown and the total. */
const possible = (shown: readonly ShownNumber[], total: number): number[][] => {
  const found: number[][] = []
  const whole = shown.every(cell => cell === 'not shown')
  const fill = (so: number[], left: number): void => {
    if (left < 0) return
    const cell = shown[so.length]
    if (cell === undefined) {
      if (left === 0) found.push(so)
      return
    }
    const least = typeof cell === 'number' ? cell : cell === 'fewer than 5' ? 1 : whole ? 0 : 5
    const most = typeof cell === 'number' ? cell : cell === 'fewer than 5' ? 4 : left
    for (let value = least; value <= Math.min(most, left); value++) fill([...so, value], left - value)
  }
  fill([], total)
  return found
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

describe('small numbers', () => {
  it.each<[string, number[], ShownNumber[]]>([
    ['nothing small: all is shown', [5, 12, 0], [5, 12, 0]],
    ['nothing at all', [], []],
    ['none is shown as none', [0, 0], [0, 0]],
    ['one small number takes the smallest larger one with it', [3, 20, 9, 14], ['fewer than 5', 20, 'not shown', 14]],
    ['two in the middle need no other', [2, 3, 20], ['fewer than 5', 'fewer than 5', 20]],
    ['two ones would be known from their sum', [1, 1, 20, 11], ['fewer than 5', 'fewer than 5', 20, 'not shown']],
    ['two fours would be known from their sum', [4, 4, 20, 6], ['fewer than 5', 'fewer than 5', 20, 'not shown']],
    ['a five would leave a one known, so a larger one goes', [1, 5, 8], ['fewer than 5', 5, 'not shown']],
    ['several fives and sixes together', [1, 6, 6, 6], ['fewer than 5', 'not shown', 'not shown', 'not shown']],
    ['nothing to hide it among', [3, 0, 0], ['not shown', 'not shown', 'not shown']],
    ['one neighbourhood is its own total', [3], ['not shown']],
    ['the same number twice is withheld once', [3, 9, 9], ['fewer than 5', 'not shown', 9]],
  ])('%s', (_, numbers, shown) => {
    expect(hideSmallNumbers(numbers)).toEqual(shown)
  })

  it('never shows a number from 1 to 4, never alters another, and says "fewer than 5" only when it is true', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 40 }), { maxLength: 30 }), numbers => {
        const shown = hideSmallNumbers(numbers)
        expect(shown).toHaveLength(numbers.length)
        for (const [at, cell] of shown.entries()) {
          const number = numbers[at] ?? -1
          if (typeof cell === 'number') expect([cell, number > 0 && number < 5]).toEqual([number, false])
          else if (cell === 'fewer than 5') expect(number > 0 && number < 5).toBe(true)
        }
      }),
    )
  })

  it('lets no hidden number be worked out from the total: "fewer than 5" could always be 1, 2, 3 or 4', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 11 }), { minLength: 2, maxLength: 5 }), numbers => {
        const shown = hideSmallNumbers(numbers)
        const tables = possible(shown, sum(numbers))
        for (const [at, cell] of shown.entries()) {
          if (typeof cell === 'number') continue
          const values = new Set(tables.map(table => table[at] ?? -1))
          if (cell === 'fewer than 5') expect([...values].sort()).toEqual([1, 2, 3, 4])
          else expect(values.size).toBeGreaterThan(1)
        }
      }),
      { numRuns: 400 },
    )
  })
})
