import type { ErrorItem } from '../../../design/view-models.ts'
import {
  type AttendingType,
  type Contact,
  type Cost,
  type CostOption,
  type ListedServiceStatus,
  type Phone,
  PUBLISHED_HERE,
  type Schedule,
  type ServiceLocationDraft,
} from '../listed-service.ts'
import { plainLine, plainText } from '../plain-text.ts'
import { emailField, known, madeId, newMends, urlField } from '../read-fields.ts'
import { attendingWords, costWords, statusWords } from '../words.ts'
import type { EntryContent, EntryField } from './entry-content.ts'
import { type Row, shownAs, type Typed, typedHash } from './entry-form.ts'
import { type ScheduleRow, scheduleOfRow } from './schedule-rows.ts'

/** What was typed into a field, as what it says. Every mistake names its box and its mend. Pure. */

type Wrong = (box: string, message: string) => void
type Reading<Field extends EntryField> = (
  typed: never,
  was: EntryContent,
  wrong: Wrong,
  serviceId: string,
) => EntryContent[Field] | null | undefined

const longest: Partial<Record<EntryField, number>> = {
  name: 250,
  alternateName: 250,
  description: 20_000,
  alert: 2000,
  applicationProcess: 5000,
  waitTime: 500,
  fees: 2000,
  eligibility: 2000,
  interpretation: 2000,
  accreditations: 2000,
}

const oneLine =
  (most: number, mend: string) =>
  (typed: string, _was: EntryContent, wrong: Wrong): string | null => {
    if (typed.length > most) wrong('', mend)
    return plainLine(typed, most).text || null
  }
const paragraphs =
  (field: EntryField) =>
  (typed: string, _was: EntryContent, wrong: Wrong): string | null => {
    const most = longest[field] ?? 2000
    if (typed.length > most) wrong('', `Keep this to ${most.toLocaleString('en-GB')} characters`)
    return plainText(typed).text || null
  }
const listOfLines = (typed: string, most: number, wrong: Wrong): string[] => {
  const found = typed
    .split('\n')
    .map(each => plainLine(each, 250).text)
    .filter(Boolean)
  if (found.length > most) wrong('', `Keep this to ${most} lines`)
  return [...new Set(found)]
}
const age =
  (which: string) =>
  (typed: string, _was: EntryContent, wrong: Wrong): number | null => {
    if (typed === '') return null
    const years = Number(typed)
    if (/^\d{1,3}(\.\d)?$/.test(typed) && years <= 120) return years
    wrong('', `Enter the ${which} age in years, from 0 to 120`)
    return null
  }

/** The ones that were there, where their boxes say what they said; else what `make` makes of the row. */
function rowsOf<Item>(
  rows: readonly Row[],
  items: readonly Item[],
  shown: Typed,
  make: (row: Row, was: Item | undefined, at: number) => Item | undefined,
): Item[] {
  const shownRows = shown as readonly Row[]
  return rows.flatMap((row, at) => {
    const same = shownRows.findIndex(other => typedHash([other]) === typedHash([row]))
    const wasAt =
      same >= 0 ? same : shownRows.findIndex(other => row.id !== undefined && row.id !== '' && other.id === row.id)
    const was = items[wasAt]
    if (same >= 0 && was) return [was]
    return make(row, was, at) ?? []
  })
}

const boxOf = (row: Row, name: string): string => {
  const value = row[name]
  return typeof value === 'string' ? value : ''
}

const isPhone = (number: string) => number.replace(/\D/g, '').length >= 3 && number.length <= 80

