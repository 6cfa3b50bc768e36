import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { aCast, refused, worked } from '../../../../test/support/cast.ts'
import { aMember } from '../../../../test/support/commissioner.ts'
import {
  aBiddingCompetition,
  anAssessor,
  anUnsealedCompetition,
  aPublishedCompetition,
  comes,
  marksAll,
  toldIn,
} from '../../../../test/support/competition.ts'
import { useHouse } from '../../../../test/support/house.ts'
import type { Actor } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { addOrganisation } from '../../organisations/index.ts'
import { aVisitor } from '../../requests/testing.ts'
import { handInMarks, markBid, nameAssessor } from './assess.ts'
import { findBidOf, listBids } from './bid-store.ts'
import { saveDraft } from './write-bid.ts'

const house = useHouse()
const bidsSeenBy = (who: Actor, competitionId: string) =>
  house.platform.db.as(who, async tx => (await listBids(tx, competitionId)).length)

it('an assessor who is let go sees no bid any more, counts for nothing, and the others go on without them', async () => {
  const { db } = house.platform
  const cast = await aCast(house)
  const made = await anUnsealedCompetition(house, cast)
  const { competitionId, path, helen } = made
  const { actor: second } = await aMember(house, cast, 'coordinator')
  await anAssessor(house, made, cast.amira)
  await anAssessor(house, made, second)
  await marksAll(house, made, cast.amira, 4)
  worked(await perform(db, cast.amira, handInMarks, { competitionId }))
  await marksAll(house, made, second, 1)
  expect(await bidsSeenBy(second, competitionId)).toBe(2)

  const buyer = await comes(house, helen)
  await buyer.open(path)
  await buyer.follow('Let an assessor go')
  expect(buyer.words()).toContain('They see no bid any more, and their marks do not count.')
  await buyer.press('Let them go', { because: '' })
  expect(buyer.errors()).toEqual(['Choose an assessor', 'Say why they mark no further'])
  const chosen = [...buyer.at.page.querySelectorAll('label')].find(label => label.textContent?.includes('Helen'))
  const assessorId = buyer.at.page.getElementById(chosen?.getAttribute('for') ?? '')?.getAttribute('value') ?? ''
  await buyer.press('Let them go', { assessorId, because: 'They are away until March.' })
  expect(buyer.errors()).toEqual([])
  expect(buyer.words()).toContain('They mark no further.')
  expect(buyer.words()).toContain('Marks are being agreed')
  expect(buyer.words()).toContain('Marks no further They are away until March.')
  await buyer.open(`${path}/do/release`)
  expect(buyer.at.status).toBe(404)

  expect(await bidsSeenBy(second, competitionId)).toBe(0)
  const gone = await comes(house, second)
  await gone.open(path)
  expect(gone.words()).not.toContain('Mark the bids')
  await gone.open(`${path}/marks`)
  expect(gone.at.status).toBe(404)
  expect(refused(await perform(db, second, markBid, { competitionId, bidId: competitionId, marks: [] })).refused).toBe(
    'no-assessor',
  )
  const told = (await toldIn(house, cast)).filter(({ toName }) => toName === 'Helen')
  expect(told.map(({ subject }) => subject)).toEqual(['You are asked to mark bids', 'You mark no further'])

  await buyer.open(`${path}/do/publish`)
  await buyer.press('Publish them for good')
  expect(buyer.words()).toContain('Kitchen')
  const anybody = aVisitor(() => house.web)
  await anybody.open(`${path}/scores.json`)
  const document = JSON.parse(anybody.at.html)
  expect(document.assessors).toBe(1)
  expect(document.bids.map((bid: { marks: { given: number[] }[] }) => bid.marks[0]?.given)).toEqual([[4], [4]])
  // Who marked, and who was let go and why, is the buyer's alone.
  await anybody.open(path)
  expect(anybody.words()).not.toContain('away until March')
})

