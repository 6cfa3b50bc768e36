import type { PlaceTx } from '../db/database.ts'
import type { TableSight } from '../table-sight.ts'
import { fromManifest } from './manifest-sql.ts'

/** Where some words still stand: rows by table and column, over every column of words that a manifest names. */
export const findWordsEverywhere = (
  tx: PlaceTx,
  tables: Readonly<Record<string, TableSight>>,
  words: readonly string[],
): Promise<{ table: string; column: string; rows: number }[]> =>
  tx.house(async () => {
    const patterns = words.filter(word => word.length > 2).map(word => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
    const found: { table: string; column: string; rows: number }[] = []
    if (patterns.length === 0) return found
    for (const [table, { seen, personal = [], acting = [], plain = [] }] of Object.entries(tables)) {
      const columns = [...personal, ...acting, ...plain]
      // What everybody in the place sees, and views, tell of nobody of themselves.
      if (columns.length === 0 || seen === 'everywhere' || seen === 'place' || table.includes('.public_')) continue
      const counts = columns.map(column => `count(*) filter (where t.${column}::text ilike any(w.words))::int`)
      const [row] = await tx.sql<{ counts: number[] }[]>`
        select array[${fromManifest(tx, counts.join(', '))}] as counts
        from ${tx.sql(table)} t cross join (select ${patterns}::text[] as words) w where place_id = ${tx.placeId}`
      for (const [at, rows] of (row?.counts ?? []).entries())
        if (rows > 0) found.push({ table, column: columns[at] ?? '', rows })
    }
    return found
  })
