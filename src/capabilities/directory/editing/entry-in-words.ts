import { scheduleInWords } from '../opening/schedule-in-words.ts'
import { attendingWords, costWords, statusWords } from '../words.ts'
import type { EntryChanges, EntryContent, EntryField } from './entry-content.ts'

/** What a field of an entry says, as plain text: for diffs, histories and notices. */

export const fieldWords: Readonly<Record<EntryField, string>> = {
  name: 'Name',
  alternateName: 'Other name',
  description: 'What it is',
  status: 'Whether it is running',
  alert: 'What people should know first',
  phones: 'Phone',
  email: 'E-mail',
  url: 'Website',
  contacts: 'Who to ask for',
  attending: 'How people use it',
  access: 'How to start',
  applicationProcess: 'More about how to start',
  waitTime: 'Waiting time',
  requiredDocuments: 'What to bring',
  locations: 'Places',
  schedules: 'Opening times',
  serviceAreas: 'Area it serves',
  cost: 'Whether it is free',
  fees: 'What it costs',
  costOptions: 'Prices',
  eligibility: 'Who it is for',
  minimumAge: 'Youngest age',
  maximumAge: 'Oldest age',
  languages: 'Languages',
  interpretation: 'Interpreting',
  terms: 'Kinds of help',
  accreditations: 'Accreditations',
}

export const PRIVATE_PLACE = 'A place whose address is kept private'

type Saying = { [Field in EntryField]: (value: NonNullable<EntryContent[Field]>) => string }

const joined = (parts: readonly (string | undefined | false)[], by = ', ') => parts.filter(Boolean).join(by)
const pounds = (pence: number) => (pence === 0 ? 'free' : `£${(pence / 100).toFixed(2)}`)

const saying: Saying = {
  name: value => value,
  alternateName: value => value,
  description: value => value,
  status: value => statusWords[value],
  alert: value => value,
  phones: value =>
    value
      .map(({ number, extension, description }) =>
        joined([extension ? `${number}, extension ${extension}` : number, description && `(${description})`], ' '),
      )
      .join('\n'),
  email: value => value,
  url: value => value,
  contacts: value =>
    value
      .map(({ name, title, department, email, phones }) =>
        joined([name, title, department, email, ...phones.map(phone => phone.number)]),
      )
      .join('\n'),
  attending: value => value.map(each => attendingWords[each]).join('\n'),
  access: value => value.join('\n'),
  applicationProcess: value => value,
  waitTime: value => value,
  requiredDocuments: value => value.join('\n'),
  locations: value =>
    value
      .map(location =>
        joined(
          [
            location.hidden
              ? PRIVATE_PLACE
              : joined([
                  location.name,
                  ...location.addressLines,
                  location.town,
                  location.county,
                  location.postcode,
                  location.kind === 'virtual' && 'online',
                ]),
            !location.hidden && location.description,
            location.accessibility.length > 0 && `Getting in: ${location.accessibility.join('; ')}`,
          ],
          '\n',
        ),
      )
      .join('\n'),
  schedules: value =>
    value
      .map(each => scheduleInWords(each))
      .filter(Boolean)
      .join('\n'),
  serviceAreas: value => value.map(({ name, description }) => name ?? description ?? '').join('\n'),
  cost: value => costWords[value],
  fees: value => value,
  costOptions: value =>
    value
      .map(({ option, amountInPence, amountDescription }) =>
        joined([option, amountInPence !== undefined && pounds(amountInPence), amountDescription]),
      )
      .join('\n'),
  eligibility: value => value,
  minimumAge: String,
  maximumAge: String,
  languages: value => value.map(({ name, code, note }) => joined([name ?? code, note])).join('\n'),
  interpretation: value => value,
  terms: value => value.map(({ name }) => name).join('\n'),
  accreditations: value => value,
}

/** A field in words, lines kept; empty when nothing is known. */
export function fieldInWords(field: EntryField, content: EntryContent | EntryChanges): string {
  const value = content[field]
  return value === undefined || value === null ? '' : (saying[field] as (value: unknown) => string)(value)
}

const lowered = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1)

/** "Phone, opening times and places". */
export function fieldsInWords(fields: readonly EntryField[]): string {
  const words = fields.map((field, at) => (at === 0 ? fieldWords[field] : lowered(fieldWords[field])))
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
