import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { actorForSession } from '../../../actor.ts'
import type { Actor } from '../../../platform/auth/actor.ts'
import { anyone } from '../../../platform/auth/actor.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { addMember } from '../../organisations/index.ts'
import { addAccount } from '../../people/index.ts'
import { sendReferral } from '../../referrals/index.ts'
import { bearerOf, sayNoLongerNeeded } from '../../requests/index.ts'
import { aVisitor } from '../../requests/testing.ts'
import { raiseConcern } from '../../safeguarding/raise-concern.ts'
import { decideConcern } from '../../safeguarding/work-on-concern.ts'
import { answerComplaint, takeComplaint } from '../complaints/complain.ts'
import { keepRetention } from '../keep-retention.ts'
import { endConcernHold, endHold, holdConcern, putHold } from './hold.ts'

const house = useHouse()

const aMember = async (cast: Cast, name: string, role: string): Promise<{ actor: Actor; token: string }> => {
  const { db } = house.platform
  const account = { name, email: `${name.toLowerCase()}@example.org`, password: 'a long password' }
  const { personId } = worked(await perform(db, houseActor(cast.placeId), addAccount, account))
  worked(await perform(db, houseActor(cast.placeId), addMember, { organisationId: cast.hub, personId, roles: [role] }))
  return db.asHouse(cast.placeId, async tx => {
    const actor = await actorForSession(tx, { personId, organisationId: cast.hub })
    if (!actor) throw new Error('no actor')
    return { actor, token: await startSession(tx, { personId, organisationId: cast.hub }) }
  })
}

const aScene = async () => {
  house.setClock('2026-11-16T10:00:00Z')
  const cast = await aCast(house)
  return {
    cast,
    lead: await aMember(cast, 'Dana', 'data protection lead'),
    safeguarding: await aMember(cast, 'Sasha', 'safeguarding lead'),
  }
}

/** A request of somebody who is known for nothing else, closed. */
const closed = async (
  cast: Cast,
  name: string,
  phone: string,
  before: (needId: string) => Promise<void> = async () => {},
) => {
  const { db } = house.platform
  const asked = await ask(house, cast)
  await db.asHouse(
    cast.placeId,
    tx =>
      tx.sql`update people.person set name = ${name}, phone = ${phone}, email = null where place_id = ${tx.placeId} and person_id = ${asked.personId}`,
  )
  const needId = asked.needIds[0] ?? ''
  await before(needId)
  worked(await perform(db, bearerOf(cast.placeId, asked.helpRequestId), sayNoLongerNeeded, { needId }))
  await house.deliver(cast.placeId)
  return asked
}

const left = async (cast: Cast, personIds: readonly string[]) =>
  house.platform.db.asHouse(cast.placeId, async tx =>
    (
      await tx.sql<{ name: string }[]>`
        select name from people.person where place_id = ${tx.placeId} and person_id = any(${[...personIds]}::uuid[]) and name <> 'deleted' order by name`
    ).map(({ name }) => name),
  )

const why = { ground: 'legal' as never, because: 'A claim is before the court.', untilOn: '2036-01-01' }

