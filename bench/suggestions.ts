/**
 * What it costs to suggest volunteers for one need in a place of VOLUNTEERS (default 20,000), each with references, a training and some past offers; RUNS (default 15).
 *
 * Prints JSON: suggestions as the pages have them, where the database first passes over whoever does not suit by their own row, beside everybody read whole, in the same run; once in a place
 * as wide as a county and once in one as dense as a city, where hardly anybody is too far. Middle milliseconds by the clock, and processor time of this process alone.
 */
import { loadavg } from 'node:os'
import { suggestFor } from '../src/capabilities/matching/putting/suggest.ts'
import type { Task } from '../src/capabilities/matching/task.ts'
import { findTask } from '../src/capabilities/matching/task-store.ts'
import { putTask } from '../src/capabilities/matching/testing.ts'
import { eligibleFor } from '../src/capabilities/matching/weighing/least-costly.ts'
import { loadEveryone, loadTasksToFill } from '../src/capabilities/matching/weighing/load-candidates.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect } from '../src/platform/db/connection.ts'
import type { PlaceTx } from '../src/platform/db/database.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { aCast, ask } from '../test/support/cast.ts'
import type { TestHouse } from '../test/support/house.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'

const volunteers = Number(process.env.VOLUNTEERS ?? 20_000)
const runs = Number(process.env.RUNS ?? 15)
const now = new Date('2026-11-16T10:00:00Z')

interface Cost {
  readonly milliseconds: number
  readonly processorMilliseconds: number
}

const middle = (values: number[]): number => {
  values.sort((a, b) => a - b)
  return Math.round((values[Math.floor(values.length / 2)] ?? 0) * 10) / 10
}

const costOf = async (work: () => Promise<unknown>): Promise<Cost> => {
  const clock: number[] = []
  const processor: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const [started, used] = [performance.now(), process.cpuUsage()]
    await work()
    const { user, system } = process.cpuUsage(used)
    clock.push(performance.now() - started)
    processor.push((user + system) / 1000)
  }
  return { milliseconds: middle(clock), processorMilliseconds: middle(processor) }
}

const { owner, drop } = await freshDatabase()
const platform = await openPlatform(readConfig({ PORT: '0' }, root, 'bench'), owner, () => now)
const asOwner = connect(owner, 1)

/** One place with its volunteers, spread over a square of so many metres around the need. */
const measure = async (across: number) => {
  const house = { platform } as unknown as TestHouse
  const cast = await aCast(house)
  const { needIds } = await ask(house, cast, {
    needs: [{ kind: 'shopping', urgency: 'today', description: 'Somebody needs milk and bread today.' }],
  })
  const taskId = await putTask(platform, cast.amira, needIds[0] ?? '', { offersBy: 'coordinator' })
  await makeVolunteers(cast.placeId, cast.hub, taskId, across)
  const inHouse = <T>(work: (tx: PlaceTx) => Promise<T>) => platform.db.asHouse(cast.placeId, work)
  const task = (await inHouse(tx => findTask(tx, taskId, 'read'))) as Task
  const all = () =>
    inHouse(async tx => {
      const everyone = await loadEveryone(tx)
      const [filled] = await loadTasksToFill(tx, [task], everyone)
      if (!filled) throw new Error('no task')
      return eligibleFor(filled, everyone.candidates)
    })
  const some = () => inHouse(tx => suggestFor(tx, task))
  const [expected, found] = [await all(), await some()]
  const ids = (of: readonly string[]) => of.join(' ')
  const same =
    ids(found.people.map(({ volunteerId }) => volunteerId)) ===
      ids(expected.can.slice(0, 12).map(({ candidate }) => candidate.volunteer.volunteerId)) &&
    found.people.length + found.more === expected.can.length
  return {
    acrossMetres: across,
    canBeAsked: expected.can.length,
    same,
    suggestions: await costOf(some),
    everybodyReadWhole: await costOf(all),
  }
}

const makeVolunteers = async (placeId: string, hub: string, taskId: string, across: number): Promise<void> => {
  await asOwner.unsafe(`
    with past as (
      insert into matching.task (place_id, task_id, need_id, help_request_id, person_id, journey_id, organisation_id, basis, basis_ground, urgency, activity, what, circumstances, check_level,
        starts_at, ends_at, minutes, offers_by, state, put_by, put_at)
      select place_id, gen_random_uuid(), need_id, help_request_id, person_id, journey_id, organisation_id, basis, basis_ground, urgency, activity, what, circumstances, check_level,
        starts_at, ends_at, minutes, offers_by, 'ended', put_by, put_at
      from matching.task where place_id = '${placeId}' and task_id = '${taskId}' returning task_id),
    made as (
      select gen_random_uuid() as person_id, gen_random_uuid() as volunteer_id, n from generate_series(1, ${volunteers}) n),
    people as (
      insert into people.person (place_id, person_id, name, phone, email, contact_by, address, postcode, created_at)
      select '${placeId}', person_id, 'Name' || n || ' Family' || n % 5000, '07700 ' || lpad(n::text, 6, '0'), 'v' || n || '@example.org', 'email', n || ' Some Street', 'ZZ' || n % 9 || ' ' || n % 10 || 'AB', '2026-01-01' from made),
    volunteers as (
      insert into volunteers.volunteer (place_id, volunteer_id, person_id, journey_id, organisation_id, reference, code_hash, state, activities, within_metres, languages, free_at, capacity,
        most_offers_a_week, has_car, position, identity_seen_on, identity_seen_by, identity_seen_how, signed_up_at, changed_at)
      select '${placeId}', volunteer_id, person_id, gen_random_uuid(), '${hub}', 'R' || n, 'x', 'active',
        string_to_array((array['shopping,lift', 'visit,phone call', 'shopping,prescription,delivery', 'forms', 'online,odd jobs'])[1 + n % 5], ','),
        (array[1600, 3200, 8000])[1 + n % 3], '{}', 2097151, 1, 3, n % 3 = 0, point(401500 + (random() - 0.5) * ${across}, 300500 + (random() - 0.5) * ${across}), '2026-01-02', 'Amira', 'passport', '2026-01-01', '2026-01-01' from made),
    referees as (
      insert into volunteers.reference_asked (place_id, reference_id, volunteer_id, referee_name, relationship, asked_by, answered_at, answer, recorded_by)
      select '${placeId}', gen_random_uuid(), volunteer_id, 'Referee', 'a friend', 'Amira', '2026-01-02', 'recommends', 'Amira' from made, generate_series(1, 2)),
    trainings as (
      insert into volunteers.training_done (place_id, training_id, volunteer_id, training, done_on, counts_until, recorded_by, recorded_at)
      select '${placeId}', gen_random_uuid(), volunteer_id, 'safeguarding basics', '2026-01-02', '2029-01-02', 'Amira', '2026-01-02' from made),
    offers as (
      insert into matching.offer (place_id, offer_id, task_id, volunteer_id, round, state, reasons, distance_band, sent_at, answer_by)
      select '${placeId}', gen_random_uuid(), (select task_id from past), volunteer_id, 1, 'filled', '[]', 'near', '2026-02-01', '2026-02-01' from made, generate_series(1, n % 4))
    select 1`)
  await asOwner`analyze`
}

try {
  const places = [await measure(40_000), await measure(5000)]
  process.stdout.write(
    `${JSON.stringify({ bench: 'suggestions', volunteers, runs, places, loadAverage: loadavg(), node: process.version }, null, 2)}\n`,
  )
} finally {
  await asOwner.end()
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}
