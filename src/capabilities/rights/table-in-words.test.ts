import { expect, it } from 'vitest'
import '../../capabilities.ts'
import { allTables } from '../../platform/personal/rules.ts'
import { columnInWords, tableInWords } from './table-in-words.ts'

it('every table and column is told in words, no two tables alike', () => {
  const told = Object.keys(allTables()).map(tableInWords)
  expect(new Set(told).size).toBe(told.length)
  for (const words of told) expect(words).toMatch(/^[A-Z][^_.]+\.?$/)
  for (const [table, { personal = [], acting = [], plain = [] }] of Object.entries(allTables()))
    for (const column of [...personal, ...acting, ...plain]) expect(columnInWords(table, column)).not.toMatch(/_/)
})
