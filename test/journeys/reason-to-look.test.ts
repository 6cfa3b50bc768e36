import { describe, expect, it } from 'vitest'
import { acceptOffer } from '../../src/capabilities/matching/asking/answer-offer.ts'
import { declineReferral } from '../../src/capabilities/referrals/answer-referral.ts'
import { sendReferral } from '../../src/capabilities/referrals/send-referral.ts'
import { listLooksAtPerson } from '../../src/capabilities/requests/index.ts'
import { aVisitor } from '../../src/capabilities/requests/testing.ts'
import { listAuditLines } from '../../src/platform/audit/audit.ts'
import type { Actor } from '../../src/platform/auth/actor.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { allThatExplain } from '../../src/platform/explains-look.ts'
import { aCast, ask, type Cast, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'
import { matchStories } from '../support/match-stories.ts'

const house = useHouse()
const { aStory, able, cookieNow, offersOf, putAndAsk } = matchStories(house)

/** Somebody of the place, signed in now. */
const as = async (cast: Cast, { personId }: Actor, organisationId: string) => {
  const made = aVisitor(() => house.web)
  const token = await house.platform.db.asHouse(cast.placeId, tx =>
    startSession(tx, { personId: personId ?? '', organisationId }),
  )
  made.cookies.set('session', token)
  return made
}

const linesOf = (cast: Cast, recordId: string) =>
  house.platform.db.asHouse(cast.placeId, tx => listAuditLines(tx, [recordId]))

const asked = 'Why do you look at this volunteer?'

describe('looking at a volunteer', () => {
  it('is asked for a reason where they do nothing with whoever looks; they read it', async () => {
    const { cast } = await aStory()
    const [vera] = await able(cast, 1)
    if (!vera) throw new Error('nobody signed up')
    const home = `/${cast.slug}/volunteers/${vera.volunteerId}`
    const first = await as(cast, cast.amira, cast.hub)
    await first.open(home)
    expect(first.words()).not.toContain(asked)
    house.advance({ days: 15 })
    for (const path of ['', '/change', '/offers', '/hours']) {
      const amira = await as(cast, cast.amira, cast.hub)
      const before = (await linesOf(cast, vera.volunteerId)).length
      const ofThem = (await linesOf(cast, vera.personId)).length
      await amira.open(`${home}${path}`)
      expect(amira.words()).toContain(asked)
      expect(amira.words()).not.toContain('Able')
      expect([await linesOf(cast, vera.volunteerId), await linesOf(cast, vera.personId)].map(l => l.length)).toEqual([
        before,
        ofThem,
      ])
      await amira.press('Look', {})
      expect(amira.errors()).toEqual(['Choose why you look'])
      await amira.press('Look', { why: 'complaint', words: 'A neighbour wrote to us' })
      expect(amira.at.path).toBe(`${home}${path}`)
      expect(amira.words()).toContain('Able')
      const said = 'A complaint or a question about what they did: A neighbour wrote to us'
      expect((await linesOf(cast, vera.volunteerId)).at(-1)).toMatchObject({
        action: 'looked at a volunteer',
        reason: said,
      })
      const themselves = aVisitor(() => house.web)
      themselves.cookies.set('session', (await cookieNow(cast, vera)).replace('session=', ''))
      await themselves.open(`/${cast.slug}/volunteer/my-details`)
      await themselves.follow('Who has looked at your details')
      expect(themselves.words()).toContain('Amira (Hub)')
      expect(themselves.words()).toContain(`looked at what you told us and what was checked: “${said}”`)
      house.advance({ hours: 2 })
    }
  })

  it('explains itself while they are asked or have something in hand', async () => {
    const of = await aStory()
    const [vera, idris] = await able(of.cast, 2)
    if (!vera || !idris) throw new Error('nobody signed up')
    house.advance({ days: 20 })
    const isAsked = async ({ volunteerId }: { volunteerId: string }) => {
      const amira = await as(of.cast, of.cast.amira, of.cast.hub)
      await amira.open(`/${of.cast.slug}/volunteers/${volunteerId}`)
      return amira.words().includes(asked)
    }
    expect([await isAsked(vera), await isAsked(idris)]).toEqual([true, true])
    const startsAt = new Date(house.platform.clock().getTime() + 40 * 86_400_000)
    const taskId = await putAndAsk(of, {
      startsAt: startsAt.toISOString(),
      endsAt: new Date(startsAt.getTime() + 3_600_000).toISOString(),
    })
    const [offer] = (await offersOf(of.cast, taskId)).filter(({ volunteerId }) => volunteerId === vera.volunteerId)
    expect(await isAsked(vera)).toBe(false)
    worked(await perform(house.platform.db, vera.actor, acceptOffer, { offerId: offer?.offerId ?? '' }))
    house.advance({ days: 20 })
    expect(await isAsked(vera)).toBe(false)
  })
})

describe('looking at what was asked of an organisation', () => {
  const question = 'Why do you look at this?'

  it('is asked for a reason from fourteen days after it ended; the resident reads it', async () => {
    house.setClock('2026-11-16T10:00:00Z')
    const cast = await aCast(house)
    const made = await ask(house, cast)
    const { db } = house.platform
    const { referralId } = worked(
      await perform(db, cast.amira, sendReferral, {
        needId: made.needIds[0] ?? '',
        organisationId: cast.kitchen,
        basis: 'consent',
        basisGround: '',
        consentGivenHow: null,
      }),
    )
    await house.deliver(cast.placeId)
    const path = `/${cast.slug}/referrals/${referralId}`
    worked(await perform(db, cast.ben, declineReferral, { referralId, reasonCode: 'full', reason: '' }))
    await house.deliver(cast.placeId)
    house.advance({ days: 13 })
    const soon = await as(cast, cast.ben, cast.kitchen)
    await soon.open(path)
    expect(soon.words()).toContain('food for the weekend')
    house.advance({ days: 2 })
    // Whoever decides on the need works on it still, with what was tried before.
    const amira = await as(cast, cast.amira, cast.hub)
    await amira.open(path)
    expect(amira.words()).not.toContain(question)
    const ben = await as(cast, cast.ben, cast.kitchen)
    await ben.open(path)
    expect(ben.words()).toContain(question)
    expect(ben.words()).not.toContain('food')
    await ben.press('Look', { why: 'other', words: '' })
    expect(ben.errors()).toEqual(['Say in a few words why you look'])
    await ben.press('Look', { why: 'other', words: 'The trustees ask how often we were full' })
    expect(ben.at.path).toBe(path)
    expect(ben.words()).toContain('food for the weekend')
    const looks = await db.asHouse(cast.placeId, tx => listLooksAtPerson(tx, made.personId))
    expect(looks.at(-1)).toMatchObject({
      who: 'Ben (Kitchen)',
      did: 'looked at what an organisation was asked, naming nobody',
      why: 'Something else: The trustees ask how often we were full',
    })
    // Another organisation is told of nothing, and asked nothing.
    const cleo = await as(cast, cast.cleo, cast.drivers)
    await cleo.open(path)
    expect(cleo.words()).not.toContain(question)
  })
})

describe('what explains a look', () => {
  it('is said by a capability for each kind of record somebody may be asked about', () => {
    for (const kind of ['person', 'volunteer', 'referral']) expect(allThatExplain(kind), kind).not.toEqual([])
  })
})
