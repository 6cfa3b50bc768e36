import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlaceId } from '../../src/kernel/ids.ts'
import { connect } from '../../src/platform/db/connection.ts'
import type { PlaceTx } from '../../src/platform/db/database.ts'
import type { TableSight } from '../../src/platform/table-sight.ts'
import { useHouse } from '../support/house.ts'
import { type FilledTable, plantRows, type Row } from '../support/planted-rows.ts'
import { saidTables } from '../support/said-tables.ts'
import { type Action, actions, mayTry, prepareTries, type Tried } from '../support/sight-actions.ts'
import { oracleOf } from '../support/sight-oracle.ts'
import { type Looker, type SightStory, tellSightStory } from '../support/sight-story.ts'

/**
 * The matrix: everybody tries everything on every table, in which a need stands in every state. What they should get comes from the manifests (whom a table's rows
 * are for) and from the story (who had a part in what), never from the table of grants.
 */

const house = useHouse()
let story: SightStory
let asOwner: postgres.Sql
let tables: readonly (FilledTable & { sight: TableSight })[]

beforeAll(async () => {
  story = await tellSightStory(house)
  asOwner = connect(house.owner, 1)
  const placeOf = new Map<string, PlaceId>()
  for (const [recordId, { placeId }] of story.records) placeOf.set(recordId, placeId)
  const places = story.places.map(({ placeId }) => placeId)
  const filled = await plantRows(asOwner, saidTables, { records: placeOf, parties: story.parties }, places)
  tables = filled.map(table => ({
    ...table,
    sight: saidTables.find(said => said.table === table.table)?.sight as TableSight,
  }))
  await prepareTries(
    asOwner,
    filled.flatMap(({ rows }) => rows.flatMap(({ by }) => by)),
  )
}, 300_000)
afterAll(async () => void (await asOwner?.end()))

const maySee = (sight: TableSight, row: Row, looker: Pick<Looker, 'name' | 'placeId'>) =>
  oracleOf(story).maySee(sight, row, looker)
const stateOf = (sight: TableSight, row: Row) => oracleOf(story).stateOf(sight, row)

interface Tally {
  cases: number
  byAction: Map<string, number>
  wrong: string[]
}

const listed = (texts: Iterable<string>): string[] => [...new Set(texts)].sort()

/** Holds what came back against what the story says, and counts the cases: one for each state that rows of the table stand in. */
const judge = (
  tally: Tally,
  name: string,
  table: FilledTable & { sight: TableSight },
  action: Action,
  tried: Tried,
  may: readonly Row[],
) => {
  const { sight, rows } = table
  const allowed = mayTry(sight, action.needs)
  const states = allowed ? new Set(rows.map(row => stateOf(sight, row))).size || 1 : 1
  tally.cases += states
  tally.byAction.set(action.name, (tally.byAction.get(action.name) ?? 0) + states)
  const wrong = (what: string) => tally.wrong.push(`${name}: ${action.name} ${table.table}: ${what}`)
  if (!allowed || (action.gives === 'moved' && may.length > 0)) {
    if (!('refused' in tried)) wrong(`got ${tried.got.length} and should be refused`)
    else if (tried.refused !== '42501') wrong(`was refused otherwise: ${JSON.stringify(tried)}`)
    return
  }
  if ('refused' in tried) return wrong(`was refused: ${JSON.stringify(tried)}`)
  const wanted =
    action.gives === 'count'
      ? [String(may.length)]
      : action.gives === 'by'
        ? byOf(sight)
          ? listed(may.flatMap(({ by }) => (by.length === 1 ? by : [])))
          : may.length > 0
            ? ['one']
            : []
        : action.gives === 'keys elsewhere'
          ? listed(may.filter(({ placeId }) => placeId === null || placeId !== placeNow).map(({ key }) => key))
          : listed(may.map(({ key }) => key))
  const got = listed(tried.got)
  if (got.join('\n') === wanted.join('\n')) return
  const strange = got.filter(text => !wanted.includes(text))
  const missing = wanted.filter(text => !got.includes(text))
  const of = (text: string) => {
    const row = rows.find(({ key, by }) => key === text || by.includes(text))
    return row ? `${stateOf(sight, row)} (${row.by})` : text
  }
  if (strange.length > 0) wrong(`LEAK of ${strange.length}, like ${of(strange[0] ?? '')}`)
  if (missing.length > 0) wrong(`does not get ${missing.length}, like ${of(missing[0] ?? '')}`)
}
let placeNow = ''

