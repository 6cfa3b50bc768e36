import { describe, expect, it } from 'vitest'
import { ask, type Cast, refused, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { matchStories } from '../../../test/support/match-stories.ts'
import { newId } from '../../kernel/ids.ts'
import { perform } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { insertRole } from '../volunteers/roles/role-store.ts'
import { declineOffer } from './asking/answer-offer.ts'
import { offerToThese } from './asking/decide-on-task.ts'
import { askNextRound, askVolunteers } from './asking/offer-round.ts'
import { countContacts } from './count-contacts.ts'
import { giveNextStep, putOnCalls } from './looking-after/give-next-step.ts'
import { tellNextSteps } from './looking-after/next-steps-job.ts'
import { putTask } from './testing.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { db, aStory, able, offersOf, putAndAsk, round } = matchStories(house)

const openRole = (cast: Cast) =>
  db().asHouse(cast.placeId, tx =>
    insertRole(tx, {
      roleId: newId(),
      organisationId: cast.drivers,
      kind: 'volunteer role',
      title: 'Shopping on Tuesdays',
      about: 'Every Tuesday.',
      activities: ['shopping'],
      trainings: [],
      whereItIs: '',
      position: { x: 400_900, y: 300_500 },
      hoursAWeek: 2,
      payInPencePerHour: null,
      places: 5,
      openUntil: null,
    } as never),
  )

const thisWeek = (cast: Cast, volunteerId: string, only: readonly string[] | null = null) =>
  db().asHouse(cast.placeId, async tx => (await countContacts(tx, only)).thisWeek(volunteerId))

const anotherTask = async (cast: Cast) => {
  const made = await ask(house, cast, {
    needs: [{ kind: 'food', urgency: 'today', description: 'A man in his 60s needs food.' }],
  })
  await house.deliver(cast.placeId)
  const taskId = await putTask(house.platform, cast.amira, made.needIds[0] ?? '')
  await house.deliver(cast.placeId)
  return taskId
}

describe('a volunteer who was asked three times this week, by an offer, a call and a next step', () => {
  it('is not asked a fourth time by any of the ways, and is again when the week is over', async () => {
    const story = await aStory()
    const { cast } = story
    const [one] = await able(cast, 1)
    const [other] = await able(cast, 1)
    const volunteerId = one?.volunteerId ?? ''
    const taskId = await putAndAsk(story)
    const offer = (await offersOf(cast, taskId)).find(each => each.volunteerId === volunteerId)
    worked(
      await perform(db(), one?.actor as never, declineOffer, {
        offerId: offer?.offerId ?? '',
        reasonCode: null,
      }),
    )
    expect(await thisWeek(cast, volunteerId)).toBe(1)
    worked(await perform(db(), cast.amira, putOnCalls, { volunteerId, because: '' }))
    expect(await thisWeek(cast, volunteerId)).toBe(2)
    await openRole(cast)
    worked(await perform(db(), cast.amira, giveNextStep, { volunteerId }))
    expect(await thisWeek(cast, volunteerId)).toBe(3)
    // Asked for some alone, the same is counted; and nothing of it for anybody else.
    expect(await thisWeek(cast, volunteerId, [volunteerId])).toBe(3)
    expect(await thisWeek(cast, other?.volunteerId ?? '')).toBe(1)

    house.advance({ minutes: 25 * 60 })
    await openRole(cast)
    expect(refused(await perform(db(), cast.amira, putOnCalls, { volunteerId, because: '' })).refused).toBe(
      'contacted-enough',
    )
    expect(refused(await perform(db(), cast.amira, giveNextStep, { volunteerId })).refused).toBe('contacted-enough')
    const next = await anotherTask(cast)
    expect(
      refused(await perform(db(), cast.amira, offerToThese, { taskId: next, volunteerIds: [volunteerId] })).refused,
    ).toBe('cannot-be-asked')
    house.advance({ minutes: 1 })
    await round(cast)
    expect((await offersOf(cast, next)).map(each => each.volunteerId)).toEqual([other?.volunteerId])

    house.advance({ minutes: 7 * 24 * 60 })
    expect(await thisWeek(cast, volunteerId)).toBe(0)
    worked(await perform(db(), cast.amira, putOnCalls, { volunteerId, because: '' }))
    expect(await thisWeek(cast, volunteerId)).toBe(1)
  })
})

describe('a volunteer who is asked in two ways at the same moment', () => {
  it('is asked once where one more is the most of their week', async () => {
    const story = await aStory()
    const { cast } = story
    const [one] = await able(cast, 1)
    const volunteerId = one?.volunteerId ?? ''
    await db().asHouse(
      cast.placeId,
      tx =>
        tx.sql`update volunteers.volunteer set most_offers_a_week = 1 where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`,
    )
    await openRole(cast)
    const taskId = await putTask(house.platform, cast.amira, story.needId)
    const waits = async (): Promise<'waits'> => {
      for (;;) {
        const [row] = await db().national(
          tx =>
            tx.sql<{ waiting: number }[]>`
            select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted
              and database = (select oid from pg_database where datname = current_database())`,
        )
        if (row && row.waiting > 0) return 'waits'
      }
    }
    let told: Promise<unknown> = Promise.resolve()
    await db().asHouse(cast.placeId, async tx => {
      await askNextRound(tx)
      told = perform(db(), cast.amira, giveNextStep, { volunteerId })
      expect(await Promise.race([told.then(() => 'told'), waits()])).toBe('waits')
    })
    expect(refused((await told) as never).refused).toBe('contacted-enough')
    expect(await offersOf(cast, taskId)).toHaveLength(1)
    expect(await thisWeek(cast, volunteerId)).toBe(1)
  })
})

describe('a volunteer for whom a next step was chosen', () => {
  it('and who was asked as often as they want to be before it was told is told none now', async () => {
    const story = await aStory()
    const { cast } = story
    const [one] = await able(cast, 1)
    const volunteerId = one?.volunteerId ?? ''
    await db().asHouse(
      cast.placeId,
      tx =>
        tx.sql`update volunteers.volunteer set most_offers_a_week = 1 where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`,
    )
    await openRole(cast)
    const taskId = await putTask(house.platform, cast.amira, story.needId)
    let chosen: unknown
    const asHouse = async <Of>(placeId: Cast['placeId'], run: (tx: PlaceTx) => Promise<Of>): Promise<Of> => {
      const answer = await db().asHouse(placeId, run)
      if (chosen === undefined) {
        chosen = answer
        await askVolunteers(house.platform, placeId)
      }
      return answer
    }
    await tellNextSteps({ ...house.platform, db: { ...db(), asHouse } }, cast.placeId)
    expect(chosen).toMatchObject([{ volunteerId, step: { kind: 'role' } }])
    expect(await offersOf(cast, taskId)).toHaveLength(1)
    expect(await thisWeek(cast, volunteerId)).toBe(1)
  })
})
