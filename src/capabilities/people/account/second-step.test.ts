import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aBrowser, codeOf, keyIn, turnOn } from '../../../../test/support/sign-in.ts'
import { secondStepFor } from './second-step.ts'

const house = useHouse()

const ben = async (cast: Cast) => {
  const browser = aBrowser(house, cast)
  await browser.signIn('ben@example.org')
  return browser
}

const isIn = async (browser: ReturnType<typeof aBrowser>, cast: Cast) =>
  (await browser.get('/start')).headers.location === `/${cast.slug}/referrals`

const requireOf = (cast: Cast, organisationId: string, required = true) =>
  house.platform.db.asHouse(
    cast.placeId,
    tx =>
      tx.sql`update organisations.organisation set requires_second_step = ${required} where place_id = ${tx.placeId} and organisation_id = ${organisationId}`,
  )

describe('the rule of the second step', () => {
  it('asks for a code of whoever turned it on, for a passkey or a set-up only where the organisation requires it, and for nothing after two proofs', () => {
    const of = (proofs: number, hasAuthenticator: boolean, hasPasskey: boolean, isRequired: boolean) =>
      secondStepFor({ proofs, hasAuthenticator, hasPasskey, isRequired })
    expect(of(1, false, false, false)).toBeNull()
    expect(of(1, false, true, false)).toBeNull()
    expect(of(1, true, true, false)).toBe('code')
    expect(of(1, true, true, true)).toBe('code')
    expect(of(1, false, true, true)).toBe('passkey')
    expect(of(1, false, false, true)).toBe('set up')
    for (const bits of [0, 1, 2, 3, 4, 5, 6, 7])
      expect(of(2, (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0)).toBeNull()
  })
})

describe('turning the second step on', () => {
  it('asks for the password, shows a key and a link, and counts from the first code', async () => {
    const cast = await aCast(house)
    const browser = await ben(cast)
    const wrong = await browser.post('/account/second-step', { do: 'start', password: 'another' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('This is not your password')
    expect((await browser.post('/account/second-step', { do: 'start', password: 'a long password' })).statusCode).toBe(
      303,
    )
    const page = await browser.get('/account/second-step')
    const key = keyIn(page.body)
    expect(page.body).toContain('otpauth://totp/')
    expect(key).toMatch(/^[A-Z2-7]{32}$/)
    const bad = await browser.post('/account/second-step', { do: 'confirm', code: '000000' })
    expect(bad.statusCode).toBe(422)
    const again = aBrowser(house, cast)
    expect((await again.signIn('ben@example.org')).headers.location).toBe(`/${cast.slug}/start`)
    const done = await browser.post('/account/second-step', { do: 'confirm', code: codeOf(house, key) })
    expect(done.headers.location).toBe(`/${cast.slug}/account/recovery-codes`)
    expect(await isIn(browser, cast)).toBe(true)
    expect(await isIn(again, cast)).toBe(false)
  })

  it('keeps the key sealed: what is in the database is not the key, and opens for nobody else', async () => {
    const cast = await aCast(house)
    const { key, codes } = await turnOn(house, await ben(cast))
    const kept = await house.platform.db.asHouse(cast.placeId, async tx =>
      JSON.stringify([
        await tx.sql`select * from people.authenticator`,
        await tx.sql`select * from people.recovery_code`,
        await tx.sql`select * from platform.form_draft`,
      ]),
    )
    expect(kept).not.toContain(key)
    for (const code of codes) expect(kept).not.toContain(code.replace('-', ''))
    expect(codes).toHaveLength(10)
  })
})

describe('the key', () => {
  it('is drawn for a phone’s camera as the very link an app opens, within the content security policy', async () => {
    const cast = await aCast(house)
    const browser = await ben(cast)
    await browser.post('/account/second-step', { do: 'start', password: 'a long password' })
    const shown = await browser.get('/account/second-step')
    const key = keyIn(shown.body)
    const link = /href="(otpauth:[^"]+)"/.exec(shown.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(new URL(link).searchParams.get('secret')).toBe(key)
    const { data, size } = encode(link, { ecc: 'M', border: 4 })
    const drawn = /<svg class="kil-qr"[^>]*>.*?<\/svg>/s.exec(shown.body)?.[0] ?? ''
    const squares = new Set([...drawn.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) expect(squares.has(`${x} ${y}`), `${x} ${y}`).toBe(data[y]?.[x])
    expect(drawn).not.toMatch(/style|<script|http:\/\/(?!www\.w3\.org\/2000\/svg)/)
    expect(drawn).toContain('aria-label="The key as a QR code')
    expect(shown.headers['content-security-policy']).not.toContain('unsafe-inline')
    expect(shown.headers['cache-control']).toContain('no-store')
  })
})

describe('signing in with a second step', () => {
  it('opens nothing before the code, and everything after it', async () => {
    const cast = await aCast(house)
    const { key } = await turnOn(house, await ben(cast))
    house.advance({ minutes: 2 })
    const browser = aBrowser(house, cast)
    const half = await browser.signIn('ben@example.org', 'a long password', { next: `/${cast.slug}/calls` })
    expect(half.headers.location).toBe(
      `/${cast.slug}/sign-in/second-step?next=${encodeURIComponent(`/${cast.slug}/calls`)}`,
    )
    expect(await isIn(browser, cast)).toBe(false)
    expect((await browser.get('/account')).headers.location).toContain('/sign-in')
    expect((await browser.post('/account/sessions/end-others')).statusCode).toBe(403)
    expect((await browser.post('/account/second-step', { do: 'start', password: 'a long password' })).statusCode).toBe(
      403,
    )
    expect((await browser.get('/sign-in')).headers.location).toBe(`/${cast.slug}/sign-in/second-step`)
    const wrong = await browser.post('/sign-in/second-step', {
      do: 'code',
      code: '123456',
      next: `/${cast.slug}/calls`,
    })
    expect(wrong.statusCode).toBe(422)
    // Nor can the key be set anew by whoever has the password alone.
    expect((await browser.post('/sign-in/second-step', { do: 'start' })).statusCode).toBe(422)
    expect((await browser.post('/sign-in/second-step', { do: 'confirm', code: codeOf(house, key) })).statusCode).toBe(
      422,
    )
    const right = await browser.post('/sign-in/second-step', {
      do: 'code',
      code: codeOf(house, key),
      next: `/${cast.slug}/calls`,
    })
    expect(right.headers.location).toBe(`/${cast.slug}/calls`)
    expect(await isIn(browser, cast)).toBe(true)
  })

  it('takes a code once, one step early or late, and none older', async () => {
    const cast = await aCast(house)
    const { key } = await turnOn(house, await ben(cast))
    const tryCode = async (code: string) => {
      const browser = aBrowser(house, cast)
      await browser.signIn('ben@example.org')
      return (await browser.post('/sign-in/second-step', { do: 'code', code })).statusCode
    }
    // The one that turned it on was used.
    expect(await tryCode(codeOf(house, key))).toBe(422)
    house.advance({ minutes: 5 })
    expect(await tryCode(codeOf(house, key, -2))).toBe(422)
    expect(await tryCode(codeOf(house, key, 2))).toBe(422)
    expect(await tryCode(codeOf(house, key, -1))).toBe(303)
    const now = codeOf(house, key)
    expect(await tryCode(`${now.slice(0, 3)} ${now.slice(3)}`)).toBe(303)
    expect(await tryCode(now)).toBe(422)
    expect(await tryCode(codeOf(house, key, 1))).toBe(303)
    expect(await tryCode(codeOf(house, key))).toBe(422)
  })

  it('takes the same code from one of two that send it at once', async () => {
    const cast = await aCast(house)
    const { key } = await turnOn(house, await ben(cast))
    house.advance({ minutes: 5 })
    const browsers = [aBrowser(house, cast), aBrowser(house, cast), aBrowser(house, cast)]
    for (const browser of browsers) await browser.signIn('ben@example.org')
    const code = codeOf(house, key)
    const answers = await Promise.all(
      browsers.map(browser => browser.post('/sign-in/second-step', { do: 'code', code })),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422, 422])
  })

  it('takes each recovery code once, however it is typed, and tells the owner', async () => {
    const cast = await aCast(house)
    const { codes } = await turnOn(house, await ben(cast))
    const [one = '', two = ''] = codes
    const tryCode = async (code: string) => {
      const browser = aBrowser(house, cast)
      await browser.signIn('ben@example.org')
      return (await browser.post('/sign-in/second-step', { do: 'code', code })).statusCode
    }
    expect(await tryCode(one.toLowerCase().replace('-', ' '))).toBe(303)
    expect(await tryCode(one)).toBe(422)
    expect(await tryCode(two)).toBe(303)
    await house.deliver(cast.placeId)
    const mail = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql<
          { body: string }[]
        >`select body from platform.notice where place_id = ${tx.placeId} and to_address = 'ben@example.org' and subject = 'A recovery code was used' order by created_at`,
    )
    expect(mail[0]?.body).toContain('you have 9 left')
  })

  it('makes guessing codes wait after ten wrong ones', async () => {
    const cast = await aCast(house)
    const { key } = await turnOn(house, await ben(cast))
    house.advance({ minutes: 5 })
    const browser = aBrowser(house, cast)
    await browser.signIn('ben@example.org')
    for (let count = 0; count < 10; count++) await browser.post('/sign-in/second-step', { do: 'code', code: 'x' })
    const late = await browser.post('/sign-in/second-step', { do: 'code', code: codeOf(house, key) })
    expect(late.statusCode).toBe(422)
    expect(late.body).toContain('Wait 15 minutes')
  })

  it('forgets half a sign-in after half an hour', async () => {
    const cast = await aCast(house)
    const { key } = await turnOn(house, await ben(cast))
    const browser = aBrowser(house, cast)
    await browser.signIn('ben@example.org')
    house.advance({ minutes: 31 })
    const late = await browser.post('/sign-in/second-step', { do: 'code', code: codeOf(house, key) })
    expect(late.headers.location).toBe(`/${cast.slug}/sign-in`)
  })
})

