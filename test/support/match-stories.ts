import { acceptOffer } from '../../src/capabilities/matching/asking/answer-offer.ts'
import { askVolunteers } from '../../src/capabilities/matching/asking/offer-round.ts'
import { bearing, putTask } from '../../src/capabilities/matching/testing.ts'
import { findNeed } from '../../src/capabilities/requests/index.ts'
import { aVolunteer } from '../../src/capabilities/volunteers/testing.ts'
import { newId } from '../../src/kernel/ids.ts'
import type { Actor } from '../../src/platform/auth/actor.ts'
import { grantAccess } from '../../src/platform/auth/grants.ts'
import { perform } from '../../src/platform/command.ts'
import { aCast, ask, type Cast, worked } from './cast.ts'
import type { TestHouse } from './house.ts'

/** One need in one place, on 16 November 2026 at 10. */
export type Story = { cast: Cast; needId: string; helpRequestId: string; personId: string }

/** A volunteer who can be asked. */
export type Able = { volunteerId: string; personId: string; actor: Actor; cookie: string }

/** The one of some people whose offer it is. */
export const whose = (people: readonly Able[], volunteerId: string): Able => {
  const found = people.find(each => each.volunteerId === volunteerId)
  if (!found) throw new Error('an offer to somebody else')
  return found
}

/** What tests of needs put to volunteers do again and again, through the commands and jobs that people and the clock use. */
export const matchStories = (house: TestHouse) => {
  const db = () => house.platform.db
  const get = (cast: Cast, path: string, cookie = '') =>
    house.web.inject({ url: `/${cast.slug}${path}`, headers: { cookie } })
  const post = (cast: Cast, path: string, fields: Record<string, string | string[]>, cookie: string) =>
    house.web.inject({
      method: 'POST',
      url: `/${cast.slug}${path}`,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(
        Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
      ).toString(),
    })

  const aStory = async (more: Parameters<typeof ask>[2] = {}): Promise<Story> => {
    house.setClock('2026-11-16T10:00:00Z')
    const cast = await aCast(house)
    const made = await ask(house, cast, {
      needs: [{ kind: 'food', urgency: 'today', description: 'A woman in her 70s needs food for the weekend.' }],
      ...more,
    })
    await house.deliver(cast.placeId)
    return { cast, needId: made.needIds[0] ?? '', helpRequestId: made.helpRequestId, personId: made.personId }
  }

  let count = 0

  /** Volunteers who can be asked: seen, recommended, each 20 m farther away, free at any time. */
  const able = async (cast: Cast, many: number, more: Parameters<typeof aVolunteer>[3] = {}): Promise<Able[]> => {
    const made = await Promise.all(
      Array.from({ length: many }, () => {
        count += 1
        return aVolunteer(house.platform, cast.placeId, cast.hub, {
          name: `Person${count} Able${count}`,
          phone: `07700 9${String(count).padStart(5, '0')}`,
          email: `able${count}@example.org`,
          postcode: 'ZZ1 5AB',
          ...more,
        } as never)
      }),
    )
    await db().asHouse(cast.placeId, async tx => {
      for (const [one, { volunteerId }] of made.entries()) {
        await tx.sql`
          update volunteers.volunteer set identity_seen_on = '2026-11-01', identity_seen_by = 'Amira', identity_seen_how = 'passport', position = point(${401_000 + one * 20}, 300500),
            maybe_volunteer_id = null
          where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`
        for (const referee of [1, 2]) {
          const recordId = newId()
          await tx.sql`
            insert into volunteers.reference_asked (place_id, reference_id, volunteer_id, referee_name, relationship, asked_by, answered_at, answer, recorded_by)
            values (${tx.placeId}, ${recordId}, ${volunteerId}, ${`Referee ${referee}`}, 'a friend', 'Amira', ${tx.now}, 'recommends', 'Amira')`
          await grantAccess(tx, [
            { recordId, holderId: cast.hub, basis: 'looks after volunteers', basisId: volunteerId },
          ])
        }
      }
    })
    return Promise.all(
      made.map(async ({ volunteerId, personId }) => ({
        volunteerId,
        personId,
        ...(await bearing(house.platform, cast.placeId, { volunteerId, personId })),
      })),
    )
  }

  /** A cookie as of now: a session lasts a working day. */
  const cookieNow = async (cast: Cast, who: Able) => (await bearing(house.platform, cast.placeId, who)).cookie

  /** Runs the offers job, then the journeys and mail. */
  const round = async (cast: Cast) => {
    await askVolunteers(house.platform, cast.placeId)
    await house.deliver(cast.placeId)
  }

  const offersOf = (cast: Cast, taskId: string) =>
    db().asHouse(
      cast.placeId,
      tx => tx.sql<{ offerId: string; volunteerId: string; state: string; round: number }[]>`
        select offer_id, volunteer_id, state, round from matching.offer where place_id = ${tx.placeId} and task_id = ${taskId} order by sent_at, offer_id`,
    )

  const needOf = ({ cast, needId }: Story) =>
    db().asHouse(cast.placeId, async tx => {
      const need = await findNeed(tx, needId, 'read')
      return need && { state: need.state, askedOf: need.askedOf, returnedBecause: need.returnedBecause }
    })

  const mails = (cast: Cast, like: string) =>
    db().asHouse(
      cast.placeId,
      tx => tx.sql<{ toAddress: string; subject: string; body: string; channel: string }[]>`
        select to_address, subject, body, channel from platform.notice where place_id = ${tx.placeId} and subject like ${like} order by created_at`,
    )

  /** Puts the need and has the first round asked: five minutes later where it is not urgent. */
  const putAndAsk = async (story: Story, more: Parameters<typeof putTask>[3] = {}) => {
    const taskId = await putTask(house.platform, story.cast.amira, story.needId, more)
    await house.deliver(story.cast.placeId)
    house.advance({ minutes: 5 })
    await round(story.cast)
    return taskId
  }

  /** A match in hand, by the rules. */
  const aMatch = async (more: Parameters<typeof putTask>[3] = {}, many = 2) => {
    const story = await aStory()
    const people = await able(story.cast, many)
    const taskId = await putAndAsk(story, more)
    const [offer] = await offersOf(story.cast, taskId)
    const winner = whose(people, offer?.volunteerId ?? '')
    const { matchId } = worked(await perform(db(), winner.actor, acceptOffer, { offerId: offer?.offerId ?? '' }))
    await house.deliver(story.cast.placeId)
    return { story, people, taskId, winner, matchId: matchId ?? '', offerId: offer?.offerId ?? '' }
  }

  return { db, get, post, aStory, able, cookieNow, round, offersOf, needOf, mails, putAndAsk, aMatch }
}
