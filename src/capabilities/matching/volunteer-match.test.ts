import { beforeAll, describe, expect, it } from 'vitest'
import { refused, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { type Able, matchStories, type Story, whose } from '../../../test/support/match-stories.ts'
import { listAuditLines } from '../../platform/audit/audit.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { startSession } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import { sendReferral } from '../referrals/index.ts'
import { bearerOf, findNeed } from '../requests/index.ts'
import { sayNoContact } from './apart/say-no-contact.ts'
import { acceptOffer, declineOffer } from './asking/answer-offer.ts'
import { offerToThese, refuseVolunteer, takeBackFromVolunteers } from './asking/decide-on-task.ts'
import { askVolunteers } from './asking/offer-round.ts'
import { confirmMatch, recordCallBack } from './doing/confirm-match.ts'
import { readDetails } from './doing/read-details.ts'
import {
  recordVolunteerContact,
  reportVisit,
  reportVolunteerCouldNot,
  reportVolunteerDone,
} from './doing/report-match.ts'
import { tendVisits } from './doing/tend-visits.ts'
import { listOpenAlerts } from './match-store.ts'
import { putTask } from './testing.ts'

const house = useHouse('2026-11-16T10:00:00Z')

/** What nobody may read who is not coming. */
const identifying = /Halina|Nowak|7946|Mill Row|ZZ1 ?4AB|halina@|card does not work|died in March/

const { db, get, post, aStory, able, cookieNow, round, offersOf, needOf, mails, putAndAsk, aMatch } =
  matchStories(house)

describe('a need put to volunteers', () => {
  it('goes from asking to done, and everybody is told in plain words', async () => {
    const story = await aStory()
    const { cast } = story
    const people = await able(cast, 3)
    const taskId = await putAndAsk(story)
    expect(await needOf(story)).toMatchObject({ state: 'asked', askedOf: 'volunteers' })
    const asked = await offersOf(cast, taskId)
    expect(asked.map(({ state }) => state)).toEqual(['sent', 'sent'])
    const offerMails = await mails(cast, 'Can you help?%Shopping%')
    expect(offerMails).toHaveLength(2)
    for (const { body } of offerMails) {
      expect(body).toContain('A woman in her 70s needs a bag of shopping')
      expect(body).toContain('About a mile from you')
      expect(body).not.toMatch(identifying)
    }
    const first = whose(people, asked[0]?.volunteerId ?? '')
    const offerId = asked[0]?.offerId ?? ''
    const page = await get(cast, `/offers/${offerId}`, first.cookie)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Yes, I can')
    expect(page.body).toContain('About a mile from you')
    expect(page.body).not.toMatch(identifying)
    const yes = await post(cast, `/offers/${offerId}/yes`, {}, first.cookie)
    expect(yes.statusCode).toBe(303)
    await house.deliver(cast.placeId)
    expect(await needOf(story)).toMatchObject({ state: 'accepted' })
    expect((await offersOf(cast, taskId)).map(({ state }) => state).sort()).toEqual(['filled', 'yes'])
    expect(await mails(cast, 'Somebody else is doing it%')).toHaveLength(1)
    expect((await mails(cast, 'It is yours%'))[0]?.body).not.toMatch(identifying)
    const [told] = await mails(cast, '% can help you')
    expect(told?.subject).toMatch(/^Person\d+ can help you$/)
    expect(told?.body).not.toMatch(/Able\d+/)
    expect(JSON.stringify(await mails(cast, 'We are asking volunteers%'))).not.toMatch(/Person\d/)

    const [match] = await db().asHouse(
      cast.placeId,
      tx => tx.sql<{ matchId: string; state: string }[]>`
        select match_id, state from matching.match where place_id = ${tx.placeId} and task_id = ${taskId}`,
    )
    expect(match?.state).toBe('confirmed')
    const matchId = match?.matchId ?? ''
    expect((await get(cast, `/my-volunteering/${matchId}`, first.cookie)).body).not.toMatch(identifying)
    house.setClock('2026-11-17T13:00:00Z')
    first.cookie = await cookieNow(cast, first)
    const shown = await post(cast, `/my-volunteering/${matchId}/details`, {}, first.cookie)
    expect(shown.statusCode).toBe(200)
    expect(shown.body).toContain('Halina Nowak')
    expect(shown.body).toContain('12 Mill Row')
    expect(shown.headers['cache-control']).toBe('no-store')
    await post(cast, `/my-volunteering/${matchId}/in-touch`, {}, first.cookie)
    await house.deliver(cast.placeId)
    expect(await needOf(story)).toMatchObject({ state: 'in contact' })
    house.setClock('2026-11-17T15:00:00Z')
    const done = await post(cast, `/my-volunteering/${matchId}/done`, { minutes: '50', note: '' }, first.cookie)
    expect(done.headers.location).toContain('done=done')
    await house.deliver(cast.placeId)
    expect(await needOf(story)).toMatchObject({ state: 'done' })
    const [hours] = await db().asHouse(
      cast.placeId,
      tx => tx.sql<{ minutes: number; aboutId: string }[]>`
        select minutes, about_id from volunteers.hours_given where place_id = ${tx.placeId}`,
    )
    expect(hours).toEqual({ minutes: 50, aboutId: matchId })
    const [call] = await mails(cast, 'Ring after the first visit')
    expect(call?.channel).toBe('phone')
    worked(await perform(db(), cast.amira, recordCallBack, { matchId }))
    const again = { personId: cast.amira.personId ?? '', organisationId: cast.hub }
    const signedIn = `session=${await db().asHouse(cast.placeId, tx => startSession(tx, again))}`
    const staff = await get(cast, `/needs/${story.needId}/volunteers`, signedIn)
    expect(staff.body).toContain('by Amira')
    expect((await get(cast, `/my-volunteering/${matchId}`, first.cookie)).body).not.toMatch(identifying)
  })

  it('cannot be with an organisation at once, either way round', async () => {
    const story = await aStory()
    const { cast, needId } = story
    const toKitchen = {
      needId,
      organisationId: cast.kitchen,
      basis: 'consent' as const,
      basisGround: '',
      consentGivenHow: null,
    }
    const taskId = await putTask(house.platform, cast.amira, needId)
    expect(refused(await perform(db(), cast.amira, sendReferral, toKitchen)).refused).toBe('with-volunteers')
    worked(await perform(db(), cast.amira, takeBackFromVolunteers, { taskId }))
    await house.deliver(cast.placeId)
    expect(await needOf(story)).toMatchObject({
      state: 'waiting',
      askedOf: null,
      returnedBecause: 'volunteers taken back',
    })
    worked(await perform(db(), cast.amira, sendReferral, toKitchen))
    await expect(putTask(house.platform, cast.amira, needId)).rejects.toThrow('already-with-someone')
    await house.deliver(cast.placeId)
    await expect(putTask(house.platform, cast.amira, needId)).rejects.toThrow('already-with-someone')
  })

  it('goes to one of a hundred who press at once, and ninety-nine hear so kindly', async () => {
    const story = await aStory()
    const { cast } = story
    const people = await able(cast, 100)
    const taskId = await putTask(house.platform, cast.amira, story.needId, { offersBy: 'coordinator' })
    for (let first = 0; first < 100; first += 20)
      worked(
        await perform(db(), cast.amira, offerToThese, {
          taskId,
          volunteerIds: people.slice(first, first + 20).map(({ volunteerId }) => volunteerId),
        }),
      )
    const offers = await offersOf(cast, taskId)
    expect(offers).toHaveLength(100)
    const answers = await Promise.all(
      offers.map(({ offerId, volunteerId }) =>
        post(cast, `/offers/${offerId}/yes`, {}, whose(people, volunteerId).cookie),
      ),
    )
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([303]))
    const led = answers.map(({ headers }) => new URL(String(headers.location), 'http://x'))
    const said = led.map(({ searchParams }) => searchParams.get('done'))
    expect(led.filter(({ pathname }) => pathname.startsWith(`/${cast.slug}/my-volunteering/`))).toHaveLength(1)
    expect(said.filter(word => word === 'in reserve')).toHaveLength(99)
    const states = (await offersOf(cast, taskId)).map(({ state }) => state)
    expect(states.filter(state => state === 'yes')).toHaveLength(1)
    expect(states.filter(state => state === 'in reserve')).toHaveLength(99)
    const [matches] = await db().asHouse(
      cast.placeId,
      tx =>
        tx.sql<
          { n: number }[]
        >`select count(*)::int as n from matching.match where place_id = ${tx.placeId} and task_id = ${taskId}`,
    )
    expect(matches?.n).toBe(1)
    const winner = offers[said.indexOf('yes')]
    expect(winner).toBeDefined()
    // Whoever presses again, the winner too, hears the same again.
    for (const { offerId, volunteerId } of [winner, offers.find(offer => offer !== winner)].flatMap(one => one ?? [])) {
      const again = await post(cast, `/offers/${offerId}/yes`, {}, whose(people, volunteerId).cookie)
      expect(again.headers.location).toContain(offerId === winner?.offerId ? 'done=yes' : 'done=in%20reserve')
    }
    const loser = offers.find(offer => offer !== winner)
    const page = await get(
      cast,
      `/offers/${loser?.offerId}?done=in%20reserve`,
      whose(people, loser?.volunteerId ?? '').cookie,
    )
    expect(page.body).toContain('Somebody else was a moment quicker')
  })
})

