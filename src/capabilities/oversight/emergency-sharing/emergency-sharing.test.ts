import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, refused, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { actorForSession } from '../../../actor.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { addMember } from '../../organisations/index.ts'
import { addAccount, reviewSharing } from '../../people/index.ts'
import { changePlace } from '../../places/index.ts'
import { acceptReferral, sendReferral } from '../../referrals/index.ts'
import { aVisitor } from '../../requests/testing.ts'
import { tellOfEmergencySharing } from './tell-of-it-job.ts'

const house = useHouse()

const member = async (cast: Cast, name: string, roles: readonly string[], organisationId = cast.hub) => {
  const { db } = house.platform
  const account = { name, email: `${name.toLowerCase()}@example.org`, password: 'a long password' }
  const { personId } = worked(await perform(db, houseActor(cast.placeId), addAccount, account))
  worked(await perform(db, houseActor(cast.placeId), addMember, { organisationId, personId, roles: [...roles] }))
  return db.asHouse(cast.placeId, async tx => {
    const actor = await actorForSession(tx, { personId, organisationId })
    if (!actor) throw new Error('no actor')
    return { actor, personId, organisationId }
  })
}

/** A browser they have just signed in with. */
const visitorOf = async (cast: Cast, { personId, organisationId }: { personId: string; organisationId: string }) => {
  const visitor = aVisitor(() => house.web)
  const session = await house.platform.db.asHouse(cast.placeId, tx => startSession(tx, { personId, organisationId }))
  visitor.cookies.set('session', session)
  return visitor
}

const ground = 'She is not answering the door and has had no insulin since Friday.'

const aScene = async () => {
  house.setClock('2026-11-16T10:00:00Z')
  const cast = await aCast(house)
  const dana = await member(cast, 'Dana', ['data protection lead', 'coordinator'])
  const made = await ask(house, cast, { consent: null })
  return { cast, dana, made, base: `/${cast.slug}` }
}

const shareToSaveALife = async (cast: Cast, needId: string, actor = cast.amira) => {
  const sent = worked(
    await perform(house.platform.db, actor, sendReferral, {
      needId,
      organisationId: cast.kitchen,
      basis: 'vital interests',
      basisGround: ground,
      consentGivenHow: null,
    }),
  )
  worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId: sent.referralId }))
  return sent.referralId
}

const told = (cast: Cast) =>
  house.platform.db.asHouse(cast.placeId, async tx =>
    (
      await tx.sql<{ line: string }[]>`
        select to_name || ': ' || subject || ' ' || body as line from platform.notice
        where place_id = ${tx.placeId} and link_path = '/emergency-sharing' or sent_for like 'nobody looks%' and place_id = ${tx.placeId} order by created_at, to_name`
    ).map(({ line }) => line),
  )

const tend = (cast: Cast) => tellOfEmergencySharing(house.platform, cast.placeId)

const benSees = async (cast: Cast, referralId: string) => {
  const ben = await visitorOf(cast, { personId: cast.ben.personId ?? '', organisationId: cast.kitchen })
  await ben.open(`/${cast.slug}/referrals/${referralId}`)
  return ben.words().includes('Halina Nowak')
}

