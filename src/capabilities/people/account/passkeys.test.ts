import { describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aPasskeyDevice } from '../../../../test/support/passkey-device.ts'
import { aBrowser, type TestBrowser, turnOn } from '../../../../test/support/sign-in.ts'

const house = useHouse()

const origin = () => new URL(house.platform.config.publicUrl).origin
const signedIn = async (cast: Cast, email = 'ben@example.org') => {
  const browser = aBrowser(house, cast)
  await browser.signIn(email)
  return browser
}
const isIn = async (browser: TestBrowser, cast: Cast) =>
  (await browser.get('/start')).headers.location === `/${cast.slug}/referrals`
const askedFor = async (browser: TestBrowser) => (await browser.post('/api/passkeys/new')).json()
const askedAny = async (browser: TestBrowser) => (await browser.post('/api/passkeys/any')).json()
const password = 'a long password'

const added = async (browser: TestBrowser, name = 'My phone') => {
  const device = aPasskeyDevice(origin())
  const answer = await browser.post('/account/passkeys', {
    name,
    password,
    answer: device.make(await askedFor(browser)),
  })
  expect(answer.headers.location).toContain('done=added')
  return device
}
const tryIn = async (cast: Cast, answer: (asked: { challenge: string }) => string) => {
  const browser = aBrowser(house, cast)
  const done = await browser.post('/sign-in/passkey', { answer: answer(await askedAny(browser)) })
  return { status: done.statusCode, browser, done }
}

