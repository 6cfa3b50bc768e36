import { hash } from 'node:crypto'
import type { GridPoint } from '../places/index.ts'
import { toGrid } from '../places/index.ts'
import type {
  ListedService,
  ListedServiceDraft,
  PublisherDraft,
  ServiceLocation,
  ServiceLocationDraft,
  Term,
} from './listed-service.ts'
import { withoutAddress } from './private-address.ts'
import { ownTermsOf, taxonomyOf } from './terms.ts'

/** Between the inner shape of a listed service and the rows it is kept in. Pure. */

/** The properties that are columns of directory.listed_service or rows of its tables; all others are in its `detail`. */
const COLUMNS = [
  'serviceId',
  'externalId',
  'name',
  'description',
  'url',
  'email',
  'status',
  'attending',
  'cost',
  'minimumAge',
  'maximumAge',
  'assuredOn',
  'lastModifiedAt',
  'locations',
  'terms',
  'publisher',
] as const
type Column = (typeof COLUMNS)[number]
const IN_COLUMNS: ReadonlySet<string> = new Set(COLUMNS)
export type Detail = Omit<ListedServiceDraft, Column>

/** What a draft says, as one short value: equal hashes mean nothing to write. */
export function contentHash(draft: ListedServiceDraft): string {
  // Readers set the properties of a draft in one order, so that its text is the same whenever it says the same.
  return hash('sha256', JSON.stringify(draft)).slice(0, 32)
}

/** Words that stand for the service besides its own name: its organisation and what kind of thing it is. */
function subjectOf(draft: ListedServiceDraft): string {
  return [draft.publisher?.name, ...draft.terms.map(term => term.name)].filter(Boolean).join(' · ').slice(0, 4000)
}

/** Where each location is, by its own coordinates or else by its postcode. */
export function placed(
  locations: readonly ServiceLocationDraft[],
  pointOf: (postcode: string) => GridPoint | undefined,
): ServiceLocation[] {
  return locations.map(given => {
    const location = given.hidden ? withoutAddress(given) : given
    if (location.latitude !== undefined && location.longitude !== undefined) {
      return {
        ...location,
        point: toGrid({ latitude: location.latitude, longitude: location.longitude }),
        pointFrom: 'coordinates',
      }
    }
    const point = location.postcode === undefined ? undefined : pointOf(location.postcode)
    return point ? { ...location, point, pointFrom: 'postcode' } : location
  })
}

const asText = (point: GridPoint) => `(${point.x},${point.y})`

/** One service as the rows to write, in the column names of SQL. */
export function rowsOf(
  draft: ListedServiceDraft,
  source: string,
  contentHash: string,
  pointOf: (postcode: string) => GridPoint | undefined,
) {
  const locations = placed(draft.locations, pointOf)
  const detail: Record<string, unknown> = {}
  for (const key in draft) if (!IN_COLUMNS.has(key)) detail[key] = draft[key as keyof ListedServiceDraft]
  return {
    service: {
      service_id: draft.serviceId,
      publisher_id: draft.publisher?.publisherId,
      source,
      external_id: draft.externalId,
      content_hash: contentHash,
      name: draft.name,
      description: draft.description,
      url: draft.url,
      email: draft.email,
      status: draft.status,
      attending: draft.attending,
      cost: draft.cost,
      minimum_age: draft.minimumAge,
      maximum_age: draft.maximumAge,
      assured_on: draft.assuredOn,
      last_modified_at: draft.lastModifiedAt?.toISOString(),
      detail,
      subject: subjectOf(draft),
      points: locations.flatMap(({ point }) => (point ? [asText(point)] : [])),
    },
    locations: locations.map((location, position) => {
      const { point, pointFrom, ...kept } = location
      return {
        service_id: draft.serviceId,
        location_id: location.locationId,
        position,
        kind: location.kind,
        postcode: location.postcode,
        point: point && asText(point),
        point_from: pointFrom,
        hidden: location.hidden ?? false,
        detail: kept,
      }
    }),
    ...termRowsOf(draft),
  }
}

/** The rows of what a service is about: the terms of its feed, then those made of what it says, each with the taxonomy it belongs to. */
export function termRowsOf(draft: ListedServiceDraft) {
  const given = new Set(draft.terms.map(({ termId }) => termId))
  const terms = [
    ...draft.terms.map(term => ({ term, made: false })),
    ...ownTermsOf(draft).flatMap(term => (given.has(term.termId) ? [] : [{ term, made: true }])),
  ].map(each => ({ ...each, taxonomy: taxonomyOf(each.term) }))
  return {
    taxonomies: terms.map(({ taxonomy }) => ({ ...taxonomy, taxonomy_id: taxonomy.taxonomyId })),
    taxonomyTerms: terms.map(({ term, taxonomy }) => ({
      term_id: term.termId,
      taxonomy_id: taxonomy.taxonomyId,
      name: term.name,
      description: term.description,
      code: term.code,
      uri: term.uri,
      parent_id: term.parentId,
    })),
    terms: terms.map(({ term, made, taxonomy }, position) => ({
      service_id: draft.serviceId,
      term_id: term.termId,
      position,
      taxonomy: term.taxonomy,
      taxonomy_id: taxonomy.taxonomyId,
      name: term.name,
      detail: term,
      made,
    })),
  }
}

/** A row of directory.listed_service with its parts, as the store reads it. */
export type ListedServiceRow = {
  serviceId: string
  source: string
  externalId: string
  name: string
  description: string | null
  url: string | null
  email: string | null
  status: ListedService['status']
  attending: ListedService['attending']
  cost: ListedService['cost'] | null
  minimumAge: string | null
  maximumAge: string | null
  assuredOn: string | null
  lastModifiedAt: Date | null
  doubtfulAt: Date | null
  doubtfulBecause: string | null
  fieldSources: ListedService['fieldSources']
  detail: Detail
  publisher: (PublisherDraft & { organisationId: string | null }) | null
  locations: {
    point: [number, number] | null
    pointFrom: ServiceLocation['pointFrom'] | null
    detail: ServiceLocationDraft
  }[]
  terms: Term[]
}

const present = <T>(value: T | null | undefined, key: string) =>
  value === null || value === undefined ? {} : { [key]: value }

/** The inner shape again. */
export function listedServiceOf(row: ListedServiceRow): ListedService {
  const { organisationId, ...publisher } = row.publisher ?? { organisationId: null }
  return {
    ...row.detail,
    serviceId: row.serviceId,
    externalId: row.externalId,
    source: row.source,
    name: row.name,
    status: row.status,
    attending: row.attending,
    ...present(row.description, 'description'),
    ...present(row.url, 'url'),
    ...present(row.email, 'email'),
    ...present(row.cost, 'cost'),
    ...present(row.minimumAge === null ? null : Number(row.minimumAge), 'minimumAge'),
    ...present(row.maximumAge === null ? null : Number(row.maximumAge), 'maximumAge'),
    ...present(row.assuredOn, 'assuredOn'),
    ...present(row.lastModifiedAt, 'lastModifiedAt'),
    ...present(row.doubtfulAt, 'doubtfulAt'),
    ...present(row.doubtfulBecause, 'doubtfulBecause'),
    fieldSources: row.fieldSources,
    ...present(row.publisher && withoutNulls(publisher), 'publisher'),
    ...present(organisationId, 'organisationId'),
    terms: row.terms,
    locations: row.locations.map(({ point, pointFrom, detail }) => ({
      ...detail,
      ...(point && pointFrom ? { point: { x: point[0], y: point[1] }, pointFrom } : {}),
    })),
  } as ListedService
}

const withoutNulls = (value: object) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null))
