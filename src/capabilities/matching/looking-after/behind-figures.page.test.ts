import { describe, expect, it } from 'vitest'
import { worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { type Able, matchStories } from '../../../../test/support/match-stories.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'
import { offerToThese } from '../asking/decide-on-task.ts'
import { putTask } from '../testing.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { aStory, able, db, cookieNow } = matchStories(house)
type Cast = Awaited<ReturnType<typeof aStory>>['cast']

/** A coordinator who signed in just now. */
const staff = async (cast: Cast, path: string, who: 'amira' | 'cleo' = 'amira'): Promise<Visitor> => {
  const visitor = aVisitor(() => house.web)
  const { personId, organisationId } = cast[who]
  visitor.cookies.set(
    'session',
    await db().asHouse(cast.placeId, tx =>
      startSession(tx, { personId: personId ?? '', organisationId: organisationId ?? '' }),
    ),
  )
  await visitor.open(`/${cast.slug}${path}`)
  expect(visitor.at.status).toBe(200)
  return visitor
}

/** A figure by words of what it says, and the link behind it. */
const figure = (visitor: Visitor, says: string) => {
  const one = [...visitor.at.page.querySelectorAll('.kil-counts__one')].find(each =>
    (each.querySelector('.kil-number__says')?.textContent ?? '').includes(says),
  )
  return {
    number: (one?.querySelector('.kil-number')?.textContent ?? 'none').trim(),
    href: one?.querySelector('a')?.getAttribute('href') ?? null,
  }
}

const names = (visitor: Visitor): string[] =>
  [...visitor.at.page.querySelectorAll('.kil-results h2 a')].map(link => (link.textContent ?? '').trim()).sort()

const nameOf = (cast: Cast, { personId }: Able) =>
  db().asHouse(cast.placeId, async tx => {
    const [row] = await tx.sql<{ name: string }[]>`
      select name from people.person where place_id = ${tx.placeId} and person_id = ${personId}`
    return row?.name ?? ''
  })

describe('the lists behind the figures', () => {
  it('are whom the figures count: asked in 30 and in 90 days, who gave, and who was thanked', async () => {
    const { cast, needId } = await aStory()
    const [early, late, never] = (await able(cast, 3)) as [Able, Able, Able]
    const [earlyName, lateName, neverName] = await Promise.all([early, late, never].map(who => nameOf(cast, who)))
    const taskId = await putTask(house.platform, cast.amira, needId, { offersBy: 'coordinator' })
    const asks = async ({ volunteerId }: Able) =>
      worked(await perform(db(), cast.amira, offerToThese, { taskId, volunteerIds: [volunteerId] }))
    await asks(early)
    await db().asHouse(
      cast.placeId,
      tx =>
        tx.sql`update matching.offer set sent_at = sent_at - interval '40 days', state = 'no' where place_id = ${tx.placeId}`,
    )
    await asks(late)
    const hours = await staff(cast, `/volunteers/${never.volunteerId}/hours`)
    await hours.press('Write it down', { hours: '2' })
    await hours.press('Thank them', { says: 'You made her week.' })
    const page = await staff(cast, '/volunteers/how-it-goes')
    const behind = async (says: string) => {
      const { number, href } = figure(page, says)
      const list = await staff(cast, (href ?? '').slice(`/${cast.slug}`.length))
      return { number, names: names(list) }
    }
    expect(await behind('asked at least once in the last 30 days: 1 of 3')).toEqual({
      number: '33%',
      names: [lateName],
    })
    expect(await behind('asked at least once in the last 90 days: 2 of 3')).toEqual({
      number: '67%',
      names: [earlyName, lateName].sort(),
    })
    expect(await behind('given by 1 person')).toEqual({ number: '2', names: [neverName] })
    expect(await behind('to 1 person')).toEqual({ number: '1', names: [neverName] })
    for (const show of ['asked-month', 'asked-lately', 'gave', 'thanked'])
      expect({ show, names: names(await staff(cast, `/volunteers?show=${show}`, 'cleo')) }).toEqual({ show, names: [] })
  })

  it('say who waits for an answer about a role for more than a week, until the interest is answered or taken back by phone', async () => {
    const { cast } = await aStory()
    const [one] = (await able(cast, 1)) as [Able]
    const drivers = await staff(cast, '/roles', 'cleo')
    await drivers.post(`/${cast.slug}/roles/open`, {
      kind: 'volunteer role',
      title: 'Tuesday driver',
      about: 'Drive the lunch club.',
      activities: ['lift'],
      hoursAWeek: '2',
      places: '1',
    })
    const role = drivers.at.path.split('?')[0] ?? ''
    const volunteer = aVisitor(() => house.web)
    volunteer.cookies.set('session', (await cookieNow(cast, one)).slice('session='.length))
    await volunteer.post(`${role}/interested`, {})
    const wait = async () =>
      figure(await staff(cast, '/volunteers/how-it-goes', 'cleo'), 'interested in a role of yours')
    expect((await wait()).number).toBe('none')
    await db().asHouse(
      cast.placeId,
      tx => tx.sql`update volunteers.volunteer set organisation_id = ${cast.drivers} where place_id = ${tx.placeId}`,
    )
    expect((await wait()).number).toBe('0')
    house.advance({ days: 8 })
    expect(await wait()).toEqual({ number: '1', href: `/${cast.slug}/roles` })
    const amira = await staff(cast, '/volunteers/how-it-goes', 'cleo')
    await amira.open(`/${cast.slug}/volunteers/${one.volunteerId}/interest`)
    await amira.press('They are not interested any more')
    expect(await wait()).toEqual({ number: '0', href: null })
  })

  it('keep the weeks and the reason chosen, page after page, whatever is typed into the address', async () => {
    const { cast } = await aStory()
    await able(cast, 52)
    house.advance({ days: 60 })
    const list = await staff(cast, '/volunteers/not-asked?weeks=8')
    expect(list.words()).toContain('52 of 52 who may be asked and were not for 8 weeks')
    expect(names(list)).toHaveLength(50)
    await list.follow('Next')
    expect(names(list)).toHaveLength(2)
    await list.press('Put on the calls to make')
    expect(list.at.path).toContain('weeks=8')
    expect(list.at.path).toContain('page=2')
    expect(list.words()).toContain('It is among the calls to make.')
    for (const query of ['?weeks=5', '?why=x', '?page=99999', '?page=0&weeks=&why[]=check', '?done=step&told=%3Cb%3E'])
      await staff(cast, `/volunteers/not-asked${query}`)
    expect((await staff(cast, '/volunteers/not-asked?done=step&told=%3Cb%3E')).at.html).not.toContain('<b>')
  })
})
