import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'
import { startProvider, type TestProvider } from '../support/open-id-provider.ts'
import { aBrowser, codeOf, turnOn } from '../support/sign-in.ts'

/** What opens something, forged, too late, or carried into another place where the same people are: each opens nothing there. Two places with the same cast. */

const house = useHouse()
let here: Cast
let there: Cast
let provider: TestProvider

const back = (of: Cast) => `${house.platform.config.publicUrl}/${of.slug}/sign-in/organisation/back`

beforeAll(async () => {
  here = await aCast(house)
  there = await aCast(house)
  provider = await startProvider([back(here), back(there)])
})
afterAll(() => provider.close())

/** The same text with one sign changed. */
const forged = (token: string) => `${token.slice(0, 9)}${token[9] === 'A' ? 'B' : 'A'}${token.slice(10)}`

describe('a session cookie', () => {
  it.each([
    ['forged', () => ({ of: here, cookie: forged(here.cookies.ben) })],
    ['of another place', () => ({ of: there, cookie: here.cookies.ben })],
    ['of nothing', () => ({ of: here, cookie: 'session=' })],
    ['that is no token', () => ({ of: here, cookie: `session=${'☃'.repeat(3)}%00'--` })],
  ])('%s opens nothing', async (_, make) => {
    const { of, cookie } = make()
    const browser = aBrowser(house, of, cookie)
    for (const path of ['/account', '/our-people', '/in-my-hands', '/referrals'])
      expect((await browser.get(path)).statusCode, path).toBe(303)
    expect((await browser.post('/our-people/invite', { name: 'x', roles: 'coordinator' })).statusCode).toBe(403)
  })
})

describe('an invitation', () => {
  const linkTo = async (email: string) => {
    await aBrowser(house, here, here.cookies.ben).post('/our-people/invite', {
      name: 'Ina',
      email,
      roles: 'call handler',
    })
    const [row] = await house.platform.db.asHouse(
      here.placeId,
      tx =>
        tx.sql<
          { linkPath: string }[]
        >`select link_path from platform.notice where place_id = ${here.placeId} and to_address = ${email}`,
    )
    return row?.linkPath ?? ''
  }
  const joins = async (of: Cast, path: string) =>
    aBrowser(house, of).post('/invitation', {
      given: path.split('/').at(-1) ?? '',
      name: 'Ina',
      signsInAs: 'thief@example.org',
      password: 'a long password',
    })

  it('opens nothing forged, in another place, as another kind of link, or after seven days', async () => {
    const path = await linkTo('ina@example.org')
    const token = path.split('/').at(-1) ?? ''
    expect((await joins(here, `/invitation/${forged(token)}`)).statusCode).toBe(422)
    expect((await joins(there, path)).statusCode).toBe(422)
    for (const other of [`/sign-in/link/${token}`, `/volunteer/code/link/${token}`, `/answer/${token}`]) {
      const answer = await aBrowser(house, here).get(other)
      expect(answer.body, other).not.toContain('Join Kitchen')
      expect(answer.headers['set-cookie'], other).toBeUndefined()
    }
    house.advance({ days: 8 })
    expect((await joins(here, path)).statusCode).toBe(422)
  })
})

describe('a code of an app', () => {
  it('opens nothing in another place, where somebody of the same name has an app of their own', async () => {
    const [ofHere, ofThere] = [aBrowser(house, here), aBrowser(house, there)]
    await ofHere.signIn('ben@example.org')
    await ofThere.signIn('ben@example.org')
    const { key, codes } = await turnOn(house, ofHere)
    await turnOn(house, ofThere)
    house.advance({ minutes: 5 })
    const thief = aBrowser(house, there)
    await thief.signIn('ben@example.org')
    for (const code of [codeOf(house, key), codes[0] ?? ''])
      expect((await thief.post('/sign-in/second-step', { do: 'code', code })).statusCode).toBe(422)
    expect((await thief.get('/account')).statusCode).toBe(303)
  })
})

describe('an answer of an organisation’s own sign-in', () => {
  const call = async (of: Cast, path: string, jar: Map<string, string>, fields?: Record<string, string>) => {
    const answer = await house.web.inject({
      method: fields ? 'POST' : 'GET',
      url: path.startsWith('/') ? path : new URL(path).pathname + new URL(path).search,
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(fields && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(fields && { payload: new URLSearchParams(fields).toString() }),
    })
    for (const set of [answer.headers['set-cookie']].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(String(set ?? '')) ?? []
      if (name) jar.set(name, value)
    }
    return { ...answer, of }
  }

  /** Sets the sign-in of the kitchen up in a place and comes through once. */
  const setUp = async (of: Cast) => {
    const browser = aBrowser(house, of)
    await browser.signIn('cleo@example.org')
    const jar = new Map([['session', browser.cookie().replace('session=', '')]])
    await call(of, `/${of.slug}/our-people/own-sign-in`, jar, {
      issuer: provider.issuer,
      clientId: 'ours',
      clientSecret: 'the secret of ours',
      domains: 'example.org',
      secondProof: 'never',
      levels: '',
    })
    provider.signsIn('cleo', { email: 'cleo@example.org', email_verified: true })
    const away = await call(of, `/${of.slug}/our-people/own-sign-in/try`, jar)
    const tried = await call(of, await provider.follow(String(away.headers.location)), jar)
    expect(tried.headers.location, tried.body).toContain('done=tried')
  }

  it('lets nobody in after a quarter of an hour, nor in another place that trusts the same sign-in', async () => {
    await setUp(here)
    await setUp(there)
    const go = async (jar: Map<string, string>) => {
      const away = await call(here, `/${here.slug}/sign-in/organisation/${here.drivers}`, jar)
      return provider.follow(String(away.headers.location))
    }
    const late = new Map<string, string>()
    const cameLate = await go(late)
    house.advance({ minutes: 16 })
    expect((await call(here, cameLate, late)).body).toContain('We did not expect you back')
    const elsewhere = new Map<string, string>()
    const carried = (await go(elsewhere)).replace(`/${here.slug}/`, `/${there.slug}/`)
    expect((await call(there, carried, elsewhere)).body).toContain('We did not expect you back')
    expect(elsewhere.has('session')).toBe(false)
    const right = new Map<string, string>()
    expect((await call(here, await go(right), right)).statusCode).toBe(303)
    expect(right.has('session')).toBe(true)
  })
})
