import type { PlaceTx } from '../../platform/db/database.ts'
import { unnested } from '../../platform/db/unnested.ts'
import type { GridPoint } from '../places/index.ts'
import type { ListedService, PublisherDraft } from './listed-service.ts'
import { type ListedServiceRow, listedServiceOf, type rowsOf } from './service-rows.ts'

/** Every statement that reads and writes whole listed services. */

type Rows = ReturnType<typeof rowsOf>

/** Writes publishers as published; what has not changed is not touched, and the link to an organisation of the place is kept. */
export async function upsertPublishers(
  tx: PlaceTx,
  publishers: readonly (PublisherDraft & { organisationId?: string; source?: string })[],
): Promise<void> {
  if (publishers.length === 0) return
  await tx.sql`
    insert into directory.publisher as p (place_id, publisher_id, organisation_id, source, external_id, name, description, url, email, logo, uri, identifiers)
    select ${tx.placeId}, x."publisherId", x."organisationId", x.source, x."externalId", x.name, x.description, x.url, x.email, x.logo, x.uri, x.identifiers
    from ${unnested(tx.sql, publishers, {
      publisherId: 'uuid',
      organisationId: 'uuid',
      source: 'text',
      externalId: 'text',
      name: 'text',
      description: 'text',
      url: 'text',
      email: 'text',
      logo: 'text',
      uri: 'text',
      identifiers: 'jsonb',
    })} as x ("publisherId", "organisationId", source, "externalId", name, description, url, email, logo, uri, identifiers)
    on conflict (place_id, publisher_id) do update set
      organisation_id = coalesce(excluded.organisation_id, p.organisation_id), source = coalesce(excluded.source, p.source), external_id = excluded.external_id, name = excluded.name,
      description = excluded.description, url = excluded.url, email = excluded.email, logo = excluded.logo, uri = excluded.uri,
      identifiers = excluded.identifiers
    where (p.external_id, p.name, p.description, p.url, p.email, p.logo, p.uri, p.identifiers)
      is distinct from (excluded.external_id, excluded.name, excluded.description, excluded.url, excluded.email, excluded.logo, excluded.uri, excluded.identifiers)
      or excluded.organisation_id is distinct from p.organisation_id and excluded.organisation_id is not null`
}

/**
 * Those of these publishers that another feed told of and still has entries of: who a publisher is, is not for whoever writes its id into a feed to say.
 */
export async function listPublishersOfOthers(
  tx: PlaceTx,
  source: string,
  publisherIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.sql<{ publisherId: string }[]>`
    select p.publisher_id from directory.publisher p
    where p.place_id = ${tx.placeId} and p.publisher_id = any (${[...publisherIds]}::uuid[]) and p.source <> ${source}
    and exists (
      select from directory.listed_service s
      where s.place_id = p.place_id and s.publisher_id = p.publisher_id and s.source = p.source and not exists (
        select from directory.vanished v where v.place_id = s.place_id and v.service_id = s.service_id and v.source = s.source))`
  return new Set(rows.map(({ publisherId }) => publisherId))
}

/** Those of these publishers that are organisations of the place, whose name and contact they say themselves. */
export async function listOrganisationsAmong(tx: PlaceTx, publisherIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.sql<{ publisherId: string }[]>`
    select publisher_id from directory.publisher
    where place_id = ${tx.placeId} and publisher_id = any (${[...publisherIds]}::uuid[]) and organisation_id = publisher_id`
  return new Set(rows.map(({ publisherId }) => publisherId))
}

const SERVICE_COLUMNS = {
  service_id: 'uuid',
  publisher_id: 'uuid',
  source: 'text',
  external_id: 'text',
  content_hash: 'text',
  name: 'text',
  description: 'text',
  url: 'text',
  email: 'text',
  status: 'text',
  attending: 'text',
  cost: 'text',
  minimum_age: 'numeric',
  maximum_age: 'numeric',
  assured_on: 'date',
  last_modified_at: 'timestamptz',
  detail: 'jsonb',
  subject: 'text',
  points: 'text',
} as const

