import { describe, expect, it } from 'vitest'
import { type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { type Able, matchStories, type Story } from '../../../../test/support/match-stories.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { aVisitor } from '../../requests/testing.ts'
import { leaveVolunteering } from '../../volunteers/change-volunteering.ts'
import { forgetVolunteer } from '../../volunteers/forget-volunteer.ts'
import { putTask } from '../testing.ts'
import { keepRecognisable } from './recognise.ts'
import { sayNoContact, undoNoContact } from './say-no-contact.ts'

const house = useHouse()
const { db, aStory, able, get, offersOf, round } = matchStories(house)

const details = { name: 'Gareth Vaughn', phone: '07700 955501', email: 'gareth@example.org', postcode: 'ZZ1 5AB' }

/** A story whose resident must not meet a volunteer who has been forgotten since. */
const withAForgotten = async (): Promise<Story & { forgotten: Able }> => {
  const story = await aStory()
  const [forgotten] = (await able(story.cast, 1, details as never)) as [Able]
  const pair = { personId: forgotten.personId, otherPersonId: story.personId, because: 'court order' }
  worked(await perform(db(), story.cast.amira, sayNoContact, pair))
  worked(await perform(db(), forgotten.actor, leaveVolunteering, { volunteerId: forgotten.volunteerId }))
  await house.deliver(story.cast.placeId)
  house.setClock('2026-12-01T10:00:00Z')
  await keepRecognisable(house.platform, story.cast.placeId)
  await db().asHouse(story.cast.placeId, tx => forgetVolunteer(tx, forgotten as never))
  const [kept] = await db().asHouse(
    story.cast.placeId,
    tx =>
      tx.sql<
        { name: string }[]
      >`select name from people.person where place_id = ${tx.placeId} and person_id = ${forgotten.personId}`,
  )
  expect(kept?.name).toBe('deleted')
  await keepRecognisable(house.platform, story.cast.placeId)
  return { ...story, forgotten }
}

/** A session lasts a working day. */
const amiraNow = ({ placeId, amira, hub }: Cast): Promise<string> =>
  db().asHouse(
    placeId,
    async tx => `session=${await startSession(tx, { personId: amira.personId ?? '', organisationId: hub })}`,
  )

const askedAbout = async ({ cast, needId }: { cast: Cast; needId: string }, taskId?: string) => {
  const id = taskId ?? (await putTask(house.platform, cast.amira, needId))
  house.advance({ minutes: 5 })
  await round(cast)
  return { taskId: id, asked: (await offersOf(cast, id)).map(({ volunteerId }) => volunteerId) }
}

describe('somebody who must not meet a resident, was forgotten and comes again', () => {
  it.each([
    ['with the same phone number', { ...details, name: 'Gary Vaughn', email: 'new@example.org', postcode: 'ZZ1 4AB' }],
    ['with the same e-mail address', { ...details, name: 'G V', phone: '07700 955999', email: 'GARETH@example.org' }],
    ['with the same name and postcode', { ...details, phone: '07700 955998', email: 'new@example.org' }],
  ])('%s is known, and not asked', async (_, again) => {
    const story = await withAForgotten()
    const [back] = (await able(story.cast, 1, again as never)) as [Able]
    expect((await askedAbout(story)).asked).toEqual([])
    const pairs = await db().asHouse(
      story.cast.placeId,
      tx =>
        tx.sql`select because, recognised from matching.no_contact where place_id = ${tx.placeId} and ${back.personId} in (person_a, person_b)`,
    )
    expect(pairs).toEqual([{ because: 'court order', recognised: 'exactly' }])
  })

  it('is not asked by name either, and whoever chose them reads that nobody was asked', async () => {
    const story = await withAForgotten()
    const [back] = (await able(story.cast, 1, { ...details, languages: ['pl'], postcode: 'ZZ1 4AB' } as never)) as [
      Able,
    ]
    const staff = aVisitor(() => house.web)
    staff.cookies.set('session', (await amiraNow(story.cast)).slice('session='.length))
    await staff.open(`/${story.cast.slug}/needs/${story.needId}/volunteers`)
    await staff.press('Ask those I tick', { volunteerIds: back.volunteerId })
    expect(staff.words()).toContain('Nobody was asked: whoever you chose cannot be asked any more.')
    expect(staff.words()).not.toContain('They have been asked')
  })

  it('with partly the same details is not asked before a coordinator has looked, and is once they say that it is somebody else', async () => {
    const story = await withAForgotten()
    const { cast } = story
    const again = { ...details, phone: '07700 955997', email: 'new@example.org', postcode: 'ZZ1 4AB' }
    const [back] = (await able(cast, 1, again as never)) as [Able]
    const { taskId, asked } = await askedAbout(story)
    expect(asked).toEqual([])
    const alerts = await get(cast, `/volunteers/${back.volunteerId}/alerts`, await amiraNow(cast))
    expect(alerts.body).toContain('May be somebody who must not meet a resident here')
    const pair = { personId: back.personId, otherPersonId: story.personId }
    const page = await get(cast, `/volunteers/${back.volunteerId}/no-contact`, await amiraNow(cast))
    expect(page.body).toContain('partly those of somebody who must not meet this person')
    worked(await perform(db(), cast.amira, undoNoContact, pair))
    expect((await askedAbout(story, taskId)).asked).toEqual([back.volunteerId])
  })

  it('keeps nothing anybody could read of who they were, and of nobody who is in no pair', async () => {
    const { cast } = await withAForgotten()
    const rows = await db().asHouse(
      cast.placeId,
      tx =>
        tx.sql<
          { knownA: string[]; knownB: string[] }[]
        >`select known_a, known_b from matching.no_contact where place_id = ${tx.placeId}`,
    )
    expect(rows).toHaveLength(1)
    const marks = rows.flatMap(({ knownA, knownB }) => [...knownA, ...knownB])
    expect(marks.length).toBeGreaterThan(5)
    for (const mark of marks) expect(mark).toMatch(/^[xp] [\w-]{43}$/)
  })
})
