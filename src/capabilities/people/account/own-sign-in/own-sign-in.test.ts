import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../../test/support/cast.ts'
import { useHouse } from '../../../../../test/support/house.ts'
import { startProvider, type TestProvider } from '../../../../../test/support/open-id-provider.ts'
import { aBrowser, codeOf, turnOn } from '../../../../../test/support/sign-in.ts'
import { perform } from '../../../../platform/command.ts'
import { houseActor } from '../../../../platform/db/database.ts'
import { addMember } from '../../../organisations/index.ts'
import { addAccount } from '../../add-account.ts'

const house = useHouse()
let cast: Cast
let elsewhere: Cast
let provider: TestProvider

const back = (of: Cast) => `${house.platform.config.publicUrl}/${of.slug}/sign-in/organisation/back`

/** A browser that remembers where it left from. */
const aTraveller = (of: Cast, cookie = '') => {
  let jar = cookie
  const call = async (path: string, fields?: Record<string, string>) => {
    const answer = await house.web.inject({
      method: fields ? 'POST' : 'GET',
      url: path.startsWith('/') ? path : new URL(path).pathname + new URL(path).search,
      headers: { cookie: jar, ...(fields && { 'content-type': 'application/x-www-form-urlencoded' }) },
      ...(fields && { payload: new URLSearchParams(fields).toString() }),
    })
    for (const set of [answer.headers['set-cookie']].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(String(set ?? '')) ?? []
      if (!name) continue
      const others = jar.split('; ').filter(each => each && !each.startsWith(`${name}=`))
      jar = [...others, ...(value ? [`${name}=${value}`] : [])].join('; ')
    }
    return answer
  }
  const setOut = async (organisationId = of.kitchen, path = `/${of.slug}/sign-in/organisation/${organisationId}`) =>
    String((await call(path)).headers.location)
  return {
    call,
    setOut,
    cookies: () => jar,
    /** There and back; `change` tampers with the address they are sent to. */
    async comeIn(change: (address: URL) => void = () => {}, organisationId = of.kitchen) {
      const away = new URL(await setOut(organisationId))
      change(away)
      return call(await provider.follow(away.href))
    },
    isIn: async () => (await call(`/${of.slug}/account`)).statusCode === 200,
  }
}

const settings = (more: Record<string, string> = {}) => ({
  issuer: provider.issuer,
  clientId: 'ours',
  clientSecret: 'the secret of ours',
  domains: 'example.org',
  secondProof: 'when it says so',
  levels: 'two-proofs',
  ...more,
})

/** Keeps settings as a coordinator and tries them. */
const setUp = async (of: Cast, cookie: string, email: string, more: Record<string, string> = {}) => {
  const coordinator = aTraveller(of, cookie)
  const kept = await coordinator.call(`/${of.slug}/our-people/own-sign-in`, settings(more))
  expect(kept.headers.location).toContain('done=kept')
  provider.signsIn(email, { email, email_verified: true })
  const tried = await coordinator.call(
    await provider.follow(await coordinator.setOut('', `/${of.slug}/our-people/own-sign-in/try`)),
  )
  expect(tried.headers.location, tried.body).toContain('done=tried')
  return coordinator
}

const addPerson = async (of: Cast, name: string, organisationIds: readonly string[]) => {
  const { db } = house.platform
  const lead = houseActor(of.placeId)
  const email = `${name.toLowerCase()}@example.org`
  const { personId } = worked(await perform(db, lead, addAccount, { name, email, password: 'a long password' }))
  for (const organisationId of organisationIds)
    worked(await perform(db, lead, addMember, { organisationId, personId, roles: ['link worker'] }))
  return email
}

beforeAll(async () => {
  cast = await aCast(house)
  elsewhere = await aCast(house)
  provider = await startProvider([back(cast), back(elsewhere)])
})
afterAll(() => provider.close())

