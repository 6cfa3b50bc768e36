import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../../../../../test/support/cast.ts'
import { useHouse } from '../../../../../test/support/house.ts'
import { aBrowser } from '../../../../../test/support/sign-in.ts'
import type { Role } from '../../../organisations/index.ts'
import { mayChange, mayGive } from './may-give.ts'

const house = useHouse()
let cast: Cast

beforeAll(async () => {
  cast = await aCast(house)
})

const coordinator = () => aBrowser(house, cast, cast.cookies.ben)

/** Invites somebody without e-mail; gives the code. */
const codeFor = async (name: string, role = 'link worker') => {
  const answer = await coordinator().post('/our-people/invite', { name, roles: role })
  return /The code is ([2-9A-Z]{5}-[2-9A-Z]{5})/.exec(answer.body)?.[1] ?? answer.body
}

const linkTo = async (email: string): Promise<string> => {
  const [row] = await house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ linkPath: string }[]>`select link_path from platform.notice where to_address = ${email}`,
  )
  return row?.linkPath ?? ''
}

const joinBy = async (given: string, signsInAs: string, more: Record<string, string> = {}) => {
  const browser = aBrowser(house, cast)
  const answer = await browser.post('/invitation', {
    given,
    name: 'Sam',
    signsInAs,
    password: 'a long password',
    ...more,
  })
  return { browser, answer }
}

describe('an invitation', () => {
  it('goes by mail, works once, and lets in whoever opens it', async () => {
    const sent = await coordinator().post('/our-people/invite', {
      name: 'Ina',
      email: 'Ina@example.org',
      roles: 'call handler',
    })
    expect(sent.headers.location).toContain('done=invited')
    const path = await linkTo('ina@example.org')
    expect((await aBrowser(house, cast).get(path)).body).toContain('Join Kitchen')
    const given = path.split('/').at(-1) ?? ''
    const { browser, answer } = await joinBy(given, 'somebody.else@example.org')
    expect(answer.statusCode).toBe(303)
    expect((await browser.get('/account')).body).toContain('ina@example.org')
    expect((await aBrowser(house, cast).get(path)).body).toContain('This invitation opens nothing')
    expect((await joinBy(given, 'ina@example.org')).answer.statusCode).toBe(422)
  })

  it('goes by a code that is read out, for somebody without e-mail', async () => {
    const code = await codeFor('Tom')
    const shown = await aBrowser(house, cast).post('/invitation', { code: code.toLowerCase() })
    expect(shown.body).toContain('Join Kitchen')
    const { browser, answer } = await joinBy(code, 'tom the driver')
    expect(answer.statusCode).toBe(303)
    expect((await browser.get('/account')).statusCode).toBe(200)
  })

  it('asks for the password of an account that is there already, so that nobody joins as somebody else', async () => {
    const code = await codeFor('Cleo')
    const wrong = await joinBy(code, 'cleo@example.org', { password: 'not her password' })
    expect(wrong.answer.statusCode).toBe(422)
    expect(wrong.answer.body).toContain('enter the password you have')
    expect((await joinBy(code, 'cleo@example.org')).answer.statusCode).toBe(303)
  })

  it('opens nothing once it was taken back, has run out, or in another place', async () => {
    const elsewhere = await aCast(house)
    const code = await codeFor('Una')
    const there = await aBrowser(house, elsewhere).post('/invitation', { code })
    expect(there.statusCode).toBe(422)
    const { body } = await coordinator().get('/our-people')
    const invitationId = /name="invitationId" value="([0-9a-f-]+)"/.exec(body)?.[1] ?? ''
    // Somebody of another organisation takes nothing back.
    await aBrowser(house, cast, cast.cookies.cleo).post('/our-people/withdraw', { invitationId })
    expect((await aBrowser(house, cast).post('/invitation', { code })).statusCode).toBe(200)
    await coordinator().post('/our-people/withdraw', { invitationId })
    expect((await aBrowser(house, cast).post('/invitation', { code })).body).toContain('not open')
  })

  it('gives nothing that whoever sends it may not do', async () => {
    const refused = await coordinator().post('/our-people/invite', { name: 'Max', roles: 'safeguarding lead' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('only what you may do yourself')
    const ina = aBrowser(house, cast)
    await ina.signIn('ina@example.org')
    expect((await ina.post('/our-people/invite', { name: 'Max', roles: 'call handler' })).statusCode).toBe(403)
  })
})

describe('who leaves', () => {
  it('is out at once, everywhere, and what they sent opens nothing', async () => {
    const { browser } = await joinBy(await codeFor('Leo', 'coordinator'), 'leo@example.org')
    const code = /The code is ([2-9A-Z-]{11})/.exec(
      (await browser.post('/our-people/invite', { name: 'Leo’s friend', roles: 'link worker' })).body,
    )?.[1]
    const elsewhere = aBrowser(house, cast)
    await elsewhere.signIn('leo@example.org')
    const leo = await idOfAccount('leo@example.org')
    const ended = await coordinator().post(`/our-people/${leo}/end`)
    expect(ended.headers.location).toContain('done=ended')
    for (const each of [browser, elsewhere]) expect((await each.get('/account')).statusCode).toBe(303)
    const left = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql`select from platform.session where subject ->> 'personId' = ${leo}`,
    )
    expect(left).toHaveLength(0)
    expect((await aBrowser(house, cast).post('/invitation', { code: code ?? '' })).statusCode).toBe(422)
    expect((await elsewhere.signIn('leo@example.org')).body).toContain('do not act for an organisation here any more')
  })

  it('is never the last coordinator, nor somebody of another organisation', async () => {
    const cleo = aBrowser(house, cast, cast.cookies.cleo)
    expect((await cleo.post(`/our-people/${cast.cleo.personId}/end`)).body).toContain('needs a coordinator')
    expect((await cleo.post(`/our-people/${cast.ben.personId}/end`)).statusCode).toBe(404)
    expect((await cleo.get(`/our-people/${cast.ben.personId}`)).statusCode).toBe(404)
    expect((await coordinator().get('/account')).statusCode).toBe(200)
  })

  it('may be asked back, with what the new invitation says', async () => {
    const { browser, answer } = await joinBy(await codeFor('Leo again'), 'leo@example.org')
    expect(answer.statusCode).toBe(303)
    expect((await browser.get('/our-people')).statusCode).toBe(403)
  })
})

describe('what somebody does', () => {
  it('is changed by a coordinator, and counts at their next page', async () => {
    const ina = aBrowser(house, cast)
    await ina.signIn('ina@example.org')
    expect((await ina.get('/our-people')).statusCode).toBe(403)
    const changed = await coordinator().post(`/our-people/${await idOfAccount('ina@example.org')}`, {
      roles: 'coordinator',
    })
    expect(changed.headers.location).toContain('done=changed')
    expect((await ina.get('/our-people')).statusCode).toBe(200)
  })

  it('is given and taken by those who may do it', () => {
    const coordinator: Role[] = ['coordinator']
    expect(mayGive(coordinator)).toEqual(['coordinator', 'call handler', 'link worker'])
    expect(mayGive(['link worker'])).toEqual(['link worker'])
    expect(mayChange(coordinator, ['link worker', 'safeguarding lead'], ['safeguarding lead'])).toBe(true)
    expect(mayChange(coordinator, ['safeguarding lead'], ['link worker'])).toBe(false)
  })
})

const idOfAccount = async (email: string): Promise<string> => {
  const [row] = await house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ personId: string }[]>`select person_id from people.sign_in where email = ${email}`,
  )
  return row?.personId ?? ''
}
