import { createHash } from 'node:crypto'
import type { ListedService, PublisherDraft, Schedule, ServiceLocation, Term } from '../listed-service.ts'
import { scheduleFields } from '../opening/feed-schedule.ts'
import { madeId, NOT_GIVEN } from '../read-fields.ts'
import { ownTaxonomies, ownTermsOf, taxonomyOf } from '../terms.ts'
import { type Kept, provenanceOf } from './provenance.ts'
import { type Dialect, type Json, shaped } from './shapes.ts'

/**
 * A listed service in the standards' names: in full as HSDS 3.1, and as what Open Referral UK 3.0 keeps of it. Ids are always UUIDs and required
 * sub-fields always there. What ORUK has no field for (languages by name, eligibility in words) goes out as attributes, as its guidance says;
 * phone numbers have no place in it at all.
 */

/** A term as the lists of terms have it; `parentId` is one of those lists too. */
export type PublishedTerm = {
  termId: string
  name: string
  description: string | null
  code: string | null
  uri: string | null
  parentId: string | null
  taxonomyId: string
  taxonomyName: string
  taxonomyDescription: string | null
  taxonomyUri: string | null
}

/** A listed service with what is known of it besides what it says. */
export type PublishedService = { service: ListedService; kept?: Kept; terms?: ReadonlyMap<string, PublishedTerm> }

