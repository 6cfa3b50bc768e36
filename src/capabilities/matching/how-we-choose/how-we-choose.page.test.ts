import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ask, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { matchStories, type Story } from '../../../../test/support/match-stories.ts'
import type { Actor } from '../../../platform/auth/actor.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { changePlace } from '../../places/index.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'
import { takeBackFromVolunteers } from '../asking/decide-on-task.ts'
import { suggestFor } from '../putting/suggest.ts'
import { findTask } from '../task-store.ts'
import { putTask } from '../testing.ts'
import { usualWeights } from '../weighing/cost.ts'
import { mostMetres } from '../weighing/read-weights.ts'
import { exampleOf, isNearestFirst, readTyped } from './weights-in-words.ts'
import { weightsOfPlace } from './weights-store.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { db, get, aStory, able, round, offersOf } = matchStories(house)

/** A place whose lead is the hub. */
const led = async (): Promise<Story> => {
  const story = await aStory({
    needs: [{ kind: 'food', urgency: 'two days', description: 'A woman in her 70s needs food for the weekend.' }],
  })
  const { cast } = story
  worked(await perform(db(), houseActor(cast.placeId), changePlace, { settings: { triageOrganisationId: cast.hub } }))
  return story
}

const opens = async (cast: Cast, who: Actor): Promise<Visitor> => {
  const visitor = aVisitor(() => house.web)
  const { personId, organisationId } = who
  visitor.cookies.set(
    'session',
    await db().asHouse(cast.placeId, tx =>
      startSession(tx, { personId: personId ?? '', organisationId: organisationId ?? '' }),
    ),
  )
  await visitor.open(`/${cast.slug}/volunteers/how-we-choose`)
  return visitor
}

const weights = (cast: Cast) => db().asHouse(cast.placeId, weightsOfPlace)
const usual = Object.fromEntries(Object.entries(usualWeights).map(([name, value]) => [name, String(value)]))

describe('how a place chooses whom to ask', () => {
  it('is what every place starts with, said in words and metres, until somebody changes it', async () => {
    const { cast } = await led()
    const amira = await opens(cast, cast.amira)
    expect(amira.words()).toContain('0.6 km further for each time somebody was asked before')
    expect(amira.words()).toContain('5 km nearer for somebody who has helped this very person before')
    expect(amira.words()).toContain('Sam is asked first, with 1,400 m against Robin’s 2,300 m.')
    expect(amira.words()).toContain('Nobody has changed this yet')
    expect(amira.words()).not.toContain('this is how two thirds')
    expect(await weights(cast)).toEqual(usualWeights)
  })

  it('is looked at before it counts: what was typed is reckoned for Robin and Sam, and nothing is saved yet', async () => {
    const { cast } = await led()
    const amira = await opens(cast, cast.amira)
    await amira.press('Check what it changes', { everyOfferBefore: '10 m', neverAsked: '0' })
    expect(amira.at.status).toBe(200)
    expect(amira.words()).toContain('Robin is asked first, with 530 m against Sam’s 1,500 m.')
    expect(amira.words()).toContain('this is how two thirds were never asked in 2020')
    expect(await weights(cast)).toEqual(usualWeights)
    await amira.press('Save these weights', { because: ' ' })
    expect([amira.at.status, amira.errors()]).toEqual([422, ['Say why, in up to 300 characters']])
    await amira.press('Save these weights', { because: 'The hills: nobody walks far.' })
    expect(amira.words()).toContain('Saved. It counts from the next round of offers on.')
    expect(amira.words()).toMatch(
      /For each time they were asked before: 600 m, then 10 m\..*The hills: nobody walks far\. Amira/,
    )
    expect(await weights(cast)).toEqual({ ...usualWeights, everyOfferBefore: 10, neverAsked: 0 })
    const lines = await db().asHouse(cast.placeId, tx =>
      tx.house(
        () => tx.sql<{ action: string }[]>`
      select action from platform.audit_line where place_id = ${tx.placeId} and action = 'matching.change-weights'`,
      ),
    )
    expect(lines).toHaveLength(1)
  })

  it('is taken back with one press, and that too; and goes back to what every place starts with', async () => {
    const { cast } = await led()
    const amira = await opens(cast, cast.amira)
    await amira.press('Check what it changes', { everyNeedInHand: '2,000' })
    await amira.press('Save these weights', { because: 'Two at once is too much.' })
    await amira.press('Undo')
    expect(await weights(cast)).toEqual(usualWeights)
    await amira.press('Undo the taking back')
    expect(await weights(cast)).toEqual({ ...usualWeights, everyNeedInHand: 2000 })
    await amira.press('Back to what every place starts with')
    expect(amira.words()).toContain('Back to what every place starts with, from the next round')
    expect(await weights(cast)).toEqual(usualWeights)
    expect(amira.at.page.querySelectorAll('.kil-timeline__fact')).toHaveLength(4)
    expect(amira.words()).not.toContain('Nobody has changed this yet')
  })

  it('takes whole metres within bounds alone, says which box is wrong, and keeps what was typed', async () => {
    const { cast } = await led()
    const amira = await opens(cast, cast.amira)
    for (const wrong of ['', '-1', '1.5', 'far', '50001', '1e3', '９', '99999999999999999999']) {
      await amira.press('Check what it changes', { everyOfferBefore: wrong, neverAsked: 'x' })
      expect([wrong, amira.at.status, amira.errors()]).toEqual([
        wrong,
        422,
        [
          'For each time they were asked before: enter whole metres from 0 to 50,000, like 600',
          'For somebody who was never asked: enter whole metres from 0 to 50,000, like 100',
        ],
      ])
      expect(amira.at.page.querySelector('#neverAsked')?.getAttribute('value')).toBe('x')
      await amira.open(`/${cast.slug}/volunteers/how-we-choose`)
    }
    await amira.press('Check what it changes')
    expect(amira.errors()).toEqual(['These are the weights that count already: change at least one'])
    await amira.post(`/${cast.slug}/volunteers/how-we-choose`, {
      ...usual,
      everyOfferBefore: '-5',
      because: 'x',
      replaces: '0',
    })
    expect(amira.at.status).toBe(422)
    expect(await weights(cast)).toEqual(usualWeights)
  })

  it('changed by two at once, the second is told and looks again', async () => {
    const { cast } = await led()
    const [one, other] = [await opens(cast, cast.amira), await opens(cast, cast.amira)]
    for (const [visitor, metres] of [
      [one, '700'],
      [other, '800'],
    ] as const) {
      await visitor.press('Check what it changes', { everyOfferBefore: metres })
    }
    await one.press('Save these weights', { because: 'One' })
    await other.press('Save these weights', { because: 'Other' })
    expect(other.at.status).toBe(422)
    expect(other.errors()[0]).toContain('Somebody else changed this meanwhile')
    expect((await weights(cast)).everyOfferBefore).toBe(700)
  })

  it('is read by coordinators of other organisations, who change nothing; nobody else sees it', async () => {
    const { cast } = await led()
    const ben = await opens(cast, cast.ben)
    expect(ben.words()).toContain('0.6 km further')
    expect(ben.words()).toContain('Hub decides this for the whole place.')
    expect(ben.at.page.querySelectorAll('main form')).toHaveLength(0)
    for (const [path, body] of [
      ['', { ...usual, everyOfferBefore: '0', because: 'Mine' }],
      ['/usual', {}],
      ['/undo', {}],
    ] as const) {
      await ben.post(`/${cast.slug}/volunteers/how-we-choose${path}`, { ...body, replaces: '0' })
      expect([path, ben.at.status]).toEqual([path, 422])
    }
    expect(ben.errors()[0]).toContain('Only the organisation that decides about what is asked here changes this')
    expect(await weights(cast)).toEqual(usualWeights)
    expect((await get(cast, '/volunteers/how-we-choose')).statusCode).not.toBe(200)
  })

  it('cannot be changed where the place has not said who decides', async () => {
    const { cast } = await aStory()
    const amira = await opens(cast, cast.amira)
    expect(amira.words()).toContain('Nobody can change this yet')
  })
})