it('where the last one named has a conflict of interest, the others do not wait for them', async () => {
  const { db } = house.platform
  const cast = await aCast(house)
  const made = await anUnsealedCompetition(house, cast)
  const { competitionId, path, helen } = made
  const { actor: second } = await aMember(house, cast, 'coordinator')
  await anAssessor(house, made, cast.amira)
  worked(await perform(db, helen, nameAssessor, { competitionId, personId: second.personId ?? '' }))
  await marksAll(house, made, cast.amira, 4)
  worked(await perform(db, cast.amira, handInMarks, { competitionId }))
  const torn = await comes(house, second)
  await torn.open(path)
  await torn.follow('Can you mark fairly?')
  await torn.press('Declare it', { conflict: 'yes' })
  expect(torn.errors()).toEqual(['Say in a few words what it is: you work for them, are related to them, …'])
  await torn.press('Declare it', { conflict: 'yes', says: 'My sister cooks there.' })
  expect(torn.errors()).toEqual([])
  expect(await bidsSeenBy(second, competitionId)).toBe(0)
  await torn.open(`${path}/marks`)
  expect(torn.at.status).toBe(404)
  const buyer = await comes(house, helen)
  await buyer.open(path)
  expect(buyer.words()).toContain('Has a conflict of interest My sister cooks there.')
  await buyer.follow('Publish the scores')
  await buyer.press('Publish them for good')
  expect(buyer.words()).toContain('has won')
})

it('where nothing tells bids apart a lot is drawn, and how it was drawn is published with the scores', async () => {
  const cast = await aCast(house)
  const made = await anUnsealedCompetition(house, cast, [2_000_000, 2_000_000])
  const { competitionId, path, helen } = made
  await anAssessor(house, made, cast.amira)
  await marksAll(house, made, cast.amira, 3)
  worked(await perform(house.platform.db, cast.amira, handInMarks, { competitionId }))
  const buyer = await comes(house, helen)
  await buyer.open(path)
  await buyer.follow('Publish the scores')
  expect(buyer.words()).toContain('Which did the lot draw?')
  const lotSays = 'From a hat at the front desk, before the head of the library.'
  await buyer.press('Publish them for good', { lotSays })
  expect(buyer.errors()).toEqual([
    'Bids A and B are alike in everything the rule looks at. Draw a lot, and choose the bid that was drawn.',
  ])
  await buyer.press('Publish them for good', { lotBid: 'B', lotSays: 'A hat.' })
  expect(buyer.errors()).toEqual(['Say how the lot was drawn, by which office, and who saw it: it is published.'])
  await buyer.post(`${path}/do/publish`, { lotBid: 'Z', lotSays })
  expect(buyer.errors()).toHaveLength(1)
  await buyer.press('Publish them for good', { lotBid: 'B', lotSays })
  expect(buyer.errors()).toEqual([])

  const anybody = aVisitor(() => house.web)
  await anybody.open(path)
  expect(anybody.words()).toContain('(bid B) has won.')
  expect(anybody.words()).toContain(`a lot was drawn. ${lotSays}`)
  await anybody.open(`${path}/scores.json`)
  expect(JSON.parse(anybody.at.html)).toMatchObject({ winner: 'B', decidedBy: 'lot', lot: lotSays })
  const file = join(tmpdir(), 'scores-by-lot.json')
  writeFileSync(file, anybody.at.html)
  expect(await house.commandLine('scores', file)).toMatchObject({
    code: 0,
    out: 'It agrees: the scores of 2 bids come to what the file says. Bid B has won.\n',
  })
  await anybody.open(`${path}/promises`)
  const winner = await house.platform.db.asHouse(
    cast.placeId,
    async tx => (await listBids(tx, competitionId)).find(({ letter }) => letter === 'B')?.organisationId,
  )
  expect(anybody.words()).toContain(`${winner === cast.kitchen ? 'Kitchen' : 'Drivers'} promised this`)
})

