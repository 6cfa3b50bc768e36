/** Competitions for tests: one that two organisations of a cast bid in, brought as far as a test needs it. */

import {
  declareInterest,
  handInMarks,
  markBid,
  nameAssessor,
  unsealBids,
} from '../../src/capabilities/commissioning/social-value/assess.ts'
import { listBids } from '../../src/capabilities/commissioning/social-value/bid-store.ts'
import { listQuestions } from '../../src/capabilities/commissioning/social-value/competition-store.ts'
import { openCompetition, openToBids } from '../../src/capabilities/commissioning/social-value/open-competition.ts'
import { decideProposal, proposeQuestion } from '../../src/capabilities/commissioning/social-value/propose.ts'
import { publishScores } from '../../src/capabilities/commissioning/social-value/publish-scores.ts'
import { listSuggestions } from '../../src/capabilities/commissioning/social-value/question-store.ts'
import { addPromise, handInBid, saveDraft } from '../../src/capabilities/commissioning/social-value/write-bid.ts'
import type { Visitor } from '../../src/capabilities/requests/testing.ts'
import { type Actor, anyone } from '../../src/platform/auth/actor.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { type Cast, worked } from './cast.ts'
import { aCommissioner, signedInAs } from './commissioner.ts'
import type { TestHouse } from './house.ts'

/** The three fields of a day in a form. */
export const day = (name: string, on: string) => {
  const [year = '', month = '', date = ''] = on.split('-')
  return { [`${name}-year`]: year, [`${name}-month`]: month, [`${name}-day`]: date }
}

/** Signs somebody in now: sessions end by themselves, and whoever comes back days later signs in anew. */
export const comes = async (house: TestHouse, actor: Actor): Promise<Visitor> => {
  const { personId, organisationId, placeId } = actor
  return house.platform.db.asHouse(placeId, async tx =>
    signedInAs(house, await startSession(tx, { personId: personId ?? '', organisationId: organisationId ?? '' })),
  )
}

export interface TestCompetition {
  readonly competitionId: string
  /** The address of its page. */
  readonly path: string
  /** Commissioner of the hub, who opened it. */
  readonly helen: Actor
}

/** Prices in pence of the kitchen and of the drivers. */
type Prices = readonly [number, number]

/** A competition for meals with one question of the community's; both the kitchen and the drivers have handed a bid in. On 21 November 2026 then. */
export const aBiddingCompetition = async (
  house: TestHouse,
  cast: Cast,
  prices: Prices = [2_000_000, 2_100_000],
): Promise<TestCompetition> => {
  const { db } = house.platform
  house.setClock('2026-11-16T10:00:00Z')
  const { actor: helen } = await aCommissioner(house, cast)
  const { competitionId } = worked(
    await perform(db, helen, openCompetition, {
      ...{ title: 'Meals on wheels', about: 'Whoever cannot cook eats a hot meal.', engagementId: null },
      ...{ questionsUntilOn: '2026-11-20', closesOn: '2026-12-18', price: 70, quality: 0, socialValue: 30 },
    }),
  )
  const asks = 'How will you find work for young people?'
  worked(await perform(db, anyone(cast.placeId), proposeQuestion, { competitionId, words: asks, why: '' }))
  const [waiting] = await db.as(helen, tx => listSuggestions(tx, competitionId))
  worked(
    await perform(db, helen, decideProposal, {
      ...{ competitionId, suggestionId: waiting?.suggestionId ?? '', hidesWords: false, questionId: null },
      ...{ decision: 'asked', asks, points: 30, because: 'It is what we hear most.' },
    }),
  )
  house.setClock('2026-11-21T10:00:00Z')
  worked(await perform(db, helen, openToBids, { competitionId }))
  const [question] = await db.as(helen, tx => listQuestions(tx, competitionId))
  for (const [nth, bidder] of [cast.ben, cast.cleo].entries()) {
    worked(
      await perform(db, bidder, saveDraft, {
        ...{ competitionId, priceInPence: prices[nth] ?? null, mayName: true },
        answers: [{ questionId: question?.questionId ?? '', answer: 'Two places a year.' }],
      }),
    )
    worked(
      await perform(db, bidder, addPromise, {
        ...{ competitionId, what: 'Paid places to learn the trade', howMany: 2, unit: 'places' },
        ...{ forWhom: 'people under 25 from here', neighbourhoodId: null, dueOn: '2027-12-31' },
      }),
    )
    worked(await perform(db, bidder, handInBid, { competitionId }))
  }
  return { competitionId, path: `/${cast.slug}/commissioning/competitions/${competitionId}`, helen }
}

/** The same, unsealed at noon on 18 December 2026; nobody is named to mark yet. */
export const anUnsealedCompetition = async (
  house: TestHouse,
  cast: Cast,
  prices?: Prices,
): Promise<TestCompetition> => {
  const made = await aBiddingCompetition(house, cast, prices)
  house.setClock('2026-12-18T12:00:00Z')
  worked(await perform(house.platform.db, made.helen, unsealBids, { competitionId: made.competitionId }))
  return made
}

/** Names somebody, who declares that nothing stands between them and a fair mark. */
export const anAssessor = async (
  house: TestHouse,
  { competitionId, helen }: TestCompetition,
  who: Actor,
): Promise<void> => {
  const { db } = house.platform
  worked(await perform(db, helen, nameAssessor, { competitionId, personId: who.personId ?? '' }))
  worked(await perform(db, who, declareInterest, { competitionId, hasConflict: false, says: '' }))
}

/** Marks every answer alike. */
export const marksAll = async (
  house: TestHouse,
  { competitionId }: TestCompetition,
  who: Actor,
  mark: number,
): Promise<void> => {
  const { db } = house.platform
  const [bids, questions] = await db.as(who, async tx => [
    await listBids(tx, competitionId),
    await listQuestions(tx, competitionId),
  ])
  for (const { bidId } of bids)
    worked(
      await perform(db, who, markBid, {
        ...{ competitionId, bidId },
        marks: questions.map(({ questionId }) => ({ questionId, mark, because: 'Says how many, and who.' })),
      }),
    )
}

/** The same, marked by Amira and published: the kitchen has won by its price. */
export const aPublishedCompetition = async (house: TestHouse, cast: Cast): Promise<TestCompetition> => {
  const made = await anUnsealedCompetition(house, cast)
  const { competitionId, helen } = made
  await anAssessor(house, made, cast.amira)
  await marksAll(house, made, cast.amira, 4)
  worked(await perform(house.platform.db, cast.amira, handInMarks, { competitionId }))
  worked(await perform(house.platform.db, helen, publishScores, { competitionId, lotBid: '', lotSays: '' }))
  return made
}

/** What was told to whom, in the order it was written: subjects of the notices of a place. */
export const toldIn = (house: TestHouse, cast: Cast): Promise<{ toName: string; subject: string; body: string }[]> =>
  house.platform.db.asHouse(
    cast.placeId,
    tx =>
      tx.sql<{ toName: string; subject: string; body: string }[]>`
        select to_name, subject, body from platform.notice where place_id = ${tx.placeId} order by notice_id`,
  )
