import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { perform } from '../../platform/command.ts'
import { houseActor, type PlaceTx } from '../../platform/db/database.ts'
import { changePlace } from '../places/index.ts'
import { aVisitor, type Visitor } from '../requests/testing.ts'
import { keepRetention } from '../rights/keep-retention.ts'
import { leaveVolunteering } from './change-volunteering.ts'
import { volunteerLinkPath } from './follow-volunteering.ts'
import { keepPromises } from './keep-promises-job.ts'
import { aVolunteer, leastPosted } from './testing.ts'
import { listActiveVolunteers } from './volunteer-store.ts'

const house = useHouse()
let cast: Cast
let me: Visitor
let sam: { volunteerId: string; personId: string; reference: string; code: string }

const inHouse = <T>(work: (tx: PlaceTx) => Promise<T>) => house.platform.db.asHouse(cast.placeId, work)
const kept = (volunteerId = sam.volunteerId) =>
  inHouse(async tx => {
    const [row] = await tx.sql<Record<string, unknown>[]>`
      select v.*, p.name, p.phone, p.email from volunteers.volunteer v join people.person p using (place_id, person_id)
      where v.place_id = ${tx.placeId} and v.volunteer_id = ${volunteerId}`
    return row
  })
const mayBeAsked = async () =>
  (await inHouse(tx => listActiveVolunteers(tx, house.platform.clock().toISOString().slice(0, 10)))).some(
    ({ volunteerId }) => volunteerId === sam.volunteerId,
  )
const facts = () =>
  inHouse(async tx =>
    (
      await tx.sql<
        { kind: string }[]
      >`select kind from platform.fact where place_id = ${tx.placeId} and record_id = ${sam.volunteerId} order by seq`
    ).map(({ kind }) => kind),
  )
const until = (year: string, month: string, day: string) => ({
  'until-day': day,
  'until-month': month,
  'until-year': year,
})

let count = 0

/** A new place with its people signed in: sessions of a place the clock was moved in have ended. */
const aPlace = async () => {
  house.setClock('2026-11-16T10:00:00Z')
  cast = await aCast(house)
  worked(
    await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
      settings: { triageOrganisationId: cast.hub },
    }),
  )
}

