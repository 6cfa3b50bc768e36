import { describe, expect, it } from 'vitest'
import { type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { type Able, matchStories } from '../../../../test/support/match-stories.ts'
import { newId } from '../../../kernel/ids.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { aVisitor } from '../../requests/testing.ts'
import { usualCircumstances } from '../../volunteers/index.ts'
import { acceptOffer } from '../asking/answer-offer.ts'
import { letRulesAsk } from '../asking/decide-on-task.ts'
import { releaseAhead } from '../doing/release-volunteer.ts'
import { putTask } from '../testing.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { db, aStory, able, round, offersOf, mails } = matchStories(house)

const staffOf = (cast: Cast) => {
  const staff = aVisitor(() => house.web)
  staff.cookies.set('session', cast.cookies.amira.slice('session='.length))
  return staff
}

const nightSession = async (cast: Cast) =>
  `session=${await db().asHouse(cast.placeId, tx => startSession(tx, { personId: cast.amira.personId ?? '', organisationId: cast.hub }))}`

const shopping = {
  needs: [{ kind: 'shopping', urgency: 'today', description: 'She needs some shopping done.' }],
} as const

const offersOfPlace = (cast: Cast) =>
  db().asHouse(
    cast.placeId,
    tx => tx.sql<{ taskId: string; volunteerId: string; state: string }[]>`
      select task_id, volunteer_id, state from matching.offer where place_id = ${tx.placeId}`,
  )

describe('where the law of another nation decides on the check', () => {
  const inScotland = async () => {
    const story = await aStory(shopping as never)
    await db().asHouse(
      story.cast.placeId,
      tx => tx.sql`update places.place set lad_codes = '{S12000036}' where place_id = ${tx.placeId}`,
    )
    const people = await able(story.cast, 2, { languages: ['pl'] })
    const staff = staffOf(story.cast)
    await staff.open(`/${story.cast.slug}/needs/${story.needId}/volunteers`)
    return { ...story, people, staff }
  }

  it('nobody is asked before somebody asked there and wrote down what was answered', async () => {
    const { cast, staff } = await inScotland()
    expect(staff.words()).toContain('PVG')
    await staff.press('Let the rules ask')
    expect(staff.errors().join()).toContain('write down here what was answered')
    await round(cast)
    expect(await offersOfPlace(cast)).toEqual([])
    await staff.press('Let the rules ask', { askedElsewhere: 'not needed' })
    expect(staff.errors()).toEqual(['Write down who answered, when and what, in up to 300 characters.'])
    await staff.press('Let the rules ask', { askedElsewhereSays: 'Volunteer Scotland, by phone today: none' })
    expect(staff.errors()).toEqual([])
    expect(staff.words()).toContain('Volunteer Scotland, by phone today: none')
    await house.deliver(cast.placeId)
    await round(cast)
    expect(await offersOfPlace(cast)).toHaveLength(2)
  })

  it('what is needed there only somebody who looked at it can ask for, not the rules', async () => {
    const { cast, staff, people } = await inScotland()
    const answered = { askedElsewhere: 'needed', askedElsewhereSays: 'Volunteer Scotland: PVG' }
    await staff.press('Look again with these changes', answered)
    expect(staff.words()).not.toContain('Let the rules ask')
    const [one] = people as [Able]
    await staff.press('Ask those I tick', { volunteerIds: [one.volunteerId] })
    expect(staff.errors()).toEqual([])
    const [offer] = await offersOfPlace(cast)
    expect(offer?.volunteerId).toBe(one.volunteerId)
    const taskId = offer?.taskId ?? ''
    expect(await perform(db(), cast.amira, letRulesAsk, { taskId, offersBy: 'rules' })).toMatchObject({
      refused: 'yours-to-look-at',
    })
  })
})

describe('the check of help that goes on', () => {
  it('is that of the law on the day it is for: what was enough before the law changed releases them', async () => {
    const { cast, needId } = await aStory()
    house.setClock('2026-08-03T10:00:00Z')
    const [one] = (await able(cast, 1)) as [Able]
    const hold = (level: string) =>
      db().asHouse(
        cast.placeId,
        tx => tx.sql`
          insert into volunteers.held_check (place_id, check_id, volunteer_id, level, workforce, certificate_on, seen_on, seen_by, counts_until, update_service, decision, recorded_at)
          values (${tx.placeId}, ${newId()}, ${one.volunteerId}, ${level}, 'child', '2026-07-01', '2026-07-02', 'Amira', '2029-07-01', false, 'accepted', ${tx.now})`,
      )
    await hold('enhanced')
    await db().asHouse(cast.placeId, async tx => {
      for (const training of ['safeguarding basics', 'lone visiting'])
        await tx.sql`
          insert into volunteers.training_done (place_id, training_id, volunteer_id, training, done_on, recorded_by, recorded_at)
          values (${tx.placeId}, ${newId()}, ${one.volunteerId}, ${training}, '2026-07-01', 'Amira', ${tx.now})`
    })
    const taskId = await putTask(house.platform, cast.amira, needId, {
      every: 'week',
      startsAt: '2026-08-04T14:00:00Z',
      endsAt: '2026-08-04T16:00:00Z',
      circumstances: { ...usualCircumstances('shopping'), withChildren: 'teaching' } as never,
    })
    await house.deliver(cast.placeId)
    await round(cast)
    const [offer] = await offersOf(cast, taskId)
    worked(await perform(db(), one.actor, acceptOffer, { offerId: offer?.offerId ?? '' }))
    await house.deliver(cast.placeId)
    const stateOn = async (day: string, visitOn: string) => {
      await db().asHouse(
        cast.placeId,
        tx =>
          tx.sql`update matching.visit set starts_at = ${`${visitOn}T14:00:00Z`} where place_id = ${tx.placeId} and state = 'planned'`,
      )
      house.setClock(`${day}T09:00:00Z`)
      await releaseAhead(house.platform, cast.placeId)
      await house.deliver(cast.placeId)
      const [row] = await db().asHouse(
        cast.placeId,
        tx =>
          tx.sql<
            { state: string }[]
          >`select state from matching.match where place_id = ${tx.placeId} and task_id = ${taskId}`,
      )
      return row?.state
    }
    expect(await stateOn('2026-08-24', '2026-08-25')).toBe('confirmed')
    expect(await stateOn('2026-09-07', '2026-09-08')).toBe('released')
  })
})

it('a training counts for what is over at midnight after its last day, as a check does', async () => {
  const { cast, needId } = await aStory()
  const [one] = (await able(cast, 1)) as [Able]
  await db().asHouse(
    cast.placeId,
    tx => tx.sql`
      insert into volunteers.training_done (place_id, training_id, volunteer_id, training, done_on, counts_until, recorded_by, recorded_at)
      values (${tx.placeId}, ${newId()}, ${one.volunteerId}, 'food hygiene', '2023-11-17', '2026-11-17', 'Amira', ${tx.now})`,
  )
  const taskId = await putTask(house.platform, cast.amira, needId, {
    trainings: ['food hygiene'],
    startsAt: '2026-11-17T20:00:00Z',
    endsAt: '2026-11-18T00:00:00Z',
  })
  await house.deliver(cast.placeId)
  await round(cast)
  expect(await offersOf(cast, taskId)).toHaveLength(1)
})

describe('what the page says is needed', () => {
  it('is what is asked for; what is not looked up is told to whoever is asked, and a training nobody gives is said not to be', async () => {
    const { cast, needId } = await aStory(shopping as never)
    const staff = staffOf(cast)
    await staff.open(`/${cast.slug}/needs/${needId}/volunteers`)
    await staff.press('Look again with these changes', { activity: 'lift', contact: 'out' })
    const also = () => {
      const row = [...staff.at.page.querySelectorAll('.govuk-summary-list__row')].filter(each =>
        /Also needed|Not asked for|They are told/.test(each.textContent ?? ''),
      )
      return row.map(each => (each.textContent ?? '').replace(/\s+/g, ' ').trim())
    }
    expect(also().join(' | ')).not.toMatch(/Also needed[^|]*licence/)
    expect(also().join(' | ')).toMatch(/They are told[^|]*driving licence, and car insurance/)
    await staff.press('Look again with these changes', { activity: 'at a hub', contact: 'at a hub' })
    expect(also().join(' | ')).not.toContain('Somebody has seen who they are')
    expect(also().join(' | ')).toContain('Food hygiene')
    await db().asHouse(
      cast.placeId,
      tx => tx.sql`
        update places.place set settings = settings || '{"trainings": [{"code": "first aid", "label": "First aid", "countsMonths": 36}]}'
        where place_id = ${tx.placeId}`,
    )
    await staff.open(`/${cast.slug}/needs/${needId}/volunteers`)
    await staff.press('Look again with these changes', { activity: 'at a hub', contact: 'at a hub' })
    expect(also().join(' | ')).toMatch(/Also needed Nothing/)
    expect(also().join(' | ')).toMatch(/Not asked for Training: food hygiene/)
  })

  it('is told in the question and on its page', async () => {
    const { cast, needId } = await aStory()
    const [one] = (await able(cast, 1, { hasCar: true })) as [Able]
    await putTask(house.platform, cast.amira, needId)
    await house.deliver(cast.placeId)
    await round(cast)
    expect((await mails(cast, 'Can you help?%'))[0]?.body).toContain('Never take a bank card or a PIN')
    const [offer] = await db().asHouse(
      cast.placeId,
      tx => tx.sql<{ offerId: string }[]>`select offer_id from matching.offer where place_id = ${tx.placeId}`,
    )
    const volunteer = aVisitor(() => house.web)
    volunteer.cookies.set('session', one.cookie.slice('session='.length))
    await volunteer.open(`/${cast.slug}/offers/${offer?.offerId}`)
    expect(volunteer.at.html).toContain('Never take a bank card or a PIN')
  })
})

describe('whom a coordinator ticks at night', () => {
  it('hears of it in the morning, as the button says, in words that are true then', async () => {
    const { cast, needId } = await aStory(shopping as never)
    const [one] = (await able(cast, 1, { languages: ['pl'] })) as [Able]
    house.setClock('2026-11-16T22:00:00Z')
    const staff = staffOf(cast)
    staff.cookies.set('session', (await nightSession(cast)).slice('session='.length))
    await staff.open(`/${cast.slug}/needs/${needId}/volunteers`)
    expect(staff.words()).toContain('They are asked tomorrow at 8 am')
    await staff.press('Ask those I tick', { volunteerIds: [one.volunteerId] })
    expect(staff.errors()).toEqual([])
    expect(staff.words()).toContain('they hear of it in the morning')
    const [question] = await db().asHouse(
      cast.placeId,
      tx => tx.sql<{ subject: string; leaves: Date | null }[]>`
        select subject, leaves_from as leaves from platform.notice where place_id = ${tx.placeId} and subject like 'Can you help?%'`,
    )
    expect(question?.leaves).toEqual(new Date('2026-11-17T08:00:00Z'))
    expect(question?.subject).toMatch(/in an hour|in 1 hour|today at 9 am/)
    house.setClock('2026-11-17T08:05:00Z')
    await round(cast)
    expect((await offersOfPlace(cast)).map(({ state }) => state)).toEqual(['sent'])
  })
})
