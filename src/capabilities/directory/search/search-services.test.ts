import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import {
  type FoundService,
  findServicesNear,
  getListedService,
  publishListedService,
  sayReasons,
  searchServices,
} from '../index.ts'
import { addTestOrganisation, addTestPlace, done, importTestFeed, loadTestPostcodes, testFeed } from '../testing.ts'

const house = useHouse('2026-11-22T12:00:00Z')
let placeId: PlaceId
const here = { x: 330000, y: 390000 }
const said = ({ reasons }: Pick<FoundService, 'reasons'>) =>
  sayReasons(reasons, house.platform.clock(), 'en').map(({ text }) => text)
const search = (words: string, near?: { x: number; y: number }) =>
  house.platform.db.asHouse(placeId, tx => searchServices(tx, { words, ...(near && { near }) }))
const names = async (words: string, near?: { x: number; y: number }) =>
  (await search(words, near)).results.map(({ name }) => name)

beforeAll(async () => {
  placeId = await addTestPlace(house, 'seaside')
  await loadTestPostcodes(house)
  await importTestFeed(house, 'seaside', testFeed)
})

describe('searching services', () => {
  it('fuses words, distance and freshness, and says why', async () => {
    const { results, total } = await search('food bank', here)
    expect(total).toBe(3)
    expect(results.map(each => [each.name, each.distanceMetres, said(each)])).toEqual([
      [
        'Ferry Food Bank',
        1609,
        ['1 mile away', 'free', 'for food bank or food parcel', 'name matches', 'checked last month'],
      ],
      [
        'Northgate Pantry',
        0,
        ['less than 0.1 miles away', 'for food bank or food parcel', 'not checked since January 2021'],
      ],
      [
        'Food Bank by Post',
        null,
        [
          'for food bank or food parcel',
          'name matches',
          'not known how far away it is',
          'not known when it was last checked',
        ],
      ],
    ])
  })
  it('gives a service that is called exactly what was typed first, whatever is nearer or was understood', async () => {
    expect((await names('food bank by post', here))[0]).toBe('Food Bank by Post')
    expect((await names('SHOPPING  line', here))[0]).toBe('Shopping Line')
  })
  it('reads a told sentence as the needs it speaks of', async () => {
    const { needs, results } = await search('we have nothing to eat and mum died in march')
    expect(needs.map(({ needId, because }) => [needId, because]).slice(0, 2)).toEqual([
      ['bereavement', 'mum died'],
      ['food-bank', 'nothing to eat'],
    ])
    expect(results.map(({ name }) => name)).toEqual(expect.arrayContaining(['Ferry Food Bank', 'Café for bereavement']))
  })
  it('finds nearest first without words, and keeps services whose place is not known', async () => {
    expect(await names('', here)).toEqual([
      'Northgate Pantry',
      'Ferry Food Bank',
      'Café for bereavement',
      'Food Bank by Post',
      'Shopping Line',
    ])
  })
  it('finds stems, accents and the organisation’s name', async () => {
    expect(await names('cafes')).toEqual(['Café for bereavement'])
    expect(await names('bereaved')).toEqual(['Café for bereavement'])
    expect(await names('organisation 6')).toEqual(['Shopping Line'])
  })
  it('mends a misspelt word from the words of this place, and says so', async () => {
    const { results, mended } = await search('shoping')
    expect([results[0]?.name, mended]).toEqual(['Shopping Line', [{ typed: 'shoping', read: 'shopping' }]])
    const pantry = await search('northgaet pantri')
    expect([pantry.results[0]?.name, pantry.mended]).toEqual([
      'Northgate Pantry',
      [{ typed: 'northgaet', read: 'northgate' }],
    ])
  })
  it('does not mend a word that the vocabulary spells so, where no service has it', async () => {
    for (const typed of ['he is hitting me', 'my son uses drugs', 'cannot feed the kids', 'drugs'])
      expect((await search(typed)).mended, typed).toEqual([])
  })
  it('hears what a few words mean together once each is mended, and reads none as a word that says nothing', async () => {
    const { results, mended, needs } = await search('fod bnak')
    expect(mended).toEqual([
      { typed: 'fod', read: 'food' },
      { typed: 'bnak', read: 'bank' },
    ])
    expect(needs[0]?.needId).toBe('food-bank')
    expect(results[0]?.name).toMatch(/Food Bank/)
  })
  it('gives services with some of the words when none has all', async () => {
    const { results, matched } = await search('food shop')
    expect(matched).toBe('some')
    expect(results.map(({ name }) => name)).toContain('Shopping Line')
    expect(results.map(said).join()).toContain('does not mention')
  })
  it('leaves out services that are not running', async () => {
    expect(await names('closed')).toEqual([])
  })
  it('never fails, whatever is typed', async () => {
    for (const words of [
      "'",
      '"',
      '\\',
      '!!&|()',
      'a:*',
      '%_',
      '☃',
      'é'.repeat(600),
      'the of and',
      "' or 1=1 --",
      'x '.repeat(200),
    ]) {
      expect(Array.isArray((await search(words, here)).results), words).toBe(true)
    }
  })
  it('prints exactly the agreed JSON on the command line', async () => {
    const { code, out } = await house.commandLine(
      'search',
      'food bank',
      '--place',
      'seaside',
      '--near',
      'zz14aa',
      '--limit',
      '1',
      '--json',
    )
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      results: [
        {
          id: testFeed[0]?.id,
          name: 'Ferry Food Bank',
          distanceMetres: 1609,
          reasons: ['1 mile away', 'free', 'for food bank or food parcel', 'name matches', 'checked last month'],
        },
      ],
      total: 3,
    })
  })
  it('says on the command line what is wrong with a postcode or a place', async () => {
    const said = async (...words: string[]) => (await house.commandLine('search', ...words)).err
    expect(await said('food', '--place', 'seaside', '--near', 'ZZ9 9ZZ')).toContain('ZZ9')
    expect(await said('food', '--place', 'seaside', '--near', '???')).toContain('Enter a postcode like ZZ1 4AB')
    expect(await said('food', '--place', 'nowhere')).toContain('There is no place “nowhere”')
    expect(await said('food', '--place', 'seaside', '--limit', 'many')).toContain('--limit is a number from 1 to 500')
  })
})