describe('rounds', () => {
  it('ask the next when nobody answers, and give the need back with the reason when nobody is left', async () => {
    const story = await aStory()
    const { cast } = story
    await able(cast, 3)
    const taskId = await putAndAsk(story)
    expect(await offersOf(cast, taskId)).toHaveLength(2)
    house.advance({ minutes: 16 })
    await round(cast)
    const second = await offersOf(cast, taskId)
    expect(second.map(({ state, round: n }) => `${n} ${state}`)).toEqual(['1 no answer', '1 no answer', '2 sent'])
    house.advance({ minutes: 16 })
    await round(cast)
    expect(await needOf(story)).toMatchObject({ state: 'waiting', returnedBecause: 'no volunteer', askedOf: null })
    const [told] = await mails(cast, '%No volunteer is left to ask')
    expect(told?.body).toContain('was asked about this already')
    expect(told?.body).toContain('Of 3 volunteers, 3 were asked about this already.')
  })

  it('lose and double nothing however often they run, and when the clock jumps back and forth', async () => {
    const story = await aStory()
    const { cast } = story
    await able(cast, 6)
    const taskId = await putAndAsk(story)
    const runAt = async (at: string) => {
      house.setClock(at)
      await Promise.all([askVolunteers(house.platform, cast.placeId), askVolunteers(house.platform, cast.placeId)])
      await house.deliver(cast.placeId)
      return (await offersOf(cast, taskId)).length
    }
    expect(await runAt('2026-11-16T10:06:00Z')).toBe(2)
    expect(await runAt('2026-11-15T10:06:00Z')).toBe(2)
    expect(await runAt('2026-11-16T10:07:00Z')).toBe(2)
    expect(await runAt('2026-11-16T11:30:00Z')).toBe(4)
    expect(await runAt('2026-11-16T10:30:00Z')).toBe(4)
    expect(await runAt('2026-11-16T12:45:00Z')).toBe(6)
    const each = new Set((await offersOf(cast, taskId)).map(({ volunteerId }) => volunteerId))
    expect(each.size).toBe(6)
    expect(await mails(cast, 'Can you help?%')).toHaveLength(6)
  })

  it('ask nobody at night, urgent or not', async () => {
    const story = await aStory({
      needs: [{ kind: 'shopping', urgency: 'today', description: 'Somebody needs milk and bread today.' }],
    })
    await able(story.cast, 3)
    house.setClock('2026-11-16T22:00:00Z')
    const taskId = await putTask(house.platform, story.cast.amira, story.needId)
    await round(story.cast)
    expect(await offersOf(story.cast, taskId)).toHaveLength(0)
    house.setClock('2026-11-17T08:00:00Z')
    await round(story.cast)
    expect(await offersOf(story.cast, taskId)).toHaveLength(2)
  })

  it('weigh what is not urgent together with the rest, when the next five minutes begin', async () => {
    const story = await aStory({
      needs: [{ kind: 'shopping', urgency: 'two days', description: 'Somebody needs milk and bread this week.' }],
    })
    await able(story.cast, 2)
    const taskId = await putTask(house.platform, story.cast.amira, story.needId)
    house.advance({ minutes: 4 })
    await round(story.cast)
    expect(await offersOf(story.cast, taskId)).toHaveLength(0)
    house.advance({ minutes: 1 })
    await round(story.cast)
    expect(await offersOf(story.cast, taskId)).toHaveLength(1)
  })

  it('leave it to the coordinator where the coordinator chooses', async () => {
    const story = await aStory()
    const { cast } = story
    const people = await able(cast, 2)
    const taskId = await putTask(house.platform, cast.amira, story.needId, { offersBy: 'coordinator' })
    house.advance({ minutes: 10 })
    await round(cast)
    expect(await offersOf(cast, taskId)).toHaveLength(0)
    const page = await get(cast, `/needs/${story.needId}/volunteers`, cast.cookies.amira)
    expect(page.body).toContain('Offer it to these')
    expect(page.body).toContain('no task offered yet')
    const asked = await post(
      cast,
      `/needs/${story.needId}/volunteers/ask`,
      { taskId, volunteerIds: [people[1]?.volunteerId ?? ''] },
      cast.cookies.amira,
    )
    expect(asked.statusCode).toBe(303)
    const [offer] = await offersOf(cast, taskId)
    const { matchId } = worked(
      await perform(db(), people[1]?.actor as Actor, acceptOffer, { offerId: offer?.offerId ?? '' }),
    )
    await house.deliver(cast.placeId)
    expect((await get(cast, `/needs/${story.needId}/volunteers`, cast.cookies.amira)).body).toContain('Confirm Person')
    expect(await mails(cast, '% can help you')).toHaveLength(0)
    const waiting = await get(cast, '/worklist', cast.cookies.amira)
    expect(waiting.body).toContain('Confirm the volunteer: until then nobody is told who comes.')
    expect(waiting.body).toContain(`/needs/${story.needId}/volunteers"`)
    expect(waiting.body).toContain('Look and confirm')
    expect((await get(cast, `/needs/${story.needId}`, cast.cookies.amira)).body).toContain('Look and confirm')
    worked(await perform(db(), cast.amira, confirmMatch, { matchId: matchId ?? '' }))
    await house.deliver(cast.placeId)
    expect((await get(cast, '/worklist', cast.cookies.amira)).body).not.toContain('Look and confirm')
    expect(await mails(cast, '% can help you')).toHaveLength(1)
  })

  it('go on at once when everybody asked has said no', async () => {
    const story = await aStory()
    const people = await able(story.cast, 3)
    const taskId = await putAndAsk(story)
    for (const { offerId, volunteerId } of await offersOf(story.cast, taskId))
      worked(await perform(db(), whose(people, volunteerId).actor, declineOffer, { offerId, reasonCode: null }))
    house.advance({ minutes: 5 })
    await round(story.cast)
    expect((await offersOf(story.cast, taskId)).map(({ state }) => state)).toEqual(['no', 'no', 'sent'])
  })
})

