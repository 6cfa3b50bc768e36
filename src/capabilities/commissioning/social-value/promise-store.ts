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
