import { describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { aBrowser, type TestBrowser } from '../../../test/support/sign-in.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { listOrganisations } from '../organisations/index.ts'
import { mayDisclose } from '../people/index.ts'
import { changePlace } from '../places/index.ts'

const house = useHouse()

/** A place where the hub decides. */
const aPlace = async (): Promise<Cast> => {
  const cast = await aCast(house)
  worked(
    await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
      settings: { triageOrganisationId: cast.hub },
    }),
  )
  return cast
}

const aGroup = {
  name: 'Sunday Soup',
  kind: 'mutual aid',
  about: 'We cook for older people in our street.',
  speaksFor: 'Mo Okafor',
  email: 'mo@soup.example.org',
  phone: '020 7946 0999',
  helpsWith: 'food',
  neighbourhoodIds: 'everywhere',
}

const aNeed = {
  danger: 'no',
  takenHow: 'in person',
  need1Kind: 'food',
  need1Urgency: 'two days',
  need1Description: 'A man in his 80s has no food in.',
  forWhom: 'themselves',
  name: 'Albert Finch',
  phone: '020 7946 0555',
  contactBy: 'phone',
  consent: 'yes',
}

/** What was written to an address, newest first. */
const mailTo = (cast: Cast, email: string) =>
  house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ subject: string; linkPath: string | null; body: string }[]>`
      select subject, link_path, body from platform.notice where place_id = ${tx.placeId} and to_address = ${email} order by created_at desc, notice_id desc`,
  )

const linkTo = async (cast: Cast, email = aGroup.email) =>
  (await mailTo(cast, email)).find(({ linkPath }) => linkPath?.startsWith('/join/link/'))?.linkPath ?? ''

const joined = async (cast: Cast, more: Partial<typeof aGroup> = {}): Promise<TestBrowser> => {
  const browser = aBrowser(house, cast)
  expect((await browser.post('/join', { ...aGroup, ...more })).headers.location).toContain('/join?done=sent')
  const answer = await browser.post(await linkTo(cast, more.email))
  expect(answer.headers.location).toBe(`/${cast.slug}/our-group?done=joined`)
  return browser
}

const groupPath = async (cast: Cast, amira: TestBrowser, name = aGroup.name) => {
  const { body } = await amira.get('/joined')
  const at = body.lastIndexOf('href="', body.indexOf(name))
  return body.slice(at + 6, body.indexOf('"', at + 6)).replace(`/${cast.slug}`, '')
}

const organisationNamed = (cast: Cast, name: string) =>
  house.platform.db.asHouse(cast.placeId, async tx => {
    const found = (await listOrganisations(tx)).find(each => each.name === name)
    if (!found) throw new Error(`no ${name}`)
    return found
  })

