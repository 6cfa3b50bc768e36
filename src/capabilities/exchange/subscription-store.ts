import type { PlaceTx } from '../../platform/db/database.ts'

/** A system's wish to be told when one of its organisation's Tasks changes. */
export interface Subscription {
  readonly subscriptionId: string
  readonly systemId: string
  readonly organisationId: string
  readonly channel: 'rest-hook' | 'email'
  /** An https address, or an e-mail address. */
  readonly endpoint: string
  /** The statuses of a Task it is told of; null for all. */
  readonly statuses: readonly string[] | null
  readonly reason: string
  readonly endsAt: Date | null
  /** `requested` until its endpoint has answered the handshake: nothing is told before. */
  readonly state: 'requested' | 'active' | 'error' | 'off'
  /** Why it is `error` or `off`. */
  readonly error: string | null
  /** How many changes it was told of, or is to be. */
  readonly events: number
  readonly askedAt: Date
  readonly changedAt: Date
}

const columns = (tx: PlaceTx) =>
  tx.sql`subscription_id, system_id, organisation_id, channel, endpoint, statuses, reason, ends_at, state, error, events, asked_at, changed_at`

export const insertSubscription = (
  tx: PlaceTx,
  one: Omit<Subscription, 'state' | 'error' | 'events' | 'askedAt' | 'changedAt'>,
): Promise<void> =>
  tx.house(async () => {
    const { subscriptionId, systemId, organisationId, channel, endpoint, statuses, reason, endsAt } = one
    await tx.sql`
      insert into exchange.subscription (place_id, subscription_id, system_id, organisation_id, channel, endpoint, statuses, reason, ends_at, state, asked_at, changed_at)
      values (${tx.placeId}, ${subscriptionId}, ${systemId}, ${organisationId}, ${channel}, ${endpoint}, ${statuses ? [...statuses] : null}, ${reason}, ${endsAt},
        'requested', ${tx.now}, ${tx.now})`
  })

/** One of a system of the actor's organisation, or null. */
export const findSubscription = async (
  tx: PlaceTx,
  systemId: string,
  subscriptionId: string,
): Promise<Subscription | null> => {
  const [row] = await tx.sql<Subscription[]>`
    select ${columns(tx)} from exchange.subscription
    where place_id = ${tx.placeId} and system_id = ${systemId} and subscription_id = ${subscriptionId}`
  return row ?? null
}

/** All of a system, oldest first. */
export const listSubscriptions = (tx: PlaceTx, systemId: string): Promise<Subscription[]> =>
  tx.sql<Subscription[]>`
    select ${columns(tx)} from exchange.subscription where place_id = ${tx.placeId} and system_id = ${systemId} order by subscription_id`

/** Those of an organisation that are told of a Task that stands so, of systems that may still call. */
export const listToTell = (tx: PlaceTx, organisationId: string, status: string): Promise<Subscription[]> =>
  tx.house(
    () => tx.sql<Subscription[]>`
      select ${columns(tx)} from exchange.subscription s
      where place_id = ${tx.placeId} and organisation_id = ${organisationId} and state = 'active' and (ends_at is null or ends_at > ${tx.now})
        and (statuses is null or ${status} = any (statuses))
        and exists (select from exchange.system y where y.place_id = s.place_id and y.system_id = s.system_id and y.ended_at is null and y.expires_at > ${tx.now})
      order by subscription_id`,
  )

export const setState = (
  tx: PlaceTx,
  subscriptionId: string,
  state: Subscription['state'],
  error: string | null = null,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update exchange.subscription set state = ${state}, error = ${error}, changed_at = ${tx.now}
      where place_id = ${tx.placeId} and subscription_id = ${subscriptionId}`
  })

/** Its endpoint has answered: it is told from now on, unless somebody has ended it meanwhile. */
export const markActive = async (tx: PlaceTx, subscriptionId: string): Promise<void> => {
  await tx.sql`
    update exchange.subscription set state = 'active', error = null, changed_at = ${tx.now}
    where place_id = ${tx.placeId} and subscription_id = ${subscriptionId} and state = 'requested'`
}

/** Forgets a subscription and whatever it was still to be told. */
export const deleteSubscription = (tx: PlaceTx, subscriptionId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from exchange.hook_call where place_id = ${tx.placeId} and subscription_id = ${subscriptionId}`
    await tx.sql`delete from exchange.subscription where place_id = ${tx.placeId} and subscription_id = ${subscriptionId}`
  })

/** Turns off everything of a system that was ended: nothing more is told. */
export const turnOffOfSystem = (tx: PlaceTx, systemId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update exchange.subscription set state = 'off', error = 'The token of the system was ended.', changed_at = ${tx.now}
      where place_id = ${tx.placeId} and system_id = ${systemId} and state <> 'off'`
  })

/** Turns off what has run out by itself, or with its system's token. */
export const turnOffRunOut = async (tx: PlaceTx): Promise<void> => {
  await tx.sql`
    update exchange.subscription s set state = 'off', changed_at = ${tx.now},
      error = case when s.ends_at <= ${tx.now} then 'Its end has come.' else 'The token of the system has run out.' end
    from exchange.system y
    where s.place_id = ${tx.placeId} and y.place_id = s.place_id and y.system_id = s.system_id and s.state <> 'off'
      and (s.ends_at <= ${tx.now} or y.expires_at <= ${tx.now})`
}

/** Those by e-mail that are told, or wait for their handshake. */
export const listByMail = (
  tx: PlaceTx,
): Promise<{ subscriptionId: string; organisationId: string; systemName: string }[]> =>
  tx.sql<{ subscriptionId: string; organisationId: string; systemName: string }[]>`
    select s.subscription_id, s.organisation_id, y.name as system_name
    from exchange.subscription s join exchange.system y on y.place_id = s.place_id and y.system_id = s.system_id
    where s.place_id = ${tx.placeId} and s.channel = 'email' and s.state in ('requested', 'active')`
