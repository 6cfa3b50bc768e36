import { describe, expect, it } from 'vitest'
import { aCast, aRequest, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { actorForSession } from '../../actor.ts'
import { startSession } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { addMember } from '../organisations/index.ts'
import { addAccount } from '../people/index.ts'
import { acceptReferral, declineReferral, reportDone } from '../referrals/index.ts'
import { makeHelpRequest } from '../requests/index.ts'
import { askOrganisation } from './decide.ts'
import { listWorklist } from './list-worklist.ts'
import { visitIn } from './testing.ts'

const house = useHouse()

const visit = visitIn(() => house.web)
const open = (cast: Cast, cookie: string | null = cast.cookies.amira, address = '/worklist', headers = {}) =>
  visit(cast, address, { cookie, headers })

const called = (cast: Cast, name: string) => ({ person: { ...aRequest(cast).person, name } })

const askThe = async (cast: Cast, organisationId: string, needId = '') =>
  worked(
    await perform(house.platform.db, cast.amira, askOrganisation, {
      needId,
      organisationId,
      listedServiceId: null,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }),
  )

describe('worklist page', () => {
  it('lists who waits, for what, who has it and the one thing that would move it, longest silence first', async () => {
    const cast = await aCast(house)
    const first = await ask(house, cast, called(cast, 'Ada Fell'))
    house.advance({ minutes: 10 })
    const second = await ask(house, cast, called(cast, 'Tom Ashby'))
    house.advance({ minutes: 10 })
    const third = await ask(house, cast, called(cast, 'Win Li'))
    const asked = await askThe(cast, cast.kitchen, first.needIds[0])
    worked(
      await perform(house.platform.db, cast.ben, declineReferral, {
        referralId: asked.referralId,
        reasonCode: 'full',
        reason: '',
      }),
    )
    await askThe(cast, cast.kitchen, third.needIds[0])
    await house.deliver(cast.placeId)
    const { text, html } = await open(cast)
    expect(text).toMatch(/Needs an answer now \(2\).*With somebody \(1\).*All open \(3\)/)
    expect(text.indexOf('Tom Ashby')).toBeLessThan(text.indexOf('Ada Fell'))
    expect(text).toContain('Kitchen said no. Drivers is next.')
    expect(html).toContain(`/needs/${first.needIds[0]}/ask/${cast.drivers}`)
    expect(text).not.toContain('Win Li')
    const held = await open(cast, cast.cookies.amira, '/worklist?show=held')
    expect(held.text).toMatch(/Win Li.*Asked.*Kitchen, until.*If they can't, Drivers is next/)
    const all = await open(cast, cast.cookies.amira, '/worklist?show=all')
    expect(all.text.indexOf('Tom Ashby')).toBeLessThan(all.text.indexOf('Win Li'))
    expect(second.needIds).toHaveLength(1)
  })

  it('names nobody’s address, phone or story', async () => {
    const cast = await aCast(house)
    await ask(house, cast)
    const { html } = await open(cast, cast.cookies.amira, '/worklist?show=all')
    expect(html).toContain('Halina Nowak')
    expect(html).not.toMatch(/Mill Row|7946|halina@|husband/)
  })

  it('shows an organisation nothing of what it was only asked to help with, even after it said yes', async () => {
    const cast = await aCast(house)
    const { needIds } = await ask(house, cast)
    const { referralId } = await askThe(cast, cast.kitchen, needIds[0])
    await house.deliver(cast.placeId)
    expect((await open(cast, cast.cookies.ben, '/worklist?show=all')).text).toContain('Nobody is waiting')
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    expect((await open(cast, cast.cookies.ben, '/worklist?show=all')).text).not.toContain('Halina')
  })

  it('shows a link worker the people their organisation took down, and no others', async () => {
    const cast = await aCast(house)
    await ask(house, cast, called(cast, 'Not Theirs'))
    worked(
      await perform(house.platform.db, cast.cleo, makeHelpRequest, {
        ...aRequest(cast, called(cast, 'Their Own')),
        takenHow: 'phone',
      }),
    )
    const { text } = await open(cast, cast.cookies.cleo)
    expect(text).toContain('Their Own')
    expect(text).not.toContain('Not Theirs')
    expect((await open(cast)).text).toMatch(/Not Theirs.*Their Own/)
  })

  it('is empty in good words', async () => {
    const cast = await aCast(house)
    expect((await open(cast)).text).toContain('There is no open need.')
    const { needIds } = await ask(house, cast)
    await askThe(cast, cast.kitchen, needIds[0])
    await house.deliver(cast.placeId)
    expect((await open(cast)).text).toMatch(/Nobody is waiting for an answer from you.*One need is with somebody/)
    expect((await open(cast, cast.cookies.amira, '/worklist?page=9')).status).toBe(200)
  })

  it('asks how it went when help was given and nobody told us', async () => {
    const cast = await aCast(house)
    const { needIds } = await ask(house, cast)
    const { referralId } = await askThe(cast, cast.kitchen, needIds[0])
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
    worked(await perform(house.platform.db, cast.ben, reportDone, { referralId }))
    await house.deliver(cast.placeId)
    house.advance({ hours: 25 })
    const cookie = await signedIn(cast)
    const { html } = await open(cast, cookie)
    expect(html).toContain(`/needs/${needIds[0]}/outcome`)
  })

  it('says what has just happened from the state itself, and nothing from the address', async () => {
    const cast = await aCast(house)
    const { needIds } = await ask(house, cast)
    await askThe(cast, cast.kitchen, needIds[0])
    const { text } = await open(cast, cast.cookies.amira, `/worklist?done=asked&need=${needIds[0]}`)
    expect(text).toMatch(
      /We have asked Kitchen. They have until \d+(:\d\d)? [ap]m( tomorrow)?. If they can't, Drivers is next./,
    )
    const odd = await open(cast, cast.cookies.amira, '/worklist?done=constructor&need=%3Cscript%3E')
    expect([odd.status, odd.html.includes('kil-notice'), odd.html.includes('native code')]).toEqual([200, false, false])
    expect((await open(cast, cast.cookies.amira, '/worklist?done=asked&need=nonsense')).text).toContain(
      'They have been asked.',
    )
    for (const address of [
      '/worklist?show=toString',
      '/worklist?page=-3',
      '/worklist?page=x',
      '/worklist?show=all&page=999999',
    ])
      expect((await open(cast, cast.cookies.amira, address)).status).toBe(200)
    expect((await open(cast, cast.cookies.amira, `/worklist?show=${'x'.repeat(500)}`)).status).toBe(400)
  })

  it('sends whoever is not signed in to sign in, and turns away a role without it', async () => {
    const cast = await aCast(house)
    expect(await open(cast, null)).toMatchObject({ status: 303, location: expect.stringContaining('/sign-in?next=') })
    expect((await open(cast, await signedIn(cast, ['commissioner']))).status).toBe(403)
  })

  it('writes down that it was looked at, once for each look and not for each refresh', async () => {
    const cast = await aCast(house)
    await open(cast)
    await open(cast, cast.cookies.amira, '/worklist', { 'hx-request': 'true' })
    const lines = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`select 1 from platform.audit_line where place_id = ${cast.placeId} and action = 'looked at the worklist'`,
    )
    expect(lines).toHaveLength(1)
  })

  it('takes as many statements for 60 needs as for 6', async () => {
    const cast = await aCast(house)
    const counted = async () => {
      let statements = 0
      await house.platform.db.as(cast.amira, async tx => {
        const sql = new Proxy(tx.sql, {
          apply(target, self, args) {
            if (Array.isArray(args[0]) && 'raw' in (args[0] as object)) statements++
            return Reflect.apply(target as never, self, args)
          },
        })
        const query = new Proxy(tx.query, {
          get(target, key) {
            if (key === 'selectFrom') statements++
            const value = Reflect.get(target, key)
            return typeof value === 'function' ? value.bind(target) : value
          },
        })
        await listWorklist({ ...tx, sql, query } as never, 'all', 0)
      })
      return statements
    }
    for (let made = 0; made < 6; made++) await ask(house, cast)
    const few = await counted()
    expect(few).toBeGreaterThan(5)
    for (let made = 0; made < 54; made++) await ask(house, cast)
    expect(await counted()).toBe(few)
  })
})

/** A session of now: the clock of a test may have left the cast's behind. */
const signedIn = async (cast: Cast, roles?: string[]): Promise<string> => {
  const { db } = house.platform
  const organisationId = cast.hub
  let personId = cast.amira.personId ?? ''
  if (roles) {
    const lead = houseActor(cast.placeId)
    const account = { name: 'Nia', email: 'nia@example.org', password: 'a long password' }
    personId = worked(await perform(db, lead, addAccount, account)).personId
    worked(await perform(db, lead, addMember, { organisationId, personId, roles: roles as never }))
    expect(await db.asHouse(cast.placeId, tx => actorForSession(tx, { personId, organisationId }))).not.toBeNull()
  }
  return `session=${await db.asHouse(cast.placeId, tx => startSession(tx, { personId, organisationId }))}`
}
