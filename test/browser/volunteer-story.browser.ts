import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askVolunteers } from '../../src/capabilities/matching/offer-round.ts'
import { whereaboutsOf } from '../../src/capabilities/places/index.ts'
import { makeHelpRequest } from '../../src/capabilities/requests/index.ts'
import { recordIdentity, recordTraining } from '../../src/capabilities/volunteers/checks/record-checks.ts'
import { askReference, writeDownReference } from '../../src/capabilities/volunteers/checks/references.ts'
import { dateAt } from '../../src/design/time-in-words.ts'
import { journeys } from '../../src/journeys.ts'
import { instantAt, localTime } from '../../src/kernel/local-time.ts'
import { isRefusal } from '../../src/kernel/refusal.ts'
import { anyone } from '../../src/platform/auth/actor.ts'
import { type Command, perform } from '../../src/platform/command.ts'
import { deliverAll } from '../../src/platform/facts/deliver.ts'
import { openMail, sendNotices } from '../../src/platform/notify/send.ts'
import { aRequest, type Cast } from '../support/cast.ts'
import { type DemoHouse, openDemoHouse } from '../support/demo-house.ts'
import { openChromium, openWindow } from './chromium.ts'
import { rules } from './every-page.ts'

let demo: DemoHouse
let browser: Browser

// Nobody is asked at night, whenever this is run: it is ten in the morning of tomorrow, and the clock can be moved on.
let ahead = instantAt(localTime(Date.now()).day + 1, 10 * 60) - Date.now()
const now = () => new Date(Date.now() + ahead)
const hours = (count: number) => {
  ahead += count * 3_600_000
}