describe('a changed weight', () => {
  it('changes whom the next round asks, whom the coordinator is shown first, and no other place', async () => {
    const story = await led()
    const { cast } = story
    // The second lives 500 m farther away; the first was asked once before.
    const [near] = await able(cast, 1)
    const [far] = await able(cast, 1)
    await db().asHouse(
      cast.placeId,
      tx => tx.sql`
        update volunteers.volunteer set position = point(400500, 300500) where place_id = ${tx.placeId} and volunteer_id = ${far?.volunteerId ?? ''}`,
    )
    /** Whom the rules ask about a new need, which is then taken back. */
    const asksNext = async () => {
      const made = await ask(house, cast, {
        needs: [{ kind: 'food', urgency: 'two days', description: 'A woman in her 70s needs food for the weekend.' }],
      })
      await house.deliver(cast.placeId)
      const needId = made.needIds[0] ?? ''
      const taskId = await putTask(house.platform, cast.amira, needId)
      await house.deliver(cast.placeId)
      const shown = await db().as(cast.amira, async tx => {
        const task = await findTask(tx, taskId, 'read')
        return task && suggestFor(tx, task)
      })
      house.advance({ minutes: 5 })
      await round(cast)
      const asked = (await offersOf(cast, taskId)).map(({ volunteerId }) => volunteerId)
      worked(await perform(db(), cast.amira, takeBackFromVolunteers, { taskId }))
      await house.deliver(cast.placeId)
      expect(shown?.people[0]?.volunteerId).toBe(asked[0])
      return asked
    }
    expect(await asksNext()).toEqual([near?.volunteerId])
    const amira = await opens(cast, cast.amira)
    await amira.press('Check what it changes', { everyOfferBefore: '0', everyContactThisWeek: '0', neverAsked: '0' })
    await amira.press('Save these weights', { because: 'Only the way counts.' })
    expect(await asksNext()).toEqual([near?.volunteerId])
    await amira.press('Back to what every place starts with')
    expect(await asksNext()).toEqual([far?.volunteerId])
    const other = await led()
    expect(await weights(other.cast)).toEqual(usualWeights)
  })
})

describe('what weights do to two made-up people', () => {
  const any = fc.record(
    Object.fromEntries(Object.keys(usualWeights).map(name => [name, fc.integer({ min: 0, max: mostMetres })])) as {
      [Name in keyof typeof usualWeights]: fc.Arbitrary<number>
    },
  )

  it('adds up, whatever they are', () => {
    fc.assert(
      fc.property(any, by => {
        for (const { parts, sum } of exampleOf(by).people)
          expect(parts.reduce((all, { metres }) => all + metres, 0)).toBe(sum)
      }),
    )
  })

  it('is nearest first without weight for who was asked before, and not with what every place starts with', () => {
    expect(isNearestFirst(usualWeights)).toBe(false)
    expect(isNearestFirst({ ...usualWeights, everyOfferBefore: 0, neverAsked: 0 })).toBe(true)
  })

  it('are read as people write them', () => {
    const written = (by: object) =>
      Object.fromEntries(Object.entries(by).map(([name, value]) => [name, `${value.toLocaleString('en-GB')} m`]))
    fc.assert(
      fc.property(any, by => {
        expect(readTyped(written(by))).toEqual({ weights: by, errors: [] })
      }),
    )
  })
})
