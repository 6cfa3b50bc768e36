import { leastShown, type ShownNumber, saysNoMore } from '../../../kernel/small-numbers.ts'

/** Small numbers in a table whose rows and columns are summed. Pure. */

/** What such a table may show. */
export interface ShownTable {
  readonly cells: readonly (readonly ShownNumber[])[]
  readonly rows: readonly ShownNumber[]
  readonly columns: readonly ShownNumber[]
}

/**
 * Hides numbers from 1 to 4, and then as many others as it takes until no line, read with its sum, says more of a hidden small number than that it lies from 1 to 4
 * (complementary cell suppression; Hundepool and others, Statistical Disclosure Control, 2012, chapter 4). A line that has nothing left to hide loses its sum. Sums from
 * 1 to 4 are hidden themselves. Lines are looked at one by one, as that chapter's simpler audit does; a solver over the whole table is not run.
 */
export function hideInTable(numbers: readonly (readonly number[])[]): ShownTable {
  const width = numbers[0]?.length ?? 0
  const at = (row: number, column: number) => numbers[row]?.[column] ?? 0
  const hidden = numbers.map(row => row.map(number => number > 0 && number < leastShown))
  const rowSums = numbers.map(row => row.reduce((sum, number) => sum + number, 0))
  const columnSums = Array.from({ length: width }, (_, column) =>
    numbers.reduce((sum, row) => sum + (row[column] ?? 0), 0),
  )
  const isSmall = (number: number) => number > 0 && number < leastShown
  const rowHidden = rowSums.map(isSmall)
  const columnHidden = columnSums.map(isSmall)
  const lines = [
    ...numbers.map((_, row) => ({
      cells: Array.from({ length: width }, (_, column) => [row, column] as const),
      sums: rowHidden,
      at: row,
    })),
    ...columnSums.map((_, column) => ({
      cells: numbers.map((_, row) => [row, column] as const),
      sums: columnHidden,
      at: column,
    })),
  ]
  for (let changed = true; changed; ) {
    changed = false
    for (const { cells, sums, at: line } of lines) {
      if (sums[line]) continue
      const unseen = cells.filter(([row, column]) => hidden[row]?.[column]).map(([row, column]) => at(row, column))
      const few = unseen.filter(isSmall)
      if (
        few.length === 0 ||
        saysNoMore(
          few,
          unseen.filter(number => number >= leastShown),
        )
      )
        continue
      const next = cells
        .filter(([row, column]) => !hidden[row]?.[column] && at(row, column) >= leastShown)
        .sort(([a, b], [c, d]) => at(a, b) - at(c, d))[0]
      changed = true
      if (next) (hidden[next[0]] as boolean[])[next[1]] = true
      else sums[line] = true
    }
  }
  // All small: "fewer than 5" for each and a sum that is not shown.
  const shown = (number: number, isHidden: boolean): ShownNumber =>
    !isHidden ? number : isSmall(number) ? 'fewer than 5' : 'not shown'
  return {
    cells: numbers.map((row, r) => row.map((number, c) => shown(number, hidden[r]?.[c] ?? false))),
    rows: rowSums.map((sum, r) => shown(sum, rowHidden[r] ?? false)),
    columns: columnSums.map((sum, c) => shown(sum, columnHidden[c] ?? false)),
  }
}