describe('an organisation that requires a second step', () => {
  it('lets nobody do anything before they have one, and leads them to set it up', async () => {
    const cast = await aCast(house)
    const before = await ben(cast)
    await requireOf(cast, cast.kitchen)
    // Whoever is in already is asked at their next page.
    expect((await before.get('/referrals')).headers.location).toContain('/sign-in?next=')
    expect((await before.get('/sign-in')).headers.location).toBe(`/${cast.slug}/sign-in/second-step`)
    const browser = aBrowser(house, cast)
    expect((await browser.signIn('ben@example.org')).headers.location).toBe(`/${cast.slug}/sign-in/second-step`)
    expect(await isIn(browser, cast)).toBe(false)
    expect((await browser.get('/sign-in/second-step')).body).toContain('asks its people for more than a password')
    await browser.post('/sign-in/second-step', { do: 'start' })
    const key = keyIn((await browser.get('/sign-in/second-step')).body)
    expect((await browser.post('/sign-in/second-step', { do: 'confirm', code: '1' })).statusCode).toBe(422)
    const done = await browser.post('/sign-in/second-step', { do: 'confirm', code: codeOf(house, key) })
    expect(done.headers.location).toContain('/account/recovery-codes?next=')
    expect((await browser.get(String(done.headers.location))).body).toContain('Your recovery codes')
    expect(await isIn(browser, cast)).toBe(true)
  })

  it('keeps it on: it cannot be turned off while it is required', async () => {
    const cast = await aCast(house)
    const browser = await ben(cast)
    const { codes } = await turnOn(house, browser)
    await requireOf(cast, cast.kitchen)
    const off = { do: 'turn-off', password: 'a long password', offCode: codes[0] ?? '' }
    const answer = await browser.post('/account/second-step', off)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Kitchen asks its people for a second step')
    await requireOf(cast, cast.kitchen, false)
    expect((await browser.post('/account/second-step', off)).headers.location).toContain('done=second-step-off')
  })
})

