import { describe, expect, it } from 'vitest'
import { root } from '../../src/platform/platform.ts'
import { plant, readTree, type Tree } from './source-tree.ts'

/** Files that name the kind of a table without writing one. */
const namesIt = [
  // Describes what others answer.
  'src/capabilities/directory/standards/open-api.ts',
  // Sends the files that data-package.ts wrote.
  'src/capabilities/directory/standards/standards-api.ts',
]

/** Tables that people take away and that are written by anything but `csvLine`, which keeps every cell from being run as a formula. */
const tablesOfTheirOwn = (tree: Tree): string[] =>
  [...tree]
    .filter(([path]) => path.startsWith('src/') && path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .filter(([path]) => !namesIt.includes(path))
    .filter(
      ([, text]) => /text\/(csv|tab-separated-values)|spreadsheetml/.test(text) && !/import \{ csvLine \}/.test(text),
    )
    .map(([path]) => path)

describe('tables that people take away', () => {
  const tree = readTree(root)
  it('are written by the one function that no spreadsheet takes for formulas', () => {
    expect(tablesOfTheirOwn(tree)).toEqual([])
    expect([...tree].filter(([, text]) => text.includes('import { csvLine }')).length).toBeGreaterThan(2)
  })

  it('are found where they are written by hand', () => {
    const by = "return content('text/csv; charset=utf-8', rows.map(row => row.join(',')).join('\\n'))"
    expect(tablesOfTheirOwn(plant(tree, 'src/capabilities/x/mine.page.ts', by))).toEqual([
      'src/capabilities/x/mine.page.ts',
    ])
  })
})
