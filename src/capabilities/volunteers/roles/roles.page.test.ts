import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor, type PlaceTx } from '../../../platform/db/database.ts'
import { changePlace } from '../../places/index.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'
import { keepPromises } from '../keep-promises-job.ts'
import { aVolunteer } from '../testing.ts'

const house = useHouse()
let cast: Cast

const inHouse = <T>(work: (tx: PlaceTx) => Promise<T>) => house.platform.db.asHouse(cast.placeId, work)
const visitor = () => aVisitor(() => house.web)
const staff = (who: 'amira' | 'ben' | 'cleo'): Visitor => {
  const one = visitor()
  one.cookies.set('session', cast.cookies[who].slice('session='.length))
  return one
}

let count = 0
const aVolunteerIn = async (): Promise<{ page: Visitor; volunteerId: string; name: string }> => {
  const name = `Volunteer Number${++count}`
  const made = await aVolunteer(house.platform, cast.placeId, cast.hub, {
    name,
    email: `v${count}@example.org`,
    phone: null,
  })
  const page = visitor()
  await page.open(`/${cast.slug}/volunteer/sign-in`)
  await page.press('Open my page', { reference: made.reference, code: made.code })
  return { page, volunteerId: made.volunteerId, name }
}

const driver = {
  kind: 'volunteer role',
  title: 'Tuesday driver',
  about: 'Drive the lunch club.',
  activities: ['lift'],
  hoursAWeek: '2.5',
  places: '1',
}

const opened = async (
  more: Record<string, string | readonly string[]> = {},
  who: 'amira' | 'ben' | 'cleo' = 'cleo',
) => {
  const coordinator = staff(who)
  await coordinator.post(`/${cast.slug}/roles/open`, { ...driver, ...more })
  return { coordinator, path: coordinator.at.path.split('?')[0] ?? '' }
}

const mailsAbout = (volunteerId: string) =>
  inHouse(
    tx => tx.sql<{ subject: string; body: string }[]>`
      select subject, body from platform.notice where place_id = ${tx.placeId} and about_id = ${volunteerId} order by created_at, notice_id`,
  )

