import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { openApp } from '../../../app.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { addMember, addOrganisation } from '../../organisations/index.ts'
import { changePlace } from '../../places/index.ts'
import { addAccount } from '../index.ts'

const house = useHouse()

const get = (cast: Cast, path: string, cookie = '') =>
  house.web.inject({ url: `/${cast.slug}${path}`, headers: { cookie } })
const post = (cast: Cast, path: string, fields: Record<string, string> | string, cookie = '') =>
  house.web.inject({
    method: 'POST',
    url: `/${cast.slug}${path}`,
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  })
const right = { email: 'ben@example.org', password: 'a long password' }
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  String([answer.headers['set-cookie']].flat()[0]).split(';')[0] ?? ''

describe('sign in', () => {
  it('leads a coordinator to what their organisation is asked', async () => {
    const cast = await aCast(house)
    const answer = await post(cast, '/sign-in', right)
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe(`/${cast.slug}/start`)
    expect(String(answer.headers['set-cookie'])).toMatch(
      new RegExp(`^session=[\\w-]{22}; .*Path=/${cast.slug}; HttpOnly; SameSite=Lax`),
    )
    const start = await get(cast, '/start', cookieOf(answer))
    expect(start.headers.location).toBe(`/${cast.slug}/referrals`)
  })

  it('leads those who triage to the worklist', async () => {
    const cast = await aCast(house)
    await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
      settings: { triageOrganisationId: cast.hub },
    } as never)
    const start = await get(cast, '/start', cast.cookies.amira)
    expect(start.headers.location).toBe(`/${cast.slug}/worklist`)
  })

  it('goes on to the page that was asked for, and only to a page of this place', async () => {
    const cast = await aCast(house)
    const asked = await get(cast, '/acting-for?x=1')
    expect(asked.headers.location).toBe(
      `/${cast.slug}/sign-in?next=${encodeURIComponent(`/${cast.slug}/acting-for?x=1`)}`,
    )
    const page = await house.web.inject(String(asked.headers.location))
    expect(page.body).toContain('Sign in to open that page.')
    expect(page.body).toContain(`name="next" value="/${cast.slug}/acting-for?x=1"`)
    const inside = await post(cast, '/sign-in', { ...right, next: `/${cast.slug}/acting-for?x=1` })
    expect(inside.headers.location).toBe(`/${cast.slug}/acting-for?x=1`)
    for (const next of ['https://elsewhere.example', '//elsewhere.example', '/elsewhere', `/${cast.slug}x`]) {
      expect((await post(cast, '/sign-in', { ...right, next })).headers.location).toBe(`/${cast.slug}/start`)
      expect((await get(cast, `/sign-in?next=${encodeURIComponent(next)}`)).body).not.toContain('name="next"')
    }
    expect((await get(cast, `/sign-in?next=a&next=b`)).statusCode).toBe(200)
  })

  it('says the same of an unknown address and a wrong password, and keeps the address typed', async () => {
    const cast = await aCast(house)
    const wrong = await post(cast, '/sign-in', { ...right, password: 'another password' })
    const unknown = await post(cast, '/sign-in', { ...right, email: 'nobody@example.org' })
    expect([wrong.statusCode, unknown.statusCode]).toEqual([422, 422])
    expect(wrong.body).toContain('The e-mail address or the password is not right. Try again.')
    expect(wrong.body.replaceAll('ben@', 'nobody@')).toBe(unknown.body)
    expect(wrong.body).toContain('value="ben@example.org"')
    expect(wrong.body).not.toContain('another password')
    expect(wrong.headers['set-cookie']).toBeUndefined()
  })

  it('names the field that is empty', async () => {
    const cast = await aCast(house)
    const empty = await post(cast, '/sign-in', {})
    expect(empty.statusCode).toBe(422)
    expect(empty.body).toContain('<a href="#email">Enter your e-mail address</a>')
    expect(empty.body).toContain('<a href="#password">Enter your password</a>')
  })

  it('takes hostile fields for wrong ones', async () => {
    const cast = await aCast(house)
    for (const body of [
      'email=a@b.c&email=d@e.f&password=x&password=y',
      `email=${'x'.repeat(5000)}&password=${'y'.repeat(5000)}`,
      "email=' or 1=1 --&password=' or 1=1 --",
      'email[]=a&password[a]=b&__proto__=c',
      `email=${encodeURIComponent('"><script>alert(1)</script>')}&password=x`,
      'email=%F0%9F%92%A9%ED%A0%80&password=%ED%A0%80',
    ]) {
      const answer = await post(cast, '/sign-in', body)
      expect(answer.statusCode).toBe(422)
      expect(answer.body).not.toContain('<script>alert')
    }
    expect((await post(cast, '/sign-in', 'email=a%00b&password=x')).statusCode).toBe(400)
  })

  it('makes guessing wait after ten wrong tries, for known and unknown accounts alike', async () => {
    for (const email of ['ben@example.org', 'nobody@example.org']) {
      const cast = await aCast(house)
      for (let count = 0; count < 10; count++) {
        const answer = await post(cast, '/sign-in', { email, password: `guess ${count}` })
        expect(answer.body).toContain('is not right')
      }
      const late = await post(cast, '/sign-in', { ...right, email })
      expect(late.statusCode).toBe(422)
      expect(late.body).toContain('Wait 15 minutes')
      house.advance({ minutes: 16 })
      const again = await post(cast, '/sign-in', right)
      expect(again.statusCode).toBe(303)
    }
  })

  it('lets nobody in from another place', async () => {
    const [here, there] = [await aCast(house), await aCast(house)]
    expect((await get(there, '/start', here.cookies.ben)).headers.location).toContain('/sign-in?next=')
  })

  it('is not offered again to someone signed in, and ends the session held before', async () => {
    const cast = await aCast(house)
    const page = await get(cast, '/sign-in', cast.cookies.ben)
    expect(page.body).toContain('You are signed in already, as Ben of Kitchen.')
    const second = await post(
      cast,
      '/sign-in',
      { email: 'cleo@example.org', password: right.password },
      cast.cookies.ben,
    )
    expect((await get(cast, '/start', cast.cookies.ben)).headers.location).toContain('/sign-in')
    expect((await get(cast, '/start', cookieOf(second))).headers.location).toBe(`/${cast.slug}/referrals`)
  })

  it('shows the demo sign-ins of a demo place, one button each, and none elsewhere', async () => {
    const cast = await aCast(house)
    const demo = { name: 'Ben <b>', ...right, role: 'Coordinator', organisation: 'Kitchen' }
    await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
      settings: {
        demoSignIns: [demo],
        demoCodes: [
          { name: 'Sam', role: 'volunteer', path: '/volunteer/sign-in', reference: 'ABC-DEF', code: '123456' },
        ],
      },
    } as never)
    const page = await get(cast, `/sign-in?next=/${cast.slug}/referrals`)
    expect(page.body).toContain('Ben &lt;b&gt;')
    expect(page.body).toContain('as Ben &lt;b&gt;, Coordinator, Kitchen')
    expect(page.body).toContain('name="password" value="a long password"')
    expect(page.body).toContain(`action="/${cast.slug}/volunteer/sign-in"`)
    expect(page.body).toContain('name="reference" value="ABC-DEF"')
    expect(page.body.match(new RegExp(`name="next" value="/${cast.slug}/referrals"`, 'g'))).toHaveLength(3)
    const { platform } = house
    const web = await openApp({ ...platform, config: { ...platform.config, demo: false } }, { limits: null })
    expect((await web.inject(`/${cast.slug}/sign-in`)).body).not.toContain('a long password')
    await web.close()
    await perform(platform.db, houseActor(cast.placeId), changePlace, { settings: { demoSignIns: 'x' } } as never)
    expect((await get(cast, '/sign-in')).statusCode).toBe(200)
  })
})

