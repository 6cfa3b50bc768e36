import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { addTestPlace, feedService, importTestFeed, loadTestPostcodes, signedInAs } from '../testing.ts'
import { forgetOldSearches, writeCounts } from './keep-count.ts'

const house = useHouse('2026-11-18T09:30:00Z')
const slug = 'learnton'
let placeId: PlaceId
let helen: () => Promise<string>
let visitor = 0

/** Somebody new asks, unless said otherwise. */
const ask = (query: Record<string, string>, from = `10.0.0.${++visitor}`, agent = 'Mozilla/5.0 (X11) Firefox') =>
  house.web.inject({
    url: `/${slug}/find?${new URLSearchParams(query)}`,
    remoteAddress: from,
    headers: { 'user-agent': agent },
  })
const rows = () =>
  house.platform.db.asHouse(placeId, async tx => {
    await Promise.resolve()
    return tx.sql<{ neighbourhood: string; kind: string; found: string; searches: number }[]>`
      select neighbourhood, kind, found, searches from directory.searches_asked where place_id = ${tx.placeId} order by searches desc, found, kind`
  })
const see = async (path = '') =>
  house.web.inject({ url: `/${slug}/directory/searches${path}`, headers: { cookie: await helen() } })

beforeAll(async () => {
  placeId = await addTestPlace(house, slug)
  await loadTestPostcodes(house)
  await importTestFeed(house, slug, [
    feedService(1, {
      name: 'Ferry Food Bank',
      postcode: 'ZZ1 4AB',
      description: 'Parcels of food.',
      assured_date: '2026-10-03',
    }),
    feedService(2, { name: 'Debt advice', description: 'Help with debt.', assured_date: '2020-10-03' }),
  ])
  helen = await signedInAs(house, placeId, 'Helen Marchetti', ['commissioner'])
})

describe('what people look for and do not find', () => {
  it('counts a search once it is answered: not its second page, not a filter, not the same again, not a program', async () => {
    await ask({ q: 'food bank', near: 'ZZ1 4AA' }, '10.1.1.1')
    await ask({ q: 'food bank', near: 'ZZ1 4AA' }, '10.1.1.1')
    await ask({ q: 'food bank', page: '2' })
    await ask({ q: 'food bank', cost: 'free' })
    await ask({ q: 'food bank' }, '10.1.1.2', 'Googlebot/2.1')
    await ask({ near: 'ZZ1 4AA' })
    await writeCounts(house.platform)
    expect([...(await rows())]).toEqual([{ neighbourhood: 'elsewhere', kind: 'food', found: 'good', searches: 1 }])
  })

  it('keeps no sentence, no postcode, no name and no visitor, in no table of the house', async () => {
    await ask({ q: 'Zebedee Quartermain of ZZ1 4AB needs xylophone lessons', near: 'ZZ1 4AB' }, '203.0.113.77')
    await writeCounts(house.platform)
    const found = await house.platform.db.asHouse(placeId, async tx => {
      const tables = await tx.sql<{ name: string }[]>`
        select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('directory', 'platform') and has_table_privilege(c.oid, 'select')`
      const holding: string[] = []
      for (const { name } of tables) {
        const [row] = await tx.sql.unsafe<{ n: number }[]>(
          `select count(*)::int as n from ${name} t where t::text ~* 'zebedee|quartermain|xylophone|203\\.0\\.113'`,
        )
        if (row?.n) holding.push(name)
      }
      const postcodes = await tx.sql.unsafe(
        `select 1 from directory.searches_asked t where t::text ~* 'zz1' union all select 1 from directory.words_asked t where t::text ~* 'zz1'`,
      )
      return { holding, postcodes: postcodes.length, tables: tables.length }
    })
    expect(found).toMatchObject({ holding: [], postcodes: 0 })
    expect(found.tables).toBeGreaterThan(10)
  })

  it('is for directory editors and commissioners, and hides small numbers', async () => {
    for (let n = 0; n < 7; n++) await ask({ q: 'debt' })
    for (let n = 0; n < 2; n++) await ask({ q: 'wheelchair repair' })
    expect((await house.web.inject(`/${slug}/directory/searches`)).statusCode).toBe(303)
    const page = await see()
    expect(page.statusCode).toBe(200)
    for (const words of [
      'Money and bills',
      'Only entries nobody has checked within a year',
      'How it is counted',
      'Where fewer than 5 found nothing or little',
    ])
      expect(page.body).toContain(words)
    expect(page.body).not.toContain('wheelchair')
    expect(page.body).toMatch(/<th scope="row"[^>]*>debt<\/th>/)
  })

  it('gives the same as a file', async () => {
    const file = await see('.csv?weeks=4')
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(file.headers['content-disposition']).toContain('attachment; filename="searches-since-2026-10-26.csv"')
    const lines = file.body.trim().split('\r\n')
    expect(lines[0]).toBe('since,neighbourhood,kind_of_need,searches,nothing_or_little_found')
    expect(lines.some(line => line.includes('Money and bills'))).toBe(true)
  })

  it('counts whose page is opened, for the order of those to ring', async () => {
    const url = `/${slug}/services/${feedService(2, {}).id}`
    for (const remoteAddress of ['10.2.0.1', '10.2.0.2', '10.2.0.2'])
      await house.web.inject({ url, remoteAddress, headers: { 'user-agent': 'Mozilla/5.0' } })
    await writeCounts(house.platform)
    const [row] = await house.platform.db.asHouse(
      placeId,
      tx => tx.sql<{ looks: number }[]>`select looks from directory.entry_looks where place_id = ${tx.placeId}`,
    )
    expect(row?.looks).toBe(2)
  })

  it('forgets what is older than thirteen months', async () => {
    house.advance({ days: 30 * 13 })
    await house.platform.db.asHouse(placeId, forgetOldSearches)
    expect((await rows()).length).toBeGreaterThan(0)
    house.advance({ days: 20 })
    await house.platform.db.asHouse(placeId, forgetOldSearches)
    expect([...(await rows())]).toEqual([])
    expect((await see('?weeks=zzz')).body).toContain('Nothing has been looked for in these weeks')
  })
})
