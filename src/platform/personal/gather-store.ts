import type { PlaceTx } from '../db/database.ts'
import { type Found, reachedBy } from './find-store.ts'
import { fromManifest } from './manifest-sql.ts'
import type { Story } from './rule.ts'
import type { KnownRule } from './rules.ts'

/** One row as the person it is about reads it. */
export interface HeldRecord {
  readonly story: Story
  readonly what: string
  readonly table: string
  readonly at: string | null
  readonly fields: readonly { readonly name: string; readonly label: string; readonly value: unknown }[]
  /** What of it is held back, and on which ground. */
  readonly withheld: readonly { readonly name: string; readonly ground: string }[]
}

/** Every row that tells of whoever was found, as they may read it, in the order of its time. */
export const gatherRecords = (tx: PlaceTx, rules: readonly KnownRule[], found: Found): Promise<HeldRecord[]> =>
  tx.house(async () => {
    const held: HeldRecord[] = []
    for (const rule of rules) {
      const seen = new Set<string>()
      for (const path of rule.of) {
        const columns = path.shows ?? Object.keys(rule.shows)
        const condition = columns.length > 0 ? reachedBy(tx, path, found) : null
        if (!condition) continue
        const withheld = path.aside ? {} : (rule.withheld ?? {})
        const rows = await tx.sql<
          { id: string; at: Date | null; row: Record<string, unknown>; there: Record<string, boolean> }[]
        >`
          select t.ctid::text as id, ${fromManifest(tx, rule.on ? `t.${rule.on}::timestamptz` : 'null::timestamptz')} as at,
            jsonb_build_object(${fromManifest(tx, columns.map(column => `'${column}', ${expressionOf(rule, column)}`).join(', '))}) as row,
            jsonb_build_object(${fromManifest(
              tx,
              Object.keys(withheld)
                .map(column => `'${column}', t.${column} is not null`)
                .join(', '),
            )}) as there
          from ${tx.sql(rule.table)} t where place_id = ${tx.placeId} and (${condition})
            and not (${fromManifest(tx, rule.notYet ?? 'false')}) order by 2 nulls last`
        for (const { id, at, row, there } of rows) {
          if (seen.has(id)) continue
          seen.add(id)
          held.push({
            story: rule.story,
            what: rule.what,
            table: rule.table,
            at: at ? at.toISOString() : null,
            fields: columns.map(name => ({ name, label: labelOf(rule, name), value: row[name] ?? null })),
            withheld: Object.entries(withheld).flatMap(([name, ground]) => (there[name] ? [{ name, ground }] : [])),
          })
        }
      }
    }
    return held
  })

const expressionOf = (rule: KnownRule, column: string): string => {
  const shown = rule.shows[column]
  // Points and times as everybody reads them; JSON as it is.
  return typeof shown === 'object' ? `(${shown.as})` : `t.${column}`
}

const labelOf = (rule: KnownRule, column: string): string => {
  const shown = rule.shows[column]
  return typeof shown === 'object' ? shown.label : (shown ?? column.replaceAll('_', ' '))
}
