import type { PlaceTx } from '../../platform/db/database.ts'
import type { Referral, ReferralId } from './referral.ts'
import type { ReferralState } from './words.ts'

const columns = [
  'referralId',
  'journeyId',
  'helpRequestId',
  'needId',
  'organisationId',
  'sentByOrganisationId',
  'sentByName',
  'description',
  'basis',
  'basisGround',
  'consentId',
  'agreementId',
  'state',
  'sentAt',
  'answerBy',
  'answeredAt',
  'answeredByName',
  'reasonCode',
  'reason',
  'contactMadeAt',
  'endedAt',
  'detailsWithdrawnAt',
  'waitingBecause',
  'waitingSince',
] as const

const snakeCase = (column: string): string => column.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

export const insertReferral = async (tx: PlaceTx, referral: Referral): Promise<void> => {
  await tx.query
    .insertInto('referrals.referral')
    .values({ ...referral, placeId: tx.placeId })
    .execute()
}

/** A referral the actor was granted sight of, or null. `lock` holds it until the transaction ends. */
export const findReferral = async (
  tx: PlaceTx,
  referralId: string,
  lock: 'read' | 'lock',
): Promise<Referral | null> => {
  const query = tx.query
    .selectFrom('referrals.referral')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('referralId', '=', referralId)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return (row as unknown as Referral | undefined) ?? null
}

export const saveReferral = async (
  tx: PlaceTx,
  referralId: ReferralId,
  change: Partial<Omit<Referral, 'referralId'>>,
): Promise<void> => {
  await tx.query
    .updateTable('referrals.referral')
    .set(change)
    .where('placeId', '=', tx.placeId)
    .where('referralId', '=', referralId)
    .execute()
}

/** Every referral of some needs that the actor may see, oldest first. */
export const listReferralsOfNeeds = async (tx: PlaceTx, needIds: readonly string[]): Promise<Referral[]> =>
  needIds.length === 0
    ? []
    : ((await tx.query
        .selectFrom('referrals.referral')
        .select(columns)
        .where('placeId', '=', tx.placeId)
        .where('needId', 'in', [...needIds])
        .orderBy('sentAt')
        .execute()) as unknown as Referral[])

/** The last referral of each of some needs that the actor may see: who has it now, or who had it last. */
export const listLatestReferrals = (tx: PlaceTx, needIds: readonly string[]): Promise<Referral[]> =>
  tx.sql<Referral[]>`
    select distinct on (need_id) ${tx.sql(columns.map(snakeCase))} from referrals.referral
    where place_id = ${tx.placeId} and need_id = any(${[...needIds]}::uuid[])
    order by need_id, sent_at desc, referral_id desc`

/** Every referral of one request that the actor may see, oldest first. */
export const listReferralsOfRequest = async (tx: PlaceTx, helpRequestId: string): Promise<Referral[]> =>
  (await tx.query
    .selectFrom('referrals.referral')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('helpRequestId', '=', helpRequestId)
    .orderBy('sentAt')
    .execute()) as unknown as Referral[]

/** Every need that an organisation was asked about or asked others about, by id; by the house's sight. */
export const listNeedIdsBetween = (tx: PlaceTx, organisationId: string): Promise<string[]> =>
  tx.house(async () => {
    const rows = await tx.sql<{ id: string }[]>`
      select distinct need_id as id from referrals.referral
      where place_id = ${tx.placeId} and (organisation_id = ${organisationId} or sent_by_organisation_id = ${organisationId})`
    return rows.map(({ id }) => id)
  })

/** What was asked of an organisation: unanswered first by when an answer is due, then what it has in hand, then the newest ended. */
export const listReferralsTo = async (tx: PlaceTx, organisationId: string, limit: number): Promise<Referral[]> =>
  (await tx.query
    .selectFrom('referrals.referral')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('organisationId', '=', organisationId)
    .orderBy(expression =>
      expression
        .case()
        .when('state', '=', 'sent')
        .then(0)
        .when('state', 'in', ['accepted', 'in contact', 'ongoing'])
        .then(1)
        .else(2)
        .end(),
    )
    .orderBy('endedAt', 'desc')
    .orderBy('answerBy')
    .limit(limit)
    .execute()) as unknown as Referral[]

