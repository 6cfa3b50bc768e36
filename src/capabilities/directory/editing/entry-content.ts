import { createHash } from 'node:crypto'
import type { ListedService, ListedServiceDraft, ServiceLocation } from '../listed-service.ts'

/** What of an entry can be edited, field by field: the unit of what is proposed, compared, approved and kept. Pure. */

export const entryFields = [
  'name',
  'alternateName',
  'description',
  'status',
  'alert',
  'phones',
  'email',
  'url',
  'contacts',
  'attending',
  'access',
  'applicationProcess',
  'waitTime',
  'requiredDocuments',
  'locations',
  'schedules',
  'serviceAreas',
  'cost',
  'fees',
  'costOptions',
  'eligibility',
  'minimumAge',
  'maximumAge',
  'languages',
  'interpretation',
  'terms',
  'accreditations',
] as const satisfies readonly (keyof ListedServiceDraft)[]

export type EntryField = (typeof entryFields)[number]

/** Of a listed service, that which can be edited. A missing property means "not known". */
export type EntryContent = Pick<ListedServiceDraft, EntryField>

/** Some fields with what they are to say; null where nothing is to be known any more. */
export type EntryChanges = { [Field in EntryField]?: EntryContent[Field] | null }

export const isEntryField = (text: unknown): text is EntryField => entryFields.includes(text as EntryField)

/** An entry about which nothing is known but that it is there. */
export const emptyContent: EntryContent = {
  name: '',
  status: 'active',
  attending: [],
  access: [],
  requiredDocuments: [],
  costOptions: [],
  languages: [],
  contacts: [],
  phones: [],
  schedules: [],
  serviceAreas: [],
  terms: [],
  locations: [],
}

/** The editable part of a listed service. Points are worked out anew from the addresses whenever it is written. */
export function contentOf(service: ListedService | ListedServiceDraft): EntryContent {
  const content = Object.fromEntries(
    entryFields.flatMap(field => (service[field] === undefined ? [] : [[field, service[field]]])),
  ) as EntryContent
  return { ...content, locations: (service.locations as ServiceLocation[]).map(withoutPoint) }
}

const withoutPoint = ({ point: _point, pointFrom: _from, ...location }: ServiceLocation) => location

// Ids are the house's or a feed's own business, and coordinates follow from the address: neither is something that somebody said.
const notSaid = /(Id|^latitude|^longitude|^point|^pointFrom)$/

function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said)
  if (typeof value !== 'object' || value === null) return value === '' ? undefined : value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => {
      const inside = notSaid.test(key) ? undefined : said(each)
      return inside === undefined || (Array.isArray(inside) && inside.length === 0) ? [] : [[key, inside]]
    }),
  )
}

/** One order of keys, so that equal values are written equally. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  )
}

/** What a field says, as one short value; equal for what reads the same, whatever ids it has. */
export function saysHash(value: unknown): string {
  const inside = said(value)
  const nothing = inside === undefined || inside === null || (Array.isArray(inside) && inside.length === 0)
  return createHash('sha256')
    .update(nothing ? '' : (JSON.stringify(sorted(inside)) ?? ''))
    .digest('base64url')
    .slice(0, 16)
}

export const saysTheSame = (one: unknown, other: unknown): boolean => saysHash(one) === saysHash(other)

/** The fields that say something else in `after` than in `before`, in the order of the form. */
export const changedFields = (before: EntryContent, after: EntryContent): EntryField[] =>
  entryFields.filter(field => !saysTheSame(before[field], after[field]))

/** Some fields of an entry, as changes. */
export const pick = (content: EntryContent, fields: readonly EntryField[]): EntryChanges =>
  Object.fromEntries(fields.map(field => [field, content[field] ?? null])) as EntryChanges

/** The entry as it reads with these changes. */
export function withChanges(content: EntryContent, changes: EntryChanges): EntryContent {
  const next = { ...content, ...changes } as Record<string, unknown>
  for (const field of entryFields) {
    if (next[field] !== null && next[field] !== undefined) continue
    const nothing = emptyContent[field]
    if (nothing === undefined) delete next[field]
    else next[field] = field === 'name' ? content.name : nothing
  }
  return next as EntryContent
}

export const fieldsOf = (changes: EntryChanges): EntryField[] => entryFields.filter(field => field in changes)