beforeAll(async () => {
  ;[demo, browser] = await Promise.all([openDemoHouse(now), openChromium()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.close()
})

const resident = { name: 'Wilhelmina Ashdown', phone: '020 7946 0991', address: '9 Fuchsia Row', postcode: 'ZZ5 6BT' }
const email = 'ada.brook@example.org'
const faults: string[] = []

/** What the jobs process would do meanwhile. */
const meanwhile = async () => {
  const { placeId, slug } = demo.place
  await askVolunteers(demo.platform, placeId)
  await deliverAll(demo.platform.db, journeys, placeId)
  await sendNotices(demo.platform.db, openMail(demo.platform.config), placeId, slug)
}

/** The page as it is now fits a phone and passes axe, which needs scripts: it is looked at beside, in the same visitor's sight. */
const look = async (page: Page) => {
  const context = await openWindow(browser, demo.address, { width: 320 })
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

const done = async <Input, Answer>(what: Command<Input, Answer>, input: Input): Promise<Answer> => {
  const { actor } = await demo.signedIn('volunteer.check')
  const answer = await perform(demo.platform.db, actor, what, input)
  if (isRefusal(answer)) throw new Error(answer.message)
  return answer as Answer
}

/** What whoever looks after volunteers writes down before somebody is asked to ring anybody. */
const check = async (volunteerId: string) => {
  const on = dateAt(now())
  await done(recordIdentity, { volunteerId, how: 'passport', seenOn: on })
  for (const training of ['safeguarding basics', 'phone company', 'lone visiting'])
    await done(recordTraining, { volunteerId, training, doneOn: on })
  for (const refereeName of ['Mo Sharp', 'Kit Vale']) {
    const asked = { volunteerId, refereeName, relationship: 'Worked together', contact: '01632 960 001' }
    const { referenceId } = await done(askReference, asked)
    await done(writeDownReference, { volunteerId, referenceId, answer: 'recommends', words: '' })
  }
}

/** A request for somebody to collect a prescription, as told on the web. */
const aNeed = async () => {
  const { placeId, settings } = demo.place
  const where = await demo.platform.db.asHouse(placeId, tx => whereaboutsOf(tx, resident.postcode))
  const { position, neighbourhoodId, neighbourhoodName } = where
  const made = await perform(
    demo.platform.db,
    anyone(placeId),
    makeHelpRequest,
    aRequest({ hub: String(settings.triageOrganisationId) } as Cast, {
      needs: [
        {
          kind: 'prescription',
          urgency: 'this week',
          description: 'A woman in her 80s needs a prescription collected.',
        },
      ],
      story: 'My hip is bad and the chemist is across the bridge.',
      person: {
        ...resident,
        email: null,
        contactBy: 'phone',
        position,
        neighbourhoodId,
        neighbourhoodName,
        communicationNeeds: 'Hard of hearing: ring twice',
      },
    }),
  )
  if (isRefusal(made)) throw new Error(made.message)
  return { needId: made.needIds[0] ?? '', helpRequestId: made.helpRequestId }
}

/** The newest mail to the volunteer whose subject begins so: what it says, and where its last link leads. */
const mail = async (subject: string) => {
  const [message] = await demo.platform.db.asHouse(
    demo.place.placeId,
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
    const { slug, placeId } = demo.place
    const volunteer = await (await openWindow(browser, demo.address, { slug, width: 320, javaScript: false })).newPage()
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
    const [signedUp] = await demo.platform.db.asHouse(
      placeId,
      tx => tx.sql<{ volunteerId: string }[]>`
        select volunteer_id from volunteers.volunteer where place_id = ${tx.placeId} and reference = ${reference}`,
    )
    await check(signedUp?.volunteerId ?? '')
    const { needId, helpRequestId } = await aNeed()
    await meanwhile()

    const { token } = await demo.signedIn('volunteer.ask', 'request.triage')
    const coordinator = await (await openWindow(browser, demo.address, { slug, token, width: 1280 })).newPage()
    await coordinator.goto(`/${slug}/needs/${needId}`)
    await coordinator.getByRole('link', { name: 'Put it to volunteers' }).click()
    expect(await coordinator.evaluate('document.querySelector("main").getBoundingClientRect().height')).toBeLessThan(
      1100,
    )
    const asked = dateAt(new Date(now().getTime() + 3 * 86_400_000)).split('-')
    await coordinator.getByRole('heading', { name: 'When' }).click()
    for (const name of ['startsOn', 'endsOn'])
      for (const [index, part] of ['year', 'month', 'day'].entries())
        await coordinator.fill(`[name=${name}-${part}]`, asked[index] ?? '')
    await coordinator.fill('[name=startsTime]', '2 pm')
    await coordinator.fill('[name=endsTime]', '5 pm')
    await press(coordinator, 'Look again with these changes')
    expect(await coordinator.locator('#says-when').innerText()).toContain('at 2 pm and')
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
    const resting = await demo.bearer(helpRequestId)
    const home = await (
      await openWindow(browser, demo.address, { slug, token: resting.token, width: 320, javaScript: false })
    ).newPage()
    await home.goto(`/${slug}/my-request`)
    await home.getByRole('link', { name: /^Who is coming/ }).click()
    expect(await main(home)).toContain('Ada is helping you')
    await look(home)

    await volunteer.goto(`/${slug}/my-volunteering`)
    await look(volunteer)
    await volunteer.getByRole('main').getByRole('link', { name: 'Prescriptions' }).first().click()
    expect(await main(volunteer)).toContain('You can see who it is and where from')
    expect(await volunteer.getByRole('button', { name: 'Show who it is and how to reach them' }).count()).toBe(0)
    hours(3 * 24 - 2)
    // Another day, on another device: by reference and code.
    const later = await (await openWindow(browser, demo.address, { slug, width: 320, javaScript: false })).newPage()
    await later.goto(`/${slug}/volunteer/sign-in`)
    await later.fill('[name=reference]', reference.toLowerCase().replace('-', ' '))
    await later.fill('[name=code]', code)
    await press(later, 'Open my page')
    await later.getByRole('main').getByRole('link', { name: 'Prescriptions' }).first().click()
    await press(later, 'Show who it is and how to reach them')
    const shown = await main(later)
    for (const said of [resident.name, resident.address, 'ring twice']) expect(shown).toContain(said)
    hours(7)
    await later.goto(later.url().replace('/details', ''))
    await look(later)
    await press(later, 'I have been in touch')
    await press(later, 'It is done')
    expect(await main(later)).toContain('Written down: it is done. Thank you.')
    expect(await later.content()).not.toMatch(/Wilhelmina|Ashdown|Fuchsia|0991/)
    await look(later)
    await meanwhile()
    await coordinator.reload()
    expect(await main(coordinator)).toContain('Done')
    await home.goto(`/${slug}/my-request`)
    expect(await main(home)).toMatch(/how it went|how did it go/i)
    expect(faults).toEqual([])
  }, 240_000)
})
