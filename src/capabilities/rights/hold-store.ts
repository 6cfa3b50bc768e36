import type { PlaceTx } from '../../platform/db/database.ts'

/** Ids that are held on a day. */
export const listHeldIds = async (tx: PlaceTx, today: string): Promise<string[]> => {
  const rows = await tx.sql<{ recordId: string }[]>`
    select record_id from rights.hold where place_id = ${tx.placeId} and ended_at is null and until_on >= ${today}`
  return rows.map(({ recordId }) => recordId)
}

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
  readonly ground: HoldGround
  readonly because: string
  readonly untilOn: string
  readonly putBy: string
}

/** The holds that still hold, those the actor may see. */
export const listHolds = (tx: PlaceTx): Promise<Hold[]> =>
  tx.sql<Hold[]>`
    select hold_id, record_id, ground, because, until_on, put_by from rights.hold where place_id = ${tx.placeId} and ended_at is null order by until_on limit 500`

export const insertHold = (
  tx: PlaceTx,
  hold: Omit<Hold, 'putBy'> & { readonly what: 'person' | 'request' },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into rights.hold (place_id, hold_id, record_id, what, ground, because, until_on, put_by, put_at)
      values (${tx.placeId}, ${hold.holdId}, ${hold.recordId}, ${hold.what}, ${hold.ground}, ${hold.because}, ${hold.untilOn}, ${tx.actor.name}, ${tx.now})`
  })

/** @returns false where it had ended already. */
export const saveHoldEnd = (tx: PlaceTx, holdId: string): Promise<boolean> =>
  tx.house(async () => {
    const done = await tx.sql`
      update rights.hold set ended_at = ${tx.now}, ended_by = ${tx.actor.name} where place_id = ${tx.placeId} and hold_id = ${holdId} and ended_at is null`
    return done.count === 1
  })
