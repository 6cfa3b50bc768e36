import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { worked } from '../../../../test/support/cast.ts'
import { entriesOf, formIn, proposalIn, type Scene } from '../../../../test/support/entries.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { mergeEntries } from '../feeds/duplicates/merge-entries.ts'
import { doubtEntry } from '../freshness/assure.ts'
import { KEPT_PRIVATE, tellingParts, wipe } from '../private-address.ts'
import { publishListedService } from '../publish-listed-service.ts'
import { answerMistake } from '../sharing/answer-mistake.ts'
import { feedService, importTestFeed, temporaryFile } from '../testing.ts'

const house = useHouse()
const { aScene, get, post, edit, decide, live } = entriesOf(house)

const REFUGE = '0a0a0a0a-0000-4000-8000-000000000001'
const ORIGINS = 200

/** Two hundred places to search from, round about the three that have services. */
const origins = Array.from({ length: ORIGINS }, (_, at) => ({
  postcode: `ZZ2 ${at % 10}${'ABDEFGHJLN'[Math.floor(at / 10) % 10]}${at < 100 ? 'A' : 'B'}`,
  x: 328_000 + ((at * 7_919) % 8000),
  y: 387_000 + ((at * 104_729) % 6000),
}))
let loaded: Promise<unknown> | null = null
async function loadOrigins(): Promise<void> {
  loaded ??= temporaryFile(
    'origins.csv',
    `pcds,oseast1m,osnrth1m,doterm\n${origins.map(({ postcode, x, y }) => `${postcode},${x},${y},`).join('\n')}\n`,
  ).then(file => house.commandLine('import', 'postcodes', file))
  await loaded
}

/** A refuge at a postcode, marked as private by its feed, that gives the address away wherever it can. */
const refuge = (postcode: string, more: Record<string, unknown> = {}) => {
  const service = feedService(1, {
    name: 'Harbour Refuge',
    description: `A safe house. We are at 14 Harbour Terrace, ${postcode}, behind the mill.`,
    postcode,
    service_areas: [{ id: '0a0a0a0a-0000-4000-8000-000000000a01', name: 'Ferry' }],
    ...more,
  }) as Record<string, unknown> & {
    service_at_locations: { location: Record<string, unknown> & { addresses: Record<string, unknown>[] } }[]
  }
  const location = service.service_at_locations[0]?.location
  if (!location?.addresses[0]) throw new Error('no location')
  location.addresses[0].address_1 = '14 Harbour Terrace'
  location.name = '14 Harbour Terrace'
  location.confidential = true
  location.latitude = postcode === 'ZZ1 4AA' ? 53.4012345 : 53.4098765
  location.longitude = -3.0512345
  service.organization = {
    id: '0a0a0a0a-0000-4000-8000-000000000901',
    name: 'Harbour Women',
    description: `Write to 14 Harbour Terrace ${postcode.replace(' ', '')}.`,
  }
  return service
}
const neighbours = [
  feedService(2, { name: 'Refuge tea room', description: 'Tea.', postcode: 'ZZ1 4AA' }),
  feedService(3, { name: 'Refuge helpline', description: 'A line.', postcode: 'ZZ1 4AB' }),
  feedService(4, { name: 'Refuge charity shop', description: 'A shop.', postcode: 'ZZ1 4AD' }),
  // The same organisation, open to everybody, in the same house: that would tell as well.
  {
    ...feedService(5, { name: 'Refuge outreach', description: 'Ask at 14 Harbour Terrace.' }),
    organization: { id: '0a0a0a0a-0000-4000-8000-000000000901', name: 'Harbour Women' },
  },
]

/** Everything that is kept in a place, but for the one table that may hold it. */
async function everythingKept(scene: Scene): Promise<string> {
  return house.platform.db.asHouse(scene.placeId, async tx => {
    const tables = await tx.sql<{ name: string }[]>`
      select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname in ('directory', 'platform') and has_table_privilege('keepitlocal_house', c.oid, 'select')
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'place_id' and not a.attisdropped)`
    const texts: string[] = []
    for (const { name } of tables) {
      if (name === 'directory.private_address') continue
      const rows = await tx.sql.unsafe<{ row: string }[]>(
        `select t::text as row from ${name} t where place_id = '${scene.placeId}'`,
      )
      texts.push(...rows.map(({ row }) => `${name} ${row}`))
    }
    return texts.join('\n')
  })
}

