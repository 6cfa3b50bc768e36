import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../test/support/house.ts'
import type { PlaceId } from '../../kernel/ids.ts'
import { addTestPlace, feedService, importTestFeed, signedInAs } from './testing.ts'

const house = useHouse('2026-11-22T09:30:00Z')
const slug = 'taskton'
let placeId: PlaceId
let farida: () => Promise<string>
const get = async (path: string, cookie: string) =>
  house.web.inject({ url: `/${slug}${path}`, headers: { cookie, accept: 'text/html' } })

/** What stands in the header. */
const header = (body: string): string[] =>
  [...body.matchAll(/class="kil-nav__link"[^>]*>([^<]*)/g)].map(([, text]) => (text ?? '').trim())

beforeAll(async () => {
  placeId = await addTestPlace(house, slug)
  farida = await signedInAs(house, placeId, 'Farida Noor', ['directory editor'])
  await importTestFeed(house, slug, [feedService(1, { name: 'Lunch club', assured_date: '2026-09-01' })])
})

describe('the start page of those who keep the directory right', () => {
  it('says when nothing waits, and leads to everything', async () => {
    const { body } = await get('/directory', await farida())
    expect(body).toContain('Nothing waits for you.')
    for (const page of [
      'proposals',
      'mistakes',
      'freshness',
      'duplicates',
      'feeds',
      'invitations',
      'searches',
      'tables',
    ])
      expect(body).toContain(`href="/${slug}/directory/${page}"`)
  })

  it('counts what waits, and says since when', async () => {
    const sent = await house.web.inject({
      method: 'POST',
      url: `/${slug}/services/${feedService(1, {}).id}/mistake`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'wrong=phone&words=It+rings+at+a+bakery',
    })
    expect(sent.statusCode).toBe(303)
    const { body } = await get('/directory', await farida())
    expect(body).toContain('1 of these waits for you.')
    expect(body).toMatch(/Answer mistakes people told us of[\s\S]*The first came [\s\S]*1\u00a0waits/)
  })

  it('is one entry in their header, which others do not have', async () => {
    const own = await get('/directory', await farida())
    expect(header(own.body)).toEqual(['The directory', 'Find help', 'Offer to help', 'Who helps here'])
    const coordinator = await signedInAs(house, placeId, 'Ben', ['coordinator'])
    expect((await get('/directory', await coordinator())).statusCode).toBe(403)
    const theirs = header((await get('/directory/entries', await coordinator())).body)
    expect(theirs).toContain('Our entries')
    expect(theirs).not.toContain('The directory')
    expect((await house.web.inject(`/${slug}/directory`)).statusCode).toBe(303)
  })
})