describe('a group joins', () => {
  it('by one form and one link, passes a need on at once, is seen for what it is, and is welcomed', async () => {
    const cast = await aPlace()
    const stranger = aBrowser(house, cast)
    expect((await stranger.get('/join')).statusCode).toBe(200)
    const group = await joined(cast)
    expect((await group.get('/start')).headers.location).toBe(`/${cast.slug}/our-group`)
    expect((await group.get('/our-group')).body).toContain('5 left for today')

    // A first need, a minute later.
    const taken = await group.post('/requests/take', aNeed)
    expect(taken.headers.location).toBe(`/${cast.slug}/requests/taken`)
    expect((await group.get('/our-group')).body).toMatch(/Food: waiting|Food: /)
    await house.deliver(cast.placeId)

    // Whoever decides has it, and reads what is not known.
    const amira = aBrowser(house, cast, cast.cookies.amira)
    const worklist = (await amira.get('/worklist')).body
    expect(worklist).toContain('Albert Finch')
    expect(worklist).toContain('From a group that joined today; nobody has looked at it yet.')
    const needHref = /\/needs\/[0-9a-f-]{36}/.exec(worklist)?.[0] ?? ''
    const need = (await amira.get(needHref)).body
    expect(need).toContain('From a group that joined today; nobody has looked at it yet.')
    expect(need).toContain('Not checked: Who the group is')
    const here = await groupPath(cast, amira)
    expect(need).toContain(here)

    // Nothing is shared with it, it is asked for nothing, and nobody outside finds it.
    const soup = await organisationNamed(cast, aGroup.name)
    expect(need).not.toContain(`/ask/${soup.organisationId}`)
    expect((await stranger.get('/organisations')).body).not.toContain(aGroup.name)
    expect((await stranger.get(`/organisations/${soup.organisationId}`)).statusCode).toBe(404)
    const request = await house.platform.db.asHouse(cast.placeId, async tx => {
      const [row] = await tx.sql<{ personId: string; helpRequestId: string }[]>`
        select person_id, help_request_id from requests.help_request where place_id = ${tx.placeId}`
      return row
    })
    const disclose = () =>
      house.platform.db.asHouse(cast.placeId, tx =>
        mayDisclose(tx, {
          personId: request?.personId ?? '',
          aboutId: request?.helpRequestId ?? '',
          from: cast.hub,
          to: soup.organisationId,
          toVolunteer: false,
          purpose: 'help',
          fields: ['name', 'contact'],
          claim: null,
        }),
      )
    expect(await disclose()).toMatchObject({ refused: 'limited-trust' })

    // Somebody looks.
    expect((await amira.post(`${here}/welcome`, { name: aGroup.name, sawWhat: '' })).statusCode).toBe(422)
    const welcomed = await amira.post(`${here}/welcome`, { name: aGroup.name, sawWhat: 'Rang Mo at the chapel.' })
    expect(welcomed.headers.location).toContain('done=welcomed')
    expect((await amira.get(here)).body).toContain('Rang Mo at the chapel.')
    expect((await amira.get(`/organisations/${soup.organisationId}/sharing`)).body).toContain(
      'We have met them or spoken with them',
    )
    expect(await disclose()).toMatchObject({ basis: 'consent' })
    expect((await stranger.get('/organisations')).body).toContain(aGroup.name)
    expect((await amira.get('/worklist')).body).not.toContain('nobody has looked at it yet')
    expect((await mailTo(cast, aGroup.email))[0]?.subject).toBe('Welcome: your group is known here now')
    expect((await group.get('/start')).headers.location).toBe(`/${cast.slug}/referrals`)
    expect((await amira.post(`${here}/turn-away`, { words: 'Too late' })).body).toContain('Amira has decided already')
  })

  it('passes five needs on in a day and no sixth, until somebody has looked', async () => {
    const cast = await aPlace()
    const group = await joined(cast)
    for (let count = 0; count < 5; count++)
      expect((await group.post('/requests/take', { ...aNeed, name: `Somebody ${count}` })).statusCode).toBe(303)
    const sixth = await group.post('/requests/take', aNeed)
    expect(sixth.statusCode).toBe(422)
    expect(sixth.body).toContain('nobody here has looked at your group yet')
    expect((await group.get('/our-group')).body).toContain('You have passed on 5 since this time yesterday')
    const amira = aBrowser(house, cast, cast.cookies.amira)
    await amira.post(`${await groupPath(cast, amira)}/welcome`, { name: aGroup.name, sawWhat: 'Met them.' })
    expect((await group.post('/requests/take', aNeed)).statusCode).toBe(303)
  })

  it('may do nothing but pass needs on while nobody has looked', async () => {
    const cast = await aPlace()
    const group = await joined(cast)
    for (const path of ['/worklist', '/calls', '/volunteers', '/joined', '/agreements', '/our-people', '/break-glass'])
      expect([path, (await group.get(path)).statusCode]).toEqual([
        path,
        expect.toSatisfy((is: number) => is === 403 || is === 404),
      ])
  })
})

