import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvLine, notAFormula } from './csv.ts'

it('a line is read back as it was written, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2 }), cells => {
      expect(parse(csvLine(cells))).toEqual([cells])
    }),
  )
  expect(csvLine(['a', undefined, null, 0])).toBe('a,,,0\r\n')
})

it('a text that begins like a formula is one no more, and other texts stay', () => {
  expect(['=1+1', '@SUM(A1)', '+44', 'Mill Row'].map(notAFormula)).toEqual(["'=1+1", "'@SUM(A1)", "'+44", 'Mill Row'])
})
