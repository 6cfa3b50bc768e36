import { createHash } from 'node:crypto'
import { needKindCodes, needKinds } from '../../../kernel/need-kind.ts'
import { asTyped, typedLine, typedText } from '../../../platform/http/typed.ts'
import type { EntryContent, EntryField } from './entry-content.ts'
import { type ScheduleRow, scheduleRowOf } from './schedule-rows.ts'

/** An entry as what stands in the boxes of its form, field by field. The same shape is read back from what was posted. Pure. */

export type Row = Readonly<Record<string, string | readonly string[]>>
/** What the boxes of one field hold: a text, what is ticked, or rows of boxes. */
export type Typed = string | readonly string[] | readonly Row[]

/** Fields that are rows of boxes, with the names of the boxes; `id` says which one of those that were there it is. */
export const rowFields = {
  phones: ['number', 'extension', 'description'],
  contacts: ['id', 'name', 'title', 'email', 'phones'],
  costOptions: ['id', 'option', 'amount', 'note'],
  locations: ['id', 'private', 'name', 'address', 'town', 'postcode', 'accessibility'],
  schedules: ['id', 'kind', 'days', 'opens', 'closes', 'every', 'from', 'until', 'school', 'bankHolidays', 'note'],
} as const satisfies Partial<Record<EntryField, readonly string[]>>
export type RowField = keyof typeof rowFields
export const isRowField = (field: string): field is RowField => Object.hasOwn(rowFields, field)

/** Boxes that are ticked rather than typed in. */
const tickedBoxes = new Set(['days'])
const tickedFields = new Set<EntryField>(['attending'])

/** More rows than this no form has. */
export const MOST_ROWS = 40

export const kindsOfHelp = needKindCodes.map(code => needKinds[code].label as string)

const number = (value: number | undefined) => (value === undefined ? '' : String(value))
const lines = (values: readonly (string | undefined)[]) => values.filter(Boolean).join('\n')

type Showing = { [Field in EntryField]: (content: EntryContent) => Typed }

const showing: Showing = {
  name: ({ name }) => name,
  alternateName: ({ alternateName }) => alternateName ?? '',
  description: ({ description }) => description ?? '',
  status: ({ status }) => status,
  alert: ({ alert }) => alert ?? '',
  phones: ({ phones }) =>
    phones.map(each => ({ number: each.number, extension: each.extension ?? '', description: each.description ?? '' })),
  email: ({ email }) => email ?? '',
  url: ({ url }) => url ?? '',
  contacts: ({ contacts }) =>
    contacts.map(each => ({
      id: each.contactId ?? '',
      name: each.name ?? '',
      title: each.title ?? '',
      email: each.email ?? '',
      phones: each.phones.map(phone => phone.number).join(', '),
    })),
  attending: ({ attending }) => attending,
  access: ({ access }) => lines(access),
  applicationProcess: ({ applicationProcess }) => applicationProcess ?? '',
  waitTime: ({ waitTime }) => waitTime ?? '',
  requiredDocuments: ({ requiredDocuments }) => lines(requiredDocuments),
  locations: ({ locations }) =>
    locations.map(each => ({
      id: each.locationId,
      private: each.hidden ? 'yes' : '',
      name: each.name ?? '',
      address: lines(each.addressLines),
      town: each.town ?? '',
      postcode: each.postcode ?? '',
      accessibility: lines(each.accessibility),
    })),
  schedules: ({ schedules }) => schedules.map((each, at) => scheduleRowOf(each, at) as ScheduleRow & Row),
  serviceAreas: ({ serviceAreas }) => lines(serviceAreas.map(({ name, description }) => name ?? description)),
  cost: ({ cost }) => cost ?? '',
  fees: ({ fees }) => fees ?? '',
  costOptions: ({ costOptions }) =>
    costOptions.map((each, at) => ({
      id: each.costOptionId ?? String(at),
      option: each.option ?? '',
      amount: each.amountInPence === undefined ? '' : (each.amountInPence / 100).toFixed(2),
      note: each.amountDescription ?? '',
    })),
  eligibility: ({ eligibility }) => eligibility ?? '',
  minimumAge: ({ minimumAge }) => number(minimumAge),
  maximumAge: ({ maximumAge }) => number(maximumAge),
  languages: ({ languages }) => lines(languages.map(({ name, code }) => name ?? code)),
  interpretation: ({ interpretation }) => interpretation ?? '',
  terms: ({ terms }) => terms.map(({ name }) => name),
  accreditations: ({ accreditations }) => accreditations ?? '',
}