describe('publishing a service', () => {
  const organisation = (name: string) => addTestOrganisation(house, placeId, name)
  const publish = (input: object) =>
    perform(house.platform.db, houseActor(placeId), publishListedService, input as never)

  it('lists it at once, checked today, with the organisation that offers it', async () => {
    const organisationId = await organisation('Southside Hub')
    const { serviceId } = done(
      await publish({
        organisationId,
        name: 'Lifts to the clinic',
        description: 'A <b>lift</b> and a chat',
        phone: '01632 960001',
        url: 'southside.example',
        cost: 'free',
        terms: ['Transport'],
        locations: [{ postcode: 'zz1 4ad', name: 'Southside Hall' }],
        schedules: [{ byday: 'MO,TH', opensAtTime: '09:30', closesAtTime: '12:00' }],
      }),
    )
    const service = await house.platform.db.asHouse(placeId, tx => getListedService(tx, serviceId))
    expect(service).toMatchObject({
      name: 'Lifts to the clinic',
      description: 'A lift and a chat',
      url: 'http://southside.example/',
      organisationId,
      assuredOn: '2026-11-22',
      attending: ['in-person'],
      source: 'this place',
    })
    const near = await house.platform.db.asHouse(placeId, tx =>
      findServicesNear(tx, { words: 'lift transport', point: here, organisationIds: [organisationId], limit: 5 }),
    )
    expect(near).toMatchObject([
      { serviceId, organisationId, organisationName: 'Southside Hub', distanceMetres: 3219, cost: 'free' },
    ])
    expect(near.map(said)[0]).toEqual([
      '2 miles away',
      'free',
      'for getting about',
      'name has “lift”',
      'organisation or subject has “transport”',
      'checked today',
    ])
    done(await publish({ serviceId, organisationId, name: 'Lifts anywhere' }))
    expect((await house.platform.db.asHouse(placeId, tx => getListedService(tx, serviceId)))?.name).toBe(
      'Lifts anywhere',
    )
  })
  it('names the field that is wrong, and saves nothing', async () => {
    const organisationId = await organisation('Westside Hub')
    const wrong = async (input: object) =>
      (await publish({ organisationId, name: 'Westside tea', ...input })) as { field?: string; message: string }
    expect(await wrong({ name: '' })).toMatchObject({
      field: 'name',
      message: 'Enter what the service is called, up to 250 characters',
    })
    expect(await wrong({ url: 'javascript:alert(1)' })).toMatchObject({ field: 'url' })
    expect(await wrong({ email: 'nobody' })).toMatchObject({ field: 'email' })
    expect(await wrong({ minimumAge: 60, maximumAge: 18 })).toMatchObject({ field: 'minimumAge' })
    expect(await wrong({ assuredOn: '2030-01-01' })).toMatchObject({ field: 'assuredOn' })
    expect(await wrong({ locations: [{ postcode: 'ZZ1' }] })).toMatchObject({ field: 'locations' })
    expect(await wrong({ serviceId: testFeed[0]?.id })).toMatchObject({
      message: 'There is no such service that was published here.',
    })
    expect(await names('westside')).toEqual([])
  })
})
