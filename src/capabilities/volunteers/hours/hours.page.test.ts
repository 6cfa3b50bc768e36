import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { changePlace } from '../../places/index.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'
import { hoursInWords } from '../hours-in-words.ts'
import { aVolunteer } from '../testing.ts'
import { readHours } from './hours.page.ts'
import { sumHours } from './hours-store.ts'

const house = useHouse()
let cast: Cast
let me: Visitor
let amira: Visitor
let volunteerId: string

const today = { 'givenOn-day': '16', 'givenOn-month': '11', 'givenOn-year': '2026' }

describe('hours and thanks', () => {
  beforeAll(async () => {
    cast = await aCast(house)
    worked(
      await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
        settings: { triageOrganisationId: cast.hub },
      }),
    )
    const made = await aVolunteer(house.platform, cast.placeId, cast.hub, { email: 'sam@example.org' })
    volunteerId = made.volunteerId
    me = aVisitor(() => house.web)
    await me.open(`/${cast.slug}/volunteer/sign-in`)
    await me.press('Open my page', { reference: made.reference, code: made.code })
    amira = aVisitor(() => house.web)
    amira.cookies.set('session', cast.cookies.amira.slice('session='.length))
  })

  it('are written down by the volunteer or by whoever looks after them, and taken back', async () => {
    await me.open(`/${cast.slug}/volunteer/my-details/hours`)
    expect(me.words()).toContain('No hours are written down yet')
    await me.press('Write it down', { hours: '1.5', note: 'Shopping' })
    expect(me.words()).toContain('1 hour 30 minutes')
    await amira.open(`/${cast.slug}/volunteers/${volunteerId}/hours`)
    await amira.press('Write it down', { ...today, hours: '45 min' })
    expect(amira.words()).toContain('2 hours 15 minutes')
    expect(amira.words()).toContain('Written down by Amira')
    expect(await house.platform.db.asHouse(cast.placeId, tx => sumHours(tx, '2026-11-01', '2026-11-30'))).toEqual({
      minutes: 135,
      volunteers: 1,
    })
    await me.open(`/${cast.slug}/volunteer/my-details/hours`)
    await me.press('Take it back')
    expect(me.words()).toContain('Taken back')
  })

  it('names every mistake', async () => {
    const post = (more: Record<string, string>) => me.post(`/${cast.slug}/volunteer/my-details/hours`, more)
    await post({})
    expect(me.errors()).toEqual(['Enter the day', 'Enter how long, like 2, 1.5 or 45 min'])
    await post({ ...today, 'givenOn-day': '17', hours: '1' })
    expect(me.errors()).toEqual(['Choose today or a day before it'])
    await post({ ...today, 'givenOn-year': '2024', hours: '1' })
    expect(me.errors()).toEqual(['Choose a day within the last year'])
    await post({ ...today, hours: '24' })
    expect(me.errors()).toEqual(['That makes more than 24 hours on one day. Check the day and the time'])
  })

  it('shows the volunteer the thanks, in the words of whoever said them', async () => {
    await amira.open(`/${cast.slug}/volunteers/${volunteerId}/hours`)
    await amira.press('Thank them')
    expect(amira.at.status).toBe(422)
    await amira.press('Thank them', { says: 'You made her week.' })
    await me.open(`/${cast.slug}/volunteer/my-details/hours`)
    expect(me.words()).toContain('You made her week.')
    expect(me.words()).toContain('Amira,')
    const mails = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql<
          { subject: string }[]
        >`select subject from platform.notice where place_id = ${tx.placeId} and about_id = ${volunteerId}`,
    )
    expect(mails.map(({ subject }) => subject)).toContain('Amira says thank you')
  })

  it('are nobody else’s to read or write', async () => {
    const ben = aVisitor(() => house.web)
    ben.cookies.set('session', cast.cookies.ben.slice('session='.length))
    await ben.open(`/${cast.slug}/volunteers/${volunteerId}/hours`)
    expect(ben.at.status).toBe(404)
    await ben.post(`/${cast.slug}/volunteers/${volunteerId}/hours`, { ...today, hours: '1' })
    expect(ben.at.status).toBe(404)
    await ben.post(`/${cast.slug}/volunteers/${volunteerId}/hours/thanks`, { says: 'Hello' })
    expect(ben.at.status).toBe(404)
  })

  it.each([
    ['2', 120],
    ['2.5', 150],
    ['1:30', 90],
    ['1h30', 90],
    ['45 min', 45],
    ['2 hours', 120],
    ['0', null],
    ['25', null],
    ['a while', null],
    ['', null],
  ])('reads %j as %j minutes', (typed, minutes) => expect(readHours(typed)).toBe(minutes))

  it('says time in words', () => {
    expect([0, 1, 60, 61, 150].map(hoursInWords)).toEqual([
      'No time yet',
      '1 minute',
      '1 hour',
      '1 hour 1 minute',
      '2 hours 30 minutes',
    ])
  })
})
