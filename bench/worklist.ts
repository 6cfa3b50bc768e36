/**
 * How fast the worklist opens: OPEN (default 2,000) needs waiting or in hand, after CLOSED (default 8,000) that are history, all triaged by one
 * organisation, with their people, referrals and grants, made by SQL.
 *
 * Prints JSON: the whole page as the server answers it (session, statements, HTML), best, middle and worst of RUNS (default 15), for each filter, and
 * how many statements it took. The scratch database gives up durability, which reading does not notice.
 */

import { openApp } from '../src/app.ts'
import { listWorklist } from '../src/capabilities/triage/list-worklist.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect } from '../src/platform/db/connection.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { aCast } from '../test/support/cast.ts'
import type { TestHouse } from '../test/support/house.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'

const open = Number(process.env.OPEN ?? 2000)
const closed = Number(process.env.CLOSED ?? 8000)
const runs = Number(process.env.RUNS ?? 15)
const targetMilliseconds = 200
const now = new Date('2026-11-22T12:00:00Z')

const timed = async (work: () => Promise<unknown>) => {
  const times: number[] = []
  for (let run = -2; run < runs; run++) {
    const started = performance.now()
    await work()
    // The first two warm the connection and the compiled templates, as a running server has them.
    if (run >= 0) times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const rounded = (value = 0) => Math.round(value)
  return { best: rounded(times[0]), middle: rounded(times[Math.floor(runs / 2)]), worst: rounded(times.at(-1)) }
}

const { owner, drop } = await freshDatabase()
const platform = await openPlatform(readConfig({ PORT: '0' }, root, 'bench'), owner, () => now)
const asOwner = connect(owner, 1)
try {
  const cast = await aCast({ platform } as TestHouse)
  const { placeId } = cast
  process.stderr.write(`Making ${open + closed} needs …\n`)
  await asOwner.unsafe(`
    create temporary table made as
      select n, gen_random_uuid() as request_id, gen_random_uuid() as need_id, gen_random_uuid() as person_id, gen_random_uuid() as referral_id,
        n > ${open} as is_closed, n % 5 as stage, timestamptz '${now.toISOString()}' - n * interval '7 minutes' as at
      from generate_series(1, ${open + closed}) n;
    insert into people.person (place_id, person_id, name, contact_by, position, created_at)
      select '${placeId}', person_id, 'Person ' || n, 'phone', point(400000 + n % 9000, 300000 + n % 7000), at from made;
    insert into requests.help_request (place_id, help_request_id, journey_id, person_id, reference, code_hash, story, taken_how, taken_by_name,
        triaged_by_organisation_id, state, made_at)
      select '${placeId}', request_id, request_id, person_id, 'R' || n, '', 'A story of some length, told once.', 'phone', 'Amira',
        '${cast.hub}', case when is_closed then 'closed' else 'open' end, at from made;
    insert into requests.need (place_id, need_id, help_request_id, journey_id, kind, description, urgency, near, state, state_since, closing_reason, asked_at)
      select '${placeId}', need_id, request_id, request_id, (array['food', 'lift', 'company'])[1 + n % 3], 'Someone needs help.',
        (array['today', 'two days', 'this week', 'no hurry'])[1 + n % 4], point(400500, 300500),
        case when is_closed then 'closed' else (array['waiting', 'waiting', 'asked', 'accepted', 'done'])[1 + stage] end, at,
        case when is_closed then 'helped' end, at from made;
    insert into referrals.referral (place_id, referral_id, journey_id, help_request_id, need_id, organisation_id, sent_by_organisation_id, sent_by_name,
        description, basis, basis_ground, state, sent_at, answer_by, answered_at, ended_at)
      select '${placeId}', referral_id, request_id, request_id, need_id, case n % 2 when 0 then '${cast.kitchen}' else '${cast.drivers}' end::uuid, '${cast.hub}',
        'Amira', 'Someone needs help.', 'public task', 'Duty', case when is_closed then 'done' else (array[null, 'declined', 'sent', 'accepted', 'done'])[1 + stage] end,
        at, at + interval '4 hours', at + interval '1 hour', case when stage in (1, 4) or is_closed then at + interval '2 hours' end
      from made where is_closed or stage > 0;
    insert into platform.record_grant (place_id, grant_id, record_id, holder_id, basis, granted_at)
      select '${placeId}', gen_random_uuid(), record_id, '${cast.hub}', 'decides what happens next', at
      from made, unnest(array[request_id, need_id, person_id, referral_id]) record_id;
    analyze people.person; analyze requests.help_request; analyze requests.need; analyze referrals.referral; analyze platform.record_grant`)
  const app = await openApp(platform, { limits: null })
  const page = (address: string) => async () => {
    const answer = await app.inject({ url: `/${cast.slug}${address}`, headers: { cookie: cast.cookies.amira } })
    if (answer.statusCode !== 200) throw new Error(`The page answered ${answer.statusCode}.`)
  }
  const figures = {
    open,
    closed,
    pageMilliseconds: {
      needsAnAnswerNow: await timed(page('/worklist')),
      withSomebody: await timed(page('/worklist?show=held')),
      all: await timed(page('/worklist?show=all')),
      lastPage: await timed(page('/worklist?show=all&page=40')),
    },
    listAloneMilliseconds: await timed(() => platform.db.as(cast.amira, tx => listWorklist(tx, 'now', 0))),
    targetMilliseconds,
    node: process.versions.node,
  }
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
  await app.close()
} finally {
  await asOwner.end()
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}
