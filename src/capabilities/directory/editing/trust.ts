import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { AssuranceLevel, Organisation } from '../../organisations/index.ts'
import { type EntryField, entryFields, isEntryField } from './entry-content.ts'

/**
 * Which changes of which organisations go live without waiting to be checked: what a place has decided, in its setting `entriesWithoutChecking`.
 * Nothing decided means that everything is checked.
 *
 * { "levels": { "registered": ["schedules", "phones"] }, "organisations": { "<organisation id>": ["schedules", "phones", "email"] } }
 */
const Fields = Type.Array(Type.String(), { maxItems: entryFields.length })
const Trust = Type.Object({
  levels: Type.Optional(Type.Record(Type.String(), Fields)),
  organisations: Type.Optional(Type.Record(Type.String(), Fields)),
})

/** Never without a second pair of eyes: what an entry is called, and where people are sent. */
const alwaysChecked: readonly EntryField[] = ['name', 'locations', 'status']

/** The fields of a change that go live at once for this organisation; an organisation's own setting stands before that of its level. */
export function fieldsWithoutChecking(
  settings: Readonly<Record<string, unknown>>,
  organisation: Pick<Organisation, 'organisationId'> & { assuranceLevel: AssuranceLevel },
  changed: readonly EntryField[],
): EntryField[] {
  const trust = settings.entriesWithoutChecking
  if (!Value.Check(Trust, trust)) return []
  const fields = trust.organisations?.[organisation.organisationId] ?? trust.levels?.[organisation.assuranceLevel] ?? []
  return changed.filter(field => fields.filter(isEntryField).includes(field) && !alwaysChecked.includes(field))
}
