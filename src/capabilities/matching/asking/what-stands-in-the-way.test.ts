import { describe, expect, it } from 'vitest'
import { refused, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { type Able, matchStories, whose } from '../../../../test/support/match-stories.ts'
import { newId } from '../../../kernel/ids.ts'
import { perform } from '../../../platform/command.ts'
import { bearerOf } from '../../requests/index.ts'
import { leaveVolunteering } from '../../volunteers/change-volunteering.ts'
import { sayNoContact } from '../apart/say-no-contact.ts'
import { readDetails } from '../doing/read-details.ts'
import { reportVolunteerCouldNot } from '../doing/report-match.ts'
import { putTask } from '../testing.ts'
import { acceptOffer } from './answer-offer.ts'
import { refuseVolunteer } from './decide-on-task.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { db, post, aStory, able, cookieNow, round, offersOf, needOf, putAndAsk, aMatch } = matchStories(house)

type Cast = Awaited<ReturnType<typeof aStory>>['cast']

const statesOf = (cast: Cast, volunteerId: string) =>
  db().asHouse(cast.placeId, async tx => {
    const rows = await tx.sql<{ state: string }[]>`
      select state from matching.match where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and match_id not in (
        select match_id from matching.match where place_id = ${tx.placeId} and reason = 'long ago') order by accepted_at, match_id`
    return rows.map(({ state }) => state)
  })

const anOffer = async (more: Parameters<typeof putAndAsk>[1] = {}) => {
  const story = await aStory()
  const people = await able(story.cast, 1)
  const taskId = await putAndAsk(story, more)
  const [offer] = await offersOf(story.cast, taskId)
  return { story, taskId, who: whose(people, offer?.volunteerId ?? ''), offerId: offer?.offerId ?? '' }
}

describe('a yes of somebody who is not free then, which is theirs to say', () => {
  it.each(['must not meet them by now', 'is not known any more to be who they are', 'may still do it'] as const)(
    '%s',
    async how => {
      const { story, who, offerId } = await anOffer()
      const { cast } = story
      // Monday mornings alone; it is for Tuesday afternoon.
      await db().asHouse(
        cast.placeId,
        tx =>
          tx.sql`update volunteers.volunteer set free_at = 1 where place_id = ${tx.placeId} and volunteer_id = ${who.volunteerId}`,
      )
      if (how === 'must not meet them by now') {
        const pair = { personId: who.personId, otherPersonId: story.personId, because: 'court order' }
        worked(await perform(db(), cast.amira, sayNoContact, pair))
      }
      if (how === 'is not known any more to be who they are')
        await db().asHouse(
          cast.placeId,
          tx => tx.sql`
            update volunteers.volunteer set identity_seen_on = null, identity_seen_by = null, identity_seen_how = null
            where place_id = ${tx.placeId} and volunteer_id = ${who.volunteerId}`,
        )
      expect(worked(await perform(db(), who.actor, acceptOffer, { offerId }))).toMatchObject({
        yes: how === 'may still do it' ? 'yours' : 'over',
      })
    },
  )
})

describe('a yes', () => {
  it('after the time in which it could be done is too late, though nothing has ended it yet; the need goes back', async () => {
    const { story, who, offerId } = await anOffer()
    // It had to be over by 4, and takes an hour.
    house.setClock('2026-11-17T15:01:00Z')
    expect(worked(await perform(db(), who.actor, acceptOffer, { offerId }))).toMatchObject({ yes: 'over' })
    expect(await statesOf(story.cast, who.volunteerId)).toEqual([])
    await round(story.cast)
    expect(await needOf(story)).toMatchObject({ state: 'waiting', returnedBecause: 'no volunteer' })
  })

  it('after a "could not" leads to what is theirs now, not to what they gave back', async () => {
    const { story, people, taskId, winner, matchId, offerId } = await aMatch()
    const other = people.find(({ volunteerId }) => volunteerId !== winner.volunteerId) as Able
    const theirs = (await offersOf(story.cast, taskId)).find(({ volunteerId }) => volunteerId === other.volunteerId)
    worked(await perform(db(), other.actor, acceptOffer, { offerId: theirs?.offerId ?? '' }))
    house.advance({ minutes: 1 })
    const gaveBack = { matchId, reasonCode: 'other', reason: '' }
    worked(await perform(db(), winner.actor, reportVolunteerCouldNot, gaveBack))
    house.advance({ minutes: 1 })
    const answer = await post(story.cast, `/offers/${offerId}/yes`, {}, await cookieNow(story.cast, winner))
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toMatch(/\/my-volunteering\/[0-9a-f-]{36}\?done=yes$/)
    expect(answer.headers.location).not.toContain(matchId)
  })
})

it('what is asked names nobody by whom to ring: a daughter’s number tells who it is as well', async () => {
  const story = await aStory()
  for (const what of ['Ring her daughter on 07700 (900) 123 first.', 'Shopping; write to beata@example.org before.'])
    await expect(putTask(house.platform, story.cast.amira, story.needId, { what })).rejects.toThrow(
      /description-identifies: Take out "(07700 \(900\) 123|beata@example.org)"/,
    )
  await putTask(house.platform, story.cast.amira, story.needId, {
    what: 'Shopping for £20-£30, 2 bags, by 17.30 at 12.',
  })
})

describe('two people who must not meet any more', () => {
  it('have nothing in hand together, also where the resident refused the volunteer of one of two needs', async () => {
    const story = await aStory({
      needs: ['A woman in her 70s needs food.', 'A woman in her 70s needs a second bag of food.'].map(description => ({
        kind: 'food' as const,
        urgency: 'today' as const,
        description,
      })),
    })
    const { cast } = story
    const [who] = (await able(cast, 1, { capacity: 3 } as never)) as [Able]
    const needs = await db().asHouse(
      cast.placeId,
      tx => tx.sql<{ needId: string }[]>`
        select need_id from requests.need where place_id = ${tx.placeId} and help_request_id = ${story.helpRequestId}`,
    )
    const matchIds: string[] = []
    for (const { needId } of needs) {
      const taskId = await putAndAsk({ ...story, needId })
      const [offer] = await offersOf(cast, taskId)
      const { matchId } = worked(await perform(db(), who.actor, acceptOffer, { offerId: offer?.offerId ?? '' }))
      matchIds.push(matchId ?? '')
      await house.deliver(cast.placeId)
    }
    expect(matchIds).toHaveLength(2)
    const resident = bearerOf(cast.placeId, story.helpRequestId)
    worked(await perform(db(), resident, refuseVolunteer, { matchId: matchIds[1] ?? '' }))
    await house.deliver(cast.placeId)
    expect((await statesOf(cast, who.volunteerId)).sort()).toEqual(['refused by the resident', 'released'])
  })

  it.each(['must not meet', 'stopped'] as const)(
    'are told nothing of one another from the moment it is said, before anything else has run: %s',
    async how => {
      const { story, winner, matchId } = await aMatch()
      house.setClock('2026-11-17T09:00:00Z')
      const pair = { personId: winner.personId, otherPersonId: story.personId, because: 'court order' }
      if (how === 'must not meet') worked(await perform(db(), story.cast.amira, sayNoContact, pair))
      else worked(await perform(db(), winner.actor, leaveVolunteering, { volunteerId: winner.volunteerId }))
      expect(refused(await perform(db(), winner.actor, readDetails, { matchId })).refused).toBe('details-over')
    },
  )

  it('are taken apart also through whoever lives with one of them', async () => {
    const { story, people, winner } = await aMatch()
    const { cast } = story
    const housemate = people.find(({ volunteerId }) => volunteerId !== winner.volunteerId) as Able
    await db().asHouse(
      cast.placeId,
      tx => tx.sql`
        update people.person set address = '12 Mill Lane', postcode = 'ZZ1 4AB'
        where place_id = ${tx.placeId} and person_id = any(${[housemate.personId, story.personId]}::uuid[])`,
    )
    const pair = { personId: winner.personId, otherPersonId: housemate.personId, because: 'safeguarding' }
    worked(await perform(db(), cast.amira, sayNoContact, pair))
    await house.deliver(cast.placeId)
    expect(await statesOf(cast, winner.volunteerId)).toEqual(['released'])
  })

  it.each(['must not meet', 'stops'] as const)(
    'or whoever has stopped keeps nothing in hand, however much they did since they took it: %s',
    async how => {
      const { story, winner, taskId } = await aMatch()
      const { cast } = story
      await db().asHouse(cast.placeId, async tx => {
        for (let one = 0; one < 101; one += 1)
          await tx.sql`
            insert into matching.match (place_id, match_id, task_id, need_id, journey_id, volunteer_id, state, accepted_at, ended_at, reason)
            select place_id, ${newId()}, task_id, need_id, journey_id, volunteer_id, 'done', accepted_at + interval '1 minute', accepted_at + interval '2 minutes', 'long ago'
            from matching.match where place_id = ${tx.placeId} and task_id = ${taskId} and reason is null`
      })
      const pair = { personId: winner.personId, otherPersonId: story.personId, because: 'court order' }
      if (how === 'stops') {
        worked(await perform(db(), winner.actor, leaveVolunteering, { volunteerId: winner.volunteerId }))
      } else worked(await perform(db(), cast.amira, sayNoContact, pair))
      await house.deliver(cast.placeId)
      expect(await statesOf(cast, winner.volunteerId)).toEqual([how === 'stops' ? 'could not' : 'released'])
    },
  )
})
