import { dateAt, dayMonthYear, monthAndYear } from '../../design/time-in-words.ts'
import type { SummaryCard, SummaryRow, Words } from '../../design/view-models.ts'
import type { Say } from '../../design/wording.ts'
import type { Language } from '../../kernel/language.ts'
import { telephone } from '../places/index.ts'
import { freshnessOf } from './freshness.ts'
import { type Contact, type ListedService, type Phone, PUBLISHED_HERE, type ServiceLocation } from './listed-service.ts'
import { agesInWords, costInWords, sentence } from './result-words.ts'
import type en from './strings.en.json'
import { attendingInWords, directoryWords, sayFreshness } from './words.ts'

/** What is known of one listed service, as cards of a page: each function makes one card, in the reader's language; not known is said. */

/** Who reads, and when. */
export type Reader = { say: Say<keyof typeof en & string>; language: Language; now: Date }

export const readerOf = (language: Language, now: Date): Reader => ({ say: directoryWords(language), language, now })

export const written = (content: string): Words => ({ content })

/** A row that stands even when nothing is known. */
export const row = (
  { say }: Reader,
  key: string,
  value: Words | readonly Words[] | undefined,
  href?: string,
): SummaryRow => {
  const lines = value === undefined || value === '' ? [] : isLines(value) ? value : [value]
  return { key, value: lines.length > 0 ? lines : say('notKnown'), ...(href && lines.length > 0 && { href }) }
}
const isLines = (value: Words | readonly Words[]): value is readonly Words[] => Array.isArray(value)

/** A row that stands only when something is known; all of it content. */
export const rowOf = (reader: Reader, key: string, values: readonly string[]): SummaryRow[] =>
  values.length > 0 ? [row(reader, key, values.map(written))] : []

/** A telephone number as a row to press. */
export function phoneRow(reader: Reader, { number, extension, description }: Phone): SummaryRow {
  const says: Words[] = [written(number), ...(extension ? [reader.say('extension', { extension })] : [])]
  return {
    ...row(reader, reader.say('phone'), says, telephone(number)?.href),
    ...(description && description.length <= 60 && { about: written(description) }),
  }
}

function contactRows(reader: Reader, { name, title, department, email, phones }: Contact): SummaryRow[] {
  const who = [name, title, department].filter(Boolean).join(', ')
  return [
    ...(who ? [row(reader, reader.say('askForPerson'), written(who))] : []),
    ...(email ? [row(reader, reader.say('email'), written(email), `mailto:${email}`)] : []),
    ...phones.map(phone => phoneRow(reader, phone)),
  ]
}

/** Every way to reach them, each once. */
export function contactCard(service: ListedService, reader: Reader): SummaryCard {
  const { say } = reader
  const reach = [
    ...service.phones.map(phone => phoneRow(reader, phone)),
    ...(service.email ? [row(reader, say('email'), written(service.email), `mailto:${service.email}`)] : []),
    ...service.contacts.flatMap(contact => contactRows(reader, contact)),
  ]
  const distinct = [...new Map(reach.map(each => [JSON.stringify([each.key, each.about, each.value]), each])).values()]
  return {
    title: say('howToReachThem'),
    rows: [
      ...(distinct.some(({ href }) => href) ? distinct : [...distinct, row(reader, say('phoneOrEmail'), undefined)]),
      row(reader, say('website'), service.url && written(service.url), service.url),
      ...rowOf(reader, say('howToStart'), [
        ...service.access,
        ...(service.applicationProcess ? [service.applicationProcess] : []),
      ]),
      ...rowOf(reader, say('waitingTime'), service.waitTime ? [service.waitTime] : []),
      ...rowOf(reader, say('bringWithYou'), service.requiredDocuments),
    ],
  }
}

/** The lines of an address, each once; a place on the web says so. */
export function addressOf({ say }: Reader, location: ServiceLocation): Words[] {
  if (location.hidden) return [say('addressPrivate')]
  const { name, addressLines, town, county, postcode, kind } = location
  const lines = [name, ...addressLines, town, county, postcode].filter(
    (part, at, all): part is string => Boolean(part) && all.indexOf(part) === at,
  )
  return lines.length > 0 ? lines.map(written) : [say(kind === 'virtual' ? 'onlineOnly' : 'notKnown')]
}

/** How people use it: "In person", "By phone", and what the entry adds. */
export const attendingOf = (service: ListedService, { language }: Reader): Words[] => [
  ...service.attending.map(type => attendingInWords(type, language)),
  ...(service.attendingNote ? [written(service.attendingNote)] : []),
]

export function whereAndWhenCard(service: ListedService, reader: Reader): SummaryCard {
  const { say } = reader
  const { locations, serviceAreas } = service
  return {
    title: say('whereAndWhen'),
    rows: [
      row(reader, say('howPeopleUseIt'), attendingOf(service, reader)),
      ...(locations.length > 0
        ? locations.map((location, at) =>
            // The numbers are those of the map.
            row(
              reader,
              locations.length > 1 ? say('placeNumber', { number: at + 1 }) : say('where'),
              addressOf(reader, location),
            ),
          )
        : [row(reader, say('where'), undefined)]),
      ...rowOf(reader, say('gettingIn'), [...new Set(locations.flatMap(({ accessibility }) => accessibility))]),
      ...rowOf(
        reader,
        say('areaItServes'),
        serviceAreas.flatMap(({ name, description }) => name ?? description ?? []),
      ),
    ],
  }
}