describe('what is held', () => {
  it('is a person, an organisation, a need, a request or a complaint; the nightly job forgets none of it, and all of it once the holds have ended', async () => {
    const { cast, lead } = await aScene()
    const { db } = house.platform
    const gone = await closed(cast, 'Gone', '020 7946 0801')
    const person = await closed(cast, 'Person', '020 7946 0802')
    const again = await closed(cast, 'Person', '020 7946 0802')
    const request = await closed(cast, 'Request', '020 7946 0803')
    const need = await closed(cast, 'Need', '020 7946 0804')
    const organisation = await closed(cast, 'Organisation', '020 7946 0805', async needId => {
      worked(
        await perform(db, cast.amira, sendReferral, {
          needId,
          organisationId: cast.kitchen,
          basis: 'consent',
          basisGround: '',
          consentGivenHow: 'said on the phone',
        }),
      )
    })
    const { complaintId, reference } = worked(
      await perform(db, lead.actor, takeComplaint, {
        about: 'data',
        says: 'My letter went next door.',
        fromName: 'Complainant',
        fromContact: '020 7946 0806',
        takenHow: 'by phone',
      }),
    )
    worked(
      await perform(db, lead.actor, answerComplaint, { complaintId, answer: 'We are sorry.', learned: 'Nothing.' }),
    )
    const all = [gone, person, again, request, need, organisation].map(({ personId }) => personId)
    const said = [
      ['person', person.reference],
      ['request', request.reference],
      ['need', need.reference],
      ['organisation', 'Kitchen'],
      ['complaint', reference],
    ] as const
    const holdIds = []
    for (const [what, said_] of said)
      holdIds.push(
        worked(await perform(db, lead.actor, putHold, { what: what as never, said: said_, ...why })).recordId,
      )
    const complaint = () =>
      db.asHouse(
        cast.placeId,
        async tx => (await tx.sql`select from_name from rights.complaint where place_id = ${tx.placeId}`)[0],
      )

    house.setClock('2030-11-17T10:00:00Z')
    await keepRetention(house.platform, cast.placeId)
    expect(await left(cast, all)).toEqual(['Need', 'Organisation', 'Person', 'Person', 'Request'])
    expect(await complaint()).toEqual({ fromName: 'Complainant' })

    for (const holdId of holdIds) worked(await perform(db, lead.actor, endHold, { holdId }))
    await keepRetention(house.platform, cast.placeId)
    expect(await left(cast, all)).toEqual([])
    expect(await complaint()).toEqual({ fromName: 'deleted' })
    expect(await perform(db, lead.actor, endHold, { holdId: holdIds[0] ?? '' })).toMatchObject({
      refused: 'no-such-thing',
    })
  }, 60_000)

  it('is named with who, why and until when on the page, and says how to say it better', async () => {
    const { cast, lead } = await aScene()
    const { db } = house.platform
    const { reference } = await closed(cast, 'Halina', '020 7946 0807')
    const tries = [
      ['request', 'nothing', 'There is no request with that reference'],
      ['need', `${reference} 7`, 'It has 1 needs'],
      ['person', '020 7946 0000', 'Nobody here is known by that'],
      ['organisation', 'zzz', 'There is no organisation of that name here'],
      ['complaint', reference, 'There is no complaint with that reference'],
    ] as const
    for (const [what, said, message] of tries)
      expect(await perform(db, lead.actor, putHold, { what: what as never, said, ...why })).toMatchObject({
        field: 'said',
        message: expect.stringContaining(message),
      })
    const dana = aVisitor(() => house.web)
    dana.cookies.set('session', lead.token)
    await dana.open(`/${cast.slug}/forgetting`)
    await dana.press('Hold it', {
      what: 'person',
      said: reference,
      ground: 'other',
      because: 'An inquiry.',
      'untilOn-day': '1',
      'untilOn-month': '2',
      'untilOn-year': '2027',
    })
    expect(dana.words()).toMatch(
      /Everything about Halina What for Something else Why An inquiry\. Put by Dana, .*Until .*1 February 2027/,
    )
    await dana.press('End this hold')
    expect(dana.words()).toMatch(/Nothing is held\. ?What was held before Everything about Halina .*Ended Dana/)
  })

  it('is a concern where a safeguarding lead says so: kept past its six years, forgotten after the hold, and shown to nobody who answers for the data', async () => {
    const { cast, lead, safeguarding } = await aScene()
    const { db } = house.platform
    const { concernId } = worked(
      await perform(db, anyone(cast.placeId), raiseConcern, {
        says: 'Quetzalwort frightens her.',
        whereabouts: '',
        reachAt: '',
        inDangerNow: false,
        about: null,
      }),
    )
    worked(await perform(db, safeguarding.actor, decideConcern, { concernId, decision: 'Told the team.', close: true }))
    expect(await perform(db, lead.actor, holdConcern, { concernId, ...why })).toMatchObject({ refused: 'not-allowed' })
    const { recordId: holdId } = worked(await perform(db, safeguarding.actor, holdConcern, { concernId, ...why }))
    const says = () =>
      db.asHouse(
        cast.placeId,
        async tx => (await tx.sql`select says from safeguarding.concern where place_id = ${tx.placeId}`)[0],
      )
    const dana = aVisitor(() => house.web)
    dana.cookies.set('session', lead.token)
    await dana.open(`/${cast.slug}/forgetting`)
    expect(dana.words()).not.toMatch(/concern/i)
    expect(dana.words()).toContain('Nothing is held.')
    expect(await perform(db, lead.actor, endHold, { holdId })).toMatchObject({ refused: 'no-such-thing' })

    house.setClock('2032-11-15T10:00:00Z')
    await keepRetention(house.platform, cast.placeId)
    expect(await says()).toEqual({ says: 'Quetzalwort frightens her.' })
    house.setClock('2033-11-17T10:00:00Z')
    await keepRetention(house.platform, cast.placeId)
    expect(await says()).toEqual({ says: 'Quetzalwort frightens her.' })
    worked(await perform(db, safeguarding.actor, endConcernHold, { holdId }))
    await keepRetention(house.platform, cast.placeId)
    expect(await says()).toEqual({ says: 'deleted' })
  })
})
