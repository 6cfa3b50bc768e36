import { describe, expect, it } from 'vitest'
import { aCast, ask, refused, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { actorForSession } from '../../../actor.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { addMember } from '../../organisations/index.ts'
import { addAccount, findPerson } from '../../people/index.ts'
import { bearerOf } from '../../requests/index.ts'
import { aVisitor } from '../../requests/testing.ts'
import { bearerOfVolunteer, findVolunteer } from '../../volunteers/index.ts'
import { aVolunteer } from '../../volunteers/testing.ts'
import { mustNotMeet } from './no-contact.ts'
import { listNoContact } from './no-contact-store.ts'
import { sayNoContact, undoNoContact } from './say-no-contact.ts'

const house = useHouse()

const aPair = async () => {
  const cast = await aCast(house)
  const request = await ask(house, cast)
  const { volunteerId } = await aVolunteer(house.platform, cast.placeId, cast.hub, {
    name: 'Sam Ito',
    postcode: 'ZZ2 1AA',
  })
  const { sam, halina } = await house.platform.db.asHouse(cast.placeId, async tx => {
    const volunteer = await findVolunteer(tx, volunteerId)
    const [sam, halina] = [await findPerson(tx, volunteer?.personId ?? ''), await findPerson(tx, request.personId)]
    if (!sam || !halina) throw new Error('nobody')
    return { sam, halina }
  })
  const visitor = (cookie: string) => {
    const made = aVisitor(() => house.web)
    made.cookies.set('session', cookie.replace('session=', ''))
    return made
  }
  const { db } = house.platform
  return {
    cast,
    db,
    request,
    volunteerId,
    sam,
    halina,
    visitor,
    page: `/${cast.slug}/volunteers/${volunteerId}/no-contact`,
  }
}

const aLead = async ({ cast, db }: Awaited<ReturnType<typeof aPair>>) => {
  const lead = houseActor(cast.placeId)
  const account = { name: 'Dee', email: 'dee@example.org', password: 'a long password' }
  const { personId } = worked(await perform(db, lead, addAccount, account))
  const organisationId = cast.drivers
  worked(await perform(db, lead, addMember, { organisationId, personId, roles: ['safeguarding lead'] }))
  return db.asHouse(cast.placeId, async tx => {
    const actor = await actorForSession(tx, { personId, organisationId })
    if (!actor) throw new Error('no actor')
    return { actor, token: await startSession(tx, { personId, organisationId }) }
  })
}

const why = ({ db, cast, sam, halina }: Awaited<ReturnType<typeof aPair>>) =>
  db.asHouse(cast.placeId, async tx => mustNotMeet(sam, halina, await listNoContact(tx)))

describe('two people who must not meet', () => {
  it('are written down from the volunteer’s page by the reference of the request, and may be taken back', async () => {
    const pair = await aPair()
    const amira = pair.visitor(pair.cast.cookies.amira)
    await amira.open(pair.page)
    expect(amira.words()).toContain('Nobody you can see.')
    await amira.press('They must not meet', { reference: 'nonsense' })
    expect([amira.at.status, amira.errors()]).toEqual([
      422,
      ['Enter the reference of a request you can see, like 7KM-4QX'],
    ])
    await amira.press('They must not meet', {
      reference: pair.request.reference.toLowerCase(),
      because: 'resident asked',
    })
    expect(amira.words()).toMatch(/Halina Nowak The resident asked for it\. Written down by Amira/)
    expect(await why(pair)).toBe('no contact')
    await amira.press('Take back Halina Nowak')
    expect(amira.words()).toContain('Taken back.')
    expect(await why(pair)).toBeNull()
  })

  it('are kept apart by a court order until a safeguarding lead, who looks after neither, takes it back', async () => {
    const pair = await aPair()
    const { db, cast, sam, halina } = pair
    const both = { personId: sam.personId, otherPersonId: halina.personId }
    worked(await perform(db, cast.amira, sayNoContact, { ...both, because: 'court order' }))
    worked(await perform(db, cast.amira, sayNoContact, { ...both, because: 'resident asked' }))
    expect(refused(await perform(db, cast.amira, undoNoContact, both)).refused).toBe('for-leads')
    const lead = await aLead(pair)
    const dee = pair.visitor(lead.token)
    await dee.open(pair.page)
    expect(dee.words()).toContain('Halina Nowak A court order says so.')
    await dee.press('Take back Halina Nowak')
    expect(await why(pair)).toBeNull()
  })

  it('can be said only by somebody who may see both', async () => {
    const { db, cast, sam, halina } = await aPair()
    const both = { personId: sam.personId, otherPersonId: halina.personId, because: 'resident asked' }
    expect(refused(await perform(db, cast.ben, sayNoContact, both)).refused).toBe('no-such-person')
    expect(refused(await perform(db, cast.amira, sayNoContact, { ...both, otherPersonId: sam.personId })).refused).toBe(
      'one-person',
    )
    expect(refused(await perform(db, cast.amira, sayNoContact, { ...both, because: 'spite' })).refused).toBe(
      'wrong-input',
    )
  })

  it('can be read by neither of them, nor by anybody through SQL: not the pair, not the fact, not the line of who said it', async () => {
    const { db, cast, sam, halina, request, volunteerId } = await aPair()
    worked(
      await perform(db, cast.amira, sayNoContact, {
        personId: sam.personId,
        otherPersonId: halina.personId,
        because: 'resident asked',
      }),
    )
    for (const actor of [
      cast.amira,
      bearerOf(cast.placeId, request.helpRequestId),
      bearerOfVolunteer(cast.placeId, volunteerId, sam.personId),
    ]) {
      await expect(db.as(actor, tx => tx.sql`select 1 from matching.no_contact`)).rejects.toThrow(/permission denied/)
      const seen = await db.as(actor, async tx => ({
        facts: (await tx.sql`select 1 from platform.fact where kind like 'no-contact%'`).length,
        lines: (await tx.sql`select 1 from platform.audit_line where action like '%no-contact%'`).length,
      }))
      expect(seen).toEqual({ facts: 0, lines: 0 })
    }
  })

  it('stay apart when the volunteer leaves and signs up again with the same phone', async () => {
    const pair = await aPair()
    const { db, cast, sam, halina } = pair
    worked(
      await perform(db, cast.amira, sayNoContact, {
        personId: sam.personId,
        otherPersonId: halina.personId,
        because: 'safeguarding',
      }),
    )
    const again = await aVolunteer(house.platform, cast.placeId, cast.hub, { name: 'S. Ito', postcode: 'ZZ3 3AA' })
    const person = await db.asHouse(cast.placeId, async tx => {
      const volunteer = await findVolunteer(tx, again.volunteerId)
      return volunteer && findPerson(tx, volunteer.personId)
    })
    if (!person) throw new Error('nobody')
    expect(await why({ ...pair, sam: person })).toBe('no contact')
  })

  it('are not shown to whoever may not look after the volunteer', async () => {
    const pair = await aPair()
    const ben = pair.visitor(pair.cast.cookies.ben)
    await ben.open(pair.page)
    expect(ben.at.status).toBe(404)
  })
})
