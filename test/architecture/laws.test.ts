import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capabilities } from '../../src/capabilities.ts'
import { describeTables } from '../../src/platform/db/write-tables.ts'
import { root } from '../../src/platform/platform.ts'
import { freshDatabase } from '../support/scratch.ts'
import {
  brokenImports,
  circlesOfRooms,
  emptyNames,
  foreignTables,
  neverSay,
  placeNames,
  readLevels,
  sqlMadeOfText,
  storesOutsideTransactions,
  type Violation,
  wordsNeverShown,
  wrongWordsShown,
} from './laws.ts'
import {
  grantsReadOtherwise,
  keysThatPointUp,
  keysWithoutPlace,
  listTables,
  openTables,
  triggers,
} from './schema-laws.ts'
import { plant, readTree, type Tree } from './source-tree.ts'

// What a place's own words would be: the demo's, and the eleven founding councils of the Keep it Local Network (Locality, March 2020).
const names = [
  'larkmere',
  'bradford',
  'bristol',
  'calderdale',
  'hackney',
  'kirklees',
  'lewisham',
  'newcastle',
  'oldham',
  'rotherham',
  'wirral',
]

const tree = readTree(root)

/** A law holds for the tree as it is, and finds the violation planted into it. */
const law = (name: string, check: (tree: Tree) => Violation[], planted: readonly { path: string; text: string }[]) =>
  describe(name, () => {
    it('holds', () => expect(check(tree)).toEqual([]))
    for (const { path, text } of planted)
      it(`finds ${path} planted`, () => {
        expect(check(plant(tree, path, text)).map(violation => violation.file.split(':')[0])).toContain(path)
      })
  })

law('law 1, imports go down the levels through the door', brokenImports, [
  {
    path: 'src/capabilities/referrals/planted.ts',
    text: "import { askOrganisation } from '../triage/index.ts'\nexport const x = askOrganisation\n",
  },
  {
    path: 'src/capabilities/triage/planted.ts',
    text: "import { recordOutcome } from '../outcomes/index.ts'\nexport const x = recordOutcome\n",
  },
  {
    path: 'src/capabilities/triage/planted-door.ts',
    text: "import { saveReferral } from '../referrals/referral-store.ts'\nexport const x = saveReferral\n",
  },
  {
    path: 'src/capabilities/requests/planted-lazy.ts',
    text: "export const x = () => import('../referrals/index.ts')\n",
  },
  {
    path: 'src/capabilities/places/planted.ts',
    text: "import { findPerson } from '../people/index.ts'\nexport const x = findPerson\n",
  },
  { path: 'src/platform/planted.ts', text: "export type { Need } from '../capabilities/requests/index.ts'\n" },
  {
    path: 'src/kernel/planted.ts',
    text: "import { readConfig } from '../platform/config.ts'\nexport const x = readConfig\n",
  },
])

law('law 1 within a capability, no circle of imports between its rooms', circlesOfRooms, [
  {
    path: 'src/capabilities/directory/opening/planted.ts',
    text: "import { searchServices } from '../search/search-services.ts'\nexport const x = searchServices\n",
  },
  {
    path: 'src/capabilities/directory/editing/planted.ts',
    text: "import type { ImportReport } from '../feeds/import-services.ts'\nexport type X = ImportReport\n",
  },
  {
    path: 'src/capabilities/directory/words.ts',
    text: "import { freshnessWording } from './freshness/freshness-words.ts'\nexport const x = freshnessWording\n",
  },
])

law('law 4, a store takes the transaction and never opens one', storesOutsideTransactions, [
  {
    path: 'src/capabilities/referrals/planted-store.ts',
    text: "import type { Database } from '../../platform/db/database.ts'\nexport const x = (db: Database) => db.national(tx => tx.sql`select 1`)\n",
  },
])

law('SQL is tagged, never made of text', sqlMadeOfText, [
  {
    path: 'src/capabilities/requests/planted-store.ts',
    text: `export const x = (tx: Tx, name: string) => tx.sql.unsafe(\`select 1 from requests.need where kind = '\${name}'\`)\n`,
  },
  {
    path: 'src/capabilities/requests/planted-more-store.ts',
    text: 'export const x = (tx: Tx, text: string) => tx.sql.unsafe(text)\n',
  },
])

law('law 6, no place, council or brand name in src', sources => placeNames(sources, names), [
  { path: 'src/capabilities/requests/planted.ts', text: "export const opening = 'Welcome to Wirral'\n" },
  { path: 'src/capabilities/requests/planted.njk', text: '<p>Welcome to Wirral</p>\n' },
])

law('the word law, no name that says nothing', emptyNames, [
  { path: 'src/kernel/utils.ts', text: 'export const x = 1\n' },
])

law('the word law on pages, no word the glossary never says', wrongWordsShown, [
  { path: 'src/capabilities/requests/planted.njk', text: '<p class="client">\n  Your ticket is with us.\n</p>\n' },
  { path: 'src/capabilities/requests/planted-tag.njk', text: '{{ govukButton({ text: "Submit your answers" }) }}\n' },
  { path: 'src/capabilities/requests/planted-label.njk', text: '<nav aria-label="For service users"></nav>\n' },
  { path: 'src/capabilities/planted/words.ts', text: "export const says = { taken: 'Taken by a caseworker' }\n" },
  { path: 'src/capabilities/requests/planted.page.ts', text: "export const says = 'Open to citizens'\n" },
])

describe('the words never shown', () => {
  it('stand in the glossary', () => {
    const glossary = neverSay(readFileSync(join(root, 'docs', 'glossary.md'), 'utf8'))
    for (const word of wordsNeverShown) expect(glossary).toContain(word)
  })

  it('are not looked for where nobody reads them', () => {
    const hidden = '{# for clients #}<button type="submit" class="ticket">{{ client.name }}</button>\n'
    expect(wrongWordsShown(new Map([['src/design/planted.njk', hidden]]))).toEqual([])
  })
})

