import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'

/** Something a hook is to be told, with where it goes. */
export interface HookCall {
  readonly hookCallId: string
  readonly subscriptionId: string
  readonly systemName: string
  readonly organisationId: string
  readonly endpoint: string
  readonly state: 'requested' | 'active'
  /** The Task that changed; null for the handshake. */
  readonly taskId: string | null
  readonly eventNumber: number
  readonly events: number
  readonly madeAt: Date
  /** This try included. */
  readonly tries: number
}

/** Notes that a hook has to be told, once for each reason. @returns false when it was noted before. */
export const insertHookCall = (
  tx: PlaceTx,
  { subscriptionId, sentFor, taskId }: { subscriptionId: string; sentFor: string; taskId: string | null },
): Promise<boolean> =>
  tx.house(async () => {
    const step = taskId === null ? 0 : 1
    const [{ events } = { events: 0 }] = await tx.sql<{ events: number }[]>`
      update exchange.subscription set events = events + ${step}
      where place_id = ${tx.placeId} and subscription_id = ${subscriptionId}
        and not exists (select from exchange.hook_call h where h.place_id = ${tx.placeId} and h.subscription_id = ${subscriptionId} and h.sent_for = ${sentFor})
      returning events`
    const made = await tx.sql`
      insert into exchange.hook_call (place_id, hook_call_id, subscription_id, sent_for, task_id, event_number, made_at, due_at)
      values (${tx.placeId}, ${newId()}, ${subscriptionId}, ${sentFor}, ${taskId}, ${taskId === null ? 0 : events}, ${tx.now}, ${tx.now})
      on conflict do nothing`
    return made.count === 1
  })

/**
 * Takes what each hook is to be told next, and is due, until `leasedUntil`: whoever took it and was killed has it tried again then. One at a time for each hook, in the
 * order it happened, the handshake first.
 */
export const takeDue = (tx: PlaceTx, leasedUntil: Date, most: number): Promise<HookCall[]> =>
  tx.sql<HookCall[]>`
    with next as (
      select distinct on (h.subscription_id) h.hook_call_id, h.due_at, s.state, h.task_id
      from exchange.hook_call h
      join exchange.subscription s on s.place_id = h.place_id and s.subscription_id = h.subscription_id
      join exchange.system y on y.place_id = s.place_id and y.system_id = s.system_id
      where h.place_id = ${tx.placeId} and h.told_at is null and s.state in ('requested', 'active') and y.ended_at is null and y.expires_at > ${tx.now}
      order by h.subscription_id, h.task_id is not null, h.event_number),
    taken as (
      select h.hook_call_id from exchange.hook_call h join next on next.hook_call_id = h.hook_call_id
      where h.place_id = ${tx.placeId} and h.told_at is null and h.due_at <= ${tx.now} and (next.state = 'active' or next.task_id is null)
      limit ${most} for update of h skip locked)
    update exchange.hook_call h set tries = h.tries + 1, due_at = ${leasedUntil}
    from taken, exchange.subscription s, exchange.system y
    where h.place_id = ${tx.placeId} and h.hook_call_id = taken.hook_call_id
      and s.place_id = h.place_id and s.subscription_id = h.subscription_id and y.place_id = s.place_id and y.system_id = s.system_id
    returning h.hook_call_id, h.subscription_id, y.name as system_name, s.organisation_id, s.endpoint, s.state, h.task_id, h.event_number, s.events, h.made_at, h.tries`

export const markTold = async (tx: PlaceTx, hookCallId: string): Promise<void> => {
  await tx.sql`
    update exchange.hook_call set told_at = ${tx.now} where place_id = ${tx.placeId} and hook_call_id = ${hookCallId}`
}

export const tryLater = async (tx: PlaceTx, hookCallId: string, dueAt: Date): Promise<void> => {
  await tx.sql`
    update exchange.hook_call set due_at = ${dueAt} where place_id = ${tx.placeId} and hook_call_id = ${hookCallId}`
}

/** What a hook has still to be told is tried again from now on, as if for the first time. */
export const tryAgainNow = (tx: PlaceTx, subscriptionId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update exchange.hook_call set due_at = ${tx.now}, tries = 0
      where place_id = ${tx.placeId} and subscription_id = ${subscriptionId} and told_at is null`
  })

/** Forgets what hooks were told, or could not be, before a moment. */
export const forgetOldHookCalls = async (tx: PlaceTx, before: Date, most: number, dry: boolean): Promise<number> => {
  const due = tx.sql`
    select hook_call_id from exchange.hook_call where place_id = ${tx.placeId} and made_at <= ${before} limit ${most}`
  if (dry) return (await due).length
  return (await tx.sql`delete from exchange.hook_call where place_id = ${tx.placeId} and hook_call_id in (${due})`)
    .count
}
