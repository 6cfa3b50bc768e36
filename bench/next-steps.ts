/**
 * How long telling next steps takes: one run of the job over VOLUNTEERS (default 2,000) who signed up and were told the welcome alone, made by SQL, all by mail, each told in a
 * transaction of its own.
 *
 * Prints JSON: the processor time of this process and the time by the clock for each, how long a full run of `nextStepsRuns.atATime` takes at that pace, and whether that is `met`: less
 * than the hour until the next run. Stops with an error unless each was told one step and sent one mail, also after a second run.
 */
import { loadavg } from 'node:os'
import { tellNextSteps } from '../src/capabilities/matching/looking-after/next-steps-job.ts'
import { nextStepsRuns } from '../src/capabilities/matching/looking-after/next-steps-runs.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect } from '../src/platform/db/connection.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { aCast } from '../test/support/cast.ts'
import type { TestHouse } from '../test/support/house.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'

const volunteers = Number(process.env.VOLUNTEERS ?? 2000)
if (!(Number.isInteger(volunteers) && volunteers > 0)) throw new Error('VOLUNTEERS has to be a whole number from 1 on.')
const now = new Date('2026-11-16T10:00:00Z')
const rounded = (value: number) => Number(value.toFixed(2))

const { owner, drop } = await freshDatabase()
const platform = await openPlatform(readConfig({ PORT: '0' }, root, 'bench'), owner, () => now)
const asOwner = connect(owner, 1)
try {
  const { placeId, hub } = await aCast({ platform } as unknown as TestHouse)
  const at = now.toISOString()
  await asOwner.unsafe(`
    create temporary table made as select n, gen_random_uuid() as volunteer_id, gen_random_uuid() as person_id from generate_series(1, ${volunteers}) n;
    insert into people.person (place_id, person_id, name, phone, email, contact_by, postcode, position, created_at)
      select '${placeId}', person_id, 'Sam Person ' || n, '07700 ' || lpad(n::text, 6, '0'), 'sam' || n || '@example.org', 'email', 'ZZ1 4AB', point(390000 + n % 200 * 100, 290000 + n / 100 * 100), '${at}' from made;
    insert into volunteers.volunteer (place_id, volunteer_id, person_id, journey_id, organisation_id, reference, code_hash, state, activities, within_metres, free_at, position, signed_up_at, changed_at)
      select '${placeId}', volunteer_id, person_id, gen_random_uuid(), '${hub}', upper(substr(md5(n::text), 1, 8)), 'x', 'active',
        case n % 4 when 0 then '{shopping,lift}' when 1 then '{visit}' when 2 then '{"phone call",forms}' else '{shopping}' end::text[], 3200, 2097151, point(390000 + n % 200 * 100, 290000 + n / 100 * 100),
        timestamptz '${at}' - make_interval(mins => 1 + n % 600), '${at}' from made;
    insert into platform.record_grant (place_id, grant_id, record_id, holder_id, basis, granted_at)
      select '${placeId}', gen_random_uuid(), id, '${hub}', 'looks after volunteers', '${at}' from made, lateral (values (volunteer_id), (person_id)) v (id);
    insert into volunteers.next_step (place_id, next_step_id, volunteer_id, kind, says, told_at)
      select '${placeId}', gen_random_uuid(), volunteer_id, 'welcome', '{"title":"x","sentences":["y"]}', timestamptz '${at}' - make_interval(mins => 1 + n % 600) from made;
    analyze;`)
  const [started, used] = [performance.now(), process.cpuUsage()]
  await tellNextSteps(platform, placeId)
  const { user, system } = process.cpuUsage(used)
  const seconds = (performance.now() - started) / 1000
  await tellNextSteps(platform, placeId)
  const [told] = await asOwner<{ steps: number; people: number; mails: number }[]>`
    select count(*)::int as steps, count(distinct volunteer_id)::int as people,
      (select count(*)::int from platform.notice n where n.place_id = ${placeId} and n.sent_for like 'next step %') as mails
    from volunteers.next_step where place_id = ${placeId} and kind <> 'welcome'`
  if (told?.steps !== volunteers || told.people !== volunteers || told.mails !== volunteers)
    throw new Error(`${volunteers} were to be told once, and it was ${JSON.stringify(told)}.`)
  const fullRunMinutes = rounded(((seconds / volunteers) * nextStepsRuns.atATime) / 60)
  const result = {
    bench: 'next-steps',
    volunteers,
    millisecondsEach: {
      processor: rounded((user + system) / 1000 / volunteers),
      byTheClock: rounded((1000 * seconds) / volunteers),
    },
    fullRun: { people: nextStepsRuns.atATime, minutesByTheClock: fullRunMinutes },
    met: fullRunMinutes < 60,
    machine: { loadAverage: loadavg().map(rounded) },
  }
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
} finally {
  await asOwner.end()
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}
