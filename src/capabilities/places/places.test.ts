import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../test/support/house.ts'
import type { PlaceId } from '../../kernel/ids.ts'
import { anyone } from '../../platform/auth/actor.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import {
  addPlace,
  findPlaceBySlug,
  listNeighbourhoods,
  neighbourhoodAt,
  newPlaceId,
  placeSettings,
  setNeighbourhoods,
} from './index.ts'
import { aFile, aPlace, squareBoundary } from './testing.ts'

const boundaryFile = (...features: object[]) =>
  aFile('wards.geojson', JSON.stringify({ type: 'FeatureCollection', features }))
const ward = (code: string, name: string, west: number) => ({
  type: 'Feature',
  properties: { WD24CD: code, WD24NM: name },
  geometry: { type: 'Polygon', coordinates: squareBoundary(code, name, { x: west, y: 300_000 }).outline[0] },
})

describe('places', () => {
  const house = useHouse()

  it('are added, listed and changed from the command line', async () => {
    const { commandLine } = house
    expect((await commandLine('place', 'list')).out).toContain('There are no places yet')
    const added = await commandLine(
      'place',
      'add',
      'north-shore',
      '--name',
      'North Shore',
      '--lad',
      'E06000001,E06000002',
      '--phone',
      '01632 960 000',
      '--hours',
      '9 to 5',
      '--safeguarding-phone',
      '(01632) 960-001',
    )
    expect(added).toMatchObject({ code: 0, err: '' })
    expect(added.out).toMatch(/^North Shore is at http.*\/north-shore$/m)
    expect((await commandLine('place', 'list')).out).toBe('north-shore           North Shore  E06000001  E06000002\n')
    await commandLine(
      'place',
      'change',
      'north-shore',
      '--opening-words',
      'Hello.',
      '--settings',
      aFile('s.json', '{"colour":"blue","safeguardingPhone":null}'),
    )
    const place = await house.platform.db.national(tx => findPlaceBySlug(tx, 'north-shore'))
    expect(place).toMatchObject({
      name: 'North Shore',
      ladCodes: ['E06000001', 'E06000002'],
      settings: {
        phone: { says: '01632 960 000', href: 'tel:01632960000', hours: '9 to 5' },
        colour: 'blue',
        openingWords: 'Hello.',
      },
    })
    expect(place?.settings).not.toHaveProperty('safeguardingPhone')
    expect(placeSettings({ ...place?.settings, phone: 7 })).toEqual({ openingWords: 'Hello.' })
  })

  it.each([
    [['place', 'add'], /Give the place a short name/],
    [['place', 'add', 'x1', '--name'], /argument missing/],
    [['place', 'add', 'North Shore', '--name', 'N'], /2 to 39 small letters/],
    [['place', 'add', 'healthz', '--name', 'N'], /address of the software itself/],
    [['place', 'add', 'north-shore', '--name', 'N'], /There is a place at “north-shore” already/],
    [['place', 'add', 'other', '--name', '  '], /name of 1 to 80 characters/],
    [['place', 'add', 'other', '--name', 'N', '--lad', 'nope'], /like E06000001/],
    [['place', 'add', 'other', '--name', 'N', '--phone', 'ring me'], /“ring me” is not a telephone number/],
    [['place', 'add', 'other', '--name', 'N', '--settings', '/nowhere'], /There is no file “\/nowhere”/],
    [['place', 'change', 'nowhere', '--name', 'N'], /There is no place “nowhere”\. There is north-shore\./],
    [['place', 'change', 'north-shore'], /Say what to change/],
    [['postcode'], /Name a postcode/],
    [['postcode', 'ZZ1 4AB', '--place', 'nowhere'], /There is no place “nowhere”/],
    [['import', 'boundaries', 'x'], /Which place\? Add --place/],
    [['import', 'boundaries', '--place', 'north-shore'], /Name one GeoJSON file/],
    [['import', 'boundaries', '/nowhere', '--place', 'north-shore'], /There is no file “\/nowhere”/],
    [['import', 'boundaries', '/', '--place', 'north-shore'], /is a folder/],
  ])('say what is wrong with %j', async (words, message) => {
    const { code, err, out } = await house.commandLine(...words)
    expect(out).toBe('')
    expect(err).toMatch(message)
    expect(code).toBeGreaterThan(0)
  })

  it('refuse settings that cannot be used, and save nothing of them', async () => {
    const file = aFile('s.json', '{"phone":"01632 960 000"}')
    const { err } = await house.commandLine('place', 'add', 'other', '--name', 'N', '--settings', file)
    expect(err).toContain('phone must be like {"says"')
    expect(await house.platform.db.national(tx => findPlaceBySlug(tx, 'other'))).toBeNull()
  })

  it('may be added by nobody but the house', async () => {
    const input = { slug: 'mine', name: 'Mine', ladCodes: [], settings: {} }
    expect(await perform(house.platform.db, anyone(newPlaceId()), addPlace, input)).toMatchObject({
      refused: 'not-allowed',
    })
  })

  it('let one of two take a short name at the same moment, and tell the other', async () => {
    const input = { slug: 'twice', name: 'Twice', ladCodes: [], settings: {} }
    const both = await Promise.all(
      [1, 2].map(() => perform(house.platform.db, houseActor(newPlaceId()), addPlace, input)),
    )
    expect(both.filter(answer => 'refused' in answer)).toEqual([
      expect.objectContaining({ refused: 'slug-taken', field: 'slug' }),
    ])
  })
})

