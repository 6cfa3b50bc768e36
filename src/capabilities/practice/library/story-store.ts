import type { PlaceTx } from '../../../platform/db/database.ts'
import type { PublishedStory, Story, StoryConsent, StoryWords } from './story.ts'

const columns = (tx: PlaceTx) => tx.sql`
  story_id, kind, title, summary, body, by_line, principles, council_ids, neighbourhood_ids, state, organisation_id, made_by, changed_at, published_at, taken_back_at`

/** One story, locked until the transaction ends: whoever publishes it and whoever takes a consent back come one after the other. */
export const lockStory = (tx: PlaceTx, storyId: string): Promise<Story | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<Story[]>`
      select ${columns(tx)} from practice.story where place_id = ${tx.placeId} and story_id = ${storyId} for update`
    return row ?? null
  })

export const findStory = (tx: PlaceTx, storyId: string): Promise<Story | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<Story[]>`
      select ${columns(tx)} from practice.story where place_id = ${tx.placeId} and story_id = ${storyId}`
    return row ?? null
  })

/** Those an organisation keeps, or everybody's (null), what was changed last first. */
export const listStories = (tx: PlaceTx, organisationId: string | null, most: number): Promise<Story[]> =>
  tx.house(
    () => tx.sql<Story[]>`
      select story_id, kind, title, summary, '' as body, by_line, principles, council_ids, neighbourhood_ids, state, organisation_id, made_by, changed_at, published_at, taken_back_at
      from practice.story where place_id = ${tx.placeId} and (${organisationId}::uuid is null or organisation_id = ${organisationId}::uuid)
      order by changed_at desc limit ${most}`,
  )

/** Writes a story anew, or as it is now. */
export const saveStory = (tx: PlaceTx, storyId: string, words: StoryWords): Promise<void> =>
  tx.house(async () => {
    const { kind, title, summary, body, byLine, principles, councilIds, neighbourhoodIds } = words
    await tx.sql`
      insert into practice.story (place_id, story_id, kind, title, summary, body, by_line, principles, council_ids, neighbourhood_ids, state, organisation_id, made_by, changed_at)
      values (${tx.placeId}, ${storyId}, ${kind}, ${title}, ${summary}, ${body}, ${byLine}, ${[...principles]}::smallint[], ${[...councilIds]}::uuid[],
        ${[...neighbourhoodIds]}::uuid[], 'draft', ${tx.actor.organisationId}, ${tx.actor.name}, ${tx.now})
      on conflict (place_id, story_id) do update set kind = excluded.kind, title = excluded.title, summary = excluded.summary, body = excluded.body,
        by_line = excluded.by_line, principles = excluded.principles, council_ids = excluded.council_ids, neighbourhood_ids = excluded.neighbourhood_ids,
        changed_at = excluded.changed_at`
  })

/** Puts a story on the public pages as it is written now, or takes it off. */
export const savePublished = (tx: PlaceTx, storyId: string, published: boolean): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update practice.story set state = ${published ? 'published' : 'draft'}, published_at = case when ${published} then coalesce(published_at, ${tx.now}) else published_at end,
        changed_at = ${tx.now}
      where place_id = ${tx.placeId} and story_id = ${storyId}`
    await tx.sql`delete from practice.published_story where place_id = ${tx.placeId} and story_id = ${storyId}`
    if (published)
      await tx.sql`
        insert into practice.published_story (place_id, story_id, kind, title, summary, body, by_line, principles, council_ids, neighbourhood_ids, published_at)
        select place_id, story_id, kind, title, summary, body, by_line, principles, council_ids, neighbourhood_ids, published_at from practice.story
        where place_id = ${tx.placeId} and story_id = ${storyId}`
  })

/** Takes a story off the public pages for good, and keeps no word of it. */
export const emptyStory = (tx: PlaceTx, storyId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from practice.published_story where place_id = ${tx.placeId} and story_id = ${storyId}`
    await tx.sql`
      update practice.story set state = 'taken back', taken_back_at = ${tx.now}, changed_at = ${tx.now}, title = 'A story that was taken back', summary = '', body = '',
        by_line = null
      where place_id = ${tx.placeId} and story_id = ${storyId}`
  })

const publishedColumns = (tx: PlaceTx) => tx.sql`
  s.story_id, s.kind, s.title, s.summary, s.by_line, s.principles, s.council_ids, s.neighbourhood_ids, s.published_at`