describe('the schema', () => {
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
        found = (await check(tx as unknown as postgres.Sql)).map(violation => violation.file)
        throw new Error('undo')
      })
      .catch(error => {
        if ((error as Error).message !== 'undo') throw error
      })
    return found
  }

  it('law 2, names a capability’s tables only in its own stores and migrations', async () => {
    const tables = await listTables(sql)
    expect(tables.length).toBeGreaterThan(15)
    expect(foreignTables(tree, tables)).toEqual([])
    for (const [path, text] of [
      ['src/capabilities/triage/planted-store.ts', 'export const x = "select * from requests.need"\n'],
      ['src/capabilities/requests/planted.ts', "export const x = 'requests.helpRequest'\n"],
      ['migrations/9999_triage_planted.sql', 'alter table requests.need add column x text;\n'],
    ] as const) {
      const found = foreignTables(plant(tree, path, text), tables)
      expect(found.map(violation => violation.file.split(':')[0])).toContain(path)
    }
  })

  it('law 3, starts every key with place_id', async () => {
    expect(await keysWithoutPlace(sql)).toEqual([])
    expect(await planted('create table triage.planted (place_id uuid, id uuid primary key)', keysWithoutPlace)).toEqual(
      ['triage.planted'],
    )
    expect(
      await planted(
        'create table triage.planted (place_id uuid, id uuid, need_id uuid, primary key (place_id, id)); create unique index on triage.planted (need_id)',
        keysWithoutPlace,
      ),
    ).toEqual(['triage.planted'])
  })

  it('declares national tables as such, and few', async () => {
    const national = (await listTables(sql))
      .filter(table => table.national)
      .map(table => `${table.schema}.${table.table}`)
    expect(national.every(name => name.startsWith('places.') || name === 'platform.migration')).toBe(true)
  })

  it('has no triggers', async () => {
    expect(await triggers(sql)).toEqual([])
    const statement = `create function triage.f() returns trigger language plpgsql as 'begin return new; end';
      create trigger planted before insert on requests.need for each row execute function triage.f()`
    expect(await planted(statement, triggers)).toEqual(['requests.need'])
  })

  it('forces row-level security on every table and runs every view as who asks', async () => {
    expect(await openTables(sql)).toEqual([])
    expect(await planted('create table triage.planted (place_id uuid primary key)', openTables)).toContain(
      'triage.planted',
    )
    expect(await planted('create view triage.planted as select * from requests.need', openTables)).toEqual([
      'triage.planted',
    ])
    expect(await planted('alter table requests.need no force row level security', openTables)).toEqual([
      'requests.need',
    ])
  })

  it('reads the grants in the same words in every policy', async () => {
    expect(await grantsReadOtherwise(sql)).toEqual([])
    const statement = `create policy planted on requests.need to keepitlocal_app using (exists (select from platform.record_grant g where g.record_id = need_id))`
    expect(await planted(statement, grantsReadOtherwise)).toEqual(['requests.need, policy planted'])
    const itself = `create policy planted on platform.fact to keepitlocal_app using (place_id = platform.current_place() and exists (
      select from platform.record_grant g
      where g.place_id = (select platform.current_place()) and g.record_id = record_id
        and g.holder_id = any ((select platform.current_holders())::uuid[])
        and (g.granted_until is null or g.granted_until > (select platform.current_moment()))))`
    expect(await planted(itself, grantsReadOtherwise)).toEqual(['platform.fact, policy planted'])
  })

  it('points foreign keys down the levels only', async () => {
    const levels = readLevels(tree)
    const check = (tx: postgres.Sql) => keysThatPointUp(tx, levels)
    expect(await check(sql)).toEqual([])
    const statement =
      'alter table requests.need add column referral_id uuid; alter table requests.need add constraint planted foreign key (place_id, referral_id) references referrals.referral (place_id, referral_id)'
    expect(await planted(statement, check)).toEqual(['requests.need'])
  })

  it('is what the generated table types say', async () => {
    for (const [path, text] of await describeTables(sql, root))
      expect(readFileSync(path, 'utf8'), `${path} is stale: run script/types`).toBe(text)
  })
})

describe('the house', () => {
  it('registers every capability folder, and each folder has its door, manifest and story', () => {
    const folders = readdirSync(join(root, 'src', 'capabilities')).sort()
    expect(capabilities.map(capability => capability.name).sort()).toEqual(folders)
    for (const folder of folders)
      for (const file of ['index.ts', 'capability.ts', 'README.md'])
        expect(existsSync(join(root, 'src', 'capabilities', folder, file)), `src/capabilities/${folder}/${file}`).toBe(
          true,
        )
  })

  it('numbers migrations once each and names the owner of each', () => {
    const migrations = readdirSync(join(root, 'migrations'))
    const numbers = migrations.map(name => name.slice(0, 4))
    expect(new Set(numbers).size).toBe(numbers.length)
    const owners = new Set(['platform', ...capabilities.map(capability => capability.name)])
    for (const name of migrations) expect(owners, name).toContain(/^\d{4}_([a-z]+)_[a-z_]+\.sql$/.exec(name)?.[1])
  })

  it('gives every route and every permission it asks for an owner', () => {
    const known = new Set(capabilities.flatMap(capability => Object.keys(capability.permissions)))
    for (const { name, routes } of capabilities)
      for (const route of routes)
        if (!['anyone', 'signed-in'].includes(route.allow))
          expect(known, `${name}: ${route.method} ${route.path}`).toContain(route.allow)
  })
})