const publicPaths = (entry: string) => [
  `/services/${entry}`,
  `/services/${entry}?lang=ar`,
  '/find?q=refuge',
  '/api/services?q=refuge',
  '/oruk/3.0/services',
  `/oruk/3.0/services/${entry}`,
  '/oruk/3.0/service_at_locations',
  '/oruk/3.0/organizations',
  '/hsds/3/services',
  `/hsds/3/services/${entry}?full=true`,
  '/hsds/3/service_at_locations',
  '/hsds/3/services?format=ndjson',
  '/hsds/3/services.ndjson',
  '/hsds/3/datapackage.json',
]
const telling = (postcode: string) =>
  new RegExp(`${postcode.replace(' ', '(\\s|%20|\\+)*')}|Harbour Terrace|53\\.40\\d\\d|-3\\.051`, 'i')

async function expectNowhere(scene: Scene, entry: string, postcode: string, at = scene.entry): Promise<void> {
  const secret = telling(postcode)
  expect(secret.exec(await everythingKept(scene))?.[0]).toBeUndefined()
  for (const path of [...publicPaths(entry), `/services/${at}`])
    expect(secret.exec((await get(scene, path)).body)?.[0], path).toBeUndefined()
  for (const cookie of [scene.faridaCookie, scene.cookies.cleo])
    for (const path of [
      '/directory/proposals',
      `/directory/entries/${entry}/history`,
      `/directory/entries/${entry}/private-address`,
      `/directory/entries/${entry}/edit`,
    ])
      expect(secret.exec((await get(scene, path, cookie)).body)?.[0], path).toBeUndefined()
}

