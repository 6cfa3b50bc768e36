import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { newId } from '../../../kernel/ids.ts'
import { perform } from '../../../platform/command.ts'
import { type Database, houseActor, type PlaceTx } from '../../../platform/db/database.ts'
import { changePlace } from '../../places/index.ts'
import { aFile } from '../../places/testing.ts'
import { aVisitor } from '../../requests/testing.ts'
import { countUnheard, findNextStep, listVolunteersWithoutNextStep } from '../../volunteers/index.ts'
import { insertRole } from '../../volunteers/roles/role-store.ts'
import { aVolunteer } from '../../volunteers/testing.ts'
import { tellNextSteps } from './next-steps-job.ts'

const house = useHouse()
let cast: Cast

const inHouse = <T>(work: (tx: PlaceTx) => Promise<T>) => house.platform.db.asHouse(cast.placeId, work)
const run = (atATime?: number) => tellNextSteps(house.platform, cast.placeId, atATime)
const stepOf = (volunteerId: string) => inHouse(tx => findNextStep(tx, volunteerId))
const notices = (volunteerId: string) =>
  inHouse(
    tx => tx.sql<{ channel: string; subject: string; body: string }[]>`
      select channel, subject, body from platform.notice where place_id = ${tx.placeId} and about_id = ${volunteerId} order by created_at, notice_id`,
  )

let count = 0
const volunteer = (more: Parameters<typeof aVolunteer>[3] = {}) =>
  aVolunteer(house.platform, cast.placeId, cast.hub, {
    name: `Volunteer ${++count}`,
    phone: `0770090${String(1000 + count)}`,
    ...more,
  })

const openRole = (more: Record<string, unknown>) =>
  inHouse(tx =>
    insertRole(tx, {
      roleId: newId(),
      organisationId: cast.drivers,
      kind: 'volunteer role',
      title: 'Tuesday driver',
      about: 'Every Tuesday.',
      activities: ['lift'],
      trainings: [],
      whereItIs: '',
      position: { x: 400_900, y: 300_500 },
      hoursAWeek: 2,
      payInPencePerHour: null,
      places: 1,
      openUntil: null,
      ...more,
    } as never),
  )

