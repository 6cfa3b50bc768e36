import type { PlaceTx } from '../../../platform/db/database.ts'

/** What somebody promises if they win: counted, or told as a story. */
export interface BidPromise {
  readonly promiseId: string
  readonly what: string
  readonly howMany: number | null
  readonly unit: string | null
  readonly forWhom: string
  readonly neighbourhoodId: string | null
  readonly dueOn: string
}

export interface Bid {
  readonly bidId: string
  readonly competitionId: string
  readonly organisationId: string
  readonly state: 'draft' | 'handed in'
  readonly priceInPence: number | null
  readonly mayName: boolean
  readonly handedInAt: Date | null
  readonly handedInBy: string | null
  readonly letter: string | null
  readonly marksId: string
  /** By question. */
  readonly answers: Readonly<Record<string, string>>
  readonly promises: readonly BidPromise[]
}

const listed = (tx: PlaceTx, where: ReturnType<PlaceTx['sql']>): Promise<Bid[]> =>
  tx.sql<Bid[]>`
    select b.bid_id, b.competition_id, b.organisation_id, b.state, b.price_in_pence, b.may_name, b.handed_in_at, b.handed_in_by, b.letter, b.marks_id,
      coalesce((select json_object_agg(a.question_id, a.answer) from commissioning.bid_answer a where a.place_id = b.place_id and a.bid_id = b.bid_id), '{}') as answers,
      coalesce((select json_agg(json_build_object('promiseId', p.promise_id, 'what', p.what, 'howMany', p.how_many, 'unit', p.unit, 'forWhom', p.for_whom,
          'neighbourhoodId', p.neighbourhood_id, 'dueOn', p.due_on) order by p.due_on, p.written_at, p.promise_id)
        from commissioning.bid_promise p where p.place_id = b.place_id and p.bid_id = b.bid_id), '[]') as promises
    from commissioning.bid b where b.place_id = ${tx.placeId} and ${where} order by b.letter nulls last, b.bid_id limit 500`

/** An organisation's own bid, as far as the actor may see it. */
export const findBidOf = async (tx: PlaceTx, competitionId: string, organisationId: string): Promise<Bid | null> =>
  (
    await listed(tx, tx.sql`b.competition_id = ${competitionId} and b.organisation_id = ${organisationId}` as never)
  )[0] ?? null

/** The bids of a competition that were handed in and that the actor may see, by letter. */
export const listBids = (tx: PlaceTx, competitionId: string): Promise<Bid[]> =>
  listed(tx, tx.sql`b.competition_id = ${competitionId} and b.state = 'handed in'` as never)

export const insertBid = (
  tx: PlaceTx,
  bid: Pick<Bid, 'bidId' | 'competitionId' | 'organisationId' | 'marksId'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.bid')
      .values({ ...bid, placeId: tx.placeId, state: 'draft', begunAt: tx.now })
      .execute()
  })

export const saveBid = (
  tx: PlaceTx,
  bidId: string,
  changes: Partial<Pick<Bid, 'state' | 'priceInPence' | 'mayName' | 'handedInAt' | 'handedInBy' | 'letter'>>,
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .updateTable('commissioning.bid')
      .set(changes)
      .where('placeId', '=', tx.placeId)
      .where('bidId', '=', bidId)
      .execute()
  })

export const saveAnswer = (tx: PlaceTx, bidId: string, questionId: string, answer: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into commissioning.bid_answer (place_id, bid_id, question_id, answer) values (${tx.placeId}, ${bidId}, ${questionId}, ${answer})
      on conflict (place_id, bid_id, question_id) do update set answer = excluded.answer`
  })

export const insertBidPromise = (tx: PlaceTx, bidId: string, promise: BidPromise): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.bidPromise')
      .values({ ...promise, placeId: tx.placeId, bidId, writtenAt: tx.now })
      .execute()
  })

export const deleteBidPromise = (tx: PlaceTx, bidId: string, promiseId: string): Promise<boolean> =>
  tx.house(async () => {
    const gone = await tx.sql`
      delete from commissioning.bid_promise where place_id = ${tx.placeId} and bid_id = ${bidId} and promise_id = ${promiseId}`
    return gone.count === 1
  })

/** How many bids were handed in, by the house's sight. Told to nobody before the closing, but for whether there is one. */
export const countHandedIn = (tx: PlaceTx, competitionId: string): Promise<number> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ bids: number }[]>`
      select count(*)::int as bids from commissioning.bid where place_id = ${tx.placeId} and competition_id = ${competitionId} and state = 'handed in'`
    return row?.bids ?? 0
  })

/** Organisations with a draft, or with any bid, by the house's sight: to tell them what changed. */
export const listBidders = (tx: PlaceTx, competitionId: string, of: 'drafts' | 'all'): Promise<string[]> =>
  tx.house(async () =>
    (
      await tx.sql<{ organisationId: string }[]>`
        select organisation_id from commissioning.bid where place_id = ${tx.placeId} and competition_id = ${competitionId} and ${of === 'all' ? tx.sql`true` : tx.sql`state = 'draft'`} order by 1`
    ).map(({ organisationId }) => organisationId),
  )
