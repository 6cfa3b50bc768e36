import { beforeAll, expect, it } from 'vitest'
import { actorForSession } from '../../src/actor.ts'
import { feedService, importTestFeed } from '../../src/capabilities/directory/testing.ts'
import { addMember, roles } from '../../src/capabilities/organisations/index.ts'
import { addAccount } from '../../src/capabilities/people/index.ts'
import { capabilities } from '../../src/capabilities.ts'
import { newId } from '../../src/kernel/ids.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import type { Route } from '../../src/platform/http/route.ts'
import { worked } from '../support/cast.ts'
import { entriesOf, formIn, type Scene } from '../support/entries.ts'
import { useHouse } from '../support/house.ts'

/**
 * Every page of the directory that is not for everyone, tried by those it is not for: a visitor, another organisation of the place, and somebody with every role
 * in another place. They are given what they could not have: the true ids, and the forms as those who may send them would fill them in.
 */

const house = useHouse()
const entries = entriesOf(house)

/** Stands in whatever is not for everyone: nobody else's page may hold it. */
const SECRET = 'Quetzalwort'
const samples: Record<string, string> = {}
let scene: Scene
let elsewhere: Scene
let all: { here: string; there: string }

const routes = capabilities.find(({ name }) => name === 'directory')?.routes ?? []
const closed = routes.filter(({ allow }) => allow !== 'anyone')

const withEveryRole = async ({ placeId, kitchen }: Scene, organisationId = kitchen): Promise<string> => {
  const { db } = house.platform
  const account = { name: 'Odile', email: 'odile@example.org', password: 'a long password' }
  const { personId } = worked(await perform(db, houseActor(placeId), addAccount, account))
  worked(await perform(db, houseActor(placeId), addMember, { organisationId, personId, roles: Object.keys(roles) }))
  return db.asHouse(placeId, async tx => {
    expect(await actorForSession(tx, { personId, organisationId })).not.toBeNull()
    return `session=${await startSession(tx, { personId, organisationId })}`
  })
}

const urlOf = (route: Route, { slug }: Scene): string =>
  route.path.replace(':place', slug).replace(/:(\w+)/g, (_, name: string) => samples[name] ?? 'no-sample')

const send = (method: 'GET' | 'POST', url: string, cookie: string, body: Record<string, string | string[]> = {}) =>
  house.web.inject({
    method,
    url,
    headers: { cookie, ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }) },
    ...(method === 'POST' && {
      payload: new URLSearchParams(
        Object.entries(body).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
      ).toString(),
    }),
  })

/** All that the place's directory holds, and what was written to people about it. */
const held = (at: Scene): Promise<Record<string, string>> =>
  house.platform.db.asHouse(at.placeId, async tx => {
    const tables = await tx.sql<{ name: string }[]>`
      select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and (n.nspname = 'directory' or n.nspname || '.' || c.relname in ('platform.notice', 'platform.fact'))
        and has_table_privilege('keepitlocal_house', c.oid, 'select') order by 1`
    const found: Record<string, string> = {}
    for (const { name } of tables) {
      const [row] = await tx.sql.unsafe<{ hash: string }[]>(
        `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from ${name} t where place_id = '${at.placeId}'`,
      )
      found[name] = row?.hash ?? ''
    }
    return found
  })

/** What each form's button sends, as whoever may press it sees it. */
const forms = new Map<string, Record<string, string | string[]>>()
/** The pages that tell the word to whom they are for. */
const telling: string[] = []

