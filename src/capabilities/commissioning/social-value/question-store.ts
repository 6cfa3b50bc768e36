import type { PlaceTx } from '../../../platform/db/database.ts'

/** What was sent in and waits for the buyer. */
export interface Suggestion {
  readonly suggestionId: string
  readonly competitionId: string
  /** Null for a proposed question. */
  readonly promiseId: string | null
  readonly words: string
  readonly why: string
  readonly byOrganisationId: string | null
  readonly sentAt: Date
}

export const decisions = {
  asked: 'Asked',
  joined: 'Joined with another',
  'not asked': 'Not asked',
  'not shown': 'Not shown',
} as const
export type Decision = keyof typeof decisions

export interface Proposal {
  readonly proposalId: string
  readonly words: string | null
  readonly why: string
  readonly byOrganisationId: string | null
  readonly decision: Decision
  readonly questionId: string | null
  readonly because: string
  readonly sentOn: string
}

/** Those the actor may see: the buyer's. */
export const listSuggestions = (tx: PlaceTx, competitionId: string): Promise<Suggestion[]> =>
  tx.sql<Suggestion[]>`
    select suggestion_id, competition_id, promise_id, words, why, by_organisation_id, sent_at from commissioning.suggestion
    where place_id = ${tx.placeId} and competition_id = ${competitionId} order by sent_at, suggestion_id limit 500`

/** How many proposed questions wait, whoever asks. */
export const countSuggestions = (
  tx: PlaceTx,
  competitionId: string,
  of: 'questions' | 'all' = 'questions',
): Promise<number> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ waiting: number }[]>`
      select count(*)::int as waiting from commissioning.suggestion
      where place_id = ${tx.placeId} and competition_id = ${competitionId} and ${of === 'all' ? tx.sql`true` : tx.sql`promise_id is null`}`
    return row?.waiting ?? 0
  })

export const insertSuggestion = (tx: PlaceTx, suggestion: Omit<Suggestion, 'sentAt'>): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.suggestion')
      .values({ ...suggestion, placeId: tx.placeId, sentAt: tx.now })
      .execute()
  })

/** Takes one out of those that wait, with its words; null when it is gone. */
export const takeSuggestion = (tx: PlaceTx, competitionId: string, suggestionId: string): Promise<Suggestion | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<Suggestion[]>`
      delete from commissioning.suggestion where place_id = ${tx.placeId} and competition_id = ${competitionId} and suggestion_id = ${suggestionId}
      returning suggestion_id, competition_id, promise_id, words, why, by_organisation_id, sent_at`
    return row ?? null
  })

export const forgetSuggestions = (tx: PlaceTx, competitionId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from commissioning.suggestion where place_id = ${tx.placeId} and competition_id = ${competitionId}`
  })

export const listProposals = (tx: PlaceTx, competitionId: string): Promise<Proposal[]> =>
  tx.sql<Proposal[]>`
    select proposal_id, words, why, by_organisation_id, decision, question_id, because, sent_on from commissioning.proposal
    where place_id = ${tx.placeId} and competition_id = ${competitionId} order by decided_at, proposal_id limit 500`

export const insertProposal = (tx: PlaceTx, competitionId: string, proposal: Proposal): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.proposal')
      .values({ ...proposal, placeId: tx.placeId, competitionId, decidedBy: tx.actor.name, decidedAt: tx.now })
      .execute()
  })

/** What was asked as a question that is taken out is told as not asked. */
export const retireProposals = (
  tx: PlaceTx,
  competitionId: string,
  questionId: string,
  because: string,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update commissioning.proposal set decision = 'not asked', question_id = null, because = ${because}, decided_by = ${tx.actor.name}, decided_at = ${tx.now}
      where place_id = ${tx.placeId} and competition_id = ${competitionId} and question_id = ${questionId}`
  })