describe('a refuge whose feed marks its address as private', () => {
  it('is nowhere: not in tables, pages, feeds, the report or the log of the import; its own people see it, and each look is written down', async () => {
    const scene = await aScene()
    const answer = await importTestFeed(house, scene.slug, [refuge('ZZ1 4AA'), ...neighbours], '--source', 'the feed')
    expect(answer.code, answer.err).toBe(0)
    expect(telling('ZZ1 4AA').exec(answer.out + answer.err)?.[0]).toBeUndefined()
    const again = await importTestFeed(
      house,
      scene.slug,
      [refuge('ZZ1 4AA'), ...neighbours],
      '--source',
      'the feed',
      '--json',
    )
    expect(telling('ZZ1 4AA').exec(again.out + again.err)?.[0]).toBeUndefined()
    const page = (await get(scene, `/services/${REFUGE}`)).body
    expect(page).toContain('The address is kept private')
    expect(page).toContain(KEPT_PRIVATE)
    // The tea room is at the same postcode, as it may be.
    const secret = /Harbour Terrace|53\.40\d\d|-3\.051/i
    expect(secret.exec(await everythingKept(scene))?.[0]).toBeUndefined()
    for (const path of publicPaths(REFUGE))
      expect(secret.exec((await get(scene, path)).body)?.[0], path).toBeUndefined()

    await house.platform.db.asHouse(
      scene.placeId,
      tx =>
        tx.sql`update directory.publisher set organisation_id = ${scene.kitchen} where place_id = ${tx.placeId} and publisher_id = '0a0a0a0a-0000-4000-8000-000000000901'`,
    )
    await importTestFeed(
      house,
      scene.slug,
      [refuge('ZZ1 4AA', { fees_description: 'Free' }), ...neighbours],
      '--source',
      'the feed',
    )
    const path = `/directory/entries/${REFUGE}/private-address`
    const looks = () =>
      house.platform.db.asHouse(
        scene.placeId,
        tx =>
          tx.sql<{ actorName: string }[]>`
            select words as actor_name from platform.audit_line l join platform.audit_words w on w.place_id = l.place_id and w.seal = l.name_seal
            where l.place_id = ${tx.placeId} and action = 'looked at a private address' order by acted_at, audit_id`,
      )
    expect((await get(scene, path, scene.cookies.ben)).body).toContain('14 Harbour Terrace')
    expect((await get(scene, path, scene.faridaCookie)).body).not.toContain('Harbour Terrace')
    expect((await get(scene, path, scene.cookies.cleo)).statusCode).toBe(404)
    expect((await looks()).map(({ actorName }) => actorName)).toEqual(['Ben'])
    expect((await post(scene, path, { do: 'let editors see' }, scene.faridaCookie)).statusCode).toBe(404)
    await post(scene, path, { do: 'let editors see' }, scene.cookies.ben)
    expect((await get(scene, path, scene.faridaCookie)).body).toContain('14 Harbour Terrace')
    expect((await looks()).map(({ actorName }) => actorName)).toEqual(['Ben', 'Farida'])
    await post(scene, path, { do: 'keep to us' }, scene.cookies.ben)
    expect((await get(scene, path, scene.faridaCookie)).body).not.toContain('Harbour Terrace')
    const asApp = (actor: Scene['ben']) =>
      house.platform.db.as(
        actor,
        tx => tx.sql<{ n: number }[]>`select count(*)::int as n from directory.private_address`,
      )
    expect((await asApp(scene.ben))[0]?.n).toBe(1)
    expect((await asApp(scene.farida))[0]?.n).toBe(0)
  })

  it('cannot be worked out by searching: wherever it is, 200 searches from moved places, filters, orders and counts answer the same', async () => {
    await loadOrigins()
    const worlds: Scene[] = []
    for (const postcode of ['ZZ1 4AA', 'ZZ1 4AD']) {
      const scene = await aScene()
      const answer = await importTestFeed(house, scene.slug, [refuge(postcode), ...neighbours], '--source', 'the feed')
      expect(answer.code, answer.err).toBe(0)
      worlds.push(scene)
    }
    const asked = origins.map(({ postcode }, at) => {
      const filters = [
        '',
        '&within=1',
        '&within=3',
        '&serves=yes',
        '&within=1&leave-out=within',
        '&way=in-person',
        '&page=1&per_page=2',
      ][at % 7]
      return `q=${at % 2 ? 'refuge' : ''}&near=${encodeURIComponent(postcode)}${filters}`
    })
    const said = async (scene: Scene, path: string) =>
      (await get(scene, path)).body
        .replaceAll(scene.slug, 'place')
        .replaceAll(scene.entry, 'entry')
        .replaceAll(scene.kitchen, 'kitchen')
        .replace(/Place \d+/g, 'Place')
    const [one, other] = worlds as [Scene, Scene]
    let found = 0
    for (const [at, query] of asked.entries()) {
      for (const path of [`/api/services?${query}`, ...(at % 20 === 0 ? [`/find?${query}`] : [])]) {
        const [a, b] = await Promise.all([said(one, path), said(other, path)])
        expect(a, path).toBe(b)
        if (path.startsWith('/api')) {
          const result = (JSON.parse(a) as { results?: { id: string; distanceMetres: number | null }[] }).results?.find(
            ({ id }) => id === REFUGE,
          )
          if (result) found += 1
          expect(result?.distanceMetres ?? null).toBeNull()
        }
      }
    }
    expect(found).toBeGreaterThan(50)
    // The kitchen's own entry has ids of its own in each place.
    const its = async (scene: Scene) =>
      new Set((await get(scene, `/hsds/3/services/${scene.entry}?full=true`)).body.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g))
    const [ofOne, ofOther] = [await its(one), await its(other)]
    const masked = (text: string, own: ReadonlySet<string>) =>
      timeless(text).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, id => (own.has(id) ? 'its own' : id))
    for (const path of [...publicPaths(REFUGE), '/hsds/3/service_at_locations?proximity=1000&postcode=ZZ1+4AA'])
      expect(masked(await said(one, path), ofOne), path).toBe(masked(await said(other, path), ofOther))
  }, 60_000)
})

/** Without the moments at which things were written. */
const timeless = (text: string) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'then')

