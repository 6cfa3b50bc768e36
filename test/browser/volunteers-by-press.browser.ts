/** What volunteers and those who look after them do, each by pressing what the page offers: a waiting list, a worry, a role. */
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askVolunteers } from '../../src/capabilities/matching/asking/offer-round.ts'
import { bearing, putTask } from '../../src/capabilities/matching/testing.ts'
import { addMember } from '../../src/capabilities/organisations/index.ts'
import { addAccount } from '../../src/capabilities/people/index.ts'
import { changePlace } from '../../src/capabilities/places/index.ts'
import { aVolunteer } from '../../src/capabilities/volunteers/testing.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import { aCast, ask, type Cast, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'
import { openChromium, openWindow } from './chromium.ts'
import { rules } from './every-page.ts'

let browser: Browser
let address: string
let cast: Cast
const house = useHouse('2026-11-16T10:00:00Z')
const db = () => house.platform.db

beforeAll(async () => {
  browser = await openChromium()
  address = (await house.web.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost')
  cast = await aCast(house)
  const settings = { triageOrganisationId: cast.hub }
  worked(await perform(db(), houseActor(cast.placeId), changePlace, { settings }))
})
afterAll(() => browser?.close())

/** What the jobs process would do meanwhile. */
const meanwhile = async () => {
  await askVolunteers(house.platform, cast.placeId)
  await house.deliver(cast.placeId)
}

/** A window of somebody who is in: staff on a wide screen, volunteers on a small phone without scripts. */
const windowOf = async (cookie: string, of: 'staff' | 'phone'): Promise<Page> => {
  const token = cookie.replace('session=', '')
  const how = of === 'staff' ? { width: 1280 } : { width: 320, javaScript: false }
  return (await openWindow(browser, address, { slug: cast.slug, token, ...how })).newPage()
}

/** A volunteer who may be asked, in their own window. */
const aReadyVolunteer = async (name: string): Promise<Page> => {
  const made = await aVolunteer(house.platform, cast.placeId, cast.hub, {
    name: `${name} Okafor`,
    phone: null,
    email: `${name.toLowerCase()}@example.org`,
    postcode: 'ZZ1 5AB',
  })
  await db().asHouse(cast.placeId, async tx => {
    await tx.sql`
      update volunteers.volunteer set identity_seen_on = '2026-11-01', identity_seen_by = 'Amira', identity_seen_how = 'passport', position = point(401100, 300500)
      where place_id = ${tx.placeId} and volunteer_id = ${made.volunteerId}`
    for (const referee of ['A', 'B'])
      await tx.sql`
        insert into volunteers.reference_asked (place_id, reference_id, volunteer_id, referee_name, relationship, asked_by, answered_at, answer, recorded_by)
        values (${tx.placeId}, gen_random_uuid(), ${made.volunteerId}, ${referee}, 'a friend', 'Amira', ${tx.now}, 'recommends', 'Amira')`
  })
  return windowOf((await bearing(house.platform, cast.placeId, made)).cookie, 'phone')
}

const aLead = async (): Promise<Page> => {
  const { personId } = worked(
    await perform(db(), houseActor(cast.placeId), addAccount, {
      name: 'Dee',
      email: 'dee@example.org',
      password: 'a long password',
    }),
  )
  worked(
    await perform(db(), houseActor(cast.placeId), addMember, {
      organisationId: cast.hub,
      personId,
      roles: ['safeguarding lead'],
    }),
  )
  const token = await db().asHouse(cast.placeId, tx => startSession(tx, { personId, organisationId: cast.hub }))
  return windowOf(token, 'staff')
}

const main = (page: Page) => page.getByRole('main').innerText()
const press = (page: Page, words: string) =>
  page.getByRole('main').getByRole('button', { name: words, exact: true }).click()
const follow = (page: Page, words: string | RegExp) =>
  page.getByRole('main').getByRole('link', { name: words }).first().click()
const unfold = (page: Page, words: string) => page.getByRole('main').locator('summary', { hasText: words }).click()

/** The page as it is fits a phone and passes axe, which needs scripts: it is looked at beside, in the same visitor's sight. */
const looksRight = async (page: Page) => {
  const context = await openWindow(browser, address, { width: 320 })
  await context.addCookies(await page.context().cookies())
  const beside = await context.newPage()
  await beside.goto(page.url())
  const { violations } = await new AxeBuilder({ page: beside }).withTags(rules).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  expect(await beside.evaluate('document.scrollingElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0)
  await context.close()
}

describe('by pressing what the page offers', () => {
  it('the second yes waits, is asked first when the first falls through, and a worry from the task reaches a lead', async () => {
    const { needIds } = await ask(house, cast, {
      needs: [{ kind: 'shopping', urgency: 'two days', description: 'A woman in her 70s needs some shopping.' }],
    })
    await house.deliver(cast.placeId)
    const needId = needIds[0] ?? ''
    const [sam, jo] = [await aReadyVolunteer('Sam'), await aReadyVolunteer('Jo')]
    const lead = await aLead()
    await putTask(house.platform, cast.amira, needId, { offersBy: 'coordinator' })
    const staff = await windowOf(cast.cookies.amira, 'staff')
    await staff.goto(`/${cast.slug}/needs/${needId}/volunteers`)
    for (const name of ['Sam', 'Jo']) await staff.getByLabel(name, { exact: true }).check()
    await press(staff, 'Offer it to these')
    await meanwhile()

    // Both have it before them, and one is a moment quicker.
    for (const each of [sam, jo]) {
      await each.goto(`/${cast.slug}/my-volunteering`)
      await follow(each, 'See it and answer')
    }
    await press(sam, 'Yes, I can')
    expect(await main(sam)).toContain('Thank you. It is yours.')
    await press(jo, 'Yes, I can')
    expect(await main(jo)).toContain('Somebody else was a moment quicker.')
    expect(await main(jo)).toContain('You are on the waiting list')
    await looksRight(jo)
    await meanwhile()

    // It waits for whoever decides, until they have confirmed it.
    await staff.goto(`/${cast.slug}/worklist`)
    expect(await main(staff)).toContain('Confirm the volunteer: until then nobody is told who comes.')
    await follow(staff, /^Look and confirm/)
    expect(await main(staff)).toContain('On the waiting list')
    await press(staff, 'Confirm Sam')
    await meanwhile()
    await staff.goto(`/${cast.slug}/worklist`)
    expect(await main(staff)).not.toContain('Look and confirm')

    await sam.goto(`/${cast.slug}/my-volunteering`)
    await follow(sam, 'Shopping')
    expect(await main(sam)).toContain('You can say that it is done')
    await unfold(sam, 'I cannot do it after all')
    await sam.getByLabel('I am ill, or something came up').check()
    await press(sam, 'I cannot do it')
    expect(await main(sam)).toContain('We are finding somebody else.')
    await meanwhile()

    await jo.goto(`/${cast.slug}/my-volunteering`)
    await follow(jo, 'See it and answer')
    await press(jo, 'Yes, I can')
    expect(await main(jo)).toContain('Thank you. It is yours.')
    await follow(jo, /worried about somebody/)
    expect(await main(jo)).toContain('999')
    await follow(jo, 'No, but I am worried about somebody')
    expect(await main(jo)).toContain('they see who helps and who is helped')
    await looksRight(jo)
    await jo.getByLabel('What have you seen or heard?').fill('There was no food in the house.')
    await press(jo, 'Tell a safeguarding lead')
    expect(await main(jo)).toContain('A safeguarding lead has been told')
    const reference = /[A-Z0-9]{3}-[A-Z0-9]{3}/.exec(await main(jo))?.[0] ?? ''
    await meanwhile()

    await lead.goto(`/${cast.slug}/concerns`)
    await follow(lead, `Concern ${reference}`)
    expect(await main(lead)).toContain('There was no food in the house.')
    expect(await main(lead)).toContain('Jo Okafor, who volunteers')
    await press(lead, 'I am looking at it now')
    await lead.getByLabel('What was decided, and why?').fill('Rang her with her son. The hub brings food today.')
    await lead.getByLabel('No: close it').check()
    await press(lead, 'Write it down')
    expect(await main(lead)).toContain('Closed. It no longer shows who the people are.')
    expect(await main(lead)).not.toContain('Okafor')
    await staff.goto(`/${cast.slug}/needs/${needId}`)
    expect(await staff.content()).not.toContain('no food in the house')
  }, 240_000)

  it('a paid job is opened, somebody says they are interested, starts, and it ends; then it is closed', async () => {
    const kim = await aReadyVolunteer('Kim')
    const staff = await windowOf(cast.cookies.amira, 'staff')
    await staff.goto(`/${cast.slug}/volunteers`)
    await follow(staff, 'Roles, jobs and training places')
    await follow(staff, 'Open a role, a job or a training place')
    await press(staff, 'Open it')
    expect(await staff.title()).toMatch(/^Error: /)
    await staff.getByLabel('Paid job').check()
    await staff.getByLabel('In a few words').fill('Pantry assistant')
    await staff.getByLabel('What it is about').fill('Sixteen hours a week among shelves and people.')
    await staff.getByLabel('Pay for an hour').fill('13.10')
    await press(staff, 'Open it')
    expect(await main(staff)).toContain('It is open. Everybody in the place can see it.')
    await looksRight(staff)
    const role = new URL(staff.url()).pathname

    await kim.goto(`/${cast.slug}/volunteer/my-details`)
    await follow(kim, 'Roles, jobs and training places')
    await follow(kim, 'Pantry assistant')
    await press(kim, 'I am interested')
    expect(await main(kim)).toContain('They know that you are interested.')
    await looksRight(kim)

    await staff.goto(`/${cast.slug}/roles`)
    expect(await main(staff)).toContain('1 person waits for your answer')
    await follow(staff, 'Pantry assistant')
    await unfold(staff, 'Say what became of it')
    await staff.getByLabel('They have started').check()
    await press(staff, 'Write it down and tell them')
    expect(await main(staff)).toContain('Written down, and they are told.')
    expect(await main(staff)).toContain('Full')
    await kim.goto(role)
    expect(await main(kim)).toContain('Started')

    await unfold(staff, 'Say what became of it')
    await staff.getByLabel('It has ended').check()
    await staff.getByLabel('What you say to them').fill('Thank you for a good year.')
    await press(staff, 'Write it down and tell them')
    expect(await main(staff)).toContain('Open')
    await press(staff, 'Close it')
    expect(await main(staff)).toContain('It is closed.')
    await kim.goto(role)
    expect(await main(kim)).toContain('They say: Thank you for a good year.')
    expect(await kim.getByRole('button', { name: 'I am interested' }).count()).toBe(0)
  }, 240_000)
})
