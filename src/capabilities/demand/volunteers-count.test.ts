import { describe, expect, it } from 'vitest'
import { worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { matchStories } from '../../../test/support/match-stories.ts'
import { perform } from '../../platform/command.ts'
import { reportVolunteerCouldNot, reportVolunteerDone } from '../matching/doing/report-match.ts'
import { countFacts } from './measures-store.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { db, aStory, aMatch, putAndAsk } = matchStories(house)

describe('a need that a volunteer takes', () => {
  it('has had a reply when it was put to volunteers, a yes with theirs, and is done when they have done it', async () => {
    const { story, winner, matchId } = await aMatch()
    const count = () => db().asHouse(story.cast.placeId, tx => countFacts(tx, null))
    expect(await count()).toMatchObject({ silence: { needs: 0 }, takers: [{ taker: 'some', needs: 1 }] })
    expect((await count()).waits.firstYes.minutes).toEqual([[5, 1]])
    house.setClock('2026-11-17T15:00:00Z')
    worked(await perform(db(), winner.actor, reportVolunteerDone, { matchId, minutes: 50, note: '' }))
    await house.deliver(story.cast.placeId)
    const { waits, takers } = await count()
    expect(takers).toEqual([{ neighbourhoodId: '', taker: 'some', needs: 1 }])
    expect(waits.done.minutes).toEqual([[29 * 60, 1]])
    expect(waits.firstReply.minutes).toEqual([[0, 1]])
  })

  it('has nobody when nobody was left to ask, or whoever said yes could not', async () => {
    const alone = await aStory()
    await putAndAsk(alone)
    const without = await db().asHouse(alone.cast.placeId, tx => countFacts(tx, null))
    expect(without.takers).toEqual([{ neighbourhoodId: '', taker: 'none', needs: 1 }])
    const { story, winner, matchId } = await aMatch({}, 1)
    const why = { matchId, reasonCode: 'ill', reason: '' }
    worked(await perform(db(), winner.actor, reportVolunteerCouldNot, why))
    await house.deliver(story.cast.placeId)
    const given = await db().asHouse(story.cast.placeId, tx => countFacts(tx, null))
    expect(given.takers).toEqual([{ neighbourhoodId: '', taker: 'none', needs: 1 }])
  })
})