/** The id of a service at one of its locations; `directory.at_location_id` makes the same one. */
export function atLocationId(serviceId: string, locationId: string): string {
  const hex = createHash('md5').update(`${serviceId} at ${locationId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** A term as its service says it, for where there are no lists of terms that its parent could be missing from. */
function termOf(term: Term): PublishedTerm {
  const { taxonomyId, name } = taxonomyOf(term)
  const { description = null, code = null, uri = null, parentId = null } = term
  const taxonomy = { taxonomyId, taxonomyName: name, taxonomyDescription: null, taxonomyUri: null }
  return { termId: term.termId, name: term.name, description, code, uri, parentId, ...taxonomy }
}

export const standardTaxonomy = (
  term: Pick<PublishedTerm, 'taxonomyId' | 'taxonomyName' | 'taxonomyDescription' | 'taxonomyUri'>,
): Json => ({
  id: term.taxonomyId,
  name: term.taxonomyName,
  description: term.taxonomyDescription ?? term.taxonomyName,
  uri: term.taxonomyUri,
})

export const standardTerm = (term: PublishedTerm): Json => ({
  id: term.termId,
  code: term.code,
  name: term.name,
  description: term.description ?? term.name,
  parent_id: term.parentId,
  taxonomy: term.taxonomyName,
  taxonomy_detail: standardTaxonomy(term),
  taxonomy_id: term.taxonomyId,
  term_uri: term.uri,
})

/** The names that our own taxonomies have a field for in HSDS, so that they need not be carried as attributes there. */
const hasFieldInHsds = new Set<string>([ownTaxonomies.language, ownTaxonomies.eligibility])

function attributesOf({ service, terms }: PublishedService, dialect: Dialect): Json[] {
  const own = ownTermsOf(service).filter(({ taxonomy = '' }) => dialect === 'ORUK 3.0' || !hasFieldInHsds.has(taxonomy))
  const distinct = new Map(
    [...service.terms, ...own].map(term => [
      term.termId,
      terms ? (terms.get(term.termId) ?? { ...termOf(term), parentId: null }) : termOf(term),
    ]),
  )
  return [...distinct.values()].map(term => ({
    id: madeId(service.serviceId, 'attribute', term.termId),
    link_id: service.serviceId,
    link_type: 'service',
    link_entity: 'service',
    taxonomy_term_id: term.termId,
    taxonomy_term: standardTerm(term),
  }))
}

/** One opening pattern or exception in the standards' names; what they have no name for is in its words. */
function scheduleOf(serviceId: string, each: Schedule, index: number, places: ReadonlySet<string>): Json {
  return {
    id: each.scheduleId ?? madeId(serviceId, 'schedule', String(index)),
    service_id: serviceId,
    service_at_location_id:
      each.locationId && places.has(each.locationId) ? atLocationId(serviceId, each.locationId) : undefined,
    ...scheduleFields(each),
    until: each.untilOn,
  }
}

function addressOf(location: ServiceLocation, dialect: Dialect): Json | undefined {
  const { postcode, town, county, country, name, kind, addressLines } = location
  const says = addressLines.length > 0 || town !== undefined || county !== undefined
  // ORUK requires a postcode in every address, and there an address without one cannot be told from a mistake.
  if (postcode === undefined && (dialect === 'ORUK 3.0' || !says)) return undefined
  const [first, ...others] = addressLines
  return {
    id: madeId(location.locationId, 'address'),
    location_id: location.locationId,
    ...(dialect === 'ORUK 3.0'
      ? { address_1: addressLines.join(', ') || name || NOT_GIVEN }
      : { address_1: first ?? name ?? NOT_GIVEN, address_2: others.join(', ') }),
    city: town ?? NOT_GIVEN,
    state_province: county ?? town ?? NOT_GIVEN,
    postal_code: postcode ?? NOT_GIVEN,
    country: country?.length === 2 ? country.toUpperCase() : 'GB',
    address_type: kind,
  }
}

function locationOf(location: ServiceLocation, dialect: Dialect): Json {
  const address = addressOf(location, dialect)
  return {
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
  }
}

/** An organisation as a feed published it. */
export const standardOrganisation = (publisher: PublisherDraft): Json => ({
  id: publisher.publisherId,
  name: publisher.name,
  description: publisher.description ?? NOT_GIVEN,
  email: publisher.email,
  website: publisher.url,
  logo: publisher.logo,
  uri: publisher.uri,
  organization_identifiers: publisher.identifiers.map(({ scheme, type, identifier }) => ({
    id: madeId(publisher.publisherId, 'identifier', type, identifier),
    organization_id: publisher.publisherId,
    identifier_scheme: scheme,
    identifier_type: type,
    identifier,
  })),
})

function phonesOf(phones: ListedService['phones'], ids: { service_id?: string; contact_id?: string }): Json[] {
  const of = ids.contact_id ?? ids.service_id ?? ''
  return phones.map(({ number, extension, description }, index) => ({
    id: madeId(of, 'phone', String(index)),
    ...ids,
    number,
    // The standard's extensions are numbers; one that is none is said in words.
    ...(extension && /^[1-9]\d{0,8}$/.test(extension)
      ? { extension: Number(extension), description }
      : { description: [description, extension && `extension ${extension}`].filter(Boolean).join(', ') }),
  }))
}

/** The whole service; `dialect` decides what is said as a field and what as an attribute, `shaped` what is let out. */
export function standardService(published: PublishedService, dialect: Dialect, shape = 'service'): Json {
  const { service, kept } = published
  const { serviceId, publisher } = service
  const isOruk = dialect === 'ORUK 3.0'
  const places = new Set(service.locations.map(({ locationId }) => locationId))
  const schedules = service.schedules.map((each, index) => ({
    ...scheduleOf(serviceId, each, index, places),
    at: each.locationId,
  }))
  // ORUK has schedules of the service alone; in HSDS those of one location are with it.
  const atPlace = (locationId: string) => (isOruk ? [] : schedules.filter(({ at }) => at === locationId))
  return shaped(dialect, shape, {
    id: serviceId,
    organization_id: publisher?.publisherId,
    name: service.name,
    alternate_name: service.alternateName,
    description: service.description,
    url: service.url,
    additional_urls: service.additionalUrls?.map(({ label, url }, index) => ({
      id: madeId(serviceId, 'url', String(index)),
      service_id: serviceId,
      label,
      url,
    })),
    email: service.email,
    status: service.status,
    interpretation_services: service.interpretation,
    application_process: service.applicationProcess,
    fees: service.fees,
    fees_description: service.fees,
    wait_time: service.waitTime,
    accreditations: service.accreditations,
    eligibility_description: service.eligibility,
    minimum_age: service.minimumAge,
    maximum_age: service.maximumAge,
    assured_date: service.assuredOn,
    assurer_email: service.assuredBy,
    licenses: service.licences,
    alert: service.alert,
    last_modified: service.lastModifiedAt?.toISOString(),
    phones: phonesOf(service.phones, { service_id: serviceId }),
    schedules: schedules.filter(({ at }) => isOruk || at === undefined || !places.has(at)),
    service_areas: service.serviceAreas.map((area, index) => ({
      id: area.serviceAreaId ?? madeId(serviceId, 'area', String(index)),
      service_id: serviceId,
      name: area.name,
      description: area.description,
      service_area: area.description ?? area.name,
      extent: area.extent,
      extent_type: area.extentType,
      uri: area.uri,
    })),
    service_at_locations: service.locations.map(location => ({
      id: atLocationId(serviceId, location.locationId),
      service_id: serviceId,
      location_id: location.locationId,
      schedules: atPlace(location.locationId),
      location: locationOf(location, dialect),
    })),
    languages: service.languages.map(({ languageId, name, code, note }, index) => ({
      id: languageId ?? madeId(serviceId, 'language', String(index)),
      service_id: serviceId,
      name,
      code,
      note,
    })),
    organization: publisher && standardOrganisation(publisher),
    funding: service.funding.map((source, index) => ({
      id: madeId(serviceId, 'funding', String(index)),
      service_id: serviceId,
      source,
    })),
    cost_options: service.costOptions.map((cost, index) => ({
      id: cost.costOptionId ?? madeId(serviceId, 'cost', String(index)),
      service_id: serviceId,
      valid_from: cost.validFromOn,
      valid_to: cost.validToOn,
      option: cost.option,
      currency: cost.currency,
      amount: cost.amountInPence === undefined ? undefined : cost.amountInPence / 100,
      amount_description: cost.amountDescription,
    })),
    required_documents: service.requiredDocuments.map((document, index) => ({
      id: madeId(serviceId, 'document', String(index)),
      service_id: serviceId,
      document,
    })),
    contacts: service.contacts.flatMap((contact, index) => {
      const { contactId = madeId(serviceId, 'contact', String(index)), name, title, department, email } = contact
      if (isOruk && !name && !title) return []
      const phones = phonesOf(contact.phones, { contact_id: contactId })
      return [{ id: contactId, service_id: serviceId, name, title, department, email, phones }]
    }),
    capacities: service.capacities?.map(({ unit, available, maximum, description, updatedAt }, index) => {
      const unitId = madeId('unit', unit.toLowerCase())
      return {
        id: madeId(serviceId, 'capacity', String(index)),
        service_id: serviceId,
        unit: { id: unitId, name: unit },
        unit_id: unitId,
        available,
        maximum,
        description,
        updated: updatedAt,
      }
    }),
    attributes: attributesOf(published, dialect),
    metadata: isOruk || !kept ? [] : provenanceOf(service, kept),
  })
}

/** The service at each of its locations, in full, each with the service. */
export function standardServiceAtLocations(published: PublishedService, dialect: Dialect, shape: string): Json[] {
  const whole = standardService(published, dialect)
  const at = (whole.service_at_locations ?? []) as Json[]
  return at.map(each => shaped(dialect, shape, { ...each, service: whole }))
}