const tryAll = async (tx: Pick<PlaceTx, 'sql'>, statements: readonly string[]): Promise<Tried[]> => {
  const [row] = await tx.sql<{ tried: Tried[] }[]>`select matrix.try(${[...statements]}::text[]) as tried`
  return row?.tried ?? []
}

const byOf = (sight: TableSight): string | null => ('by' in sight && sight.seen === 'granted' ? sight.by : null)

/** Everything somebody may try, in one transaction of theirs, each try undone. */
const tryEverything = async (looker: Looker, tally: Tally, of = tables): Promise<void> => {
  placeNow = looker.placeId
  const tries = of.flatMap(table =>
    actions
      .filter(
        ({ name, gives, needs }) =>
          (table.kind === 'r' || needs === 'select') &&
          (gives !== 'moved' || table.columns.includes('place_id')) &&
          // One way to read tells as much as six where reading itself is refused.
          (table.sight.seen !== 'house' || needs !== 'select' || name === 'read'),
      )
      .map(action => ({ table, action, statement: action.statement(table, byOf(table.sight)) })),
  )
  const answers = await house.platform.db.as(looker.actor, tx =>
    tryAll(
      tx,
      tries.map(({ statement }) => statement),
    ),
  )
  expect(answers).toHaveLength(tries.length)
  const seen = new Map(of.map(table => [table, table.rows.filter(row => maySee(table.sight, row, looker))]))
  for (const [at, { table, action }] of tries.entries())
    judge(tally, looker.name, table, action, answers[at] as Tried, seen.get(table) ?? [])
}

/** Adds a row like one of each state to every table that is to be written by the application, and one to each that is not. */
const addEverywhere = async (looker: Looker, tally: Tally): Promise<void> => {
  const tries = tables
    .filter(({ kind }) => kind === 'r')
    .flatMap(table => {
      const first = new Map(table.rows.map(row => [stateOf(table.sight, row), row]))
      const rows = mayTry(table.sight, 'insert') ? [...first.values()] : [...first.values()].slice(0, 1)
      return rows.map((row, n) => ({
        ...{
          table,
          row,
          statement: table.adding(
            row.by[0] ?? '00000000-0000-4000-8000-000000000000',
            row.placeId ?? looker.placeId,
            n,
          ),
        },
      }))
    })
  const answers = await house.platform.db.as(looker.actor, tx =>
    tryAll(
      tx,
      tries.map(({ statement }) => `with x as (${statement} returning 1) select array_agg('added'::text) from x`),
    ),
  )
  for (const [at, { table, row }] of tries.entries()) {
    const tried = answers[at] as Tried
    tally.cases += 1
    tally.byAction.set('add', (tally.byAction.get('add') ?? 0) + 1)
    const may = mayTry(table.sight, 'insert') && maySee(table.sight, row, looker)
    // A row that is there already was let through by the policy.
    const added = 'got' in tried || tried.refused === '23505'
    if (may !== added || (!added && 'refused' in tried && tried.refused !== '42501'))
      tally.wrong.push(`${looker.name}: add ${table.table} ${stateOf(table.sight, row)}: ${JSON.stringify(tried)}`)
  }
}

