import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestPlace, importTestFeed, testFeed } from '../../src/capabilities/directory/testing.ts'
import { useHouse } from '../support/house.ts'
import { openChromium, openWindow } from './chromium.ts'

const house = useHouse()
let address = ''
let browser: Browser
/** Another site, at another origin, that shows two of our pages in frames. */
let elsewhere: Server

beforeAll(async () => {
  await addTestPlace(house, 'seaside')
  await importTestFeed(house, 'seaside', testFeed)
  address = (await house.web.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost')
  browser = await openChromium()
  elsewhere = createServer((_, reply) => {
    reply.setHeader('content-type', 'text/html')
    reply.end(`<iframe id="search" src="${address}/seaside/embed" width="320" height="700"></iframe>
      <iframe id="page" src="${address}/seaside/find" width="320" height="300"></iframe>`)
  })
  await new Promise<void>(resolve => elsewhere.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  elsewhere?.close()
  await browser?.close()
})

describe('our search in a frame of another site', () => {
  it('searches without scripts or cookies, leads out in a new tab, and no other page of ours can be framed', async () => {
    const context = await openWindow(browser, address, { javaScript: false })
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`)
    const search = page.frameLocator('#search')
    await search.locator('input[name=q]').fill('food')
    await search.getByRole('button', { name: 'Find help' }).click()
    await search.locator('h2').first().waitFor()
    expect(await search.locator('h2').first().textContent()).toMatch(/found/)
    const [opened] = await Promise.all([context.waitForEvent('page'), search.locator('h3 a').first().click()])
    await opened.waitForURL(/\/services\//)
    expect(await context.cookies()).toEqual([])
    // The browser's own words about a page that would not be framed may have a heading; none of them is our search.
    const refused = page.frameLocator('#page')
    expect(await refused.locator('input[name=q], .kil-header, .govuk-template').count()).toBe(0)
    await context.close()
  }, 120_000)
})
