import { platformTables } from '../platform-tables.ts'
import type { Retention } from '../retention.ts'
import type { TableSight } from '../table-sight.ts'
import { platformRetention } from './platform-retention.ts'
import { platformRules } from './platform-rules.ts'
import type { Personal, PersonalRule } from './rule.ts'

/** A rule with the table it is about. */
export type KnownRule = PersonalRule & { readonly table: string }

// Filled as capabilities declare themselves, so that forgetting reaches every level without importing upwards.
const declared = new Map<string, Declared>()

interface Declared {
  readonly name: string
  readonly level: number
  readonly personal?: Personal
  readonly tables?: Readonly<Record<string, TableSight>>
  readonly retention?: Readonly<Record<string, Retention>>
}

/** Makes the rules of a capability known. */
export const declareRules = (manifest: Declared): void => {
  declared.set(manifest.name, manifest)
}

const byLevel = (): Declared[] => [...declared.values()].sort((a, b) => a.level - b.level)

/** Every rule there is: the capabilities' from the lowest level up, then the platform's own. */
export const allRules = (): readonly KnownRule[] =>
  [...byLevel().map(({ personal }) => personal ?? {}), platformRules].flatMap(personal =>
    Object.entries(personal).flatMap(([table, rule]) => ('nobody' in rule ? [] : [{ table, ...rule }])),
  )

/** How long every kind of record is kept, by its name. */
export const allRetention = (): readonly (readonly [string, Retention])[] =>
  [...byLevel().map(({ retention }) => retention ?? {}), platformRetention].flatMap(kinds => Object.entries(kinds))

/** Every table, with which of its columns hold words. */
export const allTables = (): Readonly<Record<string, TableSight>> =>
  Object.assign({}, platformTables, ...byLevel().map(({ tables }) => tables ?? {}))
