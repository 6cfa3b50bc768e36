/** A bid: answers in words, promises and a price; sealed until the competition has closed. */
import { Type } from 'typebox'
import { dateAt, exactTime } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { date, maybe } from '../input.ts'
import { mostPence } from '../money.ts'
import { accessCompetition } from './access-competition.ts'
import { type Bid, deleteBidPromise, findBidOf, insertBid, insertBidPromise, saveAnswer, saveBid } from './bid-store.ts'
import { type Competition, takesBids } from './competition.ts'
import { listQuestions } from './competition-store.ts'
import { neighbourhoodsOf } from './neighbourhoods.ts'
import { competitionId } from './open-competition.ts'

const isRefusal = (given: Refusal | object): given is Refusal => 'refused' in given

/** The actor's own bid in a competition that takes bids; nobody else's can be reached this way. */
const accessOwnBid = async (
  tx: PlaceTx,
  competitionId: string,
): Promise<Refusal | { competition: Competition; bid: Bid | null; organisationId: string }> => {
  const competition = await accessCompetition(tx, competitionId)
  if (isRefusal(competition)) return competition
  const { organisationId } = tx.actor
  if (!organisationId) return refuse('no-organisation', 'Sign in for the organisation that bids.')
  if (organisationId === competition.buyerOrganisationId)
    return refuse('own', 'Your organisation opened this competition: it cannot bid in it.')
  if (competition.state === 'asking')
    return refuse('not-open', 'It is not open for bids yet: its questions are still being chosen.')
  if (competition.state === 'stopped')
    return refuse('stopped', 'The competition is stopped: no bid is taken or changed.')
  if (!takesBids(competition, tx.now))
    return refuse('late', `Bids closed on ${exactTime(competition.closesAt)}. No bid is taken or changed after that.`)
  return { competition, bid: await findBidOf(tx, competitionId, organisationId), organisationId }
}

const ownDraft = async (
  tx: PlaceTx,
  competitionId: string,
): Promise<Refusal | { bid: Bid; competition: Competition }> => {
  const found = await accessOwnBid(tx, competitionId)
  if (isRefusal(found)) return found
  const { bid, competition, organisationId } = found
  if (bid?.state === 'handed in')
    return refuse('handed-in', 'Your bid is handed in. Take it back to change it, until bids close.')
  if (bid) return { bid, competition }
  const bidId: string = newId()
  await insertBid(tx, { bidId, competitionId, organisationId, marksId: newId() })
  await grantAccess(tx, [{ recordId: bidId, holderId: organisationId, basis: 'wrote it' }])
  const begun = await findBidOf(tx, competitionId, organisationId)
  if (!begun) throw new Error('a bid that was begun is not to be seen by whoever began it')
  return { bid: begun, competition }
}

/** Saves a draft; everything may be empty until it is handed in. */
export const saveDraft = command({
  name: 'commissioning.save-bid',
  allow: 'commissioning.take-part',
  input: Type.Object({
    competitionId,
    priceInPence: maybe(
      Type.Integer({ minimum: 1, maximum: mostPence }),
      'Enter the price in pounds, like 48,000 or 4,250.50',
    ),
    mayName: Type.Boolean(),
    answers: Type.Array(
      Type.Object({
        questionId: Type.String({ format: 'uuid' }),
        answer: Type.String({ maxLength: 4000, mend: 'Answer in up to 4,000 characters' }),
      }),
      { maxItems: 200, mend: 'Answer each question in up to 4,000 characters' },
    ),
  }),
  async run(tx, { competitionId, priceInPence, mayName, answers }) {
    const found = await ownDraft(tx, competitionId)
    if (isRefusal(found)) return found
    const { bidId } = found.bid
    const asked = new Set((await listQuestions(tx, competitionId)).map(({ questionId }) => questionId))
    if (answers.some(({ questionId }) => !asked.has(questionId)))
      return refuse('no-such-question', 'That question is not asked in this competition.')
    await saveBid(tx, bidId, { priceInPence, mayName })
    for (const { questionId, answer } of answers) await saveAnswer(tx, bidId, questionId, answer.trim())
    return { recordId: bidId }
  },
})

/** What a promise says: in words, and counted where it can be. No value in pounds is asked of anybody. */
export const promised = {
  what: Type.String({ minLength: 3, maxLength: 500, mend: 'Say what you promise, in 3 to 500 characters' }),
  howMany: maybe(
    Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
    'Enter how many, a whole number like 12, or leave it empty',
  ),
  unit: maybe(Type.String({ maxLength: 60 }), 'Enter of what, like apprentices, in up to 60 characters'),
  forWhom: Type.String({
    minLength: 2,
    maxLength: 300,
    mend: 'Say for whom, like: people who live in the Northgate flats',
  }),
  neighbourhoodId: maybe(Type.String({ format: 'uuid' }), 'Choose a neighbourhood of the list'),
  dueOn: date('Enter the day by when, like 31 3 2028'),
}

