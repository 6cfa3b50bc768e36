import type { PlaceTx } from '../db/database.ts'
import { fromManifest } from './manifest-sql.ts'
import type { PathToPerson } from './rule.ts'
import type { KnownRule } from './rules.ts'

/** Ids of what was found, by the `record` of the rules; and 'reach': phone numbers and e-mail addresses, in small letters. */
export type Found = ReadonlyMap<string, ReadonlySet<string>>

/** Facts and messages are found by the records they are about, and nothing by them but what says so. */
const notAny = new Set(['reach', 'fact', 'notice'])

const idsFor = (path: PathToPerson, found: Found): string[] =>
  path.is === 'any'
    ? [...new Set([...found].flatMap(([record, ids]) => (notAny.has(record) ? [] : [...ids])))]
    : [...(found.get(path.is) ?? [])]

/** The condition by which one way leads to what was found; null where it leads to nothing. */
export const reachedBy = (tx: PlaceTx, path: PathToPerson, found: Found) => {
  const ids = idsFor(path, found)
  if (ids.length === 0) return null
  const { sql } = tx
  const by = fromManifest(tx, path.by)
  switch (path.as ?? 'uuid') {
    case 'uuid':
      return sql`${by} = any(${ids}::uuid[])`
    case 'uuids':
      return sql`${by} && ${ids}::uuid[]`
    case 'text':
      return sql`lower(${by}) = any(${ids.map(small)}::text[])`
    case 'within':
      return sql`lower(${by}) like any(${ids.map(id => `%${small(id).replace(/[\\%_]/g, '\\$&')}%`)}::text[])`
  }
}

const small = (text: string): string => text.toLowerCase()

/** The condition by which any of the ways of a rule leads to what was found; null where none does. */
export const reachedByAny = (tx: PlaceTx, paths: readonly PathToPerson[], found: Found) => {
  const conditions = paths.flatMap(path => reachedBy(tx, path, found) ?? [])
  const [first, ...more] = conditions
  return first ? more.reduce((all, each) => tx.sql`${all} or ${each}`, first) : null
}

/** The ways by which a row is somebody's own; the row itself among them, where it was named. */
export const own = ({ of, key, record }: KnownRule): readonly PathToPerson[] => [
  ...(key && record ? [{ by: key, is: record }] : []),
  ...of.filter(({ aside }) => !aside),
]

/** Everything that hangs on some records, however far: follows the rules until nothing new is found. */
export const findRecords = async (
  tx: PlaceTx,
  rules: readonly KnownRule[],
  roots: Readonly<Record<string, Iterable<string>>>,
): Promise<Found> => {
  const found = new Map(Object.entries(roots).map(([record, ids]) => [record, new Set(ids)]))
  const add = (record: string, id: unknown): boolean => {
    if (typeof id !== 'string' || id === '') return false
    const ids = found.get(record) ?? new Set()
    found.set(record, ids)
    return !ids.has(id) && ids.add(id) !== undefined
  }
  for (let grew = true; grew; ) {
    grew = false
    for (const rule of rules) {
      if (!rule.record || !rule.key) continue
      const condition = reachedByAny(tx, own(rule), found)
      if (!condition) continue
      const { key, reach = [] } = rule
      const mine = [...(found.get(rule.record) ?? [])]
      // A number that somebody else is reached by too leads to what is theirs: it is left out.
      const alone = reach.map(
        column => tx.sql`, case when not exists (select from ${tx.sql(rule.table)} o
          where o.place_id = t.place_id and o.${tx.sql(column)} = t.${tx.sql(column)} and ${fromManifest(tx, `o.${key}::text`)} <> all(${mine}::text[])) then t.${tx.sql(column)} end`,
      )
      const rows = await tx.sql<{ values: (string | null)[] }[]>`
        select array[${fromManifest(tx, `t.${key}::text`)}${alone.reduce((all, each) => tx.sql`${all}${each}`, tx.sql``)}] as values
        from ${tx.sql(rule.table)} t where place_id = ${tx.placeId} and (${condition})`
      for (const { values } of rows) {
        grew = add(rule.record, values[0]) || grew
        for (const reach of values.slice(1)) grew = add('reach', reach?.toLowerCase()) || grew
      }
    }
  }
  return found
}

/** A record that stays for now, with what hangs on it and what it hangs on. */
export interface Stays {
  readonly record: string
  readonly id: string
  readonly because: string
}

/** What of the found must stay: what is still at work, what is held, everything below it and whom it is about. */
export const findWhatStays = async (
  tx: PlaceTx,
  rules: readonly KnownRule[],
  found: Found,
  held: readonly { readonly recordId: string; readonly because: string }[],
): Promise<{ readonly stays: Found; readonly because: readonly Stays[] }> => {
  const because: Stays[] = held.flatMap(hold =>
    [...found].flatMap(([record, ids]) =>
      ids.has(hold.recordId) ? [{ record, id: hold.recordId, because: hold.because }] : [],
    ),
  )
  for (const rule of rules) {
    const { record, key, inUse, table } = rule
    if (!inUse || !record || !key) continue
    const condition = reachedByAny(tx, own(rule), found)
    if (!condition) continue
    const rows = await tx.sql<{ id: string }[]>`
      select ${fromManifest(tx, `t.${key}::text`)} as id from ${tx.sql(table)} t where place_id = ${tx.placeId} and (${condition}) and (${fromManifest(tx, inUse.when)})`
    because.push(...rows.map(({ id }) => ({ record, id, because: inUse.because })))
  }
  const roots: Record<string, string[]> = {}
  for (const { record, id } of because) roots[record] = [...(roots[record] ?? []), id]
  const below = await findRecords(tx, rules, roots)
  const stays = new Map(
    [...below].map(([record, ids]) => [record, new Set([...ids].filter(id => found.get(record)?.has(id)))]),
  )
  await addWhomItIsAbout(tx, rules, found, stays)
  return { stays, because }
}

/** Adds the records that those which stay hang on: they stay too, without all else that hangs on them. */
const addWhomItIsAbout = async (
  tx: PlaceTx,
  rules: readonly KnownRule[],
  found: Found,
  stays: Map<string, Set<string>>,
): Promise<void> => {
  for (let grew = true; grew; ) {
    grew = false
    for (const rule of rules) {
      const ids = rule.record ? [...(stays.get(rule.record) ?? [])] : []
      if (ids.length === 0 || !rule.key) continue
      for (const path of own(rule)) {
        const known = found.get(path.is)
        if (!known || path.is === 'reach' || path.is === rule.record) continue
        const rows = await tx.sql<{ ids: string[] }[]>`
          select ${fromManifest(tx, path.as === 'uuids' ? `(${path.by})::text[]` : `array[(${path.by})::text]`)} as ids
          from ${tx.sql(rule.table)} t where place_id = ${tx.placeId} and ${fromManifest(tx, `t.${rule.key}::text`)} = any(${ids}::text[])`
        for (const id of rows.flatMap(row => row.ids))
          if (known.has(id) && !stays.get(path.is)?.has(id)) {
            stays.set(path.is, (stays.get(path.is) ?? new Set()).add(id))
            grew = true
          }
      }
    }
  }
}
