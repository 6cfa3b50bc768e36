import type { PlaceTx } from '../../../platform/db/database.ts'

/** A bulletin: some words and some stories, sent to everybody who asked for it. */
export interface Bulletin {
  readonly bulletinId: string
  readonly subject: string
  readonly opening: string
  readonly state: 'draft' | 'going out' | 'sent' | 'discarded'
  readonly madeBy: string
  readonly changedAt: Date
  readonly goingAt: Date | null
  readonly sentAt: Date | null
  readonly writtenTo: string | null
  /** To how many it has been written so far. */
  readonly written: number
}

const columns = (tx: PlaceTx) =>
  tx.sql`bulletin_id, subject, opening, state, made_by, changed_at, going_at, sent_at, written_to, written`

export const listBulletins = (tx: PlaceTx, most: number): Promise<Bulletin[]> =>
  tx.house(
    () => tx.sql<Bulletin[]>`
      select ${columns(tx)} from practice.bulletin where place_id = ${tx.placeId} and state <> 'discarded' order by changed_at desc limit ${most}`,
  )

/** Those that went out, newest first. */
export const listSentBulletins = (tx: PlaceTx, most: number): Promise<Bulletin[]> =>
  tx.house(
    () => tx.sql<Bulletin[]>`
      select ${columns(tx)} from practice.bulletin where place_id = ${tx.placeId} and going_at is not null order by going_at desc limit ${most}`,
  )

export const findBulletin = (tx: PlaceTx, bulletinId: string): Promise<Bulletin | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<Bulletin[]>`
      select ${columns(tx)} from practice.bulletin where place_id = ${tx.placeId} and bulletin_id = ${bulletinId}`
    return row ?? null
  })

export const lockBulletin = (tx: PlaceTx, bulletinId: string): Promise<Bulletin | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<Bulletin[]>`
      select ${columns(tx)} from practice.bulletin where place_id = ${tx.placeId} and bulletin_id = ${bulletinId} for update`
    return row ?? null
  })

/** Bulletins that are being written to their readers, the longest waiting first. */
export const listGoingOut = (tx: PlaceTx): Promise<string[]> =>
  tx.house(async () => {
    const rows = await tx.sql<{ bulletinId: string }[]>`
      select bulletin_id from practice.bulletin where place_id = ${tx.placeId} and state = 'going out' order by going_at`
    return rows.map(({ bulletinId }) => bulletinId)
  })

/** Writes a draft with its stories in their order. */
export const saveBulletin = (
  tx: PlaceTx,
  bulletinId: string,
  { subject, opening, storyIds }: { subject: string; opening: string; storyIds: readonly string[] },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into practice.bulletin (place_id, bulletin_id, subject, opening, state, made_by, changed_at)
      values (${tx.placeId}, ${bulletinId}, ${subject}, ${opening}, 'draft', ${tx.actor.name}, ${tx.now})
      on conflict (place_id, bulletin_id) do update set subject = excluded.subject, opening = excluded.opening, changed_at = excluded.changed_at`
    await tx.sql`delete from practice.bulletin_story where place_id = ${tx.placeId} and bulletin_id = ${bulletinId}`
    await tx.sql`
      insert into practice.bulletin_story (place_id, bulletin_id, story_id, position)
      select ${tx.placeId}, ${bulletinId}, x.story_id, x.position from unnest(${[...storyIds]}::uuid[]) with ordinality as x (story_id, position)`
  })

export const saveBulletinState = (tx: PlaceTx, bulletinId: string, state: Bulletin['state']): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update practice.bulletin set state = ${state}, changed_at = ${tx.now}, going_at = case when ${state} = 'going out' then ${tx.now} else going_at end,
        sent_at = case when ${state} = 'sent' then ${tx.now} else sent_at end
      where place_id = ${tx.placeId} and bulletin_id = ${bulletinId}`
  })

/** A story of a bulletin as everybody may read it now; null words where its consent was taken back or it was taken off the pages. */
export interface BulletinStory {
  readonly storyId: string
  readonly title: string | null
  readonly summary: string | null
}

/**
 * The stories of a bulletin in their order. With `lock` nobody takes a consent back for them until the transaction ends, and one that is being taken back is waited for: what
 * is written from this is either without the story, or there for the taking back to find.
 */
export const listBulletinStories = (tx: PlaceTx, bulletinId: string, lock = false): Promise<BulletinStory[]> =>
  tx.house(async () => {
    if (lock)
      await tx.sql`
        select from practice.story where place_id = ${tx.placeId} and story_id in (
          select story_id from practice.bulletin_story where place_id = ${tx.placeId} and bulletin_id = ${bulletinId})
        order by story_id for share`
    return tx.sql<BulletinStory[]>`
      select b.story_id, p.title, p.summary from practice.bulletin_story b
      left join practice.published_story p on p.place_id = b.place_id and p.story_id = b.story_id
      where b.place_id = ${tx.placeId} and b.bulletin_id = ${bulletinId} order by b.position`
  })

/** Every bulletin that has a story in it, but those discarded. */
export const listBulletinsWith = (tx: PlaceTx, storyId: string): Promise<Bulletin[]> =>
  tx.house(
    () => tx.sql<Bulletin[]>`
      select b.bulletin_id, b.subject, b.opening, b.state, b.made_by, b.changed_at, b.going_at, b.sent_at, b.written_to, b.written from practice.bulletin b
      join practice.bulletin_story s on s.place_id = b.place_id and s.bulletin_id = b.bulletin_id
      where b.place_id = ${tx.placeId} and s.story_id = ${storyId} and b.state <> 'discarded' order by b.changed_at`,
  )

/** Takes a story out of the bulletins that nobody has sent. */
export const dropFromDrafts = (tx: PlaceTx, storyId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      delete from practice.bulletin_story s using practice.bulletin b
      where s.place_id = ${tx.placeId} and b.place_id = s.place_id and b.bulletin_id = s.bulletin_id and s.story_id = ${storyId} and b.state in ('draft', 'discarded')`
  })

/** Notes how far a bulletin is written. */
export const saveWritten = (tx: PlaceTx, bulletinId: string, to: string, count: number): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update practice.bulletin set written_to = ${to}, written = written + ${count} where place_id = ${tx.placeId} and bulletin_id = ${bulletinId}`
  })

/** Sent before a moment, and what was written to their readers not forgotten yet. */
export const listSentBefore = (tx: PlaceTx, before: Date, most: number): Promise<string[]> =>
  tx.house(async () => {
    const rows = await tx.sql<{ bulletinId: string }[]>`
      select bulletin_id from practice.bulletin where place_id = ${tx.placeId} and sent_at <= ${before} and forgotten_at is null order by sent_at limit ${most}`
    return rows.map(({ bulletinId }) => bulletinId)
  })

export const saveForgotten = (tx: PlaceTx, bulletinIds: readonly string[]): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update practice.bulletin set forgotten_at = ${tx.now} where place_id = ${tx.placeId} and bulletin_id = any (${[...bulletinIds]}::uuid[])`
  })