/** Writes services with their locations and terms, a few hundred at once; `areNew` when none of them is kept yet. */
export async function upsertServices(tx: PlaceTx, batch: readonly Rows[], areNew = false): Promise<void> {
  if (batch.length === 0) return
  const ids = batch.map(({ service }) => service.service_id)
  const services = tx.sql`
    insert into directory.listed_service as s (place_id, service_id, publisher_id, source, external_id, content_hash, name, description, url, email,
      status, attending, cost, minimum_age, maximum_age, assured_on, last_modified_at, detail, subject, points, terms_listed, first_seen_at, changed_at)
    select ${tx.placeId}, x.service_id, x.publisher_id, x.source, x.external_id, decode(x.content_hash, 'hex'), x.name, x.description, x.url, x.email,
      x.status, x.attending::text[], x.cost, x.minimum_age, x.maximum_age, x.assured_on, x.last_modified_at, x.detail, x.subject, x.points::point[], true,
      ${tx.now}, ${tx.now}
    from ${unnested(
      tx.sql,
      batch.map(({ service }) => service),
      SERVICE_COLUMNS,
    )} as x (service_id, publisher_id, source, external_id, content_hash, name, description, url, email, status, attending, cost, minimum_age,
      maximum_age, assured_on, last_modified_at, detail, subject, points)
    ${
      areNew
        ? tx.sql``
        : tx.sql`on conflict (place_id, service_id) do update set
      publisher_id = excluded.publisher_id, source = excluded.source, external_id = excluded.external_id, content_hash = excluded.content_hash,
      name = excluded.name, description = excluded.description, url = excluded.url, email = excluded.email, status = case when excluded.status = 'active' and exists (select from directory.hiding h where h.place_id = s.place_id and h.service_id = s.service_id)
        then s.status else excluded.status end,
      attending = excluded.attending, cost = excluded.cost, minimum_age = excluded.minimum_age, maximum_age = excluded.maximum_age,
      assured_on = greatest(s.assured_on, excluded.assured_on), last_modified_at = excluded.last_modified_at, detail = excluded.detail, subject = excluded.subject,
      points = excluded.points, terms_listed = true, changed_at = excluded.changed_at`
    }`.execute()
  const before = areNew
    ? []
    : [
        tx.sql`delete from directory.service_location where place_id = ${tx.placeId} and service_id = any (${ids}::uuid[])`.execute(),
        tx.sql`delete from directory.service_term where place_id = ${tx.placeId} and service_id = any (${ids}::uuid[])`.execute(),
      ]
  const locations = tx.sql`
    insert into directory.service_location (place_id, service_id, location_id, position, kind, postcode, point, point_from, hidden, detail)
    select ${tx.placeId}, x.service_id, x.location_id, x.position, x.kind, x.postcode, x.point, x.point_from, x.hidden, x.detail
    from ${unnested(
      tx.sql,
      batch.flatMap(({ locations }) => locations),
      {
        service_id: 'uuid',
        location_id: 'uuid',
        position: 'smallint',
        kind: 'text',
        postcode: 'text',
        point: 'point',
        point_from: 'text',
        hidden: 'boolean',
        detail: 'jsonb',
      },
    )} as x (service_id, location_id, position, kind, postcode, point, point_from, hidden, detail)`.execute()
  // Sent one behind the other without waiting for answers: the database writes while the next batch is made ready.
  await Promise.all([services, ...before, locations, insertTerms(tx, batch)])
}

