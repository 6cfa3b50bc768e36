/**
 * How fast whoever looks after volunteers sees them: VOLUNTEERS (default 20,000) of one organisation with three offers each, 2,000 needs put to volunteers in 90 days, checks, next steps,
 * hours and thanks, made by SQL.
 *
 * Prints JSON: each statement and each page (statement, arithmetic, HTML), best and middle of RUNS (default 9) in milliseconds; the processor time of this process
 * for one, middle and least; and that of the database for one, on average. One connection, so that one process of the database does all of it. The scratch database gives up durability, which reading does not notice.
 */

import { readFileSync } from 'node:fs'
import { openApp } from '../src/app.ts'
import { countHowItGoes, listLookedAfter } from '../src/capabilities/matching/looking-after/looked-after-store.ts'
import { loadNotAsked } from '../src/capabilities/matching/looking-after/not-asked.ts'
import { readFilters } from '../src/capabilities/matching/looking-after/volunteer-filters.ts'
import { asOfNow } from '../src/capabilities/matching/looking-after/volunteers.page.ts'
import { addMember, addOrganisation } from '../src/capabilities/organisations/index.ts'
import { addAccount } from '../src/capabilities/people/index.ts'
import { addPlace, newPlaceId } from '../src/capabilities/places/index.ts'
import { makeHelpRequest } from '../src/capabilities/requests/index.ts'
import { isRefusal, type Refusal } from '../src/kernel/refusal.ts'
import { anyone } from '../src/platform/auth/actor.ts'
import { startSession } from '../src/platform/auth/session.ts'
import { perform } from '../src/platform/command.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect } from '../src/platform/db/connection.ts'
import { houseActor } from '../src/platform/db/database.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'

const volunteers = Number(process.env.VOLUNTEERS ?? 20_000)
const needs = 2000
const runs = Number(process.env.RUNS ?? 9)
const now = new Date('2026-11-22T12:00:00Z')

const worked = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.message)
  return answer
}

const middleOf = (of: number[]): number => of.sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0

/** Milliseconds of processor time of the database's one process, from /proc; null where there is none. */
const databaseMilliseconds = (pid: number): number | null => {
  try {
    const fields = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '').split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return null
  }
}

const timed = async (work: () => Promise<unknown>) => {
  const times: number[] = []
  const processor: number[] = []
  let databaseStarted: number | null = null
  // The first two show how fast it is compiled.
  for (let run = -2; run < runs; run++) {
    const [at, started] = [performance.now(), process.cpuUsage()]
    await work()
    const { user, system } = process.cpuUsage(started)
    if (run === -1) databaseStarted = databaseMilliseconds(backend)
    if (run >= 0) {
      times.push(performance.now() - at)
      processor.push((user + system) / 1000)
    }
  }
  const rounded = (value: number) => Math.round(value * 10) / 10
  return {
    best: rounded(Math.min(...times)),
    middle: rounded(middleOf(times)),
    processor: rounded(middleOf(processor)),
    leastProcessor: rounded(Math.min(...processor)),
    // Counted in hundredths of a second, so over all runs.
    database:
      databaseStarted === null ? null : rounded(((databaseMilliseconds(backend) ?? 0) - databaseStarted) / runs),
  }
}

