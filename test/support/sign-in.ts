import { Secret, TOTP } from 'otpauth'
import type { Cast } from './cast.ts'
import type { TestHouse } from './house.ts'

/** A browser's cookies and presses, and an authenticator app, for the tests of accounts. */

/** Somebody's browser in a place: it keeps the session's cookie as browsers do. */
export const aBrowser = (house: TestHouse, cast: Pick<Cast, 'slug'>, cookie = '') => {
  let held = cookie
  const keep = (answer: { headers: Record<string, unknown> }) => {
    for (const set of [answer.headers['set-cookie']].flat()) {
      const session = /^session=([^;]*)/.exec(String(set ?? ''))
      if (session) held = session[1] ? `session=${session[1]}` : ''
    }
  }
  const from = {
    'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  }
  return {
    cookie: () => held,
    async get(path: string) {
      return house.web.inject({
        url: path.startsWith(`/${cast.slug}`) ? path : `/${cast.slug}${path}`,
        headers: { ...from, cookie: held },
      })
    },
    async post(path: string, fields: Record<string, string> = {}) {
      const answer = await house.web.inject({
        method: 'POST',
        url: `/${cast.slug}${path}`,
        headers: { ...from, cookie: held, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(fields).toString(),
      })
      keep(answer)
      return answer
    },
    async signIn(email: string, password = 'a long password', more: Record<string, string> = {}) {
      return this.post('/sign-in', { email, password, ...more })
    },
  }
}

export type TestBrowser = ReturnType<typeof aBrowser>

/** The code an app with this key shows `later` half minutes from now. */
export const codeOf = (house: TestHouse, key: string, later = 0): string =>
  new TOTP({ secret: Secret.fromBase32(key), digits: 6, period: 30 }).generate({
    timestamp: house.platform.clock().getTime() + later * 30_000,
  })

/** The key a page shows, without its spaces. */
export const keyIn = (body: string): string => {
  const shown = /<bdi>([A-Z2-7 ]{32,})<\/bdi>/.exec(body)?.[1]
  if (!shown) throw new Error('no key on the page')
  return shown.replaceAll(' ', '')
}

/** The recovery codes a page shows. */
export const codesIn = (body: string): string[] =>
  [...body.matchAll(/<bdi>([2-9A-Z]{4}-[2-9A-Z]{4})<\/bdi>/g)].map(match => match[1] ?? '')

/** Turns the second step on from the account's page; gives the key and the recovery codes. */
export const turnOn = async (house: TestHouse, browser: TestBrowser, password = 'a long password') => {
  await browser.post('/account/second-step', { do: 'start', password })
  const key = keyIn((await browser.get('/account/second-step')).body)
  const answer = await browser.post('/account/second-step', { do: 'confirm', code: codeOf(house, key) })
  const codes = codesIn((await browser.get('/account/recovery-codes')).body)
  return { key, codes, answer }
}
