import type { PlaceTx } from '../../../platform/db/database.ts'
import type { BidPromise } from './bid-store.ts'

export const stands = { kept: 'Kept', 'in part': 'Kept in part', 'not kept': 'Not kept' } as const
export type Stands = keyof typeof stands

export interface Report {
  readonly reportId: string
  readonly happenedOn: string
  readonly howMany: number | null
  readonly says: string
  readonly byOrganisationId: string
  readonly isTakenOut: boolean
}

export interface Reply {
  readonly fromWhom: 'buyer' | 'organisation' | 'resident'
  readonly stands: Stands | null
  /** True where the promise has changed since: it was said of what was promised before. */
  readonly isOfBefore: boolean
  readonly says: string
  readonly byOrganisationId: string | null
  readonly writtenOn: string
}

export interface PromiseFollowed extends BidPromise {
  readonly competitionId: string
  readonly organisationId: string
  /** What was promised before, the first at the top. */
  readonly changes: readonly { readonly was: string; readonly because: string; readonly changedOn: string }[]
  /** In the order things happened. */
  readonly reports: readonly Report[]
  readonly replies: readonly Reply[]
}

const listed = (tx: PlaceTx, where: ReturnType<PlaceTx['sql']>): Promise<PromiseFollowed[]> =>
  tx.sql<PromiseFollowed[]>`
    select p.promise_id, p.competition_id, p.organisation_id, p.what, p.how_many, p.unit, p.for_whom, p.neighbourhood_id, p.due_on,
      coalesce((select json_agg(json_build_object('was', c.was, 'because', c.because, 'changedOn', (c.changed_at at time zone 'Europe/London')::date) order by c.changed_at, c.change_id)
        from commissioning.promise_change c where c.place_id = p.place_id and c.promise_id = p.promise_id), '[]') as changes,
      coalesce((select json_agg(json_build_object('reportId', r.report_id, 'happenedOn', r.happened_on, 'howMany', r.how_many, 'says', r.says, 'byOrganisationId', r.by_organisation_id,
          'isTakenOut', r.taken_out_at is not null) order by r.happened_on, r.written_at, r.report_id)
        from commissioning.promise_report r where r.place_id = p.place_id and r.promise_id = p.promise_id), '[]') as reports,
      coalesce((select json_agg(json_build_object('fromWhom', y.from_whom, 'stands', y.stands, 'says', y.says, 'byOrganisationId', y.by_organisation_id,
          'isOfBefore', exists (select from commissioning.promise_change c where c.place_id = y.place_id and c.promise_id = y.promise_id and c.changed_at >= y.written_at),
          'writtenOn', (y.written_at at time zone 'Europe/London')::date) order by y.written_at, y.reply_id)
        from commissioning.promise_reply y where y.place_id = p.place_id and y.promise_id = p.promise_id), '[]') as replies
    from commissioning.promise p where p.place_id = ${tx.placeId} and ${where} order by p.due_on, p.promise_id limit 200`

/** What was promised in a competition with all that happened, those due first at the top. */
export const listPromises = (tx: PlaceTx, competitionId: string): Promise<PromiseFollowed[]> =>
  listed(tx, tx.sql`p.competition_id = ${competitionId}` as never)

export const findPromise = async (tx: PlaceTx, promiseId: string): Promise<PromiseFollowed | null> =>
  (await listed(tx, tx.sql`p.promise_id = ${promiseId}` as never))[0] ?? null

export const insertPromise = (
  tx: PlaceTx,
  promise: BidPromise & { competitionId: string; organisationId: string },
): Promise<void> =>
  tx.house(async () => {
    const { promiseId, competitionId, organisationId, what, howMany, unit, forWhom, neighbourhoodId, dueOn } = promise
    await tx.query
      .insertInto('commissioning.promise')
      .values({
        ...{ placeId: tx.placeId, promiseId, competitionId, organisationId, what, howMany, unit, forWhom },
        ...{ neighbourhoodId, dueOn },
      })
      .execute()
  })

/** Changes what is promised; what it was before stands in its changes. */
export const savePromise = (
  tx: PlaceTx,
  promiseId: string,
  changes: Omit<BidPromise, 'promiseId'>,
  change: { changeId: string; was: string; because: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.promiseChange')
      .values({ ...change, placeId: tx.placeId, promiseId, changedBy: tx.actor.name, changedAt: tx.now })
      .execute()
    await tx.query
      .updateTable('commissioning.promise')
      .set(changes)
      .where('placeId', '=', tx.placeId)
      .where('promiseId', '=', promiseId)
      .execute()
  })

export const insertReport = (tx: PlaceTx, promiseId: string, report: Omit<Report, 'isTakenOut'>): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.promiseReport')
      .values({ ...report, placeId: tx.placeId, promiseId, writtenBy: tx.actor.name, writtenAt: tx.now })
      .execute()
  })

/** Takes the words and the number of a report out for good; false when it is gone, or another organisation's. */
export const emptyReport = (tx: PlaceTx, reportId: string, organisationId: string): Promise<boolean> =>
  tx.house(async () => {
    const gone = await tx.sql`
      update commissioning.promise_report set says = '', how_many = null, taken_out_at = ${tx.now}
      where place_id = ${tx.placeId} and report_id = ${reportId} and by_organisation_id = ${organisationId} and taken_out_at is null`
    return gone.count === 1
  })

export const insertReply = (
  tx: PlaceTx,
  promiseId: string,
  reply: Omit<Reply, 'writtenOn' | 'isOfBefore'> & { replyId: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.promiseReply')
      .values({
        ...{ ...reply, placeId: tx.placeId, promiseId, writtenAt: tx.now },
        // What was sent in stands without a person's name; who let it through is in the audit trail.
        writtenBy: reply.fromWhom === 'buyer' ? tx.actor.name : null,
      })
      .execute()
  })

/** What the job asks about: promises that are due until a day, with who made them, who bought, and what was told. */
export interface DuePromise {
  readonly promiseId: string
  readonly competitionId: string
  readonly organisationId: string
  readonly buyerOrganisationId: string | null
  readonly title: string
  readonly what: string
  readonly dueOn: string
  readonly remindedOf: string | null
  readonly toldOver: string | null
}

/** Promises due until a day that the buyer has said nothing about since they were last changed, by the house's sight. */
export const listDuePromises = (tx: PlaceTx, untilOn: string): Promise<DuePromise[]> =>
  tx.house(
    () => tx.sql<DuePromise[]>`
      select p.promise_id, p.competition_id, p.organisation_id, b.organisation_id as buyer_organisation_id, c.title, p.what, p.due_on, p.reminded_of, p.told_over
      from commissioning.promise p join commissioning.competition c on c.place_id = p.place_id and c.competition_id = p.competition_id
        join commissioning.party b on b.place_id = c.place_id and b.party_id = c.buyer_party_id
      where p.place_id = ${tx.placeId} and p.due_on <= ${untilOn}
        and (p.reminded_of is distinct from p.due_on or p.told_over is distinct from p.due_on)
        and not exists (select from commissioning.promise_reply y where y.place_id = p.place_id and y.promise_id = p.promise_id and y.stands is not null
          and not exists (select from commissioning.promise_change d where d.place_id = y.place_id and d.promise_id = y.promise_id and d.changed_at >= y.written_at))
      order by p.due_on, p.promise_id limit 500`,
  )

export const markTold = (
  tx: PlaceTx,
  promiseId: string,
  told: { remindedOf?: string; toldOver?: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .updateTable('commissioning.promise')
      .set(told)
      .where('placeId', '=', tx.placeId)
      .where('promiseId', '=', promiseId)
      .execute()
  })
