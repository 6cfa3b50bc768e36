import { describe, expect, it } from 'vitest'
import { refused, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { type Able, matchStories, whose } from '../../../test/support/match-stories.ts'
import { perform } from '../../platform/command.ts'
import { bearerOf, closeNeed } from '../requests/index.ts'
import { leaveVolunteering, pauseVolunteering } from '../volunteers/change-volunteering.ts'
import { findVolunteer } from '../volunteers/index.ts'
import { sayNoContact } from './apart/say-no-contact.ts'
import { couldNotForThem } from './asking/answer-for-them.ts'
import { acceptOffer } from './asking/answer-offer.ts'
import { offerToThese, refuseVolunteer, takeBackFromVolunteers } from './asking/decide-on-task.ts'
import { confirmMatch, recordCallBack } from './doing/confirm-match.ts'
import { readDetails } from './doing/read-details.ts'
import { listOpenAlerts } from './match-store.ts'
import { putTask } from './testing.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { db, get, post, aStory, able, offersOf, needOf, mails, putAndAsk, aMatch } = matchStories(house)

describe('whoever read who it is and then steps back', () => {
  it('is looked at also when somebody writes it down for them, or when they stop altogether', async () => {
    for (const way of ['by phone', 'stops'] as const) {
      const { story, winner, matchId } = await aMatch()
      const { cast } = story
      const { volunteerId } = winner
      house.setClock('2026-11-17T09:00:00Z')
      worked(await perform(db(), winner.actor, readDetails, { matchId }))
      if (way === 'by phone') worked(await perform(db(), cast.amira, couldNotForThem, { volunteerId, matchId }))
      else worked(await perform(db(), winner.actor, leaveVolunteering, { volunteerId }))
      await house.deliver(cast.placeId)
      await house.deliver(cast.placeId)
      const alerts = await db().as(cast.amira, listOpenAlerts)
      expect({ way, alerts: alerts.map(({ kind }) => kind) }).toEqual({ way, alerts: ['read and declined'] })
    }
  })
})

describe('that two people are kept apart', () => {
  it('does not show in how a choice of volunteers is refused', async () => {
    const story = await aStory()
    const { cast } = story
    const [kept, resting] = (await able(cast, 2)) as [Able, Able]
    const pair = { personId: kept.personId, otherPersonId: story.personId, because: 'court order' }
    worked(await perform(db(), cast.amira, sayNoContact, pair))
    const until = '2026-12-24'
    worked(await perform(db(), resting.actor, pauseVolunteering, { volunteerId: resting.volunteerId, until }))
    const taskId = await putTask(house.platform, cast.amira, story.needId, { offersBy: 'coordinator' })
    const said = await Promise.all(
      [kept, resting].map(async ({ volunteerId }) =>
        refused(await perform(db(), cast.amira, offerToThese, { taskId, volunteerIds: [volunteerId] })),
      ),
    )
    expect(said[0]).toEqual(said[1])
  })

  it.each([
    ['help that is given once', {}],
    ['help that comes again', { every: 'week' }],
  ] as const)(
    'and that a resident asked for somebody else, reads on every page and in the mail like any other end: %s',
    async (_, more) => {
      const told = []
      for (const end of ['refused', 'kept apart', 'taken back', 'need closed'] as const) {
        const { story, winner, matchId, taskId, offerId } = await aMatch(more, 1)
        const { cast, helpRequestId, needId } = story
        const resident = bearerOf(cast.placeId, helpRequestId)
        if (end === 'refused') worked(await perform(db(), resident, refuseVolunteer, { matchId }))
        else if (end === 'taken back') worked(await perform(db(), cast.amira, takeBackFromVolunteers, { taskId }))
        else if (end === 'need closed')
          worked(await perform(db(), cast.amira, closeNeed, { needId, reason: 'no longer needed' }))
        else {
          const pair = { personId: winner.personId, otherPersonId: story.personId, because: 'resident asked' }
          worked(await perform(db(), cast.amira, sayNoContact, pair))
        }
        await house.deliver(cast.placeId)
        await house.deliver(cast.placeId)
        const mine = (await mails(cast, '%')).filter(({ toAddress }) => toAddress.startsWith('able'))
        const last = mine.find(({ subject }) => subject.startsWith('No longer'))
        const pages = [`/my-volunteering/${matchId}`, `/offers/${offerId}`, '/my-volunteering']
        const words = await Promise.all(pages.map(async path => wordsOf((await get(cast, path, winner.cookie)).body)))
        told.push({ subject: last?.subject, body: last?.body.split('\n\n').slice(1, -1), mails: mine.length, words })
      }
      expect(told[0]?.subject).toBe('No longer needed: thank you')
      expect(told[0]?.body).toHaveLength(3)
      for (const page of told[0]?.words ?? []) expect(page).toContain('No longer needed')
      for (const other of told.slice(1)) expect(other).toEqual(told[0])
    },
  )
})

/** What can be read on a page. */
const wordsOf = (html: string): string =>
  (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

it('a page of an offer left open does not cut a longer rest short', async () => {
  const story = await aStory()
  const { cast } = story
  const [person] = (await able(cast, 1)) as [Able]
  const taskId = await putAndAsk(story)
  const [offer] = await offersOf(cast, taskId)
  const { volunteerId } = person
  worked(await perform(db(), person.actor, pauseVolunteering, { volunteerId, until: '2026-12-24' }))
  await house.deliver(cast.placeId)
  await post(cast, `/offers/${offer?.offerId}/no`, { reasonCode: 'not now' }, person.cookie)
  expect(await db().as(person.actor, tx => findVolunteer(tx, volunteerId))).toMatchObject({ pausedUntil: '2026-12-24' })
})

it('whoever merely looks after the volunteer neither confirms the match nor says that the resident was rung', async () => {
  const story = await aStory()
  const { cast } = story
  const people = await able(cast, 1, { organisationId: cast.drivers } as never)
  const taskId = await putTask(house.platform, cast.amira, story.needId, { offersBy: 'coordinator' })
  const [person] = people as [Able]
  worked(await perform(db(), cast.amira, offerToThese, { taskId, volunteerIds: [person.volunteerId] }))
  const [offer] = await offersOf(cast, taskId)
  const { matchId } = worked(
    await perform(db(), whose(people, person.volunteerId).actor, acceptOffer, { offerId: offer?.offerId ?? '' }),
  )
  for (const command of [confirmMatch, recordCallBack])
    expect(refused(await perform(db(), cast.cleo, command, { matchId: matchId ?? '' })).refused).toBe('no-such-thing')
  worked(await perform(db(), cast.amira, confirmMatch, { matchId: matchId ?? '' }))
})

describe('somebody who must not be found', () => {
  const hide = async (story: Awaited<ReturnType<typeof aStory>>, hide = 'yes') => {
    const { cast, personId } = story
    const page = `/people/${personId}`
    const answer = await post(cast, page, { hide }, cast.cookies.amira)
    await house.deliver(cast.placeId)
    await house.deliver(cast.placeId)
    return answer
  }

  it('is hidden from volunteers by one press on their page, which takes back what would be done at their home', async () => {
    const { story, winner, matchId } = await aMatch()
    const { cast, personId } = story
    house.setClock('2026-11-16T15:00:00Z')
    expect(worked(await perform(db(), winner.actor, readDetails, { matchId })).details.address).toContain('12 Mill Row')
    expect((await get(cast, `/people/${personId}`, cast.cookies.amira)).body).toContain(
      'Tell no volunteer where they live',
    )
    expect((await hide(story)).headers.location).toContain('done=hidden')
    expect((await get(cast, `/people/${personId}`, cast.cookies.amira)).body).toContain('Volunteers may be told again')
    expect(refused(await perform(db(), winner.actor, readDetails, { matchId })).refused).toBe('details-over')
    const seen = await db().as(
      winner.actor,
      tx => tx.sql`select 1 from people.person where place_id = ${tx.placeId} and person_id = ${personId}`,
    )
    expect(seen).toHaveLength(0)
    expect(await needOf(story)).toMatchObject({ state: 'waiting', askedOf: null })
    await expect(putTask(house.platform, cast.amira, story.needId)).rejects.toThrow('address-is-hidden')
    await hide(story, 'no')
    await putTask(house.platform, cast.amira, story.needId)
  })

  it('meets where there are staff, and not at an informal group', async () => {
    const story = await aStory()
    const { cast } = story
    await hide(story)
    await db().asHouse(
      cast.placeId,
      tx => tx.sql`
        update organisations.organisation set assurance_level = 'informal' where place_id = ${tx.placeId} and organisation_id = ${cast.kitchen}`,
    )
    const at = (meetAtOrganisationId: string) =>
      putTask(house.platform, cast.amira, story.needId, { meetAtOrganisationId })
    await expect(at(cast.kitchen)).rejects.toThrow('nowhere-to-meet')
    await at(cast.drivers)
  })

  it('is nobody’s to hide who may not see them', async () => {
    const story = await aStory()
    expect(
      (await post(story.cast, `/people/${story.personId}`, { hide: 'yes' }, story.cast.cookies.ben)).statusCode,
    ).toBe(404)
    expect((await post(story.cast, `/people/${story.personId}`, { hide: 'yes' }, '')).statusCode).not.toBe(200)
  })
})
