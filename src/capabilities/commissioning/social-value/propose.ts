/** Questions that organisations and residents propose, and what the buyer decides about each. */
import { Type } from 'typebox'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { accessCompetition, leadCompetition } from './access-competition.ts'
import { takesQuestions } from './competition.ts'
import { insertQuestion, listQuestions } from './competition-store.ts'
import { because, competitionId } from './open-competition.ts'
import {
  countSuggestions,
  type Decision,
  decisions,
  insertProposal,
  insertSuggestion,
  takeSuggestion,
} from './question-store.ts'

/** So many wait at most: more is no conversation any more. */
export const mostWaiting = 300

export const suggested = {
  words: Type.String({ minLength: 10, maxLength: 1000, mend: 'Write what should be asked, in 10 to 1,000 characters' }),
  why: Type.String({ maxLength: 1000, mend: 'Say why in up to 1,000 characters' }),
}

/** Proposes a question, by anybody; nothing is kept of who, but for an organisation that is signed in. */
export const proposeQuestion = command({
  name: 'commissioning.propose-question',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ competitionId, ...suggested }),
  async run(tx, { competitionId, words, why }) {
    const competition = await accessCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    if (!takesQuestions(competition, tx.now))
      return refuse('over', `Questions could be proposed until ${exactDate(competition.questionsUntilOn)}.`)
    if ((await countSuggestions(tx, competitionId, 'all')) >= mostWaiting)
      return refuse(
        'too-many',
        `So many proposals wait that no more fit. Try again tomorrow, or ring ${competition.buyerName}.`,
      )
    await insertSuggestion(tx, {
      ...{ suggestionId: newId(), competitionId, promiseId: null, words: words.trim(), why: why.trim() },
      byOrganisationId: tx.actor.permissions.has('commissioning.take-part') ? tx.actor.organisationId : null,
    })
    return { recordId: competitionId }
  },
})

/** Decides on a proposal: asked, joined with a question, not asked, or not shown; with a reason that everybody reads. */
export const decideProposal = command({
  name: 'commissioning.decide-proposal',
  allow: 'commissioning.lead',
  input: Type.Object({
    competitionId,
    suggestionId: Type.String({ format: 'uuid', mend: 'Choose a proposal' }),
    decision: Type.Enum(Object.keys(decisions), { mend: 'Choose what becomes of it' }),
    hidesWords: Type.Boolean(),
    asks: Type.String({ maxLength: 1000, mend: 'Enter the question in up to 1,000 characters' }),
    points: Type.Union([Type.Integer(), Type.Null()]),
    questionId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], { mend: 'Choose a question' }),
    because,
  }),
  async run(tx, { competitionId, suggestionId, decision, hidesWords, asks, points, questionId, because }) {
    const competition = await leadCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    if (competition.state !== 'asking') return refuse('bidding', 'It is open for bids: its questions stay as they are.')
    const questions = await listQuestions(tx, competitionId)
    if (
      decision === 'joined' &&
      !questions.some(each => each.questionId === questionId && each.about === 'social value')
    )
      return refuse('no-such-question', 'Choose the question about social value that it is joined with.', 'questionId')
    if (decision === 'asked' && asks.trim().length < 10)
      return refuse('asks', 'Enter the question as bidders will read it, in 10 to 1,000 characters.', 'asks')
    if (decision === 'asked' && (points === null || points < 1 || points > 100))
      return refuse('points', 'Enter what it is worth: whole points from 1 to 100.', 'points')
    const taken = await takeSuggestion(tx, competitionId, suggestionId)
    if (!taken || taken.promiseId !== null)
      return refuse('no-such-proposal', 'That proposal is decided already, or not of this competition.')
    const asked: string = newId()
    if (decision === 'asked')
      await insertQuestion(tx, competitionId, {
        ...{ questionId: asked, about: 'social value', asks: asks.trim(), points: points ?? 0, setBy: 'community' },
      })
    const isHidden = hidesWords || decision === 'not shown'
    await insertProposal(tx, competitionId, {
      proposalId: newId(),
      words: isHidden ? null : taken.words,
      why: isHidden ? '' : taken.why,
      byOrganisationId: taken.byOrganisationId,
      decision: decision as Decision,
      questionId: decision === 'asked' ? asked : decision === 'joined' ? questionId : null,
      because: because.trim(),
      sentOn: dateAt(taken.sentAt),
    })
    return { recordId: competitionId }
  },
})
