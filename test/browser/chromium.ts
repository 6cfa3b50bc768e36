import { type Browser, type BrowserContext, chromium } from 'playwright-core'

/** A real Chromium, without anything that would talk to the outside. */
export const openChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** A visitor's own window, signed in where a session token is given. */
export const openWindow = async (
  browser: Browser,
  address: string,
  options: { slug?: string; token?: string; width?: number; javaScript?: boolean; colours?: 'light' | 'dark' } = {},
): Promise<BrowserContext> => {
  const { slug, token, width = 1280, javaScript = true, colours = 'light' } = options
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height: 900 },
    javaScriptEnabled: javaScript,
    colorScheme: colours,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  })
  if (slug && token)
    await context.addCookies([
      { name: 'session', value: token, domain: 'localhost', path: `/${slug}`, httpOnly: true, sameSite: 'Lax' },
    ])
  return context
}
