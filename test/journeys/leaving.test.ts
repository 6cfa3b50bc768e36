import { beforeAll, describe, expect, it } from 'vitest'
import { actorForSession } from '../../src/actor.ts'
import { addMember } from '../../src/capabilities/organisations/index.ts'
import { addAccount } from '../../src/capabilities/people/index.ts'
import { makeHelpRequest } from '../../src/capabilities/requests/index.ts'
import { raiseConcern } from '../../src/capabilities/safeguarding/raise-concern.ts'
import { takeConcern } from '../../src/capabilities/safeguarding/work-on-concern.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import { aCast, aRequest, type Cast, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'
import { aBrowser } from '../support/sign-in.ts'

/** Somebody leaves an organisation: what they had begun goes on in other hands, and nothing opens to them any more. */

const house = useHouse()
let cast: Cast
let elsewhere: Cast

const addPerson = async (of: Cast, name: string, organisationIds: readonly string[], roles = ['call handler']) => {
  const { db } = house.platform
  const lead = houseActor(of.placeId)
  const email = `${name.toLowerCase()}@example.org`
  const { personId } = worked(await perform(db, lead, addAccount, { name, email, password: 'a long password' }))
  for (const organisationId of organisationIds)
    worked(await perform(db, lead, addMember, { organisationId, personId, roles }))
  const actor = await db.asHouse(of.placeId, tx =>
    actorForSession(tx, { personId, organisationId: organisationIds[0] ?? '', way: 'password', proofs: '1' }),
  )
  if (!actor) throw new Error(`${name} is nobody`)
  return { personId, email, actor }
}

const requestTakenBy = async (of: Cast, { actor }: { actor: Awaited<ReturnType<typeof addPerson>>['actor'] }) => {
  const made = worked(
    await perform(
      house.platform.db,
      actor,
      makeHelpRequest,
      aRequest(of, { takenHow: 'phone', consent: 'said on the phone' }),
    ),
  )
  return made
}

beforeAll(async () => {
  cast = await aCast(house)
  elsewhere = await aCast(house)
})

describe('what was in the hands of somebody who leaves', () => {
  it('is shown to whoever ends it, has to be given to somebody or to all, and is found again by whoever was named', async () => {
    const leo = await addPerson(cast, 'Leo', [cast.hub])
    const ina = await addPerson(cast, 'Ina', [cast.hub])
    const { reference } = await requestTakenBy(cast, leo)
    const amira = aBrowser(house, cast, cast.cookies.amira)
    const shown = (await amira.get(`/our-people/${leo.personId}`)).body
    expect(shown).toContain('In their hands now')
    expect(shown).toContain(reference)
    expect(shown).not.toContain('Halina')
    const undecided = await amira.post(`/our-people/${leo.personId}/end`)
    expect(undecided.body).toContain('Choose who is to follow these')
    for (const handTo of [leo.personId, cast.ben.personId ?? '', 'made-up']) {
      const refused = await amira.post(`/our-people/${leo.personId}/end`, { handTo })
      expect(refused.statusCode).toBe(200 + 222)
    }
    const ended = await amira.post(`/our-people/${leo.personId}/end`, { handTo: ina.personId })
    expect(ended.headers.location).toContain('done=ended')
    const browser = aBrowser(house, cast)
    await browser.signIn(ina.email)
    expect((await browser.get('/in-my-hands')).body).toContain(reference)
    await house.deliver(cast.placeId)
    const [mail] = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ body: string }[]>`
        select body from platform.mailbox_message where place_id = ${cast.placeId} and to_address = ${ina.email} and subject like '%Leo%'`,
    )
    expect(mail?.body).toContain('Requests taken down, still open: 1')
    expect(mail?.body).not.toContain('Halina')
    // It can go on from hand to hand.
    const jan = await addPerson(cast, 'Jan', [cast.hub])
    expect((await amira.get(`/our-people/${ina.personId}`)).body).toContain(reference)
    await amira.post(`/our-people/${ina.personId}/end`, { handTo: jan.personId })
    const last = aBrowser(house, cast)
    await last.signIn(jan.email)
    expect((await last.get('/in-my-hands')).body).toContain(reference)
  })

  it('stays with everybody where nobody is named, and another organisation sees none of it', async () => {
    const kim = await addPerson(cast, 'Kim', [cast.hub])
    const { reference } = await requestTakenBy(cast, kim)
    const ben = aBrowser(house, cast, cast.cookies.ben)
    expect((await ben.get(`/our-people/${kim.personId}`)).statusCode).toBe(404)
    expect((await ben.post(`/our-people/${kim.personId}/end`, { handTo: 'everybody' })).body).not.toContain(reference)
    const amira = aBrowser(house, cast, cast.cookies.amira)
    await amira.post(`/our-people/${kim.personId}/end`, { handTo: 'everybody' })
    const [need] = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ needId: string }[]>`
        select need_id from requests.need n join requests.help_request r using (place_id, help_request_id) where r.reference = ${reference}`,
    )
    expect((await amira.get('/worklist')).body).toContain(`/needs/${need?.needId}`)
  })

  it('goes back to the leads where it is a concern and whoever is named is none; a coordinator who is no lead sees nothing of it', async () => {
    const lea = await addPerson(cast, 'Lea', [cast.hub], ['safeguarding lead'])
    const oda = await addPerson(cast, 'Oda', [cast.hub], ['safeguarding lead'])
    const { concernId, reference } = await aConcern(cast)
    worked(await perform(house.platform.db, lea.actor, takeConcern, { concernId }))
    const amira = aBrowser(house, cast, cast.cookies.amira)
    expect((await amira.get(`/our-people/${lea.personId}`)).body).not.toContain(reference)
    await amira.post(`/our-people/${lea.personId}/end`, {})
    const [concern] = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql`select looked_at, looked_by_id from safeguarding.concern where concern_id = ${concernId}`,
    )
    expect(concern).toEqual({ lookedAt: null, lookedById: null })
    await house.deliver(cast.placeId)
    const told = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`select from platform.mailbox_message where place_id = ${cast.placeId} and to_address = ${oda.email} and subject = 'A concern waits for you'`,
    )
    expect(told.length).toBeGreaterThan(0)
  })
})

