import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saidTables } from '../support/said-tables.ts'
import { freshDatabase } from '../support/scratch.ts'
import type { Violation } from './laws.ts'
import { functionsAsOwner, houseSeesMore, sightsOtherwise, unsaidColumns, unsaidTables } from './sight-laws.ts'

/** What the manifests say of the tables, held against the database. */
describe('who sees what, as the manifests say it', () => {
  let sql: postgres.Sql
  let drop: () => Promise<void>
  beforeAll(async () => {
    const fresh = await freshDatabase()
    sql = postgres({ ...fresh.owner, max: 1, onnotice: () => {} })
    drop = fresh.drop
  })
  afterAll(async () => {
    await sql.end()
    await drop()
  })

  /** Plants a violation inside a transaction that is always undone. */
  const planted = async (statement: string, check: (tx: postgres.Sql) => Promise<Violation[]>): Promise<string[]> => {
    let found: string[] = []
    await sql
      .begin(async tx => {
        await tx.unsafe(statement)
        found = (await check(tx as unknown as postgres.Sql)).map(({ file, says }) => `${file} ${says}`)
        throw new Error('undo')
      })
      .catch(error => {
        if ((error as Error).message !== 'undo') throw error
      })
    return found
  }

  const without = (table: string) => saidTables.filter(one => one.table !== table)

  it('is said of every table, by the capability whose it is, and of nothing that is not there', async () => {
    expect(await unsaidTables(sql, saidTables)).toEqual([])
    expect(
      await planted('create table triage.planted (place_id uuid primary key)', tx => unsaidTables(tx, saidTables)),
    ).toEqual([expect.stringMatching(/^triage\.planted is in no manifest/)])
    expect((await unsaidTables(sql, without('requests.need'))).map(({ file }) => file)).toEqual(['requests.need'])
    expect(
      await unsaidTables(sql, [...saidTables, { owner: 'triage', table: 'triage.gone', sight: { seen: 'house' } }]),
    ).toEqual([{ file: 'triage.gone', says: 'stands in the manifest of triage and is not there' }])
    const foreign = { owner: 'triage', table: 'requests.need', sight: { seen: 'house' } } as const
    expect((await unsaidTables(sql, [...without('requests.need'), foreign])).map(({ file }) => file)).toEqual([
      'requests.need',
    ])
  })

  it('is what the policies and privileges of the database say', async () => {
    const check = (tx: postgres.Sql) => sightsOtherwise(tx, saidTables)
    expect(await check(sql)).toEqual([])
    for (const [statement, says] of [
      ['grant delete on requests.need to keepitlocal_app', 'requests.need lets the application delete'],
      ['grant update (says) on volunteers.thanks to keepitlocal_app', 'volunteers.thanks lets the application update'],
      ['revoke update on requests.need from keepitlocal_app', 'requests.need does not let the application update'],
      ['grant select on requests.need to public', 'requests.need is granted to public'],
      ['grant select on people.public_reach to keepitlocal_app', 'people.public_reach lets the application select'],
      [
        'create policy planted on people.person to keepitlocal_app using (place_id = platform.current_place())',
        'people.person has the policy planted, which shows rows place',
      ],
      [
        'create policy planted on people.person to public using (true)',
        'people.person has the policy planted, which shows rows everywhere',
      ],
      [
        'create policy planted on people.sign_in to keepitlocal_app using (person_id = any (platform.current_holders()))',
        'people.sign_in has the policy planted, which shows rows in words of its own',
      ],
      ['drop policy granted on requests.need', 'requests.need has no policy that lets the application select'],
    ] as const)
      expect(await planted(statement, check), statement).toContainEqual(expect.stringContaining(says))
    const otherwise = { owner: 'requests', table: 'requests.need', sight: { seen: 'granted', by: 'help_request_id' } }
    expect(
      (await sightsOtherwise(sql, [...without('requests.need'), otherwise] as typeof saidTables)).map(
        ({ file }) => file,
      ),
    ).toContain('requests.need')
  })

  it('lets the house see one place at a time', async () => {
    expect(await houseSeesMore(sql)).toEqual([])
    expect(
      await planted('create policy planted on requests.need to keepitlocal_house using (true)', houseSeesMore),
    ).toEqual([expect.stringMatching(/^requests\.need has the policy planted/)])
  })

  it('says of every column of words whether it tells of a person, and shows everybody nothing that does', async () => {
    expect(await unsaidColumns(sql, saidTables)).toEqual([])
    expect(
      await planted('alter table requests.need add column planted text', tx => unsaidColumns(tx, saidTables)),
    ).toEqual([expect.stringMatching(/^requests\.need has the column planted/)])
    const open = { owner: 'people', table: 'people.person', sight: { seen: 'place', personal: ['name'] } } as const
    expect((await unsaidColumns(sql, [...without('people.person'), open])).map(({ file }) => file)).toEqual([
      'people.person',
    ])
    const wrong = { owner: 'people', table: 'people.person', sight: { seen: 'place', plain: ['nickname'] } } as const
    expect((await unsaidColumns(sql, [...without('people.person'), wrong])).map(({ file }) => file)).toEqual([
      'people.person',
    ])
  })

  it('lets no function run with its owner’s rights but those that are named', async () => {
    expect(await functionsAsOwner(sql)).toEqual([])
    const past = "returns bigint language sql security definer as 'select count(*) from requests.need'"
    expect(await planted(`create function triage.past() ${past}`, functionsAsOwner)).toEqual([
      expect.stringMatching(/^triage\.past\(\)/),
    ])
    expect(
      await planted('grant execute on function directory.settle to keepitlocal_app', functionsAsOwner),
    ).toHaveLength(1)
    expect(await planted('alter function directory.settle reset search_path', functionsAsOwner)).toHaveLength(1)
  })
})
