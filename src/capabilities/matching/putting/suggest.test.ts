import { beforeAll, describe, expect, it } from 'vitest'
import { type Cast, refused, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { matchStories } from '../../../../test/support/match-stories.ts'
import { chance } from '../../../kernel/chance.ts'
import { perform } from '../../../platform/command.ts'
import { anyTime } from '../../volunteers/free-at.ts'
import { activityCodes, usualCircumstances } from '../../volunteers/index.ts'
import type { Task } from '../task.ts'
import { findTask } from '../task-store.ts'
import { putTask } from '../testing.ts'
import { countsInWords } from '../weighing/eligible.ts'
import { eligibleFor } from '../weighing/least-costly.ts'
import { loadEveryone, loadTasksToFill } from '../weighing/load-candidates.ts'
import { whyThem } from '../weighing/why-them.ts'
import { putToVolunteers } from './put-to-volunteers.ts'
import { suggestFor } from './suggest.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { db, aStory } = matchStories(house)

describe('suggestions, which load only whoever may suit by their own row', () => {
  let cast: Cast
  let put: Task
  const chances = chance(20)

  beforeAll(async () => {
    const story = await aStory()
    cast = story.cast
    const taskId = await putTask(house.platform, cast.amira, story.needId, { offersBy: 'coordinator' })
    await db().asHouse(cast.placeId, async tx => {
      const found = await findTask(tx, taskId, 'read')
      if (!found) throw new Error('no task')
      put = found
      for (let one = 0; one < 400; one += 1) {
        const some = <T>(all: readonly T[], most: number) => [
          ...new Set(Array.from({ length: chances.whole(1, most) }, () => chances.pick(all))),
        ]
        const position = chances.isTrue(0.9)
          ? { x: chances.between(395_000, 407_000), y: chances.between(295_000, 306_000) }
          : null
        const paused = chances.weighted([
          [['active', null], 6],
          [['paused', null], 1],
          [['paused', '2026-11-15'], 1],
          [['paused', '2026-11-16'], 1],
          [['paused', '2026-12-16'], 1],
        ] as const)
        const [row] = await tx.sql<{ personId: string }[]>`
          insert into people.person (place_id, person_id, name, phone, contact_by, postcode, created_at)
          values (${tx.placeId}, gen_random_uuid(), ${`Name${one} Family${one % 50}`}, ${`07700 8${String(one).padStart(5, '0')}`}, 'phone',
            ${chances.pick(['ZZ1 4AB', 'ZZ1 5AB', 'ZZ2 1AA'])}, ${tx.now}) returning person_id`
        const seen = chances.isTrue(0.8)
        await tx.sql`
          insert into volunteers.volunteer (place_id, volunteer_id, person_id, journey_id, organisation_id, reference, code_hash, state, activities, within_metres, languages,
            free_at, capacity, most_offers_a_week, has_car, position, identity_seen_on, identity_seen_by, identity_seen_how, signed_up_at, paused_until, changed_at)
          values (${tx.placeId}, gen_random_uuid(), ${row?.personId ?? ''}, gen_random_uuid(), ${cast.hub}, ${`R${one}`}, 'x', ${paused[0]}, ${some(activityCodes, 5)},
            ${chances.pick([800, 1600, 3200, 8000])}, ${some(['pl', 'ar', 'ur'], 2)}, ${chances.pick([anyTime, chances.whole(1, anyTime), 1 << chances.whole(0, 20)])},
            ${chances.whole(1, 2)}, 3, ${chances.isTrue(0.5)}, ${position as never}, ${seen ? '2026-11-01' : null}, ${seen ? 'Amira' : null}, ${seen ? 'passport' : null}, ${tx.now}, ${paused[1]}, ${tx.now})`
      }
    })
  })

  /** The same from everybody of the place, by the rule alone. */
  const fromAll = (task: Task) =>
    db().asHouse(cast.placeId, async tx => {
      const everyone = await loadEveryone(tx)
      const [filled] = await loadTasksToFill(tx, [task], everyone)
      if (!filled) throw new Error('no task')
      const { can, cannot } = eligibleFor(filled, everyone.candidates)
      return {
        people: can.slice(0, 12).map(({ candidate }) => ({
          volunteerId: candidate.volunteer.volunteerId as string,
          reasons: whyThem(filled, candidate),
        })),
        more: Math.max(0, can.length - 12),
        cannot: can.length === 0 || cannot.size > 0 ? countsInWords(cannot) : '',
      }
    })

  it('are the same people, reasons and counts as the rule finds among everybody', async () => {
    let people = 0
    for (let one = 0; one < 40; one += 1) {
      const activity = chances.pick(activityCodes)
      const startsAt = new Date(put.startsAt.getTime() + chances.whole(0, 7 * 24) * 3_600_000)
      const task: Task = {
        ...put,
        activity,
        circumstances: usualCircumstances(chances.pick(['phone call', 'at a hub'])),
        checkLevel: 'none',
        trainings: [],
        languages: chances.pick([[], [], ['pl'], ['pl', 'ar']]),
        needsCar: chances.isTrue(0.3),
        near: chances.isTrue(0.9) ? put.near : null,
        minutes: chances.pick([15, 60, 240]),
        startsAt,
        endsAt: new Date(startsAt.getTime() + chances.pick([4, 24]) * 3_600_000),
      }
      const { people: found, ...counts } = await db().asHouse(cast.placeId, tx => suggestFor(tx, task))
      const expected = await fromAll(task)
      expect({ people: found.map(({ volunteerId, reasons }) => ({ volunteerId, reasons })), ...counts }).toEqual(
        expected,
      )
      people += found.length
    }
    expect(people).toBeGreaterThan(40)
  })
})

it('a permission that spoke of organisations alone lets no volunteer see who it is: the words are read out first', async () => {
  const { cast, needId, helpRequestId } = await aStory()
  await db().asHouse(
    cast.placeId,
    tx =>
      tx.sql`update people.consent set with_whom = 'organisation' where place_id = ${tx.placeId} and about_id = ${helpRequestId}`,
  )
  const put = {
    needId,
    activity: 'shopping' as const,
    what: 'A woman in her 70s needs a bag of shopping.',
    startsAt: '2026-11-17T14:00:00Z',
    endsAt: '2026-11-17T16:00:00Z',
    minutes: 60,
    every: null,
    circumstances: usualCircumstances('shopping') as never,
    languages: [],
    needsCar: false,
    trainings: [],
    meetAtOrganisationId: null,
    offersBy: 'rules' as const,
    basis: 'consent' as const,
    basisGround: '',
    consentGivenHow: null,
  }
  expect(refused(await perform(db(), cast.amira, putToVolunteers, put)).refused).toBe('no-consent')
  worked(await perform(db(), cast.amira, putToVolunteers, { ...put, consentGivenHow: 'said on the phone' }))
  const given = await db().asHouse(
    cast.placeId,
    tx => tx.sql<{ withWhom: string }[]>`
      select with_whom from people.consent where place_id = ${tx.placeId} and about_id = ${helpRequestId} order by given_at, with_whom`,
  )
  expect(given.map(({ withWhom }) => withWhom).sort()).toEqual(['organisation', 'volunteer'])
})