describe('who it is and where', () => {
  const rowsSeen = (who: Able, { personId, helpRequestId, needId }: Story) =>
    db().as(who.actor, async tx => {
      const [seen] = await tx.sql<{ people: number; requests: number; needs: number; tasks: number }[]>`
        select (select count(*)::int from people.person where person_id = ${personId}) as people,
          (select count(*)::int from requests.help_request where help_request_id = ${helpRequestId}) as requests,
          (select count(*)::int from requests.need where need_id = ${needId}) as needs,
          (select count(*)::int from matching.task where place_id = ${tx.placeId}) as tasks`
      return seen
    })
  const nothing = { people: 0, requests: 0, needs: 0, tasks: 0 }

  it('are 0 rows to the volunteer before the day before, seen within it, and 0 rows two hours after', async () => {
    const { story, winner, matchId } = await aMatch()
    // Shopping tomorrow from 2 to 4 pm: from 2 pm today, until 6 pm tomorrow.
    expect(await rowsSeen(winner, story)).toEqual(nothing)
    house.setClock('2026-11-16T13:59:00Z')
    expect(refused(await perform(db(), winner.actor, readDetails, { matchId })).refused).toBe('too-soon')
    house.setClock('2026-11-16T14:00:00Z')
    expect(await rowsSeen(winner, story)).toEqual(nothing)
    expect(worked(await perform(db(), winner.actor, readDetails, { matchId })).details.name).toBe('Halina Nowak')
    expect(await rowsSeen(winner, story)).toEqual({ ...nothing, people: 1, requests: 1 })
    house.setClock('2026-11-17T18:00:00Z')
    expect(await rowsSeen(winner, story)).toEqual(nothing)
    expect(refused(await perform(db(), winner.actor, readDetails, { matchId })).refused).toBe('details-over')
  })

  it('leave a line at each look, which the resident can read', async () => {
    const { story, winner, matchId } = await aMatch()
    house.setClock('2026-11-17T09:00:00Z')
    for (let look = 0; look < 2; look += 1) worked(await perform(db(), winner.actor, readDetails, { matchId }))
    const lines = await db().as(bearerOf(story.cast.placeId, story.helpRequestId), tx =>
      listAuditLines(tx, [story.personId]),
    )
    expect(
      lines.filter(({ action, actorName }) => action === 'looked at who and where' && actorName === 'the volunteer'),
    ).toHaveLength(2)
  })

  it('are for nobody else: another volunteer finds neither offer, match nor details', async () => {
    const { story, people, winner, matchId, offerId } = await aMatch()
    const other = people.find(({ volunteerId }) => volunteerId !== winner.volunteerId) as Able
    house.setClock('2026-11-17T09:00:00Z')
    expect(refused(await perform(db(), other.actor, readDetails, { matchId })).refused).toBe('no-such-thing')
    for (const path of [`/my-volunteering/${matchId}`, `/offers/${offerId}`])
      expect((await get(story.cast, path, await cookieNow(story.cast, other))).statusCode).toBe(404)
    expect((await get(story.cast, `/my-volunteering/${matchId}`)).headers.location).toContain('/volunteer/sign-in')
    const staff = await post(story.cast, `/my-volunteering/${matchId}/details`, {}, story.cast.cookies.ben)
    expect(staff.statusCode).toBe(303)
  })

  it('of more than five people a day are refused with words, and a coordinator is told', async () => {
    const { story, winner, matchId } = await aMatch()
    const { cast } = story
    house.setClock('2026-11-17T09:00:00Z')
    const read = (many: number) =>
      db().asHouse(cast.placeId, async tx => {
        for (let one = 0; one < many; one += 1)
          await tx.sql`
            insert into matching.details_read (place_id, read_id, match_id, volunteer_id, person_id, read_at)
            values (${tx.placeId}, gen_random_uuid(), ${matchId}, ${winner.volunteerId}, gen_random_uuid(), ${tx.now})`
      })
    await read(4)
    worked(await perform(db(), winner.actor, readDetails, { matchId }))
    expect((await db().as(cast.amira, listOpenAlerts)).map(({ kind }) => kind)).toEqual(['many details read'])
    // Whom they have seen today they may see again.
    worked(await perform(db(), winner.actor, readDetails, { matchId }))
    await db().asHouse(
      cast.placeId,
      tx => tx.sql`delete from matching.details_read where place_id = ${tx.placeId} and person_id = ${story.personId}`,
    )
    await read(1)
    const page = await post(cast, `/my-volunteering/${matchId}/details`, {}, await cookieNow(cast, winner))
    expect(page.statusCode).toBe(422)
    expect(page.body).toContain('You have looked at 5 people today')
    expect(page.body).not.toMatch(identifying)
  })

  it('read and then declined raise an alert, and are hidden at once', async () => {
    const { story, winner, matchId } = await aMatch()
    house.setClock('2026-11-17T09:00:00Z')
    worked(await perform(db(), winner.actor, readDetails, { matchId }))
    worked(await perform(db(), winner.actor, reportVolunteerCouldNot, { matchId, reasonCode: 'ill', reason: '' }))
    expect(await rowsSeen(winner, story)).toEqual(nothing)
    expect((await db().as(story.cast.amira, listOpenAlerts)).map(({ kind }) => kind)).toEqual(['read and declined'])
    expect(await db().as(story.cast.cleo, listOpenAlerts)).toEqual([])
  })

  it('of somebody who hides where they live are a name and a staffed place, and never their row', async () => {
    const story = await aStory()
    const { cast } = story
    await db().asHouse(
      cast.placeId,
      tx =>
        tx.sql`update people.person set address_is_hidden = true where place_id = ${tx.placeId} and person_id = ${story.personId}`,
    )
    const people = await able(cast, 1)
    await expect(putTask(house.platform, cast.amira, story.needId)).rejects.toThrow('address-is-hidden')
    const taskId = await putAndAsk(story, { meetAtOrganisationId: cast.kitchen })
    const [offer] = await offersOf(cast, taskId)
    const { matchId } = worked(
      await perform(db(), people[0]?.actor as Actor, acceptOffer, { offerId: offer?.offerId ?? '' }),
    )
    await house.deliver(cast.placeId)
    house.setClock('2026-11-17T13:00:00Z')
    const { details } = worked(await perform(db(), people[0]?.actor as Actor, readDetails, { matchId: matchId ?? '' }))
    expect(details).toMatchObject({ name: 'Halina Nowak', address: null, meetAt: 'Kitchen', story: '' })
    expect(await rowsSeen(people[0] as Able, story)).toEqual(nothing)
  })
})

