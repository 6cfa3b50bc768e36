import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { type GridPoint, lookUpPostcodes } from '../../places/index.ts'
import { recordChange } from '../change-log-store.ts'
import { afterImport, keepEdits, keepFedAddresses, withoutPrivateAddresses } from '../editing/import-meets-editing.ts'
import { keepPublishedAssurances } from '../freshness/assure.ts'
import { PUBLISHED_HERE, type PublisherDraft, type RecordReading } from '../listed-service.ts'
import {
  findHashes,
  type KeptService,
  listOrganisationsAmong,
  listPostcodesWithoutPoint,
  listPublishersOfOthers,
  listVanished,
  setPoints,
  settle,
  upsertPublishers,
  upsertServices,
} from '../listed-service-store.ts'
import { contentHash, rowsOf } from '../service-rows.ts'
import { lockImports } from '../write-lock-store.ts'
import { showJoined } from './duplicates/duplicate-store.ts'
import { mergesMeetFeed } from './duplicates/merge-entries.ts'
import type { FeedForm } from './feed-form.ts'
import { countKnownVanished, keepVanished } from './harvest/feed-store.ts'
import { isSuddenLoss } from './harvest/next-run.ts'
import { insertImportRun } from './import-store.ts'
import { normaliseFeed } from './normalise-service.ts'
import type { Feed } from './read-feed.ts'

/** What became of one record. `notes` are its mends, or the reason it was refused or passed over. */
export type ReportedRecord = {
  number: number
  reading: RecordReading['outcome']
  change: 'added' | 'changed' | 'unchanged' | null
  externalId: string | null
  serviceId: string | null
  name: string | null
  notes: string[]
}

export type ImportCounts = {
  records: number
  taken: number
  mended: number
  refused: number
  repeats: number
  added: number
  changed: number
  unchanged: number
  /** Were in this feed before and are not now: still listed. */
  vanished: number
  /** Locations with a postcode that is not in the postcode file. */
  postcodesUnknown: number
}

export type ImportReport = {
  /** Null for a dry run, which keeps nothing. */
  runId: string | null
  dryRun: boolean
  /** So much of the feed was missing that nothing was written until somebody decides. */
  held: boolean
  source: string
  form: FeedForm
  counts: ImportCounts
  notes: string[]
  records: ReportedRecord[]
  vanished: { serviceId: string; name: string }[]
}

export type ImportOptions = {
  dryRun?: boolean
  /** The feed holds only what changed: what it does not hold has not vanished. */
  partial?: boolean
  /** This feed takes the place of others: what they have and it has too is its own from now on. */
  takeOver?: boolean
  /** Write nothing when more than a third of what the feed had is missing. */
  holdSuddenLoss?: boolean
  feedId?: string
  onProgress?: (done: number, of: number) => void
}

const BATCH = 500

/**
 * Imports a feed into the place of the transaction: all of it or, when anything fails, nothing. Needs the house's sight (`db.asHouse`).
 * A record that says what is already kept is not written, so importing the same feed again changes nothing. What the feed no longer has
 * is reported and stays listed: a feed that lost half its records must not empty a directory.
 */
