import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { changePlace } from '../../places/index.ts'
import { addTestPlace, done, importTestFeed, loadTestPostcodes, testFeed } from '../testing.ts'

const house = useHouse('2026-11-22T12:00:00Z')
const get = (url: string, cookies: Record<string, string> = {}) => house.web.inject({ url, cookies })

beforeAll(async () => {
  await addTestPlace(house, 'seaside')
  const named = await addTestPlace(house, 'named')
  done(
    await perform(house.platform.db, houseActor(named), changePlace, {
      settings: { embeddedBy: ['https://council.example'] },
    }),
  )
  await loadTestPostcodes(house)
  await importTestFeed(house, 'seaside', testFeed)
})

describe('the search in a frame', () => {
  it('may be framed by any site, or by those a place names; no other page of ours may', async () => {
    const policy = async (url: string) => String((await get(url)).headers['content-security-policy'])
    expect(await policy('/seaside/embed')).toContain('frame-ancestors *')
    expect(await policy('/named/embed')).toContain("frame-ancestors 'self' https://council.example")
    const { headers } = await get('/seaside/embed')
    expect([headers['x-frame-options'], headers['cross-origin-resource-policy']]).toEqual([undefined, 'cross-origin'])
    for (const url of ['/seaside/find', '/seaside/embed/make', '/seaside/shortlist', '/seaside/nowhere']) {
      expect(await policy(url)).toContain("frame-ancestors 'none'")
      expect((await get(url)).headers['x-frame-options']).toBeDefined()
    }
  })

  it('sets no cookie, whatever is asked, and holds no script', async () => {
    const { headers, body } = await get('/seaside/embed?q=food&lang=ar&text=large')
    expect(headers['set-cookie']).toBeUndefined()
    expect(body).not.toContain('<script')
  })

  it('finds, as many as were chosen, and leads out in a new tab', async () => {
    const { body } = await get('/seaside/embed?q=food&near=zz1+4aa&results=3')
    expect(body).toContain('Ferry Food Bank')
    expect(body.match(/<h3/g)?.length).toBeLessThanOrEqual(3)
    for (const [link] of body.matchAll(/<a [^>]*href="\/seaside\/(services|find)[^>]*>/g))
      expect(link).toContain('target="_blank"')
    expect(body).toMatch(/name="results" value="3"/)
  })

  it('says first whom to ring when the words tell of danger', async () => {
    const { body } = await get('/seaside/embed?q=he+hits+me')
    expect(body.indexOf('If anyone is in danger now, ring 999')).toBeGreaterThan(0)
    expect(body.indexOf('ring 999')).toBeLessThan(body.indexOf('results-heading'))
    expect(body).toMatch(/href="\/seaside\/ask\/danger" target="_blank"/)
    expect((await get('/seaside/embed?q=food')).body).not.toContain('ring 999')
  })

  it('starts with a kind of help, and says what is wrong with a postcode', async () => {
    expect((await get('/seaside/embed?kind=food')).body).toContain('Ferry Food Bank')
    expect((await get('/seaside/embed?q=food&near=nonsense')).body).toContain('govuk-error-message')
    for (const query of [
      'q[]=a',
      'kind=%F0%9F%8D%9E',
      'results=-1',
      'neighbourhood=%3Cscript%3E',
      `near=${'z'.repeat(900)}`,
    ])
      expect((await get(`/seaside/embed?${query}`)).statusCode).toBe(200)
  })

  it('is shown with what to copy', async () => {
    const { body } = await get('/seaside/embed/make?kind=food&results=10')
    expect(body).toContain('&lt;iframe src=&quot;http')
    expect(body).toContain('/seaside/embed?kind=food&amp;amp;results=10')
    expect(body).toContain('src="/seaside/embed?kind=food&amp;results=10"')
  })
})