describe('what was shared without asking', () => {
  it('is told to the data protection lead, reminded of each day, and looked at with words that the resident can read', async () => {
    const { cast, dana, made, base } = await aScene()
    const referralId = await shareToSaveALife(cast, made.needIds[0] ?? '')
    await tend(cast)
    await tend(cast)
    const [first, ...more] = await told(cast)
    expect(more).toEqual([])
    expect(first).toMatch(/^Dana: Details were shared without asking/)
    expect(first).not.toMatch(/Nowak|insulin/)
    house.advance({ hours: 25 })
    await tend(cast)
    await tend(cast)
    expect(await told(cast)).toHaveLength(2)
    house.advance({ hours: 24 })
    await tend(cast)
    expect(await told(cast)).toHaveLength(3)

    const visitor = await visitorOf(cast, dana)
    await visitor.open(`${base}/emergency-sharing`)
    expect(visitor.words()).toMatch(/Halina Nowak, with Kitchen/)
    expect(visitor.words()).toContain(ground)
    await visitor.follow('Halina Nowak')
    expect(visitor.words()).toMatch(
      /Told to Kitchen.*Shared by Amira, Hub.*To protect someone’s life; nobody was asked/,
    )
    await visitor.press('Write down what you found', {})
    expect(visitor.errors().length).toBeGreaterThan(0)
    await visitor.press('Write down what you found', {
      outcome: 'right',
      words: 'Nobody could reach her and the ambulance was an hour away.',
    })
    expect(visitor.words()).toContain('Written down.')
    expect(visitor.words()).toContain('the ambulance was an hour away')
    expect(await benSees(cast, referralId)).toBe(true)
    house.advance({ hours: 24 })
    await tend(cast)
    expect(await told(cast)).toHaveLength(3)
    const lines = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`select 1 from platform.audit_line where place_id = ${tx.placeId} and record_id = ${made.personId} and action = 'looked at what was shared without asking'`,
    )
    expect(lines.length).toBeGreaterThan(0)
  })

  it('stops at once where it was not right, and whoever was told is told to delete it', async () => {
    const { cast, dana, made } = await aScene()
    const referralId = await shareToSaveALife(cast, made.needIds[0] ?? '')
    expect(await benSees(cast, referralId)).toBe(true)
    const visitor = await visitorOf(cast, dana)
    await visitor.open(`/${cast.slug}/emergency-sharing`)
    await visitor.follow('Halina Nowak')
    await visitor.press('Write down what you found', {
      outcome: 'wrong',
      words: 'She was at home the whole time, and could have been asked.',
    })
    expect(visitor.words()).toMatch(/stopped.*It was looked at afterwards and stopped/)
    expect(await benSees(cast, referralId)).toBe(false)
    const mail = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`select to_name from platform.notice where place_id = ${tx.placeId} and sent_for like 'stop and delete%'`,
    )
    expect(mail.map(({ toName }) => toName)).toEqual(['Kitchen'])
  })

  it('is looked at by nobody who shared it, nobody without the role, and once', async () => {
    const { cast, dana, made, base } = await aScene()
    await shareToSaveALife(cast, made.needIds[0] ?? '', dana.actor)
    const { db } = house.platform
    const disclosureId = await db.asHouse(cast.placeId, async tx => {
      const [row] = await tx.sql<
        { disclosureId: string }[]
      >`select disclosure_id from people.disclosure where place_id = ${tx.placeId}`
      return row?.disclosureId ?? ''
    })
    const found = { disclosureId, outcome: 'right', words: 'There was no time to ask anybody.' }
    expect(refused(await perform(db, dana.actor, reviewSharing, found)).refused).toBe('needs-a-second-person')
    const visitor = await visitorOf(cast, dana)
    await visitor.open(`${base}/emergency-sharing/${disclosureId}`)
    expect(visitor.words()).toContain('somebody else has to look at it')
    expect(refused(await perform(db, cast.amira, reviewSharing, found)).refused).toBe('not-allowed')
    const page = await house.web.inject({ url: `${base}/emergency-sharing`, headers: { cookie: cast.cookies.amira } })
    expect([403, 404]).toContain(page.statusCode)
    await tend(cast)
    expect(await told(cast)).toEqual([])
    const eve = await member(cast, 'Eve', ['data protection lead'])
    await tend(cast)
    expect((await told(cast)).map(line => line.slice(0, 4))).toEqual(['Eve:'])
    worked(await perform(db, eve.actor, reviewSharing, found))
    expect(refused(await perform(db, eve.actor, reviewSharing, found)).refused).toBe('somebody-else')
  })

  it('is said to the coordinators of whoever decides where nobody is data protection lead', async () => {
    house.setClock('2026-11-16T10:00:00Z')
    const cast = await aCast(house)
    const settings = { triageOrganisationId: cast.hub }
    worked(await perform(house.platform.db, houseActor(cast.placeId), changePlace, { settings }))
    const made = await ask(house, cast, { consent: null })
    await shareToSaveALife(cast, made.needIds[0] ?? '')
    await tend(cast)
    expect(await told(cast)).toEqual([expect.stringMatching(/^Amira: .*nobody is there to look at it/)])
  })
})
