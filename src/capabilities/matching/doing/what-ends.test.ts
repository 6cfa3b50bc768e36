import { describe, expect, it } from 'vitest'
import { type Cast, refused, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { type Able, matchStories, whose } from '../../../../test/support/match-stories.ts'
import { dateAt } from '../../../design/time-in-words.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { leaveVolunteering, pauseVolunteering } from '../../volunteers/change-volunteering.ts'
import { tendChecks } from '../../volunteers/checks/check-expiry-job.ts'
import { recordTraining, undoIdentity } from '../../volunteers/checks/record-checks.ts'
import { findNextStep, listDueForNextStep } from '../../volunteers/index.ts'
import { sayInterested } from '../../volunteers/roles/placements.ts'
import { tellVolunteer } from '../../volunteers/tell-volunteer.ts'
import { findVolunteer } from '../../volunteers/volunteer-store.ts'
import { answerForThem } from '../asking/answer-for-them.ts'
import { acceptOffer, declineOffer } from '../asking/answer-offer.ts'
import { takeBackFromVolunteers } from '../asking/decide-on-task.ts'
import { askVolunteers } from '../asking/offer-round.ts'
import { countContacts } from '../count-contacts.ts'
import { tellNextSteps } from '../looking-after/next-steps-job.ts'
import { listOpenAlerts } from '../match-store.ts'
import { countOffers, findOffer } from '../offer-store.ts'
import { sendOffers } from '../send-offers.ts'
import { findTask } from '../task-store.ts'
import { putTask } from '../testing.ts'
import { recordCallBack } from './confirm-match.ts'
import { readDetails } from './read-details.ts'
import { releaseAhead } from './release-volunteer.ts'
import { reportVisit, reportVolunteerDone } from './report-match.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { db, get, post, aStory, able, round, offersOf, needOf, mails, putAndAsk, aMatch } = matchStories(house)

const inHouse = <T>(cast: Cast, work: Parameters<ReturnType<typeof db>['asHouse']>[1]) =>
  db().asHouse(cast.placeId, work) as Promise<T>

/** What happened to a volunteer, and then what that did to a need: two stories, delivered one after the other. */
const deliverOn = async ({ placeId }: Cast) => {
  await house.deliver(placeId)
  await house.deliver(placeId)
}

const matchNow = (cast: Cast, matchId: string) =>
  inHouse<{ state: string; calledBackBy: string | null }>(cast, async tx => {
    const [row] =
      await tx.sql`select state, called_back_by from matching.match where place_id = ${tx.placeId} and match_id = ${matchId}`
    return row
  })

/** Offers sent on days before and never answered. */
const silentBefore = (cast: Cast, { volunteerId }: Able, taskId: string, days: readonly number[]) =>
  inHouse(cast, async tx => {
    for (const day of days) {
      const sentAt = new Date(tx.now.getTime() - day * 86_400_000)
      await tx.sql`
        insert into matching.offer (place_id, offer_id, task_id, volunteer_id, round, state, reasons, distance_band, sent_at, answer_by)
        values (${tx.placeId}, gen_random_uuid(), ${taskId}, ${volunteerId}, 1, 'no answer', '[]', 'near', ${sentAt}, ${sentAt})`
    }
  })

const cookieOf = async (cast: Cast) =>
  `session=${await inHouse<string>(cast, tx => startSession(tx, { personId: cast.amira.personId ?? '', organisationId: cast.hub }))}`

describe('whoever lets several offers in a row pass without an answer', () => {
  const aStoryOfSilence = async (days: readonly number[]) => {
    const story = await aStory()
    const [person] = (await able(story.cast, 1)) as [Able]
    const taskId = await putTask(house.platform, story.cast.amira, story.needId)
    await silentBefore(story.cast, person, taskId, days)
    return { story, person, taskId, cast: story.cast }
  }
  const passOneMore = async (cast: Cast, taskId: string, { volunteerId }: Able) => {
    await inHouse(cast, async tx => {
      await tx.sql`
        insert into matching.offer (place_id, offer_id, task_id, volunteer_id, round, state, reasons, distance_band, sent_at, answer_by)
        values (${tx.placeId}, gen_random_uuid(), ${taskId}, ${volunteerId}, 9, 'sent', '[]', 'near', ${tx.now}, ${tx.now})`
    })
    house.advance({ minutes: 1 })
    await round(cast)
  }
  const alerts = async (cast: Cast) => (await db().as(cast.amira, listOpenAlerts)).map(({ kind, says }) => [kind, says])

  it('is noticed at the fourth, so that a person asks kindly; once, until somebody has looked', async () => {
    const { cast, person, taskId } = await aStoryOfSilence([9, 10])
    await passOneMore(cast, taskId, person)
    expect(await alerts(cast)).toEqual([])
    await passOneMore(cast, taskId, person)
    expect(await alerts(cast)).toEqual([['many no answers', { offers: 4 }]])
    expect(await db().as(cast.cleo, listOpenAlerts)).toEqual([])
    const page = `/volunteers/${person.volunteerId}/alerts`
    const shown = await get(cast, page, await cookieOf(cast))
    expect(shown.body).toContain('Has not answered what we asked, several times in a row')
    expect(shown.body).toContain('Ask kindly how they are')
    const listed = () =>
      cookieOf(cast).then(async cookie => (await get(cast, '/volunteers', cookie)).body.includes(`${page}"`))
    expect(await listed()).toBe(true)
    for (let more = 0; more < 4; more += 1) await passOneMore(cast, taskId, person)
    expect(await alerts(cast)).toHaveLength(1)
    const [alert] = await db().as(cast.amira, listOpenAlerts)
    await post(cast, page, { alertId: alert?.alertId ?? '' }, await cookieOf(cast))
    expect(await listed()).toBe(false)
    await passOneMore(cast, taskId, person)
    expect(await alerts(cast)).toEqual([['many no answers', { offers: 4 }]])
  })

  it('is left alone who answered in between, or whom somebody else was quicker than', async () => {
    const { cast, person, taskId } = await aStoryOfSilence([9, 10, 11])
    await inHouse(
      cast,
      tx => tx.sql`
        insert into matching.offer (place_id, offer_id, task_id, volunteer_id, round, state, reasons, distance_band, sent_at, answer_by, answered_at)
        select place_id, gen_random_uuid(), task_id, volunteer_id, 2, 'no', '[]', 'near', ${tx.now}, ${tx.now}, ${tx.now} from matching.offer
        where place_id = ${tx.placeId} and volunteer_id = ${person.volunteerId} limit 1`,
    )
    house.advance({ minutes: 1 })
    for (let more = 0; more < 3; more += 1) await passOneMore(cast, taskId, person)
    await inHouse(
      cast,
      tx => tx.sql`
        insert into matching.offer (place_id, offer_id, task_id, volunteer_id, round, state, reasons, distance_band, sent_at, answer_by)
        select place_id, gen_random_uuid(), task_id, volunteer_id, 2, 'filled', '[]', 'near', ${tx.now}, ${tx.now} from matching.offer
        where place_id = ${tx.placeId} and volunteer_id = ${person.volunteerId} limit 1`,
    )
    await round(cast)
    expect(await alerts(cast)).toEqual([])
    await passOneMore(cast, taskId, person)
    expect(await alerts(cast)).toHaveLength(1)
  })
})

describe('a training that runs out before the next visit', () => {
  const trained = (cast: Cast, { volunteerId }: Able, countsUntil: string | null) =>
    inHouse(
      cast,
      tx => tx.sql`
        insert into volunteers.training_done (place_id, training_id, volunteer_id, training, done_on, counts_until, recorded_by, recorded_at)
        values (${tx.placeId}, gen_random_uuid(), ${volunteerId}, 'money and receipts', '2025-11-01', ${countsUntil}, 'Amira', ${tx.now})`,
    )

  /** Weekly shopping from Tuesday 17 November that asks for a training; the first visit took place, the next is on the 24th. */
  const weekly = async (until: string) => {
    const story = await aStory()
    const { cast } = story
    const [first, second] = (await able(cast, 2)) as [Able, Able]
    await trained(cast, first, until)
    const taskId = await putAndAsk(story, { every: 'week', trainings: ['money and receipts'] })
    const [offer] = await offersOf(cast, taskId)
    expect(offer?.volunteerId).toBe(first.volunteerId)
    const { matchId } = worked(await perform(db(), first.actor, acceptOffer, { offerId: offer?.offerId ?? '' }))
    await house.deliver(cast.placeId)
    await trained(cast, second, null)
    house.setClock('2026-11-17T15:30:00Z')
    const [visit] = await inHouse<{ visitId: string }[]>(
      cast,
      tx => tx.sql`select visit_id from matching.visit where place_id = ${tx.placeId} and match_id = ${matchId}`,
    )
    worked(
      await perform(db(), first.actor, reportVisit, {
        matchId: matchId ?? '',
        visitId: visit?.visitId ?? '',
        happened: true,
        minutes: 60,
        note: '',
      }),
    )
    await house.deliver(cast.placeId)
    return { story, cast, taskId, matchId: matchId ?? '', first, second }
  }
  const isReleased = async ({ cast, story, taskId, matchId, second }: Awaited<ReturnType<typeof weekly>>) => {
    expect(await matchNow(cast, matchId)).toMatchObject({ state: 'released' })
    expect(await needOf(story)).toMatchObject({ state: 'asked', askedOf: 'volunteers' })
    const [told] = await mails(cast, 'You are released%')
    expect(told?.body).toContain('A training that this needs does not count until it is over')
    expect((await mails(cast, 'We are finding somebody else')).length).toBe(1)
    expect((await mails(cast, '%A volunteer will not be doing it')).length).toBe(1)
    house.advance({ minutes: 5 })
    await round(cast)
    const [again] = (await offersOf(cast, taskId)).filter(({ state }) => state === 'sent')
    expect(again?.volunteerId).toBe(second.volunteerId)
    const task = await inHouse<{ startsAt: Date } | null>(cast, tx => findTask(tx, taskId, 'read'))
    expect(task?.startsAt.toISOString()).toBe('2026-11-24T14:00:00.000Z')
    const { matchId: next } = worked(await perform(db(), second.actor, acceptOffer, { offerId: again?.offerId ?? '' }))
    await house.deliver(cast.placeId)
    const visits = await inHouse<{ startsAt: Date }[]>(
      cast,
      tx =>
        tx.sql`select starts_at from matching.visit where place_id = ${tx.placeId} and match_id = ${next} and state = 'planned'`,
    )
    expect(visits.map(({ startsAt }) => startsAt.toISOString())).toEqual(['2026-11-24T14:00:00.000Z'])
    expect(await needOf(story)).toMatchObject({ state: 'accepted' })
  }

  it('is warned of in time to the volunteer and who looks after them, releases them the day after its last, and the next visit is offered to another', async () => {
    const all = await weekly('2026-11-20')
    const { cast, matchId } = all
    await tendChecks(house.platform, cast.placeId)
    await house.deliver(cast.placeId)
    for (const subject of ['Your Other people%ends soon', 'A volunteer’s Other people%ends soon']) {
      const [warned] = await mails(cast, subject)
      expect(warned?.body).toContain('still counts until')
      expect(warned?.body).toContain('goes to somebody else')
    }
    expect(await matchNow(cast, matchId)).toMatchObject({ state: 'ongoing' })
    house.setClock('2026-11-21T08:15:00Z')
    await tendChecks(house.platform, cast.placeId)
    await deliverOn(cast)
    await isReleased(all)
  })

  it('releases them two days before the visit where it ends the day before, and nobody whose training lasts', async () => {
    const all = await weekly('2026-11-23')
    const { cast, matchId } = all
    const releasedAt = async (at: string) => {
      house.setClock(at)
      await releaseAhead(house.platform, cast.placeId)
      await house.deliver(cast.placeId)
    }
    await releasedAt('2026-11-22T10:00:00Z')
    expect(await matchNow(cast, matchId)).toMatchObject({ state: 'ongoing' })
    await releasedAt('2026-11-22T14:00:00Z')
    await isReleased(all)
    await releasedAt('2026-11-23T10:00:00Z')
    expect((await mails(cast, 'You are released%')).length).toBe(1)
  })
})

it('a record that somebody saw who they are, taken back, releases them too', async () => {
  const { story, winner, matchId } = await aMatch()
  const { cast } = story
  worked(await perform(db(), cast.amira, undoIdentity, { volunteerId: winner.volunteerId }))
  await house.deliver(cast.placeId)
  expect(await matchNow(cast, matchId)).toMatchObject({ state: 'released' })
  expect((await mails(cast, 'You are released%'))[0]?.body).toContain('Somebody having seen who you are')
})

describe('stopping', () => {
  it('releases what they had in hand: the resident is told, who follows it too, and others are asked at once', async () => {
    const { story, people, taskId, winner, matchId } = await aMatch()
    const { cast } = story
    house.setClock('2026-11-16T15:00:00Z')
    worked(await perform(db(), winner.actor, readDetails, { matchId }))
    worked(await perform(db(), winner.actor, leaveVolunteering, { volunteerId: winner.volunteerId }))
    await deliverOn(cast)
    expect(await matchNow(cast, matchId)).toMatchObject({ state: 'could not' })
    expect(await needOf(story)).toMatchObject({ state: 'asked', askedOf: 'volunteers' })
    expect((await mails(cast, 'We are finding somebody else')).length).toBe(1)
    expect((await mails(cast, '%A volunteer will not be doing it'))[0]?.body).toContain('others are being asked')
    expect(refused(await perform(db(), winner.actor, readDetails, { matchId })).refused).toBe('details-over')
    const seen = await db().as(
      winner.actor,
      tx => tx.sql`select 1 from people.person where place_id = ${tx.placeId} and person_id = ${story.personId}`,
    )
    expect(seen).toHaveLength(0)
    await round(cast)
    const [again] = (await offersOf(cast, taskId)).filter(({ state }) => state === 'sent')
    expect(again?.volunteerId).toBe(people.find(({ volunteerId }) => volunteerId !== winner.volunteerId)?.volunteerId)
  })

  it('takes open offers and places on waiting lists back, and a yes after it is over', async () => {
    const story = await aStory()
    const { cast } = story
    const people = await able(cast, 3)
    const taskId = await putAndAsk(story)
    const [one, other] = await offersOf(cast, taskId)
    const [stops, waits] = [whose(people, one?.volunteerId ?? ''), whose(people, other?.volunteerId ?? '')]
    worked(await perform(db(), stops.actor, leaveVolunteering, { volunteerId: stops.volunteerId }))
    // Before any job has run.
    expect(worked(await perform(db(), stops.actor, acceptOffer, { offerId: one?.offerId ?? '' })).yes).toBe('over')
    await house.deliver(cast.placeId)
    worked(await perform(db(), waits.actor, leaveVolunteering, { volunteerId: waits.volunteerId }))
    await house.deliver(cast.placeId)
    const states = (await offersOf(cast, taskId)).slice(0, 2).map(({ state }) => state)
    expect(states).toEqual(['taken back', 'taken back'])
    await round(cast)
    const sent = (await offersOf(cast, taskId)).filter(({ state }) => state === 'sent')
    const third = people.find(person => person !== stops && person !== waits)
    expect(sent.map(({ volunteerId }) => volunteerId)).toEqual([third?.volunteerId])
  })

  it('stops at once: what was written and has not left does not leave, waits for no call, and nothing is written after', async () => {
    const story = await aStory()
    const { cast } = story
    const [byMail, byPhone] = [...(await able(cast, 1)), ...(await able(cast, 1, { email: null }))] as [Able, Able]
    const taskId = await putTask(house.platform, cast.amira, story.needId)
    await house.deliver(cast.placeId)
    house.advance({ minutes: 5 })
    await askVolunteers(house.platform, cast.placeId)
    const waiting = () =>
      inHouse<{ aboutId: string }[]>(
        cast,
        tx => tx.sql`
          select about_id from platform.notice where place_id = ${tx.placeId} and subject like 'Can you help?%' and sent_at is null`,
      )
    expect(await waiting()).toHaveLength(2)
    for (const { actor, volunteerId } of [byMail, byPhone])
      worked(await perform(db(), actor, leaveVolunteering, { volunteerId }))
    expect(await waiting()).toHaveLength(0)
    await house.deliver(cast.placeId)
    const arrived = await inHouse<unknown[]>(
      cast,
      tx =>
        tx.sql`select 1 from platform.mailbox_message where place_id = ${tx.placeId} and subject like 'Can you help?%'`,
    )
    expect(arrived).toHaveLength(0)
    const calls = (await get(cast, '/calls', await cookieOf(cast))).body
    expect(calls).not.toContain('Can you help?')
    // Chosen a moment before they stopped, by a job or a coordinator.
    const sent = await inHouse<number>(cast, async tx => {
      const task = await findTask(tx, taskId, 'read')
      if (!task) throw new Error('no task')
      return sendOffers(tx, task, [{ volunteerId: byMail.volunteerId, reasons: [] }], 2)
    })
    expect(sent).toBe(0)
    await inHouse(cast, async tx => {
      const volunteer = await findVolunteer(tx, byMail.volunteerId)
      if (volunteer) await tellVolunteer(tx, volunteer, { sentFor: 'late', subject: 'Late', sentences: ['Late.'] })
    })
    expect(await mails(cast, 'Late')).toEqual([])
  })
})

describe('a question that has not left', () => {
  /** Two are asked, one by mail and one by a call; nothing has left the house. */
  const asked = async () => {
    const story = await aStory()
    const { cast } = story
    const people = [...(await able(cast, 1)), ...(await able(cast, 1, { email: null }))] as [Able, Able]
    const taskId = await putTask(house.platform, cast.amira, story.needId)
    await house.deliver(cast.placeId)
    house.advance({ minutes: 5 })
    await askVolunteers(house.platform, cast.placeId)
    const waiting = () =>
      inHouse<{ aboutId: string; subject: string }[]>(
        cast,
        tx => tx.sql`
          select about_id, subject from platform.notice
          where place_id = ${tx.placeId} and about_id = any(${people.map(({ volunteerId }) => volunteerId)}) and sent_at is null`,
      )
    const offerTo = async ({ volunteerId }: Able) =>
      (await offersOf(cast, taskId)).find(offer => offer.volunteerId === volunteerId)?.offerId ?? ''
    expect((await waiting()).map(({ subject }) => subject.slice(0, 12))).toEqual(['Can you help', 'Can you help'])
    return { story, cast, taskId, byMail: people[0], byPhone: people[1], waiting, offerTo }
  }

  it('does not leave once it is taken back from volunteers, and nobody is told of the end of what they never heard of', async () => {
    const { cast, taskId, waiting } = await asked()
    worked(await perform(db(), cast.amira, takeBackFromVolunteers, { taskId }))
    expect(await waiting()).toEqual([])
    await house.deliver(cast.placeId)
    expect(await mails(cast, 'No longer needed%')).toEqual([])
    expect((await get(cast, '/calls', await cookieOf(cast))).body).not.toContain('Can you help?')
    expect((await offersOf(cast, taskId)).map(({ state }) => state)).toEqual(['not reached', 'not reached'])
    expect((await inHouse<Map<string, unknown>>(cast, async tx => (await countContacts(tx)).offers)).size).toBe(0)
  })

  it('is no word heard from us: whoever waits for a next step is told one all the same', async () => {
    const { cast, taskId, byPhone } = await asked()
    const stepOf = () => inHouse<{ toldAt: Date } | null>(cast, tx => findNextStep(tx, byPhone.volunteerId))
    await inHouse(
      cast,
      tx => tx.sql`
        insert into volunteers.next_step (place_id, next_step_id, volunteer_id, kind, says, ask_again_on, told_at)
        values (${tx.placeId}, gen_random_uuid(), ${byPhone.volunteerId}, 'no need now', '{}', '2026-11-20', ${tx.now})`,
    )
    worked(await perform(db(), cast.amira, takeBackFromVolunteers, { taskId }))
    house.setClock('2026-11-20T10:00:00Z')
    await tellNextSteps({ db: db() }, cast.placeId)
    expect((await stepOf())?.toldAt).toEqual(house.platform.clock())
  })

  it('does not leave once another has said yes, who hears that it is theirs; the call is not made', async () => {
    const { cast, taskId, byMail, waiting, offerTo } = await asked()
    worked(await perform(db(), byMail.actor, acceptOffer, { offerId: await offerTo(byMail) }))
    expect(await waiting()).toEqual([])
    await house.deliver(cast.placeId)
    expect(await mails(cast, 'Somebody else is doing it%')).toEqual([])
    expect((await mails(cast, 'It is yours%')).length).toBe(1)
    expect((await offersOf(cast, taskId)).map(({ state }) => state).sort()).toEqual(['not reached', 'yes'])
    expect((await get(cast, '/calls', await cookieOf(cast))).body).not.toContain('Can you help?')
  })

  it('does not leave to whoever has answered by themselves, and still goes to the others', async () => {
    const { byPhone, byMail, waiting, offerTo } = await asked()
    worked(await perform(db(), byPhone.actor, declineOffer, { offerId: await offerTo(byPhone), reasonCode: null }))
    expect((await waiting()).map(({ aboutId }) => aboutId)).toEqual([byMail.volunteerId])
  })

  it('that nobody rang about in time is no silence and no offer of their week, and they may be asked again', async () => {
    const { story, cast, taskId, byPhone, byMail, offerTo } = await asked()
    const [toPhone, toMail] = [await offerTo(byPhone), await offerTo(byMail)]
    await house.deliver(cast.placeId)
    house.advance({ days: 1 })
    await askVolunteers(house.platform, cast.placeId)
    const offers = await offersOf(cast, taskId)
    const stateOf = (offerId: string) => offers.find(offer => offer.offerId === offerId)?.state
    expect([stateOf(toMail), stateOf(toPhone)]).toEqual(['no answer', 'not reached'])
    expect(offers.filter(({ volunteerId }) => volunteerId === byPhone.volunteerId)).toHaveLength(2)
    expect(offers.filter(({ volunteerId }) => volunteerId === byMail.volunteerId)).toHaveLength(1)
    const counts = await inHouse<{ volunteerId: string; ever: number }[]>(story.cast, tx =>
      countOffers(tx, new Date(0)),
    )
    expect(counts.find(({ volunteerId }) => volunteerId === byPhone.volunteerId)?.ever).toBe(1)
    expect(worked(await perform(db(), byPhone.actor, acceptOffer, { offerId: toPhone })).yes).toBe('yours')
  })

  it('waits for an answer from the call on, not from when it was written down to be made', async () => {
    const { cast, byPhone, offerTo } = await asked()
    const until = async () =>
      inHouse<Date>(cast, async tx => (await findOffer(tx, await offerTo(byPhone), 'read'))?.answerBy)
    const before = await until()
    house.advance({ minutes: 5 })
    const cookie = await cookieOf(cast)
    const calls = (await get(cast, '/calls', cookie)).body
    const noticeIds = [...calls.matchAll(/name="noticeIds?" value="([^"]+)"/g)].map(([, id]) => id ?? '')
    expect((await post(cast, '/calls', { noticeIds: noticeIds.join(',') }, cookie)).statusCode).toBe(303)
    await deliverOn(cast)
    expect((await until()).getTime()).toBeGreaterThan(before.getTime())
  })

  it('that has left is followed by a word that it is over, to those whom it reached alone', async () => {
    const { cast, taskId } = await asked()
    await house.deliver(cast.placeId)
    worked(await perform(db(), cast.amira, takeBackFromVolunteers, { taskId }))
    const told = await mails(cast, 'No longer needed%')
    expect(told.map(({ channel }) => channel)).toEqual(['email'])
  })
})

describe('a pause', () => {
  it('takes back what waits for an answer, also what has not left yet; what they said yes to stays theirs, and other mail goes', async () => {
    const { story, winner, matchId } = await aMatch()
    const { cast } = story
    const offerId = await inHouse<string>(cast, async tx => {
      const [row] = await tx.sql<
        { taskId: string }[]
      >`select task_id from matching.match where place_id = ${tx.placeId} and match_id = ${matchId}`
      const [made] = await tx.sql<{ offerId: string }[]>`
        insert into matching.offer (place_id, offer_id, task_id, volunteer_id, round, state, reasons, distance_band, sent_at, answer_by)
        select place_id, gen_random_uuid(), task_id, ${winner.volunteerId}, 9, 'filled', '[]', 'near', ${tx.now}, ${new Date(tx.now.getTime() + 3_600_000)}
        from matching.task where place_id = ${tx.placeId} and task_id = ${row?.taskId ?? ''} returning offer_id`
      await tx.sql`update matching.offer set state = 'taken back' where place_id = ${tx.placeId} and volunteer_id = ${winner.volunteerId} and state = 'yes'`
      await tx.sql`update matching.offer set state = 'sent' where place_id = ${tx.placeId} and offer_id = ${made?.offerId ?? ''}`
      const volunteer = await findVolunteer(tx, winner.volunteerId)
      if (!volunteer) throw new Error('no volunteer')
      await tellVolunteer(tx, volunteer, {
        sentFor: `offer ${made?.offerId}`,
        subject: 'An offer',
        sentences: ['Come.'],
      })
      await tellVolunteer(tx, volunteer, { sentFor: 'thanks', subject: 'Thank you', sentences: ['Thank you.'] })
      return made?.offerId ?? ''
    })
    worked(
      await perform(db(), winner.actor, pauseVolunteering, { volunteerId: winner.volunteerId, until: '2026-12-20' }),
    )
    await house.deliver(cast.placeId)
    const arrived = await inHouse<{ subject: string }[]>(
      cast,
      tx =>
        tx.sql`select subject from platform.mailbox_message where place_id = ${tx.placeId} and subject in ('An offer', 'Thank you')`,
    )
    expect(arrived.map(({ subject }) => subject)).toEqual(['Thank you'])
    const [offer] = await inHouse<{ state: string }[]>(
      cast,
      tx => tx.sql`select state from matching.offer where place_id = ${tx.placeId} and offer_id = ${offerId}`,
    )
    expect(offer?.state).toBe('not reached')
    expect(await matchNow(cast, matchId)).toMatchObject({ state: 'confirmed' })
    expect(await needOf(story)).toMatchObject({ state: 'accepted' })
  })
})

it('"Not this week" said by phone to whoever looks after them is a week of rest, as when they press it', async () => {
  const { cast, needId } = await aStory()
  const [one] = (await able(cast, 1)) as [Able]
  const taskId = await putAndAsk({ cast, needId } as never)
  const [offer] = await offersOf(cast, taskId)
  const said = {
    volunteerId: one.volunteerId,
    offerId: offer?.offerId ?? '',
    answer: 'no' as const,
    reasonCode: 'not now',
  }
  worked(await perform(db(), cast.amira, answerForThem, said))
  const volunteer = await inHouse<{ state: string; pausedUntil: string }>(cast, tx =>
    findVolunteer(tx, one.volunteerId),
  )
  expect(volunteer).toMatchObject({ state: 'paused', pausedUntil: '2026-11-23' })
})

describe('the call after a first visit', () => {
  const afterFirstVisit = async () => {
    const { story, winner, matchId } = await aMatch()
    house.setClock('2026-11-17T15:00:00Z')
    worked(await perform(db(), winner.actor, reportVolunteerDone, { matchId, minutes: 50, note: '' }))
    await house.deliver(story.cast.placeId)
    return { ...story, matchId, cookie: await cookieOf(story.cast) }
  }

  it('made from the list of calls is written down on the match, with who made it', async () => {
    const { cast, matchId, needId, cookie } = await afterFirstVisit()
    const calls = await get(cast, '/calls', cookie)
    expect(calls.body).toContain('Ring after the first visit')
    const [, noticeIds = ''] = /name="noticeIds" value="([^"]*)"/.exec(calls.body) ?? []
    expect((await post(cast, '/calls', { noticeIds }, cookie)).statusCode).toBe(303)
    await house.deliver(cast.placeId)
    expect(await matchNow(cast, matchId)).toMatchObject({ calledBackBy: 'Amira' })
    const page = (await get(cast, `/needs/${needId}/volunteers`, cookie)).body
    expect(page).toContain('by Amira')
    expect(page).not.toContain('I have rung the resident')
  })

  it('written down on the need waits in the list of calls no more', async () => {
    const { cast, matchId, cookie } = await afterFirstVisit()
    expect((await get(cast, '/calls', cookie)).body).toContain('Ring after the first visit')
    worked(await perform(db(), cast.amira, recordCallBack, { matchId }))
    expect((await get(cast, '/calls', cookie)).body).not.toContain('Ring after the first visit')
  })
})