describe('an address that is made private later', () => {
  it('is in nothing that a cache may answer without asking: pages, lists, files, calendars, frames and lists by link', async () => {
    const scene = await aScene()
    const there = [...publicPaths(scene.entry), `/services/${scene.entry}/calendar.ics`]
    const more = ['/hsds/3/tables/addresses.csv', '/hsds/3/datapackage.zip', '/embed?q=lunch', '/sitemap-1.xml']
    const seen = new Set<string>()
    for (const path of [...there, ...more]) {
      const { statusCode, headers } = await get(scene, path)
      expect(`${path} ${headers['cache-control']}`).toMatch(/no-cache|no-store/)
      seen.add(`${statusCode} ${String(headers['content-type']).split(';')[0]}`)
    }
    for (const kind of [
      'text/html',
      'text/calendar',
      'text/csv',
      'application/json',
      'application/x-ndjson',
      'application/zip',
    ])
      expect([...seen]).toContain(`200 ${kind}`)
  })
  it('is wiped at once from the entry, its versions, proposals, remarks, reports and hashes, and no import brings it back', async () => {
    const scene = await aScene()
    const there = { 'locations-0-address': '14 Harbour Terrace', 'locations-0-postcode': 'ZZ1 4AD' }
    await decide(scene, proposalIn(await edit(scene, there)))
    await decide(
      scene,
      proposalIn(await edit(scene, { description: 'Come to 14 Harbour Terrace, ZZ14AD.', fees: 'Free' })),
    )
    const waiting = proposalIn(
      await edit(scene, { waitTime: 'Ring at 14 Harbour Terrace', words: 'The door of 14 Harbour Terrace is blue.' }),
    )
    const open = (await get(scene, `/directory/entries/${scene.entry}/edit`, scene.cookies.ben)).body
    await post(scene, `/directory/entries/${scene.entry}/edit`, { ...formIn(open), do: 'keep' }, scene.cookies.ben)
    const hidden = await edit(scene, { 'locations-0-private': 'yes' })
    expect(hidden.statusCode).toBe(303)
    await expectNowhere(scene, scene.entry, 'ZZ1 4AD')
    expect((await get(scene, `/directory/proposals/${waiting}`, scene.faridaCookie)).body).not.toContain(
      'Harbour Terrace',
    )
    expect((await get(scene, `/directory/entries/${scene.entry}/private-address`, scene.cookies.ben)).body).toContain(
      '14 Harbour Terrace',
    )
    const history = `/directory/entries/${scene.entry}/history`
    const newest = /Version (\d+)/.exec((await get(scene, history, scene.faridaCookie)).body)?.[1] ?? ''
    await post(scene, history, { version: '2', newest }, scene.faridaCookie)
    await expectNowhere(scene, scene.entry, 'ZZ1 4AD')
    // Its own people still edit everything else, and may move.
    const moved = await edit(scene, {
      'locations-0-address': '15 Harbour Terrace',
      'locations-0-postcode': 'ZZ1 4AA',
      fees: '£1',
    })
    expect(moved.statusCode).toBe(303)
    await expectNowhere(scene, scene.entry, 'ZZ1 4AA')
    expect((await get(scene, `/directory/entries/${scene.entry}/private-address`, scene.cookies.ben)).body).toContain(
      '15 Harbour Terrace',
    )
  })

  it('goes out of what people told of the entry, now and later, of mails about it and of the entry that stands in it', async () => {
    const scene = await aScene()
    const { db } = house.platform
    const there = { 'locations-0-address': '14 Harbour Terrace', 'locations-0-postcode': 'ZZ1 4AD' }
    await decide(scene, proposalIn(await edit(scene, { ...there, name: 'Lunch at 14 Harbour Terr.' })))
    const same = {
      organisationId: scene.kitchen,
      name: 'Lunch, Harbour Tce',
      description: 'Lunch.',
      locations: [{ postcode: 'ZZ1 4AD', addressLines: ['14 Harbour Terrace'] }],
      schedules: [],
    }
    const { serviceId: absorbedId } = worked(await perform(db, houseActor(scene.placeId), publishListedService, same))
    worked(await perform(db, scene.farida, mergeEntries, { survivorId: scene.entry, absorbedId, taken: [] }))
    const report = (words: string) =>
      post(scene, `/services/${scene.entry}/mistake`, { wrong: 'address', words, email: 'res@example.org' })
    const first = await report('The door of no. 14 Harbour Terr is blue')
    const code = /mistakes\/([^?]+)/.exec(String(first.headers.location))?.[1]
    const [mistake] = await db.asHouse(
      scene.placeId,
      tx => tx.sql<{ id: string }[]>`select mistake_id as id from directory.mistake where place_id = ${tx.placeId}`,
    )
    const answered = {
      mistakeId: mistake?.id ?? '',
      state: 'mended' as const,
      answer: 'Yes: 14, Harbour Terrace.',
      allRight: false,
    }
    worked(await perform(db, scene.farida, answerMistake, answered))
    const doubt = (words: string) => perform(db, scene.farida, doubtEntry, { serviceId: scene.entry, words })
    worked(await doubt('Nobody at ZZ14AD'))
    const kept = await post(scene, '/shortlist/keep', { service: scene.entry, serviceId: scene.entry })
    expect(kept.statusCode).toBe(303)
    const waiting = proposalIn(await edit(scene, { fees: 'Free' }))
    const asked = { decision: 'ask back', words: 'Is it at 14 Harbour Terrace?' }
    expect((await decide(scene, waiting, asked)).statusCode).toBe(303)

    expect((await edit(scene, { 'locations-0-private': 'yes' })).statusCode).toBe(303)
    const secret = /ZZ1\W*4AD|Harbour\W*T/i
    expect(secret.exec(await everythingKept(scene))?.[0]).toBeUndefined()
    expect((await get(scene, `/mistakes/${code}`)).body).toContain(KEPT_PRIVATE)

    await report('It is at 14 Harbour Terr, ZZ14AD')
    worked(await doubt('Harbour Tce 14 is empty'))
    await post(scene, `/directory/proposals/${waiting}/answer`, { words: 'At 14 Harbour Terrace.' }, scene.cookies.ben)
    await edit(scene, { waitTime: 'Ring at Harbour Terr 14', words: 'Harbour Terrace it is' })
    await edit(scene, { alert: 'Now at 14 Harbour Tce' }, scene.faridaCookie)
    expect(secret.exec(await everythingKept(scene))?.[0]).toBeUndefined()
  })

  it('stays private when its feed goes on giving it, with another name, spelling or place for it', async () => {
    const scene = await aScene()
    const open = (more: Record<string, unknown> = {}) => {
      const service = refuge('ZZ1 4AD', more)
      const location = service.service_at_locations[0]?.location
      if (location) location.confidential = undefined
      return service
    }
    await importTestFeed(house, scene.slug, [open()], '--source', 'the feed')
    expect((await live(scene, REFUGE))?.locations[0]?.postcode).toBe('ZZ1 4AD')
    await edit(scene, { 'locations-0-private': 'yes' }, scene.faridaCookie, REFUGE)
    await expectNowhere(scene, REFUGE, 'ZZ1 4AD')
    for (const more of [{}, { fees_description: 'Free' }, { description: 'At ZZ1 4AD, 14, Harbour  Terrace' }]) {
      const answer = await importTestFeed(house, scene.slug, [open(more)], '--source', 'the feed')
      expect(answer.code, answer.err).toBe(0)
      await expectNowhere(scene, REFUGE, 'ZZ1 4AD')
    }
  })

  it('is so with one press on the page that says what becomes of it', async () => {
    const scene = await aScene()
    await decide(scene, proposalIn(await edit(scene, { 'locations-0-postcode': 'ZZ1 4AD' })))
    const edited = (await get(scene, `/directory/entries/${scene.entry}/edit`, scene.cookies.ben)).body
    expect(edited).toContain('Keep its address private')
    const path = `/directory/entries/${scene.entry}/private-address`
    const before = (await get(scene, path, scene.cookies.ben)).body
    const [, locationId = ''] = /name="locationId" value="([^"]+)"/.exec(before) ?? []
    expect(before).toContain('what other directories fetch from us')
    expect((await post(scene, path, { do: 'make private', locationId }, scene.cookies.amira)).statusCode).toBe(404)
    const pressed = await post(scene, path, { do: 'make private', locationId }, scene.cookies.ben)
    expect(pressed.headers.location).toBe(`/${scene.slug}${path}?done=private`)
    await expectNowhere(scene, scene.entry, 'ZZ1 4AD')
    const after = (await get(scene, path, scene.cookies.ben)).body
    expect(after).toContain('ZZ1 4AD')
    expect(after).not.toContain('name="locationId"')
  })

  it('can be public again, once its own people type it and somebody has checked it', async () => {
    const scene = await aScene()
    await edit(scene, { 'locations-0-private': 'yes' })
    const form = formIn((await get(scene, `/directory/entries/${scene.entry}/edit`, scene.cookies.ben)).body)
    const { 'locations-0-private': _private, ...without } = form
    const path = `/directory/entries/${scene.entry}/edit`
    const empty = await post(scene, path, { ...without, do: 'send' }, scene.cookies.ben)
    expect(empty.body).toContain('Enter the address that everyone may see from now on')
    const sent = await post(
      scene,
      path,
      { ...without, do: 'send', 'locations-0-address': '1 Quay Street', 'locations-0-postcode': 'ZZ1 4AB' },
      scene.cookies.ben,
    )
    expect((await live(scene))?.locations[0]?.hidden).toBe(true)
    await decide(scene, proposalIn(sent))
    expect((await live(scene))?.locations[0]).toMatchObject({ postcode: 'ZZ1 4AB', point: { x: 331609, y: 390000 } })
    expect((await get(scene, `/directory/entries/${scene.entry}/private-address`, scene.cookies.ben)).body).toContain(
      'No address of this service is private',
    )
  })
})

