import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { findImportReport, getListedService } from '../index.ts'
import { addTestPlace, feedService, importTestFeed, loadTestPostcodes, temporaryFile, testFeed } from '../testing.ts'

const house = useHouse('2026-11-22T12:00:00Z')
let placeId: PlaceId
const idOf = (number: number) => feedService(number, {}).id
const stored = (number: number) => house.platform.db.asHouse(placeId, tx => getListedService(tx, idOf(number)))
/** Everything the directory keeps of the place but its reports. */
const everything = () =>
  house.platform.db.asHouse(placeId, async tx => [
    await tx.sql`select * from directory.listed_service where place_id = ${placeId} order by service_id`,
    await tx.sql`select * from directory.service_location where place_id = ${placeId} order by service_id, location_id`,
    await tx.sql`select * from directory.service_term where place_id = ${placeId} order by service_id, term_id`,
    await tx.sql`select * from directory.publisher where place_id = ${placeId} order by publisher_id`,
  ])

beforeAll(async () => {
  placeId = await addTestPlace(house, 'seaside')
  await addTestPlace(house, 'elsewhere')
})

describe('importing services', () => {
  it('says in a dry run what it would do, and writes nothing', async () => {
    const { code, out } = await importTestFeed(house, 'seaside', testFeed, '--dry-run')
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('Nothing was written (dry run). It would be: 6 added, 0 changed, 0 unchanged.'),
    ])
    expect((await everything()).flat()).toEqual([])
  })
  it('takes a feed, with scripts taken out', async () => {
    const { out } = await importTestFeed(house, 'seaside', testFeed)
    expect(out).toContain('5 taken as they are, 1 mended, 0 refused')
    expect(out).toContain('4 locations with a postcode that is not in the postcode file')
    expect((await stored(4))?.description).toBe('Tea & company')
  })
  it('puts locations on the map once their postcode is known, without any other change', async () => {
    expect((await stored(1))?.locations[0]).not.toHaveProperty('point')
    await loadTestPostcodes(house)
    const { out } = await importTestFeed(house, 'seaside', testFeed)
    expect(out).toContain('0 added, 0 changed, 6 unchanged')
    expect((await stored(1))?.locations[0]).toMatchObject({ point: { x: 331609, y: 390000 }, pointFrom: 'postcode' })
  })
  it('changes nothing when the same feed comes again', async () => {
    const before = await everything()
    house.advance({ days: 1 })
    const { out } = await importTestFeed(house, 'seaside', testFeed)
    expect(out).toContain('0 added, 0 changed, 6 unchanged')
    expect(await everything()).toEqual(before)
  })
  it('writes only what changed, and reports what the feed no longer has without taking it off', async () => {
    const { out } = await importTestFeed(house, 'seaside', [
      { ...testFeed[0], name: 'Ferry Larder' },
      ...testFeed.slice(1, 5),
    ])
    expect(out).toContain('0 added, 1 changed, 4 unchanged')
    expect(out).toContain('No longer in this feed, still listed (1):\n  Shopping Line')
    expect([(await stored(1))?.name, (await stored(6))?.name]).toEqual(['Ferry Larder', 'Shopping Line'])
  })
  it('keeps the report of every record, to be read again', async () => {
    const { out } = await importTestFeed(
      house,
      'seaside',
      [{ id: 'x', name: '', status: 'active' }, testFeed[1], testFeed[1], 'nonsense'],
      '--json',
    )
    const printed = JSON.parse(out)
    expect(printed.counts).toMatchObject({ records: 4, taken: 1, mended: 0, refused: 2, repeats: 1, unchanged: 1 })
    const kept = await house.platform.db.asHouse(placeId, tx => findImportReport(tx, printed.runId))
    expect(kept?.records.map(({ number, reading, notes }) => [number, reading, notes[0]])).toEqual([
      [1, 'refused', 'has no name'],
      [2, 'taken', undefined],
      [3, 'repeat', 'is the same as record 2: passed over'],
      [4, 'refused', 'is not a record but a string'],
    ])
  })
  it('writes all of a feed or, when anything fails, nothing', async () => {
    const before = await everything()
    await expect(
      house.platform.db.asHouse(placeId, async tx => {
        const { importServices } = await import('../index.ts')
        const records = [{ number: 1, value: feedService(50, {}) }]
        await importServices(tx, { source: 'x', form: 'ORUK 3.0', records, pages: 1, bytes: 1, notes: [] })
        throw new Error('the power goes')
      }),
    ).rejects.toThrow('the power goes')
    expect(await everything()).toEqual(before)
  })
  it('lets two imports of one place at once both end, one after the other', async () => {
    const answers = await Promise.all([
      importTestFeed(house, 'seaside', testFeed),
      importTestFeed(house, 'seaside', testFeed),
    ])
    expect(answers.map(({ code }) => code)).toEqual([0, 0])
    expect(answers.map(({ out }) => /(\d) changed/.exec(out)?.[1]).sort()).toEqual(['0', '1'])
  })
  it('lets no other feed write what one feed has, nor rename who publishes it, unless whoever imports says so', async () => {
    const publisher = { id: '0b0b0b0b-0000-4000-8000-000000000001', name: 'Ferry Trust' }
    const theirs = [feedService(70, { name: 'Ferry Crossing', organization: publisher })]
    await importTestFeed(house, 'seaside', theirs, '--source', 'first')
    const renamed = { ...publisher, name: 'Somebody Else' }
    const others = [
      feedService(70, { name: 'Call us instead', organization: renamed }),
      feedService(71, { name: 'One of their own', organization: renamed }),
    ]
    const stand = async () => [(await stored(70))?.name, (await stored(70))?.publisher?.name, (await stored(71))?.name]
    const { out } = await importTestFeed(house, 'seaside', others, '--source', 'second')
    expect(out).toContain('comes here from another feed, “first”: what this one says of it is passed over')
    expect(out).toContain('add --take-over')
    expect(await stand()).toEqual(['Ferry Crossing', 'Ferry Trust', 'One of their own'])
    await importTestFeed(house, 'seaside', [others[0], { ...others[1], name: 'Again' }], '--source', 'second')
    expect(await stand()).toEqual(['Ferry Crossing', 'Ferry Trust', 'Again'])
    const taken = await importTestFeed(house, 'seaside', others, '--source', 'second', '--take-over')
    expect(taken.out).toContain('Taken over from another feed: 1. They are this one’s now.')
    expect(await stand()).toEqual(['Call us instead', 'Somebody Else', 'One of their own'])
  })
  it('lets another feed have what the first has no longer', async () => {
    const [going, staying] = [feedService(80, { name: 'Going' }), feedService(81, { name: 'Staying' })]
    await importTestFeed(house, 'seaside', [going, staying], '--source', 'old')
    await importTestFeed(house, 'seaside', [staying], '--source', 'old')
    await importTestFeed(house, 'seaside', [{ ...going, name: 'Gone over' }], '--source', 'new')
    expect((await stored(80))?.name).toBe('Gone over')
  })
  it('says clearly what is wrong with a line, a place or a file', async () => {
    const said = async (...words: string[]) => (await house.commandLine('import', 'services', ...words)).err
    expect(await said()).toContain('Give one file or one address')
    expect(await said('feed.json')).toContain('Which place? Add --place')
    expect(await said('feed.json', '--place', 'nowhere')).toContain('There is no place “nowhere”')
    expect(await said('feed.json', '--nonsense')).toContain("Unknown option '--nonsense'")
    expect(await said('/no/such.json', '--place', 'seaside')).toContain('There is no file')
    expect(await said(await temporaryFile('a.json', '[{"id":'), '--place', 'seaside')).toContain(
      'stops in the middle, at line 1',
    )
  })
  it('shows a place’s services to that place only, and its reports to the house only', async () => {
    const counts = await house.platform.db.asHouse(
      (await elsewhere()) as PlaceId,
      tx => tx.sql`select from directory.listed_service`,
    )
    expect(counts.length).toBe(0)
    const sql = house.login()
    await expect(sql`select * from directory.listed_service`).rejects.toThrow('permission denied')
    const rows = await sql.begin(async tx => {
      await tx.unsafe(`set local role keepitlocal_app; set local app.place_id = '${placeId}'`)
      const services = await tx`select from directory.listed_service`
      await tx.unsafe(`set local app.place_id = '${await elsewhere()}'`)
      const servicesElsewhere = await tx`select from directory.listed_service`
      return [services.length, servicesElsewhere.length]
    })
    expect(rows).toEqual([10, 0])
    const asApp = sql.begin(async tx => {
      await tx.unsafe(`set local role keepitlocal_app; set local app.place_id = '${placeId}'`)
      await tx`select from directory.import_record`
    })
    await expect(asApp).rejects.toThrow('permission denied')
    const write = sql.begin(async tx => {
      await tx.unsafe(`set local role keepitlocal_app; set local app.place_id = '${placeId}'`)
      await tx`update directory.listed_service set name = 'x'`
    })
    await expect(write).rejects.toThrow('permission denied')
  })
})

const elsewhere = async () =>
  (
    await house.platform.db.national(
      tx => tx.sql<{ placeId: string }[]>`select place_id from places.place where slug = 'elsewhere'`,
    )
  )[0]?.placeId
