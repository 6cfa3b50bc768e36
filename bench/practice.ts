/**
 * How fast the pages of practice open: COUNCILS (default 400) with ten entries and ten recommendation steps each, STORIES (default 5,000) published and as many readers, and an assessment with
 * VIEWS (default 2,000) answers, made by SQL.
 *
 * Prints JSON: for each page the middle and worst of RUNS (default 15) by the clock, and the processor time of this process, which serves it. The scratch database gives up durability, which
 * reading does not notice.
 */
import { openApp } from '../src/app.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect } from '../src/platform/db/connection.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { aCast } from '../test/support/cast.ts'
import type { TestHouse } from '../test/support/house.ts'
import { aMember } from '../test/support/member.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'
import { timed } from './page-times.ts'

const councils = Number(process.env.COUNCILS ?? 400)
const stories = Number(process.env.STORIES ?? 5000)
const views = Number(process.env.VIEWS ?? 2000)
const targetMilliseconds = 100

const { owner, drop } = await freshDatabase()
const platform = await openPlatform(readConfig({ PORT: '0' }, root, 'bench'), owner)
const sql = connect(owner, 1)
try {
  const cast = await aCast({ platform } as TestHouse)
  const { placeId, slug } = cast
  const champion = await aMember(platform, placeId, cast.hub, 'Chidi', ['champion', 'convenor'])
  const tables = [
    'council',
    'council_entry',
    'recommendation_step',
    'assessment',
    'council_score',
    'view_given',
    'story',
    'published_story',
    'subscriber',
    'bulletin',
  ]
  for (const table of tables) await sql.unsafe(`alter table practice.${table} no force row level security`)
  await sql`insert into practice.council (place_id, council_id, name, area, organisation_id, joined_on, added_at)
    select ${placeId}, gen_random_uuid(), 'Council ' || lpad(n::text, 4, '0'), 'Area ' || n % 9, case when n = 1 then ${cast.hub}::uuid end, '2020-03-03', now() from generate_series(1, ${councils}::int) n`
  await sql`insert into practice.council_entry (place_id, entry_id, council_id, kind, title, sort, from_on, says, changed_at, changed_by)
    select place_id, gen_random_uuid(), council_id, (array['endorsement', 'champion', 'champion', 'conversation', 'pilot', 'commitment'])[1 + k % 6], 'Entry ' || k,
      (array['cabinet', 'cabinet', 'senior team', null, null, 'open'])[1 + k % 6], date '2020-03-03' + k, 'What was said, in a sentence or two.', now(), 'bench'
    from practice.council, generate_series(0, 9) k where place_id = ${placeId}`
  await sql`insert into practice.recommendation_step (place_id, council_id, number, state, owner, action, changed_at, changed_by)
    select place_id, council_id, n, 'under way', 'Somebody', 'Something', now(), 'bench' from practice.council, generate_series(1, 10) n where place_id = ${placeId}`
  const [own] = await sql<{ councilId: string }[]>`
    select council_id as "councilId" from practice.council where place_id = ${placeId} and organisation_id is not null`
  const councilId = own?.councilId ?? ''
  await sql`insert into platform.record_grant (place_id, grant_id, record_id, holder_id, basis, granted_at) values (${placeId}, gen_random_uuid(), ${councilId}, ${cast.hub}, 'bench', now())`
  const [made] = await sql<{ assessmentId: string }[]>`
    insert into practice.assessment (place_id, assessment_id, council_id, name, opened_on, closes_on)
    values (${placeId}, gen_random_uuid(), ${councilId}, 'Now', current_date, current_date + 40) returning assessment_id as "assessmentId"`
  const assessmentId = made?.assessmentId ?? ''
  await sql`insert into practice.council_score (place_id, assessment_id, principle, council_id, level, saved_at, saved_by)
    select ${placeId}, ${assessmentId}, n, ${councilId}, 3, now(), 'bench' from generate_series(1, 6) n`
  await sql`insert into practice.view_given (place_id, view_id, assessment_id, voice, levels, given_on)
    select ${placeId}, gen_random_uuid(), ${assessmentId}, 'residents', array[n % 5, (n + 1) % 5, 2, 3, 4, 1], current_date from generate_series(1, ${views}::int) n`
  await sql`insert into practice.story (place_id, story_id, kind, title, summary, body, principles, council_ids, state, made_by, changed_at, published_at)
    select ${placeId}, gen_random_uuid(), 'story', 'Story ' || n, 'How soup and a minibus met in street ' || n, repeat('They came with parsnips and went with a rota. ', 60), array[1 + n % 6], array[${councilId}::uuid],
      'published', 'bench', now() - n * interval '1 hour', now() - n * interval '1 hour' from generate_series(1, ${stories}::int) n`
  await sql`insert into practice.published_story (place_id, story_id, kind, title, summary, body, by_line, principles, council_ids, neighbourhood_ids, published_at)
    select place_id, story_id, kind, title, summary, body, by_line, principles, council_ids, neighbourhood_ids, published_at from practice.story where place_id = ${placeId}`
  await sql`insert into practice.subscriber (place_id, subscriber_id, email, asked_at, confirmed_at)
    select ${placeId}, gen_random_uuid(), 'reader' || n || '@example.org', now(), now() from generate_series(1, ${stories}::int) n`
  const [story] = await sql<{ storyId: string }[]>`
    select story_id as "storyId" from practice.story where place_id = ${placeId} limit 1`
  for (const table of tables) await sql.unsafe(`alter table practice.${table} force row level security`)
  await sql`analyze`
  const app = await openApp(platform, { limits: null })
  const page = (address: string) => async () => {
    const answer = await app.inject({ url: `/${slug}${address}`, headers: { cookie: `session=${champion.session}` } })
    if (answer.statusCode !== 200) throw new Error(`${address} answered ${answer.statusCode}.`)
  }
  const addresses = [
    '/practice',
    '/network',
    '/network?q=council&page=8',
    `/network/councils/${councilId}`,
    `/network/councils/${councilId}/recommendations`,
    '/practice/assessments',
    `/practice/assessments/${assessmentId}`,
    `/practice/your-view/${assessmentId}`,
    '/library',
    '/library?q=parsnips',
    '/library?q=street&principle=3&page=9',
    `/library/${story?.storyId}`,
    `/library/${story?.storyId}/edit`,
    '/library/desk',
    '/bulletin',
    '/bulletins',
    '/bulletins/write',
  ]
  const pages: Record<string, unknown> = {}
  for (const address of addresses) pages[address.replaceAll(/[0-9a-f-]{36}/g, ':id')] = await timed(page(address))
  process.stdout.write(`${JSON.stringify({ councils, stories, views, targetMilliseconds, pages }, null, 2)}\n`)
  await app.close()
} finally {
  await sql.end()
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}
