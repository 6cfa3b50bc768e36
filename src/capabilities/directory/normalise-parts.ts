import { parse as parsePostcode } from 'postcode'
import {
  dateField,
  emailField,
  isObject,
  type JsonObject,
  known,
  lineField,
  type Mends,
  madeId,
  numberField,
  objectsOf,
  rawText,
  textField,
  timeField,
  urlField,
  uuidOf,
} from './feed-fields.ts'
import type {
  AttendingType,
  Contact,
  Cost,
  CostOption,
  Language,
  Phone,
  PublisherDraft,
  Schedule,
  ServiceArea,
  ServiceLocationDraft,
  Term,
} from './listed-service.ts'

/**
 * The parts of a service record, from ORUK 1.0 names and from HSDS 3 / ORUK 3.0 names alike.
 * ORUK 1.0: developers.openreferraluk.org, 2020. HSDS 3.0: docs.openreferral.org, 2024-05-16.
 */

/** Its own UUID when it has one, else one made from the record's and the part's content, so that a second import gives the same. */
const partId = (part: JsonObject, serviceId: string, kind: string, index: number): string =>
  uuidOf(part.id) ?? madeId(serviceId, kind, rawText(part.id) ?? String(index))

/** The organisation that offers the service. `source` keeps ids apart that are only unique within their own feed. */
export function publisherOf(value: unknown, source: string, mends: Mends): PublisherDraft | undefined {
  if (!isObject(value)) return undefined
  const name = lineField(value.name, 'organisation name', mends)
  const externalId = lineField(value.id, 'organisation id', mends, 200)
  if (name === undefined) {
    if (externalId !== undefined) mends.add('organisation left out: it has no name')
    return undefined
  }
  const publisherId = uuidOf(externalId) ?? madeId(source, 'organisation', externalId ?? name.toLowerCase())
  if (uuidOf(externalId) === undefined)
    mends.add(
      externalId === undefined
        ? 'organisation had no id, made one from its name'
        : 'organisation id was not a UUID, made one from it',
    )
  const identifiers = objectsOf(value.organization_identifiers, 20).flatMap(each => {
    const identifier = lineField(each.identifier, 'organisation number', mends, 60)
    const scheme = lineField(each.identifier_scheme, 'organisation number scheme', mends, 40)
    const type = lineField(each.identifier_type, 'organisation number type', mends, 60) ?? scheme
    return identifier === undefined || type === undefined
      ? []
      : [known<PublisherDraft['identifiers'][number]>({ scheme, type, identifier })]
  })
  return known<PublisherDraft>({
    publisherId,
    externalId,
    name,
    description: textField(value.description, 'organisation description', mends),
    url: urlField(value.website ?? value.url, 'organisation web address', mends),
    email: emailField(value.email, 'organisation e-mail', mends),
    logo: urlField(value.logo, 'organisation logo', mends),
    uri: urlField(value.uri, 'organisation uri', mends),
    identifiers,
  })
}

const ATTENDING: [AttendingType, RegExp][] = [
  ['in-person', /venue|in[- ]?person|face[- ]?to[- ]?face|on[- ]?site|\bphysical/i],
  ['phone', /phone|telephone|helpline/i],
  ['online', /online|virtual|video|remote|internet|zoom|web\b/i],
  ['home-visit', /home[- _]?visit|at home|outreach/i],
]

/** The ways of attending that the words name; words we cannot read are returned as `unread`. */
export function attendingOf(values: readonly (string | undefined)[]): { attending: AttendingType[]; unread: string[] } {
  const attending = new Set<AttendingType>()
  const unread: string[] = []
  for (const value of values) {
    if (value === undefined) continue
    const found = ATTENDING.filter(([, words]) => words.test(value))
    if (found.length === 0) unread.push(value)
    for (const [type] of found) attending.add(type)
  }
  return { attending: ATTENDING.map(([type]) => type).filter(type => attending.has(type)), unread }
}

