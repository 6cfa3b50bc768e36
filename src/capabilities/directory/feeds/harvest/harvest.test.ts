import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../../../../../test/support/cast.ts'
import { useHouse } from '../../../../../test/support/house.ts'
import { isRefusal } from '../../../../kernel/refusal.ts'
import { perform } from '../../../../platform/command.ts'
import { houseActor } from '../../../../platform/db/database.ts'
import { getListedService } from '../../index.ts'
import { done, feedService, signedInAs } from '../../testing.ts'
import { findFeed, listVanishedOf } from './feed-store.ts'
import { harvestFeeds } from './harvest-feeds.ts'
import { addFeed, decideOnVanished, steerFeed } from './keep-feed.ts'
import { isSuddenLoss, nextRunAt } from './next-run.ts'

const house = useHouse('2026-11-22T12:00:00Z')
let server: Server
let base: string
let cast: Cast
let services: object[] = []
let status = 200
const asked: { url: string; since: string | undefined }[] = []
const id = (number: number) => feedService(number, {}).id

beforeAll(async () => {
  cast = await aCast(house)
  await signedInAs(house, cast.placeId, 'Farida Noor', ['directory editor'])
  server = createServer((req, res) => {
    asked.push({ url: req.url ?? '', since: req.headers['if-none-match'] })
    const etag = `"${JSON.stringify(services).length}"`
    if (status !== 200) {
      res.writeHead(status).end('{}')
    } else if (req.headers['if-none-match'] === etag) res.writeHead(304).end()
    else {
      const body = req.url?.includes('modified_after') ? services.slice(0, 1) : services
      res.writeHead(200, { 'content-type': 'application/json', etag }).end(JSON.stringify(body))
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const add = async (path: string, more: object = {}) =>
  done(
    await perform(house.platform.db, houseActor(cast.placeId), addFeed, {
      name: 'Ferry Council',
      address: `${base}${path}`,
      everyHours: 24,
      licence: 'Open Government Licence 3.0',
      attribution: '',
      asksFor: 'everything',
      ...more,
    }),
  ).feedId
const harvest = (feedId?: string) => harvestFeeds(house.platform, cast.placeId, feedId ? { feedId } : {})
const feedOf = (feedId: string) => house.platform.db.asHouse(cast.placeId, tx => findFeed(tx, feedId))
/** What those who keep the directory right were told of a feed, in the order of telling. */
const told = (feedId: string) =>
  house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ toName: string; subject: string; body: string }[]>`
      select to_name, subject, body from platform.notice where place_id = ${tx.placeId} and about_id = ${feedId} order by created_at, notice_id`,
  )
const stored = (number: number) => house.platform.db.asHouse(cast.placeId, tx => getListedService(tx, id(number)))

describe('when a feed is fetched next', () => {
  it('is at its own pace, and more and more slowly while it fails, never more than a day apart for a daily feed', () => {
    const now = new Date('2026-11-22T12:00:00Z')
    const hours = (every: number, failures: number) =>
      (nextRunAt(now, every, failures).getTime() - now.getTime()) / 3_600_000
    expect([0, 1, 2, 3, 4, 9, 99].map(failures => hours(24, failures))).toEqual([24, 0.5, 1, 2, 4, 24, 24])
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 744 }),
        fc.nat(2000),
        (every, failures) => hours(every, failures) > 0 && hours(every, failures) <= 744,
      ),
    )
    expect([
      isSuddenLoss(1, 3),
      isSuddenLoss(2, 3),
      isSuddenLoss(2, 2),
      isSuddenLoss(34, 100),
      isSuddenLoss(33, 100),
    ]).toEqual([false, true, false, true, false])
  })
})