describe('neighbourhoods', () => {
  const house = useHouse()
  let placeId: PlaceId
  beforeAll(async () => {
    placeId = await aPlace(house.platform, { slug: 'southmarsh', name: 'Southmarsh' })
    const rows = [
      'postcode,easting,northing,ward',
      'ZZ1 1AA,400500,300500,E05000001',
      'ZZ1 1AB,450000,300500,E05000002',
      'ZZ1 1AD,450000,300500,E05000009',
    ]
    await house.commandLine('import', 'postcodes', aFile('zz.csv', rows.join('\n')))
  })
  const names = () =>
    house.platform.db.asHouse(placeId, async tx => (await listNeighbourhoods(tx)).map(found => found.name))

  it('has a page that says how to load them, before there are any', async () => {
    const page = await house.web.inject('/southmarsh/neighbourhoods')
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('script/keepitlocal import boundaries FILE --place southmarsh')
  })

  it('come from a boundary file, change nothing when it comes again, and retire with the next', async () => {
    const file = boundaryFile(ward('E05000001', 'Millside', 400_000), ward('E05000002', 'Harbour', 401_000))
    const line = ['import', 'boundaries', file, '--place', 'southmarsh'] as const
    expect((await house.commandLine(...line)).out).toBe('Southmarsh: neighbourhoods 2 added.\n')
    expect(await names()).toEqual(['Harbour', 'Millside'])
    expect((await house.commandLine(...line)).out).toBe(
      'Nothing changed: Southmarsh has these 2 neighbourhoods already.\n',
    )

    const next = boundaryFile(ward('E05000001', 'Mill Side', 400_000), ward('E05000003', 'Quay', 401_000))
    expect((await house.commandLine('import', 'boundaries', next, '--place', 'southmarsh')).out).toBe(
      'Southmarsh: neighbourhoods 1 added, 1 changed, 1 retired.\n',
    )
    expect(await names()).toEqual(['Mill Side', 'Quay'])
    expect((await house.commandLine(...line, '--json')).out).toBe(
      '{"place":"southmarsh","added":0,"changed":2,"unchanged":0,"retired":1}\n',
    )
    expect(await names()).toEqual(['Harbour', 'Millside'])
  })

  it('stay as they were when a boundary file cannot be used', async () => {
    const bad = boundaryFile(ward('E05000005', 'Good', 400_000), { type: 'Feature', properties: {}, geometry: null })
    const { code, err } = await house.commandLine('import', 'boundaries', bad, '--place', 'southmarsh')
    expect(code).toBe(1)
    expect(err).toBe(
      'Feature 2 has no code: give it a property such as WD24CD or code (its properties: none).\nNothing was changed.\n',
    )
    expect(await names()).toEqual(['Harbour', 'Millside'])
  })

  it('are found by the point, else by the ward of the postcode, else not', async () => {
    const at = (x: number, ward?: string) =>
      house.platform.db.asHouse(placeId, async tx => (await neighbourhoodAt(tx, { x, y: 300_500 }, ward))?.name ?? null)
    expect(await at(400_500)).toBe('Millside')
    expect(await at(401_500, 'E05000001')).toBe('Harbour')
    expect(await at(450_000, 'E05000002')).toBe('Harbour')
    expect(await at(450_000)).toBeNull()
  })

  it('are as the last committed import left them, whatever a failed one had in hand', async () => {
    const house2 = houseActor(placeId)
    await expect(
      house.platform.db.as(house2, async tx => {
        await setNeighbourhoods.run(tx, { boundaries: [squareBoundary('X', 'Never', { x: 1000, y: 1000 })] as never })
        expect((await listNeighbourhoods(tx)).map(found => found.name)).toEqual(['Never'])
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    expect(await names()).toEqual(['Harbour', 'Millside'])
  })

  it('are drawn on a page, without inline style, with every name and its size in a table', async () => {
    const { body, statusCode } = await house.web.inject('/southmarsh/neighbourhoods')
    expect(statusCode).toBe(200)
    expect(body).toContain('Neighbourhoods of Southmarsh')
    expect(body).toMatch(/<svg class="kil-map"[^>]*aria-label="Map of the neighbourhoods of Southmarsh"/)
    expect(body).toMatch(/<th scope="row"[^>]*>Millside<\/th>\s*<td[^>]*>0\.4<\/td>/)
    expect(body).not.toContain('style=')
  })

  it('belong to their place alone', async () => {
    const other = await aPlace(house.platform, {
      slug: 'elsewhere',
      boundaries: [squareBoundary('E1', 'Over There', { x: 500_000, y: 300_000 })],
    })
    expect(await names()).toEqual(['Harbour', 'Millside'])
    const seen = await house.platform.db.as(
      anyone(other),
      tx => tx.sql<{ name: string }[]>`select name from places.neighbourhood`,
    )
    expect(seen.map(row => row.name)).toEqual(['Over There'])
  })

  it.each([
    [
      'zz11aa',
      200,
      { kind: 'unit', postcode: 'ZZ1 1AA', easting: 400_500, neighbourhood: { code: 'E05000001', name: 'Millside' } },
    ],
    ['ZZ1 1AB', 200, { neighbourhood: { code: 'E05000002', name: 'Harbour' } }],
    ['ZZ1 1AD', 200, { kind: 'unit', neighbourhood: null }],
    ['ZZ1', 200, { kind: 'outcode', neighbourhood: null }],
    ['ZZ1 1', 200, { kind: 'partial', matches: ['ZZ1 1AA', 'ZZ1 1AB', 'ZZ1 1AD'], matchesInAll: 3 }],
    ['ZZ1 9ZZ', 404, { kind: 'unknown', message: 'We do not know ZZ1 9ZZ. Check it, or use the first part, ZZ1.' }],
    ['M1 1AE', 404, { kind: 'not-loaded', howToLoad: { command: 'script/keepitlocal import postcodes FILE' } }],
    ['nonsense', 400, { kind: 'not-a-postcode', latitude: null }],
    ['💥', 400, { kind: 'not-a-postcode' }],
  ])('are in the JSON answer for %j (%d)', async (typed, status, body) => {
    const answer = await house.web.inject(`/southmarsh/api/postcodes/${encodeURIComponent(typed)}`)
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toMatchObject(body)
  })

  it('are told on the command line', async () => {
    const { out, code } = await house.commandLine('postcode', 'zz1', '1aa', '--place', 'southmarsh')
    expect(code).toBe(0)
    expect(out).toContain('ZZ1 1AA\nAt 400500 east, 300500 north (52.')
    expect(out).toContain('In Millside, Southmarsh')
    expect((await house.commandLine('postcode', 'ZZ1 1AD', '--place', 'southmarsh')).out).toContain(
      'Not in a neighbourhood of Southmarsh',
    )
    expect((await house.commandLine('postcode', 'ZZ1 9ZZ')).code).toBe(1)
    expect(JSON.parse((await house.commandLine('postcode', 'ZZ1 1AA', '--json')).out)).toMatchObject({
      easting: 400_500,
    })
  })
})

describe('the tables of places', () => {
  const house = useHouse()

  it('cannot be read or written by the bare login', async () => {
    const login = house.login()
    await expect(login`select * from places.place`).rejects.toThrow(/permission denied/)
    await expect(login`insert into places.outcode values ('ZZ1', '(1,1)', 1, 0)`).rejects.toThrow(/permission denied/)
  })

  it('let people read the gazetteer and not write it', async () => {
    const write = house.platform.db.national(tx => tx.sql`insert into places.outcode values ('ZZ1', '(1,1)', 1, 0)`)
    await expect(write).rejects.toThrow(/permission denied/)
  })

  it('let a place be changed only from within it', async () => {
    const mine = await aPlace(house.platform, { slug: 'mine' })
    const other = await aPlace(house.platform, { slug: 'other' })
    const changed = await house.platform.db.asHouse(
      other,
      tx => tx.sql`update places.place set name = 'Taken' where place_id = ${mine}`,
    )
    expect(changed.count).toBe(0)
  })
})