/** Which of what an organisation was asked, for another system that asks page by page. */
export interface AskedFilter {
  /** States, each as it stands: 'accepted', or 'accepted waiting' where the help waits; null for all. */
  readonly standings: readonly string[] | null
  readonly changedFrom: Date | null
  readonly changedBefore: Date | null
  /** The last one seen. */
  readonly after: string | null
  readonly limit: number
}

/** What was asked of an organisation, oldest first, by ids alone: what of each may be seen is asked one by one. */
export const listAskedIds = async (tx: PlaceTx, organisationId: string, filter: AskedFilter): Promise<string[]> => {
  const { standings, changedFrom, changedBefore, after, limit } = filter
  const rows = await tx.sql<{ referralId: string }[]>`
    select referral_id from referrals.referral
    where place_id = ${tx.placeId} and organisation_id = ${organisationId} and (${after}::uuid is null or referral_id > ${after}::uuid)
      and (${standings === null} or state || case when waiting_because is null then '' else ' waiting' end = any (${[...(standings ?? [])]}::text[]))
      and (${changedFrom}::timestamptz is null or greatest(sent_at, answered_at, contact_made_at, ended_at, details_withdrawn_at, waiting_since) >= ${changedFrom}::timestamptz)
      and (${changedBefore}::timestamptz is null or greatest(sent_at, answered_at, contact_made_at, ended_at, details_withdrawn_at, waiting_since) < ${changedBefore}::timestamptz)
    order by referral_id limit ${limit}`
  return rows.map(({ referralId }) => referralId)
}

/** How an organisation answered what it was asked last, newest first; what was taken back or no longer needed is no answer either way. */
export const listLastAnswers = (
  tx: PlaceTx,
  organisationId: string,
  limit: number,
): Promise<{ state: ReferralState; sentAt: Date }[]> =>
  tx.sql<{ state: ReferralState; sentAt: Date }[]>`
    select state, sent_at from referrals.referral
    where place_id = ${tx.placeId} and organisation_id = ${organisationId} and state not in ('sent', 'recalled', 'not needed')
    order by sent_at desc, referral_id desc limit ${limit}`

/** The unanswered referrals whose time is up. */
export const listExpired = (tx: PlaceTx): Promise<{ referralId: ReferralId }[]> =>
  tx.sql<{ referralId: ReferralId }[]>`
    select referral_id from referrals.referral where place_id = ${tx.placeId} and state = 'sent' and answer_by <= ${tx.now} order by answer_by`

/** How an organisation has answered. */
export interface AnswerRecord {
  readonly organisationId: string
  /** Asked and answered, or let expire. */
  readonly asked: number
  readonly saidYes: number
  readonly inHand: number
  /** Median minutes to an answer; null when it never answered. */
  readonly medianMinutesToAnswer: number | null
}

/** How every organisation of the place has answered in the last year; counts only, no person. The house counts, since nobody sees every referral. */
export const countAnswers = (tx: PlaceTx): Promise<AnswerRecord[]> =>
  tx.house(
    () => tx.sql<AnswerRecord[]>`
      select organisation_id, count(*) filter (where state <> 'sent' and state <> 'recalled')::int as asked,
        count(*) filter (where state in ('accepted', 'in contact', 'ongoing', 'done', 'could not'))::int as said_yes,
        count(*) filter (where state in ('accepted', 'in contact', 'ongoing'))::int as in_hand,
        percentile_cont(0.5) within group (order by extract(epoch from answered_at - sent_at) / 60) as median_minutes_to_answer
      from referrals.referral where place_id = ${tx.placeId} and sent_at > ${new Date(tx.now.getTime() - 365 * 86_400_000)}
      group by organisation_id`,
  )

/** The referrals that run and that somebody sent or answered for an organisation, by the name they had, and those that were handed to them; as the actor sees them. */
export const listLiveBegunBy = (
  tx: PlaceTx,
  of: { readonly name: string; readonly organisationId: string; readonly handedIds: readonly string[] },
): Promise<{ referralId: ReferralId; state: ReferralState; sentByOrganisationId: string; organisationId: string }[]> =>
  tx.sql`
    select referral_id, state, sent_by_organisation_id, organisation_id from referrals.referral
    where place_id = ${tx.placeId} and ended_at is null
      and ((sent_by_name = ${of.name} and sent_by_organisation_id = ${of.organisationId})
        or (answered_by_name = ${of.name} and organisation_id = ${of.organisationId}) or referral_id = any (${[...of.handedIds]}::uuid[]))
    order by sent_at limit 500`