describe('acting for one of several organisations', () => {
  it('is asked after signing in, and only of those who act for several', async () => {
    const cast = await aCast(house)
    const lead = houseActor(cast.placeId)
    const ben = cast.ben.personId ?? ''
    await perform(house.platform.db, lead, addMember, {
      organisationId: cast.drivers,
      personId: ben,
      roles: ['coordinator'],
    })
    const next = `/${cast.slug}/acting-for?x=1`
    const signedIn = await post(cast, '/sign-in', { ...right, next })
    expect(signedIn.headers.location).toBe(`/${cast.slug}/acting-for?next=${encodeURIComponent(next)}`)
    const cookie = cookieOf(signedIn)
    const page = await house.web.inject({ url: String(signedIn.headers.location), headers: { cookie } })
    expect(page.body).toContain('Kitchen')
    expect(page.body).toContain('Drivers')
    expect(page.body).not.toContain('Hub')
    const chosen = await post(cast, '/acting-for', { organisationId: cast.kitchen, next }, cookie)
    expect(chosen.headers.location).toBe(next)
    expect((await get(cast, '/acting-for', cookieOf(chosen))).body).toMatch(/kil-header__who-organisation">Kitchen/)
    expect((await get(cast, '/start', cookie)).headers.location).toContain('/sign-in')
  })

  it('refuses an organisation they do not act for, and nonsense', async () => {
    const cast = await aCast(house)
    for (const organisationId of [cast.hub, '', 'x', '019aa000-0000-7000-8000-000000000000']) {
      const answer = await post(cast, '/acting-for', { organisationId }, cast.cookies.ben)
      expect(answer.statusCode).toBe(422)
      expect(answer.body).toContain('There is a problem')
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    expect((await get(cast, '/acting-for')).statusCode).toBe(303)
    expect((await post(cast, '/acting-for', { organisationId: cast.kitchen })).statusCode).toBe(403)
  })

  it('ends with the membership', async () => {
    const cast = await aCast(house)
    const { platform } = house
    const lead = houseActor(cast.placeId)
    const { personId } = worked(
      await perform(platform.db, lead, addAccount, { ...right, email: 'dee@example.org', name: 'Dee' }),
    )
    const answer = await post(cast, '/sign-in', { ...right, email: 'dee@example.org' })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('You do not act for an organisation here any more')
    const { organisationId } = worked(
      await perform(platform.db, lead, addOrganisation, {
        name: 'Group',
        kind: 'mutual aid',
        assuranceLevel: 'informal',
        about: '',
        email: 'group@example.org',
        phone: null,
        postcode: null,
        position: null,
        helpsWith: [],
        neighbourhoodIds: null,
        takesReferrals: true,
      }),
    )
    await perform(platform.db, lead, addMember, { organisationId, personId, roles: ['commissioner'] })
    const cookie = cookieOf(await post(cast, '/sign-in', { ...right, email: 'dee@example.org' }))
    expect((await get(cast, '/start', cookie)).headers.location).toBe(`/${cast.slug}/how-are-we-doing`)
  })
})

describe('sign out', () => {
  it('ends the session, not only the cookie', async () => {
    const cast = await aCast(house)
    const answer = await post(cast, '/sign-out', '', cast.cookies.ben)
    expect(answer.headers.location).toBe(`/${cast.slug}/sign-in?done=signed-out`)
    expect(String(answer.headers['set-cookie'])).toMatch(/^session=;/)
    expect((await get(cast, '/start', cast.cookies.ben)).headers.location).toContain('/sign-in')
    expect((await get(cast, '/sign-in?done=signed-out')).body).toContain('You are signed out.')
  })

  it('does nothing to someone who is not signed in, and cannot be pressed from another site', async () => {
    const cast = await aCast(house)
    expect((await post(cast, '/sign-out', '')).statusCode).toBe(303)
    const elsewhere = await house.web.inject({
      method: 'POST',
      url: `/${cast.slug}/sign-out`,
      headers: { cookie: cast.cookies.ben, origin: 'https://elsewhere.example' },
    })
    expect(elsewhere.statusCode).toBe(403)
    expect((await get(cast, '/start', cast.cookies.ben)).headers.location).toBe(`/${cast.slug}/referrals`)
  })

  it('also ends what a reference and a code had opened', async () => {
    const cast = await aCast(house)
    const { helpRequestId } = await ask(house, cast)
    const token = await house.platform.db.asHouse(cast.placeId, tx => startSession(tx, { helpRequestId }))
    expect((await get(cast, '/start', `session=${token}`)).statusCode).toBe(403)
    await post(cast, '/sign-out', '', `session=${token}`)
    expect((await get(cast, '/start', `session=${token}`)).statusCode).toBe(303)
  })
})

/** A place that was made as a demo. */
const aDemoCast = async () => {
  const cast = await aCast(house)
  const settings = { settings: { demoSignIns: [] } }
  worked(await perform(house.platform.db, houseActor(cast.placeId), changePlace, settings as never))
  return cast
}

describe('mailbox', () => {
  it('shows what would have been sent, newest first, with links to our own pages', async () => {
    const cast = await aDemoCast()
    expect((await get(cast, '/mailbox')).body).toContain('No messages yet')
    await ask(house, cast)
    await house.deliver(cast.placeId)
    const page = await get(cast, '/mailbox')
    expect(page.body).toContain('No mail and no text leaves this demo.')
    expect(page.body).toContain('We have your request')
    expect(page.body).toContain(`href="/${cast.slug}/my-request"`)
    expect(page.body).toContain(`href="/${cast.slug}/mailbox?to=halina%40example.org"`)
  })

  it('can be narrowed to one address', async () => {
    const cast = await aDemoCast()
    await ask(house, cast)
    await house.deliver(cast.placeId)
    expect((await get(cast, '/mailbox?to=halina%40example.org')).body).toContain('We have your request')
    expect((await get(cast, '/mailbox?to=%20nobody@example.org%20')).body).toContain(
      'No messages to nobody@example.org',
    )
    for (const query of ['to=a&to=b', `to=${'x'.repeat(9000)}`, 'to=<script>', "to='--"])
      expect((await get(cast, `/mailbox?${query}`)).statusCode).toBe(200)
  })

  it('is not there where mail leaves, nor outside a demo', async () => {
    const real = await aCast(house)
    expect((await get(real, '/mailbox')).statusCode).toBe(404)
    const cast = await aDemoCast()
    const { platform } = house
    for (const setting of [{ demo: false }, { smtpUrl: 'smtp://mail.invalid' }]) {
      const web = await openApp({ ...platform, config: { ...platform.config, ...setting } }, { limits: null })
      expect((await web.inject(`/${cast.slug}/mailbox`)).statusCode).toBe(404)
      await web.close()
    }
  })

  it('of one place shows nothing of another', async () => {
    const [here, there] = [await aDemoCast(), await aDemoCast()]
    await ask(house, here)
    await house.deliver(here.placeId)
    expect((await get(there, '/mailbox')).body).toContain('No messages yet')
  })
})
