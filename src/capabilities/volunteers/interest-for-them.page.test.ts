import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { changePlace } from '../places/index.ts'
import { aVisitor, type Visitor } from '../requests/testing.ts'
import { aVolunteer } from './testing.ts'

const house = useHouse('2026-11-16T10:00:00Z')
let cast: Cast

const staff = (who: 'amira' | 'ben' | 'cleo'): Visitor => {
  const one = aVisitor(() => house.web)
  one.cookies.set('session', cast.cookies[who].slice('session='.length))
  return one
}

let count = 0
/** A volunteer of the hub who is interested in a role of the drivers. */
const interested = async (title = 'Tuesday driver') => {
  count += 1
  const made = await aVolunteer(house.platform, cast.placeId, cast.hub, {
    name: `Ringing Volunteer${count}`,
    email: `ringing${count}@example.org`,
    phone: null,
  })
  const drivers = staff('cleo')
  await drivers.post(`/${cast.slug}/roles/open`, {
    kind: 'volunteer role',
    title,
    about: 'Drive the lunch club.',
    activities: ['lift'],
    hoursAWeek: '2',
    places: '1',
  })
  const role = drivers.at.path.split('?')[0] ?? ''
  const page = aVisitor(() => house.web)
  await page.open(`/${cast.slug}/volunteer/sign-in`)
  await page.press('Open my page', { reference: made.reference, code: made.code })
  await page.open(role)
  await page.press('I am interested')
  await house.deliver(cast.placeId)
  const amira = staff('amira')
  await amira.open(`/${cast.slug}/volunteers/${made.volunteerId}`)
  await amira.follow('Roles they are interested in')
  return {
    amira,
    drivers,
    page,
    role,
    roleId: role.split('/').at(-1) ?? '',
    name: `Ringing Volunteer${count}`,
    ...made,
  }
}

const facts = (volunteerId: string) =>
  house.platform.db.asHouse(cast.placeId, async tx =>
    (
      await tx.sql<{ data: { to: string }; actorName: string }[]>`
          select data, actor_name from platform.fact where place_id = ${tx.placeId} and record_id = ${volunteerId} and kind = 'placement-moved' order by seq`
    ).map(({ data, actorName }) => [data.to, actorName]),
  )

describe('an interest in a role, taken back by phone', () => {
  beforeAll(async () => {
    cast = await aCast(house)
    worked(
      await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
        settings: { triageOrganisationId: cast.hub },
      }),
    )
  })

  it('is listed with since when they wait, goes with one press, and comes back with another', async () => {
    const { amira, drivers, role, volunteerId, name } = await interested()
    expect(amira.at.status).toBe(200)
    expect(amira.words()).toContain('Tuesday driver Said just now. They wait for an answer.')
    await drivers.open(role)
    expect(drivers.words()).toContain(name)

    await amira.press('They are not interested any more')
    expect(amira.words()).toContain('Written down: they are not interested any more')
    expect(amira.words()).toContain('They wait for no answer about a role')
    await drivers.open(role)
    expect(drivers.words()).not.toContain(name)
    expect(await facts(volunteerId)).toEqual([
      ['interested', expect.not.stringContaining('Amira')],
      ['withdrawn', 'Amira'],
    ])

    await amira.press('They are interested after all')
    expect(amira.words()).toContain('Taken back: they are interested, as before.')
    expect(amira.words()).toContain('Tuesday driver')
    await drivers.open(role)
    expect(drivers.words()).toContain(name)
  })

  it('says in words for a coordinator what cannot be done, and changes nothing', async () => {
    const { amira, drivers, role, roleId, volunteerId } = await interested('Wednesday driver')
    const here = `/${cast.slug}/volunteers/${volunteerId}/interest`
    await drivers.open(role)
    const placementId = drivers.at.page.querySelector('input[name=placementId]')?.getAttribute('value') ?? ''
    await drivers.press('Write it down', { [`to-${placementId}`]: 'started' })
    await amira.post(here, { roleId, is: 'no' })
    expect(amira.at.status).toBe(422)
    expect(amira.errors()).toEqual([
      'The organisation has answered them meanwhile. If it is not for them after all, ring the organisation.',
    ])
    for (const wrong of [{ roleId: volunteerId, is: 'no' }, { roleId: 'x' }, {}]) {
      await amira.post(here, wrong as Record<string, string>)
      expect({ wrong, status: amira.at.status }).toEqual({ wrong, status: 422 })
    }
    await amira.open(`${here}?done=not-interested&was=%3Cscript%3E&was=2`)
    expect(amira.at.status).toBe(200)
  })

  it('is shown to and done by nobody but whoever looks after them', async () => {
    const { amira, roleId, volunteerId } = await interested('Thursday driver')
    const here = `/${cast.slug}/volunteers/${volunteerId}/interest`
    const drivers = staff('ben')
    await drivers.open(here)
    expect(drivers.at.status).toBe(404)
    await drivers.post(here, { roleId, is: 'no' })
    expect(drivers.at.status).toBe(404)
    const anybody = aVisitor(() => house.web)
    await anybody.post(here, { roleId, is: 'no' })
    expect([403, 404]).toContain(anybody.at.status)
    await amira.open(here)
    expect(amira.words()).toContain('Thursday driver')
  })
})
