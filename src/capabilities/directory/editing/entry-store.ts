import type { PlaceTx } from '../../../platform/db/database.ts'
import type { EntryContent, EntryField } from './entry-content.ts'
import type { FieldSources } from './feed-meets-edits.ts'

/** What stands beside an entry: its kept versions, who said which field, and who answers for it. */

export type VersionReason =
  | 'as it was'
  | 'approved'
  | 'approved at once'
  | 'rolled back'
  | 'feed'
  | 'address made private'
  | 'published'

export type EntryVersion = {
  version: number
  content: EntryContent
  changed: EntryField[]
  because: VersionReason
  byName: string
  organisationId: string | null
  source: string
  proposalId: string | null
  ofVersion: number | null
  madeAt: Date
}

const columns = (tx: PlaceTx) =>
  tx.sql`version, content, changed, because, by_name, organisation_id, source, proposal_id, of_version, made_at`

/** The versions of an entry, newest first. */
export const listVersions = (tx: PlaceTx, serviceId: string, limit = 200): Promise<EntryVersion[]> =>
  tx.sql<EntryVersion[]>`
    select ${columns(tx)} from directory.entry_version where place_id = ${tx.placeId} and service_id = ${serviceId}
    order by version desc limit ${limit}`

export async function findVersion(tx: PlaceTx, serviceId: string, version: number): Promise<EntryVersion | null> {
  const [row] = await tx.sql<EntryVersion[]>`
    select ${columns(tx)} from directory.entry_version
    where place_id = ${tx.placeId} and service_id = ${serviceId} and version = ${version}`
  return row ?? null
}

export async function findNewestVersion(tx: PlaceTx, serviceId: string): Promise<EntryVersion | null> {
  const [row] = await listVersions(tx, serviceId, 1)
  return row ?? null
}

/** Which of these entries have ever been edited here, and so have versions. */
export async function withVersions(tx: PlaceTx, serviceIds: readonly string[]): Promise<Set<string>> {
  if (serviceIds.length === 0) return new Set()
  const rows = await tx.sql<{ serviceId: string }[]>`
    select distinct service_id from directory.entry_version where place_id = ${tx.placeId} and service_id = any (${[...serviceIds]}::uuid[])`
  return new Set(rows.map(({ serviceId }) => serviceId))
}

type NewVersion = Omit<EntryVersion, 'madeAt'>

export async function insertVersion(tx: PlaceTx, serviceId: string, version: NewVersion): Promise<void> {
  await versionInsert(tx, serviceId, version)
}

/** Keeps a version, unless an import or a page kept one of that number at the same moment: what that one does not say is kept the next time. */
export async function insertVersionUnlessKept(tx: PlaceTx, serviceId: string, version: NewVersion): Promise<void> {
  await tx.sql`${versionInsert(tx, serviceId, version)} on conflict do nothing`
}

const versionInsert = (tx: PlaceTx, serviceId: string, version: NewVersion) => tx.sql`
    insert into directory.entry_version (place_id, service_id, version, content, changed, because, by_name, organisation_id, source, proposal_id,
      of_version, made_at)
    values (${tx.placeId}, ${serviceId}, ${version.version}, ${tx.sql.json(version.content as never)}, ${version.changed}, ${version.because},
      ${version.byName}, ${version.organisationId}, ${version.source}, ${version.proposalId}, ${version.ofVersion}, ${tx.now})`

export async function rewriteVersion(
  tx: PlaceTx,
  serviceId: string,
  { version, content }: Pick<EntryVersion, 'version' | 'content'>,
): Promise<void> {
  await tx.sql`
    update directory.entry_version set content = ${tx.sql.json(content as never)}
    where place_id = ${tx.placeId} and service_id = ${serviceId} and version = ${version}`
}

export type EntryOwner = {
  serviceId: string
  name: string
  source: string
  /** The hash of what its feed said last, in hex. */
  contentHash: string
  publisherId: string | null
  publisherName: string | null
  organisationId: string | null
  fieldSources: FieldSources
  mergedInto: string | null
}

/** Who answers for an entry; locked against others until the transaction ends when `lock` is set. */
export async function findEntryOwner(tx: PlaceTx, serviceId: string, lock = false): Promise<EntryOwner | null> {
  const [row] = await tx.sql<EntryOwner[]>`
    select s.service_id, s.name, s.source, encode(s.content_hash, 'hex') as content_hash, s.publisher_id, s.field_sources, s.merged_into,
      p.name as publisher_name, p.organisation_id
    from directory.listed_service s
    left join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
    where s.place_id = ${tx.placeId} and s.service_id = ${serviceId} ${lock ? tx.sql`for update of s` : tx.sql``}`
  return row ?? null
}