/** What is wrong with a promise beyond its form; null when nothing is. */
export const wrongPromise = async (
  tx: PlaceTx,
  { howMany, unit, neighbourhoodId }: { howMany: number | null; unit: string | null; neighbourhoodId: string | null },
): Promise<Refusal | null> => {
  if (howMany !== null && !unit?.trim()) return refuse('unit', 'Say of what: 12 apprentices, 40 evenings.', 'unit')
  if (howMany === null && unit?.trim())
    return refuse('how-many', 'Say how many, or leave both empty and tell it as a story.', 'howMany')
  if (neighbourhoodId && !(await neighbourhoodsOf(tx)).some(({ value }) => value === neighbourhoodId))
    return refuse('no-such-neighbourhood', 'Choose a neighbourhood of the list.', 'neighbourhoodId')
  return null
}

const mostPromises = 50

export const addPromise = command({
  name: 'commissioning.add-promise',
  allow: 'commissioning.take-part',
  input: Type.Object({ competitionId, ...promised }),
  async run(tx, { competitionId, ...given }) {
    const found = await ownDraft(tx, competitionId)
    if (isRefusal(found)) return found
    if (found.bid.promises.length >= mostPromises)
      return refuse('too-many', `You have made ${mostPromises} promises: fewer that are kept are worth more.`)
    const wrong = await wrongPromise(tx, given)
    if (wrong) return wrong
    if (given.dueOn <= dateAt(found.competition.closesAt))
      return refuse('past', 'Choose a day after bids close: it is promised for then.', 'dueOn')
    await insertBidPromise(tx, found.bid.bidId, {
      promiseId: newId(),
      ...given,
      unit: given.unit?.trim() || null,
    })
    return { recordId: found.bid.bidId }
  },
})

export const dropPromise = command({
  name: 'commissioning.drop-promise',
  allow: 'commissioning.take-part',
  input: Type.Object({ competitionId, promiseId: Type.String({ format: 'uuid', mend: 'Choose a promise' }) }),
  async run(tx, { competitionId, promiseId }) {
    const found = await ownDraft(tx, competitionId)
    if (isRefusal(found)) return found
    return (await deleteBidPromise(tx, found.bid.bidId, promiseId))
      ? { recordId: found.bid.bidId }
      : refuse('no-such-promise', 'That promise is gone, or not of your bid.')
  },
})

/** What is missing before a bid can be handed in. */
export const missingToHandIn = async (tx: PlaceTx, bid: Bid): Promise<string[]> => {
  const unanswered = (await listQuestions(tx, bid.competitionId)).filter(
    ({ questionId }) => (bid.answers[questionId] ?? '').trim().length < 3,
  )
  return [
    ...(unanswered.length
      ? [
          `Answer ${unanswered.length === 1 ? 'question' : 'questions'} ${unanswered.map(({ number }) => number).join(', ')}.`,
        ]
      : []),
    ...(bid.priceInPence === null ? ['Enter the price.'] : []),
    ...(bid.promises.length === 0 ? ['Promise at least one thing: it is what is looked at afterwards.'] : []),
  ]
}

/** Hands a bid in, before the closing. It stays sealed until then. */
export const handInBid = command({
  name: 'commissioning.hand-in-bid',
  allow: 'commissioning.take-part',
  input: Type.Object({ competitionId }),
  async run(tx, { competitionId }) {
    const found = await ownDraft(tx, competitionId)
    if (isRefusal(found)) return found
    const missing = await missingToHandIn(tx, found.bid)
    if (missing.length) return refuse('missing', missing.join(' '))
    await saveBid(tx, found.bid.bidId, { state: 'handed in', handedInAt: tx.now, handedInBy: tx.actor.name })
    return { recordId: found.bid.bidId }
  },
})

/** Takes a bid back to change it, or not to bid after all. */
export const takeBidBack = command({
  name: 'commissioning.take-bid-back',
  allow: 'commissioning.take-part',
  input: Type.Object({ competitionId }),
  async run(tx, { competitionId }) {
    const found = await accessOwnBid(tx, competitionId)
    if (isRefusal(found)) return found
    if (found.bid?.state !== 'handed in') return refuse('no-bid', 'There is no bid of yours that is handed in.')
    await saveBid(tx, found.bid.bidId, { state: 'draft', handedInAt: null, handedInBy: null })
    return { recordId: found.bid.bidId }
  },
})
