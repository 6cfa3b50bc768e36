import { parse as parsePostcode } from 'postcode'
import type { AttendingType, Contact, Phone, PublisherDraft, ServiceLocationDraft } from '../listed-service.ts'
import { feedKeepsPrivate } from '../private-address.ts'
import {
  emailField,
  given,
  isObject,
  type JsonObject,
  known,
  lineField,
  type Mends,
  madeId,
  numberField,
  objectsOf,
  partId,
  rawText,
  textField,
  urlField,
  uuidOf,
} from '../read-fields.ts'

/**
 * Who gives a service, where, and how to reach them, from ORUK 1.0 names and from HSDS 3 / ORUK 3.0 names alike.
 * ORUK 1.0: developers.openreferraluk.org, 2020. HSDS 3.0: docs.openreferral.org, 2024-05-16.
 */

/** Told of a record, and of its organisation. */
export const NO_ID = 'had no id, made one from its name'

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
    mends.add(externalId === undefined ? `organisation ${NO_ID}` : 'organisation id was not a UUID, made one from it')
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
    description: textField(given(value.description), 'organisation description', mends),
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

/** The order in which ways of attending are told. */
export const ATTENDING_ORDER: readonly AttendingType[] = ATTENDING.map(([type]) => type)

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
  return { attending: ATTENDING_ORDER.filter(type => attending.has(type)), unread }
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
    const name = lineField(location.name, 'location name', mends)
    const written = [address.attention, address.address_1, address.address_2].flatMap(
      value => lineField(given(value), 'address', mends) ?? [],
    )
    // Where a standard requires a line or a county, what is known already stands there again.
    const lines = written.length === 1 && written[0] === name ? [] : written
    const town = lineField(given(address.city), 'town', mends, 100)
    const county = lineField(given(address.state_province ?? address.region), 'county', mends, 100)
    const typed = lineField(given(address.postal_code ?? address.postcode), 'postcode', mends, 20)
    const parsed = typed === undefined ? undefined : parsePostcode(typed)
    if (typed !== undefined && !parsed?.valid) mends.add(`postcode left out: “${typed}” is not a whole postcode`)
    const kind = rawText(location.location_type)?.toLowerCase()
    const identifier = lineField(location.external_identifier, 'location identifier', mends, 60)
    return [
      known<ServiceLocationDraft>({
        locationId,
        serviceAtLocationId: uuidOf(at.id),
        kind: kind === 'virtual' || kind === 'postal' ? kind : 'physical',
        name,
        description: textField(location.description, 'location description', mends),
        addressLines: lines,
        town,
        county: county === town ? undefined : county,
        postcode: parsed?.valid ? parsed.postcode : undefined,
        country: lineField(address.country, 'country', mends, 60),
        ...coordinatesOf(location, mends),
        hidden: feedKeepsPrivate(location, address) || undefined,
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
