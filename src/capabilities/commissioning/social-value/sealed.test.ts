import { expect, it } from 'vitest'
import { aCast, refused, worked } from '../../../../test/support/cast.ts'
import { aCommissioner } from '../../../../test/support/commissioner.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { type Actor, anyone } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import { markBid, unsealBids } from './assess.ts'
import { findBidOf } from './bid-store.ts'
import { listQuestions } from './competition-store.ts'
import { changeWeights, openCompetition, openToBids } from './open-competition.ts'
import { decideProposal, proposeQuestion } from './propose.ts'
import { listSuggestions } from './question-store.ts'
import { addPromise, handInBid, saveDraft } from './write-bid.ts'

const house = useHouse()

const opened = {
  title: 'Meals on wheels',
  about: 'Whoever cannot cook eats a hot meal.',
  engagementId: null,
  questionsUntilOn: '2026-11-20',
  closesOn: '2026-12-18',
  ...{ price: 70, quality: 0, socialValue: 30 },
}

it('a bid is seen by nobody else before it closes, in no table; and nothing is changed that was counted on', async () => {
  const { db } = house.platform
  const cast = await aCast(house)
  const elsewhere = await aCast(house)
  const { actor: helen } = await aCommissioner(house, cast)
  const resident = anyone(cast.placeId)
  const weights = async (price: number, quality: number, socialValue: number) =>
    refused(await perform(db, helen, openCompetition, { ...opened, price, quality, socialValue })).message
  expect(await weights(41, 30, 30)).toContain('add to 101 %')
  expect(await weights(61, 30, 9)).toContain('at least 10 %')
  expect(await weights(-10, 80, 30)).toContain('from 0 to 100')
  expect(refused(await perform(db, cast.ben, openCompetition, opened)).refused).toBe('not-allowed')

  const { competitionId } = worked(await perform(db, helen, openCompetition, opened))
  const propose = { competitionId, words: 'How will you find work for young people?', why: '' }
  worked(await perform(db, resident, proposeQuestion, propose))
  // What waits is the buyer's alone, and nothing is kept of who sent it.
  const waitingFor = (who: Actor) => db.as(who, tx => listSuggestions(tx, competitionId))
  expect(await waitingFor(cast.ben)).toEqual([])
  expect(await waitingFor(resident)).toEqual([])
  const [waiting] = await waitingFor(helen)
  expect(waiting).toMatchObject({ byOrganisationId: null, words: propose.words })
  expect(refused(await perform(db, helen, openToBids, { competitionId })).message).toContain('until')
  house.setClock('2026-11-21T10:00:00Z')
  expect(refused(await perform(db, resident, proposeQuestion, propose)).message).toContain('until')
  expect(refused(await perform(db, helen, openToBids, { competitionId })).message).toContain('the proposal that waits')
  const decide = { competitionId, suggestionId: waiting?.suggestionId ?? '', hidesWords: false, questionId: null }
  worked(
    await perform(db, helen, decideProposal, {
      ...{ ...decide, decision: 'asked', asks: propose.words, points: 29, because: 'It is what we hear most.' },
    }),
  )
  expect(refused(await perform(db, helen, openToBids, { competitionId })).message).toContain('worth 29 points')
  const [question] = await db.as(helen, tx => listQuestions(tx, competitionId))
  const questionId = question?.questionId ?? ''
  const change = { competitionId, price: 70, quality: 0, socialValue: 30, points: [{ questionId, points: 30 }] }
  expect(
    refused(await perform(db, helen, changeWeights, { ...change, closesOn: opened.closesOn, because: '' })).field,
  ).toBe('because')
  worked(
    await perform(db, helen, changeWeights, { ...change, closesOn: opened.closesOn, because: 'It did not add up.' }),
  )
  worked(await perform(db, helen, openToBids, { competitionId }))

  const draft = {
    competitionId,
    priceInPence: 2_000_000,
    mayName: false,
    answers: [{ questionId, answer: 'Two places a year.' }],
  }
  expect(refused(await perform(db, helen, saveDraft, draft)).refused).toBe('own')
  worked(await perform(db, cast.ben, saveDraft, draft))
  expect(refused(await perform(db, cast.ben, handInBid, { competitionId })).message).toContain('Promise at least one')
  const promise = {
    competitionId,
    what: 'Paid places',
    howMany: 2,
    unit: 'places',
    forWhom: 'young people',
    neighbourhoodId: null,
    dueOn: '2027-12-31',
  }
  expect(refused(await perform(db, cast.ben, addPromise, { ...promise, unit: null })).field).toBe('unit')
  worked(await perform(db, cast.ben, addPromise, promise))
  worked(await perform(db, cast.ben, handInBid, { competitionId }))
  worked(await perform(db, cast.cleo, saveDraft, draft))
  expect(
    refused(
      await perform(db, helen, changeWeights, {
        ...change,
        price: 60,
        quality: 10,
        closesOn: opened.closesOn,
        because: 'No.',
      }),
    ).refused,
  ).toBe('first-bid')

  // Row-level security, past every function: the bidder sees a bid, and nobody else of any kind.
  const seenBy = (who: Actor) =>
    db.as(who, async tx => {
      const rows = await tx.sql<{ n: number }[]>`
        select (select count(*) from commissioning.bid where organisation_id = ${cast.kitchen})::int
          + (select count(*) from commissioning.bid_answer a join commissioning.bid b using (place_id, bid_id) where b.organisation_id = ${cast.kitchen})::int as n`
      return rows[0]?.n
    })
  expect(await seenBy(cast.ben)).toBe(2)
  for (const other of [helen, cast.cleo, cast.amira, resident, elsewhere.ben]) expect(await seenBy(other)).toBe(0)
  const ben = await db.as(cast.ben, tx => findBidOf(tx, competitionId, cast.kitchen))
  const mark = { competitionId, bidId: ben?.bidId ?? '', marks: [{ questionId, mark: 6, because: 'Very good.' }] }
  expect(refused(await perform(db, cast.amira, markBid, mark)).refused).toBe('wrong-input')
  expect(refused(await perform(db, cast.amira, markBid, { ...mark, marks: [] })).refused).toBe('no-assessor')
  expect(refused(await perform(db, elsewhere.ben, saveDraft, draft)).refused).toBe('no-such-competition')

  // One instant before noon it is sealed; at noon it is closed, and late is late.
  house.setClock('2026-12-18T11:59:59.999Z')
  expect(refused(await perform(db, helen, unsealBids, { competitionId })).refused).toBe('sealed')
  house.setClock('2026-12-18T12:00:00Z')
  expect(refused(await perform(db, cast.cleo, saveDraft, draft)).refused).toBe('late')
  expect(refused(await perform(db, cast.cleo, handInBid, { competitionId })).refused).toBe('late')
  worked(await perform(db, helen, unsealBids, { competitionId }))
  for (const other of [helen, cast.amira]) expect(await seenBy(other)).toBe(0)
})