let backend = 0
const { owner, drop } = await freshDatabase()
const platform = await openPlatform(readConfig({ PORT: '0' }, root, 'bench'), owner, () => now, 1)
const asOwner = connect(owner, 1)
const house = houseActor(newPlaceId())
const { placeId } = house
try {
  worked(await perform(platform.db, house, addPlace, { slug: 'bench', name: 'Bench', ladCodes: [], settings: {} }))
  const { organisationId } = worked(
    await perform(platform.db, house, addOrganisation, {
      name: 'Hub',
      kind: 'council',
      assuranceLevel: 'registered',
      about: 'Made for a measurement.',
      email: 'hub@example.org',
      phone: null,
      postcode: null,
      position: { x: 400_000, y: 300_000 },
      helpsWith: [],
      neighbourhoodIds: null,
      takesReferrals: true,
    }),
  )
  const { personId } = worked(
    await perform(platform.db, house, addAccount, {
      name: 'Amira',
      email: 'amira@example.org',
      password: 'a long password',
    }),
  )
  worked(await perform(platform.db, house, addMember, { organisationId, personId, roles: ['coordinator'] }))
  const made = worked(
    await perform(platform.db, anyone(placeId), makeHelpRequest, {
      needs: [{ kind: 'food', urgency: 'two days', description: 'Food for the weekend.' }],
      story: '',
      person: {
        name: 'Halina Nowak',
        phone: '020 7946 0123',
        email: null,
        contactBy: 'phone',
        address: null,
        postcode: null,
        position: null,
        neighbourhoodId: null,
        neighbourhoodName: null,
        communicationNeeds: null,
      },
      personId: null,
      onBehalf: null,
      consent: 'ticked on the web',
      takenHow: 'web',
      triagedByOrganisationId: organisationId,
    } as never),
  )
  process.stderr.write(`Making ${volunteers.toLocaleString('en-GB')} volunteers …\n`)
  await makeVolunteers(organisationId, made as never)
  const cookie = await platform.db.asHouse(
    placeId,
    async tx => `session=${await startSession(tx, { personId, organisationId })}`,
  )
  const app = await openApp(platform, { limits: null })
  const page = (path: string) => async () => {
    const answer = await app.inject({ url: `/bench/volunteers${path}`, headers: { cookie } })
    if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}.`)
  }
  const [row] = await platform.db.asHouse(placeId, tx => tx.sql<{ pid: number }[]>`select pg_backend_pid() as pid`)
  backend = row?.pid ?? 0
  const inHouse = (work: Parameters<typeof platform.db.asHouse<unknown>>[1]) => () => platform.db.asHouse(placeId, work)
  const asOf = asOfNow(now)
  const list = (query: Record<string, string>) =>
    timed(inHouse(tx => listLookedAfter(tx, organisationId, readFilters(query, query.q ?? '', ''), asOf)))
  const result = {
    bench: 'looked-after',
    volunteers,
    needs,
    runs,
    statements: {
      listAsItOpens: await list({}),
      listByName: await list({ q: 'sam 77', sort: 'name' }),
      listByPhone: await list({ q: '07700 900123' }),
      listNotAsked: await list({ weeks: '8', sort: 'waiting' }),
      howItGoes: await timed(inHouse(tx => countHowItGoes(tx, organisationId, 4, asOf))),
      notAskedAndWhy: await timed(inHouse(tx => loadNotAsked(tx, organisationId, 4, asOf))),
    },
    pages: {
      volunteers: await timed(page('')),
      howItGoes: await timed(page('/how-it-goes')),
      notAsked: await timed(page('/not-asked')),
    },
  }
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  await app.close()
} finally {
  await asOwner.end()
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}

async function makeVolunteers(
  organisationId: string,
  { helpRequestId, personId, needIds }: { helpRequestId: string; personId: string; needIds: string[] },
): Promise<void> {
  const at = now.toISOString()
  await asOwner.unsafe(`
    create temporary table made as select n, gen_random_uuid() as volunteer_id, gen_random_uuid() as person_id from generate_series(1, ${volunteers}) n;
    insert into people.person (place_id, person_id, name, phone, email, contact_by, postcode, position, created_at)
      select '${placeId}', person_id, 'Sam Person ' || n, '07700 ' || lpad(n::text, 6, '0'), 'sam' || n || '@example.org', 'email', 'ZZ1 4AB', point(390000 + n % 200 * 100, 290000 + n / 100 * 100), '${at}' from made;
    insert into volunteers.volunteer (place_id, volunteer_id, person_id, journey_id, organisation_id, reference, code_hash, state, activities, within_metres, free_at, position,
        identity_seen_on, identity_seen_by, signed_up_at, changed_at)
      select '${placeId}', volunteer_id, person_id, gen_random_uuid(), '${organisationId}', upper(substr(md5(n::text), 1, 8)), 'x', case when n % 20 = 0 then 'paused' else 'active' end,
        case n % 4 when 0 then '{shopping,lift}' when 1 then '{visit}' when 2 then '{"phone call",forms}' else '{shopping}' end::text[], 3200, 2097151, point(390000 + n % 200 * 100, 290000 + n / 100 * 100),
        case when n % 3 > 0 then date '2026-01-01' end, case when n % 3 > 0 then 'Amira' end, timestamptz '${at}' - make_interval(days => n % 300, hours => 5), '${at}' from made;
    insert into platform.record_grant (place_id, grant_id, record_id, holder_id, basis, granted_at)
      select '${placeId}', gen_random_uuid(), id, '${organisationId}', 'looks after volunteers', '${at}' from made, lateral (values (volunteer_id), (person_id)) v (id);
    insert into volunteers.held_check (place_id, check_id, volunteer_id, level, workforce, certificate_on, seen_on, seen_by, counts_until, decision, recorded_at)
      select '${placeId}', gen_random_uuid(), volunteer_id, 'enhanced', 'adult', '2025-01-01', '2025-01-01', 'Amira', date '2026-06-01' + n % 700, 'accepted', '${at}' from made where n % 2 = 0;
    insert into volunteers.next_step (place_id, next_step_id, volunteer_id, kind, says, ask_again_on, told_at)
      select '${placeId}', gen_random_uuid(), volunteer_id, case when k = 1 then 'welcome' else 'no need now' end, '{"title":"x","sentences":["y"]}',
        case when k > 1 then date '2026-11-01' + n % 60 end, timestamptz '${at}' - make_interval(days => 30 - k) from made, generate_series(1, 3) k where k = 1 or n % 50 > 0;
    insert into volunteers.hours_given (place_id, hours_id, volunteer_id, given_on, minutes, said_by, recorded_at)
      select '${placeId}', gen_random_uuid(), volunteer_id, date '2026-11-01' - n % 200, 60, 'x', '${at}' from made where n % 2 = 0;
    insert into volunteers.thanks (place_id, thanks_id, volunteer_id, from_name, says, said_at)
      select '${placeId}', gen_random_uuid(), volunteer_id, 'x', 'Thank you.', timestamptz '${at}' - make_interval(days => n % 200) from made where n % 5 = 0;
    create temporary table put as select k, gen_random_uuid() as task_id from generate_series(1, ${needs}) k;
    insert into matching.task (place_id, task_id, need_id, help_request_id, person_id, journey_id, organisation_id, basis, basis_ground, urgency, activity, what, circumstances, check_level,
        starts_at, ends_at, minutes, near, offers_by, state, put_by, put_at, ended_at, ended_because)
      select '${placeId}', task_id, '${needIds[0]}', '${helpRequestId}', '${personId}', gen_random_uuid(), '${organisationId}', 'public task', 'x', 'two days',
        (array['shopping', 'lift', 'visit', 'forms'])[1 + k % 4], 'Something.', '{}', case when k % 3 = 0 then 'enhanced' else 'none' end, timestamptz '${at}' - make_interval(hours => k),
        timestamptz '${at}' - make_interval(hours => k - 2), 60, point(390000 + k % 200 * 100, 290000 + k * 10), 'rules', 'ended', 'x', timestamptz '${at}' - make_interval(hours => k), '${at}', 'done' from put;
    insert into matching.offer (place_id, offer_id, task_id, volunteer_id, round, state, reasons, distance_band, sent_at, answer_by)
      select '${placeId}', gen_random_uuid(), (select task_id from put where k = 1 + n % ${needs}), volunteer_id, 1, (array['yes', 'no', 'no answer', 'filled'])[1 + (n + k) % 4], '[]', 'x',
        timestamptz '${at}' - make_interval(hours => (n * k) % 3000), '${at}' from made, generate_series(1, 3) k where n % 3 > 0;
    analyze;`)
}
