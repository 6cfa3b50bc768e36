import type { PlaceTx } from '../../../platform/db/database.ts'
import { findOrganisation } from '../../organisations/index.ts'
import { type GridPoint, lookUpPostcode } from '../../places/index.ts'
import { recordChange } from '../change-log-store.ts'
import { assure } from '../freshness/assure.ts'
import { type ListedService, type ListedServiceDraft, PUBLISHED_HERE } from '../listed-service.ts'
import { findListedService, upsertPublishers, upsertServices } from '../listed-service-store.ts'
import { publisherOfOrganisation } from '../publish-listed-service.ts'
import { contentHash, rowsOf } from '../service-rows.ts'
import {
  changedFields,
  contentOf,
  type EntryContent,
  type EntryField,
  emptyContent,
  saysHash,
} from './entry-content.ts'
import {
  type EntryVersion,
  findEntryOwner,
  findNewestVersion,
  insertVersion,
  insertVersionUnlessKept,
  setFieldSources,
  type VersionReason,
} from './entry-store.ts'
import type { FieldSource, FieldSources } from './feed-meets-edits.ts'
import { forgetAddress } from './private-address-store.ts'
import { lockEntry } from './proposal-store.ts'

/** The one way an approved state gets into the directory: written, kept as a version, and noted for whoever keeps a copy. */

export type Approval = {
  because: VersionReason
  /** Who said it: an organisation or a feed. */
  source: string
  organisationId: string | null
  byName: string
  proposalId: string | null
  ofVersion?: number
  /** The fields whose words are now this source's own. */
  fields: readonly EntryField[]
  /** True when whoever said it says that the rest is right as well. */
  assures: boolean
  /** In place of the hash of what the feed said last. */
  hash?: string
}

/**
 * The entry as it stands, with its newest version made sure of: what changed it since by another way is kept as one first. Pages read it too, several at once
 * and beside whoever writes it: they take turns, and the version is looked at first, so that what stood before is never kept behind what stands now.
 */
export async function readEntry(
  tx: PlaceTx,
  serviceId: string,
): Promise<{ service: ListedService; content: EntryContent; version: number } | null> {
  await lockEntry(tx, serviceId)
  const newest = await findNewestVersion(tx, serviceId)
  const service = await findListedService(tx, serviceId)
  if (!service) return null
  const content = contentOf(service)
  return { service, content, version: await keepVersionOf(tx, service, newest) }
}

/** Keeps what an entry says now as a version, unless its newest version says the same. @returns the number of the newest. */
export async function keepVersionOf(tx: PlaceTx, service: ListedService, known?: EntryVersion | null): Promise<number> {
  const content = contentOf(service)
  const newest = known === undefined ? await findNewestVersion(tx, service.serviceId) : known
  const changed = changedFields(newest?.content ?? emptyContent, content)
  if (newest && changed.length === 0) return newest.version
  const version = (newest?.version ?? 0) + 1
  await insertVersionUnlessKept(tx, service.serviceId, {
    version,
    content,
    changed,
    because: !newest ? 'as it was' : service.source === PUBLISHED_HERE ? 'published' : 'feed',
    byName: service.publisher?.name ?? service.source,
    organisationId: service.organisationId ?? null,
    source: service.source,
    proposalId: null,
    ofVersion: null,
  })
  return version
}

/**
 * Writes what an entry is to say. The caller has locked the entry and has read what it says now.
 * @returns the number of the version that this became.
 */