describe('one’s own volunteering', () => {
  beforeAll(aPlace)
  beforeEach(async () => {
    house.setClock('2026-11-16T10:00:00Z')
    sam = await aVolunteer(house.platform, cast.placeId, cast.hub, {
      phone: `0770090${1000 + ++count}`,
      email: `sam${count}@example.org`,
    })
    me = aVisitor(() => house.web)
    await me.open(`/${cast.slug}/volunteer/sign-in`)
    await me.press('Open my page', { reference: sam.reference, code: sam.code })
    expect(me.at.path).toBe(`/${cast.slug}/my-volunteering`)
    await me.open(`/${cast.slug}/volunteer/my-details`)
  })

  it('shows what was said, and changes all of it', async () => {
    expect(me.words()).toContain('By 10 am tomorrow you hear from us')
    await me.follow('Change what I told you')
    await me.press('Change it', {
      name: 'Sam Okafor-Reyes',
      activities: ['lift'],
      hasCar: 'yes',
      freeWhen: 'free time',
      limits: 'No stairs',
    })
    expect(me.words()).toContain('We have changed it')
    expect(await kept()).toMatchObject({
      name: 'Sam Okafor-Reyes',
      activities: ['lift'],
      hasCar: true,
      limits: 'No stairs',
    })
    expect(me.words()).toContain('Evenings and weekends')
    await me.follow('Change what I told you')
    await me.press('Change it', { phone: '', email: '' })
    expect(me.at.status).toBe(422)
    expect(await facts()).toEqual(['volunteer-signed-up', 'volunteer-changed'])
  })

  it('pauses until a day, and may be asked again on it', async () => {
    await me.press('Rest until then', until('2026', '11', '16'))
    expect(me.errors()).toEqual(['Choose a day after today'])
    await me.press('Rest until then', until('2028', '1', '1'))
    expect(me.errors()).toEqual(['Choose a day within a year. You can pause again then'])
    await me.press('Rest until then', until('2026', '12', '1'))
    expect(me.words()).toContain('Nobody asks you until then')
    expect(await mayBeAsked()).toBe(false)
    house.setClock('2026-12-01T05:00:00Z')
    expect(await mayBeAsked()).toBe(true)
    await keepPromises(house.platform, cast.placeId)
    expect(await kept()).toMatchObject({ state: 'active', pausedUntil: null })
    expect(await facts()).toEqual(['volunteer-signed-up', 'volunteer-paused', 'volunteer-back'])
  })

  it('rests for a week in one press, and takes it back in another', async () => {
    await me.press('Rest for a week')
    expect(await kept()).toMatchObject({ state: 'paused', pausedUntil: '2026-11-23' })
    await me.open(`/${cast.slug}/my-volunteering`)
    expect(me.words()).toContain('You are having a rest: nobody asks you before')
    await me.open(`/${cast.slug}/volunteer/my-details?done=paused`)
    await me.press('Ask me again from now on')
    expect(await mayBeAsked()).toBe(true)
  })

  it('ends a pause at once', async () => {
    await me.press('Rest until then', until('2026', '12', '1'))
    await me.press('End the rest now')
    expect(await mayBeAsked()).toBe(true)
  })

  it('stops at once, takes it back for fourteen days, and then keeps only that hours were given', async () => {
    await me.post(`/${cast.slug}/volunteer/my-details/hours`, {
      'givenOn-day': '15',
      'givenOn-month': '11',
      'givenOn-year': '2026',
      hours: '2',
      note: 'With Halina',
    })
    await me.open(`/${cast.slug}/volunteer/my-details`)
    await me.press('Stop volunteering')
    expect(me.words()).toContain('Nobody asks you any more')
    expect(await mayBeAsked()).toBe(false)
    house.advance({ days: 13 })
    await keepPromises(house.platform, cast.placeId)
    await keepRetention(house.platform, cast.placeId)
    const back = aVisitor(() => house.web)
    await back.open(`/${cast.slug}/volunteer/sign-in`)
    await back.press('Open my page', { reference: sam.reference, code: sam.code })
    expect(back.words()).toContain('You have stopped volunteering, so nobody asks you.')
    await back.follow('Change that')
    await back.press('Start again')
    expect(await mayBeAsked()).toBe(true)
    await back.press('Stop volunteering')
    house.advance({ days: 14 })
    await back.post(`/${cast.slug}/volunteer/my-details/come-back`, {})
    expect(back.words()).not.toContain('Good to have you back')
    const open = aVisitor(() => house.web)
    await open.open(`/${cast.slug}/volunteer/sign-in`)
    await open.press('Open my page', { reference: sam.reference, code: sam.code })
    await open.open(`/${cast.slug}/volunteer/my-details`)
    expect(open.words()).toContain('Your details')
    await keepPromises(house.platform, cast.placeId)
    await keepRetention(house.platform, cast.placeId)
    await open.open(`/${cast.slug}/volunteer/my-details`)
    expect(open.words()).toContain('Open your volunteering page')
    expect(await kept()).toMatchObject({
      name: 'deleted',
      phone: null,
      email: null,
      codeHash: '',
      position: null,
      state: 'left',
    })
    const left = await inHouse(async tx => ({
      hours:
        await tx.sql`select minutes, note, said_by from volunteers.hours_given where place_id = ${tx.placeId} and volunteer_id = ${sam.volunteerId}`,
      notices:
        await tx.sql`select 1 from platform.notice where place_id = ${tx.placeId} and about_id = ${sam.volunteerId} and to_address not like 'deleted %'`,
      grants:
        await tx.sql`select 1 from platform.record_grant where place_id = ${tx.placeId} and record_id = ${sam.volunteerId} and granted_until is null`,
    }))
    expect(left).toMatchObject({ hours: [{ minutes: 120, note: '', saidBy: 'deleted' }], notices: [], grants: [] })
    await back.open(`/${cast.slug}/volunteer/sign-in`)
    await back.press('Open my page', { reference: sam.reference, code: sam.code })
    expect(back.errors()).toHaveLength(1)
    const path = await inHouse(tx => volunteerLinkPath(tx, sam.volunteerId))
    await back.open(`/${cast.slug}${path}`)
    expect(back.errors()).toEqual([
      'You stopped volunteering, and what you told us is deleted. Sign up again: it takes three minutes.',
    ])
  })

  it('forgets whoever did and answered nothing for 24 months, and not a day before', async () => {
    house.setClock('2028-11-15T10:00:00Z')
    await keepPromises(house.platform, cast.placeId)
    await keepRetention(house.platform, cast.placeId)
    expect(await kept()).toMatchObject({ name: 'Sam Okafor' })
    house.setClock('2028-11-17T10:00:00Z')
    await keepPromises(house.platform, cast.placeId)
    await keepRetention(house.platform, cast.placeId)
    expect(await kept()).toMatchObject({ name: 'deleted', state: 'left' })
    expect((await facts()).at(-1)).toBe('volunteer-left')
  })

  it('keeps who somebody is who works here, when they stop volunteering', async () => {
    await aPlace()
    const ben = aVisitor(() => house.web)
    ben.cookies.set('session', cast.cookies.ben.slice('session='.length))
    await ben.post(`/${cast.slug}/volunteer`, { ...leastPosted, phone: '' })
    await ben.open(`/${cast.slug}/volunteer/my-details`)
    await ben.press('Stop volunteering')
    house.advance({ days: 15 })
    await keepPromises(house.platform, cast.placeId)
    await keepRetention(house.platform, cast.placeId)
    const [person] = await inHouse(
      tx => tx.sql`select name from people.person where place_id = ${tx.placeId} and person_id = ${cast.ben.personId}`,
    )
    expect(person).toEqual({ name: 'Ben' })
  })

  it('is slow to guess, and anybody else’s page is nobody’s', async () => {
    const thief = aVisitor(() => house.web)
    await thief.open(`/${cast.slug}/volunteer/my-details`)
    expect(thief.at.path).toBe(`/${cast.slug}/volunteer/sign-in`)
    for (let n = 0; n < 10; n++) {
      await thief.open(`/${cast.slug}/volunteer/sign-in`)
      await thief.press('Open my page', { reference: sam.reference, code: '000000' })
    }
    await thief.press('Open my page', { reference: sam.reference, code: sam.code })
    expect(thief.errors()).toEqual(['There were too many wrong tries. Wait 15 minutes, then try again, or ring us.'])
    for (const person of [cast.ben, cast.amira]) {
      const answer = await perform(house.platform.db, person, leaveVolunteering, { volunteerId: sam.volunteerId })
      expect('refused' in answer).toBe(person === cast.ben)
    }
  })

  it('sends a lost link to the address it has, once an hour, and answers strangers alike', async () => {
    const lost = aVisitor(() => house.web)
    await lost.open(`/${cast.slug}/volunteer/sign-in`)
    for (const email of [`sam${count}@example.org`, `SAM${count}@example.org`, 'nobody@example.org']) {
      await lost.press('Send me a link', { email })
      expect(lost.words()).toContain('If you are signed up with that address, a link is on its way to it.')
    }
    const sent = await inHouse(
      tx =>
        tx.sql`select 1 from platform.notice where place_id = ${tx.placeId} and about_id = ${sam.volunteerId} and sent_for like 'asked for a link%'`,
    )
    expect(sent).toHaveLength(1)
    await lost.press('Send me a link', { email: 'not an address' })
    expect(lost.at.status).toBe(422)
    await lost.open(`/${cast.slug}/volunteer/link/forged`)
    expect(lost.errors()).toEqual(['This link is not one of ours, or a part of it is missing. Copy the whole of it.'])
  })

  it('finishes on this device', async () => {
    const header = me.at.page.querySelector('header')
    expect(header?.querySelector('a[href$="/sign-in"]')).toBeNull()
    await me.post(header?.querySelector('form')?.getAttribute('action') ?? '', {})
    expect(me.words()).toContain('You have finished')
    await me.open(`/${cast.slug}/volunteer/my-details`)
    expect(me.at.path).toBe(`/${cast.slug}/volunteer/sign-in`)
  })
})