describe('when it falls through', () => {
  it('those on the waiting list are asked first', async () => {
    const { story, people, taskId, winner, matchId } = await aMatch()
    const { cast } = story
    const other = (await offersOf(cast, taskId)).find(({ volunteerId }) => volunteerId !== winner.volunteerId)
    const second = whose(people, other?.volunteerId ?? '')
    const late = worked(await perform(db(), second.actor, acceptOffer, { offerId: other?.offerId ?? '' }))
    expect(late.yes).toBe('in reserve')
    worked(await perform(db(), winner.actor, reportVolunteerCouldNot, { matchId, reasonCode: 'ill', reason: '' }))
    await house.deliver(cast.placeId)
    expect(await needOf(story)).toMatchObject({ state: 'asked', askedOf: 'volunteers' })
    await round(cast)
    const again = (await offersOf(cast, taskId)).find(({ state }) => state === 'sent')
    expect(again).toMatchObject({ volunteerId: second.volunteerId, round: 2 })
    const yes = worked(await perform(db(), second.actor, acceptOffer, { offerId: again?.offerId ?? '' }))
    expect(yes.yes).toBe('yours')
  })

  it('whoever said no first and joins the waiting list later comes after those who joined before', async () => {
    const story = await aStory({ needs: [{ kind: 'food', urgency: 'two days', description: 'Food.' }] })
    const { cast } = story
    const people = await able(cast, 3)
    const taskId = await putAndAsk(story)
    const asked = async () => {
      const offer = (await offersOf(cast, taskId)).find(({ state }) => state === 'sent')
      return { who: whose(people, offer?.volunteerId ?? ''), offerId: offer?.offerId ?? '' }
    }
    const saidNo = await asked()
    worked(await perform(db(), saidNo.who.actor, declineOffer, { offerId: saidNo.offerId, reasonCode: null }))
    house.advance({ minutes: 5 })
    await round(cast)
    const silent = await asked()
    house.advance({ hours: 2 })
    await round(cast)
    const winner = await asked()
    const yes = worked(await perform(db(), winner.who.actor, acceptOffer, { offerId: winner.offerId }))
    for (const late of [silent, saidNo]) {
      house.advance({ minutes: 5 })
      const joined = worked(await perform(db(), late.who.actor, acceptOffer, { offerId: late.offerId }))
      expect(joined.yes).toBe('in reserve')
    }
    const couldNot = { matchId: yes.matchId ?? '', reasonCode: 'ill' as const, reason: '' }
    worked(await perform(db(), winner.who.actor, reportVolunteerCouldNot, couldNot))
    await house.deliver(cast.placeId)
    await round(cast)
    expect((await asked()).who.volunteerId).toBe(silent.who.volunteerId)
  })

  it('with nobody waiting it goes back to triage, with the reason', async () => {
    const { story, winner, matchId } = await aMatch({}, 1)
    worked(await perform(db(), winner.actor, reportVolunteerCouldNot, { matchId, reasonCode: 'ill', reason: 'Flu' }))
    await house.deliver(story.cast.placeId)
    expect(await needOf(story)).toMatchObject({ state: 'waiting', returnedBecause: 'volunteer could not' })
  })

  it('the resident may ask for somebody else: the two are never brought together again', async () => {
    const { story, people, winner, matchId } = await aMatch()
    const { cast } = story
    const bearer = { ...bearerOf(cast.placeId, story.helpRequestId) }
    worked(await perform(db(), bearer, refuseVolunteer, { matchId }))
    await house.deliver(cast.placeId)
    expect(await needOf(story)).toMatchObject({ state: 'waiting', returnedBecause: 'volunteer refused' })
    const [told] = await mails(cast, 'No longer needed%')
    expect(told?.body).not.toMatch(/refus|somebody else|Halina/)
    house.advance({ minutes: 30 })
    const taskId = await putAndAsk(story)
    const asked = (await offersOf(cast, taskId)).map(({ volunteerId }) => volunteerId)
    expect(asked).toEqual(people.map(({ volunteerId }) => volunteerId).filter(id => id !== winner.volunteerId))
    expect(refused(await perform(db(), winner.actor, readDetails, { matchId })).refused).toBe('details-over')
  })
})