/** Latitude and longitude in degrees; swapped, zero and foreign pairs are mended or left out and reported. */
export function coordinatesOf(location: JsonObject, mends: Mends): { latitude: number; longitude: number } | undefined {
  const latitude = numberField(location.latitude)
  const longitude = numberField(location.longitude)
  const given = [location.latitude, location.longitude].some(value => rawText(value) !== undefined)
  if (latitude === undefined || longitude === undefined) {
    if (given) mends.add('latitude and longitude left out: they are not both numbers')
    return undefined
  }
  const inBritishIsles = (lat: number, long: number) => lat >= 49 && lat <= 61.5 && long >= -9 && long <= 2.5
  if (inBritishIsles(latitude, longitude)) return { latitude, longitude }
  if (inBritishIsles(longitude, latitude)) {
    mends.add('latitude and longitude were the wrong way round')
    return { latitude: longitude, longitude: latitude }
  }
  mends.add(`latitude ${latitude}, longitude ${longitude} left out: that is not in the United Kingdom`)
  return undefined
}

/** Where the service is given. */
export function locationsOf(record: JsonObject, serviceId: string, mends: Mends): ServiceLocationDraft[] {
  const pairs = objectsOf(record.service_at_locations).map(at => ({
    at,
    location: isObject(at.location) ? at.location : undefined,
  }))
  const loose = objectsOf(record.locations ?? record.location).map(location => ({ at: {} as JsonObject, location }))
  const seen = new Set<string>()
  return [...pairs, ...loose].flatMap(({ at, location }, index) => {
    if (!location) {
      mends.add('a location without any detail left out')
      return []
    }
    const locationId = partId(location, serviceId, 'location', index)
    if (seen.has(locationId)) return []
    seen.add(locationId)
    const address = objectsOf(location.addresses ?? location.physical_addresses ?? location.address, 10)[0] ?? {}
    const lines = [address.attention, address.address_1, address.address_2].flatMap(
      value => lineField(value, 'address', mends) ?? [],
    )
    const typed = lineField(address.postal_code ?? address.postcode, 'postcode', mends, 20)
    const parsed = typed === undefined ? undefined : parsePostcode(typed)
    if (typed !== undefined && !parsed?.valid) mends.add(`postcode left out: “${typed}” is not a whole postcode`)
    const kind = rawText(location.location_type)?.toLowerCase()
    const identifier = lineField(location.external_identifier, 'location identifier', mends, 60)
    return [
      known<ServiceLocationDraft>({
        locationId,
        serviceAtLocationId: uuidOf(at.id),
        kind: kind === 'virtual' || kind === 'postal' ? kind : 'physical',
        name: lineField(location.name, 'location name', mends),
        description: textField(location.description, 'location description', mends),
        addressLines: lines,
        town: lineField(address.city, 'town', mends, 100),
        county: lineField(address.state_province ?? address.region, 'county', mends, 100),
        postcode: parsed?.valid ? parsed.postcode : undefined,
        country: lineField(address.country, 'country', mends, 60),
        ...coordinatesOf(location, mends),
        identifier:
          identifier === undefined
            ? undefined
            : {
                type: lineField(location.external_identifier_type, 'location identifier type', mends, 40) ?? 'other',
                value: identifier,
              },
        accessibility: objectsOf(location.accessibility ?? location.accessibility_for_disabilities, 30).flatMap(
          each => lineField(each.description ?? each.accessibility, 'accessibility', mends, 500) ?? [],
        ),
      }),
    ]
  })
}

function phonesOf(value: unknown, mends: Mends): Phone[] {
  return objectsOf(value, 20).flatMap(each => {
    const number = lineField(each.number, 'phone number', mends, 80)
    if (number === undefined) return []
    return [
      known<Phone>({
        number,
        description: lineField(each.description, 'phone description', mends, 500),
        extension: lineField(each.extension, 'extension', mends, 20),
      }),
    ]
  })
}

/** The people and desks to ask, and the phones of the service itself. */
export function contactsOf(
  record: JsonObject,
  serviceId: string,
  mends: Mends,
): { contacts: Contact[]; phones: Phone[] } {
  const nested = objectsOf(record.service_at_locations).flatMap(at => [
    ...objectsOf(at.contacts),
    ...(isObject(at.location) ? objectsOf(at.location.contacts) : []),
  ])
  const contacts = [...objectsOf(record.contacts), ...nested].slice(0, 50).map((each, index) =>
    known<Contact>({
      contactId: partId(each, serviceId, 'contact', index),
      name: lineField(each.name, 'contact name', mends),
      title: lineField(each.title, 'contact title', mends),
      department: lineField(each.department, 'contact department', mends),
      email: emailField(each.email, 'contact e-mail', mends),
      phones: phonesOf(each.phones, mends),
    }),
  )
  const atLocations = objectsOf(record.service_at_locations).flatMap(at => [
    ...phonesOf(at.phones, mends),
    ...(isObject(at.location) ? phonesOf(at.location.phones, mends) : []),
  ])
  return {
    contacts: contacts.filter(contact => contact.name || contact.title || contact.email || contact.phones.length > 0),
    phones: [...phonesOf(record.phones, mends), ...atLocations].slice(0, 20),
  }
}