/** Writes the terms of services that have none written, and the terms and their taxonomies as they were last given. */
export async function insertTerms(
  tx: PlaceTx,
  batch: readonly Pick<Rows, 'taxonomies' | 'taxonomyTerms' | 'terms'>[],
): Promise<void> {
  const distinct = <T>(rows: readonly T[], key: keyof T): T[] => [...new Map(rows.map(row => [row[key], row])).values()]
  const taxonomies = distinct(
    batch.flatMap(({ taxonomies }) => taxonomies),
    'taxonomy_id',
  )
  const taxonomyTerms = distinct(
    batch.flatMap(({ taxonomyTerms }) => taxonomyTerms),
    'term_id',
  )
  // In the order of their ids, so that two imports at once cannot wait for each other.
  const toTaxonomies = tx.sql`
    insert into directory.taxonomy as t (place_id, taxonomy_id, name, description, uri)
    select ${tx.placeId}, x.taxonomy_id, x.name, x.description, x.uri
    from jsonb_to_recordset(${tx.sql.json(taxonomies as never)}) as x (taxonomy_id uuid, name text, description text, uri text) order by 2
    on conflict (place_id, taxonomy_id) do update set name = excluded.name, description = coalesce(excluded.description, t.description),
      uri = coalesce(excluded.uri, t.uri)
    where (t.name, t.description, t.uri)
      is distinct from (excluded.name, coalesce(excluded.description, t.description), coalesce(excluded.uri, t.uri))`
  const toTerms = tx.sql`
    insert into directory.taxonomy_term as t (place_id, term_id, taxonomy_id, name, description, code, uri, parent_id)
    select ${tx.placeId}, x.term_id, x.taxonomy_id, x.name, x.description, x.code, x.uri, x.parent_id
    from jsonb_to_recordset(${tx.sql.json(taxonomyTerms as never)}) as x (term_id uuid, taxonomy_id uuid, name text, description text, code text,
      uri text, parent_id uuid) order by 2
    on conflict (place_id, term_id) do update set taxonomy_id = excluded.taxonomy_id, name = excluded.name, description = excluded.description,
      code = excluded.code, uri = excluded.uri, parent_id = excluded.parent_id
    where (t.taxonomy_id, t.name, t.description, t.code, t.uri, t.parent_id)
      is distinct from (excluded.taxonomy_id, excluded.name, excluded.description, excluded.code, excluded.uri, excluded.parent_id)`
  const toServices = tx.sql`
    insert into directory.service_term (place_id, service_id, term_id, position, taxonomy, taxonomy_id, name, detail, made)
    select ${tx.placeId}, x.service_id, x.term_id, x.position, x.taxonomy, x.taxonomy_id, x.name, x.detail, x.made
    from ${unnested(
      tx.sql,
      batch.flatMap(({ terms }) => terms),
      {
        service_id: 'uuid',
        term_id: 'uuid',
        position: 'smallint',
        taxonomy: 'text',
        taxonomy_id: 'uuid',
        name: 'text',
        detail: 'jsonb',
        made: 'boolean',
      },
    )} as x (service_id, term_id, position, taxonomy, taxonomy_id, name, detail, made)`
  await Promise.all([toTaxonomies, toTerms, toServices])
}

/** After many rows were written: tells the database how much it holds. */
export async function settle(tx: PlaceTx): Promise<void> {
  await tx.sql`select directory.settle()`
}

/** What is kept of a service: the hash tells whether a draft says anything new, `vanished` that its source has it no longer. */
export type KeptService = { hash: string; source: string; vanished: boolean }

export async function findHashes(tx: PlaceTx, serviceIds: readonly string[]): Promise<Map<string, KeptService>> {
  const rows = await tx.sql<(KeptService & { serviceId: string })[]>`
    select s.service_id, encode(s.content_hash, 'hex') as hash, s.source, v.service_id is not null as vanished
    from directory.listed_service s
    left join directory.vanished v on v.place_id = s.place_id and v.service_id = s.service_id and v.source = s.source
    where s.place_id = ${tx.placeId} and s.service_id = any (${[...serviceIds]}::uuid[])`
  return new Map(rows.map(({ serviceId, hash, source, vanished }) => [serviceId, { hash, source, vanished }]))
}

