import type { PlaceTx } from '../../../../platform/db/database.ts'

/** The feeds a place pulls, and what vanished from feeds. Only the house reads and writes these tables. */

export type KeptFeed = {
  feedId: string
  name: string
  address: string
  source: string
  licence: string | null
  attribution: string | null
  everyHours: number
  asksFor: 'everything' | 'changes'
  isOn: boolean
  etag: string | null
  lastModified: string | null
  lastRunAt: Date | null
  lastGoodAt: Date | null
  lastWholeAt: Date | null
  lastError: string | null
  failures: number
  nextRunAt: Date
  heldBecause: string | null
  takeLoss: boolean
}

const columns = (tx: PlaceTx) => tx.sql`
  feed_id, name, address, source, licence, attribution, every_hours, asks_for, is_on, etag, last_modified, last_run_at, last_good_at, last_whole_at,
  last_error, failures, next_run_at, held_because, take_loss`

export type FeedAndEntries = KeptFeed & { entries: number; undecided: number }

export const listFeeds = (tx: PlaceTx): Promise<FeedAndEntries[]> =>
  tx.sql<FeedAndEntries[]>`
    select ${columns(tx)},
      (select count(*)::int from directory.listed_service s where s.place_id = f.place_id and s.source = f.source) as entries,
      (select count(*)::int from directory.vanished v where v.place_id = f.place_id and v.source = f.source and v.decision is null) as undecided
    from directory.feed f where place_id = ${tx.placeId} order by lower(name), feed_id`

export async function findFeed(tx: PlaceTx, feedId: string, lock = false): Promise<KeptFeed | null> {
  const [feed] = await tx.sql<KeptFeed[]>`
    select ${columns(tx)} from directory.feed where place_id = ${tx.placeId} and feed_id = ${feedId} ${lock ? tx.sql`for update` : tx.sql``}`
  return feed ?? null
}

/** False when the place has a feed of this source already. */
export async function insertFeed(
  tx: PlaceTx,
  feed: Pick<KeptFeed, 'feedId' | 'name' | 'address' | 'source' | 'licence' | 'attribution' | 'everyHours' | 'asksFor'>,
): Promise<boolean> {
  const inserted = await tx.sql`
    insert into directory.feed (place_id, feed_id, name, address, source, licence, attribution, every_hours, asks_for, is_on, next_run_at, added_at, added_by)
    values (${tx.placeId}, ${feed.feedId}, ${feed.name}, ${feed.address}, ${feed.source}, ${feed.licence}, ${feed.attribution}, ${feed.everyHours},
      ${feed.asksFor}, true, ${tx.now}, ${tx.now}, ${tx.actor.name})
    on conflict (place_id, source) do nothing`
  return inserted.count === 1
}

export async function updateFeed(
  tx: PlaceTx,
  feedId: string,
  to: Partial<Omit<KeptFeed, 'feedId' | 'source'>>,
): Promise<void> {
  if (Object.keys(to).length === 0) return
  await tx.query
    .updateTable('directory.feed')
    .set(to)
    .where('placeId', '=', tx.placeId)
    .where('feedId', '=', feedId)
    .execute()
}

/** Takes the feeds that are due, each for one worker: for an hour nobody else takes them. */
export const claimDueFeeds = (tx: PlaceTx, feedId?: string): Promise<KeptFeed[]> =>
  tx.sql<KeptFeed[]>`
    update directory.feed f set last_run_at = ${tx.now}, next_run_at = ${new Date(tx.now.getTime() + 3_600_000)}
    where place_id = ${tx.placeId} and feed_id in (
      select feed_id from directory.feed where place_id = ${tx.placeId} and ${feedId ? tx.sql`feed_id = ${feedId}` : tx.sql`is_on and next_run_at <= ${tx.now}`}
      order by next_run_at for update skip locked)
    returning ${columns(tx)}`

export type Vanished = {
  serviceId: string
  name: string
  vanishedAt: Date
  decision: 'keep' | 'ended' | null
  decidedAt: Date | null
  decidedBy: string | null
}

export const listVanishedOf = (tx: PlaceTx, source: string): Promise<Vanished[]> =>
  tx.sql<Vanished[]>`
    select v.service_id, s.name, v.vanished_at, v.decision, v.decided_at, v.decided_by
    from directory.vanished v join directory.listed_service s on s.place_id = v.place_id and s.service_id = v.service_id
    where v.place_id = ${tx.placeId} and v.source = ${source}
    order by v.decision is not null, lower(s.name), v.service_id limit 2000`

