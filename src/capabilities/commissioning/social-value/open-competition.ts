/** From opening a competition to opening it for bids: weights that everybody sees, and changes that are told. */
import { Type } from 'typebox'
import { dateAt, exactDate, exactTime } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { endAccess, grantAccess } from '../../../platform/auth/grants.ts'
import { newReference } from '../../../platform/auth/reference.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { findEngagement } from '../engagement/engagement-store.ts'
import { date, maybe } from '../input.ts'
import { partyFor } from '../parties/know-party.ts'
import { tellMembers } from '../parties/tell-members.ts'
import { leadCompetition } from './access-competition.ts'
import { listAllAssessors } from './assess-store.ts'
import { countHandedIn, listBidders } from './bid-store.ts'
import { type Competition, closingOn, isClosed, type Question, weightsInWords, weightsOf } from './competition.ts'
import {
  dropQuestionOf,
  insertChange,
  insertCompetition,
  insertQuestion,
  listQuestions,
  saveCompetition,
  savePoints,
} from './competition-store.ts'
import { countSuggestions, forgetSuggestions, retireProposals } from './question-store.ts'
import { type QuestionAbout, type Weights, wrongWeights } from './scoring.ts'

export const competitionId = Type.String({ format: 'uuid', mend: 'Choose a competition' })
const percent = (what: string) => Type.Integer({ mend: `Enter the percent for ${what}, a whole number like 30` })
const weightsAsked = {
  price: percent('price'),
  quality: percent('quality'),
  socialValue: percent('social value'),
}
export const because = Type.String({ minLength: 3, maxLength: 1000, mend: 'Say why: everybody reads it' })
export const pointsOfQuestion = Type.Integer({
  minimum: 1,
  maximum: 100,
  mend: 'Enter what it is worth: whole points, like 10',
})

/** Opens a competition: everybody reads it and its weights from now on, and can propose questions. */
export const openCompetition = command({
  name: 'commissioning.open-competition',
  allow: 'commissioning.lead',
  input: Type.Object({
    title: Type.String({ minLength: 3, maxLength: 160, mend: 'Enter what it is called, in 3 to 160 characters' }),
    about: Type.String({ minLength: 3, maxLength: 4000, mend: 'Say what it is for, in up to 4,000 characters' }),
    engagementId: maybe(Type.String({ format: 'uuid' }), 'Choose the engagement it came from'),
    ...weightsAsked,
    questionsUntilOn: date('Enter the last day for proposing questions'),
    closesOn: date('Enter the day bids close'),
  }),
  async run(tx, { title, about, engagementId, questionsUntilOn, closesOn, ...weights }) {
    const buyer = tx.actor.organisationId ? await partyFor(tx, tx.actor.organisationId) : null
    if (!buyer?.organisationId) return refuse('no-organisation', 'Sign in for the organisation that buys.')
    const wrong = wrongWeights(weights)
    if (wrong) return refuse('weights', wrong.message, wrong.field)
    if (questionsUntilOn < dateAt(tx.now))
      return refuse('over', 'The last day for questions must not be over.', 'questionsUntilOn')
    if (closesOn <= questionsUntilOn)
      return refuse('closes-first', 'Bids close after the last day for questions: choose a later day.', 'closesOn')
    if (engagementId && !(await findEngagement(tx, engagementId)))
      return refuse('no-such-engagement', 'We cannot find that engagement.', 'engagementId')
    const competitionId: string = newId()
    const reference = newReference()
    await insertCompetition(tx, {
      ...{ competitionId, reference, title: title.trim(), about: about.trim(), engagementId, questionsUntilOn },
      buyerPartyId: buyer.partyId,
      closesAt: closingOn(closesOn),
      priceWeight: weights.price,
      qualityWeight: weights.quality,
      socialWeight: weights.socialValue,
    })
    await grantAccess(tx, [{ recordId: competitionId, holderId: buyer.organisationId, basis: 'opened it' }])
    return { recordId: competitionId, competitionId, reference }
  },
})

/** Adds a question of the buyer's own. */
export const addQuestion = command({
  name: 'commissioning.add-question',
  allow: 'commissioning.lead',
  input: Type.Object({
    competitionId,
    about: Type.Enum(['quality', 'social value'], { mend: 'Choose what it is about' }),
    asks: Type.String({ minLength: 10, maxLength: 1000, mend: 'Enter the question, in 10 to 1,000 characters' }),
    points: pointsOfQuestion,
  }),
  async run(tx, { competitionId, about, asks, points }) {
    const competition = await leadCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    if (competition.state !== 'asking') return tooLateToAsk()
    const questionId: string = newId()
    await insertQuestion(tx, competitionId, {
      ...{ questionId, asks: asks.trim(), points, setBy: 'buyer' as const },
      about: about as QuestionAbout,
    })
    return { recordId: competitionId, questionId }
  },
})