/** What the form shows for a field. */
export const shownAs = (field: EntryField, content: EntryContent): Typed => tidy(field, showing[field](content))

/** Equal for what looks the same in the form. */
export const typedHash = (typed: Typed): string =>
  createHash('sha256').update(JSON.stringify(typed)).digest('base64url').slice(0, 12)

/** What stands in the form for a field, as one short value: kept in the form to know later what was there when it was opened. */
export const seenHash = (field: EntryField, content: EntryContent): string => typedHash(shownAs(field, content))

/** What was posted for a field, in the shape of `shownAs`. Rows to be removed and empty ones are gone. */
export function typedIn(field: EntryField, body: Readonly<Record<string, unknown>>): Typed {
  if (isRowField(field))
    return tidy(
      field,
      rowsIn(field, body).filter(row => row.remove === ''),
    )
  if (tickedFields.has(field)) return tidy(field, allOf(body[field]))
  if (field === 'terms') return tidy(field, [...allOf(body.terms), ...typedText(body.otherTerms).split('\n')])
  return tidy(field, typedText(body[field]))
}

/** Every row of a field as posted, with whether it is to be removed: what a form shown again has in its boxes. */
export function rowsIn(field: RowField, body: Readonly<Record<string, unknown>>): (Row & { remove: string })[] {
  const numbers = Object.keys(body)
    .map(name => new RegExp(`^${field}-(\\d{1,3})-`).exec(name)?.[1])
    .filter(found => found !== undefined)
  const distinct = [...new Set(numbers)].sort((a, b) => Number(a) - Number(b)).slice(0, MOST_ROWS)
  return distinct.map(at => ({
    ...Object.fromEntries(
      rowFields[field].map(box => {
        const given = body[`${field}-${at}-${box}`]
        return [box, tickedBoxes.has(box) ? allOf(given) : typedText(given)]
      }),
    ),
    remove: asTyped(body[`${field}-${at}-remove`]),
  }))
}

const allOf = (given: unknown): string[] =>
  (Array.isArray(given) ? given : given === undefined ? [] : [given]).map(typedLine).filter(Boolean).slice(0, 100)

/** One form for what looks the same: line ends, spaces at the ends, order of ticks, rows with nothing in them. */
function tidy(field: EntryField, typed: Typed): Typed {
  if (typeof typed === 'string') return typedText(typed)
  if (isRowField(field)) {
    const names: readonly string[] = rowFields[field]
    return (
      (typed as readonly Row[])
        .map(row =>
          Object.fromEntries(
            names.map(name => {
              const given = row[name] ?? ''
              return [name, typeof given === 'string' ? typedText(given) : [...given]]
            }),
          ),
        )
        // A place is only gone when somebody says so: the boxes of a private one are empty.
        .filter(row => (field === 'locations' && row.id !== '') || !isBlank(row))
    )
  }
  return [...new Set((typed as readonly string[]).map(typedLine).filter(Boolean))].sort()
}

// A row that only says what kind of row it is says nothing.
const isBlank = (row: Row): boolean =>
  Object.entries(row).every(
    ([name, value]) =>
      ['id', 'kind', 'every'].includes(name) || (typeof value === 'string' ? value === '' : value.length === 0),
  ) &&
  !(row.private === 'yes') &&
  !(row.id !== '' && row.id !== undefined && row.kind === 'as published')
