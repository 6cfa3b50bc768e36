import { type EntryChanges, type EntryContent, type EntryField, fieldsOf, saysTheSame } from './entry-content.ts'

/**
 * How a wanted change stands to what the entry says now, when it may have changed since it was proposed.
 * - `clean`: nobody touched the field meanwhile.
 * - `there already`: the entry says so now; there is nothing left to do.
 * - `changed meanwhile`: it says a third thing now; somebody has to choose.
 */
export type Standing = 'clean' | 'there already' | 'changed meanwhile'

export type StandingField = { field: EntryField; standing: Standing }

/** Field by field: different fields never stand in each other's way. */
export function standingOf(base: EntryChanges, wanted: EntryChanges, now: EntryContent): StandingField[] {
  return fieldsOf(wanted).map(field => ({
    field,
    standing: saysTheSame(now[field], wanted[field])
      ? 'there already'
      : saysTheSame(now[field], base[field])
        ? 'clean'
        : 'changed meanwhile',
  }))
}
