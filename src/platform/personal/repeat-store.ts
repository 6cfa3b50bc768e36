import type { PlaceTx } from '../db/database.ts'
import { findRecords, reachedByAny } from './find-store.ts'
import { fromManifest } from './manifest-sql.ts'
import type { FactOfPerson } from './rule.ts'
import type { KnownRule } from './rules.ts'

/** One place where a fact of somebody stands. */
export interface Repeated {
  readonly table: string
  readonly column: string
  readonly id: string
  /** What the row is, in the words of whoever it is about. */
  readonly what: string
}

/**
 * Every row that holds the same fact of some people, by what the manifests say: rows that are theirs, or are found by how they are reached, and in which exactly this stands.
 * Capitals and spaces around it do not count. What has gone out, such as a mail that was sent, stays as it went.
 * @param was what stands there; nothing is found where nothing does.
 */
export const findRepeats = (
  tx: PlaceTx,
  rules: readonly KnownRule[],
  personIds: readonly string[],
  fact: FactOfPerson,
  was: string | null,
): Promise<Repeated[]> =>
  tx.house(async () => {
    const repeated: Repeated[] = []
    if (was === null) return repeated
    const found = await findRecords(tx, rules, { person: personIds })
    for (const { table, what, key, of, repeats } of rules) {
      const reached = key && repeats ? reachedByAny(tx, of, found) : null
      if (!key || !repeats || !reached) continue
      for (const column of repeats.columns[fact] ?? []) {
        const rows = await tx.sql<{ id: string }[]>`
          select ${fromManifest(tx, `t.${key}::text`)} as id from ${tx.sql(table)} t
          where place_id = ${tx.placeId} and (${reached}) and lower(btrim(${tx.sql(column)})) = lower(btrim(${was})) ${
            repeats.while ? tx.sql`and (${fromManifest(tx, repeats.while)})` : tx.sql``
          } order by 1 for update`
        repeated.push(...rows.map(({ id }) => ({ table, column, id, what })))
      }
    }
    return repeated
  })

/** Writes a fact anew wherever it was found to stand; only into columns that a manifest names. */
export const saveRepeats = (
  tx: PlaceTx,
  rules: readonly KnownRule[],
  repeated: readonly Pick<Repeated, 'table' | 'column' | 'id'>[],
  now: string | null,
): Promise<void> =>
  tx.house(async () => {
    for (const { table, column, id } of repeated) {
      const rule = rules.find(one => one.table === table)
      const isNamed = Object.values(rule?.repeats?.columns ?? {}).some(columns => columns.includes(column))
      if (!rule?.key || !isNamed)
        throw new Error(`No manifest says that ${table}.${column} repeats a fact of somebody.`)
      await tx.sql`
        update ${tx.sql(table)} set ${tx.sql(column)} = ${now} where place_id = ${tx.placeId} and ${tx.sql(rule.key)}::text = ${id}`
    }
  })