describe('regular help', () => {
  let match: Awaited<ReturnType<typeof aMatch>>
  beforeAll(async () => {
    // Every week from Tuesday; the clocks of the country are on winter time.
    match = await aMatch({ every: 'week' })
  })

  const visits = () =>
    db().asHouse(
      match.story.cast.placeId,
      tx => tx.sql<{ visitId: string; startsAt: Date; state: string }[]>`
        select visit_id, starts_at, state from matching.visit where place_id = ${tx.placeId} and match_id = ${match.matchId} order by starts_at`,
    )

  it('plans one visit ahead, keeps the pair, and opens who it is around each', async () => {
    const { winner, matchId, story } = match
    expect((await visits()).map(({ startsAt }) => startsAt.toISOString())).toEqual(['2026-11-17T14:00:00.000Z'])
    const asksHow = async (words: string) =>
      (await get(story.cast, `/my-volunteering/${matchId}`, await cookieNow(story.cast, winner))).body.includes(words)
    house.setClock('2026-11-17T14:05:00Z')
    worked(await perform(db(), winner.actor, recordVolunteerContact, { matchId }))
    const [first] = await visits()
    expect(await asksHow('>The visit of Tuesday 17 November 2026 at 2 pm</h2>')).toBe(true)
    worked(
      await perform(db(), winner.actor, reportVisit, {
        matchId,
        visitId: first?.visitId ?? '',
        happened: true,
        minutes: 60,
        note: '',
      }),
    )
    await house.deliver(story.cast.placeId)
    expect(await needOf(story)).toMatchObject({ state: 'ongoing' })
    expect((await visits()).map(({ startsAt, state }) => `${startsAt.toISOString().slice(0, 10)} ${state}`)).toEqual([
      '2026-11-17 done',
      '2026-11-24 planned',
    ])
    house.setClock('2026-11-20T12:00:00Z')
    expect(await asksHow('The visit of Tuesday 24 November 2026 at 2 pm was earlier, or cannot be</span>')).toBe(true)
    // Both pages say when the next visit is, not when the first was asked for.
    for (const path of ['/my-volunteering', `/my-volunteering/${matchId}`]) {
      const { body } = await get(story.cast, path, await cookieNow(story.cast, winner))
      expect(body).toMatch(/Tuesday 24 November 2026, between 2 pm and 4 pm[^<]*and then every week/)
      expect(body).not.toMatch(/Tuesday 17 November 2026, between/)
    }
    expect(refused(await perform(db(), winner.actor, readDetails, { matchId })).refused).toBe('too-soon')
    house.setClock('2026-11-24T12:00:00Z')
    worked(await perform(db(), winner.actor, readDetails, { matchId }))
  })

  it('notes a visit that nobody spoke of, tells those who follow it, and plans the next', async () => {
    house.setClock('2026-11-25T16:30:00Z')
    await tendVisits(house.platform, match.story.cast.placeId)
    await tendVisits(house.platform, match.story.cast.placeId)
    await house.deliver(match.story.cast.placeId)
    expect((await visits()).map(({ state }) => state)).toEqual(['done', 'did not happen', 'planned'])
    expect((await mails(match.story.cast, '%A visit did not happen'))[0]?.body).toContain('Nobody said whether')
  })

  it('is heard of at each visit, so that nobody is told it has gone quiet', async () => {
    const { winner, matchId, story } = match
    house.setClock('2026-12-01T15:10:00Z')
    const planned = (await visits()).find(({ state }) => state === 'planned')
    const said = { matchId, visitId: planned?.visitId ?? '', happened: true, minutes: 30, note: '' }
    worked(await perform(db(), winner.actor, reportVisit, said))
    await house.deliver(story.cast.placeId)
    const need = await db().asHouse(story.cast.placeId, tx => findNeed(tx, story.needId as never, 'read'))
    expect(need).toMatchObject({ state: 'ongoing', stateSince: house.platform.clock() })
  })

  it('ends when the volunteer says so', async () => {
    const { winner, matchId, story } = match
    house.setClock('2026-12-01T15:30:00Z')
    worked(await perform(db(), winner.actor, reportVolunteerDone, { matchId, minutes: 45, note: '' }))
    await house.deliver(story.cast.placeId)
    expect(await needOf(story)).toMatchObject({ state: 'done' })
    expect(await mails(story.cast, 'Ring after the first visit')).toHaveLength(1)
  })
})

