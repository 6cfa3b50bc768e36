import { describe, expect, it } from 'vitest'
import { type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { type Able, matchStories, type Story } from '../../../../test/support/match-stories.ts'
import { perform } from '../../../platform/command.ts'
import { leaveVolunteering, pauseVolunteering } from '../../volunteers/change-volunteering.ts'
import { undoIdentity } from '../../volunteers/checks/record-checks.ts'
import { reportVolunteerCouldNot } from '../doing/report-match.ts'
import { putTask } from '../testing.ts'
import { offerToThese } from './decide-on-task.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { db, post, aStory, able, round, offersOf, needOf, mails } = matchStories(house)

/** What happened to a volunteer, and then what that did to a need. */
const deliverOn = async ({ placeId }: Cast) => {
  await house.deliver(placeId)
  await house.deliver(placeId)
}

/** A need whose coordinator asked some people. */
const asked = async (many: number) => {
  const story = await aStory()
  const people = await able(story.cast, many)
  const taskId = await putTask(house.platform, story.cast.amira, story.needId, { offersBy: 'coordinator' })
  const volunteerIds = people.map(({ volunteerId }) => volunteerId)
  worked(await perform(db(), story.cast.amira, offerToThese, { taskId, volunteerIds }))
  await house.deliver(story.cast.placeId)
  return { story, cast: story.cast, people, taskId }
}

const saysYes = async (cast: Cast, taskId: string, who: Able) => {
  const offer = (await offersOf(cast, taskId)).findLast(({ volunteerId }) => volunteerId === who.volunteerId)
  expect((await post(cast, `/offers/${offer?.offerId}/yes`, {}, who.cookie)).statusCode).toBe(303)
  await house.deliver(cast.placeId)
}

const matchOf = (cast: Cast, taskId: string) =>
  db().asHouse(cast.placeId, async tx => {
    const [row] = await tx.sql<{ matchId: string }[]>`
      select match_id from matching.match where place_id = ${tx.placeId} and task_id = ${taskId} order by accepted_at desc limit 1`
    return row?.matchId ?? ''
  })

/** The need waits for whoever decides, nobody is asked by itself, and it is said as it is. */
const isBack = async ({ cast, ...story }: Story, taskId: string, returnedBecause: string) => {
  const before = (await offersOf(cast, taskId)).length
  house.advance({ minutes: 10 })
  await round(cast)
  expect(await offersOf(cast, taskId)).toHaveLength(before)
  expect(await needOf({ cast, ...story })).toEqual({ state: 'waiting', askedOf: null, returnedBecause })
  const [told] = await mails(cast, '%A volunteer will not be doing it')
  expect(told?.body).toContain('The need is back with you')
  expect(told?.body).not.toContain('others are being asked')
}

describe('where a coordinator chooses who is asked', () => {
  it.each([
    ['volunteer could not', leaveVolunteering],
    ['volunteer released', undoIdentity],
  ] as const)('a match that ends by itself brings the need back to them: %s', async (because, ends) => {
    const { story, cast, people, taskId } = await asked(1)
    const [who] = people as [Able]
    await saysYes(cast, taskId, who)
    worked(
      ends === leaveVolunteering
        ? await perform(db(), who.actor, leaveVolunteering, { volunteerId: who.volunteerId })
        : await perform(db(), cast.amira, undoIdentity, { volunteerId: who.volunteerId }),
    )
    await deliverOn(cast)
    await isBack(story, taskId, because)
  })

  it('whoever waits in reserve is asked first, as they were promised, and nobody else is', async () => {
    const { cast, people, taskId } = await asked(2)
    const [first, second] = people as [Able, Able]
    await able(cast, 2)
    await saysYes(cast, taskId, first)
    await saysYes(cast, taskId, second)
    const matchId = await matchOf(cast, taskId)
    const reason = { reasonCode: 'ill' as const, reason: '' }
    worked(await perform(db(), first.actor, reportVolunteerCouldNot, { matchId, ...reason }))
    await deliverOn(cast)
    await round(cast)
    const open = (await offersOf(cast, taskId)).filter(({ state }) => state === 'sent')
    expect(open.map(({ volunteerId }) => volunteerId)).toEqual([second.volunteerId])
  })

  it('it is back with them when whoever waited in reserve cannot be asked any more', async () => {
    const { story, cast, people, taskId } = await asked(2)
    const [first, second] = people as [Able, Able]
    await saysYes(cast, taskId, first)
    await saysYes(cast, taskId, second)
    const matchId = await matchOf(cast, taskId)
    worked(await perform(db(), cast.amira, undoIdentity, { volunteerId: second.volunteerId }))
    const reason = { reasonCode: 'ill' as const, reason: '' }
    worked(await perform(db(), first.actor, reportVolunteerCouldNot, { matchId, ...reason }))
    await deliverOn(cast)
    await round(cast)
    await deliverOn(cast)
    expect((await offersOf(cast, taskId)).filter(({ state }) => state === 'sent')).toEqual([])
    expect(await needOf(story)).toMatchObject({ state: 'waiting', askedOf: null })
    const before = (await offersOf(cast, taskId)).length
    await round(cast)
    expect(await offersOf(cast, taskId)).toHaveLength(before)
  })

  it('hears it when the last who was asked takes a rest, who is not asked in the morning either', async () => {
    const { cast, people, taskId } = await asked(2)
    const [first, last] = people as [Able, Able]
    const rest = (who: Able) =>
      perform(db(), who.actor, pauseVolunteering, { volunteerId: who.volunteerId, until: '2026-12-24' })
    worked(await rest(first))
    await deliverOn(cast)
    expect(await mails(cast, '%No volunteer has said yes yet')).toHaveLength(0)
    worked(await rest(last))
    await deliverOn(cast)
    expect((await offersOf(cast, taskId)).map(({ state }) => state)).toEqual(['taken back', 'taken back'])
    const told = await mails(cast, '%No volunteer has said yes yet')
    expect(told).toHaveLength(1)
    expect(told[0]?.body).toContain('choose whom to ask next')
  })
})