/** Opening patterns as published, the service's own and those at its locations. */
export function schedulesOf(record: JsonObject, serviceId: string, mends: Mends): Schedule[] {
  const own = [record.schedules, record.regular_schedules, record.regular_schedule].flatMap(value => objectsOf(value))
  const holidays = [record.holiday_schedules, record.holiday_schedule].flatMap(value => objectsOf(value))
  const at = objectsOf(record.service_at_locations).flatMap(each => {
    const locationId = isObject(each.location) ? uuidOf(each.location.id) : undefined
    return [
      each.schedules,
      each.regular_schedule,
      each.regular_schedules,
      isObject(each.location) ? each.location.schedules : undefined,
    ]
      .flatMap(value => objectsOf(value))
      .map(schedule => ({ schedule, locationId, holiday: false }))
  })
  const all = [
    ...own.map(schedule => ({ schedule, locationId: undefined, holiday: false })),
    ...holidays.map(schedule => ({ schedule, locationId: undefined, holiday: true })),
    ...at,
  ]
  return all.slice(0, 200).map(({ schedule, locationId, holiday }, index) => {
    const freq = rawText(schedule.freq)?.toUpperCase()
    if (freq !== undefined && freq !== 'WEEKLY' && freq !== 'MONTHLY')
      mends.add(`schedule frequency “${freq.slice(0, 20)}” left out: it is neither weekly nor monthly`)
    const interval = numberField(schedule.interval)
    const weekday = lineField(schedule.byday ?? schedule.weekday, 'schedule days', mends, 60)
    return known<Schedule>({
      scheduleId: partId(schedule, serviceId, 'schedule', index),
      locationId,
      freq: freq === 'WEEKLY' || freq === 'MONTHLY' ? freq : undefined,
      interval: interval !== undefined && interval >= 1 && interval <= 60 ? Math.round(interval) : undefined,
      byday: weekday,
      bymonthday: lineField(schedule.bymonthday, 'schedule days of the month', mends, 100),
      validFromOn: dateField(schedule.valid_from ?? schedule.start_date, 'schedule start', mends),
      validToOn: dateField(schedule.valid_to ?? schedule.end_date, 'schedule end', mends),
      startsOn: dateField(schedule.dtstart, 'schedule first day', mends),
      untilOn: dateField(schedule.until, 'schedule last day', mends),
      opensAtTime: timeField(schedule.opens_at, 'opening time', mends),
      closesAtTime: timeField(schedule.closes_at, 'closing time', mends),
      description: textField(schedule.description, 'schedule description', mends),
      notes: textField(schedule.notes, 'schedule notes', mends),
      link: urlField(schedule.schedule_link, 'schedule link', mends),
      attending: lineField(schedule.attending_type, 'schedule attending type', mends),
      exception: holiday
        ? schedule.closed === false || schedule.closed === 'false'
          ? 'different hours'
          : 'closed'
        : undefined,
    })
  })
}

/** What it costs: the options in pence, and one word for the whole when the feed makes it plain. */
export function costsOf(
  record: JsonObject,
  serviceId: string,
  fees: string | undefined,
  mends: Mends,
): { costOptions: CostOption[]; cost?: Cost } {
  const costOptions = objectsOf(record.cost_options, 50).map((each, index) => {
    const amount = numberField(each.amount)
    const good = amount !== undefined && amount >= 0 && amount < 1_000_000
    if (amount !== undefined && !good) mends.add(`cost ${amount} left out: it is not a price`)
    return known<CostOption>({
      costOptionId: partId(each, serviceId, 'cost', index),
      option: lineField(each.option, 'cost option', mends),
      amountInPence: good ? Math.round(amount * 100) : undefined,
      currency: lineField(each.currency, 'currency', mends, 3),
      amountDescription: lineField(each.amount_description, 'cost description', mends, 500),
      validFromOn: dateField(each.valid_from, 'cost start', mends),
      validToOn: dateField(each.valid_to, 'cost end', mends),
    })
  })
  const amounts = costOptions.flatMap(option => option.amountInPence ?? [])
  const cost: Cost | undefined = amounts.some(amount => amount > 0)
    ? 'paid'
    : amounts.length > 0 || /^\W*(free\b(?! to (join|enquire))|no (charge|cost|fee)s?\b)/i.test(fees ?? '')
      ? 'free'
      : /£\s?\d/.test(fees ?? '')
        ? 'paid'
        : undefined
  return cost === undefined ? { costOptions } : { costOptions, cost }
}