describe('signing somebody up by phone', () => {
  beforeAll(aPlace)

  it('asks the same, needs their word, and reads out the reference and the code', async () => {
    const amira = aVisitor(() => house.web)
    amira.cookies.set('session', cast.cookies.amira.slice('session='.length))
    await amira.open(`/${cast.slug}/volunteers/add`)
    await amira.post(`/${cast.slug}/volunteers/add`, { ...leastPosted, phone: '07700 900555', adult: 'no' })
    expect(amira.errors()).toEqual([
      'We sign up people of 18 and over. Tell them which organisations take younger people with somebody beside them',
      'Read them what we keep, and tick that they agree',
    ])
    await amira.press('Sign them up', { ...leastPosted, name: 'Mo Rahman', phone: '07700 900555', agreed: 'yes' })
    expect(amira.words()).toContain('Read both out')
    const reference = /Reference ([A-Z0-9]{3}-[A-Z0-9]{3})/.exec(amira.words())?.[1] ?? ''
    const code = /Code (\d{6})/.exec(amira.words())?.[1] ?? ''
    const mo = aVisitor(() => house.web)
    await mo.open(`/${cast.slug}/volunteer/sign-in`)
    await mo.press('Open my page', { reference, code })
    await mo.open(`/${cast.slug}/volunteer/my-details`)
    expect(mo.words()).toContain('Mo Rahman')
  })

  it('takes somebody known here as the person they are, and nobody who is not theirs to see', async () => {
    sam = await aVolunteer(house.platform, cast.placeId, cast.hub)
    const amira = aVisitor(() => house.web)
    amira.cookies.set('session', cast.cookies.amira.slice('session='.length))
    await amira.open(`/${cast.slug}/volunteers/add?person=${sam.personId}`)
    expect(amira.words()).toContain('For Sam Okafor')
    await amira.post(`/${cast.slug}/volunteers/add`, {
      ...leastPosted,
      person: cast.cleo.personId ?? '',
      agreed: 'yes',
    })
    expect(amira.at.status).toBe(404)
    await amira.open(`/${cast.slug}/volunteers/add?person=nobody`)
    expect(amira.at.status).toBe(404)
  })
})
