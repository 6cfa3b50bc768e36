import type { PendingQuery, Row } from 'postgres'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { GridPoint } from '../../places/index.ts'
import type { PublisherDraft } from '../listed-service.ts'
import { findListedServices } from '../listed-service-store.ts'
import type { Kept } from './provenance.ts'
import type { PublishedService, PublishedTerm } from './standard-service.ts'

/** Every statement that reads what the standards publish. Merged entries are shown nowhere but to those who ask what has changed. */

/** Filters of services and of services at locations; every one given must hold (HSDS 3.0: parameters are cumulative). */
export type ServiceFilters = {
  /** Only these, when a text search came before. */
  serviceIds?: readonly string[]
  taxonomyTermId?: string
  taxonomyId?: string
  organizationId?: string
  /** Literally "a minimum age of at least the value" and "a maximum age at or below" (uk-profile openapi.json). */
  minimumAge?: number
  maximumAge?: number
  /** One and the same opening: on that day ('MO'), starting at this time ('HH:MM') or later, ending at that one or earlier. */
  day?: string
  startTime?: string
  endTime?: string
  modifiedAfter?: Date
}

/** Where a list goes on: after so many, or after the last one seen (its sort keys), which neither skips nor repeats while things change. */
export type From = { offset: number } | { after: readonly string[] }
export type Listed<T> = { rows: T[]; last: readonly string[] | null }

type Fragment = PendingQuery<Row[]>

const everything = (tx: PlaceTx, conditions: readonly (Fragment | false)[]): Fragment =>
  conditions.filter(each => each !== false).reduce<Fragment>((all, each) => tx.sql`${all} and ${each}`, tx.sql`true`)

function opensThen(tx: PlaceTx, { day, startTime, endTime }: ServiceFilters, atLocation: boolean): Fragment {
  const conditions = everything(tx, [
    day !== undefined && tx.sql`left(t, 2) = ${day}`,
    startTime !== undefined && tx.sql`substr(t, 3, 5) collate "C" >= ${startTime}`,
    endTime !== undefined && tx.sql`substr(t, 8, 5) <> '     ' and substr(t, 8, 5) collate "C" <= ${endTime}`,
    atLocation && tx.sql`(length(t) = 12 or substr(t, 13) = l.location_id::text)`,
  ])
  return tx.sql`exists (select from unnest(s.times) t where ${conditions})`
}

/** What holds of `s`, a row of directory.listed_service. */
function matching(tx: PlaceTx, filters: ServiceFilters, atLocation = false): Fragment {
  const { serviceIds, taxonomyTermId, taxonomyId, organizationId, minimumAge, maximumAge, modifiedAfter } = filters
  const carries = (condition: Fragment) =>
    tx.sql`exists (select from directory.service_term t where t.place_id = s.place_id and t.service_id = s.service_id and ${condition})`
  return everything(tx, [
    tx.sql`s.place_id = ${tx.placeId}`,
    (modifiedAfter === undefined || atLocation) && tx.sql`s.merged_into is null`,
    serviceIds !== undefined && tx.sql`s.service_id = any (${[...serviceIds]}::uuid[])`,
    taxonomyTermId !== undefined && carries(tx.sql`t.term_id = ${taxonomyTermId}`),
    taxonomyId !== undefined && carries(tx.sql`t.taxonomy_id = ${taxonomyId}`),
    organizationId !== undefined && tx.sql`s.publisher_id = ${organizationId}`,
    minimumAge !== undefined && tx.sql`s.minimum_age >= ${minimumAge}`,
    maximumAge !== undefined && tx.sql`s.maximum_age <= ${maximumAge}`,
    (filters.day ?? filters.startTime ?? filters.endTime) !== undefined && opensThen(tx, filters, atLocation),
    modifiedAfter !== undefined &&
      tx.sql`(s.changed_at >= ${modifiedAfter} or s.service_id in (
        select unnest(c.service_ids) from directory.change c where c.place_id = ${tx.placeId} and c.changed_at >= ${modifiedAfter}))`,
  ])
}

const lastOf = (rows: readonly { sortKeys: readonly string[] }[]) => rows.at(-1)?.sortKeys ?? null

export async function countServices(tx: PlaceTx, filters: ServiceFilters): Promise<number> {
  const [count] = await tx.sql<{ total: number }[]>`
    select count(*)::int as total from directory.listed_service s where ${matching(tx, filters)}`
  return count?.total ?? 0
}

