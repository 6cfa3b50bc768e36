import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capabilities } from '../../src/capabilities.ts'
import { newId } from '../../src/kernel/ids.ts'
import { connect } from '../../src/platform/db/connection.ts'
import { heldNow } from '../../src/platform/personal/held.ts'
import type { PersonalRule } from '../../src/platform/personal/rule.ts'
import { allRetention, allRules, type KnownRule } from '../../src/platform/personal/rules.ts'
import { aCast, type Cast } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'
import { loosen } from '../support/planted-rows.ts'

/**
 * Whatever forgets because a time is over leaves alone what is held. Into every table that tells of somebody go two old rows, of a person who is held and of one who
 * is not; then everything runs that the manifests name as forgetting (`retention`). Records forgotten whole (`due`) are `rights/forgetting/held.test.ts`.
 */

const house = useHouse()
let sql: postgres.Sql
let cast: Cast

/** Which table each kind of record that a rule or a job forgets stands in; null where it tells of nobody who can be found, so that nobody can be held by it. */
const forgets: Readonly<Record<string, string | null>> = {
  account: 'people.sign_in',
  // Of organisations: held by whoever is in it (`commissioning/forgetting/forget.test.ts`).
  agreement: null,
  alert: 'matching.alert',
  'bulletin mail': 'platform.notice',
  call: null,
  concern: 'safeguarding.concern',
  consent: 'people.consent',
  details_read: 'matching.details_read',
  hold: 'rights.hold',
  hook_call: null,
  'invitation to look after entries': 'directory.invitation',
  'list shared by link': null,
  message: 'platform.notice',
  'message in the mailbox page': 'platform.mailbox_message',
  newcomer: null,
  next_step: 'volunteers.next_step',
  receipt: 'matching.receipt',
  'reported mistake': 'directory.mistake',
  role: 'volunteers.placement',
  'searches counted': null,
  session: 'platform.session',
  shortlist: null,
  'sign-in link or code': 'people.sign_in_link',
  subscriber: 'practice.subscriber',
  'answers to a form that was not sent': 'platform.form_draft',
  'table sent in': null,
  'what was forgotten': null,
}

/** Tables that the rules above forget besides. */
const alsoForgotten = ['people.invitation', 'people.one_time_code', 'directory.mistake_contact']

/** What a row must say besides being old to be due. */
const due: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'platform.notice': { gave_up_at: null },
  'volunteers.next_step': { done_at: null },
  'volunteers.placement': { state: 'withdrawn' },
  'practice.subscriber': { confirmed_at: null },
  'rights.hold': { ended_at: new Date('2001-01-01') },
  // Whoever is silent for long has stopped: that says something of them, and forgets nothing.
  'volunteers.volunteer': { state: 'left' },
}

const whose = ['held', 'free'] as const
type Whose = (typeof whose)[number]
const ids = new Map<string, Record<Whose, string>>()
const idOf = (record: string, of: Whose): string => {
  const known = ids.get(record) ?? { held: newId(), free: newId() }
  ids.set(record, known)
  return known[of]
}

/** What stands in the column by which a row leads to whom it is about. */
const leadsTo = ({ is, as }: PersonalRule['of'][number], of: Whose): unknown => {
  const value =
    is === 'reach' ? `${of}@example.org` : idOf(is === 'any' ? 'person' : is === 'notice' ? 'person' : is, of)
  return as === 'uuids' ? [value] : value
}

const filler: Readonly<Record<string, unknown>> = {
  'timestamp with time zone': new Date('2001-01-01'),
  date: '2001-01-01',
  boolean: true,
  jsonb: {},
  'uuid[]': [],
  'text[]': [],
}

let planted = 0
const fill = (type: string): unknown => {
  planted += 1
  if (type === 'uuid') return newId()
  if (type === 'text') return `x${planted}`
  if (type === 'bytea') return Buffer.from(`x${planted}`)
  if (['integer', 'smallint', 'bigint'].includes(type)) return planted
  return filler[type] ?? null
}

const plant = async ({ table, key, record, of }: KnownRule, which: Whose): Promise<void> => {
  const columns = await sql<{ name: string; type: string }[]>`
    select attname as name, format_type(atttypid, null) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''`
  const row: Record<string, unknown> = {}
  for (const { name, type } of columns) row[name] = fill(type)
  row.place_id = cast.placeId
  if (key && record) row[key] = idOf(record, which)
  const path = of.find(({ aside, by, as }) => !aside && as !== 'within' && Object.hasOwn(row, by))
  if (path) row[path.by] = leadsTo(path, which)
  Object.assign(row, due[table])
  if (table === 'platform.session') row.subject = { personId: idOf('person', which) }
  if (table === 'platform.form_draft') row.answers = { email: `${which}@example.org` }
  if (table === 'platform.mailbox_message') row.message_id = `<${newId()}@x>`
  if (table === 'people.person')
    Object.assign(row, { email: `${which}@example.org`, email_in_small_letters: undefined })
  const named = Object.entries(row).filter(([, value]) => value !== undefined)
  await sql`insert into ${sql(table)} ${sql(Object.fromEntries(named) as never)}`
}