describe('a passkey', () => {
  it('is added with the password, and lets its owner in without a name or a password', async () => {
    const cast = await aCast(house)
    const browser = await signedIn(cast)
    const asked = await askedFor(browser)
    expect(asked).toMatchObject({
      rp: { id: 'localhost' },
      user: { name: 'ben@example.org', displayName: 'Ben' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    const device = aPasskeyDevice(origin())
    const answer = device.make(asked)
    const wrong = await browser.post('/account/passkeys', { name: 'x', password: 'wrong', answer })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('This is not your password')
    const nameless = await browser.post('/account/passkeys', { name: '', password, answer })
    expect(nameless.body).toContain('Give it a name')
    const done = await browser.post('/account/passkeys', { name: 'My phone', password, answer })
    expect(done.headers.location).toBe(`/${cast.slug}/account/passkeys?done=added`)
    expect((await browser.get('/account')).body).toContain('My phone')
    const inside = await tryIn(cast, asked => device.use(asked))
    expect(inside.done.headers.location).toBe(`/${cast.slug}/start`)
    expect(await isIn(inside.browser, cast)).toBe(true)
    expect((await inside.browser.get('/account')).body).toContain('Signed in with a passkey')
  })

  it('is named anew and removed by its owner alone, and then opens nothing', async () => {
    const cast = await aCast(house)
    const ben = await signedIn(cast)
    const device = await added(ben)
    const passkeyId =
      /name="passkeyId" value="([0-9a-f-]{36})"/.exec((await ben.get('/account/passkeys')).body)?.[1] ?? ''
    const cleo = await signedIn(cast, 'cleo@example.org')
    expect((await cleo.post('/account/passkeys/remove', { passkeyId })).statusCode).toBe(422)
    expect((await cleo.post('/account/passkeys/name', { passkeyId, [`name-${passkeyId}`]: 'Mine' })).statusCode).toBe(
      422,
    )
    await ben.post('/account/passkeys/name', { passkeyId, [`name-${passkeyId}`]: 'My <old> phone' })
    expect((await ben.get('/account/passkeys')).body).toContain('My &lt;old&gt; phone')
    expect((await ben.post('/account/passkeys/name', { passkeyId, [`name-${passkeyId}`]: '' })).statusCode).toBe(422)
    expect((await ben.post('/account/passkeys/remove', { passkeyId: 'x' })).statusCode).toBe(422)
    await ben.post('/account/passkeys/remove', { passkeyId })
    expect((await tryIn(cast, asked => device.use(asked))).status).toBe(422)
  })

  it('is two proofs at once: no code is asked for besides', async () => {
    const cast = await aCast(house)
    const ben = await signedIn(cast)
    const device = await added(ben)
    await turnOn(house, ben)
    expect(await isIn((await tryIn(cast, asked => device.use(asked))).browser, cast)).toBe(true)
  })
})

describe('signing in with a passkey', () => {
  it('is refused in the same words for whatever is wrong', async () => {
    const [cast, there] = [await aCast(house), await aCast(house)]
    const ben = await signedIn(cast)
    const device = await added(ben)
    const stranger = aPasskeyDevice(origin())
    stranger.make({ challenge: 'x', user: { id: '' } })
    const wrongs: ((asked: { challenge: string }) => string)[] = [
      asked => device.use(asked, { challenge: 'bm90IHdoYXQgd2FzIGFza2Vk' }),
      asked => device.use(asked, { challenge: '' }),
      asked => device.use(asked, { origin: 'https://elsewhere.example' }),
      asked => device.use(asked, { origin: 'http://localhost.elsewhere.example' }),
      asked => device.use(asked, { domain: 'elsewhere.example' }),
      asked => device.use(asked, { knowsOwner: false }),
      asked => device.use(asked, { type: 'webauthn.create' }),
      asked => stranger.use(asked),
      asked => device.use(asked).replace(/"signature":"..../, '"signature":"AAAA'),
      asked => JSON.stringify({ ...JSON.parse(device.use(asked)), id: stranger.id }),
      () => '{}',
      () => 'null',
      () => '[1,2]',
      () => 'x'.repeat(40_000),
      () =>
        '{"id":"a","rawId":"a","type":"public-key","response":{"clientDataJSON":"a","authenticatorData":"a","signature":"a"}}',
      () => '',
    ]
    for (const [at, wrong] of wrongs.entries()) {
      const { status, browser } = await tryIn(cast, wrong)
      expect(status, `wrong ${at}`).toBe(422)
      expect(await isIn(browser, cast), `wrong ${at}`).toBe(false)
    }
    // A passkey of another place is known there alone.
    expect((await tryIn(there, asked => device.use(asked))).status).toBe(422)
    expect((await tryIn(cast, asked => device.use(asked))).status).toBe(303)
  })

  it('takes a signature once, and no later than five minutes after it was asked for', async () => {
    const cast = await aCast(house)
    const device = await added(await signedIn(cast))
    const browser = aBrowser(house, cast)
    const answer = device.use(await askedAny(browser))
    expect((await browser.post('/sign-in/passkey', { answer })).statusCode).toBe(303)
    expect((await aBrowser(house, cast).post('/sign-in/passkey', { answer })).statusCode).toBe(422)
    const asked = await askedAny(browser)
    house.advance({ minutes: 6 })
    expect((await browser.post('/sign-in/passkey', { answer: device.use(asked) })).statusCode).toBe(422)
  })

  it('takes no challenge of another place, nor one that asked for a new passkey', async () => {
    const [cast, there] = [await aCast(house), await aCast(house)]
    const ben = await signedIn(cast)
    const device = await added(ben)
    for (const asked of [await askedAny(aBrowser(house, there)), await askedFor(ben)])
      expect((await aBrowser(house, cast).post('/sign-in/passkey', { answer: device.use(asked) })).statusCode).toBe(422)
  })

  it('refuses one whose counter stands still or goes back, and tells its owner', async () => {
    const cast = await aCast(house)
    const device = await added(await signedIn(cast))
    expect((await tryIn(cast, asked => device.use(asked, { counter: 9 }))).status).toBe(303)
    expect((await tryIn(cast, asked => device.use(asked, { counter: 9 }))).status).toBe(422)
    expect((await tryIn(cast, asked => device.use(asked, { counter: 4 }))).status).toBe(422)
    expect((await tryIn(cast, asked => device.use(asked, { counter: 0 }))).status).toBe(422)
    expect((await tryIn(cast, asked => device.use(asked, { counter: 10 }))).status).toBe(303)
    const told = await house.platform.db.asHouse(
      cast.placeId,
      async tx =>
        (
          await tx.sql`select 1 from platform.notice where place_id = ${tx.placeId} and subject = 'A passkey of yours was refused'`
        ).count,
    )
    expect(told).toBeGreaterThan(0)
  })
})

describe('adding a passkey', () => {
  it('is refused for what was asked of somebody else, signed elsewhere, or is known already', async () => {
    const cast = await aCast(house)
    const [ben, cleo] = [await signedIn(cast), await signedIn(cast, 'cleo@example.org')]
    const add = async (browser: TestBrowser, answer: string) =>
      (await browser.post('/account/passkeys', { name: 'A', password, answer })).statusCode
    const device = aPasskeyDevice(origin())
    expect(await add(ben, device.make(await askedFor(cleo)))).toBe(422)
    expect(await add(ben, device.make(await askedFor(ben), { origin: 'https://elsewhere.example' }))).toBe(422)
    expect(await add(ben, device.make(await askedFor(ben), { knowsOwner: false }))).toBe(422)
    expect(await add(ben, device.make(await askedFor(ben), { domain: 'elsewhere.example' }))).toBe(422)
    const asked = await askedFor(ben)
    expect(await add(ben, device.make(asked))).toBe(303)
    expect(await add(ben, device.make(asked))).toBe(422)
    // The same passkey for two accounts.
    expect(await add(cleo, device.make(await askedFor(cleo)))).toBe(422)
    for (const answer of ['{}', 'null', '', 'x'.repeat(40_000)]) expect(await add(ben, answer)).toBe(422)
  })

  it('is nobody’s who is not signed in', async () => {
    const cast = await aCast(house)
    const browser = aBrowser(house, cast)
    expect((await browser.post('/api/passkeys/new')).statusCode).toBe(403)
    expect((await browser.post('/account/passkeys', { name: 'A', password, answer: '{}' })).headers.location).toContain(
      '/sign-in',
    )
  })

  it('does for an organisation that requires a second step; with the password alone nothing else can then be set up', async () => {
    const cast = await aCast(house)
    await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`update organisations.organisation set requires_second_step = true where place_id = ${tx.placeId} and organisation_id = ${cast.kitchen}`,
    )
    const ben = await signedIn(cast)
    expect(await isIn(ben, cast)).toBe(false)
    const device = aPasskeyDevice(origin())
    await ben.post('/account/passkeys', { name: 'A', answer: device.make(await askedFor(ben)) })
    expect(await isIn(ben, cast)).toBe(true)
    const thief = await signedIn(cast)
    expect((await thief.get('/sign-in/second-step')).body).toContain('Use your passkey')
    expect((await thief.post('/sign-in/second-step', { do: 'start' })).statusCode).toBe(422)
    expect((await thief.post('/api/passkeys/new')).statusCode).toBe(403)
    const { passkeyId } = {
      passkeyId: /name="passkeyId" value="([0-9a-f-]{36})"/.exec((await ben.get('/account/passkeys')).body)?.[1] ?? '',
    }
    expect((await ben.post('/account/passkeys/remove', { passkeyId })).body).toContain(
      'asks its people for a second step',
    )
  })
})