/** Ids of services by name. */
export async function listServiceIds(
  tx: PlaceTx,
  filters: ServiceFilters,
  from: From,
  limit: number,
): Promise<Listed<string>> {
  const rows = await tx.sql<{ serviceId: string; sortKeys: string[] }[]>`
    select s.service_id, array[lower(s.name), s.service_id::text] as sort_keys
    from directory.listed_service s where ${matching(tx, filters)}
      ${'after' in from ? tx.sql`and (lower(s.name), s.service_id) > (${from.after[0] ?? ''}, ${from.after[1] ?? ''}::uuid)` : tx.sql``}
    order by lower(s.name), s.service_id limit ${limit} ${'offset' in from ? tx.sql`offset ${from.offset}` : tx.sql``}`
  return { rows: rows.map(({ serviceId }) => serviceId), last: lastOf(rows) }
}

/** A location's own conditions, besides those on its service. */
export type LocationFilters = {
  near?: { point: GridPoint; metres: number }
  /** Services whose areas are known not to reach where the asker is. */
  notServedFrom?: readonly string[]
}

const placedSo = (tx: PlaceTx, { near, notServedFrom }: LocationFilters): Fragment =>
  everything(tx, [
    near !== undefined && tx.sql`(l.point <-> ${near.point as never}::point) <= ${near.metres}`,
    notServedFrom !== undefined && tx.sql`not (s.service_id = any (${[...notServedFrom]}::uuid[]))`,
  ])

const atLocations = (tx: PlaceTx): Fragment => tx.sql`directory.listed_service s
  join directory.service_location l on l.place_id = s.place_id and l.service_id = s.service_id`

export async function countAtLocations(tx: PlaceTx, filters: ServiceFilters, placed: LocationFilters): Promise<number> {
  const [count] = await tx.sql<{ total: number }[]>`
    select count(*)::int as total from ${atLocations(tx)} where ${matching(tx, filters, true)} and ${placedSo(tx, placed)}`
  return count?.total ?? 0
}

/** Services at locations, by the name of the service. */
export async function listAtLocations(
  tx: PlaceTx,
  filters: ServiceFilters,
  placed: LocationFilters,
  from: From,
  limit: number,
): Promise<Listed<{ serviceId: string; locationId: string }>> {
  const [name = '', serviceId = '', locationId = ''] = 'after' in from ? from.after : []
  const rows = await tx.sql<{ serviceId: string; locationId: string; sortKeys: string[] }[]>`
    select s.service_id, l.location_id, array[lower(s.name), s.service_id::text, l.location_id::text] as sort_keys
    from ${atLocations(tx)} where ${matching(tx, filters, true)} and ${placedSo(tx, placed)}
      ${'after' in from ? tx.sql`and (lower(s.name), s.service_id, l.location_id) > (${name}, ${serviceId}::uuid, ${locationId}::uuid)` : tx.sql``}
    order by lower(s.name), s.service_id, l.location_id limit ${limit} ${'offset' in from ? tx.sql`offset ${from.offset}` : tx.sql``}`
  return { rows, last: lastOf(rows) }
}

/** The service and location that an id of a service at a location stands for. */
export async function findAtLocation(
  tx: PlaceTx,
  id: string,
): Promise<{ serviceId: string; locationId: string } | null> {
  const [row] = await tx.sql<{ serviceId: string; locationId: string }[]>`
    select l.service_id, l.location_id from ${atLocations(tx)}
    where l.place_id = ${tx.placeId} and directory.at_location_id(l.service_id, l.location_id) = ${id} and s.merged_into is null`
  return row ?? null
}

/** Which entry stands for this one now: itself, the one it was merged into, or null when there is none of that id. */
export async function findSurvivor(tx: PlaceTx, serviceId: string): Promise<string | null> {
  const rows = await tx.sql<{ serviceId: string; mergedInto: string | null }[]>`
    with recursive chain (service_id, merged_into, steps) as (
      select service_id, merged_into, 0 from directory.listed_service where place_id = ${tx.placeId} and service_id = ${serviceId}
      union all
      select s.service_id, s.merged_into, c.steps + 1 from chain c
      join directory.listed_service s on s.place_id = ${tx.placeId} and s.service_id = c.merged_into where c.steps < 20
    )
    select service_id, merged_into from chain order by steps desc limit 1`
  return rows[0] && rows[0].mergedInto === null ? rows[0].serviceId : null
}

type KeptRow = Kept & { serviceId: string; mergedInto: string | null }

/** Whole services with what is kept of them besides, in the order of the ids; of merged ones only which entry stands for them. */
export async function findPublished(
  tx: PlaceTx,
  serviceIds: readonly string[],
): Promise<(PublishedService & { kept: Kept; mergedInto: string | null })[]> {
  const services = await findListedServices(tx, serviceIds)
  const rows = await tx.sql<KeptRow[]>`
    select service_id, changed_at, field_sources, doubtful_at, doubtful_because, merged_into from directory.listed_service
    where place_id = ${tx.placeId} and service_id = any (${[...serviceIds]}::uuid[])`
  const kept = new Map(rows.map(row => [row.serviceId, row]))
  const terms = await termsOfServices(tx, serviceIds)
  return services.flatMap(service => {
    const row = kept.get(service.serviceId)
    return row ? [{ service, kept: row, terms, mergedInto: row.mergedInto }] : []
  })
}

