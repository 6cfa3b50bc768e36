import { madeId } from '../feeds/feed-fields.ts'
import type { ListedService, Schedule, ServiceLocation, Term } from '../listed-service.ts'
import { attendingWords } from '../words.ts'

/**
 * A listed service in Open Referral UK 3.0 (OpenReferralUK/uk-profile, 2024-10-10), strictly: only fields of the profile, no null and no
 * empty text, ids always UUIDs, required sub-fields always there. What the profile has no field for (languages by name, eligibility in
 * words, ways of attending) goes out as attributes, as the profile's guidance says; phone numbers have no place in it at all.
 */

type Json = Record<string, unknown>

/** Drops what is not known: undefined, empty text, empty lists. */
function strict(fields: Json): Json {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) =>
        value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  )
}

const NOT_GIVEN = 'Not given'

function attribute(serviceId: string, term: Term): Json {
  return {
    id: madeId(serviceId, 'attribute', term.termId),
    link_id: serviceId,
    link_type: 'service',
    taxonomy_term_id: term.termId,
    taxonomy_term: strict({
      id: term.termId,
      name: term.name,
      description: term.description ?? term.name,
      parent_id: term.parentId,
      taxonomy: term.taxonomy,
      taxonomy_id: term.taxonomyId,
      term_uri: term.uri,
    }),
  }
}

function ownTerm(taxonomy: string, name: string): Term {
  return { termId: madeId('keep-it-local', taxonomy, name.toLowerCase()), name, taxonomy }
}

function schedule(serviceId: string, service: ListedService, each: Schedule, index: number): Json {
  const at = each.locationId && service.locations.find(location => location.locationId === each.locationId)
  return strict({
    id: each.scheduleId ?? madeId(serviceId, 'schedule', String(index)),
    service_id: serviceId,
    service_at_location_id: at ? atLocationId(serviceId, at) : undefined,
    valid_from: each.validFromOn,
    valid_to: each.validToOn,
    dtstart: each.startsOn,
    freq: each.freq,
    interval: each.interval,
    byday: each.byday,
    bymonthday: each.bymonthday,
    description: each.description,
    opens_at: each.opensAtTime,
    closes_at: each.closesAtTime,
    schedule_link: each.link,
    attending_type: each.attending,
    notes: each.notes,
  })
}

const atLocationId = (serviceId: string, location: ServiceLocation): string =>
  location.serviceAtLocationId ?? madeId(serviceId, 'at', location.locationId)

function serviceAtLocation(serviceId: string, location: ServiceLocation): Json {
  const firstLine = location.addressLines[0] ?? location.name
  // The profile requires a postcode in every address, and an address without one cannot be told from a mistake.
  const address = location.postcode && {
    id: madeId(location.locationId, 'address'),
    location_id: location.locationId,
    address_1: location.addressLines.join(', ') || firstLine || NOT_GIVEN,
    city: location.town ?? NOT_GIVEN,
    state_province: location.county ?? location.town ?? NOT_GIVEN,
    postal_code: location.postcode,
    country: location.country?.length === 2 ? location.country.toUpperCase() : 'GB',
    address_type: location.kind,
  }
  return {
    id: atLocationId(serviceId, location),
    service_id: serviceId,
    location_id: location.locationId,
    location: strict({
      id: location.locationId,
      location_type: location.kind,
      name: location.name,
      description: location.description,
      latitude: location.latitude,
      longitude: location.longitude,
      external_identifier: location.identifier?.value,
      external_identifier_type: location.identifier?.type,
      addresses: address ? [address] : [],
      accessibility: location.accessibility.map((description, index) => ({
        id: madeId(location.locationId, 'accessibility', String(index)),
        location_id: location.locationId,
        description,
      })),
    }),
  }
}

/** The whole service as the profile's `service` object. */
export function toOruk3(service: ListedService): Json {
  const { serviceId, publisher } = service
  const terms = [
    ...service.terms,
    ...service.languages.flatMap(({ name, code }) => ((name ?? code) ? [ownTerm('Language', name ?? code ?? '')] : [])),
    ...(service.eligibility === undefined ? [] : [ownTerm('Eligibility', service.eligibility)]),
    ...service.attending.map(type => ownTerm('Way of attending', attendingWords[type])),
    ...service.access.map(name => ownTerm('Way in', name)),
  ]
  const distinctTerms = [...new Map(terms.map(term => [term.termId, term])).values()]
  return strict({
    id: serviceId,
    name: service.name,
    description: service.description,
    url: service.url,
    email: service.email,
    status: service.status,
    fees: service.fees,
    accreditations: service.accreditations,
    minimum_age: service.minimumAge,
    maximum_age: service.maximumAge,
    assured_date: service.assuredOn,
    assurer_email: service.assuredBy,
    alert: service.alert,
    last_modified: service.lastModifiedAt?.toISOString(),
    // The profile cannot say "closed on these dates"; sent as a schedule it would read as open.
    schedules: service.schedules
      .filter(each => each.exception !== 'closed')
      .map((each, index) => schedule(serviceId, service, each, index)),
    service_areas: service.serviceAreas.map((area, index) =>
      strict({
        id: area.serviceAreaId ?? madeId(serviceId, 'area', String(index)),
        service_id: serviceId,
        name: area.name,
        service_area: area.description ?? area.name,
        extent: area.extent,
        extent_type: area.extentType,
        uri: area.uri,
      }),
    ),
    service_at_locations: service.locations.map(location => serviceAtLocation(serviceId, location)),
    languages: service.languages.map((language, index) => ({
      id: language.languageId ?? madeId(serviceId, 'language', String(index)),
      service_id: serviceId,
    })),
    organization: publisher && {
      id: publisher.publisherId,
      ...strict({
        name: publisher.name,
        description: publisher.description ?? NOT_GIVEN,
        email: publisher.email,
        website: publisher.url,
        logo: publisher.logo,
        uri: publisher.uri,
        organization_identifiers: publisher.identifiers.map(({ scheme, type, identifier }) =>
          strict({
            id: madeId(publisher.publisherId, 'identifier', type, identifier),
            organization_id: publisher.publisherId,
            identifier_scheme: scheme,
            identifier_type: type,
            identifier,
          }),
        ),
      }),
    },
    funding: service.funding.map((source, index) => ({
      id: madeId(serviceId, 'funding', String(index)),
      service_id: serviceId,
      source,
    })),
    cost_options: service.costOptions.map((cost, index) =>
      strict({
        id: cost.costOptionId ?? madeId(serviceId, 'cost', String(index)),
        service_id: serviceId,
        valid_from: cost.validFromOn,
        valid_to: cost.validToOn,
        option: cost.option,
        amount: cost.amountInPence === undefined ? undefined : cost.amountInPence / 100,
        amount_description: cost.amountDescription,
      }),
    ),
    contacts: service.contacts
      .filter(contact => contact.name || contact.title)
      .map((contact, index) =>
        strict({
          id: contact.contactId ?? madeId(serviceId, 'contact', String(index)),
          service_id: serviceId,
          name: contact.name,
          title: contact.title,
        }),
      ),
    attributes: distinctTerms.map(term => attribute(serviceId, term)),
  })
}