describe('roles', () => {
  beforeAll(async () => {
    cast = await aCast(house)
    worked(
      await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
        settings: { triageOrganisationId: cast.hub },
      }),
    )
  })
  beforeEach(async () => {
    await inHouse(
      tx =>
        tx.sql`update volunteers.role set closed_at = ${tx.now} where place_id = ${tx.placeId} and closed_at is null`,
    )
  })

  it('says so when nothing is open, and shows everybody what is', async () => {
    const anybody = visitor()
    await anybody.open(`/${cast.slug}/roles`)
    expect(anybody.words()).toContain('Nothing is open just now')
    const { path } = await opened()
    await anybody.open(`/${cast.slug}/roles`)
    expect(anybody.words()).toContain('Tuesday driver Drivers · Volunteer role · 2.5 hours a week')
    await anybody.follow('Tuesday driver')
    expect(anybody.at).toMatchObject({ path, status: 200 })
    expect(anybody.words()).toContain('Offer to help first')
  })

  it('is opened by coordinators alone, with every mistake named', async () => {
    const anybody = visitor()
    await anybody.post(`/${cast.slug}/roles/open`, driver)
    expect(anybody.at.status).toBe(403)
    const { coordinator } = await opened({
      kind: 'gig',
      title: '',
      hoursAWeek: 'many',
      pay: '12.6',
      places: '0',
      postcode: 'over the hills',
      'openUntil-day': '31',
      'openUntil-month': '2',
      'openUntil-year': '2027',
    })
    expect(coordinator.errors()).toEqual([
      'Choose what it is',
      'Say in a few words what it is, in 1 to 120 characters',
      'Enter a postcode like ZZ1 4AB',
      'Enter hours a week, like 2 or 2.5',
      'Enter the pay for an hour in pounds, like 12.60',
      'Enter how many people are wanted, 1 to 1000',
      'The last day must be a real date, like 27 3 1950',
    ])
    await coordinator.post(`/${cast.slug}/roles/open`, { ...driver, pay: '12.60' })
    expect(coordinator.errors()).toEqual(['Only a paid job or a care role has pay. Leave it empty'])
    await coordinator.post(`/${cast.slug}/roles/open`, { ...driver, kind: 'paid job', pay: '12.60' })
    expect(coordinator.words()).toContain('£12.60 an hour')
  })

  it('goes from interested to started to ended, and the volunteer is told in the coordinator’s words', async () => {
    const { coordinator, path } = await opened()
    const { page, volunteerId, name } = await aVolunteerIn()
    await page.open(path)
    await page.press('I am interested')
    expect(page.words()).toContain('They know that you are interested')
    await coordinator.open(`/${cast.slug}/roles`)
    expect(coordinator.words()).toMatch(
      /Somebody waits for your answer ?Tuesday driver ?1 person waits for your answer/,
    )
    await page.open(`/${cast.slug}/roles`)
    expect(page.words()).not.toContain('Somebody waits for your answer')
    await coordinator.open(path)
    expect(coordinator.words()).toContain(name)
    expect(coordinator.words()).toContain(`v${count}@example.org`)
    const placementId = coordinator.at.page.querySelector('input[name=placementId]')?.getAttribute('value') ?? ''
    await coordinator.press('Write it down', {
      [`to-${placementId}`]: 'started',
      [`words-${placementId}`]: 'See you on Tuesday.',
    })
    expect(coordinator.words()).toContain('Full')
    await page.open(path)
    expect(page.words()).toContain('They say: See you on Tuesday.')
    expect((await mailsAbout(volunteerId)).at(-1)?.body).toContain('Cleo says: See you on Tuesday.')
    await coordinator.open(path)
    await coordinator.press('Write it down', { [`to-${placementId}`]: 'ended' })
    expect((await mailsAbout(volunteerId)).at(-1)?.subject).toBe('Thank you: Tuesday driver')
    await coordinator.open(path)
    expect(coordinator.words()).not.toContain(name)
  })

  it('needs words for "not this time", and ends the sight of who it was', async () => {
    const { coordinator, path } = await opened()
    const { page, volunteerId, name } = await aVolunteerIn()
    await page.post(`${path}/interested`, {})
    await coordinator.open(path)
    const placementId = coordinator.at.page.querySelector('input[name=placementId]')?.getAttribute('value') ?? ''
    await coordinator.press('Write it down', { [`to-${placementId}`]: 'not this time' })
    expect(coordinator.errors()).toEqual(['Say in your own words why not this time. They read it'])
    await coordinator.press('Write it down', {
      [`to-${placementId}`]: 'not this time',
      [`words-${placementId}`]: 'We need a bus licence.',
    })
    expect(coordinator.words()).not.toContain(name)
    expect((await mailsAbout(volunteerId)).at(-1)?.body).toContain('We need a bus licence.')
    expect(
      await inHouse(
        tx =>
          tx.sql`select 1 from platform.record_grant where place_id = ${tx.placeId} and record_id = ${volunteerId} and holder_id = ${cast.drivers} and granted_until is null`,
      ),
    ).toHaveLength(0)
  })

  const mailsToDrivers = async () =>
    (
      await inHouse(
        tx => tx.sql<{ subject: string; sentBy: string | null }[]>`
          select subject, sent_by from platform.notice where place_id = ${tx.placeId} and (subject like '%is interested:%' or subject like 'No longer interested:%')
          order by created_at, notice_id`,
      )
    ).map(({ subject, sentBy }) => [subject.split(':')[0], sentBy])

  it('is not wanted after all: taken back by one press, seen no more, told to those who know, and undone by another', async () => {
    const { coordinator, path } = await opened({ title: 'Wednesday driver' })
    const { page, name } = await aVolunteerIn()
    await page.open(path)
    await page.press('I am interested')
    await house.deliver(cast.placeId)
    const before = (await mailsToDrivers()).length
    await page.press('I am not interested any more')
    expect(page.words()).toContain('Your interest Taken back')
    const undone = page.at.path
    expect(page.words()).not.toContain('I am not interested any more')
    expect((await mailsToDrivers()).slice(before)).toEqual([['No longer interested', null]])
    await coordinator.open(path)
    expect(coordinator.words()).not.toContain(name)
    expect(coordinator.words()).toContain('Nobody has said yet that they are interested')
    await coordinator.open(`/${cast.slug}/roles`)
    expect(coordinator.words()).not.toContain('Somebody waits for your answer')
    await page.open(undone)
    await page.press('I am interested after all')
    expect(page.words()).toContain('Your interest Interested')
    await coordinator.open(path)
    expect(coordinator.words()).toContain(name)
  })

  it('is taken back before they have heard of it without a word to them, by nobody who has not said so, and not once it is answered', async () => {
    const { coordinator, path } = await opened({ title: 'Thursday driver' })
    const { page } = await aVolunteerIn()
    await page.post(`${path}/withdraw`, {})
    expect(page.errors()).toEqual(['You have not said that you are interested in this.'])
    const before = (await mailsToDrivers()).length
    await page.post(`${path}/interested`, {})
    const other = (await aVolunteerIn()).page
    await other.post(`${path}/withdraw`, {})
    expect(other.errors()).toEqual(['You have not said that you are interested in this.'])
    await page.post(`${path}/withdraw`, {})
    await page.post(`${path}/withdraw`, {})
    expect((await mailsToDrivers()).slice(before)).toEqual([['Somebody is interested', 'nobody: taken back']])
    await page.post(`${path}/interested`, {})
    await coordinator.open(path)
    const placementId = coordinator.at.page.querySelector('input[name=placementId]')?.getAttribute('value') ?? ''
    await coordinator.press('Write it down', { [`to-${placementId}`]: 'started' })
    await page.post(`${path}/withdraw`, {})
    expect(page.errors()).toEqual([
      'They have answered you meanwhile. If it is not for you after all, tell them yourself.',
    ])
    await visitor().post(`${path}/withdraw`, {})
  })

  it('24 months after it closed is deleted, and nobody is seen any more for an interest that was never answered', async () => {
    const { coordinator, path } = await opened()
    const { page, volunteerId } = await aVolunteerIn()
    await page.post(`${path}/interested`, {})
    await coordinator.open(path)
    await coordinator.press('Close it')
    const roleId = path.split('/').at(-1) ?? ''
    const grants = () =>
      inHouse(
        tx =>
          tx.sql`select 1 from platform.record_grant where place_id = ${tx.placeId} and record_id = ${volunteerId} and holder_id = ${cast.drivers} and granted_until is null`,
      )
    expect(await grants()).toHaveLength(1)
    await inHouse(
      tx =>
        tx.sql`update volunteers.role set closed_at = closed_at - interval '25 months' where place_id = ${tx.placeId} and role_id = ${roleId}`,
    )
    await keepPromises(house.platform, cast.placeId)
    expect(await grants()).toHaveLength(0)
    await coordinator.open(path)
    expect(coordinator.at.status).toBe(404)
  })

  it('shows who is interested to nobody else, and lets nobody else move them', async () => {
    const { path, coordinator } = await opened()
    const { page, name } = await aVolunteerIn()
    await page.post(`${path}/interested`, {})
    await coordinator.open(path)
    const placementId = coordinator.at.page.querySelector('input[name=placementId]')?.getAttribute('value') ?? ''
    const other = staff('ben')
    await other.open(path)
    expect(other.words()).not.toContain(name)
    await other.post(`${path}/move`, { placementId, [`to-${placementId}`]: 'started' })
    expect(other.errors()).toEqual(['There is no such interest, or another organisation opened the role.'])
    await other.post(`${path}/close`, {})
    expect(other.errors()).toEqual(['There is no such role, or another organisation opened it.'])
  })

  it('takes one interest of each, none when it is closed or full, and opens again', async () => {
    const { coordinator, path } = await opened()
    const { page } = await aVolunteerIn()
    await page.post(`${path}/interested`, {})
    await page.post(`${path}/interested`, {})
    await coordinator.open(path)
    expect(coordinator.at.page.querySelectorAll('input[name=placementId]')).toHaveLength(1)
    await coordinator.press('Close it')
    const second = (await aVolunteerIn()).page
    await second.post(`${path}/interested`, {})
    expect(second.errors()).toEqual(['This is not open any more. See what else is.'])
    await coordinator.press('Open it again')
    await second.post(`${path}/interested`, {})
    expect(second.words()).toContain('They know that you are interested')
    await visitor().post(`${path}/interested`, {})
  })
})