const aConcern = async (of: Cast) => {
  const answer = worked(
    await perform(house.platform.db, of.amira, raiseConcern, {
      says: 'I am worried about her.',
      whereabouts: 'At home',
      inDangerNow: false,
      raisedBy: 'Amira',
      reachAt: '',
      about: null,
    } as never),
  ) as { recordId: string; reference?: string }
  const [row] = await house.platform.db.asHouse(
    of.placeId,
    tx => tx.sql<{ concernId: string; reference: string }[]>`
      select concern_id, reference from safeguarding.concern where place_id = ${of.placeId} order by raised_at desc limit 1`,
  )
  if (!row) throw new Error(`no concern ${answer.recordId}`)
  return row
}

describe('whoever leaves', () => {
  it('is out at every door at once, and keeps what is theirs in another organisation and another place', async () => {
    const max = await addPerson(cast, 'Max', [cast.hub, cast.kitchen])
    await addPerson(elsewhere, 'Max', [elsewhere.hub])
    const [here, other, there] = [aBrowser(house, cast), aBrowser(house, cast), aBrowser(house, elsewhere)]
    await here.signIn(max.email)
    await other.signIn(max.email)
    await other.post('/acting-for', { organisationId: cast.kitchen })
    await there.signIn(max.email)
    const isOfHub = async (browser: typeof here) => (await browser.get('/account')).body.includes('Hub')
    const [first, second] = [await isOfHub(here), await isOfHub(other)]
    expect(first !== second).toBe(true)
    await aBrowser(house, cast, cast.cookies.amira).post(`/our-people/${max.personId}/end`, {})
    const [ofHub, ofKitchen] = first ? [here, other] : [other, here]
    for (const path of ['/account', '/worklist', '/calls', '/requests/take', '/in-my-hands'])
      expect((await ofHub.get(path)).statusCode, path).toBe(303)
    expect((await ofHub.post('/requests/take', {})).statusCode).toBe(403)
    expect((await ofKitchen.get('/account')).body).toContain('Kitchen')
    expect((await ofKitchen.post('/acting-for', { organisationId: cast.hub })).statusCode).toBe(422)
    expect((await there.get('/account')).statusCode).toBe(200)
    const again = aBrowser(house, cast)
    await again.signIn(max.email)
    expect((await again.get('/account')).body).toContain('Kitchen')
    expect((await again.get('/account')).body).not.toContain('Hub')
  })

  it('comes in by no way that worked before: password, link of a forgotten one, passkey, invitation', async () => {
    const ned = await addPerson(cast, 'Ned', [cast.hub])
    const before = aBrowser(house, cast)
    await before.signIn(ned.email)
    await aBrowser(house, cast).post('/sign-in/forgotten', { email: ned.email })
    const [notice] = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ linkPath: string }[]>`
        select link_path from platform.notice where place_id = ${cast.placeId} and to_address = ${ned.email} and sent_for = 'people.new-password'`,
    )
    await aBrowser(house, cast, cast.cookies.amira).post(`/our-people/${ned.personId}/end`, {})
    expect((await before.get('/account')).statusCode).toBe(303)
    expect((await aBrowser(house, cast).get(notice?.linkPath ?? '')).body).toContain('was used already')
    expect((await aBrowser(house, cast).signIn(ned.email)).body).toContain('do not act for an organisation')
    const left = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`select from platform.session where place_id = ${cast.placeId} and subject ->> 'personId' = ${ned.personId}`,
    )
    expect(left).toHaveLength(0)
  })
})
