import type { ListedService, PublisherDraft, ServiceLocation } from '../listed-service.ts'
import { type Calendar, type OpeningHoursSpecification, openingHoursSpecification } from '../opening/opening.ts'
import { schedulesAt } from '../opening/spans.ts'
import type { Json } from './shapes.ts'

/** Pages as schema.org (V29, 2025) tells them to search engines. What is not known is left out. Pure. */

const CONTEXT = 'https://schema.org'

/** Without undefined and empty. */
const known = (value: Json): Json =>
  Object.fromEntries(
    Object.entries(value).filter(
      ([, each]) => each !== undefined && each !== '' && !(Array.isArray(each) && each.length === 0),
    ),
  )

const isCharity = ({ identifiers }: PublisherDraft): boolean =>
  identifiers.some(({ scheme = '', type }) => /charit|GB-(CHC|SC|NIC)/i.test(`${scheme} ${type}`))

const provider = (publisher: PublisherDraft): Json =>
  known({
    '@type': isCharity(publisher) ? 'NGO' : 'Organization',
    name: publisher.name,
    description: publisher.description,
    url: publisher.url,
    email: publisher.email,
    logo: publisher.logo,
    identifier: publisher.identifiers.map(({ type, identifier }) => ({
      '@type': 'PropertyValue',
      propertyID: type,
      value: identifier,
    })),
  })

function placeOf(location: ServiceLocation, hours: readonly OpeningHoursSpecification[]): Json {
  const { name, addressLines, town, county, postcode, country, latitude, longitude, hidden } = location
  if (hidden) return {}
  const says = addressLines.length > 0 || town !== undefined || postcode !== undefined
  return known({
    '@type': 'Place',
    name,
    ...(says && {
      address: known({
        '@type': 'PostalAddress',
        streetAddress: addressLines.join(', '),
        addressLocality: town,
        addressRegion: county,
        postalCode: postcode,
        addressCountry: country?.length === 2 ? country.toUpperCase() : 'GB',
      }),
    }),
    ...(latitude !== undefined && { geo: { '@type': 'GeoCoordinates', latitude, longitude } }),
    openingHoursSpecification: hours,
  })
}

function offersOf({ cost, costOptions, fees }: ListedService): Json[] {
  if (costOptions.length === 0)
    return cost === undefined && fees === undefined
      ? []
      : [known({ '@type': 'Offer', description: fees, ...(cost === 'free' && { price: 0, priceCurrency: 'GBP' }) })]
  return costOptions.map(({ option, amountInPence, currency = 'GBP', amountDescription, validFromOn, validToOn }) =>
    known({
      '@type': 'Offer',
      name: option,
      description: amountDescription,
      ...(amountInPence !== undefined && { price: amountInPence / 100, priceCurrency: currency }),
      validFrom: validFromOn,
      validThrough: validToOn,
    }),
  )
}

/** A page about one service. `url` is the page's own address. */
export function serviceData(service: ListedService, url: string, calendar: Calendar, now: Date): Json {
  const { locations, schedules, minimumAge, maximumAge, eligibility, publisher } = service
  const hoursAt = (locationId: string) => openingHoursSpecification(schedulesAt(schedules, locationId), calendar, now)
  const places = locations
    .map(location => placeOf(location, location.hidden ? [] : hoursAt(location.locationId)))
    .filter(place => Object.keys(place).length > 1)
  const phones = [...service.phones, ...service.contacts.flatMap(contact => contact.phones)].map(({ number }) => number)
  return known({
    '@context': CONTEXT,
    '@type': 'Service',
    '@id': url,
    url,
    mainEntityOfPage: known({
      '@type': 'WebPage',
      '@id': url,
      lastReviewed: service.assuredOn,
      dateModified: service.lastModifiedAt?.toISOString(),
    }),
    name: service.name,
    alternateName: service.alternateName,
    description: service.description,
    sameAs: service.url,
    category: service.terms.map(({ name }) => name),
    ...(publisher && { provider: provider(publisher) }),
    areaServed: service.serviceAreas.flatMap(({ name }) =>
      name === undefined ? [] : [{ '@type': 'AdministrativeArea', name }],
    ),
    ...((minimumAge ?? maximumAge ?? eligibility) !== undefined && {
      audience: known({
        '@type': 'PeopleAudience',
        audienceType: eligibility,
        suggestedMinAge: minimumAge,
        suggestedMaxAge: maximumAge,
      }),
    }),
    // With the places where there are some to show.
    hoursAvailable: places.length === 0 ? openingHoursSpecification(schedules, calendar, now) : undefined,
    availableChannel: [
      ...places.map(place => channel(service, { serviceLocation: place })),
      ...[...new Set(phones)].map(telephone =>
        channel(service, { servicePhone: { '@type': 'ContactPoint', telephone } }),
      ),
      ...(service.url ? [channel(service, { serviceUrl: service.url })] : []),
    ],
    offers: offersOf(service),
  })
}

const channel = ({ languages }: ListedService, reach: Json): Json =>
  known({
    '@type': 'ServiceChannel',
    ...reach,
    availableLanguage: languages.flatMap(({ name, code }) => name ?? code ?? []),
  })

/** A page of results: which services, in their order. */
export const resultsData = (
  url: string,
  name: string,
  results: readonly { url: string; name: string }[],
  first: number,
): Json => ({
  '@context': CONTEXT,
  '@type': 'SearchResultsPage',
  name,
  url,
  mainEntity: {
    '@type': 'ItemList',
    numberOfItems: results.length,
    itemListElement: results.map((result, index) => ({
      '@type': 'ListItem',
      position: first + index,
      url: result.url,
      name: result.name,
    })),
  },
})
