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

/** Opens each page as its visitor and gathers what `look` finds wrong. */
const everyPage = async (
  options: { width?: number; colours?: 'light' | 'dark' },
  look: (page: Page, visit: PageToVisit) => Promise<string[]>,
): Promise<string[]> => {
  const wrong: string[] = []
  for (const token of new Set(pages.map(visit => visit.token))) {
    const context = await openWindow(browser, demo.address, {
      slug: demo.place.slug,
      ...(token && { token }),
      ...options,
    })
    const page = await context.newPage()
    for (const visit of pages.filter(other => other.token === token)) {
      const faults: string[] = []
      const hear = (message: { type(): string; text(): string }) =>
        message.type() === 'error' &&
        !/Failed to load resource.*40[04]/.test(message.text()) &&
        faults.push(message.text())
      page.on('console', hear)
      const answer = await page.goto(visit.path)
      const status = answer?.status() ?? 0
      if (status >= 500 || (status >= 400 && !/sign-in|mailbox/.test(visit.path))) faults.push(`answers ${status}`)
      faults.push(...(await look(page, visit)))
      page.off('console', hear)
      wrong.push(...faults.map(fault => `${visit.as} ${visit.path}: ${fault}`))
    }
    await context.close()
  }
  return wrong
}

const axe = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} (${nodes[0]?.failureSummary?.slice(0, 200)})`,
  )
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate('document.scrollingElement.scrollWidth - window.innerWidth') as Promise<number>

describe('every page', () => {
  it('is reached: every GET page of every capability has an address to visit', () => {
    const visited = new Set(pages.map(visit => visit.route))
    expect(
      listPages()
        .map(route => route.path)
        .filter(path => !visited.has(path)),
    ).toEqual([])
  })

  it('has nothing that axe finds at WCAG 2.2 AA, no console error, one heading and a title of its own', async () => {
    const wrong = await everyPage({}, async page => {
      const title = await page.title()
      const headings = await page.locator('h1').count()
      return [
        ...(await axe(page)),
        ...(headings === 1 ? [] : [`${headings} first headings`]),
        ...(/.+ – .+/.test(title) ? [] : [`title "${title}"`]),
      ]
    })
    expect(wrong).toEqual([])
  }, 900_000)

  it('fits a phone of 320 px, and staff pages 640 px, without scrolling sideways', async () => {
    const wrong = await everyPage({ width: 320 }, async page => {
      const isStaff = (await page.locator('body.kil-body--staff').count()) > 0
      if (isStaff) await page.setViewportSize({ width: 640, height: 900 })
      const over = await sideways(page)
      await page.setViewportSize({ width: 320, height: 900 })
      return over > 0 ? [`${over} px wider than ${isStaff ? 640 : 320}`] : []
    })
    expect(wrong).toEqual([])
  }, 300_000)

  it('has nothing that axe finds in dark colours', async () => {
    expect(await everyPage({ colours: 'dark' }, page => axe(page))).toEqual([])
  }, 900_000)

  it('prints without navigation or buttons', async () => {
    const wrong = await everyPage({}, async page => {
      await page.emulateMedia({ media: 'print' })
      const shown = await page.locator('nav:visible, button:visible, .kil-header form:visible').count()
      await page.emulateMedia({ media: 'screen' })
      return shown ? [`${shown} things to press in print`] : []
    })
    expect(wrong).toEqual([])
  }, 300_000)
})
