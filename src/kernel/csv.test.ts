import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvLine } from './csv.ts'

it('a line is read back as it was written, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2 }), cells => {
      const [read = []] = parse(csvLine(cells)) as string[][]
      expect(read.map((cell, at) => (cell === `'${cells[at]}` ? cells[at] : cell))).toEqual(cells)
      for (const cell of read) expect(cell).not.toMatch(/^[=@\t\r]/)
    }),
  )
  expect(csvLine(['a', undefined, null, 0])).toBe('a,,,0\r\n')
})

it('a text that begins like a formula is one no more', () => {
  for (const text of [
    '=1+1',
    '@SUM(A1)',
    "=cmd|'/c calc'!A1",
    '+HYPERLINK("https://evil.example")',
    '-2+3+cmd|x',
    "+44 cmd|'/c calc'!A1",
    '\t=1+1',
    '\r=1+1',
    '-\nSUM (1)',
  ])
    expect(parse(csvLine([text, 'x']))).toEqual([[`'${text}`, 'x']])
})

it('numbers, telephone numbers and sentences stay as they are', () => {
  for (const text of [
    '+44 (0)1632 960 001 ext 5',
    '-3.5',
    'a=b',
    '- bring a coat',
    '£2',
    'Mill Row',
    'x@y.example',
    '',
  ])
    expect(parse(csvLine([text, 'x']))).toEqual([[text, 'x']])
})