describe('turning the second step off', () => {
  it('needs the password and a code', async () => {
    const cast = await aCast(house)
    const browser = await ben(cast)
    const { codes, key } = await turnOn(house, browser)
    house.advance({ minutes: 2 })
    const code = codes[0] ?? ''
    for (const fields of [
      { password: 'a long password', offCode: '' },
      { password: 'a long password', offCode: '000000' },
      { password: 'wrong', offCode: code },
      { password: '', offCode: codeOf(house, key) },
    ])
      expect((await browser.post('/account/second-step', { do: 'turn-off', ...fields })).statusCode).toBe(422)
    await browser.post('/account/second-step', { do: 'turn-off', password: 'a long password', offCode: code })
    const again = aBrowser(house, cast)
    expect((await again.signIn('ben@example.org')).headers.location).toBe(`/${cast.slug}/start`)
  })
})

describe('recovery codes', () => {
  it('are shown to the session that made them until it says that it kept them, and to no other', async () => {
    const cast = await aCast(house)
    const browser = await ben(cast)
    const { codes, key } = await turnOn(house, browser)
    expect((await browser.get('/account/recovery-codes')).body).toContain(codes[0])
    house.advance({ minutes: 2 })
    const other = aBrowser(house, cast)
    await other.signIn('ben@example.org')
    await other.post('/sign-in/second-step', { do: 'code', code: codeOf(house, key) })
    expect((await other.get('/account/recovery-codes')).body).toContain('shown once')
    await browser.post('/account/recovery-codes')
    expect((await browser.get('/account/recovery-codes')).body).not.toContain(codes[0])
    house.advance({ minutes: 2 })
    expect((await browser.post('/account/second-step', { do: 'renew', code: codeOf(house, key) })).statusCode).toBe(303)
    const renewed = (await browser.get('/account/recovery-codes')).body
    expect(renewed).toContain('Your recovery codes')
    expect(renewed).not.toContain(codes[1])
  })
})
