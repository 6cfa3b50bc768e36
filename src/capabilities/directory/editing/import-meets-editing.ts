import { type JourneyId, newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import type { ListedServiceDraft, RecordReading } from '../listed-service.ts'
import { findListedServices } from '../listed-service-store.ts'
import { hide, type PrivateAddress, tellingParts, wipe } from '../private-address.ts'
import { contentOf, type EntryChanges, type EntryContent, entryFields, fieldsOf, pick } from './entry-content.ts'
import { findNewestVersion, lockEdited, setFieldSources, withVersions } from './entry-store.ts'
import { EntryProposed } from './facts.ts'
import { type FieldSource, feedMeetsEdits } from './feed-meets-edits.ts'
import { keepFedAddress, listHiddenPlaces, listPublisherLinks } from './private-address-store.ts'
import { findOpenProposal, insertProposal, insertRemark, updateProposal } from './proposal-store.ts'
import { tellEditors } from './tell.ts'
import { keepVersionOf } from './write-entry.ts'

/** What an import does for what was edited here: three calls in `importServices`, each next to nothing where nothing was. */

export type FedAddress = { locationId: string; publisherId: string | undefined; address: PrivateAddress }

/**
 * Takes the addresses of private places out of what a feed says, before it is compared, hashed, reported or written: those the feed marks, and those
 * this place keeps private whatever the feed says.
 */
export async function withoutPrivateAddresses(
  tx: PlaceTx,
  readings: readonly RecordReading[],
): Promise<{ readings: readonly RecordReading[]; addresses: FedAddress[] }> {
  const places = await listHiddenPlaces(tx)
  const marksSome = readings.some(reading => 'draft' in reading && reading.draft.locations.some(({ hidden }) => hidden))
  if (places.length === 0 && !marksSome) return { readings, addresses: [] }

  const kept = new Map<string, PrivateAddress | null>(places.map(({ locationId, address }) => [locationId, address]))
  const byPublisher = new Map<string, PrivateAddress[]>()
  const learn = (publisherId: string | null | undefined, address: PrivateAddress | null) => {
    if (publisherId && address) byPublisher.set(publisherId, [...(byPublisher.get(publisherId) ?? []), address])
  }
  for (const { publisherId, address } of places) learn(publisherId, address)
  const addresses: FedAddress[] = []
  const hidden = readings.map(reading => {
    if (!('draft' in reading)) return reading
    const found = hide(reading.draft, kept)
    if (found.draft === reading.draft) return reading
    const publisherId = reading.draft.publisher?.publisherId
    for (const { locationId, address } of found.addresses) {
      addresses.push({ locationId, publisherId, address })
      learn(publisherId, address)
    }
    return withDraft(reading, found.draft)
  })
  // The organisation's other services, and what it says of itself, must not tell where the hidden one is.
  const telling = new Map([...byPublisher].map(([publisherId, known]) => [publisherId, tellingParts(known)]))
  const postcodes = new Map(
    [...byPublisher].map(([publisherId, known]) => [
      publisherId,
      new Set(known.flatMap(({ postcode }) => postcode ?? [])),
    ]),
  )
  return {
    addresses,
    readings: hidden.map(reading => {
      const publisherId = 'draft' in reading ? reading.draft.publisher?.publisherId : undefined
      if (!('draft' in reading) || !publisherId || !telling.has(publisherId)) return reading
      const there = postcodes.get(publisherId)
      const locations = reading.draft.locations.map(location =>
        location.postcode && there?.has(location.postcode) ? { ...location, hidden: true } : location,
      )
      const draft = hide({ ...reading.draft, locations }, new Map()).draft
      return withDraft(reading, wipe(draft, telling.get(publisherId) ?? null))
    }),
  }
}

/** The report of a hidden record says nothing that its feed said of its address. */
function withDraft(reading: RecordReading & { draft: ListedServiceDraft }, draft: ListedServiceDraft): RecordReading {
  const told = { ...reading, draft, name: draft.name }
  return told.outcome === 'mended'
    ? {
        ...told,
        mends: [
          ...told.mends.filter(mend => !/postcode|address|latitude|location|town|county/i.test(mend)),
          'address kept private',
        ],
      }
    : told
}

/** Keeps the addresses that a feed gave of private places, for their own organisations. */
export async function keepFedAddresses(tx: PlaceTx, addresses: readonly FedAddress[]): Promise<void> {
  if (addresses.length === 0) return
  const links = await listPublisherLinks(
    tx,
    addresses.flatMap(({ publisherId }) => publisherId ?? []),
  )
  for (const { locationId, publisherId, address } of addresses)
    await keepFedAddress(tx, locationId, address, (publisherId && links.get(publisherId)) || null)
}

type Written = { draft: ListedServiceDraft; hash: string }
type FeedSays = {
  serviceId: string
  name: string
  now: EntryContent
  wanted: EntryChanges
  sources: Record<string, FieldSource>
}
export type Meetings = { edited: readonly FeedSays[] }

/** Puts what was edited here in place of what the feed says, and locks those entries until the import ends. The feed's own words keep their hash. */
export async function keepEdits<Each extends Written>(
  tx: PlaceTx,
  toWrite: readonly Each[],
): Promise<{ toWrite: readonly Each[]; meetings: Meetings }> {
  const edited = new Map(
    (
      await lockEdited(
        tx,
        toWrite.map(({ draft }) => draft.serviceId),
      )
    ).map(({ serviceId, fieldSources }) => [serviceId, fieldSources]),
  )
  if (edited.size === 0) return { toWrite, meetings: { edited: [] } }
  const services = new Map(
    (await findListedServices(tx, [...edited.keys()])).map(service => [service.serviceId, service]),
  )
  const met: FeedSays[] = []
  const merged = toWrite.map(each => {
    const service = services.get(each.draft.serviceId)
    if (!service) return each
    const now = contentOf(service)
    const meeting = feedMeetsEdits(now, contentOf(each.draft), edited.get(service.serviceId) ?? {})
    met.push({
      serviceId: service.serviceId,
      name: service.name,
      now,
      wanted: meeting.feedNowSays,
      sources: meeting.sources,
    })
    // Fields the meeting leaves unknown are named too, so that they overwrite what the feed says.
    const words = Object.fromEntries(entryFields.map(field => [field, meeting.content[field]])) as EntryContent
    return { ...each, draft: { ...each.draft, ...words } }
  })
  return { toWrite: merged, meetings: { edited: met } }
}

/** After the import has written: versions of what has some, and what feeds say otherwise than was edited here, to be decided. */
export async function afterImport(
  tx: PlaceTx,
  source: string,
  written: readonly string[],
  { edited }: Meetings,
): Promise<void> {
  for (const { serviceId, sources } of edited) await setFieldSources(tx, serviceId, sources)
  const followed = await withVersions(tx, written)
  for (const service of await findListedServices(tx, [...followed])) await keepVersionOf(tx, service)
  for (const feedSays of edited)
    if (fieldsOf(feedSays.wanted).length > 0) await proposeWhatFeedSays(tx, source, feedSays)
}

async function proposeWhatFeedSays(
  tx: PlaceTx,
  source: string,
  { serviceId, name, now, wanted }: FeedSays,
): Promise<void> {
  const open = await findOpenProposal(tx, serviceId, null)
  const proposalId: string = open?.proposalId ?? newId()
  const all = { ...open?.wanted, ...wanted }
  const proposal = {
    proposalId,
    serviceId,
    kind: 'feed' as const,
    organisationId: null,
    source,
    entryName: name,
    state: 'waiting' as const,
    wanted: all,
    base: pick(now, fieldsOf(all)),
    baseVersion: (await findNewestVersion(tx, serviceId))?.version ?? 0,
    assures: false,
    revision: 1,
    proposedByName: source,
    proposedById: null,
    proposedAt: tx.now,
    stateSince: tx.now,
    decidedByName: null,
    approvedFields: [],
  }
  if (open) await updateProposal(tx, proposal, { name: source, personId: null })
  else await insertProposal(tx, proposal)
  await insertRemark(tx, {
    remarkId: newId(),
    proposalId,
    organisationId: null,
    kind: open ? 'changed' : 'sent',
    words: '',
    fields: fieldsOf(wanted),
    byName: source,
  })
  await record(
    tx,
    EntryProposed,
    { recordId: proposalId, journeyId: proposalId as unknown as JourneyId },
    { proposalId, serviceId, organisationId: null, kind: 'feed', fields: fieldsOf(wanted) },
  )
  if (!open)
    await tellEditors(tx, proposal, {
      sentFor: 'feed says something else',
      subject: `To check: ${name}`,
      sentences: [
        `The feed ${source} now says something else about ${name} than what was edited here.`,
        'People see what was edited here, until you approve what the feed says.',
      ],
      linkWords: 'Check it',
    })
}