describe('two people who must not meet', () => {
  it('are taken apart when one has something in hand for the other; the volunteer hears that they are not needed, and not why', async () => {
    const { story, winner, matchId, taskId, people } = await aMatch()
    const { cast } = story
    const pair = { personId: winner.personId, otherPersonId: story.personId, because: 'court order' }
    worked(await perform(db(), cast.amira, sayNoContact, pair))
    await house.deliver(cast.placeId)
    const [match] = await db().asHouse(
      cast.placeId,
      tx => tx.sql`select state from matching.match where place_id = ${tx.placeId} and match_id = ${matchId}`,
    )
    expect(match).toEqual({ state: 'released' })
    house.setClock('2026-11-17T09:00:00Z')
    refused(await perform(db(), winner.actor, readDetails, { matchId }))
    house.setClock('2026-11-16T10:10:00Z')
    const [mail] = await mails(cast, 'No longer needed: thank you')
    expect(mail?.body).not.toMatch(/court|contact|meet|Halina/i)
    await round(cast)
    const later = (await offersOf(cast, taskId)).filter(({ state }) => state === 'sent')
    expect(later.map(({ volunteerId }) => volunteerId)).toEqual(
      people.filter(({ volunteerId }) => volunteerId !== winner.volunteerId).map(({ volunteerId }) => volunteerId),
    )
  })
})