describe('a next step that was acted on is done', () => {
  const told = (cast: Cast, { volunteerId }: Able, kind: string, aboutId: string) =>
    inHouse(
      cast,
      tx => tx.sql`
        insert into volunteers.next_step (place_id, next_step_id, volunteer_id, kind, about_id, says, told_at)
        values (${tx.placeId}, gen_random_uuid(), ${volunteerId}, ${kind}, ${aboutId}, '{}', ${tx.now})`,
    )
  const stepsDone = (cast: Cast, { volunteerId }: Able) =>
    inHouse<{ kind: string; doneAt: Date | null; changedAt: Date }[]>(
      cast,
      tx => tx.sql`
        select kind, done_at, changed_at from volunteers.next_step s join volunteers.volunteer v using (place_id, volunteer_id)
        where s.place_id = ${tx.placeId} and s.volunteer_id = ${volunteerId} and kind <> 'welcome'`,
    )
  const aRole = (cast: Cast, kind: string, trainings: string[]) =>
    inHouse<string>(cast, async tx => {
      const [row] = await tx.sql<{ roleId: string }[]>`
        insert into volunteers.role (place_id, role_id, organisation_id, kind, title, about, activities, trainings, where_it_is, places, opened_at)
        values (${tx.placeId}, gen_random_uuid(), ${cast.hub}, ${kind}, 'Something regular', 'About it', '{}', ${trainings}, 'Here', 3, ${tx.now}) returning role_id`
      return row?.roleId ?? ''
    })

  it('when they answer the offer, with yes or no', async () => {
    const story = await aStory()
    const { cast } = story
    const people = await able(cast, 2)
    const taskId = await putAndAsk(story)
    for (const [at, { offerId, volunteerId }] of (await offersOf(cast, taskId)).entries()) {
      const person = whose(people, volunteerId)
      await told(cast, person, 'task', offerId)
      house.advance({ minutes: 1 })
      worked(
        at === 0
          ? await perform(db(), person.actor, acceptOffer, { offerId })
          : await perform(db(), person.actor, declineOffer, { offerId, reasonCode: null }),
      )
      const [step] = await stepsDone(cast, person)
      expect(step?.doneAt).toEqual(house.platform.clock())
      expect(step?.changedAt).toEqual(house.platform.clock())
    }
  })

  it('when they are interested in the role, or the training it led to is written down', async () => {
    const { cast } = await aStory()
    const [one, other] = (await able(cast, 2)) as [Able, Able]
    const roleId = await aRole(cast, 'volunteer role', [])
    await told(cast, one, 'role', roleId)
    await told(cast, other, 'training', await aRole(cast, 'training place', ['lone visiting']))
    house.advance({ minutes: 1 })
    worked(await perform(db(), one.actor, sayInterested, { roleId }))
    const training = (code: string) =>
      perform(db(), cast.amira, recordTraining, {
        volunteerId: other.volunteerId,
        training: code,
        doneOn: '2026-11-15',
      })
    worked(await training('food hygiene'))
    expect((await stepsDone(cast, other))[0]?.doneAt).toBeNull()
    worked(await training('lone visiting'))
    for (const person of [one, other]) expect((await stepsDone(cast, person))[0]?.doneAt).not.toBeNull()
  })

  it('and is not the last they hear: after four weeks they are told another, unless a role holds them', async () => {
    const { cast } = await aStory()
    const [one, other] = (await able(cast, 2)) as [Able, Able]
    const roleId = await aRole(cast, 'volunteer role', [])
    await told(cast, one, 'role', roleId)
    await told(cast, other, 'training', await aRole(cast, 'training place', ['lone visiting']))
    house.advance({ minutes: 1 })
    worked(await perform(db(), one.actor, sayInterested, { roleId }))
    worked(
      await perform(db(), cast.amira, recordTraining, {
        volunteerId: other.volunteerId,
        training: 'lone visiting',
        doneOn: '2026-11-15',
      }),
    )
    const due = async () => {
      const toldBefore = new Date(house.platform.clock().getTime() - 28 * 86_400_000)
      const rows = await inHouse<{ volunteerId: string }[]>(cast, tx =>
        listDueForNextStep(tx, { today: dateAt(tx.now), toldBefore, heard: [], limit: 10 }),
      )
      return rows.map(({ volunteerId }) => volunteerId)
    }
    expect(await due()).toEqual([])
    house.advance({ days: 29 })
    expect(await due()).toEqual([other.volunteerId])
  })

  it('and nobody waits behind those who have something in hand', async () => {
    const { story, winner, people } = await aMatch()
    const { cast } = story
    const other = people.find(({ volunteerId }) => volunteerId !== winner.volunteerId) as Able
    for (const who of [winner, other]) {
      await told(cast, who, 'role', await aRole(cast, 'volunteer role', []))
      house.advance({ minutes: 1 })
    }
    house.advance({ days: 29 })
    await tellNextSteps({ db: db() }, cast.placeId, 1)
    const steps = async ({ volunteerId }: Able) =>
      (
        await inHouse<{ kind: string }[]>(
          cast,
          tx =>
            tx.sql`select kind from volunteers.next_step where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`,
        )
      ).length
    expect([await steps(winner), await steps(other)]).toEqual([2, 3])
  })
})
