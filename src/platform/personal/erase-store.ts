import type { PlaceTx } from '../db/database.ts'
import { type Found, findRecords, findWhatStays, own, reachedBy, reachedByAny, type Stays } from './find-store.ts'
import { fromManifest } from './manifest-sql.ts'
import type { KnownRule } from './rules.ts'

/** What became of the rows of one table. */
export interface TableErased {
  readonly table: string
  readonly what: string
  readonly found: number
  readonly erased: number
  readonly kept: number
  /** Why rows were kept. */
  readonly grounds: readonly string[]
}

export interface Erased {
  readonly tables: readonly TableErased[]
  readonly stays: readonly Stays[]
  /** The records that were forgotten, by kind. */
  readonly records: Readonly<Record<string, readonly string[]>>
  /** How they were reached: to look for it everywhere afterwards; kept by nobody. */
  readonly reach: readonly string[]
}

/**
 * Forgets records and everything that hangs on them, by the rules of the manifests: the one way, whether somebody asked for it, its time is over, or a backup brought it
 * back. What is still at work or held stays, with whom it is about.
 * @param roots ids by the `record` of the rules: `{ person: [...] }`, `{ 'help request': [...] }`.
 */
export const eraseRecords = (
  tx: PlaceTx,
  rules: readonly KnownRule[],
  roots: Readonly<Record<string, readonly string[]>>,
  held: readonly { readonly recordId: string; readonly because: string }[] = [],
): Promise<Erased> =>
  tx.house(async () => {
    const found = await findRecords(tx, rules, roots)
    const { stays, because } = await findWhatStays(tx, rules, found, held)
    const goes = without(found, stays)
    const tables: TableErased[] = []
    // From what hangs on others to what others hang on.
    for (const rule of rules.toReversed()) tables.push(await eraseRows(tx, rule, found, goes, stays, because))
    return {
      tables: tables.filter(({ found }) => found > 0),
      stays: because,
      records: Object.fromEntries(
        [...goes]
          .filter(([record]) => !['reach', 'fact', 'notice'].includes(record))
          .map(([record, ids]) => [record, [...ids]]),
      ),
      reach: [...(goes.get('reach') ?? [])],
    }
  })

const without = (found: Found, stays: Found): Found =>
  new Map(
    [...found].flatMap(([record, ids]) => {
      // Somebody who stays is reached as before, so what was sent there stays theirs.
      if (record === 'reach' && (stays.get('person')?.size ?? 0) > 0) return []
      const left = new Set([...ids].filter(id => !stays.get(record)?.has(id)))
      return left.size > 0 ? [[record, left] as const] : []
    }),
  )

const eraseRows = async (
  tx: PlaceTx,
  rule: KnownRule,
  found: Found,
  goes: Found,
  stays: Found,
  because: readonly Stays[],
): Promise<TableErased> => {
  const { table, what, key, record, erase } = rule
  const all = reachedByAny(tx, [...own(rule), ...rule.of], found)
  const nothing = { table, what, found: 0, erased: 0, kept: 0, grounds: [] }
  if (!all) return nothing
  const notYet = rule.forgotten ? tx.sql`and not (${fromManifest(tx, rule.forgotten)})` : tx.sql``
  const counted = await tx.sql<{ rows: number }[]>`
    select count(*)::int as rows from ${tx.sql(table)} t where place_id = ${tx.placeId} and (${all}) ${notYet}`
  const rows = counted[0]?.rows ?? 0
  if (rows === 0) return nothing
  let erased = 0
  const staying = record ? [...(stays.get(record) ?? [])] : []
  const butStaying =
    key && staying.length > 0
      ? tx.sql`and not (${fromManifest(tx, `t.${key}::text`)} = any(${staying}::text[]))`
      : tx.sql``
  const set = (values: Readonly<Record<string, string>>) =>
    fromManifest(
      tx,
      Object.entries(values)
        .map(([column, value]) => `${column} = ${value}`)
        .join(', '),
    )
  const mine = reachedByAny(tx, own(rule), goes)
  if (mine) {
    const where = tx.sql`place_id = ${tx.placeId} and (${mine}) ${notYet} ${butStaying}`
    if (erase.how === 'delete') erased += (await tx.sql`delete from ${tx.sql(table)} t where ${where}`).count
    else if (erase.how === 'empty')
      erased += (await tx.sql`update ${tx.sql(table)} t set ${set(erase.set)} where ${where}`).count
    else if (erase.set) await tx.sql`update ${tx.sql(table)} t set ${set(erase.set)} where ${where}`
  }
  for (const path of rule.of) {
    const aside = path.aside && Object.keys(path.aside).length > 0 ? reachedBy(tx, path, goes) : null
    if (path.aside && aside)
      erased += (
        await tx.sql`update ${tx.sql(table)} t set ${set(path.aside)} where place_id = ${tx.placeId} and (${aside})`
      ).count
  }
  const kept = Math.max(rows - erased, 0)
  return {
    table,
    what,
    found: rows,
    erased: Math.min(erased, rows),
    kept,
    grounds: kept === 0 ? [] : groundsOf(rule, because),
  }
}

