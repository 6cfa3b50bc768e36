import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import { addTestPlace, feedService, importTestFeed } from '../testing.ts'

const house = useHouse('2026-11-22T12:00:00Z')
beforeAll(async () => {
  await addTestPlace(house, 'openton')
  await importTestFeed(house, 'openton', [feedService(1, { name: 'Lunch club' })])
})

describe('the page about open data', () => {
  it('is named at the foot of every page, and each of its links answers', async () => {
    expect((await house.web.inject('/openton/find')).body).toContain('href="/openton/open-data"')
    const { statusCode, body } = await house.web.inject('/openton/open-data')
    expect(statusCode).toBe(200)
    expect(body).toContain('No licence is stated yet')
    const links = [...body.matchAll(/href="([^"]*\/(?:oruk|hsds|embed)\/[^"]*)"/g)].map(([, href]) => href ?? '')
    expect(links.length).toBeGreaterThan(7)
    for (const link of links)
      expect((await house.web.inject(link.replace(/^https?:\/\/[^/]+/, ''))).statusCode, link).toBe(200)
  })
})