const tooLateToAsk = () => refuse('bidding', 'It is open for bids: its questions stay as they are.')

/** Takes a question out before bids; proposals it came from are then told as not asked, with the reason. */
export const dropQuestion = command({
  name: 'commissioning.drop-question',
  allow: 'commissioning.lead',
  input: Type.Object({
    competitionId,
    questionId: Type.String({ format: 'uuid', mend: 'Choose a question' }),
    because,
  }),
  async run(tx, { competitionId, questionId, because }) {
    const competition = await leadCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    if (competition.state !== 'asking') return tooLateToAsk()
    if (!(await dropQuestionOf(tx, competitionId, questionId)))
      return refuse('no-such-question', 'Choose a question of this competition.', 'questionId')
    await retireProposals(tx, competitionId, questionId, because)
    return { recordId: competitionId }
  },
})

/** What is missing of the points, in words; null when they add to the weights. */
export const wrongPoints = (
  weights: Weights,
  questions: readonly Pick<Question, 'about' | 'points'>[],
): string | null => {
  for (const [about, weight] of [
    ['social value', weights.socialValue],
    ['quality', weights.quality],
  ] as const) {
    const points = questions.reduce((all, each) => (each.about === about ? all + each.points : all), 0)
    if (points !== weight)
      return `The questions about ${about} are worth ${points} points together, and its weight is ${weight} %. Change the points so that they add to ${weight}.`
  }
  return null
}

/** Changes weights, points or the closing, until the first bid is handed in. What it was stays to be read, with the reason. */
export const changeWeights = command({
  name: 'commissioning.change-weights',
  allow: 'commissioning.lead',
  input: Type.Object({
    competitionId,
    ...weightsAsked,
    points: Type.Array(Type.Object({ questionId: Type.String({ format: 'uuid' }), points: pointsOfQuestion }), {
      maxItems: 200,
    }),
    closesOn: date('Enter the day bids close'),
    because: Type.String({ maxLength: 1000, mend: 'Say why in up to 1,000 characters' }),
  }),
  async run(tx, { competitionId, points, closesOn, because, ...weights }) {
    const competition = await leadCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    const fixed = await cannotChange(tx, competition)
    if (fixed) return fixed
    const wrong = wrongWeights(weights)
    if (wrong) return refuse('weights', wrong.message, wrong.field)
    const questions = await listQuestions(tx, competitionId)
    const worth = new Map(points.map(each => [each.questionId, each.points]))
    const changed = questions.map(each => ({ ...each, points: worth.get(each.questionId) ?? each.points }))
    const isBidding = competition.state === 'bidding'
    const amiss = isBidding ? wrongPoints(weights, changed) : null
    if (amiss) return refuse('points', amiss, 'socialValue')
    const closesAt = closingOn(closesOn)
    if (closesOn !== dateAt(competition.closesAt)) {
      if (closesOn <= competition.questionsUntilOn || closesAt <= tx.now)
        return refuse('closes-first', 'Choose a day that is ahead, after the last day for questions.', 'closesOn')
      if (isBidding && closesAt < competition.closesAt)
        return refuse(
          'closes-sooner',
          'Whoever is writing counts on the day that was told: it can only be later.',
          'closesOn',
        )
    }
    const [was, became] = [
      inWords(competition, questions),
      inWords(
        {
          ...competition,
          closesAt,
          priceWeight: weights.price,
          qualityWeight: weights.quality,
          socialWeight: weights.socialValue,
        },
        changed,
      ),
    ]
    if (was === became) return refuse('same', 'Nothing is different from what stands there.', 'socialValue')
    if (because.trim().length < 3) return refuse('because', 'Say why it changes: everybody reads it.', 'because')
    await saveCompetition(tx, competitionId, {
      ...{ priceWeight: weights.price, qualityWeight: weights.quality, socialWeight: weights.socialValue, closesAt },
    })
    for (const { questionId, points } of changed) await savePoints(tx, competitionId, questionId, points)
    await insertChange(tx, competitionId, { changeId: newId(), was, became, because: because.trim() })
    if (isBidding)
      for (const organisationId of await listBidders(tx, competitionId, 'drafts'))
        await tellMembers(tx, organisationId, 'coordinator', {
          aboutId: competitionId,
          sentFor: `changed ${tx.now.toISOString()}`,
          subject: 'A competition you are writing a bid for has changed',
          body: `${competition.title}: ${became}. Before: ${was}. Why: ${because.trim()}`,
          link: { words: 'Open your bid', path: `/commissioning/competitions/${competitionId}/bid` },
        })
    return { recordId: competitionId }
  },
})