/** The entries an organisation answers for, running ones first, by name. */
export const listEntriesOf = (
  tx: PlaceTx,
  organisationId: string,
): Promise<{ serviceId: string; name: string; status: string; assuredOn: string | null; source: string }[]> =>
  tx.sql<{ serviceId: string; name: string; status: string; assuredOn: string | null; source: string }[]>`
    select s.service_id, s.name, s.status, s.assured_on, s.source
    from directory.publisher p
    join directory.listed_service s on s.place_id = p.place_id and s.publisher_id = p.publisher_id
    where p.place_id = ${tx.placeId} and p.organisation_id = ${organisationId} and s.merged_into is null
    order by s.status = 'defunct', lower(s.name), s.service_id limit 500`

/** The entries that stand in these, or that these stand in, however often they were merged. */
export async function listMergedWith(tx: PlaceTx, serviceIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ serviceId: string }[]>`
    with recursive together (service_id) as (
      select service_id from directory.listed_service where place_id = ${tx.placeId} and service_id = any (${[...serviceIds]}::uuid[])
      union
      select case when s.service_id = t.service_id then s.merged_into else s.service_id end
      from together t join directory.listed_service s on s.place_id = ${tx.placeId} and s.merged_into is not null and t.service_id in (s.service_id, s.merged_into)
    )
    select service_id from together`
  return rows.map(({ serviceId }) => serviceId)
}

export async function setFieldSources(tx: PlaceTx, serviceId: string, sources: FieldSources): Promise<void> {
  await tx.sql`
    update directory.listed_service set field_sources = ${tx.sql.json(sources as never)}
    where place_id = ${tx.placeId} and service_id = ${serviceId}`
}

/**
 * Of these entries, those edited here, with who said what, locked so that nobody edits them until the transaction ends. Reads an index that holds
 * edited entries only: a feed of 20,000 of which none was edited costs one probe.
 */
export const lockEdited = (
  tx: PlaceTx,
  serviceIds: readonly string[],
): Promise<{ serviceId: string; fieldSources: FieldSources }[]> =>
  tx.sql<{ serviceId: string; fieldSources: FieldSources }[]>`
    select service_id, field_sources from directory.listed_service
    where place_id = ${tx.placeId} and field_sources <> '{}' and service_id = any (${[...serviceIds]}::uuid[])
    order by service_id for update`

/** A publisher somebody may be invited to look after. */
export type PublisherToInvite = {
  publisherId: string
  name: string
  email: string | null
  organisationId: string | null
}

/** Publishers nobody looks after and nobody is invited to, with how many entries they have and where those come from; without entries there is nothing to look after. */
export const listPublishers = (
  tx: PlaceTx,
  words: string,
  limit: number,
): Promise<(PublisherToInvite & { entries: number; source: string })[]> =>
  tx.sql<(PublisherToInvite & { entries: number; source: string })[]>`
    select p.publisher_id, p.name, p.email, p.organisation_id, count(*)::int as entries, min(s.source) as source
    from directory.publisher p
    join directory.listed_service s on s.place_id = p.place_id and s.publisher_id = p.publisher_id and s.merged_into is null
    where p.place_id = ${tx.placeId} and p.organisation_id is null and strpos(lower(p.name), lower(${words})) > 0
      and not exists (select from directory.invitation i where i.place_id = p.place_id and i.publisher_id = p.publisher_id and i.state = 'waiting')
    group by p.place_id, p.publisher_id
    order by lower(p.name), p.publisher_id limit ${limit}`

export async function findPublisher(tx: PlaceTx, publisherId: string): Promise<PublisherToInvite | null> {
  const [row] = await tx.sql<PublisherToInvite[]>`
    select publisher_id, name, email, organisation_id from directory.publisher
    where place_id = ${tx.placeId} and publisher_id = ${publisherId}`
  return row ?? null
}

export const listEntriesOfPublisher = (
  tx: PlaceTx,
  publisherId: string,
): Promise<{ serviceId: string; name: string }[]> =>
  tx.sql<{ serviceId: string; name: string }[]>`
    select service_id, name from directory.listed_service
    where place_id = ${tx.placeId} and publisher_id = ${publisherId} and merged_into is null order by name, service_id`

/** Says which organisation of the place a publisher is. */
export async function linkPublisher(tx: PlaceTx, publisherId: string, organisationId: string): Promise<void> {
  await tx.sql`
    update directory.publisher set organisation_id = ${organisationId} where place_id = ${tx.placeId} and publisher_id = ${publisherId}`
}

export const listServicesOfPublisher = async (tx: PlaceTx, publisherId: string): Promise<string[]> => {
  const rows = await tx.sql<{ serviceId: string }[]>`
    select service_id from directory.listed_service where place_id = ${tx.placeId} and publisher_id = ${publisherId}`
  return rows.map(({ serviceId }) => serviceId)
}
