import { describe, expect, it } from 'vitest'
import { worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { type Able, matchStories, whose } from '../../../test/support/match-stories.ts'
import { localTime } from '../../kernel/local-time.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { changePlace } from '../places/index.ts'
import { acceptOffer } from './asking/answer-offer.ts'
import { askVolunteers } from './asking/offer-round.ts'
import { reportVisit } from './doing/report-match.ts'
import { putTask } from './testing.ts'

const house = useHouse()
const { db, aStory, able, offersOf } = matchStories(house)
const minute = 60_000

/** What was asked more than a year before rests on no permission any more. */
const byPublicTask = { basis: 'public task', basisGround: 'Help that goes on' } as const

/** A need for today, put five minutes before the quiet hours of an evening, among six who could. */
const putOnTheEvening = async (at: string) => {
  const { cast, needId } = await aStory()
  const people = await able(cast, 6)
  house.setClock(at)
  const taskId = await putTask(house.platform, cast.amira, needId, at > '2027-10' ? byPublicTask : {})
  /** The job at a moment of its clock, by two processes at once; then their mail leaves. */
  const runAt = async (now: Date | string) => {
    house.setClock(now)
    await Promise.all([askVolunteers(house.platform, cast.placeId), askVolunteers(house.platform, cast.placeId)])
    await house.deliver(cast.placeId)
  }
  const sent = () =>
    db().asHouse(cast.placeId, async tx => {
      const rows = await tx.sql<{ volunteerId: string; sentAt: Date }[]>`
        select volunteer_id, sent_at from matching.offer where place_id = ${tx.placeId} and task_id = ${taskId} order by sent_at, offer_id`
      return rows.map(({ volunteerId, sentAt }) => ({ volunteerId, sentAt: sentAt.toISOString() }))
    })
  return { cast, people, taskId, runAt, sent }
}

describe('a night in which', () => {
  it.each([
    ['the clocks go forward', '2027-03-27T20:55:00Z', '2027-03-28T07:10:00Z', '2027-03-28T07:25:00Z'],
    ['the clocks go back', '2026-10-24T19:55:00Z', '2026-10-25T08:10:00Z', '2026-10-25T08:25:00Z'],
    ['a leap day begins', '2028-02-28T20:55:00Z', '2028-02-29T08:10:00Z', '2028-02-29T08:25:00Z'],
  ])(
    '%s loses and doubles no offer, and asks nobody while it is quiet, also when the clock of the server jumps',
    async (_, evening, second, third) => {
      const { runAt, sent } = await putOnTheEvening(evening)
      const start = Date.parse(evening)
      const end = Date.parse(third)
      for (let now = start; now <= end; now += 15 * minute) {
        await runAt(new Date(now))
        // In the middle of the night the clock jumps a day back, two hours on, and is then put right.
        if (now - start === 4 * 60 * minute)
          for (const jump of [-24 * 60, 120, -180]) await runAt(new Date(now + jump * minute))
      }
      await runAt(second)
      await runAt(third)
      const asked = await sent()
      expect(asked.map(({ sentAt }) => sentAt)).toEqual(
        [evening, evening, second, second, third, third].map(at => new Date(at).toISOString()),
      )
      expect(new Set(asked.map(({ volunteerId }) => volunteerId)).size).toBe(6)
      for (const { sentAt } of asked) {
        const { minute: ofDay } = localTime(Date.parse(sentAt))
        expect(ofDay >= 8 * 60 && ofDay < 21 * 60).toBe(true)
      }
    },
  )

  it('the clock of the server jumps over the end of a round asks the next when it is seen, once, whatever it jumps back to', async () => {
    const { runAt, sent } = await putOnTheEvening('2026-11-16T20:55:00Z')
    await runAt('2026-11-16T20:55:00Z')
    await runAt('2026-11-17T08:40:00Z')
    expect(await sent()).toHaveLength(4)
    for (const back of ['2026-11-17T08:11:00Z', '2026-11-16T20:55:00Z', '2026-11-01T12:00:00Z', '2026-11-17T08:41:00Z'])
      await runAt(back)
    expect(await sent()).toHaveLength(4)
    await runAt('2026-11-17T08:55:00Z')
    expect(await sent()).toHaveLength(6)
  })
})

it('a yes late in the evening is answered at once, and whoever was not so quick hears of it in the morning', async () => {
  const { cast, people, taskId, runAt } = await putOnTheEvening('2026-11-16T20:55:00Z')
  await runAt('2026-11-16T20:55:00Z')
  const [first, second] = await offersOf(cast, taskId)
  const winner = whose(people, first?.volunteerId ?? '')
  const other = whose(people, second?.volunteerId ?? '')
  const toldOf = async (volunteerId: string) =>
    (
      await db().asHouse(
        cast.placeId,
        tx => tx.sql<{ subject: string }[]>`
          select subject from platform.notice where place_id = ${tx.placeId} and about_id = ${volunteerId} and sent_at is not null and subject not like 'Thank you for off%' order by created_at`,
      )
    ).map(({ subject }) => subject.replace(/\?.*/, '?'))
  house.setClock('2026-11-16T21:05:00Z')
  worked(await perform(db(), winner.actor, acceptOffer, { offerId: first?.offerId ?? '' }))
  await house.deliver(cast.placeId)
  expect(await toldOf(winner.volunteerId)).toEqual(['Can you help?', 'It is yours: thank you'])
  expect(await toldOf(other.volunteerId)).toEqual(['Can you help?'])
  const signIns = [{ email: 'a@example.org', label: 'A' }]
  worked(await perform(db(), houseActor(cast.placeId), changePlace, { settings: { demoSignIns: signIns } as never }))
  const { body } = await house.web.inject({ url: `/${cast.slug}/mailbox` })
  expect(body).toMatch(/Waits for the morning[\s\S]*Somebody else is doing it: thank you, to able[\s\S]*Leaves at 8 am/)
  house.setClock('2026-11-17T08:00:00Z')
  await house.deliver(cast.placeId)
  expect(await toldOf(other.volunteerId)).toEqual(['Can you help?', 'Somebody else is doing it: thank you'])
})

it('help of every week comes at the same hour on the wall over a leap day and over the change of clocks, once each', async () => {
  const { cast, needId } = await aStory()
  const [person] = (await able(cast, 1)) as [Able]
  // Tuesdays at 2 pm from 15 February 2028: the leap day is a Tuesday, and the clocks go forward on 26 March.
  house.setClock('2028-02-14T10:00:00Z')
  const taskId = await putTask(house.platform, cast.amira, needId, { ...byPublicTask, every: 'week' })
  house.advance({ minutes: 5 })
  await askVolunteers(house.platform, cast.placeId)
  const [offer] = await offersOf(cast, taskId)
  const { matchId } = worked(await perform(db(), person.actor, acceptOffer, { offerId: offer?.offerId ?? '' }))
  await house.deliver(cast.placeId)
  const visits = () =>
    db().asHouse(
      cast.placeId,
      tx => tx.sql<{ visitId: string; startsAt: Date; state: string }[]>`
        select visit_id, starts_at, state from matching.visit where place_id = ${tx.placeId} and match_id = ${matchId} order by starts_at`,
    )
  for (let week = 0; week < 7; week += 1) {
    const planned = (await visits()).find(({ state }) => state === 'planned')
    house.setClock(new Date((planned?.startsAt.getTime() ?? 0) + 90 * minute))
    const said = { matchId: matchId ?? '', visitId: planned?.visitId ?? '', happened: true, minutes: 60, note: '' }
    worked(await perform(db(), person.actor, reportVisit, said))
  }
  expect((await visits()).map(({ startsAt }) => startsAt.toISOString().slice(0, 16))).toEqual([
    '2028-02-15T14:00',
    '2028-02-22T14:00',
    '2028-02-29T14:00',
    '2028-03-07T14:00',
    '2028-03-14T14:00',
    '2028-03-21T14:00',
    '2028-03-28T13:00',
    '2028-04-04T13:00',
  ])
})