const groundsOf = ({ erase }: KnownRule, because: readonly Stays[]): string[] => {
  const stays = [...new Set(because.map(one => one.because))]
  return erase.how === 'keep' ? [erase.ground, ...stays] : stays
}

/**
 * Forgets records, and the people they were about who are known here for nothing else any more.
 * @returns what became of the rows, and the people who were forgotten.
 */
export const forgetRecords = (
  tx: PlaceTx,
  rules: readonly KnownRule[],
  roots: Readonly<Record<string, readonly string[]>>,
  held: readonly { readonly recordId: string; readonly because: string }[] = [],
): Promise<Erased & { readonly personIds: readonly string[] }> =>
  tx.house(async () => {
    const people = await peopleOf(tx, rules, roots)
    const ofRecords = await eraseRecords(tx, rules, roots, held)
    const personIds = await nobodyNeeds(tx, rules, people)
    const ofPeople = await eraseRecords(tx, rules, { person: personIds }, held)
    return {
      tables: merged([...ofRecords.tables, ...ofPeople.tables]),
      stays: [...ofRecords.stays, ...ofPeople.stays],
      records: Object.fromEntries(
        [...new Set([...Object.keys(ofRecords.records), ...Object.keys(ofPeople.records)])].map(record => [
          record,
          [...new Set([...(ofRecords.records[record] ?? []), ...(ofPeople.records[record] ?? [])])],
        ]),
      ),
      reach: ofPeople.reach,
      personIds: [...(ofPeople.records.person ?? [])],
    }
  })

/** Whom the roots are about. */
const peopleOf = async (
  tx: PlaceTx,
  rules: readonly KnownRule[],
  roots: Readonly<Record<string, readonly string[]>>,
): Promise<string[]> => {
  const people = new Set<string>()
  for (const rule of rules)
    for (const path of own(rule)) {
      const ids = rule.record ? roots[rule.record] : undefined
      if (!ids?.length || path.is !== 'person' || path.as || !rule.key) continue
      const rows = await tx.sql<{ id: string }[]>`
        select ${fromManifest(tx, `t.${path.by}::text`)} as id from ${tx.sql(rule.table)} t
        where place_id = ${tx.placeId} and t.${tx.sql(rule.key)} = any(${[...ids]}::uuid[]) and ${fromManifest(tx, `t.${path.by}`)} is not null`
      for (const { id } of rows) people.add(id)
    }
  return [...people]
}

/** Those of some people of whom nothing is kept that was not forgotten. */
const nobodyNeeds = async (tx: PlaceTx, rules: readonly KnownRule[], people: readonly string[]): Promise<string[]> => {
  const needed = new Set<string>()
  if (people.length === 0) return []
  for (const rule of rules)
    for (const path of own(rule)) {
      if (path.is !== 'person' || path.as || !rule.forgotten || rule.record === 'person') continue
      const rows = await tx.sql<{ id: string }[]>`
        select distinct ${fromManifest(tx, `t.${path.by}::text`)} as id from ${tx.sql(rule.table)} t
        where place_id = ${tx.placeId} and t.${tx.sql(path.by)} = any(${[...people]}::uuid[]) and not (${fromManifest(tx, rule.forgotten)})`
      for (const { id } of rows) needed.add(id)
    }
  return people.filter(id => !needed.has(id))
}

/** One line a table. */
const merged = (tables: readonly TableErased[]): TableErased[] => {
  const byTable = new Map<string, TableErased>()
  for (const one of tables) {
    const other = byTable.get(one.table)
    byTable.set(
      one.table,
      other
        ? {
            ...one,
            found: other.found + one.found,
            erased: other.erased + one.erased,
            kept: other.kept + one.kept,
            grounds: [...new Set([...other.grounds, ...one.grounds])],
          }
        : one,
    )
  }
  return [...byTable.values()]
}