const publishedTerm = (tx: PlaceTx): Fragment => tx.sql`
  t.term_id, t.name, t.description, t.code, t.uri, t.taxonomy_id, x.name as taxonomy_name, x.description as taxonomy_description, x.uri as taxonomy_uri,
  (select p.term_id from directory.taxonomy_term p where p.place_id = t.place_id and p.term_id = t.parent_id and p.term_id <> t.term_id) as parent_id`
const termsAndTaxonomies = (tx: PlaceTx): Fragment =>
  tx.sql`directory.taxonomy_term t join directory.taxonomy x on x.place_id = t.place_id and x.taxonomy_id = t.taxonomy_id`

async function termsOfServices(tx: PlaceTx, serviceIds: readonly string[]): Promise<Map<string, PublishedTerm>> {
  const rows = await tx.sql<PublishedTerm[]>`
    select ${publishedTerm(tx)} from ${termsAndTaxonomies(tx)}
    where t.place_id = ${tx.placeId} and t.term_id in (
      select s.term_id from directory.service_term s where s.place_id = ${tx.placeId} and s.service_id = any (${[...serviceIds]}::uuid[]))`
  return new Map(rows.map(row => [row.termId, row]))
}

export type TermFilters = { search?: string; taxonomyId?: string; parentId?: string; topOnly?: boolean }

const like = (text: string) => `%${text.replace(/[\\%_]/g, sign => `\\${sign}`)}%`

const termMatching = (tx: PlaceTx, { search, taxonomyId, parentId, topOnly }: TermFilters): Fragment =>
  everything(tx, [
    tx.sql`t.place_id = ${tx.placeId}`,
    search !== undefined && tx.sql`t.name ilike ${like(search)}`,
    taxonomyId !== undefined && tx.sql`t.taxonomy_id = ${taxonomyId}`,
    parentId !== undefined && tx.sql`t.parent_id = ${parentId}`,
    topOnly === true &&
      tx.sql`not exists (select from directory.taxonomy_term p where p.place_id = t.place_id and p.term_id = t.parent_id and p.term_id <> t.term_id)`,
  ])

export async function countTerms(tx: PlaceTx, filters: TermFilters): Promise<number> {
  const [count] = await tx.sql<{ total: number }[]>`
    select count(*)::int as total from directory.taxonomy_term t where ${termMatching(tx, filters)}`
  return count?.total ?? 0
}

export async function listTerms(
  tx: PlaceTx,
  filters: TermFilters,
  from: From,
  limit: number,
): Promise<Listed<PublishedTerm>> {
  const rows = await tx.sql<(PublishedTerm & { sortKeys: string[] })[]>`
    select ${publishedTerm(tx)}, array[lower(t.name), t.term_id::text] as sort_keys from ${termsAndTaxonomies(tx)}
    where ${termMatching(tx, filters)}
      ${'after' in from ? tx.sql`and (lower(t.name), t.term_id) > (${from.after[0] ?? ''}, ${from.after[1] ?? ''}::uuid)` : tx.sql``}
    order by lower(t.name), t.term_id limit ${limit} ${'offset' in from ? tx.sql`offset ${from.offset}` : tx.sql``}`
  return { rows, last: lastOf(rows) }
}

export async function findTerm(tx: PlaceTx, termId: string): Promise<PublishedTerm | null> {
  const [row] = await tx.sql<PublishedTerm[]>`
    select ${publishedTerm(tx)} from ${termsAndTaxonomies(tx)} where t.place_id = ${tx.placeId} and t.term_id = ${termId}`
  return row ?? null
}

export type PublishedTaxonomy = Pick<
  PublishedTerm,
  'taxonomyId' | 'taxonomyName' | 'taxonomyDescription' | 'taxonomyUri'
>
const taxonomyColumns = (tx: PlaceTx): Fragment =>
  tx.sql`x.taxonomy_id, x.name as taxonomy_name, x.description as taxonomy_description, x.uri as taxonomy_uri`

/** Taxonomies by name; a place has few. */
export async function listTaxonomies(tx: PlaceTx, search?: string): Promise<PublishedTaxonomy[]> {
  return tx.sql<PublishedTaxonomy[]>`
    select ${taxonomyColumns(tx)} from directory.taxonomy x
    where x.place_id = ${tx.placeId} ${search === undefined ? tx.sql`` : tx.sql`and x.name ilike ${like(search)}`}
    order by lower(x.name), x.taxonomy_id`
}

