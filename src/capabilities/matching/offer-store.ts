import type { PlaceTx } from '../../platform/db/database.ts'
import type { Offer, OfferId, TaskId } from './task.ts'
import type { OfferState } from './words.ts'

const columns = [
  'offerId',
  'taskId',
  'volunteerId',
  'round',
  'state',
  'reasons',
  'distanceBand',
  'sentAt',
  'answerBy',
  'answeredAt',
  'noBecause',
] as const

/** Writes an offer; false when this volunteer has one of this task already that is not over. */
export const insertOffer = async (tx: PlaceTx, offer: Offer): Promise<boolean> => {
  const written = await tx.sql`
    insert into matching.offer (place_id, offer_id, task_id, volunteer_id, round, state, reasons, distance_band, sent_at, answer_by)
    values (${tx.placeId}, ${offer.offerId}, ${offer.taskId}, ${offer.volunteerId}, ${offer.round}, ${offer.state}, ${tx.sql.json(offer.reasons as never)},
      ${offer.distanceBand}, ${offer.sentAt}, ${offer.answerBy})
    on conflict do nothing`
  return written.count === 1
}

/** An offer the actor was granted sight of, or null. */
export const findOffer = async (tx: PlaceTx, offerId: string, lock: 'read' | 'lock'): Promise<Offer | null> => {
  const query = tx.query
    .selectFrom('matching.offer')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('offerId', '=', offerId)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return (row as unknown as Offer | undefined) ?? null
}

/** Every offer of some tasks that the actor may see, whatever became of it. */
export const listOffersOfTasks = async (tx: PlaceTx, taskIds: readonly string[]): Promise<Offer[]> =>
  taskIds.length === 0
    ? []
    : ((await tx.query
        .selectFrom('matching.offer')
        .select(columns)
        .where('placeId', '=', tx.placeId)
        .where('taskId', 'in', [...taskIds])
        .orderBy('sentAt')
        .orderBy('offerId')
        .execute()) as unknown as Offer[])

/** A volunteer's own offers, newest first. */
export const listOffersTo = async (tx: PlaceTx, volunteerId: string, limit: number): Promise<Offer[]> =>
  (await tx.query
    .selectFrom('matching.offer')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('volunteerId', '=', volunteerId)
    .orderBy('sentAt', 'desc')
    .orderBy('offerId')
    .limit(limit)
    .execute()) as unknown as Offer[]

/** The offer of the same task to the same volunteer that is not over, locked; null when all are. */
export const findOpenOffer = async (
  tx: PlaceTx,
  { taskId, volunteerId }: Pick<Offer, 'taskId' | 'volunteerId'>,
): Promise<Offer | null> => {
  const row = await tx.query
    .selectFrom('matching.offer')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('taskId', '=', taskId)
    .where('volunteerId', '=', volunteerId)
    .where('state', 'in', ['sent', 'yes', 'in reserve'])
    .forUpdate()
    .executeTakeFirst()
  return (row as unknown as Offer | undefined) ?? null
}

/** Changes what is given of an offer. */
export const saveOffer = async (
  tx: PlaceTx,
  offerId: OfferId,
  change: Partial<Pick<Offer, 'state' | 'answerBy' | 'answeredAt' | 'noBecause'>>,
): Promise<void> => {
  await tx.query
    .updateTable('matching.offer')
    .set(change)
    .where('placeId', '=', tx.placeId)
    .where('offerId', '=', offerId)
    .execute()
}

/** Brings the offers of a task that stand in some states to another; returns whose they were. */
export const moveOffers = (
  tx: PlaceTx,
  taskId: TaskId,
  from: readonly OfferState[],
  to: OfferState,
): Promise<{ offerId: OfferId; volunteerId: string }[]> =>
  tx.sql<{ offerId: OfferId; volunteerId: string }[]>`
    update matching.offer set state = ${to} where place_id = ${tx.placeId} and task_id = ${taskId} and state = any(${[...from]})
    returning offer_id, volunteer_id`

/** What a volunteer was asked and has not answered. */
export const listSentTo = async (tx: PlaceTx, volunteerId: string): Promise<Offer[]> =>
  (await tx.query
    .selectFrom('matching.offer')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('volunteerId', '=', volunteerId)
    .where('state', '=', 'sent')
    .execute()) as unknown as Offer[]

/** Takes back what a volunteer was asked and has not answered, and takes them off waiting lists; returns how many. */
export const takeBackOffersTo = async (tx: PlaceTx, volunteerId: string): Promise<number> => {
  const taken = await tx.sql`
    update matching.offer set state = 'taken back' where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and state in ('sent', 'in reserve')`
  return taken.count
}

/** Ends what nobody answered in time. Run again it finds nothing: an offer is ended once, whatever the clock does. */
export const endUnanswered = (
  tx: PlaceTx,
): Promise<{ offerId: OfferId; taskId: TaskId; volunteerId: string; round: number }[]> =>
  tx.sql<{ offerId: OfferId; taskId: TaskId; volunteerId: string; round: number }[]>`
    update matching.offer set state = 'no answer' where place_id = ${tx.placeId} and state = 'sent' and answer_by <= ${tx.now}
    returning offer_id, task_id, volunteer_id, round`

/** How often each volunteer was asked: ever, since a moment, and waiting for an answer now. */
export interface OfferCounts {
  readonly volunteerId: string
  readonly ever: number
  readonly since: number
  readonly open: number
  readonly lastSentAt: Date
}

/** Of everybody who was ever asked, and reached. What is dated after now, by a clock that was set back, counts as just sent. */
export const countOffers = (
  tx: PlaceTx,
  since: Date,
  onlyTo: readonly string[] | null = null,
): Promise<OfferCounts[]> =>
  tx.sql<OfferCounts[]>`
    select volunteer_id, count(*)::int as ever, count(*) filter (where sent_at > ${since})::int as since,
      count(*) filter (where state = 'sent')::int as open, max(sent_at) as last_sent_at
    from matching.offer where place_id = ${tx.placeId} and state <> 'not reached' and (${onlyTo === null} or volunteer_id = any(${[...(onlyTo ?? [])]}::uuid[])) group by volunteer_id`