describe('a worry about a task', () => {
  it('goes from the volunteer’s page of it to the safeguarding leads, who see both people, and to nobody else', async () => {
    const { story, winner, matchId } = await aMatch()
    const { cast } = story
    const page = await get(cast, `/my-volunteering/${matchId}`, winner.cookie)
    const href = /href="([^"]*concern[^"]*match:[^"]*)"/.exec(page.body)?.[1] ?? ''
    expect(href).toBe(`/${cast.slug}/concern?about=match:${matchId}`)
    const asks = await get(cast, `/concern?danger=no&about=match:${matchId}`, winner.cookie)
    expect(asks.body).toContain('they see who helps and who is helped: you need not write a name')
    expect(asks.body).toContain(`/${cast.slug}/concern?danger=no">`)
    expect(asks.body).toContain('Say it without my task')
    expect(asks.body).not.toContain('You need not say who you are')
    expect((await get(cast, '/concern?danger=no', winner.cookie)).body).toContain('You need not say who you are')
    expect((await get(cast, '/concern?danger=no', cast.cookies.amira)).body).toContain('Your name goes with it')
    const fields = { danger: 'no', about: `match:${matchId}`, says: 'There was no food in the house.' }
    expect((await post(cast, '/concern', fields, winner.cookie)).statusCode).toBe(303)
    await house.deliver(cast.placeId)
    const [concern] = await db().asHouse(
      cast.placeId,
      tx =>
        tx.sql<{ personIds: string[] }[]>`select person_ids from safeguarding.concern where place_id = ${tx.placeId}`,
    )
    expect([...(concern?.personIds ?? [])].sort()).toEqual([winner.personId, story.personId].sort())
    for (const path of [`/needs/${story.needId}`, '/worklist', `/volunteers/${winner.volunteerId}`])
      expect((await get(cast, path, cast.cookies.amira)).body).not.toContain('no food in the house')
  })
})