/** The rows of a table that are somebody's, as text. */
const rowsOf = async ({ table, key, record, of }: KnownRule, which: Whose): Promise<string[]> => {
  const texts = (await sql.unsafe<{ text: string }[]>(`select t::text as text from ${table} t order by 1`)).map(
    ({ text }) => text,
  )
  const marks = [`${which}@example.org`, idOf('person', which), ...of.map(({ is }) => idOf(is, which))]
  if (key && record) marks.push(idOf(record, which))
  return texts.filter(text => marks.some(mark => text.includes(mark)))
}

const forgetting = () => allRetention().filter(([, rule]) => 'forget' in rule || 'job' in rule)

beforeAll(async () => {
  house.setClock('2026-11-16T10:00:00Z')
  cast = await aCast(house)
  sql = connect(house.owner, 1)
  const tables = [...new Set([...allRules().map(({ table }) => table), 'practice.bulletin', 'volunteers.role'])]
  await loosen(sql, tables)
  for (const table of tables) await sql.unsafe(`alter table ${table} no force row level security`)
  for (const rule of allRules()) for (const which of whose) await plant(rule, which)
  const { placeId } = cast
  // A later step of each, so that the old one is not the newest; a bulletin that went to both; the role they were interested in.
  for (const which of whose) {
    await sql`insert into volunteers.next_step (place_id, next_step_id, volunteer_id, kind, says, told_at) values (${placeId}, ${newId()}, ${idOf('volunteer', which)}, 'role', '{}', '2026-11-01')`
    const bulletinId = newId()
    await sql`insert into practice.bulletin (place_id, bulletin_id, sent_at) values (${placeId}, ${bulletinId}, '2002-01-01')`
    const [{ roleId } = { roleId: '' }] = await sql<{ roleId: string }[]>`
      select role_id as "roleId" from volunteers.placement where volunteer_id = ${idOf('volunteer', which)}`
    await sql`insert into volunteers.role (place_id, role_id, closed_at) values (${placeId}, ${roleId}, '2002-01-01')`
  }
  await sql`
    insert into rights.hold (place_id, hold_id, record_id, what, ground, because, until_on, put_by, put_at)
    values (${placeId}, ${newId()}, ${idOf('person', 'held')}, 'person', 'legal', 'A claim', '2099-01-01', 'Amira', now())`
  for (const table of tables) await sql.unsafe(`alter table ${table} force row level security`)
}, 120_000)
afterAll(async () => void (await sql?.end()))

describe('what forgets because a time is over', () => {
  it('is known here by the table it forgets', () => {
    expect(
      forgetting()
        .map(([what]) => what)
        .sort(),
    ).toEqual(Object.keys(forgets).sort())
  })

  it('leaves alone everything of whoever is held, in every table, and forgets the same of whoever is not', async () => {
    const { db } = house.platform
    const owned = async (which: Whose) => {
      for (const table of new Set(allRules().map(rule => rule.table)))
        await sql.unsafe(`alter table ${table} no force row level security`)
      const all = new Map<string, string[]>()
      for (const rule of allRules()) all.set(rule.table, await rowsOf(rule, which))
      for (const table of new Set(allRules().map(rule => rule.table)))
        await sql.unsafe(`alter table ${table} force row level security`)
      return all
    }
    const before = { held: await owned('held'), free: await owned('free') }
    for (const [table, rows] of before.held) expect(rows.length, `planted in ${table}`).toBeGreaterThan(0)
    for (const [, rule] of forgetting()) {
      if ('forget' in rule)
        await db.asHouse(cast.placeId, async tx => rule.forget(tx, tx.now, 1000, false, await heldNow(tx)))
      if ('job' in rule)
        await capabilities
          .flatMap(({ jobs = [] }) => jobs)
          .find(({ queue }) => queue === rule.job)
          ?.run(house.platform, cast.placeId)
    }
    const after = { held: await owned('held'), free: await owned('free') }
    const changed = (which: Whose) =>
      [...before[which]].flatMap(([table, rows]) =>
        JSON.stringify(rows) === JSON.stringify(after[which].get(table)) ? [] : [table],
      )
    expect(changed('held')).toEqual([])
    const named = Object.values(forgets).flatMap(table => table ?? [])
    expect(changed('free')).toEqual(expect.arrayContaining([...new Set([...named, ...alsoForgotten])].sort()))
  })
})
