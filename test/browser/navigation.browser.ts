import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'
import { openChromium, openWindow } from './chromium.ts'

const house = useHouse()
let address = ''
let browser: Browser
let cast: Cast

beforeAll(async () => {
  cast = await aCast(house)
  address = (await house.web.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost')
  browser = await openChromium()
})
afterAll(() => browser?.close())

describe('the places of a coordinator', () => {
  it.each([320, 500, 640, 800, 1024, 1100, 1280, 1600])(
    'stand in one row at %i px, each of them once, in the row or under More, without a script',
    async width => {
      const token = cast.cookies.amira.replace('session=', '')
      const context = await openWindow(browser, address, { slug: cast.slug, token, width, javaScript: false })
      const page = await context.newPage()
      await page.goto(`/${cast.slug}/worklist`)
      const inRow = page.locator('.kil-nav__link:visible')
      const tops = await inRow.evaluateAll(links => links.map(link => Math.round(link.getBoundingClientRect().top)))
      expect(new Set(tops).size).toBe(1)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      const first = await inRow.allTextContents()
      await page.locator('.kil-nav__more-title').click()
      const places = [...first, ...(await page.locator('.kil-nav__other-link:visible').allTextContents())]
      expect(places.map(text => text.trim())).toEqual([
        'Worklist',
        'Take a request',
        'What you are asked',
        'Volunteers',
        'Calls to make',
        'How are we doing',
        'Find help',
        'Our entries',
        'Offer to help',
        'Commissioning',
        'Who helps here',
        'Groups that joined',
        'Unusual reading',
        'Sharing agreements',
        'In an emergency',
      ])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await context.close()
    },
  )

  it('are closed again by Escape, which leaves the keyboard where it was', async () => {
    const token = cast.cookies.amira.replace('session=', '')
    const context = await openWindow(browser, address, { slug: cast.slug, token, width: 1024 })
    const page = await context.newPage()
    await page.goto(`/${cast.slug}/worklist`)
    const more = page.locator('.kil-nav__more-title')
    await more.press('Enter')
    await page.locator('.kil-nav__other-link:visible').first().focus()
    await page.keyboard.press('Escape')
    expect(await page.locator('.kil-nav__other-link:visible').count()).toBe(0)
    expect(await page.locator('.kil-nav__more-title:focus').count()).toBe(1)
    await context.close()
  })
})