describe('the words that give an address away', () => {
  it('go from any text, however the postcode is spaced', () => {
    const postcode = fc.constantFrom('ZZ1 4AB', 'ZZ12 3CD')
    const gap = fc.constantFrom('', ' ', '  ', '\n', '-', '.', '%20', '+')
    const words = fc.string({ maxLength: 20 })
    fc.assert(
      fc.property(postcode, gap, words, words, fc.boolean(), (code, space, before, after, lower) => {
        const [out = '', inner = ''] = code.split(' ')
        const typed = `${out}${space}${inner}`
        const text = `${before} ${lower ? typed.toLowerCase() : typed} ${after}`
        const clean = wipe(text, tellingParts([{ postcode: code, addressLines: ['12 Mill Row'] }]))
        expect(clean.toUpperCase().replace(/[^A-Z0-9]/g, '')).not.toContain(code.replace(' ', ''))
      }),
    )
  })

  it('go however a street, a house, a floor or a number is written', () => {
    const known = tellingParts([
      {
        name: 'Rose House',
        addressLines: ['Flat 2, 2nd Floor', '14 Mill Street', 'St Mary’s Court'],
        postcode: 'ZZ1 4AB',
        latitude: 53.4012345,
        longitude: -3.0516789,
      },
    ])
    for (const [said, left] of [
      ['Come to 14 Mill St.', `Come to ${KEPT_PRIVATE}.`],
      ['We are at no. 14, mill-street', `We are at ${KEPT_PRIVATE}`],
      ['fourteen Mill Str', KEPT_PRIVATE],
      ['Mill Street 14 it is', `${KEPT_PRIVATE} it is`],
      ['flat two', KEPT_PRIVATE],
      ['ring at the second floor', `ring at the ${KEPT_PRIVATE}`],
      ['the rose hse', `the ${KEPT_PRIVATE}`],
      ["Saint Mary's Ct", KEPT_PRIVATE],
      ['ZZ14AB', KEPT_PRIVATE],
      ['zzI (4AB', KEPT_PRIVATE],
      ['53.401 and 3.052', `${KEPT_PRIVATE} and ${KEPT_PRIVATE}`],
      ['https://feed.example/millstreet', `https://feed.example/${KEPT_PRIVATE}`],
    ])
      expect(wipe(said, known)).toBe(left)
    for (const said of [
      '2 flats',
      'The mill is by the street.',
      'St John’s',
      'on the 4th floor',
      '£53.40',
      'Millstreets',
    ])
      expect(wipe(said, known)).toBe(said)
    const links = {
      url: 'https://feed.example/mill-st',
      email: 'millstreet@feed.example',
      additionalUrls: [{ url: 'https://x.example/14-mill-st' }],
    }
    expect(wipe(links, known)).toEqual({ additionalUrls: [] })
    expect(wipe({ email: 'us@rosehouse.example' }, known)).toEqual({ email: 'us@rosehouse.example' })
  })

  it('do not empty an entry of its ordinary words', () => {
    const known = tellingParts([
      { postcode: 'ZZ1 4AB', addressLines: ['12 Mill Row', 'Ferry'], town: 'Ferry', name: 'Hub' },
    ])
    expect(wipe('A hub by the ferry, near the mill.', known)).toBe('A hub by the ferry, near the mill.')
    expect(wipe('Come to 12 Mill Row.', known)).toBe(`Come to ${KEPT_PRIVATE}.`)
    for (const link of [
      '?q=12+Mill+Row',
      '?q=12%20Mill%20Row',
      '/12-mill-row',
      '/12_mill_row',
      '?q=12%2C+Mill%2C%20Row',
    ])
      expect(wipe(`https://map.example/${link}`, known)).not.toMatch(/mill/i)
    expect(wipe({ serviceId: 'zz14ab', note: 'mill row' }, known)).toEqual({ serviceId: 'zz14ab', note: KEPT_PRIVATE })
  })
})
