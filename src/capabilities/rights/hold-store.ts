import type { PlaceTx } from '../../platform/db/database.ts'
import type { Held } from '../../platform/personal/held.ts'

/** What can be held; whatever hangs on it is held with it. */
export const heldKinds = {
  request: 'A request, and whoever made it',
  need: 'One need of a request',
  person: 'A person, and everything about them',
  organisation: 'An organisation, and everything it was asked, took down or agreed',
  complaint: 'A complaint',
} as const
/** A concern is held by safeguarding leads, on a page of their own. */
export type HeldKind = keyof typeof heldKinds | 'concern'

export const holdGrounds = {
  legal: 'A claim or a law',
  safeguarding: 'Safeguarding',
  complaint: 'A complaint',
  other: 'Something else',
} as const
export type HoldGround = keyof typeof holdGrounds

export interface Hold {
  readonly holdId: string
  readonly recordId: string
  readonly what: HeldKind
  readonly ground: HoldGround
  readonly because: string
  readonly untilOn: string
  readonly putBy: string
  readonly putAt: Date
  readonly endedAt: Date | null
  readonly endedBy: string | null
}

/** What is held on a day, whoever may see the hold. */
export const listLiveHolds = (tx: PlaceTx, today: string): Promise<Pick<Hold, 'what' | 'recordId'>[]> =>
  tx.sql<Pick<Hold, 'what' | 'recordId'>[]>`
    select what, record_id from rights.hold where place_id = ${tx.placeId} and ended_at is null and until_on >= ${today}`

const columns = (tx: PlaceTx) =>
  tx.sql`hold_id, record_id, what, ground, because, until_on, put_by, put_at, ended_at, ended_by`

/** The holds that the actor may see: those that hold first, by their last day, then the newest of the others. */
export const listHolds = (tx: PlaceTx, today: string, most: number): Promise<Hold[]> =>
  tx.sql<Hold[]>`
    select ${columns(tx)} from rights.hold where place_id = ${tx.placeId}
    order by ended_at is null and until_on >= ${today} desc, case when ended_at is null and until_on >= ${today} then until_on end, coalesce(ended_at, until_on) desc
    limit ${most}`

/** The holds of one record that the actor may see, the newest first. */
export const listHoldsOf = (tx: PlaceTx, recordId: string): Promise<Hold[]> =>
  tx.sql<Hold[]>`
    select ${columns(tx)} from rights.hold where place_id = ${tx.placeId} and record_id = ${recordId} order by put_at desc limit 50`

/** Whether it still holds on a day. */
export const holds = ({ endedAt, untilOn }: Pick<Hold, 'endedAt' | 'untilOn'>, today: string): boolean =>
  endedAt === null && untilOn >= today

export const insertHold = (
  tx: PlaceTx,
  hold: Pick<Hold, 'holdId' | 'recordId' | 'what' | 'ground' | 'because' | 'untilOn'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into rights.hold (place_id, hold_id, record_id, what, ground, because, until_on, put_by, put_at)
      values (${tx.placeId}, ${hold.holdId}, ${hold.recordId}, ${hold.what}, ${hold.ground}, ${hold.because}, ${hold.untilOn}, ${tx.actor.name}, ${tx.now})`
  })

/** @returns the record it held; null where it had ended already, or is not the actor's to see. */
export const saveHoldEnd = async (tx: PlaceTx, holdId: string): Promise<string | null> => {
  const [seen] = await tx.sql<{ recordId: string }[]>`
    select record_id from rights.hold where place_id = ${tx.placeId} and hold_id = ${holdId} and ended_at is null`
  if (!seen) return null
  return tx.house(async () => {
    const done = await tx.sql`
      update rights.hold set ended_at = ${tx.now}, ended_by = ${tx.actor.name} where place_id = ${tx.placeId} and hold_id = ${holdId} and ended_at is null`
    return done.count === 1 ? seen.recordId : null
  })
}

/** Takes the reasons out of holds that ended before a moment; counts them only when `dry`. */
export const forgetOldHolds = async (
  tx: PlaceTx,
  before: Date,
  most: number,
  dry: boolean,
  held: Held,
): Promise<number> => {
  const due = tx.sql`
    select hold_id from rights.hold
    where place_id = ${tx.placeId} and coalesce(ended_at, until_on + 1) <= ${before} and because <> 'deleted' and record_id <> all(${[...held.ids]}::uuid[]) limit ${most}`
  if (dry) return (await due).length
  return (
    await tx.sql`update rights.hold set because = 'deleted' where place_id = ${tx.placeId} and hold_id in (${due})`
  ).count
}