/** Services of a source that its newest feed no longer has. */
export async function listVanished(
  tx: PlaceTx,
  source: string,
  stillThere: readonly string[],
): Promise<{ serviceId: string; name: string }[]> {
  return tx.sql<{ serviceId: string; name: string }[]>`
    select service_id, name from directory.listed_service
    where place_id = ${tx.placeId} and source = ${source} and not (service_id = any (${[...stillThere]}::uuid[]))
    order by lower(name), service_id`
}

/** Postcodes of locations whose point nobody knew when they were written. */
export async function listPostcodesWithoutPoint(tx: PlaceTx): Promise<string[]> {
  const rows = await tx.sql<{ postcode: string }[]>`
    select distinct postcode from directory.service_location
    where place_id = ${tx.placeId} and point is null and postcode is not null`
  return rows.map(({ postcode }) => postcode)
}

/** Gives those locations their points. @returns the services that are on the map now and were not. */
export async function setPoints(
  tx: PlaceTx,
  found: readonly { postcode: string; point: GridPoint }[],
): Promise<string[]> {
  if (found.length === 0) return []
  const updated = await tx.sql<{ serviceId: string }[]>`
    with placed as (
      update directory.service_location l set point = point(x.x, x.y), point_from = 'postcode'
      from jsonb_to_recordset(${tx.sql.json(found.map(({ postcode, point }) => ({ postcode, ...point })) as never)}) as x (postcode text, x float8, y float8)
      where l.place_id = ${tx.placeId} and l.postcode = x.postcode and l.point is null
      returning l.service_id, l.point
    )
    update directory.listed_service s set points = s.points || p.points
    from (select service_id, array_agg(point) as points from placed group by service_id) p
    where s.place_id = ${tx.placeId} and s.service_id = p.service_id returning s.service_id`
  return updated.map(({ serviceId }) => serviceId)
}

const wholeService = (tx: PlaceTx) => tx.sql`
  s.service_id, s.source, s.external_id, s.name, s.description, s.url, s.email, s.status, s.attending, s.cost, s.minimum_age, s.maximum_age,
  s.assured_on, s.last_modified_at, s.doubtful_at, s.doubtful_because, s.field_sources, s.detail,
  (select jsonb_build_object('publisherId', p.publisher_id, 'organisationId', p.organisation_id, 'externalId', p.external_id, 'name', p.name,
      'description', p.description, 'url', p.url, 'email', p.email, 'logo', p.logo, 'uri', p.uri, 'identifiers', p.identifiers)
    from directory.publisher p where p.place_id = s.place_id and p.publisher_id = s.publisher_id) as publisher,
  coalesce((select jsonb_agg(jsonb_build_object('point', case when l.point is not null then jsonb_build_array(l.point[0], l.point[1]) end,
      'pointFrom', l.point_from, 'detail', l.detail) order by l.position)
    from directory.service_location l where l.place_id = s.place_id and l.service_id = s.service_id), '[]') as locations,
  coalesce((select jsonb_agg(t.detail order by t.position)
    from directory.service_term t where t.place_id = s.place_id and t.service_id = s.service_id and not t.made), '[]') as terms`

/** One whole service, whatever its status; null when the place has none of that id. */
export async function findListedService(tx: PlaceTx, serviceId: string): Promise<ListedService | null> {
  const [row] = await tx.sql<ListedServiceRow[]>`
    select ${wholeService(tx)} from directory.listed_service s where s.place_id = ${tx.placeId} and s.service_id = ${serviceId}`
  return row ? listedServiceOf(row) : null
}

/** Whole services in the order of the ids given; ids that are not there are left out. */
export async function findListedServices(tx: PlaceTx, serviceIds: readonly string[]): Promise<ListedService[]> {
  const rows = await tx.sql<ListedServiceRow[]>`
    select ${wholeService(tx)} from unnest(${[...serviceIds]}::uuid[]) with ordinality i (service_id, at)
    join directory.listed_service s on s.place_id = ${tx.placeId} and s.service_id = i.service_id
    order by i.at`
  return rows.map(listedServiceOf)
}