describe('the link', () => {
  it('forged, of another place, run out, or used already opens nothing', async () => {
    const [cast, elsewhere] = [await aPlace(), await aPlace()]
    const browser = aBrowser(house, cast)
    await browser.post('/join', aGroup)
    const path = await linkTo(cast)
    for (const wrong of [`${path}x`, path.slice(0, -1), '/join/link/x', `/join/link/${'x'.repeat(150)}`]) {
      expect((await browser.post(wrong)).statusCode).not.toBe(303)
      expect((await browser.get(wrong)).body).not.toContain(aGroup.name)
    }
    expect((await aBrowser(house, elsewhere).post(path)).body).toContain('We do not know this link')
    expect((await browser.get(path)).body).toContain(aGroup.name)
    // Looked at by a mail program, it still opens; pressed twice at once it joins once.
    const both = await Promise.all([browser.post(path), browser.post(path)])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 303])
    expect((await aBrowser(house, cast).post(path)).body).toContain('each works once')

    await browser.post('/join', { ...aGroup, email: 'late@soup.example.org' })
    const late = await linkTo(cast, 'late@soup.example.org')
    house.advance({ hours: 25 })
    expect((await browser.post(late)).body).toContain('This link has run out')
  })

  it('signs nobody in who has an account already: they join, and sign in as they always do', async () => {
    const cast = await aPlace()
    const browser = aBrowser(house, cast)
    await browser.post('/join', { ...aGroup, email: 'ben@example.org' })
    const answer = await browser.post(await linkTo(cast, 'ben@example.org'))
    expect(answer.headers.location).toContain('/sign-in?next=')
    expect(browser.cookie()).toBe('')
    await browser.signIn('ben@example.org')
    expect((await browser.get('/acting-for')).body).toContain(aGroup.name)
  })

  it('goes to one address three times a day, and the page says the same', async () => {
    const cast = await aPlace()
    const browser = aBrowser(house, cast)
    for (let count = 0; count < 4; count++)
      expect((await browser.post('/join', aGroup)).headers.location).toContain('done=sent')
    expect(await mailTo(cast, aGroup.email)).toHaveLength(3)
    for (let count = 0; count < 6; count++) await browser.post('/join', { ...aGroup, email: `a${count}@example.org` })
    const flood = await browser.post('/join', { ...aGroup, email: 'one-more@example.org' })
    expect(flood.statusCode).toBe(422)
    expect(flood.body).toContain('Wait 15 minutes')
    expect(await mailTo(cast, 'one-more@example.org')).toHaveLength(0)
  })
})

describe('a group of a known name', () => {
  it('joins like any other, learns nothing, and is shown beside its namesake to whoever looks', async () => {
    const cast = await aPlace()
    const known = aBrowser(house, cast)
    const [first, second] = [
      await known.post('/join', { ...aGroup, name: 'Kitchen' }),
      await known.post('/join', { ...aGroup, name: 'Nobody Knows Us', email: 'new@example.net' }),
    ]
    expect(first.headers.location).toBe(second.headers.location)
    const group = aBrowser(house, cast)
    await group.post(await linkTo(cast))
    await group.post('/requests/take', aNeed)
    const amira = aBrowser(house, cast, cast.cookies.amira)
    const here = await groupPath(cast, amira, 'Kitchen')
    expect((await amira.get(here)).body).toContain('the same name')
    const clash = await amira.post(`${here}/welcome`, { name: 'Kitchen', sawWhat: 'Met them.' })
    expect([clash.statusCode, clash.body.includes('already an organisation called Kitchen')]).toEqual([422, true])

    // They belong together: from now on they pass needs on for the kitchen, and nobody acts for the group.
    const together = await amira.post(`${here}/to-known`, { organisationId: cast.kitchen, because: 'Ben says so.' })
    expect(together.headers.location).toContain('done=joined')
    expect((await group.get('/our-group')).statusCode).not.toBe(200)
    await house.deliver(cast.placeId)
    expect((await aBrowser(house, cast, cast.cookies.ben).get('/worklist')).body).toContain('Albert Finch')
    expect((await mailTo(cast, 'kitchen@example.org')).map(({ subject }) => subject)).toContain(
      'Mo Okafor passes needs on for you now',
    )
  })

  it('turned away is signed out at once, told so, and what it passed on stays', async () => {
    const cast = await aPlace()
    const group = await joined(cast)
    await group.post('/requests/take', aNeed)
    const amira = aBrowser(house, cast, cast.cookies.amira)
    const here = await groupPath(cast, amira)
    expect((await amira.post(`${here}/turn-away`, { words: 'We could not reach you on the phone.' })).statusCode).toBe(
      303,
    )
    expect((await group.get('/our-group')).statusCode).not.toBe(200)
    expect((await group.post('/requests/take', aNeed)).statusCode).toBe(403)
    expect((await mailTo(cast, aGroup.email))[0]?.body).toContain('We could not reach you on the phone.')
    expect((await amira.get('/worklist')).body).toMatch(/Albert Finch[\s\S]*From a group that was turned away/)
  })

  it('is looked at by nobody but whoever decides here', async () => {
    const cast = await aPlace()
    await joined(cast)
    const here = await groupPath(cast, aBrowser(house, cast, cast.cookies.amira))
    const ben = aBrowser(house, cast, cast.cookies.ben)
    for (const path of ['/joined', here, '/joined/by-phone']) expect((await ben.get(path)).statusCode).toBe(404)
    for (const [path, fields] of [
      [`${here}/welcome`, { name: 'x y', sawWhat: 'x' }],
      [`${here}/turn-away`, { words: 'x' }],
      [`${here}/to-known`, { organisationId: cast.kitchen, because: 'x' }],
    ] as const)
      expect((await ben.post(path, fields)).statusCode).toBe(404)
    expect((await organisationNamed(cast, aGroup.name)).trust).toBe('limited')
  })
})

