import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { journeys } from '../../src/journeys.ts'
import { deliverAll } from '../../src/platform/facts/deliver.ts'
import { openMail, sendNotices } from '../../src/platform/notify/send.ts'
import { type DemoHouse, openDemoHouse } from '../support/demo-house.ts'
import { openChromium, openWindow } from './chromium.ts'
import { rules } from './every-page.ts'

let demo: DemoHouse
let browser: Browser

beforeAll(async () => {
  ;[demo, browser] = await Promise.all([openDemoHouse(), openChromium()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.close()
})

const name = 'Wilhelmina Ashdown'

/** What the jobs process would do meanwhile. */
const meanwhile = async () => {
  const { placeId, slug } = demo.place
  await deliverAll(demo.platform.db, journeys, placeId)
  await sendNotices(demo.platform.db, openMail(demo.platform.config), placeId, slug)
}

const aWindow = async (width: number): Promise<Page> =>
  (await openWindow(browser, demo.address, { slug: demo.place.slug, width, javaScript: false })).newPage()

const press = (page: Page, words: string | RegExp) =>
  page.getByRole('main').getByRole('button', { name: words }).first().click()

const signIn = async (page: Page, email: string, password: string, path: string) => {
  await page.goto(`/${demo.place.slug}/sign-in?next=${encodeURIComponent(`/${demo.place.slug}${path}`)}`)
  await page.fill('input[name=email]:visible', email)
  await page.fill('input[name=password]:visible', password)
  await page.locator('form:has(input[name=email]:visible)').getByRole('button', { name: 'Sign in' }).click()
}

describe('one story, told through real pages without scripts', () => {
  it('goes from a resident on a phone to a known outcome, and every question on the way passes axe', async () => {
    const slug = demo.place.slug
    const faults: string[] = []
    const look = async (page: Page) => {
      // axe needs scripts; the same page is opened beside, with them, in the same window's cookies.
      const context = await openWindow(browser, demo.address, { width: 320 })
      await context.addCookies(await page.context().cookies())
      const beside = await context.newPage()
      await beside.goto(page.url())
      const { violations } = await new AxeBuilder({ page: beside }).withTags(rules).analyze()
      faults.push(...violations.map(({ id, nodes }) => `${page.url()}: ${id} ${nodes[0]?.html}`))
      const over = (await beside.evaluate('document.scrollingElement.scrollWidth - window.innerWidth')) as number
      if (over > 0) faults.push(`${page.url()}: ${over} px wider than a phone`)
      await context.close()
    }

    const resident = await aWindow(320)
    await resident.goto(`/${slug}`)
    await resident
      .getByRole('link', { name: 'Ask for help' })
      .or(resident.getByRole('button', { name: 'Ask for help' }))
      .first()
      .click()
    const answers: [string, () => Promise<unknown>][] = [
      ['ask', () => resident.check('input[name=danger][value=no]')],
      ['who', () => resident.check('input[name=who][value=me]')],
      ['needs', () => resident.check('input[name=kinds][value=food]')],
      ['how-soon', () => resident.check('input[name=urgency][value="two days"]')],
      ['story', () => resident.fill('textarea[name=story]', 'The cupboard is empty and my hip is bad.')],
      ['where', () => resident.fill('input[name=postcode]', 'ZZ1')],
      ['where', async () => {}],
      ['name', () => resident.fill('input[name=name]', name)],
      ['reach', () => resident.check('input[name=contactBy][value=phone]')],
      ['contact', () => resident.fill('input[name=phone]', '020 7946 0991')],
      ['talking', () => resident.check('input[name=communication][value=none]')],
      ['share', () => resident.check('input[name=share][value=yes]')],
    ]
    for (const [question, answer] of answers) {
      if (!resident.url().endsWith(`/${question}`)) continue
      await look(resident)
      await answer()
      await press(resident, 'Continue')
    }
    expect(resident.url()).toContain('/ask/check')
    await look(resident)
    await press(resident, /^Send/)
    const [reference = '', code = ''] = await resident.locator('.kil-number').allInnerTexts()
    expect(reference).toMatch(/^[A-Z0-9]{3}-[A-Z0-9]{3}$/)
    await meanwhile()

    const signIns = demo.place.settings.demoSignIns as { email: string; password: string }[]
    const hub = (await demo.signedIn('worklist.see', 'request.triage')).actor
    const coordinator = await aWindow(1280)
    for (const { email, password } of signIns) {
      await signIn(coordinator, email, password, '/worklist?show=all')
      if ((await coordinator.locator('.kil-header__who-organisation').innerText()) === hub.organisationName) break
    }
    await coordinator.goto(`/${slug}/worklist?show=all`)
    // How many others wait, and so on which page this one stands, depends on the hour at which the demo was made.
    const listed = coordinator.getByRole('link', { name })
    for (let at = 2; (await listed.count()) === 0 && at < 20; at++)
      await coordinator.goto(`/${slug}/worklist?show=all&page=${at}`)
    await listed.first().click()
    await expect.poll(() => coordinator.getByRole('heading', { level: 1 }).innerText()).toContain(name)
    await coordinator
      .getByRole('link', { name: /^Ask them/ })
      .or(coordinator.getByRole('button', { name: /^Ask them/ }))
      .first()
      .click()
    await press(coordinator, /^Ask /)
    await meanwhile()

    const [asked] = await demo.platform.db.asHouse(
      demo.place.placeId,
      tx => tx.sql<{ referralId: string; email: string }[]>`
        select r.referral_id, s.email from referrals.referral r
        join requests.help_request h on h.place_id = r.place_id and h.help_request_id = r.help_request_id and h.reference = ${reference}
        join organisations.membership m on m.place_id = r.place_id and m.organisation_id = r.organisation_id
        join people.sign_in s on s.place_id = m.place_id and s.person_id = m.person_id
        where r.place_id = ${tx.placeId} limit 1`,
    )
    expect(asked, 'the organisation was asked').toBeTruthy()
    const { token } = await demo.signedInAs(asked?.email ?? '')
    const helper = await (
      await openWindow(browser, demo.address, { slug, token, width: 320, javaScript: false })
    ).newPage()
    await helper.goto(`/${slug}/referrals/${asked?.referralId}`)
    expect(await helper.content()).not.toContain('Wilhelmina')
    await press(helper, 'Yes, we can help')
    expect(await helper.getByRole('main').innerText()).toContain(name)
    await meanwhile()
    await press(helper, 'I have been in touch')
    await press(helper, 'It is done')
    await meanwhile()

    const later = await aWindow(320)
    await later.goto(`/${slug}/my-request`)
    await later.fill('input[name=reference]', reference.toLowerCase())
    await later.fill('input[name=code]', code)
    await later.locator('form:has(input[name=code])').getByRole('button').first().click()
    await look(later)
    await later
      .getByRole('link', { name: /how it went|how did it go/i })
      .or(later.getByRole('button', { name: /how it went|how did it go/i }))
      .first()
      .click()
    await later.check('input[name=difference][value="much better"]')
    await later.fill('textarea[name=inTheirWords]', 'I ate, and she stayed for a cup of tea.')
    await press(later, 'Tell us')
    await meanwhile()
    await later.goto(`/${slug}/my-request`)
    expect(await later.getByRole('main').innerText()).toMatch(/finished|closed|helped/i)
    await helper.goto(`/${slug}/referrals/${asked?.referralId}`)
    expect(await helper.content()).not.toContain('Wilhelmina')
    expect(faults).toEqual([])
  }, 240_000)
})