describe('the matrix of actor, table, action and state', () => {
  it('has rows in every table, in both places', () => {
    const empty = tables.filter(
      ({ kind, columns, rows, sight }) =>
        kind === 'r' &&
        (rows.length === 0 ||
          (columns.includes('place_id') &&
            sight.seen !== 'everywhere' &&
            new Set(rows.map(({ placeId }) => placeId)).size < 2)),
    )
    expect(empty.map(({ table }) => table)).toEqual([])
  })

  it('gives everybody what the story says, and nothing else, in at least 10,000 cases', async () => {
    const tally: Tally = { cases: 0, byAction: new Map(), wrong: [] }
    const before = process.cpuUsage()
    const started = performance.now()
    for (const looker of story.lookers) {
      await tryEverything(looker, tally)
      await addEverywhere(looker, tally)
    }
    const { user, system } = process.cpuUsage(before)
    console.log(
      `${tally.cases.toLocaleString('en-GB')} cases: ${story.lookers.length} people, ${tables.length} tables; ${[...tally.byAction].map(([name, n]) => `${name} ${n}`).join(', ')}; ${Math.round((user + system) / 1000)} ms of processor time here, ${Math.round(performance.now() - started)} by the clock`,
    )
    expect(tally.wrong.sort((a, b) => Number(b.includes('LEAK')) - Number(a.includes('LEAK'))).slice(0, 60)).toEqual([])
    expect(tally.cases).toBeGreaterThanOrEqual(10_000)
  }, 300_000)

  it('shows the house one place and nothing of another, and whoever is in no place what is of none', async () => {
    const wrong: string[] = []
    const read = actions.filter(({ name }) => name === 'read').map(({ statement }) => statement)[0]
    const hold = (
      name: string,
      answers: readonly Tried[],
      may: (table: (typeof tables)[number], row: Row) => boolean,
    ) => {
      for (const [at, table] of tables.entries()) {
        const tried = answers[at] as Tried
        const wanted = listed(table.rows.filter(row => may(table, row)).map(({ key }) => key))
        const refusedAll =
          'refused' in tried && tried.refused === '42501' && (name !== 'house' || table.table === 'platform.migration')
        if (!refusedAll && ('refused' in tried || listed(tried.got).join() !== wanted.join()))
          wrong.push(`${name}: ${table.table}`)
      }
    }
    const statements = tables.map(table => read?.(table, null) ?? '')
    for (const { placeId } of story.places)
      hold(
        'house',
        await house.platform.db.asHouse(placeId, tx => tryAll(tx, statements)),
        ({ sight }, row) => sight.seen === 'everywhere' || row.placeId === placeId,
      )
    hold(
      'in no place',
      await house.platform.db.national(tx => tryAll(tx as PlaceTx, statements)),
      ({ sight }) => sight.seen === 'everywhere',
    )
    expect(wrong).toEqual([])
  })

  // What the matrix would say of policies that were written otherwise; each is taken back after.
  const granted = (more: string) => `place_id = platform.current_place() and exists (select from platform.record_grant g
    where g.place_id = place_id and g.record_id = person_id and g.holder_id = any (platform.current_holders()) ${more})`
  const leaks: readonly (readonly [
    what: string,
    table: string,
    statement: string,
    undo: string,
    name: string,
    says: RegExp,
  ])[] = [
    [
      'a table that everybody in the place may read',
      'requests.need',
      'create policy planted on requests.need to keepitlocal_app using (place_id = platform.current_place())',
      'drop policy planted on requests.need',
      'nobody signed in here',
      /read requests\.need: LEAK/,
    ],
    [
      'a table that every place may read',
      'organisations.organisation',
      'create policy planted on organisations.organisation to keepitlocal_app using (true)',
      'drop policy planted on organisations.organisation',
      'nobody signed in elsewhere',
      /read what is of another place organisations\.organisation: LEAK/,
    ],
    [
      'grants that do not end',
      'people.person',
      `alter policy granted on people.person using (${granted('')})`,
      `alter policy granted on people.person using (${granted('and (g.granted_until is null or g.granted_until > platform.current_moment())')})`,
      'volunteer: details over here',
      /LEAK of \d+, like details over/,
    ],
    [
      'a right that the manifest does not give',
      'people.sign_in',
      'grant select on people.sign_in to keepitlocal_app',
      'revoke select on people.sign_in from keepitlocal_app',
      'coordinator of the hub here',
      /people\.sign_in: got 0 and should be refused/,
    ],
    [
      'a policy that lets rows be written anywhere',
      'outcomes.outcome',
      'create policy planted on outcomes.outcome for insert to keepitlocal_app with check (true)',
      'drop policy planted on outcomes.outcome',
      'coordinator who was never asked here',
      /add outcomes\.outcome/,
    ],
  ]
  for (const [what, table, statement, undo, name, says] of leaks)
    it(`finds ${what}`, async () => {
      const looker = story.lookers.find(one => one.name === name)
      if (!looker) throw new Error(`nobody is ${name}`)
      const tally: Tally = { cases: 0, byAction: new Map(), wrong: [] }
      await asOwner.unsafe(statement)
      try {
        await tryEverything(
          looker,
          tally,
          tables.filter(one => one.table === table),
        )
        await addEverywhere(looker, tally)
      } finally {
        await asOwner.unsafe(undo)
      }
      expect(tally.wrong).toContainEqual(expect.stringMatching(says))
    })
})