/** Whom it is for: in the entry's own words, by age, by audience. */
export function whoForOf(service: ListedService, { language }: Reader): Words[] {
  const ages = agesInWords(service.minimumAge, service.maximumAge, language)
  const audience = service.terms.filter(({ taxonomy }) => taxonomy === 'Audience').map(({ name }) => name)
  return [
    ...(service.eligibility ? [written(service.eligibility)] : []),
    ...(ages ? [sentence(ages)] : []),
    ...(audience.length > 0 ? [written(audience.join(', '))] : []),
  ]
}

/** What it costs: the fees as published with each option, or whether there is a cost at all. */
export function costsOf(service: ListedService, { say, language }: Reader): Words[] {
  const options = service.costOptions.map(({ option, amountInPence, amountDescription }): Words => {
    const amount =
      amountInPence === undefined
        ? undefined
        : amountInPence === 0
          ? say('freeOption')
          : `£${(amountInPence / 100).toFixed(2)}`
    if (!option && !amountDescription) return amountInPence === 0 ? say('free') : (amount ?? '')
    return written([option, amountInPence === 0 ? 'free' : amount, amountDescription].filter(Boolean).join(', '))
  })
  const all = [service.fees ? written(service.fees) : costInWords(service.cost, null, language), ...options]
  return [...new Map(all.filter(each => each !== '').map(each => [JSON.stringify(each), each])).values()]
}

export function whoCard(service: ListedService, reader: Reader): SummaryCard {
  const { say } = reader
  const subjects = service.terms.filter(({ taxonomy }) => taxonomy !== 'Audience').map(({ name }) => name)
  return {
    title: say('whoAndCost'),
    rows: [
      row(reader, say('whoItIsFor'), whoForOf(service, reader)),
      row(reader, say('cost'), costsOf(service, reader)),
      ...rowOf(
        reader,
        say('languages'),
        service.languages.flatMap(({ name, code }) => name ?? code ?? []),
      ),
      ...rowOf(reader, say('interpreting'), service.interpretation ? [service.interpretation] : []),
      ...rowOf(reader, say('kindOfHelp'), subjects),
    ],
  }
}

/** When it was last checked, with the day and by whom where that is known. */
export function checkedOf(service: ListedService, { say, language, now }: Reader): Words[] {
  const { assuredOn, assuredBy } = service
  const checked = sayFreshness(freshnessOf(service, now), language)
  if (assuredOn === undefined) return [checked]
  const onDay = `${checked} (${dayMonthYear(assuredOn, language)})`
  return assuredBy ? [`${onDay}, ${say('checkedOnBy')}`, written(assuredBy)] : [onDay]
}

/** What the public calls the fields of an entry; others are shown by the name they have. */
const fieldKeys = {
  email: 'email',
  phones: 'phone',
  url: 'website',
  schedules: 'times',
  locations: 'where',
  cost: 'cost',
  fees: 'cost',
  costOptions: 'cost',
  eligibility: 'whoItIsFor',
  languages: 'languages',
  serviceAreas: 'areaItServes',
} as const

/** Who said a field, and when, where that is not whoever the rest comes from. */
function sourceRows(service: ListedService, reader: Reader): SummaryRow[] {
  const { say, language } = reader
  const said = Object.entries(service.fieldSources ?? {}).map(([field, { source, at }]): Words[] => [
    Object.hasOwn(fieldKeys, field) ? say(fieldKeys[field as keyof typeof fieldKeys]) : written(field),
    written(source === PUBLISHED_HERE ? say('fromTheOrganisation') : source),
    ...(at ? [monthAndYear(at, language)] : []),
  ])
  return said.map(lines => row(reader, say('whoSaidWhat'), lines))
}

/** Whose directory an entry comes from, for those that are pulled from another one. */
export type Provenance = { name: string; licence: string | null; attribution: string | null; fetchedAt: Date | null }

export function entryCard(service: ListedService, reader: Reader, provenance?: Provenance | null): SummaryCard {
  const { say, language } = reader
  const { lastModifiedAt, publisher, source, accreditations, funding } = service
  return {
    title: say('aboutThisEntry'),
    rows: [
      row(reader, say('lastChecked'), checkedOf(service, reader)),
      row(reader, say('lastEdited'), lastModifiedAt && dayMonthYear(dateAt(lastModifiedAt), language)),
      ...sourceRows(service, reader),
      row(reader, say('organisation'), publisher && written(publisher.name), publisher?.url),
      ...rowOf(
        reader,
        say('aboutTheOrganisation'),
        publisher?.description && publisher.description !== service.description ? [publisher.description] : [],
      ),
      ...rowOf(
        reader,
        say('registeredAs'),
        (publisher?.identifiers ?? []).map(({ type, identifier }) => `${type} ${identifier}`),
      ),
      ...rowOf(reader, say('accreditations'), accreditations ? [accreditations] : []),
      ...rowOf(reader, say('paidForBy'), funding),
      row(
        reader,
        say('comesFrom'),
        source === PUBLISHED_HERE
          ? say('fromTheOrganisation')
          : provenance
            ? [
                say('fromTheDirectory', {
                  name: provenance.name,
                  fetched: provenance.fetchedAt
                    ? dayMonthYear(dateAt(provenance.fetchedAt), language)
                    : say('notKnown'),
                }),
              ]
            : [say('fromTheFeed'), written(source)],
      ),
      ...rowOf(
        reader,
        say('licence'),
        [provenance?.licence, provenance?.attribution].flatMap(each => each ?? []),
      ),
    ],
  }
}
