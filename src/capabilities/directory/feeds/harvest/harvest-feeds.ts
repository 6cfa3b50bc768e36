import type { PlaceId } from '../../../../kernel/ids.ts'
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import { writeNotice } from '../../../../platform/notify/notice.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { listMembersWithRole } from '../../../organisations/index.ts'
import { listPeople } from '../../../people/index.ts'
import { proposeDuplicates } from '../duplicates/decide-duplicate.ts'
import { type ImportReport, importServices } from '../import-services.ts'
import { type Feed, type ReadOptions, readFeed } from '../read-feed.ts'
import { claimDueFeeds, findFeed, type KeptFeed, updateFeed } from './feed-store.ts'
import { asksForChanges, FAILURES_UNTIL_TOLD, nextRunAt } from './next-run.ts'

/** What came of fetching one feed. */
export type Harvested = { feedId: string; name: string } & (
  | { outcome: 'unchanged' }
  | { outcome: 'imported' | 'held'; report: ImportReport }
  | { outcome: 'failed'; because: string }
)

/**
 * Fetches the feeds of a place that are due, one after the other, each in a transaction of its own; or the one named, due or not. What another worker
 * has taken is left to it.
 * @param options.read how an address is read, where it is told and not fetched.
 */
export async function harvestFeeds(
  platform: Platform,
  placeId: PlaceId,
  options: { feedId?: string; limits?: ReadOptions['limits']; read?: typeof readFeed } = {},
): Promise<Harvested[]> {
  const due = await platform.db.asHouse(placeId, tx => claimDueFeeds(tx, options.feedId))
  const done: Harvested[] = []
  for (const feed of due) {
    const partial = asksForChanges(feed, platform.clock())
    const read = await (options.read ?? readFeed)(addressFor(feed, partial), {
      opened: platform.config.feedsAlsoFrom,
      ...(options.limits && { limits: options.limits }),
      ...(!partial && feed.heldBecause === null && !feed.takeLoss && { since: versionOf(feed) }),
    })
    const harvested = await platform.db
      .asHouse(placeId, tx => take(tx, feed, read, partial))
      .catch(async (error: Error) => {
        // Whatever went wrong in writing undid it; the next try and the reason are kept all the same, and the others get their turn.
        await platform.db.asHouse(placeId, tx =>
          failed(tx, feed, 'What it holds could not be written. Nothing was changed.'),
        )
        process.stderr.write(`feed ${feed.feedId}: ${error.stack}\n`)
        return { outcome: 'failed' as const, because: 'What it holds could not be written. Nothing was changed.' }
      })
    done.push({ feedId: feed.feedId, name: feed.name, ...harvested })
  }
  return done
}

function addressFor(feed: KeptFeed, partial: boolean): string {
  if (!partial || feed.lastGoodAt === null) return feed.address
  const address = new URL(feed.address)
  // An hour over: clocks differ, and what comes twice is simply the same.
  address.searchParams.set('modified_after', new Date(feed.lastGoodAt.getTime() - 3_600_000).toISOString())
  return address.href
}

const versionOf = ({ etag, lastModified }: KeptFeed) => ({
  ...(etag && { etag }),
  ...(lastModified && { lastModified }),
})

type Outcome = Harvested extends infer H ? (H extends unknown ? Omit<H, 'feedId' | 'name'> : never) : never

async function take(tx: PlaceTx, feed: KeptFeed, read: Feed | Refusal, partial: boolean): Promise<Outcome> {
  const good = async (to: Partial<KeptFeed>) =>
    updateFeed(tx, feed.feedId, {
      failures: 0,
      lastError: null,
      lastGoodAt: tx.now,
      nextRunAt: nextRunAt(tx.now, feed.everyHours, 0),
      ...(!partial && { lastWholeAt: tx.now }),
      ...to,
    })
  if (isRefusal(read)) {
    if (read.refused !== 'unchanged') return failed(tx, feed, read.message)
    await good({})
    return { outcome: 'unchanged' }
  }
  if (partial && read.records.length === 0) {
    await good({})
    return { outcome: 'unchanged' }
  }
  const report = await importServices(
    tx,
    { ...read, source: feed.source },
    { partial, holdSuddenLoss: !feed.takeLoss, feedId: feed.feedId },
  )
  if (isRefusal(report)) return failed(tx, feed, report.message)
  if (report.held) {
    const heldBecause = `It lost ${report.counts.vanished} of its services at once. Nothing was changed until somebody decides.`
    await updateFeed(tx, feed.feedId, {
      heldBecause,
      lastError: null,
      failures: 0,
      nextRunAt: nextRunAt(tx.now, feed.everyHours, 0),
    })
    if (feed.heldBecause === null)
      await tellEditors(tx, feed, 'held', `The feed of ${feed.name} waits for a decision`, heldBecause)
    return { outcome: 'held', report }
  }
  await good({
    heldBecause: null,
    takeLoss: false,
    etag: read.version?.etag ?? null,
    lastModified: read.version?.lastModified ?? null,
  })
  if (report.counts.added + report.counts.changed > 0) await proposeDuplicates(tx)
  return { outcome: 'imported', report }
}

async function failed(tx: PlaceTx, given: KeptFeed, because: string): Promise<{ outcome: 'failed'; because: string }> {
  const feed = (await findFeed(tx, given.feedId, true)) ?? given
  const failures = feed.failures + 1
  await updateFeed(tx, feed.feedId, {
    failures,
    lastError: because.slice(0, 2000),
    nextRunAt: nextRunAt(tx.now, feed.everyHours, failures),
  })
  if (failures === FAILURES_UNTIL_TOLD)
    await tellEditors(
      tx,
      feed,
      `failed since ${feed.lastGoodAt?.toISOString() ?? 'it was added'}`,
      `The feed of ${feed.name} cannot be fetched`,
      `It failed ${failures} times in a row. ${because}\n\nIts entries stay as they are. We go on trying, at most once a day.`,
    )
  return { outcome: 'failed', because }
}

async function tellEditors(tx: PlaceTx, feed: KeptFeed, step: string, subject: string, body: string): Promise<void> {
  const editors = await listPeople(
    tx,
    (await listMembersWithRole(tx, 'directory editor')).map(({ personId }) => personId),
  )
  for (const { name, email } of editors)
    if (email)
      await writeNotice(tx, {
        aboutId: feed.feedId,
        holderIds: [],
        sentFor: `feed ${step} ${tx.now.toISOString().slice(0, 10)}`,
        atNight: 'waits',
        channel: 'email',
        toName: name,
        toAddress: email,
        subject,
        body,
        link: { words: 'See the feed', path: `/directory/feeds/${feed.feedId}` },
      })
}
