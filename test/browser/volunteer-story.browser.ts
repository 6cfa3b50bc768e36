import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askVolunteers } from '../../src/capabilities/matching/asking/offer-round.ts'
import { changePlace } from '../../src/capabilities/places/index.ts'
import { recordIdentity, recordTraining } from '../../src/capabilities/volunteers/checks/record-checks.ts'
import { askReference, writeDownReference } from '../../src/capabilities/volunteers/checks/references.ts'
import { dateAt } from '../../src/design/time-in-words.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { type Command, perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import { aCast, aRequest, ask, type Cast, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'
import { openChromium, openWindow } from './chromium.ts'
import { rules } from './every-page.ts'

let browser: Browser
let address: string
let cast: Cast
const house = useHouse('2026-11-16T10:00:00Z')

beforeAll(async () => {
  browser = await openChromium()
  address = (await house.web.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost')
  cast = await aCast(house)
  const settings = { triageOrganisationId: cast.hub }
  worked(await perform(house.platform.db, houseActor(cast.placeId), changePlace, { settings }))
})
afterAll(() => browser?.close())

const resident = { name: 'Wilhelmina Ashdown', phone: '020 7946 0991', address: '9 Fuchsia Row', postcode: 'ZZ1 4AB' }
const home = { x: 401_234, y: 300_987 }
const email = 'ada.brook@example.org'
const faults: string[] = []

/** What the jobs process would do meanwhile. */
const meanwhile = async () => {
  await askVolunteers(house.platform, cast.placeId)
  await house.deliver(cast.placeId)
}

const sessionOf = (subject: Record<string, string>): Promise<string> =>
  house.platform.db.asHouse(cast.placeId, tx => startSession(tx, subject))

const aWindow = async (width: number, javaScript: boolean, token?: string): Promise<Page> =>
  (await openWindow(browser, address, { slug: cast.slug, width, javaScript, ...(token && { token }) })).newPage()

/** The page as it is now fits a phone and passes axe, which needs scripts: it is looked at beside, in the same visitor's sight. */
const look = async (page: Page) => {
  const context = await openWindow(browser, address, { width: 320 })
  await context.addCookies(await page.context().cookies())
  const beside = await context.newPage()
  await beside.goto(page.url())
  const { violations } = await new AxeBuilder({ page: beside }).withTags(rules).analyze()
  faults.push(...violations.map(({ id, nodes }) => `${page.url()}: ${id} ${nodes[0]?.html}`))
  const over = (await beside.evaluate('document.scrollingElement.scrollWidth - window.innerWidth')) as number
  if (over > 0) faults.push(`${page.url()}: ${over} px wider than a phone`)
  await context.close()
}

const main = (page: Page) => page.getByRole('main').innerText()
const press = (page: Page, words: string) =>
  page.getByRole('main').getByRole('button', { name: words, exact: true }).click()

const done = async <Input, Answer>(what: Command<Input, Answer>, input: Input) =>
  worked(await perform(house.platform.db, cast.amira, what, input))

/** What whoever looks after volunteers writes down before somebody is asked to ring anybody. */
const check = async (volunteerId: string) => {
  const on = dateAt(house.platform.clock())
  await done(recordIdentity, { volunteerId, how: 'passport', seenOn: on })
  for (const training of ['safeguarding basics', 'phone company', 'lone visiting'])
    await done(recordTraining, { volunteerId, training, doneOn: on })
  for (const refereeName of ['Mo Sharp', 'Kit Vale']) {
    const asked = { volunteerId, refereeName, relationship: 'Worked together', contact: '01632 960 001' }
    const { referenceId } = await done(askReference, asked)
    await done(writeDownReference, { volunteerId, referenceId, answer: 'recommends', words: '' })
  }
}

/** Somebody asks on the web for a prescription to be collected. */
const aNeed = () =>
  ask(house, cast, {
    needs: [
      { kind: 'prescription', urgency: 'this week', description: 'A woman in her 80s needs a prescription collected.' },
    ],
    person: {
      ...aRequest(cast).person,
      ...resident,
      position: home,
      email: null,
      contactBy: 'phone',
      communicationNeeds: 'Hard of hearing: ring twice',
    },
  })

/** The newest mail to the volunteer whose subject begins so: what it says, and where its last link leads. */
const mail = async (subject: string) => {
  const [message] = await house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ body: string }[]>`
      select body from platform.mailbox_message where place_id = ${tx.placeId} and to_address = ${email} and subject like ${`${subject}%`}
      order by arrived_at desc limit 1`,
  )
  const body = message?.body ?? ''
  return {
    body,
    link:
      body
        .match(/https?:\/\/[^/]+(\/\S+)/g)
        ?.at(-1)
        ?.replace(/^https?:\/\/[^/]+/, '') ?? '',
  }
}