describe('pulling a feed', () => {
  it('imports what is due, says whose it is on the page, and asks for it again only when it changed', async () => {
    services = [1, 2, 3, 4, 5, 6].map(number => feedService(number, {}))
    const feedId = await add('/pull')
    expect((await harvest()).map(({ outcome }) => outcome)).toEqual(['imported'])
    expect(await harvest()).toEqual([])
    const page = await house.web.inject({ url: `/${cast.slug}/services/${id(1)}` })
    expect(page.body).toContain('Ferry Council')
    expect(page.body).toContain('Open Government Licence 3.0')
    house.advance({ days: 1, hours: 1 })
    expect((await harvest()).map(({ outcome }) => outcome)).toEqual(['unchanged'])
    expect(asked.at(-1)?.since).toBeDefined()
    expect(await feedOf(feedId)).toMatchObject({ failures: 0, lastError: null })
  })
  it('shows what vanished for a decision: nothing ends by itself, an end can be undone, and what comes back is shown again', async () => {
    services = [1, 2, 3, 4, 5].map(number => feedService(number, {}))
    const feedId = await add('/vanish', { source: 'vanishing' })
    services = [11, 12, 13, 14, 15, 16].map(number => feedService(number, {}))
    await harvest(feedId)
    services = [11, 12, 13, 14, 15].map(number => feedService(number, {}))
    await harvest(feedId)
    expect((await stored(16))?.status).toBe('active')
    const decide = (decision: 'keep' | 'ended' | 'undo') =>
      perform(house.platform.db, houseActor(cast.placeId), decideOnVanished, { feedId, serviceIds: [id(16)], decision })
    done(await decide('ended'))
    expect((await stored(16))?.status).toBe('defunct')
    expect(isRefusal(await decide('keep'))).toBe(true)
    done(await decide('undo'))
    expect((await stored(16))?.status).toBe('active')
    done(await decide('ended'))
    services = [11, 12, 13, 14, 15, 16].map(number => feedService(number, {}))
    await harvest(feedId)
    expect((await stored(16))?.status).toBe('active')
    expect(await house.platform.db.asHouse(cast.placeId, tx => listVanishedOf(tx, 'vanishing'))).toEqual([])
  })
  it('holds a feed that lost more than a third, tells the editors once, and takes the loss only when somebody says so', async () => {
    services = [21, 22, 23, 24, 25, 26].map(number => feedService(number, {}))
    const feedId = await add('/loss', { source: 'losing' })
    await harvest(feedId)
    services = [{ ...feedService(21, {}), name: 'Changed as well' }]
    expect((await harvest(feedId))[0]?.outcome).toBe('held')
    expect((await harvest(feedId))[0]?.outcome).toBe('held')
    expect(await told(feedId)).toEqual([
      {
        toName: 'Farida Noor',
        subject: 'The feed of Ferry Council waits for a decision',
        body: expect.stringContaining('It lost 5 of its services at once. Nothing was changed'),
      },
    ])
    expect((await stored(21))?.name).toBe('Service 21')
    expect((await feedOf(feedId))?.heldBecause).toContain('lost 5 of its services')
    done(await perform(house.platform.db, houseActor(cast.placeId), steerFeed, { feedId, to: 'take-loss' }))
    expect((await harvest(feedId))[0]?.outcome).toBe('imported')
    expect((await stored(21))?.name).toBe('Changed as well')
    expect((await stored(22))?.status).toBe('active')
    expect(await feedOf(feedId)).toMatchObject({ heldBecause: null, takeLoss: false })
  })
  it('goes on more slowly while it fails, keeps why, and is well again at the next success', async () => {
    services = [31, 32].map(number => feedService(number, {}))
    const feedId = await add('/fail', { source: 'failing' })
    status = 500
    for (let n = 0; n < 4; n++) {
      const [one] = await harvest(feedId)
      expect(one).toMatchObject({ outcome: 'failed', because: expect.stringContaining('the server answered 500') })
      // Once is bad luck, three times is worth a letter, and a fourth says nothing new.
      expect(await told(feedId)).toHaveLength(n < 2 ? 0 : 1)
    }
    expect((await told(feedId))[0]).toMatchObject({
      toName: 'Farida Noor',
      subject: 'The feed of Ferry Council cannot be fetched',
      body: expect.stringContaining('It failed 3 times in a row.'),
    })
    const failing = await feedOf(feedId)
    expect(failing).toMatchObject({ failures: 4, lastError: expect.stringContaining('500') })
    expect((failing?.nextRunAt.getTime() ?? 0) - house.platform.clock().getTime()).toBe(4 * 3_600_000)
    status = 200
    await harvest(feedId)
    expect(await feedOf(feedId)).toMatchObject({ failures: 0, lastError: null })
    services = []
    expect((await harvest(feedId))[0]).toMatchObject({
      outcome: 'failed',
      because: expect.stringContaining('holds no services'),
    })
  })
  it('asks only for what changed where the feed can say so, and then takes nothing for vanished', async () => {
    services = [41, 42, 43, 44].map(number => feedService(number, {}))
    const feedId = await add('/changes', { source: 'changing', asksFor: 'changes' })
    await harvest(feedId)
    services = [{ ...feedService(41, {}), name: 'Newer' }]
    house.advance({ days: 1 })
    await harvest(feedId)
    expect(asked.at(-1)?.url).toContain('modified_after=2026-11-')
    expect((await stored(41))?.name).toBe('Newer')
    expect(await house.platform.db.asHouse(cast.placeId, tx => listVanishedOf(tx, 'changing'))).toEqual([])
  })
  it('is done by the command line too', async () => {
    services = [51, 52].map(number => feedService(number, {}))
    const line = (...words: string[]) => house.commandLine(...words, '--place', cast.slug)
    expect((await line('feeds', 'add', `${base}/line`, '--name', 'Line Council')).out).toContain('Line Council')
    expect((await line('feeds', 'fetch', 'Line Council')).out).toContain('2 added')
    expect((await line('feeds')).out).toContain('Line Council')
    expect((await line('feeds', 'off', 'Line Council')).out).toContain('is not fetched any more')
    expect((await line('feeds', 'fetch', 'Nobody')).err).toContain('There is no feed “Nobody”')
    expect((await line('feeds', 'add', 'ftp://x.example/', '--name', 'Xanadu')).err).toContain('http and https only')
  })
})