const cannotChange = async (tx: PlaceTx, competition: Competition): Promise<Refusal | null> => {
  const isOver =
    !['asking', 'bidding'].includes(competition.state) ||
    (competition.state === 'bidding' && isClosed(competition, tx.now))
  if (isOver) return refuse('closed', 'It is closed: weights and questions stay as they were when bids were written.')
  return (await countHandedIn(tx, competition.competitionId)) > 0
    ? refuse('first-bid', 'A bid has been handed in: from the first one on, weights and points stay as they are.')
    : null
}

const inWords = (competition: Competition, questions: readonly Question[]): string =>
  [
    weightsInWords(weightsOf(competition)),
    ...(questions.length ? [`points ${questions.map(({ number, points }) => `${number}: ${points}`).join(', ')}`] : []),
    `bids close on ${exactDate(dateAt(competition.closesAt))}`,
  ].join('; ')

/** Opens it for bids: every proposal is decided, one question at least is the community's, and points add to the weights. */
export const openToBids = command({
  name: 'commissioning.open-to-bids',
  allow: 'commissioning.lead',
  input: Type.Object({ competitionId }),
  async run(tx, { competitionId }) {
    const competition = await leadCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    if (competition.state !== 'asking') return refuse('bidding', 'It is open for bids already, or over.')
    const [wrong] = await missingForBids(tx, competition)
    if (wrong) return refuse('missing', wrong)
    await saveCompetition(tx, competitionId, { state: 'bidding', biddingAt: tx.now })
    return { recordId: competitionId }
  },
})

/** What has to be done before it can open for bids. */
export const missingForBids = async (tx: PlaceTx, competition: Competition): Promise<string[]> => {
  const questions = await listQuestions(tx, competition.competitionId)
  const waiting = await countSuggestions(tx, competition.competitionId)
  const amiss = wrongPoints(weightsOf(competition), questions)
  return [
    ...(dateAt(tx.now) <= competition.questionsUntilOn
      ? [`Wait: everybody was told that questions can be proposed until ${exactDate(competition.questionsUntilOn)}.`]
      : []),
    ...(waiting > 0
      ? [
          `Decide on ${waiting === 1 ? 'the proposal that waits' : `the ${waiting} proposals that wait`}: each gets a reason.`,
        ]
      : []),
    ...(questions.some(({ setBy }) => setBy === 'community')
      ? []
      : ['Ask at least one question that the community proposed.']),
    ...(amiss ? [amiss] : []),
    ...(isClosed(competition, tx.now) ? [`Move the closing: ${exactTime(competition.closesAt)} is over.`] : []),
  ]
}

/** Stops it without a result. Why stays to be read, and whoever wrote a bid is told; nobody reads a bid any more but whoever wrote it. */
export const stopCompetition = command({
  name: 'commissioning.stop-competition',
  allow: 'commissioning.lead',
  input: Type.Object({ competitionId, because }),
  async run(tx, { competitionId, because }) {
    const competition = await leadCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    if (['published', 'stopped'].includes(competition.state))
      return refuse('over', 'It is over: what was published stays.')
    await saveCompetition(tx, competitionId, { state: 'stopped', stoppedAt: tx.now, stoppedBecause: because.trim() })
    await forgetSuggestions(tx, competitionId)
    for (const { assessorId } of await listAllAssessors(tx, competitionId)) await endAccess(tx, { basisId: assessorId })
    for (const organisationId of await listBidders(tx, competitionId, 'all'))
      await tellMembers(tx, organisationId, 'coordinator', {
        aboutId: competitionId,
        sentFor: 'stopped',
        subject: 'A competition you wrote a bid for is stopped',
        body: `${competition.title}: nothing comes of it, and nobody else reads your bid any more. Why: ${because.trim()}`,
        link: { words: 'Open your bid', path: `/commissioning/competitions/${competitionId}/bid` },
      })
    return { recordId: competitionId }
  },
})