const readers: { [Field in EntryField]: Reading<Field> } = {
  name: ((typed: string, _was: EntryContent, wrong: Wrong) => {
    const { text } = plainLine(typed)
    if (text.length < 2 || typed.length > 250) wrong('', 'Enter what the service is called, up to 250 characters')
    return text
  }) as never,
  alternateName: oneLine(250, 'Keep the other name to 250 characters') as never,
  description: paragraphs('description') as never,
  status: ((typed: string, was: EntryContent, wrong: Wrong) => {
    if (Object.hasOwn(statusWords, typed)) return typed as ListedServiceStatus
    wrong('', 'Choose whether it is running')
    return was.status
  }) as never,
  alert: paragraphs('alert') as never,
  phones: ((rows: readonly Row[], was: EntryContent, wrong: Wrong) =>
    rowsOf<Phone>(rows, was.phones, shownAs('phones', was), (row, _was, at) => {
      const number = plainLine(boxOf(row, 'number'), 80).text
      if (!isPhone(number)) wrong(`-${at}-number`, 'Enter a phone number, like 01632 960 001')
      return known<Phone>({
        number,
        extension: plainLine(boxOf(row, 'extension'), 20).text || undefined,
        description: plainLine(boxOf(row, 'description'), 500).text || undefined,
      })
    })) as never,
  email: ((typed: string, _was: EntryContent, wrong: Wrong) => {
    if (typed === '') return null
    const found = emailField(typed, 'e-mail', newMends())
    if (!found) wrong('', 'Enter an e-mail address like name@example.org')
    return found ?? null
  }) as never,
  url: ((typed: string, _was: EntryContent, wrong: Wrong) => {
    if (typed === '') return null
    const found = urlField(typed, 'web address', newMends())
    if (!found) wrong('', 'Enter a web address like www.example.org')
    return found ?? null
  }) as never,
  contacts: ((rows: readonly Row[], was: EntryContent, wrong: Wrong, serviceId: string) =>
    rowsOf<Contact>(rows, was.contacts, shownAs('contacts', was), (row, before, at) => {
      const typedEmail = boxOf(row, 'email')
      const email = typedEmail === '' ? undefined : emailField(typedEmail, 'e-mail', newMends())
      if (typedEmail !== '' && !email) wrong(`-${at}-email`, 'Enter an e-mail address like name@example.org')
      const numbers = boxOf(row, 'phones')
        .split(/[,\n]/)
        .map(each => plainLine(each, 80).text)
        .filter(Boolean)
      if (!numbers.every(isPhone))
        wrong(`-${at}-phones`, 'Enter phone numbers with commas between them, like 01632 960 001')
      return known<Contact>({
        contactId: before?.contactId ?? madeId(serviceId, 'contact', JSON.stringify(row)),
        department: before?.department,
        name: plainLine(boxOf(row, 'name')).text || undefined,
        title: plainLine(boxOf(row, 'title')).text || undefined,
        email,
        phones: numbers.map(number => before?.phones.find(phone => phone.number === number) ?? { number }),
      })
    })) as never,
  attending: ((typed: readonly string[]) =>
    (Object.keys(attendingWords) as AttendingType[]).filter(each => typed.includes(each))) as never,
  access: ((typed: string, _was: EntryContent, wrong: Wrong) => listOfLines(typed, 20, wrong)) as never,
  applicationProcess: paragraphs('applicationProcess') as never,
  waitTime: paragraphs('waitTime') as never,
  requiredDocuments: ((typed: string, _was: EntryContent, wrong: Wrong) => listOfLines(typed, 30, wrong)) as never,
  locations: ((rows: readonly Row[], was: EntryContent, wrong: Wrong, serviceId: string) =>
    rowsOf<ServiceLocationDraft>(rows, was.locations, shownAs('locations', was), (row, before, at) => {
      const isHidden = boxOf(row, 'private') === 'yes'
      const addressLines = listOfLines(boxOf(row, 'address'), 6, message => wrong(`-${at}-address`, message))
      const postcode = plainLine(boxOf(row, 'postcode'), 12).text.toUpperCase()
      const saysWhere = addressLines.length > 0 || postcode !== ''
      if (!isHidden && before?.hidden && !saysWhere)
        wrong(`-${at}-address`, 'Enter the address that everyone may see from now on, or keep it private')
      if (!isHidden && !before?.hidden && !saysWhere && boxOf(row, 'name') === '')
        wrong(`-${at}-postcode`, 'Enter the postcode, like ZZ1 4AB, or remove this place')
      return known<ServiceLocationDraft>({
        ...(before && !isHidden && !before.hidden ? before : undefined),
        locationId: before?.locationId ?? madeId(serviceId, 'location', JSON.stringify(row)),
        serviceAtLocationId: before?.serviceAtLocationId,
        kind: before?.kind ?? 'physical',
        name: plainLine(boxOf(row, 'name')).text || undefined,
        addressLines,
        town: plainLine(boxOf(row, 'town'), 100).text || undefined,
        postcode: postcode || undefined,
        country: before?.country ?? 'GB',
        accessibility: listOfLines(boxOf(row, 'accessibility'), 30, message => wrong(`-${at}-accessibility`, message)),
        hidden: isHidden || undefined,
      })
    })) as never,
  schedules: ((rows: readonly Row[], was: EntryContent, wrong: Wrong, serviceId: string) =>
    rowsOf<Schedule>(rows, was.schedules, shownAs('schedules', was), (row, before, at) =>
      scheduleOfRow(row as unknown as ScheduleRow, before, serviceId, (box, message) =>
        wrong(`-${at}-${box}`, message),
      ),
    )) as never,
  serviceAreas: ((typed: string, was: EntryContent, wrong: Wrong, serviceId: string) =>
    listOfLines(typed, 100, wrong).map(
      name =>
        was.serviceAreas.find(area => (area.name ?? area.description) === name) ?? {
          name,
          serviceAreaId: madeId(serviceId, 'area', name),
        },
    )) as never,
  cost: ((typed: string) => (Object.hasOwn(costWords, typed) ? (typed as Cost) : null)) as never,
  fees: paragraphs('fees') as never,
  costOptions: ((rows: readonly Row[], was: EntryContent, wrong: Wrong, serviceId: string) =>
    rowsOf<CostOption>(rows, was.costOptions, shownAs('costOptions', was), (row, before, at) => {
      const amount = /^£?\s*(\d{1,6})(?:\.(\d{1,2}))?$/.exec(boxOf(row, 'amount').replace(/,/g, ''))
      if (boxOf(row, 'amount') !== '' && !amount) wrong(`-${at}-amount`, 'Enter the price in pounds, like 2.50')
      return known<CostOption>({
        ...before,
        costOptionId: before?.costOptionId ?? madeId(serviceId, 'cost', JSON.stringify(row)),
        option: plainLine(boxOf(row, 'option')).text || undefined,
        amountInPence: amount ? Number(amount[1]) * 100 + Number((amount[2] ?? '').padEnd(2, '0')) : undefined,
        currency: amount ? 'GBP' : undefined,
        amountDescription: plainLine(boxOf(row, 'note'), 500).text || undefined,
      })
    })) as never,
  eligibility: paragraphs('eligibility') as never,
  minimumAge: age('youngest') as never,
  maximumAge: age('oldest') as never,
  languages: ((typed: string, was: EntryContent, wrong: Wrong, serviceId: string) =>
    listOfLines(typed, 100, wrong).map(
      name =>
        was.languages.find(each => (each.name ?? each.code) === name) ?? {
          name,
          languageId: madeId(serviceId, 'language', name),
        },
    )) as never,
  interpretation: paragraphs('interpretation') as never,
  terms: ((typed: readonly string[], was: EntryContent, wrong: Wrong) => {
    if (typed.length > 50) wrong('', 'Choose up to 50 kinds of help')
    const kept = was.terms.filter(({ name }) => typed.includes(plainLine(name).text))
    const added = typed
      .map(name => plainLine(name, 100).text)
      .filter(name => name && !kept.some(term => plainLine(term.name).text === name))
    return [
      ...kept,
      ...added.map(name => ({
        termId: madeId(PUBLISHED_HERE, 'term', name.toLowerCase()),
        name,
        taxonomy: 'Kind of help',
      })),
    ]
  }) as never,
  accreditations: paragraphs('accreditations') as never,
}

/** Reads one field. @returns what it says (null: nothing is known), or the mistakes. */
export function readField<Field extends EntryField>(
  field: Field,
  typed: Typed,
  was: EntryContent,
  serviceId: string,
): { value: EntryContent[Field] | null; errors: ErrorItem[] } {
  const errors: ErrorItem[] = []
  const value = readers[field](
    typed as never,
    was,
    (box, message) => errors.push({ field: `${field}${box}`, message }),
    serviceId,
  )
  return { value: value ?? null, errors }
}