describe('a group without e-mail', () => {
  it('joins on the phone with a coordinator, is read out how to sign in, and passes a need on', async () => {
    const cast = await aPlace()
    const amira = aBrowser(house, cast, cast.cookies.amira)
    const none = await amira.post('/joined/by-phone', { ...aGroup, email: '', phone: '' })
    expect(none.statusCode).toBe(422)
    const answer = await house.web.inject({
      method: 'POST',
      url: `/${cast.slug}/joined/by-phone`,
      headers: { cookie: cast.cookies.amira, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ ...aGroup, email: '' }).toString(),
    })
    expect(answer.statusCode).toBe(303)
    const shown = /joined-by-phone=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[0] ?? ''
    const { body } = await aBrowser(house, cast, `${cast.cookies.amira}; ${shown}`).get('/joined/read-out')
    const [name = '', password = ''] = [...body.matchAll(/kil-number">([^<]+)</g)].map(found => found[1] ?? '')
    expect((await amira.get('/joined/read-out')).statusCode).toBe(404)
    const group = aBrowser(house, cast)
    expect((await group.signIn(name, password)).statusCode).toBe(303)
    expect((await group.post('/requests/take', aNeed)).statusCode).toBe(303)
    expect((await amira.get(await groupPath(cast, amira))).body).toContain('Amira spoke with them on the phone.')
  })
})

describe('a group that joins by phone and has an e-mail address', () => {
  it('gets the link by mail, joins by it, and passes a need on', async () => {
    const cast = await aPlace()
    const amira = aBrowser(house, cast, cast.cookies.amira)
    const answer = await amira.post('/joined/by-phone', { ...aGroup, email: 'by.phone@example.org' })
    expect(answer.statusCode).toBe(303)
    const [mail] = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ linkPath: string | null }[]>`
        select link_path from platform.notice where place_id = ${tx.placeId} and to_address = 'by.phone@example.org' order by created_at limit 1`,
    )
    const group = aBrowser(house, cast)
    const page = await group.get(mail?.linkPath ?? '/no-mail')
    expect(page.statusCode).toBe(200)
    await group.post(mail?.linkPath ?? '/no-mail')
    expect((await group.post('/requests/take', aNeed)).statusCode).toBe(303)
  })
})

describe('the front page', () => {
  it('leads a group to the form by which it joins', async () => {
    const cast = await aPlace()
    const anyone = aBrowser(house, cast)
    expect((await anyone.get(`/${cast.slug}`)).body).toContain(`href="/${cast.slug}/join"`)
    expect((await anyone.get('/join')).statusCode).toBe(200)
  })
})

describe('the form', () => {
  it('says what to mend and never fails', async () => {
    const cast = await aPlace()
    const browser = aBrowser(house, cast)
    for (const fields of [
      {},
      { ...aGroup, kind: 'constructor' },
      { ...aGroup, name: 'x'.repeat(500) },
      { ...aGroup, email: 'no address' },
      { ...aGroup, phone: 'abc' },
    ])
      expect((await browser.post('/join', fields as Record<string, string>)).statusCode).toBe(422)
  })
})