export async function writeEntry(
  tx: PlaceTx,
  serviceId: string,
  before: { service: ListedService; content: EntryContent; version: number } | null,
  content: EntryContent,
  approval: Approval,
): Promise<number> {
  const owner = await findEntryOwner(tx, serviceId)
  const base = before?.service ?? (await newEntryOf(tx, serviceId, approval.organisationId))
  const draft: ListedServiceDraft = {
    ...withoutEditable(base),
    ...content,
    locations: content.locations.map(location => movedTo(location, before?.content)),
    lastModifiedAt: tx.now,
  }
  const points = await pointsOf(tx, draft)
  // The hash stays that of what the feed said last: only when the feed says something new is the entry looked at again.
  const hash = approval.hash ?? owner?.contentHash ?? contentHash(draft)
  if (!before && draft.publisher)
    await upsertPublishers(tx, [{ ...draft.publisher, organisationId: approval.organisationId ?? undefined } as never])
  await upsertServices(tx, [rowsOf(draft, base.source, hash, postcode => points.get(postcode))], !before)
  const sources = sourcesAfter(tx, owner?.fieldSources ?? {}, base, before?.content, content, approval)
  await setFieldSources(tx, serviceId, sources)
  const hiddenBefore = (before?.content.locations ?? []).filter(({ hidden }) => hidden)
  for (const { locationId } of hiddenBefore)
    if (content.locations.some(location => location.locationId === locationId && !location.hidden))
      await forgetAddress(tx, locationId)
  const changed = changedFields(before?.content ?? emptyContent, content)
  const version = (before?.version ?? 0) + (before && changed.length === 0 ? 0 : 1)
  if (version !== before?.version)
    await insertVersion(tx, serviceId, {
      version,
      content,
      changed,
      because: approval.because,
      byName: approval.byName,
      organisationId: approval.organisationId,
      source: approval.source,
      proposalId: approval.proposalId,
      ofVersion: approval.ofVersion ?? null,
    })
  if (approval.assures)
    await assure(tx, [serviceId], { how: 'edit', byName: approval.source, organisationId: approval.organisationId })
  await recordChange(tx, [serviceId])
  return version
}

/** What of a service is not edited here: whose it is, where it came from, when it was checked. */
function withoutEditable(service: ListedService): ListedServiceDraft {
  const { source: _source, organisationId: _organisationId, ...draft } = service
  const kept = { ...draft } as Record<string, unknown>
  for (const field of Object.keys(contentOf(service))) delete kept[field]
  return kept as unknown as ListedServiceDraft
}

async function newEntryOf(tx: PlaceTx, serviceId: string, organisationId: string | null): Promise<ListedService> {
  const organisation = organisationId ? await findOrganisation(tx, organisationId) : null
  return {
    ...emptyContent,
    serviceId,
    externalId: serviceId,
    source: PUBLISHED_HERE,
    funding: [],
    ...(organisation && { publisher: publisherOfOrganisation(organisation) }),
  } as ListedService
}

/** Coordinates belong to an address: with another address they are no longer true. */
function movedTo(
  location: ListedServiceDraft['locations'][number],
  before: EntryContent | undefined,
): ListedServiceDraft['locations'][number] {
  const was = before?.locations.find(each => each.locationId === location.locationId)
  const { latitude, longitude, ...rest } = location
  const stays =
    was &&
    was.postcode === location.postcode &&
    was.addressLines.join('\n') === location.addressLines.join('\n') &&
    latitude !== undefined &&
    longitude !== undefined
  return stays ? { ...rest, latitude, longitude } : rest
}

async function pointsOf(tx: PlaceTx, draft: ListedServiceDraft): Promise<Map<string, GridPoint>> {
  const points = new Map<string, GridPoint>()
  for (const { postcode, hidden } of draft.locations) {
    if (!postcode || hidden || points.has(postcode)) continue
    const answer = await lookUpPostcode(tx, postcode)
    if (answer.kind === 'unit' || answer.kind === 'terminated') points.set(postcode, answer.point)
  }
  return points
}

function sourcesAfter(
  tx: PlaceTx,
  sources: FieldSources,
  { source: entrySource }: ListedService,
  before: EntryContent | undefined,
  content: EntryContent,
  { fields, source, organisationId }: Approval,
): FieldSources {
  const after: Record<string, FieldSource> = { ...sources }
  const isFed = entrySource !== PUBLISHED_HERE
  for (const field of fields) {
    const feedSaid = sources[field]?.feedSaid ?? (isFed ? saysHash(before?.[field]) : undefined)
    if (source === entrySource || feedSaid === saysHash(content[field])) {
      delete after[field]
      continue
    }
    after[field] = {
      source,
      at: tx.now.toISOString(),
      ...(organisationId && { organisationId }),
      ...(feedSaid !== undefined && { feedSaid }),
    }
  }
  return after
}
