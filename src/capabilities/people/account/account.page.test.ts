import { describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aBrowser, type TestBrowser } from '../../../../test/support/sign-in.ts'
import { deviceOf, networkOf } from '../../../platform/auth/session-from.ts'

const house = useHouse()

const signedIn = async (cast: Cast, email = 'ben@example.org') => {
  const browser = aBrowser(house, cast)
  await browser.signIn(email)
  return browser
}

const isIn = async (browser: TestBrowser, cast: Cast) =>
  (await browser.get('/start')).headers.location === `/${cast.slug}/referrals`

const sessionIdsIn = (body: string) =>
  [...body.matchAll(/name="sessionId" value="([0-9a-f-]{36})"/g)].map(found => found[1] ?? '')

describe('sessions', () => {
  it('are listed with the device, roughly where from, and which is this one', async () => {
    const cast = await aCast(house)
    const [here] = [await signedIn(cast), await signedIn(cast)]
    const { body } = await here.get('/account')
    expect(body).toContain('Firefox on Windows (this one)')
    expect(body).toContain('Network 127.0.…')
    expect(body).toContain('You stay signed in for 12 hours, or until nothing was done for 2 hours.')
    // The cast's own, and the other browser's.
    expect(sessionIdsIn(body)).toHaveLength(2)
    expect(body).not.toContain('127.0.0.1')
  })

  it('end one by one: the next page of whoever had it asks to sign in', async () => {
    const cast = await aCast(house)
    const here = await signedIn(cast)
    house.advance({ minutes: 3 })
    const there = await signedIn(cast)
    expect(await isIn(there, cast)).toBe(true)
    const [newest = ''] = sessionIdsIn((await here.get('/account')).body)
    const answer = await here.post('/account/sessions/end', { sessionId: newest })
    expect(answer.headers.location).toBe(`/${cast.slug}/account?done=session-ended`)
    expect(await isIn(there, cast)).toBe(false)
    expect(await isIn(here, cast)).toBe(true)
    // Twice, and nonsense.
    expect((await here.post('/account/sessions/end', { sessionId: newest })).statusCode).toBe(303)
    expect((await here.post('/account/sessions/end', { sessionId: 'x' })).statusCode).toBe(422)
  })

  it('of somebody else cannot be ended, nor seen', async () => {
    const cast = await aCast(house)
    const [ben, cleo] = [await signedIn(cast), await signedIn(cast, 'cleo@example.org')]
    await signedIn(cast)
    const [bens = ''] = sessionIdsIn((await ben.get('/account')).body)
    expect((await cleo.get('/account')).body).not.toContain(bens)
    await cleo.post('/account/sessions/end', { sessionId: bens })
    expect(sessionIdsIn((await ben.get('/account')).body)).toContain(bens)
  })

  it('end everywhere else at one press', async () => {
    const cast = await aCast(house)
    const [here, there] = [await signedIn(cast), await signedIn(cast)]
    await here.post('/account/sessions/end-others')
    expect(await isIn(here, cast)).toBe(true)
    expect(await isIn(there, cast)).toBe(false)
    expect((await here.get('/account')).body).not.toContain('Sign out everywhere else</button>')
  })

  it('end after two idle hours, and after twelve however busy', async () => {
    const cast = await aCast(house)
    const idle = await signedIn(cast)
    const busy = await signedIn(cast)
    for (let hour = 0; hour < 11; hour++) {
      house.advance({ hours: 1 })
      expect(await isIn(busy, cast)).toBe(true)
    }
    expect(await isIn(idle, cast)).toBe(false)
    house.advance({ minutes: 61 })
    expect(await isIn(busy, cast)).toBe(false)
  })
})

describe('changing the password', () => {
  it('needs the one they have, ends every other session, keeps this one, and tells the owner', async () => {
    const cast = await aCast(house)
    const [here, there] = [await signedIn(cast), await signedIn(cast)]
    for (const fields of [
      { password: 'wrong', newPassword: 'a longer password' },
      { password: 'a long password', newPassword: 'short' },
      { password: 'a long password', newPassword: 'a long password' },
      {},
    ])
      expect((await here.post('/account/password', fields as Record<string, string>)).statusCode).toBe(422)
    const done = await here.post('/account/password', { password: 'a long password', newPassword: 'a longer password' })
    expect(done.headers.location).toBe(`/${cast.slug}/account?done=password-changed`)
    expect(await isIn(here, cast)).toBe(true)
    expect(await isIn(there, cast)).toBe(false)
    expect((await aBrowser(house, cast).signIn('ben@example.org')).statusCode).toBe(422)
    expect((await aBrowser(house, cast).signIn('ben@example.org', 'a longer password')).statusCode).toBe(303)
    const told = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql<
          { subject: string; holderIds: string[] }[]
        >`select subject, holder_ids from platform.notice where place_id = ${tx.placeId} and to_address = 'ben@example.org'`,
    )
    expect(told).toEqual([{ subject: 'Your password was changed', holderIds: [] }])
    const { body } = await here.get('/account')
    expect(body).toContain('Changed the password')
    expect(body).toContain('Signed in with a password')
  })

  it('makes guessing it wait, whoever sits at an open session', async () => {
    const cast = await aCast(house)
    const here = await signedIn(cast)
    for (let count = 0; count < 10; count++)
      await here.post('/account/password', { password: `guess ${count}`, newPassword: 'a longer password' })
    const late = await here.post('/account/password', { password: 'a long password', newPassword: 'a longer password' })
    expect(late.body).toContain('Wait 15 minutes')
  })
})

describe('the account’s page', () => {
  it('is for people with an account alone', async () => {
    const cast = await aCast(house)
    expect((await aBrowser(house, cast).get('/account')).headers.location).toContain('/sign-in?next=')
    for (const path of [
      '/account/password',
      '/account/sessions/end',
      '/account/sessions/end-others',
      '/account/second-step',
      '/account/recovery-codes',
    ])
      expect((await aBrowser(house, cast).post(path, {})).statusCode).toBe(403)
  })
})

describe('where a session was started', () => {
  it('is said roughly', () => {
    expect(
      deviceOf(
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      ),
    ).toBe('Safari on an iPhone')
    expect(
      deviceOf(
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
      ),
    ).toBe('Edge on Windows')
    expect(
      deviceOf(
        'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36',
      ),
    ).toBe('Samsung Internet on Android')
    expect(deviceOf('<script>alert(1)</script>')).toBe('')
    expect(deviceOf(undefined)).toBe('')
    expect(networkOf('203.0.113.7')).toBe('203.0.…')
    expect(networkOf('2001:db8:1:2::/64')).toBe('2001:db8:…')
    expect(networkOf('x'.repeat(500))).toBe('')
  })
})