describe('a need put to volunteers, told through real pages', () => {
  it('goes from a sign-up on a phone without scripts to a yes, the details near the time, and done', async () => {
    const { slug, placeId } = cast
    const volunteer = await aWindow(320, false)
    await volunteer.goto(`/${slug}`)
    await volunteer.getByRole('main').getByRole('link', { name: 'Offer to help' }).click()
    await press(volunteer, 'Offer to help')
    expect(await volunteer.title()).toMatch(/^Error: /)
    await volunteer.fill('[name=name]', 'Ada Brook')
    await volunteer.fill('[name=email]', email)
    await volunteer.fill('[name=postcode]', resident.postcode)
    await volunteer.check('[name=activities][value=prescription]')
    await volunteer.check('[name=adult][value=yes]')
    await press(volunteer, 'Offer to help')
    const [reference = '', code = ''] = await volunteer.locator('.kil-number').allInnerTexts()
    expect(reference).toMatch(/^[A-Z0-9]{3}-[A-Z0-9]{3}$/)
    await look(volunteer)
    const [signedUp] = await house.platform.db.asHouse(
      placeId,
      tx => tx.sql<{ volunteerId: string }[]>`
        update volunteers.volunteer set position = point(${home.x}, ${home.y + 400}) where place_id = ${tx.placeId} and reference = ${reference}
        returning volunteer_id`,
    )
    await check(signedUp?.volunteerId ?? '')
    const { needIds, helpRequestId } = await aNeed()
    const needId = needIds[0]
    await meanwhile()

    const coordinator = await aWindow(1280, true, cast.cookies.amira.slice('session='.length))
    await coordinator.goto(`/${slug}/needs/${needId}`)
    await coordinator.getByRole('link', { name: 'Put it to volunteers' }).click()
    expect(await coordinator.evaluate('document.querySelector("main").getBoundingClientRect().height')).toBeLessThan(
      1100,
    )
    const asked = ['2026', '11', '19']
    await coordinator.getByRole('heading', { name: 'When' }).click()
    for (const name of ['startsOn', 'endsOn'])
      for (const [index, part] of ['year', 'month', 'day'].entries())
        await coordinator.fill(`[name=${name}-${part}]`, asked[index] ?? '')
    await coordinator.fill('[name=startsTime]', '2 pm')
    await coordinator.fill('[name=endsTime]', '5 pm')
    await press(coordinator, 'Look again with these changes')
    expect(await coordinator.locator('#says-when').innerText()).toContain('between 2 pm and 5 pm')
    await coordinator.getByLabel('Ada', { exact: true }).check()
    await press(coordinator, 'Ask those I tick')
    expect(await main(coordinator)).toContain('They have been asked.')
    await meanwhile()

    const asking = await mail('Can you help?')
    expect(asking.body).not.toMatch(/Wilhelmina|Ashdown|Fuchsia|0991/)
    await volunteer.context().clearCookies()
    await volunteer.goto(asking.link)
    await press(volunteer, 'Go on')
    expect(await volunteer.content()).not.toMatch(/Wilhelmina|Ashdown|Fuchsia|0991/)
    expect(await main(volunteer)).toContain('A woman in her 80s needs a prescription collected.')
    await look(volunteer)
    await press(volunteer, 'Yes, I can')
    expect(await main(volunteer)).toContain('Thank you. It is yours.')
    await volunteer.goBack()
    await volunteer.reload()
    expect(await main(volunteer)).toContain('You said yes.')

    await coordinator.reload()
    await press(coordinator, 'Confirm Ada')
    expect(await main(coordinator)).toContain('Ada has it in hand.')
    await meanwhile()
    const inNeed = await aWindow(320, false, await sessionOf({ helpRequestId }))
    await inNeed.goto(`/${slug}/my-request`)
    await inNeed.getByRole('link', { name: /^Who is coming/ }).click()
    expect(await main(inNeed)).toContain('Ada is helping you')
    await look(inNeed)

    await volunteer.goto(`/${slug}/my-volunteering`)
    await look(volunteer)
    await volunteer.getByRole('main').getByRole('link', { name: 'Prescriptions' }).first().click()
    expect(await main(volunteer)).toContain('You can see who it is and where from')
    expect(await volunteer.getByRole('button', { name: 'Show who it is and how to reach them' }).count()).toBe(0)
    house.setClock('2026-11-19T08:00:00Z')
    // Another day, on another device: by reference and code.
    const later = await aWindow(320, false)
    await later.goto(`/${slug}/volunteer/sign-in`)
    await later.fill('[name=reference]', reference.toLowerCase().replace('-', ' '))
    await later.fill('[name=code]', code)
    await press(later, 'Open my page')
    await later.getByRole('main').getByRole('link', { name: 'Prescriptions' }).first().click()
    await press(later, 'Show who it is and how to reach them')
    const shown = await main(later)
    for (const said of [resident.name, resident.address, 'ring twice']) expect(shown).toContain(said)
    house.setClock('2026-11-19T15:00:00Z')
    await later.goto(later.url().replace('/details', ''))
    await look(later)
    await press(later, 'I have been in touch')
    await press(later, 'It is done')
    expect(await main(later)).toContain('Written down: it is done. Thank you.')
    expect(await later.content()).not.toMatch(/Wilhelmina|Ashdown|Fuchsia|0991/)
    await look(later)
    await meanwhile()
    // Three days on, both are in anew.
    const { personId, organisationId } = cast.amira
    const again = await aWindow(
      1280,
      true,
      await sessionOf({ personId: personId ?? '', organisationId: organisationId ?? '' }),
    )
    await again.goto(`/${slug}/needs/${needId}/volunteers`)
    expect(await main(again)).toContain('Done')
    const inNeedAgain = await aWindow(320, false, await sessionOf({ helpRequestId }))
    await inNeedAgain.goto(`/${slug}/my-request`)
    expect(await main(inNeedAgain)).toMatch(/how it went|how did it go/i)
    expect(faults).toEqual([])
  }, 240_000)
})
