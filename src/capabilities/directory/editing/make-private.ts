import type { JourneyId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { findListedService, upsertPublishers } from '../listed-service-store.ts'
import { findOwnVersion, keepOwnVersion } from '../own-version-store.ts'
import { addressOf, hide, type PrivateAddress, saysAnAddress, tellingParts, wipe } from '../private-address.ts'
import { wipeWordsAbout } from '../private-words-store.ts'
import { contentHash } from '../service-rows.ts'
import { contentOf, type EntryChanges, type EntryContent } from './entry-content.ts'
import { findEntryOwner, listMergedWith, listServicesOfPublisher, listVersions, rewriteVersion } from './entry-store.ts'
import { AddressMadePrivate } from './facts.ts'
import { keepAddress, listServicesAt, wipeDuplicates, wipeImportNotes } from './private-address-store.ts'
import { listProposalsAbout, listRemarkWords, lockEntry, rewriteProposal, rewriteRemark } from './proposal-store.ts'
import { keepVersionOf, writeEntry } from './write-entry.ts'

/**
 * Makes the address of a location private, at once and everywhere: in the directory, in every kept version, in what is proposed and was said about
 * it, and in reports and hashes of imports. What it was is kept where only the organisation's own people see it.
 * @param address the true address where it is not (or no longer) what the directory says.
 */
export async function makePrivate(tx: PlaceTx, locationId: string, address?: PrivateAddress): Promise<void> {
  const at = await listServicesAt(tx, locationId)
  const organisationId = at.find(each => each.organisationId)?.organisationId ?? null
  const publishers = new Set<string>()
  for (const { serviceId } of at) {
    const publisherId = (await findEntryOwner(tx, serviceId))?.publisherId
    if (publisherId) publishers.add(publisherId)
  }
  const serviceIds = new Set(at.map(({ serviceId }) => serviceId))
  for (const publisherId of publishers)
    for (const serviceId of await listServicesOfPublisher(tx, publisherId)) serviceIds.add(serviceId)
  for (const serviceId of await listMergedWith(tx, [...serviceIds])) serviceIds.add(serviceId)
  const affected = [...serviceIds].sort()
  for (const serviceId of affected) await lockEntry(tx, serviceId)

  const known = await everyAddressOf(tx, affected, locationId)
  if (address && Object.keys(address).length > 0) known.push(address)
  const truly = address ?? known[0]
  if (truly) await keepAddress(tx, locationId, truly, organisationId)

  const cleaner = cleanerOf(locationId, known)
  for (const serviceId of affected) await cleanEntry(tx, serviceId, cleaner)
  for (const proposal of await listProposalsAbout(tx, affected)) {
    const clean = {
      ...proposal,
      wanted: cleaner.changes(proposal.wanted),
      base: cleaner.changes(proposal.base),
      entryName: cleaner.text(proposal.entryName),
    }
    if (JSON.stringify(clean) !== JSON.stringify(proposal)) await rewriteProposal(tx, clean)
  }
  for (const { remarkId, words } of await listRemarkWords(tx, affected)) {
    const clean = cleaner.text(words)
    if (clean !== words) await rewriteRemark(tx, remarkId, clean)
  }
  await wipeWordsAbout(tx, affected, tellingParts(known))
  await wipeImportNotes(tx, affected)
  await wipeDuplicates(tx, affected)
  for (const { serviceId } of at)
    await record(
      tx,
      AddressMadePrivate,
      { recordId: serviceId, journeyId: serviceId as unknown as JourneyId },
      { serviceId, locationId },
    )
}

type Cleaner = {
  content(content: EntryContent): EntryContent
  changes(changes: EntryChanges): EntryChanges
  text(text: string): string
  anything<T>(value: T): T
}

function cleanerOf(locationId: string, known: readonly PrivateAddress[]): Cleaner {
  const telling = tellingParts(known)
  const postcodes = new Set(known.flatMap(({ postcode }) => postcode ?? []))
  const locations = (given: EntryContent['locations']) =>
    given.map(each =>
      each.locationId === locationId || (each.postcode && postcodes.has(each.postcode))
        ? { ...each, hidden: true }
        : each,
    )
  const content = (given: EntryContent): EntryContent =>
    wipe(hide({ ...given, locations: locations(given.locations) }, new Map()).draft, telling)
  return {
    content,
    changes(changes) {
      const wiped = wipe({ ...changes, locations: [] }, telling) as EntryChanges
      if (!('locations' in changes)) delete wiped.locations
      else wiped.locations = changes.locations ? hideAll(locations(changes.locations)) : null
      return wiped
    },
    text: text => wipe(text, telling),
    anything: value => wipe(value, telling),
  }
}

const hideAll = (locations: EntryContent['locations']) => hide({ locations }, new Map()).draft.locations

/** Every address that this location had, in the directory, in any version and in any proposal: all of them lead to the door. */
async function everyAddressOf(
  tx: PlaceTx,
  serviceIds: readonly string[],
  locationId: string,
): Promise<PrivateAddress[]> {
  const lists: (EntryContent['locations'] | null | undefined)[] = []
  for (const serviceId of serviceIds) {
    lists.push((await findListedService(tx, serviceId))?.locations)
    for (const { content } of await listVersions(tx, serviceId)) lists.push(content.locations)
  }
  for (const { wanted, base } of await listProposalsAbout(tx, serviceIds)) lists.push(wanted.locations, base.locations)
  const found = lists
    .flatMap(list => list ?? [])
    .filter(location => location.locationId === locationId && !location.hidden && saysAnAddress(location))
    .map(addressOf)
  return [...new Map(found.map(each => [JSON.stringify(each), each])).values()]
}

async function cleanEntry(tx: PlaceTx, serviceId: string, cleaner: Cleaner): Promise<void> {
  const own = await findOwnVersion(tx, serviceId)
  if (own) await keepOwnVersion(tx, serviceId, { ...cleaner.anything(own), ...cleaner.content(own) })
  const service = await findListedService(tx, serviceId)
  if (!service) return
  const before = contentOf(service)
  const content = cleaner.content(before)
  const publisher = service.publisher && cleaner.anything(service.publisher)
  if (publisher && JSON.stringify(publisher) !== JSON.stringify(service.publisher))
    await upsertPublishers(tx, [publisher])
  const isChanged = JSON.stringify(before) !== JSON.stringify(content)
  if (isChanged) {
    const version = await keepVersionOf(tx, service)
    const clean = cleaner.anything(service)
    await writeEntry(
      tx,
      serviceId,
      { service: { ...clean, locations: content.locations }, content, version },
      content,
      {
        because: 'address made private',
        source: service.publisher?.name ?? service.source,
        organisationId: service.organisationId ?? null,
        byName: tx.actor.name,
        proposalId: null,
        fields: [],
        assures: false,
        hash: contentHash({ ...clean, locations: content.locations }),
      },
    )
  }
  for (const { version, content: kept } of await listVersions(tx, serviceId, 10_000)) {
    const clean = cleaner.content(kept)
    if (JSON.stringify(clean) !== JSON.stringify(kept)) await rewriteVersion(tx, serviceId, { version, content: clean })
  }
}

/** What changes of a location's address in a list of changes concern: those newly hidden, with the address that was typed for them. */
export const newlyHidden = (before: EntryContent, after: EntryContent['locations']): EntryContent['locations'] =>
  after.filter(
    location =>
      location.hidden && before.locations.some(each => each.locationId === location.locationId && !each.hidden),
  )