export const findPublished = async (tx: PlaceTx, storyId: string): Promise<PublishedStory | null> => {
  const [row] = await tx.sql<PublishedStory[]>`
    select ${publishedColumns(tx)}, s.body from practice.published_story s where s.place_id = ${tx.placeId} and s.story_id = ${storyId}`
  return row ?? null
}

/** What is looked for in the library; empty words and null find everything. */
export interface StoryQuery {
  readonly words: string
  readonly kind: string | null
  readonly principle: number | null
  readonly councilId: string | null
  readonly neighbourhoodId: string | null
}

/** A story in a list: all but its body. */
export type FoundStory = Omit<PublishedStory, 'body'>

/** Published stories that fit, best first where words are given and newest first otherwise; the count is of all that fit. */
export const searchStories = async (
  tx: PlaceTx,
  { words, kind, principle, councilId, neighbourhoodId }: StoryQuery,
  from: number,
  most: number,
): Promise<{ stories: FoundStory[]; count: number }> => {
  const asked = tx.sql`websearch_to_tsquery('english', ${words})`
  const fits = tx.sql`
    s.place_id = ${tx.placeId}
      ${words ? tx.sql`and (numnode(${asked}) = 0 or s.words @@ ${asked})` : tx.sql``}
      ${kind ? tx.sql`and s.kind = ${kind}` : tx.sql``}
      ${principle ? tx.sql`and ${principle}::smallint = any (s.principles)` : tx.sql``}
      ${councilId ? tx.sql`and ${councilId}::uuid = any (s.council_ids)` : tx.sql``}
      ${neighbourhoodId ? tx.sql`and ${neighbourhoodId}::uuid = any (s.neighbourhood_ids)` : tx.sql``}`
  const [{ count } = { count: 0 }] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from practice.published_story s where ${fits}`
  const stories = await tx.sql<FoundStory[]>`
    select ${publishedColumns(tx)} from practice.published_story s where ${fits}
    order by ${words ? tx.sql`ts_rank(s.words, ${asked}) desc,` : tx.sql``} s.published_at desc, s.story_id limit ${most} offset ${from}`
  return { stories, count }
}

/** Every published story, newest first, a stretch at a time. */
export const listPublished = (tx: PlaceTx, from: number, most: number): Promise<PublishedStory[]> =>
  tx.sql<PublishedStory[]>`
    select ${publishedColumns(tx)}, s.body from practice.published_story s where s.place_id = ${tx.placeId}
    order by s.published_at desc, s.story_id limit ${most} offset ${from}`

const consentColumns = (tx: PlaceTx) =>
  tx.sql`consent_id, story_id, name, contact, how, given_on, given_to, withdrawn_at`

export const listConsentsOf = (tx: PlaceTx, storyId: string): Promise<StoryConsent[]> =>
  tx.house(
    () => tx.sql<StoryConsent[]>`
      select ${consentColumns(tx)} from practice.story_consent where place_id = ${tx.placeId} and story_id = ${storyId} order by given_on, consent_id`,
  )

export const findStoryConsent = (tx: PlaceTx, consentId: string): Promise<StoryConsent | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<StoryConsent[]>`
      select ${consentColumns(tx)} from practice.story_consent where place_id = ${tx.placeId} and consent_id = ${consentId}`
    return row ?? null
  })

export const insertStoryConsent = (
  tx: PlaceTx,
  { consentId, storyId, name, contact, how, givenOn }: Omit<StoryConsent, 'givenTo' | 'withdrawnAt'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into practice.story_consent (place_id, consent_id, story_id, name, contact, how, given_on, given_to)
      values (${tx.placeId}, ${consentId}, ${storyId}, ${name}, ${contact}, ${how}, ${givenOn}, ${tx.actor.name})`
    await tx.sql`
      update practice.story set consent_ids = consent_ids || ${consentId}::uuid where place_id = ${tx.placeId} and story_id = ${storyId}`
  })

export const saveWithdrawn = (tx: PlaceTx, consentId: string, how: 'by link' | 'told us'): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update practice.story_consent set withdrawn_at = ${tx.now}, withdrawn_how = ${how}
      where place_id = ${tx.placeId} and consent_id = ${consentId} and withdrawn_at is null`
  })
