import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Change, Competition, CompetitionState, Question } from './competition.ts'

const listed = (tx: PlaceTx, where: ReturnType<PlaceTx['sql']>): Promise<Competition[]> =>
  tx.sql<Competition[]>`
    select c.competition_id, c.reference, c.title, c.about, p.organisation_id as buyer_organisation_id, p.name as buyer_name, c.engagement_id, c.price_weight, c.quality_weight,
      c.social_weight, c.questions_until_on, c.closes_at, c.state, c.opened_at, c.unsealed_at, c.published_at, c.stopped_because, c.agreement_id
    from commissioning.competition c join commissioning.party p on p.place_id = c.place_id and p.party_id = c.buyer_party_id
    where c.place_id = ${tx.placeId} and ${where}
    order by c.state in ('published', 'stopped'), c.closes_at desc, c.competition_id limit 500`

/** All of the place, those that go on first. @param engagementId only those that came from it. */
export const listCompetitions = (tx: PlaceTx, engagementId: string | null = null): Promise<Competition[]> =>
  listed(tx, (engagementId ? tx.sql`c.engagement_id = ${engagementId}` : tx.sql`true`) as never)

export const findCompetition = async (tx: PlaceTx, competitionId: string): Promise<Competition | null> =>
  (await listed(tx, tx.sql`c.competition_id = ${competitionId}` as never))[0] ?? null

/** The competitions whose promises an agreement carries; none where it came from none. */
export const listCompetitionsOfAgreement = (tx: PlaceTx, agreementId: string): Promise<Competition[]> =>
  listed(tx, tx.sql`c.agreement_id = ${agreementId}` as never)

/** Holds one still until the transaction ends: whatever changes it, its questions, bids or marks comes one after the other. */
export const lockCompetition = (tx: PlaceTx, competitionId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`select from commissioning.competition where place_id = ${tx.placeId} and competition_id = ${competitionId} for update`
  })

export const insertCompetition = (
  tx: PlaceTx,
  made: Omit<
    Competition,
    | 'buyerOrganisationId'
    | 'buyerName'
    | 'state'
    | 'openedAt'
    | 'unsealedAt'
    | 'publishedAt'
    | 'stoppedBecause'
    | 'agreementId'
  > & { buyerPartyId: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.competition')
      .values({ ...made, placeId: tx.placeId, state: 'asking', openedBy: tx.actor.name, openedAt: tx.now })
      .execute()
  })

export const saveCompetition = (
  tx: PlaceTx,
  competitionId: string,
  changes: Partial<
    Pick<
      Competition,
      | 'priceWeight'
      | 'qualityWeight'
      | 'socialWeight'
      | 'closesAt'
      | 'unsealedAt'
      | 'publishedAt'
      | 'stoppedBecause'
      | 'agreementId'
    > & { state: CompetitionState; biddingAt: Date; stoppedAt: Date }
  >,
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .updateTable('commissioning.competition')
      .set(changes)
      .where('placeId', '=', tx.placeId)
      .where('competitionId', '=', competitionId)
      .execute()
  })

export const listChanges = (tx: PlaceTx, competitionId: string): Promise<Change[]> =>
  tx.sql<Change[]>`
    select was, became, because, changed_at from commissioning.competition_change
    where place_id = ${tx.placeId} and competition_id = ${competitionId} order by changed_at, change_id limit 500`

export const insertChange = (
  tx: PlaceTx,
  competitionId: string,
  change: Omit<Change, 'changedAt'> & { changeId: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.competitionChange')
      .values({ ...change, placeId: tx.placeId, competitionId, changedBy: tx.actor.name, changedAt: tx.now })
      .execute()
  })

/** The questions that are asked, in the order they are numbered. */
export const listQuestions = (tx: PlaceTx, competitionId: string): Promise<Question[]> =>
  tx.sql<Question[]>`
    select question_id, row_number() over (order by about desc, added_at, question_id)::int as number, about, asks, points, set_by
    from commissioning.competition_question where place_id = ${tx.placeId} and competition_id = ${competitionId} and dropped_at is null
    order by number limit 200`

export const insertQuestion = (tx: PlaceTx, competitionId: string, question: Omit<Question, 'number'>): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.competitionQuestion')
      .values({ ...question, placeId: tx.placeId, competitionId, addedAt: tx.now })
      .execute()
  })

export const savePoints = (tx: PlaceTx, competitionId: string, questionId: string, points: number): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update commissioning.competition_question set points = ${points}
      where place_id = ${tx.placeId} and competition_id = ${competitionId} and question_id = ${questionId}`
  })

/** Takes a question out; false when it is not among them. */
export const dropQuestionOf = (tx: PlaceTx, competitionId: string, questionId: string): Promise<boolean> =>
  tx.house(async () => {
    const gone = await tx.sql`
      update commissioning.competition_question set dropped_at = ${tx.now}
      where place_id = ${tx.placeId} and competition_id = ${competitionId} and question_id = ${questionId} and dropped_at is null`
    return gone.count === 1
  })
