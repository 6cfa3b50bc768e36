import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { startSession } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { aVisitor } from '../requests/testing.ts'
import { aVolunteer } from '../volunteers/testing.ts'
import { acceptOffer } from './asking/answer-offer.ts'
import { askVolunteers } from './asking/offer-round.ts'
import { releaseUncovered } from './doing/release-volunteer.ts'
import { bearing, putTask } from './testing.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const db = () => house.platform.db

/** A visitor without scripts who is already in. */
const visiting = async (cookie: string) => {
  const visitor = aVisitor(() => house.web)
  visitor.cookies.set('session', cookie.replace('session=', ''))
  return visitor
}

const ready = async (cast: Cast, name: string, languages: 'pl'[] = []) => {
  const made = await aVolunteer(house.platform, cast.placeId, cast.hub, {
    name,
    phone: null,
    email: `${name.toLowerCase().replace(' ', '.')}@example.org`,
    postcode: 'ZZ1 5AB',
    languages,
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
  return { ...made, ...(await bearing(house.platform, cast.placeId, made)) }
}

const story = async (more: Parameters<typeof ask>[2] = {}) => {
  house.setClock('2026-11-16T10:00:00Z')
  const cast = await aCast(house)
  const made = await ask(house, cast, {
    needs: [{ kind: 'shopping', urgency: 'today', description: 'A woman in her 70s needs some shopping.' }],
    ...more,
  })
  await house.deliver(cast.placeId)
  return { cast, needId: made.needIds[0] ?? '', made }
}

describe('putting a need to volunteers', () => {
  it('stands beside the organisations, with who could do it and why', async () => {
    const { cast, needId } = await story()
    await ready(cast, 'Sam Okafor', ['pl'])
    const staff = await visiting(cast.cookies.amira)
    await staff.open(`/${cast.slug}/needs/${needId}`)
    expect(staff.words()).toContain('Volunteers near them Sam')
    expect(staff.words()).not.toContain('Okafor')
    await staff.follow('Put it to volunteers')
    expect(staff.at.status).toBe(200)
  })

  it('says the check with its reason and source before anybody is asked, then puts it', async () => {
    const { cast, needId } = await story()
    await ready(cast, 'Sam Okafor', ['pl'])
    const staff = await visiting(cast.cookies.amira)
    await staff.open(`/${cast.slug}/needs/${needId}/volunteers`)
    const fields: Record<string, string[]> = {}
    for (const box of staff.at.page.querySelectorAll('main form input, main form textarea, main form select')) {
      const name = box.getAttribute('name') ?? ''
      const kind = box.getAttribute('type')
      if ((kind === 'radio' || kind === 'checkbox') && !box.hasAttribute('checked')) continue
      const value =
        box.tagName === 'SELECT'
          ? ((box.querySelector('option[selected]') ?? box.querySelector('option'))?.getAttribute('value') ?? '')
          : box.tagName === 'TEXTAREA'
            ? (box.textContent ?? '')
            : (box.getAttribute('value') ?? '')
      fields[name] = [...(fields[name] ?? []), value]
    }
    const path = `/${cast.slug}/needs/${needId}/volunteers`
    await staff.post(path, { ...fields, step: 'look', cannotManageBecause: 'age' })
    expect(staff.at.status).toBe(200)
    expect(staff.words()).toContain('Enhanced DBS check with barred list')
    expect(staff.words()).toContain('Safeguarding Vulnerable Groups Act')
    expect(staff.words()).toContain('1 lacks the check it needs')
    await staff.post(path, { ...fields, step: 'look' })
    expect(staff.words()).toContain('Sam')
    await staff.post(path, { ...fields, step: 'rules', what: 'Halina needs some shopping at home.' })
    expect(staff.at.status).toBe(422)
    expect(staff.errors()[0]).toContain('Take out "Halina"')
    await staff.post(path, { ...fields, step: 'rules', startsTime: 'noonish', minutes: 'a while' })
    expect(staff.errors().length).toBeGreaterThan(0)
    await staff.post(path, { ...fields, step: 'rules' })
    expect(staff.words()).toContain('It is put to volunteers.')
    expect(staff.words()).toContain('The rules ask the first within minutes')
    await staff.open(`/${cast.slug}/needs/${needId}`)
    expect(staff.words()).toContain('Volunteers near them, asked')
    await staff.open(`/${cast.slug}/worklist?show=all`)
    expect(staff.at.status).toBe(200)
    await staff.open(`${path}`)
    await staff.press('Take it back from volunteers')
    expect(staff.at.status).toBe(200)
  })

  it('asks those who were ticked in the same press; nobody ticked, and nothing is put', async () => {
    const { cast, needId } = await story()
    const sam = await ready(cast, 'Sam Okafor', ['pl'])
    const staff = await visiting(cast.cookies.amira)
    const path = `/${cast.slug}/needs/${needId}/volunteers`
    await staff.open(path)
    expect(staff.words()).toContain('Monday 16 November 2026, between 11 am and 8 pm')
    await staff.press('Ask those I tick')
    expect(staff.at.status).toBe(422)
    expect(staff.errors()[0]).toContain('Tick whom to ask')
    await staff.press('Ask those I tick', { volunteerIds: sam.volunteerId })
    expect(staff.words()).toContain('They have been asked.')
    expect(staff.words()).toContain('One volunteer has until')
    await staff.press('Take it back from volunteers')
    await house.deliver(cast.placeId)
    await staff.open(path)
    expect(staff.words()).toContain('Before: ')
    expect(staff.words()).toContain('Volunteers who could')
  })

  it('starts with what was said the last time and what is known of the person', async () => {
    const { cast, needId } = await story()
    const staff = await visiting(cast.cookies.amira)
    const path = `/${cast.slug}/needs/${needId}/volunteers`
    await staff.open(path)
    expect(staff.words()).toContain('English and Polish, with or without a car')
    await staff.press('Let the rules ask', { minutes: '25', cannotManageBecause: 'illness', needsCar: 'yes' })
    expect(staff.words()).toContain('It is put to volunteers.')
    await staff.press('Take it back from volunteers')
    await house.deliver(cast.placeId)
    await staff.open(path)
    expect(staff.words()).toContain('for about 25 minutes, once')
    expect(staff.words()).toContain('English and Polish, with a car')
    expect(staff.words()).toContain('They cannot manage it themselves, because of an illness')
  })

  it('guesses nothing of “something else”: whoever puts it chooses what a volunteer would do', async () => {
    const { cast, needId } = await story({
      needs: [{ kind: 'other', urgency: 'today', description: 'Someone needs a hand.' }],
    })
    const staff = await visiting(cast.cookies.amira)
    await staff.open(`/${cast.slug}/needs/${needId}/volunteers`)
    expect(staff.at.page.querySelector('select[name=activity]')?.querySelector('option')?.textContent?.trim()).toBe(
      'Choose one',
    )
    await staff.press('Let the rules ask')
    expect(staff.at.status).toBe(422)
    expect(staff.errors()[0]).toContain('Choose')
    await staff.press('Let the rules ask', { activity: 'forms' })
    expect(staff.words()).toContain('It is put to volunteers.')
  })

  it('refuses nonsense in words, and is not there for others', async () => {
    const { cast, needId } = await story()
    const staff = await visiting(cast.cookies.amira)
    for (const body of [
      {},
      { step: 'rules', activity: 'constructor', minutes: '99999', circumstances: ['x', 'y'] },
      { step: 'look', 'startsOn-day': '99', startsTime: '25:99' },
      { trainings: Array.from({ length: 60 }, () => 'x') },
    ]) {
      await staff.post(`/${cast.slug}/needs/${needId}/volunteers`, body as never)
      expect(staff.at.status).toBe(422)
    }
    for (const name of ['ask', 'confirm', 'take-back', 'who-asks', 'rang-back']) {
      await staff.post(`/${cast.slug}/needs/${needId}/volunteers/${name}`, { taskId: 'x' })
      expect(staff.at.status).toBe(422)
    }
    const other = await visiting(cast.cookies.ben)
    await other.open(`/${cast.slug}/needs/${needId}/volunteers`)
    expect(other.at.status).toBe(404)
  })
})

describe('a volunteer’s pages and the resident’s', () => {
  it('show the offer, the task and the receipt; a card number is refused with words', async () => {
    const { cast, needId, made } = await story()
    const sam = await ready(cast, 'Sam Okafor')
    await putTask(house.platform, cast.amira, needId)
    await askVolunteers(house.platform, cast.placeId)
    await house.deliver(cast.placeId)
    const visitor = await visiting(sam.cookie)
    await visitor.open(`/${cast.slug}/my-volunteering`)
    expect(visitor.words()).toContain('What you are asked')
    await visitor.follow('Shopping')
    await visitor.press('Yes, I can')
    expect(visitor.words()).toContain('Thank you. It is yours.')
    expect(visitor.words()).not.toContain('Nowak')
    await house.deliver(cast.placeId)
    await visitor.open(`/${cast.slug}/my-volunteering`)
    expect(visitor.words()).toContain('What you said yes to')
    await visitor.follow('Shopping')
    expect(visitor.words()).toContain('You can see who it is and where from')
    expect(visitor.words()).toContain('You can say that it is done')
    expect(visitor.words()).not.toContain('How many minutes did you give?')
    await visitor.press('Write it down', {
      spent: '12.40',
      shop: 'card 4111 1111 1111 1111',
      'spentOn-day': '16',
      'spentOn-month': '11',
      'spentOn-year': '2026',
      paidHow: 'voucher',
    })
    expect(visitor.at.status).toBe(422)
    expect(visitor.errors()[0]).toContain('looks like a card number or a PIN')
    await visitor.press('Write it down', {
      spent: '12.40',
      shop: 'Corner Shop',
      'spentOn-day': '16',
      'spentOn-month': '11',
      'spentOn-year': '2026',
      paidHow: 'voucher',
    })
    expect(visitor.words()).toContain('£12.40 at Corner Shop')

    const resident = await visiting(
      `session=${await db().asHouse(cast.placeId, tx => startSession(tx, { helpRequestId: made.helpRequestId }))}`,
    )
    await resident.open(`/${cast.slug}/my-request`)
    expect(resident.words()).toContain('A volunteer said yes')
    await resident.follow('Who is coming')
    expect(resident.words()).toContain('Sam is helping you')
    expect(resident.words()).not.toContain('Okafor')
    await resident.press('I would rather have somebody else')
    expect(resident.words()).toContain('We are finding somebody else.')
    await house.deliver(cast.placeId)
    await visitor.open(`/${cast.slug}/my-volunteering`)
    expect(visitor.words()).not.toContain('What you said yes to')
  })

  it('take a no in one press, and “not this week” as a rest of seven days that can be taken back', async () => {
    const { cast, needId } = await story()
    const sam = await ready(cast, 'Sam Okafor')
    await putTask(house.platform, cast.amira, needId)
    await askVolunteers(house.platform, cast.placeId)
    const visitor = await visiting(sam.cookie)
    await visitor.open(`/${cast.slug}/my-volunteering`)
    await visitor.follow('Shopping')
    await visitor.press('Not this week')
    expect(visitor.words()).toContain('Nobody asks you for a week.')
    await visitor.open(`/${cast.slug}/my-volunteering`)
    expect(visitor.words()).toContain('You are having a rest: nobody asks you before')
    const [kept] = await db().asHouse(
      cast.placeId,
      tx => tx.sql`
        select v.paused_until, o.no_because from volunteers.volunteer v join matching.offer o using (place_id, volunteer_id)
        where v.place_id = ${tx.placeId} and v.volunteer_id = ${sam.volunteerId}`,
    )
    expect(kept).toEqual({ pausedUntil: '2026-11-23', noBecause: 'not now' })
    await visitor.follow('Shopping')
    await visitor.open(`${visitor.at.path}?done=rest`)
    await visitor.press('Ask me again from now on')
    expect(visitor.words()).toContain('We may ask you again from now on.')
  })

  it('release a volunteer whose check ends before the task, and others are asked', async () => {
    const { cast, needId } = await story()
    const people = [await ready(cast, 'Sam Okafor'), await ready(cast, 'Lin Zhou')]
    for (const { volunteerId } of people)
      await db().asHouse(
        cast.placeId,
        tx => tx.sql`
          insert into volunteers.held_check (place_id, check_id, volunteer_id, level, workforce, certificate_on, seen_on, seen_by, counts_until, update_service, decision, recorded_at)
          values (${tx.placeId}, gen_random_uuid(), ${volunteerId}, 'enhanced with barred list', 'adult', '2024-01-01', '2024-01-05', 'Amira', '2026-12-31', false, 'accepted', ${tx.now})`,
      )
    const taskId = await putTask(house.platform, cast.amira, needId, {
      circumstances: {
        contact: 'door',
        handlesMoney: false,
        cannotManageBecause: 'age',
        toOrFromCare: false,
        personalCare: false,
        actsForThem: false,
        qualifyingService: null,
      },
    })
    await askVolunteers(house.platform, cast.placeId)
    const offers = await db().asHouse(
      cast.placeId,
      tx => tx.sql<{ offerId: string; volunteerId: string }[]>`
        select offer_id, volunteer_id from matching.offer where place_id = ${tx.placeId} and task_id = ${taskId}`,
    )
    expect(offers).toHaveLength(2)
    const first = people.find(({ volunteerId }) => volunteerId === offers[0]?.volunteerId)
    if (!first) throw new Error('nobody was asked')
    worked(await perform(db(), first.actor, acceptOffer, { offerId: offers[0]?.offerId ?? '' }))
    await house.deliver(cast.placeId)
    const [held] = await db().asHouse(
      cast.placeId,
      tx => tx.sql<{ checkId: string }[]>`
        update volunteers.held_check set counts_until = '2026-11-16' where place_id = ${tx.placeId} and volunteer_id = ${first.volunteerId} returning check_id`,
    )
    expect(held).toBeDefined()
    worked(await perform(db(), houseActor(cast.placeId), releaseUncovered, { volunteerId: first.volunteerId }))
    await house.deliver(cast.placeId)
    await askVolunteers(house.platform, cast.placeId)
    const after = await db().asHouse(
      cast.placeId,
      tx => tx.sql<{ state: string; volunteerId: string }[]>`
        select state, volunteer_id from matching.offer where place_id = ${tx.placeId} and task_id = ${taskId} and state = 'sent'`,
    )
    expect(after.map(({ volunteerId }) => volunteerId)).toEqual(
      people.map(({ volunteerId }) => volunteerId).filter(id => id !== first.volunteerId),
    )
  })
})