describe('an organisation’s own sign-in', () => {
  it('lets nobody in before a coordinator came through', async () => {
    const coordinator = aTraveller(cast, cast.cookies.ben)
    await coordinator.call(`/${cast.slug}/our-people/own-sign-in`, settings())
    const door = await aTraveller(cast).call(`/${cast.slug}/sign-in/organisation`)
    expect(door.body).toContain('No organisation here has a sign-in of its own yet')
    const gone = await aTraveller(cast).call(`/${cast.slug}/sign-in/organisation/${cast.kitchen}`)
    expect(gone.statusCode).toBe(200)
    expect(gone.body).toContain('not in use here now')
  })

  it('is tried by a coordinator, then lets its people in by their checked address, and knows them again by issuer and subject', async () => {
    await setUp(cast, cast.cookies.ben, 'ben@example.org')
    await addPerson(cast, 'Dora', [cast.kitchen])
    provider.signsIn('subject-of-dora', { email: 'Dora@example.org', email_verified: true })
    const dora = aTraveller(cast)
    const door = await dora.call(`/${cast.slug}/sign-in/organisation`)
    expect(door.body).toContain('Go to the sign-in of Kitchen')
    const inside = await dora.comeIn()
    expect(inside.statusCode).toBe(303)
    expect(inside.headers.location).toBe(`/${cast.slug}/start`)
    expect(await dora.isIn()).toBe(true)
    // Her address changed there; she is the same.
    provider.signsIn('subject-of-dora', { email: 'dora.new@example.org', email_verified: true })
    const again = aTraveller(cast)
    expect((await again.comeIn()).statusCode).toBe(303)
    expect((await again.call(`/${cast.slug}/account`)).body).toContain('Dora')
  })

  it('finds the organisation by the domain of an address, and says so where there is none', async () => {
    const found = await aTraveller(cast).call(`/${cast.slug}/sign-in/organisation`, { email: 'Somebody@EXAMPLE.org' })
    expect(found.body).toContain('Go to the sign-in of Kitchen')
    const none = await aTraveller(cast).call(`/${cast.slug}/sign-in/organisation`, { email: 'somebody@elsewhere.test' })
    expect(none.statusCode).toBe(422)
    expect(none.body).toContain('No organisation here has a sign-in for addresses like that')
  })

  it.each([
    ['an address it did not check', { email: 'dora@example.org', email_verified: false }],
    ['an address it does not say is checked', { email: 'dora@example.org' }],
    ['an address of somebody else’s domain', { email: 'dora@elsewhere.test', email_verified: true }],
    ['no address', {}],
  ])('does not know anybody by %s', async (_, claims) => {
    provider.signsIn(`stranger ${JSON.stringify(claims)}`, claims)
    const stranger = aTraveller(cast)
    const answer = await stranger.comeIn()
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('has checked, so we do not know who you are here')
    expect(await stranger.isIn()).toBe(false)
  })

  it('lets in nobody of another organisation, whatever address it gives them', async () => {
    provider.signsIn('a made-up cleo', { email: 'cleo@example.org', email_verified: true })
    const thief = aTraveller(cast)
    expect((await thief.comeIn()).body).toContain('you do not act for that organisation here')
    expect(await thief.isIn()).toBe(false)
  })

  it('vouches for its own organisation alone: who acts for two cannot go on to the other', async () => {
    await addPerson(cast, 'Both', [cast.kitchen, cast.drivers])
    provider.signsIn('subject-of-both', { email: 'both@example.org', email_verified: true })
    const both = aTraveller(cast)
    await both.comeIn()
    const answer = await both.call(`/${cast.slug}/acting-for`, { organisationId: cast.drivers })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('vouches for you there alone')
  })

  it.each([
    [
      'a state that is not ours',
      (away: URL) => away.searchParams.set('state', 'made-up'),
      'We did not expect you back',
    ],
    [
      'the nonce of another visit',
      (away: URL) => away.searchParams.set('nonce', 'made-up'),
      'not meant for this visit',
    ],
    ['the code of another client', (away: URL) => away.searchParams.set('client_id', 'another'), 'does not stand by'],
    [
      'the code of another challenge',
      (away: URL) => away.searchParams.set('code_challenge', 'x'.repeat(43)),
      'does not stand by',
    ],
  ])('turns away whoever comes back with %s', async (_, change, says) => {
    provider.signsIn('subject-of-dora', { email: 'dora@example.org', email_verified: true })
    const thief = aTraveller(cast)
    const answer = await thief.comeIn(change)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain(says)
    expect(await thief.isIn()).toBe(false)
  })

  it('takes nobody back twice, nor in another browser, nor with a code that was used', async () => {
    provider.signsIn('subject-of-dora', { email: 'dora@example.org', email_verified: true })
    const dora = aTraveller(cast)
    const cameBack = await provider.follow(await dora.setOut())
    const thief = aTraveller(cast)
    expect((await thief.call(cameBack)).body).toContain('We did not expect you back')
    const left = dora.cookies()
    expect((await dora.call(cameBack)).statusCode).toBe(303)
    expect((await aTraveller(cast, left).call(cameBack)).body).toContain('We did not expect you back')
    // A visit of the thief's own, with the code that was used.
    const second = new URL(await thief.setOut())
    const forged = new URL(cameBack)
    forged.searchParams.set('state', second.searchParams.get('state') ?? '')
    expect((await thief.call(forged.href)).body).toContain('does not stand by')
    expect(await thief.isIn()).toBe(false)
  })

  it('is of one place: who comes back from it to another place is not expected there', async () => {
    provider.signsIn('subject-of-dora', { email: 'dora@example.org', email_verified: true })
    const dora = aTraveller(cast)
    const cameBack = await provider.follow(await dora.setOut())
    const there = await dora.call(cameBack.replace(`/${cast.slug}/`, `/${elsewhere.slug}/`))
    expect(there.body).toContain('We did not expect you back')
    expect(
      (await aTraveller(elsewhere).call(`/${elsewhere.slug}/sign-in/organisation/${cast.kitchen}`)).body,
    ).toContain('not in use here now')
  })

  it('counts a second proof only as its organisation says', async () => {
    const ben = aBrowser(house, cast, cast.cookies.ben)
    await ben.post('/our-people/require', { required: 'yes' })
    provider.signsIn('subject-of-dora', { email: 'dora@example.org', email_verified: true }, ['pwd'])
    const one = await aTraveller(cast).comeIn()
    expect(one.body).toContain('asks for two proofs, and its own sign-in gives us one')
    provider.signsIn('subject-of-dora', { email: 'dora@example.org', email_verified: true }, ['pwd', 'mfa'])
    const two = aTraveller(cast)
    expect((await two.comeIn()).statusCode).toBe(303)
    expect(await two.isIn()).toBe(true)
  })

  it('is asked for two proofs by its own name for them, and believed when it says that name', async () => {
    const dora = { email: 'dora@example.org', email_verified: true }
    const away = new URL(await aTraveller(cast).setOut())
    expect(away.searchParams.get('acr_values')).toBe('two-proofs')
    provider.signsIn('subject-of-dora', dora, [], 'one-proof')
    expect((await aTraveller(cast).comeIn()).body).toContain('asks for two proofs, and its own sign-in gives us one')
    provider.signsIn('subject-of-dora', dora, [], 'two-proofs')
    const two = aTraveller(cast)
    expect((await two.comeIn()).statusCode).toBe(303)
    expect(await two.isIn()).toBe(true)
  })

  it('asks for our own second step of whoever has one, where it gave one proof alone', async () => {
    const of = await aCast(house)
    const fresh = await startProvider([back(of)])
    const before = provider
    provider = fresh
    try {
      await setUp(of, of.cookies.ben, 'ben@example.org')
      const email = await addPerson(of, 'Fay', [of.kitchen])
      const fay = aBrowser(house, of)
      await fay.signIn(email)
      const { key } = await turnOn(house, fay)
      await aBrowser(house, of, of.cookies.ben).post('/our-people/require', { required: 'yes' })
      house.advance({ minutes: 2 })
      provider.signsIn('subject-of-fay', { email, email_verified: true }, ['pwd'])
      const half = aTraveller(of)
      expect((await half.comeIn()).headers.location).toContain('/sign-in/second-step')
      expect(await half.isIn()).toBe(false)
      await half.call(`/${of.slug}/sign-in/second-step`, { do: 'code', code: codeOf(house, key) })
      expect(await half.isIn()).toBe(true)
    } finally {
      provider = before
      await fresh.close()
    }
  })

  it('lets in whom it vouches for by an invitation to their address, once; and nobody else’s invitation', async () => {
    const of = await aCast(house)
    const fresh = await startProvider([back(of)])
    const before = provider
    provider = fresh
    try {
      await setUp(of, of.cookies.ben, 'ben@example.org')
      const ben = aBrowser(house, of, of.cookies.ben)
      await ben.post('/our-people/invite', { name: 'Gus', email: 'gus@example.org', roles: 'call handler' })
      provider.signsIn('subject-of-hal', { email: 'hal@example.org', email_verified: true })
      expect((await aTraveller(of).comeIn()).body).toContain('you do not act for that organisation here')
      provider.signsIn('subject-of-gus', { email: 'gus@example.org', email_verified: false })
      expect((await aTraveller(of).comeIn()).body).toContain('we do not know who you are here')
      provider.signsIn('subject-of-gus', { email: 'gus@example.org', email_verified: true })
      const gus = aTraveller(of)
      expect((await gus.comeIn()).statusCode).toBe(303)
      expect((await gus.call(`/${of.slug}/account`)).body).toContain('gus@example.org')
      const people = (await ben.get('/our-people')).body
      expect(people).toContain('Gus')
      expect(people).not.toContain('Invited, and not here yet')
      // Gone again at once, also by the sign-in that still knows him.
      const [account] = await house.platform.db.asHouse(
        of.placeId,
        tx => tx.sql<{ personId: string }[]>`
          select person_id from people.sign_in where place_id = ${tx.placeId} and email = 'gus@example.org'`,
      )
      await ben.post(`/our-people/${account?.personId}/end`)
      expect(await gus.isIn()).toBe(false)
      expect((await aTraveller(of).comeIn()).body).toContain('you do not act for that organisation here')
    } finally {
      provider = before
      await fresh.close()
    }
  })

  it('is found by the name of the organisation, and where a password is tried for any address of its domain', async () => {
    const named = await aTraveller(cast).call(`/${cast.slug}/sign-in/organisation`, { email: 'kitchen' })
    expect(named.body).toContain('Go to the sign-in of Kitchen')
    const [known, unknown] = await Promise.all(
      ['dora@example.org', 'nobody-at-all@example.org'].map(async email => {
        const { body } = await aTraveller(cast).call(`/${cast.slug}/sign-in`, { email, password: 'not the password' })
        expect(body).toContain('People with an address at example.org can sign in with their organisation')
        return body.replaceAll(email, '')
      }),
    )
    expect(known).toBe(unknown)
    const other = await aTraveller(cast).call(`/${cast.slug}/sign-in`, { email: 'x@elsewhere.test', password: 'no' })
    expect(other.body).not.toContain('can sign in with their organisation')
  })

  it('is asked about itself once an hour, and at once after what it sent did not hold', async () => {
    provider.signsIn('subject-of-dora', { email: 'dora@example.org', email_verified: true }, ['pwd', 'mfa'])
    house.advance({ minutes: 61 })
    const from = provider.askedAboutItself()
    for (let n = 0; n < 3; n++) expect((await aTraveller(cast).comeIn()).statusCode).toBe(303)
    expect(provider.askedAboutItself() - from).toBe(1)
    house.advance({ minutes: 61 })
    expect((await aTraveller(cast).comeIn()).statusCode).toBe(303)
    expect(provider.askedAboutItself() - from).toBe(2)
    await aTraveller(cast).comeIn(away => away.searchParams.set('nonce', 'made-up'))
    expect((await aTraveller(cast).comeIn()).statusCode).toBe(303)
    expect(provider.askedAboutItself() - from).toBe(3)
  })

  it('may be asked for alone: passwords let nobody else in, and whoever is in by one is out at their next page', async () => {
    const other = await aCast(house)
    const fresh = await startProvider([back(other)])
    const before = provider
    provider = fresh
    try {
      const coordinator = aBrowser(house, other)
      await coordinator.signIn('ben@example.org')
      await turnOn(house, coordinator)
      await setUp(other, coordinator.cookie(), 'ben@example.org')
      const email = await addPerson(other, 'Eve', [other.kitchen])
      const eve = aBrowser(house, other)
      await eve.signIn(email)
      expect((await eve.get('/account')).statusCode).toBe(200)
      await coordinator.post('/our-people/own-sign-in/require', { required: 'yes' })
      expect((await eve.get('/account')).statusCode).toBe(303)
      const refused = await eve.signIn(email)
      expect(refused.statusCode).toBe(422)
      expect(refused.body).toContain('come in by its own sign-in')
      // Somebody must be able to mend it: a coordinator with two proofs.
      expect((await coordinator.get('/our-people/own-sign-in')).body).toContain('by it alone')
      provider.signsIn('subject-of-eve', { email, email_verified: true })
      expect((await aTraveller(other).comeIn()).statusCode).toBe(303)
    } finally {
      provider = before
      await fresh.close()
    }
  })

  it('is reached outside only, and says so in plain words when it cannot be', async () => {
    const of = await aCast(house)
    const ben = aTraveller(of, of.cookies.ben)
    await ben.call(`/${of.slug}/our-people/own-sign-in`, settings({ issuer: 'https://10.0.0.8' }))
    const tried = await ben.call(`/${of.slug}/our-people/own-sign-in/try`)
    expect(tried.statusCode).toBe(422)
    expect(tried.body).toContain('could not be reached')
  })

  it('is kept by a coordinator alone, keeps its secret sealed, and takes no domain that is another’s', async () => {
    const cleo = aTraveller(cast, cast.cookies.cleo)
    const taken = await cleo.call(`/${cast.slug}/our-people/own-sign-in`, settings())
    expect(taken.statusCode).toBe(422)
    expect(taken.body).toContain('answers for example.org already')
    const dora = aBrowser(house, cast)
    expect((await dora.post('/our-people/own-sign-in', settings())).statusCode).toBe(403)
    const kept = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ sealedSecret: string }[]>`select sealed_secret from people.single_sign_on`,
    )
    expect(JSON.stringify(kept)).not.toContain('the secret of ours')
  })
})