export async function importServices(
  tx: PlaceTx,
  feed: Feed,
  options: ImportOptions = {},
): Promise<ImportReport | Refusal> {
  const { onProgress, partial = false, takeOver = false } = options
  await lockImports(tx)
  if (feed.records.length === 0) return nothingInIt(feed.source, (await listVanished(tx, feed.source, [])).length)
  const read = await withoutPrivateAddresses(tx, normaliseFeed(feed.records, feed.source, tx.now))
  const { addresses } = read
  const kept = await findHashes(
    tx,
    read.readings.flatMap(reading => ('draft' in reading ? [reading.draft.serviceId] : [])),
  )
  const ownerOf = (serviceId: string) => ownerBeside(feed.source, kept.get(serviceId), takeOver)
  const readings = read.readings.map(reading => withoutWhatOthersHave(reading, ownerOf))
  const drafts = readings.flatMap(reading => ('draft' in reading ? [reading.draft] : []))
  const differing = drafts.flatMap(draft => {
    const hash = contentHash(draft)
    const before = kept.get(draft.serviceId)
    if (before?.hash === hash) return []
    return [{ draft, hash, change: before ? ('changed' as const) : ('added' as const) }]
  })
  const { toWrite, meetings } = await keepEdits(tx, differing)
  const changes = new Map(toWrite.map(({ draft, change }) => [draft.serviceId, change]))
  const takenOver = toWrite.filter(
    ({ draft }) => (kept.get(draft.serviceId)?.source ?? feed.source) !== feed.source,
  ).length
  const vanished = partial
    ? []
    : await listVanished(
        tx,
        feed.source,
        drafts.map(({ serviceId }) => serviceId),
      )
  const still = [...kept.values()].filter(({ source }) => source === feed.source).length
  const known = await countKnownVanished(tx, feed.source)
  const held = options.holdSuddenLoss === true && isSuddenLoss(vanished.length - known, still + vanished.length - known)
  const dryRun = options.dryRun === true || held

  const points = await pointsOf(
    tx,
    toWrite.flatMap(({ draft }) =>
      draft.locations.flatMap(({ latitude, postcode }) => (latitude === undefined ? (postcode ?? []) : [])),
    ),
  )
  if (!dryRun) {
    const publishers = [...publishersOf(toWrite.map(({ draft }) => draft.publisher)).values()]
    const own = await listOrganisationsAmong(
      tx,
      publishers.map(({ publisherId }) => publisherId),
    )
    const others = takeOver
      ? new Set<string>()
      : await listPublishersOfOthers(
          tx,
          feed.source,
          publishers.map(({ publisherId }) => publisherId),
        )
    await upsertPublishers(
      tx,
      publishers
        .filter(({ publisherId }) => !own.has(publisherId) && !others.has(publisherId))
        .map(publisher => ({ ...publisher, source: feed.source })),
    )
    let done = 0
    let writing: Promise<void> = Promise.resolve()
    for (const change of ['added', 'changed'] as const) {
      const those = toWrite.filter(each => each.change === change)
      for (let from = 0; from < those.length; from += BATCH) {
        const batch = those.slice(from, from + BATCH)
        const rows = batch.map(({ draft, hash }) => rowsOf(draft, feed.source, hash, postcode => points.get(postcode)))
        await writing
        writing = upsertServices(tx, rows, change === 'added')
        // It is waited for, and fails, a moment later: until then nobody is to think that it was forgotten.
        writing.catch(() => {})
        done += batch.length
        onProgress?.(done, toWrite.length)
        await new Promise(setImmediate)
      }
    }
    await writing
    await placeWhatCouldNotBePlaced(tx)
    await keepFedAddresses(tx, addresses)
    await afterImport(
      tx,
      feed.source,
      toWrite.map(({ draft }) => draft.serviceId),
      meetings,
    )
    await keepPublishedAssurances(
      tx,
      toWrite.map(({ draft }) => draft.serviceId),
      'feed',
    )
    if (!partial)
      await keepVanished(
        tx,
        feed.source,
        vanished.map(({ serviceId }) => serviceId),
      )
    const written = toWrite.map(({ draft }) => draft.serviceId)
    const besides = [...(await mergesMeetFeed(tx, written)), ...(await showJoined(tx))]
    await recordChange(tx, [...written, ...besides])
    if (toWrite.length > BATCH) await settle(tx)
  }

  const postcodesUnknown = toWrite
    .flatMap(({ draft }) => draft.locations)
    .filter(
      ({ latitude, postcode }) => latitude === undefined && postcode !== undefined && !points.has(postcode),
    ).length
  const report: ImportReport = {
    runId: options.dryRun ? null : newId(),
    dryRun: options.dryRun === true,
    held,
    source: feed.source,
    form: feed.form,
    counts: countsOf(readings, changes, vanished.length, postcodesUnknown),
    notes: [...feed.notes, ...notesOf(readings, takenOver, feed.source)],
    records: readings.map(reading => reported(reading, changes)),
    vanished,
  }
  if (report.runId !== null) {
    await insertImportRun(tx, report.runId, report, new Date(), options.feedId ?? null)
    await audit(tx, 'directory.import-services', report.runId)
  }
  return report
}

/**
 * Who else an entry belongs to, so that this feed may not write it; undefined when it may. An entry that its organisation publishes here comes back in a feed
 * when another directory pulls ours and we pull theirs: what they copied a while ago would stand in place of what the organisation says now. An entry of
 * another feed is that feed's until it has it no longer: an id is no secret, and whoever writes it into a feed of theirs has not become its source.
 */