/** Languages the service is given in; at most 100. */
export function languagesOf(value: unknown, serviceId: string, mends: Mends): Language[] {
  return objectsOf(value, 100).flatMap((each, index) => {
    const name = lineField(each.name ?? each.language, 'language', mends, 60)
    const code = lineField(each.code, 'language code', mends, 20)
    if (name === undefined && code === undefined) return []
    return [
      known<Language>({
        languageId: partId(each, serviceId, 'language', index),
        name,
        code,
        note: lineField(each.note, 'language note', mends, 500),
      }),
    ]
  })
}

/** Where people may live to use it. */
export function serviceAreasOf(value: unknown, serviceId: string, mends: Mends): ServiceArea[] {
  return objectsOf(value, 100).flatMap((each, index) => {
    const name = lineField(each.name ?? each.service_area, 'service area', mends)
    const description = textField(each.description, 'service area description', mends)
    const extent = rawText(each.extent)
    if (extent !== undefined && extent.length > 100_000)
      mends.add('service area outline left out: it is longer than 100,000 characters')
    if (name === undefined && description === undefined && extent === undefined) return []
    const kept =
      extent !== undefined && extent.length <= 100_000
        ? lineField(extent, 'service area outline', mends, 100_000)
        : undefined
    return [
      known<ServiceArea>({
        serviceAreaId: partId(each, serviceId, 'area', index),
        name,
        description,
        extent: kept,
        extentType: lineField(each.extent_type, 'service area kind', mends, 40),
        uri: lineField(each.uri, 'service area uri', mends, 500),
      }),
    ]
  })
}

/** Taxonomy terms, from `attributes` (HSDS 3), `service_taxonomys` and `eligibilitys` (ORUK 1.0) and audience lists of some publishers. */
export function termsOf(record: JsonObject, source: string, mends: Mends): Term[] {
  const found = [
    ...objectsOf(record.attributes).map(each => (isObject(each.taxonomy_term) ? each.taxonomy_term : undefined)),
    ...objectsOf(record.service_taxonomys).map(each => (isObject(each.taxonomy) ? each.taxonomy : undefined)),
    ...objectsOf(record.eligibilitys).flatMap(each => objectsOf(each.taxonomys)),
    ...objectsOf(record.pc_targetAudience).map(each => ({ name: each.audienceType, taxonomy: 'Audience' })),
    ...(rawText(record.deliverable_type) ? [{ name: record.deliverable_type, taxonomy: 'Kind of help' }] : []),
  ]
  const terms = new Map<string, Term>()
  for (const each of found.slice(0, 300) as (JsonObject | undefined)[]) {
    // "Sensory Impaired>Visually Impaired" is a path in one publisher's tree: the last step is the term.
    const name = lineField(each?.name, 'taxonomy term', mends)?.split('>').at(-1)?.trim()
    if (!each || !name) continue
    const taxonomy = lineField(
      isObject(each.taxonomy) ? each.taxonomy.name : (each.taxonomy ?? each.vocabulary),
      'taxonomy',
      mends,
      100,
    )
    const code = lineField(each.code ?? (uuidOf(each.id) ? undefined : each.id), 'term code', mends, 100)
    const termId = uuidOf(each.id) ?? madeId(source, 'term', taxonomy ?? '', code ?? name.toLowerCase())
    terms.set(
      termId,
      known<Term>({
        termId,
        name,
        description: textField(each.description, 'term description', mends),
        code,
        uri: urlField(each.term_uri, 'term uri', mends),
        taxonomy,
        taxonomyId: uuidOf(each.taxonomy_id),
        parentId: uuidOf(each.parent_id),
      }),
    )
  }
  return [...terms.values()]
}
