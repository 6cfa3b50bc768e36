/**
 * How fast "How are we doing" is counted: NEEDS (default 20,000) needs told over 90 days, with every fact a need can have, made by SQL.
 *
 * Prints JSON: the statement alone, and the whole page (statement, arithmetic, pictures, HTML), best and middle of RUNS (default 15), for the last
 * 30 days and for everything. The scratch database gives up durability, which reading does not notice.
 */

import { openApp } from '../src/app.ts'
import { countFacts } from '../src/capabilities/demand/measures-store.ts'
import { periodOf } from '../src/capabilities/demand/period.ts'
import { addMember, addOrganisation } from '../src/capabilities/organisations/index.ts'
import { addAccount } from '../src/capabilities/people/index.ts'
import { addPlace, newPlaceId } from '../src/capabilities/places/index.ts'
import { isRefusal, type Refusal } from '../src/kernel/refusal.ts'
import { startSession } from '../src/platform/auth/session.ts'
import { perform } from '../src/platform/command.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect } from '../src/platform/db/connection.ts'
import { houseActor } from '../src/platform/db/database.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'

const needs = Number(process.env.NEEDS ?? 20_000)
const runs = Number(process.env.RUNS ?? 15)
const targetMilliseconds = 100
const now = new Date('2026-11-22T12:00:00Z')

const worked = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.message)
  return answer
}

const timed = async (work: () => Promise<unknown>): Promise<{ best: number; middle: number }> => {
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const rounded = (value = 0) => Math.round(value * 10) / 10
  return { best: rounded(times[0]), middle: rounded(times[Math.floor(runs / 2)]) }
}

const measure = async (): Promise<void> => {
  const { owner, drop } = await freshDatabase()
  const platform = await openPlatform(readConfig({ PORT: '0' }, root, 'bench'), owner, () => now)
  const asOwner = connect(owner, 1)
  const house = houseActor(newPlaceId())
  const { placeId } = house
  try {
    worked(await perform(platform.db, house, addPlace, { slug: 'bench', name: 'Bench', ladCodes: [], settings: {} }))
    process.stderr.write(`Making the facts of ${needs.toLocaleString('en-GB')} needs …\n`)
    await makeFacts(asOwner, placeId)
    const [made] = await asOwner<{ facts: number }[]>`select count(*)::int as facts from platform.fact`
    const cookie = await coordinator()
    const app = await openApp(platform, { limits: null })
    const page = (days: string) => async () => {
      const answer = await app.inject({ url: `/bench/how-are-we-doing?days=${days}`, headers: { cookie } })
      if (answer.statusCode !== 200) throw new Error(`The page answered ${answer.statusCode}.`)
    }
    const statement = (days: number | null) => () =>
      platform.db.asHouse(placeId, tx => countFacts(tx, periodOf(days, now).fromOn))
    const [everything, last30Days] = [await timed(statement(null)), await timed(statement(30))]
    const result = {
      bench: 'measures',
      needs,
      facts: made?.facts,
      runs,
      statementMilliseconds: { everything, last30Days },
      pageMilliseconds: { everything: await timed(page('all')), last30Days: await timed(page('30')) },
      target: {
        statementBelowMilliseconds: targetMilliseconds,
        metForLast30Days: last30Days.middle < targetMilliseconds,
        metForEverything: everything.middle < targetMilliseconds,
      },
      node: process.version,
    }
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    await app.close()
  } finally {
    await asOwner.end()
    await platform.db.close()
    await drop()
    await (await testServer()).embedded?.stop()
  }

  async function coordinator(): Promise<string> {
    const { organisationId } = worked(
      await perform(platform.db, house, addOrganisation, {
        ...{
          name: 'Hub',
          kind: 'council',
          assuranceLevel: 'registered',
          about: '',
          email: 'hub@example.org',
          phone: null,
        },
        ...{ postcode: null, position: null, helpsWith: [], neighbourhoodIds: null, takesReferrals: true },
      }),
    )
    const account = { name: 'Amira', email: 'amira@example.org', password: 'a long password' }
    const { personId } = worked(await perform(platform.db, house, addAccount, account))
    worked(await perform(platform.db, house, addMember, { organisationId, personId, roles: ['coordinator'] }))
    return platform.db.asHouse(placeId, async tx => `session=${await startSession(tx, { personId, organisationId })}`)
  }
}

/** One in five is asked again after a no, one in ten finds nobody, one in a hundred hears nothing; most are done and most of these told. */
const makeFacts = async (sql: ReturnType<typeof connect>, placeId: string): Promise<void> => {
  await sql`
    insert into platform.fact (place_id, fact_id, kind, record_id, journey_id, data, actor_name, recorded_at)
    select ${placeId}, gen_random_uuid(), s.kind, case when s.kind ~ '^(need|outcome)-' then n.need_id else gen_random_uuid() end, n.journey_id,
      jsonb_build_object('needId', n.need_id, 'helpRequestId', n.journey_id, 'referralId', gen_random_uuid(),
        'organisationId', gen_random_uuid(), 'organisationName', 'Southside Hub') || s.data,
      'Somebody', n.stated_at + s.minutes * interval '1 minute'
    from (
      select i, gen_random_uuid() as need_id, gen_random_uuid() as journey_id, gen_random_uuid() as neighbourhood,
        ${now}::timestamptz - i * 90.0 / ${needs}::int * interval '1 day' as stated_at
      from generate_series(1, ${needs}::int) i) n
    cross join lateral (values
      ('need-stated', 0, jsonb_build_object('kind', (array['food', 'lift', 'company', 'money'])[1 + n.i % 4],
        'neighbourhoodId', lpad((n.i % 20)::text, 36, '0'), 'urgency', 'today')),
      ('referral-sent', 30 + n.i % 400, '{}'::jsonb),
      ('need-triaged', 30 + n.i % 400, '{"decision": "ask organisation"}'),
      (case when n.i % 5 = 0 then 'referral-declined' end, 460 + n.i % 900, '{"reasonCode": "full"}'),
      (case when n.i % 5 = 0 then 'referral-sent' end, 1400 + n.i % 900, '{}'),
      (case when n.i % 10 = 0 then 'referral-expired' end, 3000 + n.i % 900, '{}'),
      (case when n.i % 10 <> 0 then 'referral-accepted' end, 450 + n.i % 1700, '{}'),
      (case when n.i % 10 <> 0 then 'contact-made' end, 2500 + n.i % 2700, '{}'),
      (case when n.i % 10 > 1 then 'help-done' end, 5500 + n.i % 9700, '{}'),
      (case when n.i % 10 > 2 then 'outcome-recorded' end, 15900 + n.i % 9700, '{"known": true, "difference": "better"}'),
      (case when n.i % 10 > 2 then 'need-closed' end, 15900 + n.i % 9700, '{"reason": "helped"}')
    ) s (kind, minutes, data)
    where s.kind = 'need-stated' or (s.kind is not null and n.i % 100 <> 0)
    order by n.stated_at + s.minutes * interval '1 minute'`
  await sql`
    insert into platform.fact (place_id, fact_id, kind, record_id, journey_id, data, actor_name, recorded_at)
    select place_id, gen_random_uuid(), 'help-request-made', journey_id, journey_id, '{}', actor_name, recorded_at
    from platform.fact where kind = 'need-stated' and place_id = ${placeId}`
  await sql`vacuum analyze platform.fact`
}

await measure()
