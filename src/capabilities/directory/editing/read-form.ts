import type { ErrorItem } from '../../../design/view-models.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { asTyped } from '../../../platform/http/typed.ts'
import { lookUpPostcode } from '../../places/index.ts'
import { type EntryChanges, type EntryContent, type EntryField, entryFields, withChanges } from './entry-content.ts'
import { type Row, shownAs, type Typed, typedHash, typedIn } from './entry-form.ts'
import { fieldInWords, fieldWords } from './entry-in-words.ts'
import { readField } from './read-entry-form.ts'

/** A field that somebody else changed while this one was typed in: both values, for whoever typed to choose. */
export type Conflict = { field: EntryField; title: string; mine: string; now: string }

export type FormRead = {
  /** What the boxes are to show: what was typed where it was touched, what stands there now where it was not. */
  typed: Record<EntryField, Typed>
  /** What stood there when the form was drawn, by field, as short values. */
  seen: Record<EntryField, string>
  changes: EntryChanges
  errors: ErrorItem[]
  conflicts: Conflict[]
  /** What the postcodes that were typed turned out to be, in words. */
  whereabouts: string[]
}

/** The form as it is first shown. */
export function formOf(content: EntryContent): Pick<FormRead, 'typed' | 'seen'> {
  const typed = Object.fromEntries(entryFields.map(field => [field, shownAs(field, content)])) as Record<
    EntryField,
    Typed
  >
  const seen = Object.fromEntries(entryFields.map(field => [field, typedHash(typed[field])])) as Record<
    EntryField,
    string
  >
  return { typed, seen }
}

/**
 * Reads what was posted against what the entry says now. A field nobody touched follows the entry; one that two people touched comes back as a
 * conflict, until `choose-<field>` says whose it is to be.
 */
export async function readForm(
  tx: PlaceTx,
  body: Readonly<Record<string, unknown>>,
  now: EntryContent,
  serviceId: string,
): Promise<FormRead> {
  const { typed, seen } = formOf(now)
  const changes: Record<string, unknown> = {}
  const errors: ErrorItem[] = []
  const conflicts: Conflict[] = []
  for (const field of entryFields) {
    const posted = typedIn(field, body)
    const seenThen = asTyped(body[`seen-${field}`]) || seen[field]
    const choice = asTyped(body[`choose-${field}`])
    if (choice === 'now' || typedHash(posted) === seenThen || typedHash(posted) === seen[field]) continue
    typed[field] = posted
    const read = readField(field, posted, now, serviceId)
    const mustChoose = body[`meanwhile-${field}`] !== undefined || seenThen !== seen[field]
    if (mustChoose && choice !== 'mine') {
      conflicts.push({
        field,
        title: fieldWords[field],
        mine: fieldInWords(field, { [field]: read.value } as EntryChanges),
        now: fieldInWords(field, now),
      })
      errors.push({
        field: `choose-${field}`,
        message: `${fieldWords[field]}: somebody else changed it while you were writing. Choose what it should say`,
      })
      continue
    }
    errors.push(...read.errors)
    changes[field] = read.value
  }
  const whereabouts = await placePostcodes(tx, typed.locations as readonly Row[], changes as EntryChanges, errors)
  const after = withChanges(now, changes as EntryChanges)
  if (after.minimumAge !== undefined && after.maximumAge !== undefined && after.minimumAge > after.maximumAge)
    errors.push({ field: 'minimumAge', message: 'The youngest age is above the oldest: swap them' })
  if (after.name.trim() === '' && !errors.some(({ field }) => field === 'name'))
    errors.push({ field: 'name', message: 'Enter what the service is called, up to 250 characters' })
  return { typed, seen, changes: changes as EntryChanges, errors, conflicts, whereabouts }
}

/** Looks the postcodes of changed places up and writes them as people do; one that is none is a mistake. */
async function placePostcodes(
  tx: PlaceTx,
  rows: readonly Row[],
  changes: EntryChanges,
  errors: ErrorItem[],
): Promise<string[]> {
  const said: string[] = []
  if (!changes.locations || errors.some(({ field }) => field.startsWith('locations-'))) return said
  const written = []
  for (const location of changes.locations) {
    if (!location.postcode) {
      written.push(location)
      continue
    }
    const at = rows.findIndex(row => String(row.postcode ?? '').toUpperCase() === location.postcode?.toUpperCase())
    const answer = await lookUpPostcode(tx, location.postcode)
    const isWhole =
      answer.kind === 'unit' ||
      answer.kind === 'terminated' ||
      answer.kind === 'unknown' ||
      answer.kind === 'not-loaded'
    if (!isWhole)
      errors.push({ field: `locations-${Math.max(at, 0)}-postcode`, message: 'Enter a whole postcode like ZZ1 4AB' })
    // Of a private place nothing is said on the page that somebody may be looking at over a shoulder.
    if (!location.hidden)
      said.push(
        answer.kind === 'unit'
          ? `${answer.shown} is on the map.`
          : (answer.message ??
              `${answer.shown} is not in our list of postcodes: check it. The place will not be on the map until it is.`),
      )
    written.push({ ...location, postcode: isWhole ? answer.shown : location.postcode })
  }
  changes.locations = written
  return said
}
