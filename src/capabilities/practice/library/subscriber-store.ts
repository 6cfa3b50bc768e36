import type { PlaceTx } from '../../../platform/db/database.ts'
import { type Held, isHeld } from '../../../platform/personal/held.ts'

/** Somebody who asked for the bulletin: an address and nothing else. */
export interface Subscriber {
  readonly subscriberId: string
  readonly email: string
  readonly askedAt: Date
  /** Null until the link in the first mail was used. */
  readonly confirmedAt: Date | null
}

/** Who asked with an address, written down when nobody had; locked. */
export const subscriberAt = (tx: PlaceTx, subscriberId: string, email: string): Promise<Subscriber> =>
  tx.house(async () => {
    const [row] = await tx.sql<Subscriber[]>`
      insert into practice.subscriber as s (place_id, subscriber_id, email, asked_at) values (${tx.placeId}, ${subscriberId}, ${email}, ${tx.now})
      on conflict (place_id, lower(email)) do update set asked_at = case when s.confirmed_at is null then excluded.asked_at else s.asked_at end
      returning subscriber_id, email, asked_at, confirmed_at`
    if (!row) throw new Error('The subscriber that was just written is not there.')
    return row
  })

export const findSubscriber = (tx: PlaceTx, subscriberId: string): Promise<Subscriber | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<Subscriber[]>`
      select subscriber_id, email, asked_at, confirmed_at from practice.subscriber where place_id = ${tx.placeId} and subscriber_id = ${subscriberId} for update`
    return row ?? null
  })

export const saveConfirmed = (tx: PlaceTx, subscriberId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update practice.subscriber set confirmed_at = coalesce(confirmed_at, ${tx.now}) where place_id = ${tx.placeId} and subscriber_id = ${subscriberId}`
  })

/** Forgets an address. */
export const deleteSubscriber = (tx: PlaceTx, subscriberId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from practice.subscriber where place_id = ${tx.placeId} and subscriber_id = ${subscriberId}`
  })

/**
 * The next readers of a bulletin, by id, who had confirmed before it began to go out; held until the transaction ends, so that whoever leaves at that moment waits, and then finds
 * what was written to them.
 */
export const lockNextReaders = (
  tx: PlaceTx,
  { after, confirmedBefore, most }: { after: string | null; confirmedBefore: Date; most: number },
): Promise<Subscriber[]> =>
  tx.house(
    () => tx.sql<Subscriber[]>`
      select subscriber_id, email, asked_at, confirmed_at from practice.subscriber
      where place_id = ${tx.placeId} and confirmed_at <= ${confirmedBefore} and (${after}::uuid is null or subscriber_id > ${after}::uuid)
      order by subscriber_id limit ${most} for share`,
  )

export const countReaders = (tx: PlaceTx): Promise<{ confirmed: number; asked: number }> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ confirmed: number; asked: number }[]>`
      select count(confirmed_at)::int as confirmed, (count(*) - count(confirmed_at))::int as asked from practice.subscriber where place_id = ${tx.placeId}`
    return row ?? { confirmed: 0, asked: 0 }
  })

/** Forgets addresses whose first link nobody used. */
export const forgetUnconfirmed = async (
  tx: PlaceTx,
  before: Date,
  most: number,
  dry: boolean,
  held: Held,
): Promise<number> => {
  const due = tx.sql`
    select subscriber_id from practice.subscriber where place_id = ${tx.placeId} and confirmed_at is null and asked_at <= ${before}
      and not ${isHeld(tx, 'practice.subscriber', held)} limit ${most}`
  if (dry) return (await due).length
  return (await tx.sql`delete from practice.subscriber where place_id = ${tx.placeId} and subscriber_id in (${due})`)
    .count
}
