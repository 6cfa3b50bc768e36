import { describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import { type Able, matchStories } from '../../../../test/support/match-stories.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { db, aStory, able, cookieNow, round, mails } = matchStories(house)

type Cast = Awaited<ReturnType<typeof aStory>>['cast']

const visiting = async (cast: Cast, who: Able): Promise<Visitor> => {
  const visitor = aVisitor(() => house.web)
  visitor.cookies.set('session', (await cookieNow(cast, who)).slice('session='.length))
  return visitor
}

const staffOf = (cast: Cast): Visitor => {
  const visitor = aVisitor(() => house.web)
  visitor.cookies.set('session', cast.cookies.amira.slice('session='.length))
  return visitor
}

const urgencies = ['two days', 'this week', 'no hurry'] as const

/** A need put with nothing changed in the form, and the yes of the one volunteer there is. */
const aYes = async (urgency: (typeof urgencies)[number], every: 'once' | 'week' = 'once') => {
  const { cast, needId, helpRequestId } = await aStory({
    needs: [{ kind: 'shopping', urgency, description: 'A woman in her 70s needs some shopping.' }],
  })
  const [who] = (await able(cast, 1, { languages: ['pl'] })) as [Able]
  const staff = staffOf(cast)
  await staff.open(`/${cast.slug}/needs/${needId}/volunteers`)
  await staff.press('Let the rules ask', { every })
  expect(staff.errors()).toEqual([])
  await house.deliver(cast.placeId)
  house.advance({ minutes: 5 })
  await round(cast)
  const [offer] = await db().asHouse(
    cast.placeId,
    tx => tx.sql<{ offerId: string }[]>`select offer_id from matching.offer where place_id = ${tx.placeId}`,
  )
  const volunteer = await visiting(cast, who)
  await volunteer.open(`/${cast.slug}/offers/${offer?.offerId}`)
  const at = await volunteer.press('Yes, I can')
  await house.deliver(cast.placeId)
  return { cast, needId, helpRequestId, who, staff, path: at.split('?')[0] ?? '' }
}

const hasDetails = /Halina|Nowak|12 Mill Row/

/** Looks at the page of what they said yes to and, where it is offered, at who it is. */
const look = async (cast: Cast, who: Able, path: string): Promise<string> => {
  const volunteer = await visiting(cast, who)
  await volunteer.open(path)
  if (volunteer.words().includes('Show who it is')) await volunteer.press('Show who it is')
  return volunteer.words()
}

/** Of the hours from now to two weeks ahead, how many somebody can see who it is in. */
const hoursOpen = async (cast: Cast, who: Able, path: string): Promise<number> => {
  let open = 0
  for (let hour = 0; hour < 15 * 24; hour += 24) {
    if (hasDetails.test(await look(cast, who, path))) open += 24
    house.advance({ hours: 24 })
  }
  return open
}

describe('who it is, where days are given in which help may be', () => {
  it.each(urgencies)('is shown to nobody while no hour is said: put as the form stands, "%s"', async urgency => {
    const { cast, who, path } = await aYes(urgency)
    expect(await look(cast, who, path)).toContain('Say when you come')
    expect(await hoursOpen(cast, who, path)).toBe(0)
  })

  it('is shown around the hour the volunteer says, and hidden again', async () => {
    const { cast, who, path } = await aYes('no hurry')
    expect((await mails(cast, 'It is yours%'))[0]?.body).toContain('Tell us when in that time you come')
    expect((await mails(cast, '% can help you'))[0]?.body).toContain('says which hour, and we tell you')
    const volunteer = await visiting(cast, who)
    await volunteer.open(path)
    await volunteer.press('I come then', {
      'comesOn-day': '19',
      'comesOn-month': '11',
      'comesOn-year': '2026',
      comesTime: '2 pm',
    })
    expect(volunteer.words()).toContain('Written down: when you come')
    expect(volunteer.words()).toContain('from Wednesday 18 November 2026 at 2 pm')
    await house.deliver(cast.placeId)
    const [told] = await mails(cast, 'When % comes')
    expect(told?.body).toContain('Thursday 19 November 2026 at 2 pm, for about an hour')
    expect(await look(cast, who, path)).not.toMatch(hasDetails)
    house.setClock('2026-11-18T14:01:00Z')
    expect(await look(cast, who, path)).toMatch(hasDetails)
    house.setClock('2026-11-19T17:01:00Z')
    expect(await look(cast, who, path)).not.toMatch(hasDetails)
    const seen = await db().asHouse(
      cast.placeId,
      tx => tx.sql`
        select 1 from platform.record_grant where place_id = ${tx.placeId} and holder_id = ${who.volunteerId} and basis = 'helps as a volunteer'
          and (granted_until is null or granted_until > ${tx.now})`,
    )
    expect(seen).toHaveLength(0)
  })

  it('moves with the hour: what was open closes at once, and after three times somebody asks why', async () => {
    const { cast, who, path } = await aYes('no hurry')
    const say = async (day: string) => {
      const volunteer = await visiting(cast, who)
      await volunteer.open(path)
      await volunteer.press('I come then', {
        'comesOn-day': day,
        'comesOn-month': '11',
        'comesOn-year': '2026',
        comesTime: '14:00',
      })
      return volunteer.words()
    }
    await say('17')
    house.setClock('2026-11-16T20:00:00Z')
    expect(await look(cast, who, path)).toMatch(hasDetails)
    await say('20')
    expect(await look(cast, who, path)).not.toMatch(hasDetails)
    await say('21')
    expect(await say('22')).toContain('You have said 3 times when you come. Ring us')
  })

  it('is refused at an hour outside what was asked, past or no hour at all, beside its box', async () => {
    const { cast, who, path } = await aYes('this week')
    const volunteer = await visiting(cast, who)
    for (const [day, time, says] of [
      ['16', '14:00', 'It was asked for between'],
      ['30', '14:00', 'It was asked for between'],
      ['18', 'noonish', 'Enter the day and the time'],
    ] as const) {
      await volunteer.open(path)
      await volunteer.press('I come then', {
        'comesOn-day': day,
        'comesOn-month': '11',
        'comesOn-year': '2026',
        comesTime: time,
      })
      expect(volunteer.at.status).toBe(422)
      expect(volunteer.errors().join()).toContain(says)
      expect(volunteer.at.page.querySelector('input[name="comesTime"]')?.getAttribute('value')).toBe(time)
    }
  })

  it('opens by what a coordinator writes down for somebody who rang, who is told', async () => {
    const { cast, who, path, staff, needId } = await aYes('this week')
    await staff.open(`/${cast.slug}/needs/${needId}/volunteers`)
    expect(staff.words()).toContain('has not said when they come')
    await staff.press('Write it down', {
      'comesOn-day': '40',
      'comesOn-month': '11',
      'comesOn-year': '2026',
      comesTime: '10',
    })
    expect(staff.errors().join()).toContain('Enter the day and the time')
    await staff.press('Write it down', { 'comesOn-day': '18' })
    expect(staff.words()).toContain('Comes Wednesday 18 November 2026 at 10 am')
    await house.deliver(cast.placeId)
    expect((await mails(cast, 'When you come is written down'))[0]?.body).toContain('Wednesday 18 November 2026')
    house.setClock('2026-11-17T10:01:00Z')
    expect(await look(cast, who, path)).toMatch(hasDetails)
  })

  it('closes between the visits of weekly help, at the same hour each week', async () => {
    const { cast, who, path } = await aYes('this week', 'week')
    const volunteer = await visiting(cast, who)
    await volunteer.open(path)
    await volunteer.press('I come then', {
      'comesOn-day': '18',
      'comesOn-month': '11',
      'comesOn-year': '2026',
      comesTime: '14:00',
    })
    house.setClock('2026-11-18T15:00:00Z')
    const again = await visiting(cast, who)
    await again.open(path)
    await again.press('Write it down', { happened: 'yes', minutes: '60', note: '' })
    expect(again.errors()).toEqual([])
    house.setClock('2026-11-23T12:00:00Z')
    expect(await look(cast, who, path)).not.toMatch(hasDetails)
    house.setClock('2026-11-24T14:01:00Z')
    expect(await look(cast, who, path)).toMatch(hasDetails)
    house.setClock('2026-11-25T17:30:00Z')
    expect(await look(cast, who, path)).not.toMatch(hasDetails)
  })

  it('is not asked for every week in a time longer than a week', async () => {
    const { cast, needId } = await aStory({
      needs: [{ kind: 'shopping', urgency: 'no hurry', description: 'A woman in her 70s needs some shopping.' }],
    })
    const staff = staffOf(cast)
    await staff.open(`/${cast.slug}/needs/${needId}/volunteers`)
    await staff.press('Let the rules ask', { every: 'week' })
    expect(staff.errors()).toEqual([
      'It comes every week, so its first time must be over before its second begins. Choose an end within 7 days of the beginning.',
    ])
  })
})
