import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { addTestPlace, feedService, importTestFeed, signedInAs } from '../testing.ts'
import { harvestFeeds } from './harvest/harvest-feeds.ts'

const house = useHouse('2026-11-22T12:00:00Z')
const slug = 'feedton'
const at = `/${slug}/directory`
let placeId: PlaceId
let farida: () => Promise<string>
let server: Server
let base: string
let services: object[] = [1, 2, 3, 4].map(number =>
  feedService(number, { description: number === 1 ? '<p>Tea</p>' : 'Tea' }),
)
const get = async (url: string, by = farida) => house.web.inject({ url, headers: { cookie: await by() } })
const post = async (url: string, fields: [string, string][]) =>
  house.web.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: await farida() },
    payload: new URLSearchParams(fields).toString(),
  })

beforeAll(async () => {
  placeId = await addTestPlace(house, slug)
  farida = await signedInAs(house, placeId, 'Farida Noor', ['directory editor'])
  server = createServer((_, res) =>
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(services)),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

describe('the pages of feeds', () => {
  let feed = ''
  it('are for directory editors alone', async () => {
    const coordinator = await signedInAs(house, placeId, 'Ben', ['coordinator'])
    for (const path of ['/feeds', '/feeds/add', '/duplicates']) {
      expect((await house.web.inject(`${at}${path}`)).statusCode).toBe(303)
      expect((await get(`${at}${path}`, coordinator)).statusCode).toBe(403)
      expect((await get(`${at}${path}`)).statusCode).toBe(200)
    }
  })
  it('add a feed, or say beside the field what is wrong with it', async () => {
    const wrong = await post(`${at}/feeds/add`, [
      ['name', ''],
      ['address', 'ftp://x.example'],
      ['everyHours', '24'],
      ['asksFor', 'everything'],
    ])
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Enter whose directory it is')
    const added = await post(`${at}/feeds/add`, [
      ['name', 'Ferry Council'],
      ['address', `${base}/services`],
      ['everyHours', '24'],
      ['asksFor', 'everything'],
      ['licence', 'OGL'],
    ])
    expect(added.statusCode).toBe(303)
    feed = (added.headers.location ?? '').split('?')[0] ?? ''
    expect((await get(feed)).body).toContain('Not fetched yet')
  })
  it('show every record’s report, to be filtered', async () => {
    await harvestFeeds(house.platform, placeId)
    const run = /directory\/imports\/[0-9a-f-]{36}/.exec((await get(feed)).body)?.[0]
    const all = await get(`/${slug}/${run}`)
    expect(all.body).toContain('Service 2')
    const mended = await get(`/${slug}/${run}?show=mended`)
    expect(mended.body).toContain('HTML taken out of description')
    expect(mended.body).not.toContain('Service 2')
    expect((await get(`/${slug}/${run}?words=${encodeURIComponent('Service 3%')}`)).body).toContain('No such record')
    for (const odd of ['?page=-1', '?page=x&show=x&words=x', `?words=${'x'.repeat(3000)}`, '?page=99999999999'])
      expect((await get(`/${slug}/${run}${odd}`)).statusCode).toBe(200)
  })
  it('have somebody decide on what vanished, and undo it', async () => {
    services = services.slice(0, 3)
    await post(feed, [['do', 'fetch']])
    await harvestFeeds(house.platform, placeId)
    expect((await get(feed)).body).toContain('No longer in the feed, still listed')
    const nothing = await post(feed, [
      ['do', 'decide'],
      ['decision', 'ended'],
    ])
    expect([nothing.statusCode, nothing.body.includes('Tick at least one entry')]).toEqual([422, true])
    const id = feedService(4, {}).id
    expect(
      (
        await post(feed, [
          ['do', 'decide'],
          ['decision', 'ended'],
          ['serviceId', id],
        ])
      ).headers.location,
    ).toContain('done=ended')
    expect((await get(feed)).body).toContain('Ended by Farida Noor')
    expect(
      (
        await post(feed, [
          ['do', 'decide'],
          ['decision', 'undo'],
          ['serviceId', id],
        ])
      ).headers.location,
    ).toContain('done=undo')
    for (const odd of [
      [['do', 'x']],
      [
        ['do', 'decide'],
        ['serviceId', 'x'],
      ],
      [],
    ] as [string, string][][])
      expect((await post(feed, odd)).statusCode).toBe(422)
  })
})

describe('the pages of duplicates', () => {
  it('put a pair side by side, show them as one in the words chosen, and make two of it again', async () => {
    await importTestFeed(
      house,
      slug,
      Array.from({ length: 60 }, (_, n) => feedService(20 + n, { name: `Thing${n} for people${n}` })),
      '--source',
      'crowd',
    )
    await importTestFeed(
      house,
      slug,
      [feedService(10, { name: 'Harbour Bereavement Café', email: 'h@x.example' })],
      '--source',
      'one',
    )
    await importTestFeed(
      house,
      slug,
      [
        feedService(11, {
          name: 'Harbour Bereavement Cafe',
          email: 'h@x.example',
          description: 'Come in.',
          organization: { id: feedService(910, {}).id, name: 'Organisation 10' },
        }),
      ],
      '--source',
      'two',
    )
    await post(`${at}/duplicates`, [])
    const list = (await get(`${at}/duplicates`)).body
    const pair = `/${slug}/${/directory\/duplicates\/[0-9a-f-]{36}/.exec(list)?.[0]}`
    expect(list).toContain('the same e-mail: h@x.example')
    expect(list).toContain('Two entries, from one and two')
    expect((await get(pair)).body).toContain('Side by side')
    expect((await post(pair, [['do', 'same']])).statusCode).toBe(422)
    const merged = await post(pair, [
      ['do', 'same'],
      ['survivor', 'first'],
      ['description', 'second'],
    ])
    expect(merged.headers.location).toContain('done=merged')
    expect((await get(String(merged.headers.location))).body).toContain(`href="${pair}">Look at the pair again`)
    expect((await house.web.inject(`/${slug}/services/${feedService(11, {}).id}`)).headers.location).toBe(
      `/${slug}/services/${feedService(10, {}).id}`,
    )
    expect((await house.web.inject(`/${slug}/services/${feedService(10, {}).id}`)).body).toContain('Come in.')
    const mergeId = /name="mergeId" value="([0-9a-f-]{36})"/.exec((await get(pair)).body)?.[1] ?? ''
    expect(
      (
        await post(pair, [
          ['do', 'undo'],
          ['mergeId', mergeId],
        ])
      ).headers.location,
    ).toContain('done=undone')
    expect((await house.web.inject(`/${slug}/services/${feedService(11, {}).id}`)).statusCode).toBe(200)
    expect(
      (
        await post(pair, [
          ['do', 'undo'],
          ['mergeId', 'x'],
        ])
      ).statusCode,
    ).toBe(422)
    expect((await post(pair, [['do', 'different']])).headers.location).toContain('done=different')
  })
})
