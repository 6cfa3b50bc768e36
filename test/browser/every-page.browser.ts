import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoHouse, openDemoHouse } from '../support/demo-house.ts'
import { openChromium, openWindow } from './chromium.ts'
import { listPages, listPagesToVisit, type PageToVisit, rules } from './every-page.ts'

let demo: DemoHouse
let browser: Browser
let pages: PageToVisit[]

beforeAll(async () => {
  ;[demo, browser] = await Promise.all([openDemoHouse(), openChromium()])
  pages = await listPagesToVisit(demo)
})
afterAll(async () => {
  await browser?.close()
  await demo?.close()
})

/** What only the page before it can open: shown in its own words, tested with the form it belongs to. */
const insideForms = /\/requests\/taken$|\/joined\/read-out$/

/** How many windows are open at once: the browser has work for a second processor while one page is looked at. */
const windows = 2

/** Opens pages as their visitors and gathers what `look` finds wrong, with what the console and the answer say. */
const visitAll = async (
  visits: readonly PageToVisit[],
  colours: 'light' | 'dark',
  look: (page: Page) => Promise<string[]>,
): Promise<{ wrong: string[]; opened: Set<string> }> => {
  const wrong: string[] = []
  const opened = new Set<string>()
  const waiting = [...Map.groupBy(visits, visit => visit.token).values()].flat()
  const visitAs = async (token: string | null) => {
    const context = await openWindow(browser, demo.address, { slug: demo.place.slug, ...(token && { token }), colours })
    const page = await context.newPage()
    while (waiting[0] && waiting[0].token === token) {
      const visit = waiting.shift() as PageToVisit
      const faults: string[] = []
      const hear = (message: { type(): string; text(): string }) =>
        message.type() === 'error' && !/status of 4(04|22)/.test(message.text()) && faults.push(message.text())
      page.on('console', hear)
      const status = (await page.goto(visit.path))?.status() ?? 0
      // 404 and 422 are pages too: this need is closed, that form belongs to another.
      if (status === 200) opened.add(visit.route)
      else if (![404, 422].includes(status)) faults.push(`answers ${status}`)
      faults.push(...(await look(page)))
      page.off('console', hear)
      wrong.push(...faults.map(fault => `${visit.as} ${visit.path}: ${fault}`))
    }
    await context.close()
  }
  const window = async () => {
    while (waiting[0]) await visitAs(waiting[0].token)
  }
  await Promise.all(Array.from({ length: windows }, window))
  return { wrong, opened }
}

/** Looks within frames as well; a page without any needs no further page to gather the frames' results in, which legacy mode leaves out. */
const wrongBy = async (page: Page, choose: (builder: AxeBuilder) => AxeBuilder): Promise<string[]> => {
  const frames = await page.locator('iframe').count()
  const { violations } = await choose(new AxeBuilder({ page }))
    .setLegacyMode(frames === 0)
    .analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} (${nodes[0]?.failureSummary?.slice(0, 200)})`,
  )
}

const axe = (page: Page): Promise<string[]> => wrongBy(page, builder => builder.withTags(rules))

/** Every rule of axe that colours have to do with: the page itself is the same in the dark. */
const axeOnColours = (page: Page): Promise<string[]> =>
  wrongBy(page, builder => builder.withRules(['color-contrast', 'link-in-text-block']))

const headed = async (page: Page): Promise<string[]> => {
  const title = await page.title()
  const headings = await page.locator('h1').count()
  return [
    ...(headings === 1 ? [] : [`${headings} first headings`]),
    ...(/.+ – .+/.test(title) ? [] : [`title "${title}"`]),
  ]
}

const printed = async (page: Page): Promise<string[]> => {
  await page.emulateMedia({ media: 'print' })
  const shown = await page.locator('nav:visible, button:visible, .kil-header form:visible').count()
  await page.emulateMedia({ media: 'screen' })
  return shown ? [`${shown} things to press in print`] : []
}

const fitting = async (page: Page): Promise<string[]> => {
  const isStaff = (await page.locator('body.kil-body--staff').count()) > 0
  const width = isStaff ? 640 : 320
  await page.setViewportSize({ width, height: 900 })
  const over = (await page.evaluate('document.scrollingElement.scrollWidth - window.innerWidth')) as number
  await page.setViewportSize({ width: 1280, height: 900 })
  return over > 0 ? [`${over} px wider than ${width}`] : []
}

describe('every page', () => {
  it('has an address to visit, whichever capability it belongs to', () => {
    const visited = new Set(pages.map(visit => visit.route))
    expect(
      listPages()
        .map(route => route.path)
        .filter(path => !visited.has(path)),
    ).toEqual([])
  })

  it('has nothing axe finds at WCAG 2.2 AA, no console error, one heading, a title of its own, a fit on its smallest screen, and no buttons in print', async () => {
    const { wrong, opened } = await visitAll(pages, 'light', async page => [
      ...(await axe(page)),
      ...(await headed(page)),
      ...(await printed(page)),
      ...(await fitting(page)),
    ])
    expect(wrong).toEqual([])
    expect(pages.map(visit => visit.route).filter(route => !opened.has(route) && !insideForms.test(route))).toEqual([])
  }, 1_200_000)

  it('is looked at in the same way where only a form leads to it: how a group signs in, read out on the telephone', async () => {
    const { token } = await demo.signedIn('sharing.settle')
    const context = await openWindow(browser, demo.address, { slug: demo.place.slug, token, colours: 'light' })
    const page = await context.newPage()
    await page.goto(`/${demo.place.slug}/joined/by-phone`)
    await page.fill('[name=name]', 'Harbour Street Soup')
    await page.selectOption('[name=kind]', { index: 1 })
    await page.fill('[name=about]', 'We cook for older people in our street.')
    await page.check('[value=everywhere]')
    await page.check('[name=helpsWith] >> nth=0')
    await page.fill('[name=speaksFor]', 'Mo Okafor')
    await page.fill('[name=phone]', '01632 960 001')
    await page.click('main form .govuk-button')
    expect(page.url()).toMatch(/\/joined\/read-out$/)
    expect([...(await axe(page)), ...(await headed(page)), ...(await printed(page)), ...(await fitting(page))]).toEqual(
      [],
    )
    await context.close()
  }, 60_000)

  it('has nothing axe finds in Arabic, and fits the smallest screen when it is read from the right', async () => {
    const inArabic = pages
      .filter((visit, at) => visit.as === 'anyone' && pages.findIndex(other => other.route === visit.route) === at)
      .map(visit => ({ ...visit, path: `${visit.path}?lang=ar` }))
    const look = async (page: Page) => {
      const translated = (await page.locator('html[lang=ar]').count()) > 0
      return translated ? [...(await axe(page)), ...(await fitting(page))] : []
    }
    expect((await visitAll(inArabic, 'light', look)).wrong).toEqual([])
  }, 900_000)

  it('has nothing axe finds in dark colours', async () => {
    const once = pages.filter((visit, at) => pages.findIndex(other => other.route === visit.route) === at)
    expect((await visitAll(once, 'dark', axeOnColours)).wrong).toEqual([])
  }, 900_000)
})