beforeAll(async () => {
  scene = await entries.aScene()
  elsewhere = await entries.aScene()
  all = { here: await withEveryRole(scene), there: await withEveryRole(elsewhere) }
  const choirs = [1, 2].map(number => feedService(number, { name: `Harbour choir ${number}`, description: 'Singing.' }))
  await importTestFeed(house, scene.slug, choirs)
  await house.platform.db.asHouse(scene.placeId, tx =>
    tx.sql`
      insert into directory.duplicate (place_id, duplicate_id, kind, first_id, second_id, score, reasons, state, proposed_at)
      values (${tx.placeId}, ${newId()}, 'entry', ${choirs[0]?.id ?? ''}, ${choirs[1]?.id ?? ''}, 20, '[]', 'open', ${tx.now})`.execute(),
  )
  await entries.edit(scene, { description: `A hot lunch, ${SECRET}.` })
  await entries.post(scene, `/services/${scene.entry}/mistake`, {
    wrong: 'phone',
    words: `Rings out, ${SECRET}.`,
    email: `${SECRET.toLowerCase()}@example.org`,
  })
  await entries.post(
    scene,
    '/directory/feeds/add',
    { name: `Feed ${SECRET}`, address: 'https://feed.example/services', everyHours: '24', asksFor: 'everything' },
    all.here,
  )
  await house.web.inject({
    method: 'POST',
    url: `/${scene.slug}/directory/tables`,
    headers: { cookie: all.here, 'content-type': 'multipart/form-data; boundary=b' },
    payload: `--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nTable ${SECRET}\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\nname,phone\nA,${SECRET}\n\r\n--b--\r\n`,
  })
  const publisher = await house.platform.db.asHouse(scene.placeId, async tx => {
    const [row] = await tx.sql<{ publisherId: string }[]>`
      select publisher_id from directory.publisher where place_id = ${tx.placeId} and organisation_id is null order by name limit 1`
    return row?.publisherId ?? ''
  })
  const invite = `/directory/invite?publisher=${publisher}`
  const shown = await entries.get(scene, invite, all.here)
  await entries.post(
    scene,
    '/directory/invite',
    {
      ...formIn(shown.body),
      publisherId: publisher,
      publisher,
      toName: SECRET,
      toEmail: `${SECRET}@example.org`,
      channel: 'email',
    },
    all.here,
  )
  const id = (table: string, column: string) =>
    house.platform.db.asHouse(scene.placeId, async tx => {
      const [row] = await tx.sql.unsafe<{ id: string }[]>(
        `select ${column} as id from directory.${table} where place_id = '${scene.placeId}' order by 1 desc limit 1`,
      )
      return row?.id ?? ''
    })
  Object.assign(samples, {
    entryId: scene.entry,
    serviceId: scene.entry,
    feedId: await id('feed', 'feed_id'),
    runId: await id('import_run', 'run_id'),
    duplicateId: await id('duplicate', 'duplicate_id'),
    tableId: await id('sent_table', 'table_id'),
    invitationId: await id('invitation', 'invitation_id'),
    mistakeId: await id('mistake', 'mistake_id'),
    proposalId: await id('proposal', 'proposal_id'),
  })
  for (const route of closed) {
    const shown = await send('GET', urlOf(route, scene), all.here)
    if (shown.body.includes(SECRET)) telling.push(route.path)
    if (shown.statusCode === 200) forms.set(urlOf(route, scene).replace(scene.slug, ''), formIn(shown.body))
  }
})

it('has a sample of everything that a page of the directory is about', () => {
  const wanted = closed.flatMap(({ path }) => [...path.matchAll(/:(\w+)/g)].map(match => match[1] ?? ''))
  expect([...new Set(wanted)].filter(name => name !== 'place' && !samples[name])).toEqual([])
})

it('shows it to those who keep the directory right', () => {
  expect(telling).toEqual(
    expect.arrayContaining(
      [
        'feeds',
        'feeds/:feedId',
        'tables/:tableId',
        'invitations/:invitationId',
        'mistakes/:mistakeId',
        'proposals/:proposalId',
      ].map(path => `/:place/directory/${path}`),
    ),
  )
  expect(forms.size).toBeGreaterThan(15)
})

/** What else a form may hold: what its page's buttons send, and what they do not. */
const bodies: readonly Record<string, string | string[]>[] = [
  {
    do: 'send',
    decision: 'approve',
    fields: ['description', 'name'],
    answer: 'right',
    words: 'x',
    state: 'mended',
    sure: 'yes',
  },
  { do: 'withdraw', decision: 'refuse', words: 'x', answer: 'x' },
  { do: 'drop' },
  { do: 'merge', keep: 'first' },
]

/** What an intruder got by every door: nothing that is not theirs. */
async function tryEveryDoor(at: Scene, cookie: string): Promise<string[]> {
  const told: string[] = []
  for (const route of closed) {
    const url = urlOf(route, at)
    const before = forms.get(url.replace(at.slug, '')) ?? {}
    const sent = route.method === 'GET' ? [{}] : [before, ...bodies.map(body => ({ ...before, ...body }))]
    for (const body of sent) {
      const answer = await send(route.method, url, cookie, body)
      if (answer.statusCode >= 500) told.push(`${route.method} ${route.path} gave ${answer.statusCode}`)
      // What they typed themselves may come back to them; nobody typed the word but those whose it is.
      const own = Object.values(body)
        .flat()
        .some(value => value.includes(SECRET))
      if (!own && new RegExp(SECRET, 'i').test(answer.body)) told.push(`${route.method} ${route.path} told it`)
    }
  }
  return told
}

it('shows nothing to, and changes nothing for, a visitor', async () => {
  const before = await held(scene)
  expect(await tryEveryDoor(scene, '')).toEqual([])
  expect(await held(scene)).toEqual(before)
}, 60_000)

it('shows and changes nothing of a place for somebody with every role in another place', async () => {
  const before = await held(scene)
  expect(await tryEveryDoor(elsewhere, all.there)).toEqual([])
  expect(await tryEveryDoor(scene, all.there)).toEqual([])
  expect(await held(scene)).toEqual(before)
}, 60_000)

it('shows and changes nothing of an organisation for a coordinator of another one', async () => {
  const before = await held(scene)
  expect(await tryEveryDoor(scene, scene.cookies.cleo)).toEqual([])
  const after = await held(scene)
  const changed = Object.keys(before).filter(table => before[table] !== after[table])
  // What they send in as an entry of their own is theirs.
  expect(
    changed.filter(
      table => !['directory.proposal', 'directory.proposal_remark', 'platform.notice', 'platform.fact'].includes(table),
    ),
  ).toEqual([])
}, 60_000)