describe('what a coordinator should look at', () => {
  it('stands on a page of the volunteer until somebody has looked, for those who look after them', async () => {
    const { story, winner, matchId } = await aMatch()
    const { cast } = story
    const page = `/volunteers/${winner.volunteerId}/alerts`
    expect((await get(cast, page, cast.cookies.amira)).body).toContain('Nothing to look at')
    house.setClock('2026-11-17T09:00:00Z')
    worked(await perform(db(), winner.actor, readDetails, { matchId }))
    worked(await perform(db(), winner.actor, reportVolunteerCouldNot, { matchId, reasonCode: 'ill', reason: '' }))
    const amira = await db().asHouse(cast.placeId, tx =>
      startSession(tx, { personId: cast.amira.personId ?? '', organisationId: cast.hub }),
    )
    const cookie = `session=${amira}`
    expect((await get(cast, page, cookie)).body).toContain('Looked at who it is, then stepped back')
    const [alert] = await db().as(cast.amira, listOpenAlerts)
    const looked = await post(cast, page, { alertId: alert?.alertId ?? '' }, cookie)
    expect(looked.headers.location).toContain('done=looked')
    expect((await get(cast, page, cookie)).body).toContain('Nothing to look at')
    expect((await post(cast, page, { alertId: 'nonsense' }, cookie)).statusCode).toBe(422)
  })
})
