import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { recordChange } from '../change-log-store.ts'
import { searchServices } from '../index.ts'
import { addTestPlace, feedService, importTestFeed, loadTestPostcodes, testFeed } from '../testing.ts'
import { PlaceIndexes } from './place-indexes.ts'

const house = useHouse('2026-11-22T12:00:00Z')
let placeId: PlaceId
const ask = async (query: string, slug = 'seaside') => {
  const { statusCode, body, headers } = await house.web.inject({ url: `/${slug}/api/services?${query}` })
  return { status: statusCode, cors: headers['access-control-allow-origin'], answer: JSON.parse(body) }
}
const names = async (query: string, slug?: string): Promise<string[]> =>
  (await ask(query, slug)).answer.results.map(({ name }: { name: string }) => name)

beforeAll(async () => {
  placeId = await addTestPlace(house, 'seaside')
  await addTestPlace(house, 'elsewhere')
  await loadTestPostcodes(house)
  await importTestFeed(house, 'seaside', [
    ...testFeed,
    feedService(30, {
      name: 'Tea everywhere',
      postcode: 'ZZ1 4AD',
      languages: [{ name: 'Polish' }],
      service_areas: [{ id: '0a0a0a0a-0000-4000-8000-000000000801', name: 'ZZ2' }],
      schedules: [{ freq: 'WEEKLY', byday: 'SU', opens_at: '10:00', closes_at: '17:00' }],
    }),
  ])
})

describe('the search as JSON', () => {
  it('gives results with why they stand where they stand, and every choice counted', async () => {
    const { status, cors, answer } = await ask('q=food+bank&near=ZZ1+4AA')
    expect([status, cors, answer.total, answer.pages]).toEqual([200, '*', 3, 1])
    expect(answer.results[0]).toMatchObject({
      name: 'Ferry Food Bank',
      distanceMetres: 1609,
      cost: 'free',
      checkedOn: '2026-10-03',
      opening: null,
    })
    expect(answer.results[0].reasons.map(({ text }: { text: string }) => text)).toEqual([
      '1 mile away',
      'free',
      'for food bank or food parcel',
      'name matches',
      'checked last month',
    ])
    const cost = answer.filters.find(({ key }: { key: string }) => key === 'cost')
    expect([cost.choices[0], cost.notKnown]).toEqual([{ value: 'free', count: 1, chosen: false }, 2])
  })
  it('keeps what is not known, below and counted, until it is left out', async () => {
    const { answer } = await ask('q=food+bank&cost=free')
    expect([answer.total, answer.withUnknown, answer.results[0].name]).toEqual([3, 2, 'Ferry Food Bank'])
    expect(await names('q=food+bank&cost=free&leave-out=cost')).toEqual(['Ferry Food Bank'])
  })
  it('filters by age, language, opening, distance and what serves a postcode, all at once', async () => {
    expect(
      await names('q=tea&near=ZZ1+4AA&open=now&language=Polish&within=5&leave-out=open&leave-out=language'),
    ).toEqual(['Tea everywhere'])
    expect(await names('q=tea&near=ZZ1+4AA&serves=yes')).not.toContain('Tea everywhere')
    expect(await names('q=bereavement&age=30')).toEqual([])
    const [tea] = (await ask('q=everywhere&near=ZZ1+4AA&age=30')).answer.results
    expect(tea.reasons.map(({ text }: { text: string }) => text)).toEqual([
      '2 miles away',
      'not for your postcode',
      'open now until 5 pm',
      'does not say which ages',
      'name matches',
      'not known when it was last checked',
    ])
  })
  it('names a postcode that is none, and answers anything else', async () => {
    expect((await ask('q=food&near=nonsense')).status).toBe(400)
    for (const query of [
      'page=-1',
      'page[]=2',
      'per_page=x',
      'age=old',
      'q[]=a&q[]=b',
      `q=${'a'.repeat(5000)}`,
      'cost=free&cost=free&cost=x',
    ])
      expect((await ask(query)).status, query).toBe(200)
  })
  it('says its reasons in the language asked for', async () => {
    const { answer } = await ask('q=food+bank&near=ZZ1+4AA&lang=ar')
    expect(answer.results[0].reasons.map(({ text }: { text: string }) => text).join()).toContain('مجانية')
  })
})

describe('the index of a place', () => {
  it('is of now: a change is found by the next search, in every process', async () => {
    expect(await names('q=marmalade')).toEqual([])
    await importTestFeed(house, 'seaside', [feedService(40, { name: 'Marmalade swap' })], '--source', 'late')
    expect(await names('q=marmalade')).toEqual(['Marmalade swap'])
    await importTestFeed(house, 'seaside', [feedService(40, { name: 'Jam swap' })], '--source', 'late')
    expect([await names('q=marmalade'), await names('q=jam')]).toEqual([[], ['Jam swap']])
  })
  it('shows a place nothing of another', async () => {
    expect(await names('q=food', 'elsewhere')).toEqual([])
  })
  it('hides what was merged into another entry, and lets what is doubtful sink', async () => {
    const { db } = house.platform
    const [ferry, pantry] = [testFeed[0]?.id as string, testFeed[1]?.id as string]
    await db.asHouse(placeId, async tx => {
      await tx.sql`update directory.listed_service set doubtful_at = now(), doubtful_because = 'doubted' where place_id = ${placeId} and service_id = ${ferry}`
      await recordChange(tx, [ferry])
    })
    expect((await names('q=food+bank')).at(-1)).not.toBe('Food Bank by Post')
    expect((await names('q=food+bank'))[0]).not.toBe('Ferry Food Bank')
    await db.asHouse(placeId, async tx => {
      await tx.sql`update directory.listed_service set merged_into = ${ferry} where place_id = ${placeId} and service_id = ${pantry}`
      await recordChange(tx, [pantry])
    })
    expect(await names('q=food+bank')).not.toContain('Northgate Pantry')
  })
  it('shows what a transaction wrote to that transaction alone, and to nobody when it is undone', async () => {
    const { db } = house.platform
    const id = testFeed[5]?.id as string
    const undone = db.asHouse(placeId, async tx => {
      await tx.sql`update directory.listed_service set name = 'Quince club' where place_id = ${placeId} and service_id = ${id}`
      await recordChange(tx, [id])
      expect((await searchServices(tx, { words: 'quince' })).total).toBe(1)
      expect(await names('q=quince')).toEqual([])
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await names('q=quince')).toEqual([])
  })
  it('is built once however many ask at once, and gives way to others when room is short', async () => {
    const { db } = house.platform
    const indexes = new PlaceIndexes(1)
    const [one, other] = await Promise.all([1, 2].map(() => db.asHouse(placeId, tx => indexes.of(tx))))
    expect(one).toBe(other)
    const elsewhere = await addTestPlace(house, 'third')
    await db.asHouse(elsewhere, tx => indexes.of(tx))
    expect(indexes.places).toEqual([elsewhere])
    expect(await db.asHouse(placeId, tx => indexes.of(tx))).not.toBe(one)
  })
})
