import { beforeAll, describe, expect, it, vi } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { connect } from '../../../platform/db/connection.ts'
import { recordChange } from '../change-log-store.ts'
import { searchServices } from '../index.ts'
import { addTestPlace, feedService, importTestFeed, loadTestPostcodes, testFeed } from '../testing.ts'
import { markersOf } from './find-map.ts'
import { indexesBeside, PlaceIndexes } from './place-indexes.ts'

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

describe('a place that nobody has searched yet', () => {
  it('is read without holding up whoever waits for it, however many they are', async () => {
    const { db } = house.platform
    const indexes = new PlaceIndexes()
    expect(await indexes.ready(db, placeId, 0)).toBe(false)
    // More than there are connections; each waits inside a transaction as well as outside of one.
    const waiting = Array.from({ length: 30 }, async () => {
      await indexes.ready(db, placeId, 60_000)
      return db.asHouse(placeId, tx => indexes.of(tx))
    })
    const built = await Promise.all([...waiting, ...waiting.map(() => db.asHouse(placeId, tx => indexes.of(tx)))])
    expect(new Set(built).size).toBe(1)
    expect(await indexes.ready(db, placeId, 0)).toBe(true)
  })
  it('says that it is still being read, and whom to call in danger all the same', async () => {
    await addTestPlace(house, 'large')
    const { web } = house
    const indexes = indexesBeside(house.platform.db)
    const usual = indexes.longestFirstWaitMilliseconds
    expect(usual).toBe(5_000)
    indexes.longestFirstWaitMilliseconds = 200
    // Whoever reads the directory waits for this lock as for a directory of half a million.
    const owner = connect(house.owner, 1)
    await owner.begin(async sql => {
      await sql`lock table directory.listed_service in access exclusive mode`
      const [page, lines] = await Promise.all([
        web.inject('/large/find?q=my+husband+is+hitting+me+right+now'),
        web.inject('/large/api/services?q=food'),
      ])
      expect([page.statusCode, page.headers['retry-after']]).toEqual([503, '30'])
      expect(page.body).toContain('999')
      expect(page.body).toContain('/large/ask/danger')
      expect([lines.statusCode, lines.headers['retry-after']]).toEqual([503, '30'])
      expect(lines.json().error.message).toContain('Search again in a minute')
    })
    indexes.longestFirstWaitMilliseconds = usual
    await owner.end()
    await vi.waitFor(async () => expect((await web.inject('/large/find?q=food')).statusCode).toBe(200))
  }, 30_000)
  it('is made anew beside the searches when everything changed, and then is of now', async () => {
    const { db } = house.platform
    const indexes = new PlaceIndexes()
    const before = await db.asHouse(placeId, tx => indexes.of(tx))
    const all = Array.from({ length: 5001 }, (_, at) => `0a0a0a0a-0000-4000-9000-${String(at).padStart(12, '0')}`)
    await db.asHouse(placeId, tx => recordChange(tx, all))
    const after = await Promise.all([1, 2, 3].map(() => db.asHouse(placeId, tx => indexes.of(tx))))
    expect(new Set([before, ...after]).size).toBe(2)
  })
})

describe('the page of finding help', () => {
  const look = async (query: string) => {
    const { statusCode, body } = await house.web.inject({ url: `/seaside/find?${query}` })
    const text = body
      .replace(/<[^>]+>/g, ' ')
      .replace(/&amp;/g, '&')
      .replace(/\s+/g, ' ')
    return { status: statusCode, html: body, text }
  }
  it('offers choices with their counts, and gives as many as it says', async () => {
    const { html } = await look('q=&near=ZZ1+4AA')
    const choices = [...html.matchAll(/name="(cost|way|checked)" value="([^"]+)"[^>]*><label[^>]*>[^<]*\((\d+)\)/g)]
    expect(choices.length).toBeGreaterThan(2)
    for (const [, name, value, count] of choices) {
      const { answer } = await ask(`q=&near=ZZ1+4AA&${name}=${value}&leave-out=${name}`)
      expect([name, value, answer.total]).toEqual([name, value, Number(count)])
    }
  })
  it('shows what was chosen, each to take off, and what is not known, to leave out', async () => {
    const { text, html } = await look('q=food+bank&near=ZZ1+4AA&cost=free&age=30')
    expect(text).toContain('What you chose Remove ✕ Free Remove ✕ Suits somebody aged 30')
    expect(html).toContain('href="/seaside/find?q=food+bank&amp;near=ZZ1+4AA&amp;age=30#results"')
    expect(text).toMatch(/Cost: \d+ free, and \d+ where we do not know\. Leave out what we do not know/)
    expect((await look('q=food+bank&near=ZZ1+4AA&cost=free&leave-out=cost')).text).toContain(
      'Show what we do not know too',
    )
    expect((await look('q=bereavement&cost=free&leave-out=cost')).text).toContain('No service fits all of your choices')
  })
  it('says open now, which ages are not said, and where else', async () => {
    const { text } = await look('q=everywhere&near=ZZ1+4AA&age=30')
    expect(text).toContain('Open now until 5 pm')
    expect(text).toContain('Does not say which ages')
    expect(text).toContain('Not for your postcode')
  })
  it('reads a postcode in the question when the box for it is empty', async () => {
    const { text, status } = await look('q=food+bank+near+ZZ1+4AA&near=')
    expect([status, text.includes('We read ZZ1 4AA in your question'), text.includes('1 mile away')]).toEqual([
      200,
      true,
      true,
    ])
  })
  it('can be read in Arabic, from the right', async () => {
    const { html, text, status } = await look('q=food+bank&near=ZZ1&cost=free&lang=ar')
    expect([
      status,
      html.includes('dir="rtl"'),
      text.includes('ما اخترته'),
      text.includes('نقيس المسافة من وسط'),
    ]).toEqual([200, true, true, true])
    expect(text).not.toMatch(/Narrow|Remove|Opening times|Page \d/)
  })
  it('puts services at one place behind one marker that names them all', async () => {
    const { html } = await look('q=&near=ZZ1+4AA&lang=en')
    expect(html).not.toContain('kil-map__point') // No outlines are known here, so nothing is drawn.
    const [first, second, third] = ['1', '2', '3'].map(x => ({ x: Number(x), y: 0 }))
    const at = (serviceId: string, point: { x: number; y: number } | undefined) =>
      ({ serviceId, name: serviceId, points: point ? [point] : [] }) as never
    const results = [at('a', first), at('b', second), at('c', first), at('d', undefined), at('e', third)]
    expect([...markersOf(results)]).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 1],
      ['e', 3],
    ])
  })
})