function ownerBeside(source: string, kept: KeptService | undefined, takeOver: boolean): string | undefined {
  if (!kept || kept.source === source) return undefined
  return kept.source === PUBLISHED_HERE || (!takeOver && !kept.vanished) ? kept.source : undefined
}

function withoutWhatOthersHave(
  reading: RecordReading,
  ownerOf: (serviceId: string) => string | undefined,
): RecordReading {
  const owner = 'draft' in reading ? ownerOf(reading.draft.serviceId) : undefined
  if (!('draft' in reading) || owner === undefined) return reading
  const { number, externalId, name } = reading
  const reason =
    owner === PUBLISHED_HERE
      ? 'is published here by its own organisation: what a feed says of it is passed over'
      : `${OF_ANOTHER_FEED} “${owner}”: what this one says of it is passed over`
  return { number, externalId, name, outcome: 'refused', reason }
}
const OF_ANOTHER_FEED = 'comes here from another feed,'

function nothingInIt(source: string, listed: number): Refusal {
  if (listed === 0) return refuse('empty', `The feed “${source}” holds no services, so there was nothing to import.`)
  const still = listed === 1 ? '1 service that came from it is' : `${listed} services that came from it are`
  return refuse(
    'empty',
    `The feed “${source}” holds no services. Nothing was changed; ${still} still listed. If it has really ended, end its services one by one or on the page of feeds.`,
  )
}

function publishersOf(drafts: readonly (PublisherDraft | undefined)[]): Map<string, PublisherDraft> {
  return new Map(drafts.flatMap(publisher => (publisher ? [[publisher.publisherId, publisher]] : [])))
}

async function pointsOf(tx: PlaceTx, postcodes: readonly string[]): Promise<Map<string, GridPoint>> {
  return lookUpPostcodes(tx, postcodes)
}

/**
 * Puts locations on the map that were imported before their postcode was known.
 * @returns how many services that gave a place to.
 */
export async function placeWhatCouldNotBePlaced(tx: PlaceTx): Promise<number> {
  const points = await pointsOf(tx, await listPostcodesWithoutPoint(tx))
  const placed = await setPoints(
    tx,
    [...points].map(([postcode, point]) => ({ postcode, point })),
  )
  await recordChange(tx, placed)
  return placed.length
}

function countsOf(
  readings: readonly RecordReading[],
  changes: Map<string, string>,
  vanished: number,
  postcodesUnknown: number,
): ImportCounts {
  const count = (outcome: RecordReading['outcome']) => readings.filter(reading => reading.outcome === outcome).length
  const changed = (change: string) => [...changes.values()].filter(each => each === change).length
  const written = count('taken') + count('mended')
  return {
    records: readings.length,
    taken: count('taken'),
    mended: count('mended'),
    refused: count('refused'),
    repeats: count('repeat'),
    added: changed('added'),
    changed: changed('changed'),
    unchanged: written - changes.size,
    vanished,
    postcodesUnknown,
  }
}

function notesOf(readings: readonly RecordReading[], takenOver: number, source: string): string[] {
  const madeIds = readings.filter(
    reading =>
      reading.outcome === 'mended' &&
      reading.mends.some(mend => mend.startsWith('id was not a UUID') || mend.startsWith('had no id')),
  ).length
  const notes: string[] = []
  if (madeIds > 0) {
    notes.push(
      `${madeIds} records have no UUID of their own; theirs is made from their id and the feed’s name, “${source}”. Import the next file with --source "${source}" so that they stay the same.`,
    )
  }
  if (takenOver > 0) notes.push(`Taken over from another feed: ${takenOver}. They are this one’s now.`)
  const others = readings.filter(reading => 'reason' in reading && reading.reason.startsWith(OF_ANOTHER_FEED)).length
  if (others > 0) {
    notes.push(
      `Passed over because they come here from another feed: ${others}. If this is the same feed under another name, import it with the other’s name (--source); if it takes the other’s place, add --take-over.`,
    )
  }
  return notes
}

function reported(reading: RecordReading, changes: Map<string, 'added' | 'changed'>): ReportedRecord {
  const serviceId = 'draft' in reading ? reading.draft.serviceId : null
  return {
    number: reading.number,
    reading: reading.outcome,
    change: serviceId === null ? null : (changes.get(serviceId) ?? 'unchanged'),
    externalId: reading.externalId ?? null,
    serviceId,
    name: reading.name ?? null,
    notes: reading.outcome === 'mended' ? reading.mends : 'reason' in reading ? [reading.reason] : [],
  }
}
