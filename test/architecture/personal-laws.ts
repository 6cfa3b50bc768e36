import type { PathToPerson, Personal, PersonalRule } from '../../src/platform/personal/rule.ts'
import type { Retention } from '../../src/platform/retention.ts'
import type { Violation } from './laws.ts'
import type { SaidTables } from './sight-laws.ts'

/**
 * Every table that tells of a person has a rule for how that is gathered and erased, and the rule says of each personal column whether the person reads it or why not,
 * and what forgetting does to it.
 */
export const unruledTables = (said: SaidTables, personal: Personal): Violation[] => {
  const broken: Violation[] = []
  for (const { table, sight } of said) {
    const columns = sight.personal ?? []
    const rule = personal[table]
    if (columns.length > 0 && !rule)
      broken.push({
        file: table,
        says: `tells of a person (${columns.join(', ')}) and no manifest says in \`personal\` how that is gathered and erased`,
      })
    if (!rule || 'nobody' in rule) continue
    for (const column of columns) broken.push(...unsaidOf(table, rule, column))
  }
  for (const table of Object.keys(personal))
    if (!said.some(one => one.table === table))
      broken.push({ file: table, says: 'has a rule in `personal` and is in no manifest’s `tables`' })
  return [...broken, ...recordsNobodyHas(personal)]
}

const unsaidOf = (table: string, rule: PersonalRule, column: string): Violation[] => {
  const isRead = column in rule.shows || column in (rule.withheld ?? {})
  const goes =
    rule.erase.how === 'delete' ||
    column in (rule.erase.set ?? {}) ||
    // What is kept is kept on a ground; what is made of another column goes with it.
    rule.erase.how === 'keep' ||
    generated.includes(`${table}.${column}`)
  return [
    ...(isRead || rule.of.every(({ shows }) => shows?.length === 0)
      ? []
      : [
          {
            file: table,
            says: `has ${column}, which tells of a person and is neither read in a copy nor held back on a ground`,
          },
        ]),
    ...(goes ? [] : [{ file: table, says: `has ${column}, which tells of a person and outlives an erasure` }]),
  ]
}

/** Columns PostgreSQL makes of others. */
const generated = ['people.person.email_in_small_letters']

/**
 * Every table that tells of a person is forgotten some day. One whose rows go with a person, a request, or whatever else has a period, is found by walking the rules from there;
 * one that erasing leaves alone, or that no rule leads to, names the retention (`forgottenBy`) that says when it goes, or why it stays.
 */
export const neverForgotten = (
  said: SaidTables,
  personal: Personal,
  kinds: readonly (readonly [string, Retention])[],
): Violation[] => {
  const names = new Set(kinds.map(([name]) => name))
  const reached = reachedFrom(personal, kinds)
  return said.flatMap(({ table, sight }) => {
    const rule = personal[table]
    const tells = (sight.personal ?? []).length > 0 || (sight.acting ?? []).some(column => /email|phone/.test(column))
    if (!tells || (sight.forgottenBy && names.has(sight.forgottenBy)) || (rule && 'nobody' in rule)) return []
    if (rule && rule.erase.how !== 'keep' && reached.has(table)) return []
    return [{ file: table, says: 'tells of a person, and no retention of any manifest says when that is forgotten' }]
  })
}

/** The tables that go with somebody, or with what has a period of its own. */
const reachedFrom = (personal: Personal, kinds: readonly (readonly [string, Retention])[]): ReadonlySet<string> => {
  const records = new Set([
    'any',
    'person',
    'reach',
    ...kinds.flatMap(([, rule]) => ('record' in rule ? [rule.record] : [])),
  ])
  const reached = new Set<string>()
  for (let grew = true; grew; ) {
    grew = false
    for (const [table, rule] of Object.entries(personal)) {
      if ('nobody' in rule || reached.has(table) || !rule.of.some(({ is }) => records.has(is))) continue
      reached.add(table)
      if (rule.record) records.add(rule.record)
      grew = true
    }
  }
  return reached
}

/** A rule that repeats a fact of somebody says by which column its rows are told apart. */
export const repeatsWithoutKey = (personal: Personal): Violation[] =>
  Object.entries(personal).flatMap(([table, rule]) =>
    !('nobody' in rule) && rule.repeats && !rule.key
      ? [{ file: table, says: 'repeats a fact of somebody and names no `key`' }]
      : [],
  )

const recordsNobodyHas = (personal: Personal): Violation[] => {
  const rules = Object.entries(personal).flatMap(([table, rule]) => ('nobody' in rule ? [] : [[table, rule] as const]))
  const records = new Set(['reach', 'any', ...rules.flatMap(([, { record }]) => record ?? [])])
  return rules.flatMap(([table, { of }]) =>
    of
      .filter((path: PathToPerson) => !records.has(path.is))
      .map(({ is }) => ({ file: table, says: `is found by “${is}”, which is no record of any rule` })),
  )
}