export async function findTaxonomy(tx: PlaceTx, taxonomyId: string): Promise<PublishedTaxonomy | null> {
  const [row] = await tx.sql<PublishedTaxonomy[]>`
    select ${taxonomyColumns(tx)} from directory.taxonomy x where x.place_id = ${tx.placeId} and x.taxonomy_id = ${taxonomyId}`
  return row ?? null
}

export type OrganisationFilters = { search?: string; taxonomyTermId?: string; taxonomyId?: string }

const offersSomething = (tx: PlaceTx, { search, taxonomyTermId, taxonomyId }: OrganisationFilters): Fragment => {
  const term = everything(tx, [
    taxonomyTermId !== undefined && tx.sql`t.term_id = ${taxonomyTermId}`,
    taxonomyId !== undefined && tx.sql`t.taxonomy_id = ${taxonomyId}`,
  ])
  const asksForTerm = (taxonomyTermId ?? taxonomyId) !== undefined
  return everything(tx, [
    tx.sql`p.place_id = ${tx.placeId}`,
    search !== undefined && tx.sql`p.name ilike ${like(search)}`,
    tx.sql`exists (select from directory.listed_service s where s.place_id = p.place_id and s.publisher_id = p.publisher_id and s.merged_into is null
      ${asksForTerm ? tx.sql`and exists (select from directory.service_term t where t.place_id = s.place_id and t.service_id = s.service_id and ${term})` : tx.sql``})`,
  ])
}

const publisherColumns = (tx: PlaceTx): Fragment =>
  tx.sql`p.publisher_id, p.name, p.description, p.url, p.email, p.logo, p.uri, p.identifiers`

type PublisherRow = { [K in keyof PublisherDraft]: PublisherDraft[K] | null }
const publisherOf = (row: PublisherRow): PublisherDraft =>
  Object.fromEntries(
    Object.entries(row).filter(([name, value]) => value !== null && name !== 'sortKeys'),
  ) as PublisherDraft

export async function countOrganisations(tx: PlaceTx, filters: OrganisationFilters): Promise<number> {
  const [count] = await tx.sql<{ total: number }[]>`
    select count(*)::int as total from directory.publisher p where ${offersSomething(tx, filters)}`
  return count?.total ?? 0
}

/** Organisations that offer something, by name. */
export async function listOrganisations(
  tx: PlaceTx,
  filters: OrganisationFilters,
  from: From,
  limit: number,
): Promise<Listed<PublisherDraft>> {
  const rows = await tx.sql<(PublisherRow & { sortKeys: string[] })[]>`
    select ${publisherColumns(tx)}, array[lower(p.name), p.publisher_id::text] as sort_keys
    from directory.publisher p where ${offersSomething(tx, filters)}
      ${'after' in from ? tx.sql`and (lower(p.name), p.publisher_id) > (${from.after[0] ?? ''}, ${from.after[1] ?? ''}::uuid)` : tx.sql``}
    order by lower(p.name), p.publisher_id limit ${limit} ${'offset' in from ? tx.sql`offset ${from.offset}` : tx.sql``}`
  return { rows: rows.map(publisherOf), last: lastOf(rows) }
}

export async function findOrganisationPublished(tx: PlaceTx, publisherId: string): Promise<PublisherDraft | null> {
  const [row] = await tx.sql<PublisherRow[]>`
    select ${publisherColumns(tx)} from directory.publisher p where ${offersSomething(tx, {})} and p.publisher_id = ${publisherId}`
  return row ? publisherOf(row) : null
}

/** What these organisations offer: id, name and status, by name. */
export async function listOffered(
  tx: PlaceTx,
  publisherIds: readonly string[],
): Promise<Map<string, { id: string; name: string; status: string }[]>> {
  const rows = await tx.sql<{ publisherId: string; id: string; name: string; status: string }[]>`
    select publisher_id, service_id as id, name, status from directory.listed_service
    where place_id = ${tx.placeId} and publisher_id = any (${[...publisherIds]}::uuid[]) and merged_into is null order by lower(name), service_id`
  const offered = new Map<string, { id: string; name: string; status: string }[]>()
  for (const { publisherId, ...service } of rows)
    offered.set(publisherId, [...(offered.get(publisherId) ?? []), service])
  return offered
}

/** Changes whenever a place's address is made private, or public again. */
export async function signOfHidden(tx: PlaceTx): Promise<string> {
  const [row] = await tx.sql<{ sign: string }[]>`
    select coalesce(sum(hashtextextended(service_id || ' ' || location_id, 0)), 0)::text as sign
    from directory.service_location where place_id = ${tx.placeId} and hidden`
  return row?.sign ?? ''
}