describe('telling next steps', () => {
  beforeAll(async () => {
    const rows = [
      'pcds,doterm,easting,northing,ward',
      'ZZ1 4AB,,400500,300500,E05000001',
      'ZZ9 9AA,,500000,500000,E05000009',
    ]
    await house.commandLine('import', 'postcodes', aFile('zz.csv', rows.join('\n')))
  })
  beforeEach(async () => {
    cast = await aCast(house)
    worked(
      await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
        settings: { triageOrganisationId: cast.hub },
      }),
    )
  })

  it('tells everybody who waits, once, the longest waiting first, and then nobody waits unheard', async () => {
    const first = await volunteer()
    house.advance({ minutes: 1 })
    const second = await volunteer({ activities: ['odd jobs'], postcode: 'ZZ9 9AA' })
    expect((await inHouse(tx => listVolunteersWithoutNextStep(tx))).map(({ volunteerId }) => volunteerId)).toEqual([
      first.volunteerId,
      second.volunteerId,
    ])
    const longestSince = house.platform.clock()
    house.advance({ hours: 1 })
    expect(await inHouse(countUnheard)).toMatchObject({
      mayBeAsked: 2,
      withoutNextStep: 2,
      overADay: 0,
      longestSince: new Date(longestSince.getTime() - 60_000),
    })
    await run()
    await run()
    expect(await inHouse(countUnheard)).toEqual({ mayBeAsked: 2, withoutNextStep: 0, overADay: 0, longestSince: null })
    expect(await stepOf(first.volunteerId)).toMatchObject({ kind: 'local group' })
    expect((await notices(first.volunteerId)).map(({ channel }) => channel)).toEqual(['phone'])
  })

  it('prefers a regular role near them to a group, and leads to it from the mail', async () => {
    await openRole({})
    const { volunteerId } = await volunteer({ activities: ['lift'], email: 'lift@example.org', phone: null })
    await run()
    expect(await stepOf(volunteerId)).toMatchObject({ kind: 'role', says: { title: 'Tuesday driver' } })
    const mail = (await notices(volunteerId)).at(-1)
    expect(mail?.subject).toBe('Your next step: Tuesday driver')
    expect(mail?.body).toContain('Drivers is looking for somebody, 0.2 miles from you (volunteer role).')
  })

  it.each(['started', 'interested', 'ended', 'not this time', 'withdrawn'])(
    'says another than a role they know of: %s',
    async state => {
      const roleId = newId()
      await openRole({ roleId, places: 2 })
      const { volunteerId } = await volunteer({ activities: ['lift'] })
      const other = await volunteer({ activities: ['lift'] })
      await inHouse(
        tx => tx.sql`
          insert into volunteers.placement (place_id, placement_id, role_id, volunteer_id, state, since, said_by)
          values (${tx.placeId}, gen_random_uuid(), ${roleId}, ${volunteerId}, ${state}, ${tx.now}, 'the volunteer')`,
      )
      await run()
      expect((await stepOf(volunteerId))?.aboutId).not.toBe(roleId)
      expect(await stepOf(other.volunteerId)).toMatchObject({ kind: 'role', aboutId: roleId })
    },
  )

  it('says a training that is asked for near them and that they have not done, where there is a place', async () => {
    await openRole({ trainings: ['lone visiting'], activities: ['visit'], position: { x: 450_000, y: 300_000 } })
    await openRole({
      kind: 'training place',
      title: 'Visiting alone: an evening',
      activities: [],
      trainings: ['lone visiting'],
      organisationId: cast.hub,
    })
    const { volunteerId } = await volunteer({ activities: ['visit'] })
    await run()
    expect(await stepOf(volunteerId)).toMatchObject({
      kind: 'training',
      says: { title: 'A training first: Visiting alone, safely' },
    })
  })

  it('is honest where there is nothing, counts who waits too, asks again on the day and longer each time', async () => {
    const far = { activities: ['odd jobs' as const], postcode: 'ZZ9 9AA' }
    await volunteer(far)
    await volunteer(far)
    const third = await volunteer(far)
    await run()
    const step = await stepOf(third.volunteerId)
    expect(step).toMatchObject({ kind: 'no need now', askAgainOn: '2026-11-30' })
    expect(step?.says.sentences.join(' ')).toContain('2 people near you signed up before you')
    expect((await notices(third.volunteerId)).at(-1)?.body).toContain('We ask again on Monday 30 November 2026.')
    const page = aVisitor(() => house.web)
    await page.open(`/${cast.slug}/volunteer/sign-in`)
    await page.press('Open my page', { reference: third.reference, code: third.code })
    expect(page.words()).toContain('We ask again on Monday 30 November 2026.')
    house.setClock('2026-11-29T10:00:00Z')
    await run()
    expect((await stepOf(third.volunteerId))?.nextStepId).toBe(step?.nextStepId)
    house.setClock('2026-11-30T10:00:00Z')
    await run()
    expect(await stepOf(third.volunteerId)).toMatchObject({ kind: 'no need now', askAgainOn: '2026-12-28' })
    house.setClock('2026-11-16T10:00:00Z')
  })

  it('says nothing to whoever is paused or has stopped', async () => {
    const { volunteerId } = await volunteer()
    await inHouse(
      tx =>
        tx.sql`update volunteers.volunteer set state = 'left', left_at = ${tx.now} where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`,
    )
    await run()
    expect(await stepOf(volunteerId)).toMatchObject({ kind: 'welcome' })
  })

  it('tells whoever came last before those who were told something four weeks ago, however many of them there are', async () => {
    const before = [await volunteer(), await volunteer()]
    await run()
    house.setClock('2026-12-16T10:00:00Z')
    const { volunteerId } = await volunteer()
    await run(1)
    expect((await stepOf(volunteerId))?.kind).not.toBe('welcome')
    const told = await Promise.all(before.map(each => stepOf(each.volunteerId)))
    expect(told.map(step => step?.toldAt.toISOString().slice(0, 10))).toEqual(['2026-11-16', '2026-11-16'])
    house.setClock('2026-11-16T10:00:00Z')
  })

  it('tells nobody twice, whoever else tells them meanwhile', async () => {
    const made = [await volunteer(), await volunteer(), await volunteer()]
    let transactions = 0
    const asHouse = async <Of>(placeId: Cast['placeId'], work: (tx: PlaceTx) => Promise<Of>): Promise<Of> => {
      const answer = await house.platform.db.asHouse(placeId, work)
      // A second process between the choice and the telling.
      if (++transactions === 1) await run()
      return answer
    }
    await tellNextSteps({ db: { ...house.platform.db, asHouse } }, cast.placeId)
    await Promise.all([run(), run()])
    for (const { volunteerId } of made) expect(await notices(volunteerId)).toHaveLength(1)
  })

  it('tells all others where one cannot be told, and then says so', async () => {
    const [one, other] = [await volunteer(), await volunteer()]
    let told = 0
    const as: Database['as'] = async (actor, work) => {
      if (++told === 1) throw new Error('the connection was lost')
      return house.platform.db.as(actor, work)
    }
    await expect(tellNextSteps({ db: { ...house.platform.db, as } }, cast.placeId)).rejects.toThrow(
      '1 could not be told',
    )
    expect((await stepOf(one.volunteerId))?.kind).toBe('welcome')
    expect((await stepOf(other.volunteerId))?.kind).not.toBe('welcome')
  })

  it('leaves nobody out of forty who came at once', async () => {
    for (let n = 0; n < 5; n++) await Promise.all(Array.from({ length: 8 }, () => volunteer()))
    await run()
    expect(await inHouse(countUnheard)).toMatchObject({ mayBeAsked: 40, withoutNextStep: 0 })
  })
})