/** What a whole feed no longer has waits for a decision; what it has again waits no longer. */
export async function keepVanished(tx: PlaceTx, source: string, serviceIds: readonly string[]): Promise<void> {
  const ids = [...serviceIds]
  await tx.sql`
    delete from directory.vanished where place_id = ${tx.placeId} and source = ${source} and not (service_id = any (${ids}::uuid[]))`
  await tx.sql`
    insert into directory.vanished (place_id, service_id, source, vanished_at)
    select ${tx.placeId}, id, ${source}, ${tx.now} from unnest(${ids}::uuid[]) as u (id)
    on conflict (place_id, service_id) do nothing`
}

export async function countKnownVanished(tx: PlaceTx, source: string): Promise<number> {
  const [found] = await tx.sql<{ known: number }[]>`
    select count(*)::int as known from directory.vanished where place_id = ${tx.placeId} and source = ${source}`
  return found?.known ?? 0
}

/** Writes the decision on what nobody has decided on. @returns those it was new for. */
export async function decideVanished(
  tx: PlaceTx,
  source: string,
  serviceIds: readonly string[],
  decision: 'keep' | 'ended',
): Promise<string[]> {
  const ids = [...serviceIds]
  const decided = await tx.sql<{ serviceId: string }[]>`
    update directory.vanished v set decision = ${decision}, decided_at = ${tx.now}, decided_by = ${tx.actor.name}, status_before = s.status
    from directory.listed_service s
    where v.place_id = ${tx.placeId} and v.source = ${source} and v.service_id = any (${ids}::uuid[]) and v.decision is null
      and s.place_id = v.place_id and s.service_id = v.service_id
    returning v.service_id`
  const done = decided.map(({ serviceId }) => serviceId)
  // Without a hash the entry is written anew, status and all, should its feed have it again.
  if (decision === 'ended')
    await tx.sql`
      update directory.listed_service set status = 'defunct', content_hash = '', changed_at = ${tx.now}
      where place_id = ${tx.placeId} and service_id = any (${done}::uuid[])`
  return done
}

/** Takes a decision back: the status is as it was, and the entry waits again. */
export async function undecideVanished(tx: PlaceTx, source: string, serviceIds: readonly string[]): Promise<string[]> {
  const ids = [...serviceIds]
  await tx.sql`
    update directory.listed_service s set status = v.status_before, changed_at = ${tx.now}
    from directory.vanished v
    where v.place_id = ${tx.placeId} and v.source = ${source} and v.decision = 'ended' and v.service_id = any (${ids}::uuid[])
      and s.place_id = v.place_id and s.service_id = v.service_id and v.status_before is not null`
  const undecided = await tx.sql<{ serviceId: string }[]>`
    update directory.vanished set decision = null, decided_at = null, decided_by = null, status_before = null
    where place_id = ${tx.placeId} and source = ${source} and decision is not null and service_id = any (${ids}::uuid[])
    returning service_id`
  return undecided.map(({ serviceId }) => serviceId)
}

export type Run = {
  runId: string
  startedAt: Date
  actorName: string
  held: boolean
  counts: Record<string, number>
}

export const listRuns = (tx: PlaceTx, source: string | null, limit = 20): Promise<(Run & { source: string })[]> =>
  tx.sql<(Run & { source: string })[]>`
    select run_id, source, started_at, actor_name, held, counts from directory.import_run
    where place_id = ${tx.placeId} ${source === null ? tx.sql`` : tx.sql`and source = ${source}`} order by started_at desc, run_id desc limit ${limit}`

/** Whose words an entry's are, for the public page; null where it came by no feed that is pulled. */
export async function provenanceOf(
  tx: PlaceTx,
  serviceId: string,
): Promise<{ name: string; licence: string | null; attribution: string | null; fetchedAt: Date | null } | null> {
  const [feed] = await tx.house(
    () => tx.sql<{ name: string; licence: string | null; attribution: string | null; fetchedAt: Date | null }[]>`
      select f.name, f.licence, f.attribution, f.last_good_at as fetched_at
      from directory.listed_service s join directory.feed f on f.place_id = s.place_id and f.source = s.source
      where s.place_id = ${tx.placeId} and s.service_id = ${serviceId}`,
  )
  return feed ?? null
}