it('a competition that is stopped says why, tells whoever bid, and nobody reads a bid of it any more', async () => {
  const { db } = house.platform
  const cast = await aCast(house)
  const made = await aBiddingCompetition(house, cast)
  const { competitionId, path, helen } = made
  const { actor: other } = await aMember(house, cast, 'commissioner', cast.drivers)
  for (const who of [other, cast.ben]) {
    const visitor = await comes(house, who)
    await visitor.open(`${path}/do/stop`)
    expect(visitor.at.status).toBe(404)
    await visitor.post(`${path}/do/stop`, { because: 'I would rather not.' })
    expect(visitor.at.status).toBe(404)
  }
  const buyer = await comes(house, helen)
  await buyer.open(path)
  await buyer.follow('Stop the competition')
  await buyer.press('Stop it', { because: ' ' })
  expect(buyer.errors()).toEqual(['Say why: everybody reads it'])
  await buyer.press('Stop it', { because: 'The money is not there.' })
  expect(buyer.words()).toContain('Stopped. Why stands at the top.')
  const anybody = aVisitor(() => house.web)
  await anybody.open(path)
  expect(anybody.words()).toContain('Nothing comes of it: The money is not there.')
  const told = (await toldIn(house, cast)).filter(
    ({ subject }) => subject === 'A competition you wrote a bid for is stopped',
  )
  expect(told.map(({ toName }) => toName).sort()).toEqual(['Ben', 'Cleo'])
  expect(told[0]?.body).toContain('Why: The money is not there.')

  // Whoever bid still reads their own, and can do nothing with it.
  const ben = await comes(house, cast.ben)
  await ben.open(path)
  await ben.follow('Our own bid')
  expect(ben.words()).toContain('Nothing comes of it: The money is not there.')
  expect(ben.words()).not.toContain('Bids closed on')
  await ben.post(`${path}/bid/take-back`, {})
  expect(ben.errors()).toEqual(['The competition is stopped: no bid is taken or changed.'])
  // Nobody is led to a bid they never wrote.
  const { organisationId } = worked(
    await perform(db, houseActor(cast.placeId), addOrganisation, {
      ...{ name: 'Gardeners', kind: 'charity', assuranceLevel: 'registered', about: 'They grow.', phone: null },
      ...{ email: 'gardeners@example.org', postcode: null, position: { x: 400_000, y: 300_000 }, helpsWith: [] },
      ...{ neighbourhoodIds: null, takesReferrals: false },
    }),
  )
  const { visitor: gardener } = await aMember(house, cast, 'coordinator', organisationId)
  await gardener.open(path)
  expect(gardener.words()).not.toContain('Our own bid')
  house.setClock('2026-12-18T12:00:00Z')
  const later = await comes(house, helen)
  for (const act of ['stop', 'unseal', 'open-to-bids', 'weights', 'assessor', 'publish', 'agreement']) {
    await later.open(`${path}/do/${act}`)
    expect(later.at.status, act).toBe(404)
  }
  await anybody.open(`${path}/promises`)
  expect(anybody.at.status).toBe(404)
  expect(await bidsSeenBy(helen, competitionId)).toBe(0)

  // Also while bids are being marked; what was published is never stopped.
  const marking = await anUnsealedCompetition(house, cast)
  await anAssessor(house, marking, cast.amira)
  expect(await bidsSeenBy(cast.amira, marking.competitionId)).toBe(2)
  const again = await comes(house, marking.helen)
  await again.open(`${marking.path}/do/stop`)
  await again.press('Stop it', { because: 'Nobody can deliver it.' })
  expect(await bidsSeenBy(cast.amira, marking.competitionId)).toBe(0)
  const own = await db.as(cast.ben, tx => findBidOf(tx, marking.competitionId, cast.kitchen))
  expect(own?.state).toBe('handed in')
  const draft = { competitionId: marking.competitionId, priceInPence: 1, mayName: false, answers: [] }
  expect(refused(await perform(db, cast.ben, saveDraft, draft)).refused).toBe('stopped')
  const published = await aPublishedCompetition(house, cast)
  const late = await comes(house, published.helen)
  await late.open(`${published.path}/do/stop`)
  expect(late.at.status).toBe(404)
})
