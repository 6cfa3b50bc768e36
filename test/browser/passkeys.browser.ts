import AxeBuilder from '@axe-core/playwright'
import type { FastifyInstance } from 'fastify'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp } from '../../src/app.ts'
import { aCast, type Cast } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'
import { openChromium, openWindow } from './chromium.ts'
import { rules } from './every-page.ts'

const house = useHouse()
let address = ''
let web: FastifyInstance
let browser: Browser
let cast: Cast

beforeAll(async () => {
  cast = await aCast(house)
  // What passkeys are signed for is the address of the settings, which is known here once the house is open.
  const config = { ...house.platform.config }
  web = await openApp({ ...house.platform, config }, { limits: null })
  address = (await web.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost')
  Object.assign(config, { publicUrl: address })
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await web?.close()
})

/** A device in this window that keeps passkeys and knows its owner, as Chromium plays it (WebAuthn in the DevTools protocol). */
const withDevice = async (context: BrowserContext, page: Page) => {
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const known = (isUserVerified: boolean) =>
    session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
  const kept = async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length
  return { known, kept }
}

const axe = async (page: Page) =>
  (await new AxeBuilder({ page }).withTags(rules).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.html}`,
  )

describe('a passkey in a real browser', () => {
  it('is added, signs in without a name, is refused when the device does not know its owner, and opens nothing once removed', async () => {
    const token = cast.cookies.ben.replace('session=', '')
    const context = await openWindow(browser, address, { slug: cast.slug, token })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('console', message => message.type() === 'error' && faults.push(message.text()))
    const device = await withDevice(context, page)
    await page.goto(`/${cast.slug}/account/passkeys`)
    expect(await page.locator('[data-kil-no-passkey]:visible').count()).toBe(0)
    await page.getByLabel('A name you know it by').fill('My laptop')
    await page.getByLabel('Your password').fill('a long password')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('The passkey is added.').waitFor()
    expect(await device.kept()).toBe(1)
    expect(await axe(page)).toEqual([])

    // The device says no to a second one for the same account, and the page says it in words.
    await page.getByLabel('A name you know it by').fill('Again')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('This device has a passkey for your account already.').waitFor()

    await context.clearCookies()
    await page.goto(`/${cast.slug}/sign-in`)
    expect(await axe(page)).toEqual([])
    await device.known(false)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.locator('[data-kil-passkey-error]:not(:empty)').waitFor()
    await device.known(true)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.waitForURL(`**/${cast.slug}/referrals`)

    await page.goto(`/${cast.slug}/account/passkeys`)
    await page.getByRole('button', { name: 'Remove My laptop' }).click()
    await page.getByText('The passkey is removed.').waitFor()
    await context.clearCookies()
    await page.goto(`/${cast.slug}/sign-in`)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('This passkey could not be checked, or is not known here.').first().waitFor()
    expect(faults.filter(fault => !/status of 422/.test(fault))).toEqual([])
    await context.close()
  })

  it('is not offered where no script runs: the page says what else to do', async () => {
    const context = await openWindow(browser, address, { slug: cast.slug, javaScript: false, width: 320 })
    const page = await context.newPage()
    await page.goto(`/${cast.slug}/sign-in`)
    expect(await page.getByText('Passkeys need a browser that runs JavaScript').isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: 'Use a passkey' }).count()).toBe(0)
    await page.getByLabel('E-mail address').fill('cleo@example.org')
    await page.getByLabel('Password', { exact: true }).fill('a long password')
    await page.locator('main').getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`**/${cast.slug}/referrals`)
    await context.close()
  })
})
