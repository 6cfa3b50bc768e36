import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Scope } from '../words.ts'

/** Another organisation's software that may call here, for that organisation and nobody else. */
export interface System {
  readonly systemId: string
  readonly organisationId: string
  readonly name: string
  /** Where its notices may go; null while none may. */
  readonly domain: string | null
  readonly scopes: readonly Scope[]
  readonly addedBy: string
  readonly addedAt: Date
  readonly expiresAt: Date
  readonly lastCalledAt: Date | null
  readonly endedAt: Date | null
  readonly endedBy: string | null
}

const columns = (tx: PlaceTx) =>
  tx.sql`system_id, organisation_id, name, domain, scopes, added_by, added_at, expires_at, last_called_at, ended_at, ended_by`

/** The systems of an organisation that the actor acts for, newest first. */
export const listSystems = (tx: PlaceTx, organisationId: string): Promise<System[]> =>
  tx.sql<System[]>`
    select ${columns(tx)} from exchange.system
    where place_id = ${tx.placeId} and organisation_id = ${organisationId} order by added_at desc, system_id desc`

/** A system of the actor's organisation, or null. */
export const findSystem = async (tx: PlaceTx, systemId: string): Promise<System | null> => {
  const [row] = await tx.sql<System[]>`
    select ${columns(tx)} from exchange.system where place_id = ${tx.placeId} and system_id = ${systemId}`
  return row ?? null
}

/** Whose token this is, if it is anybody's: ended and expired ones too, so that the caller can be told which. */
export const findSystemByToken = (tx: PlaceTx, tokenHash: string): Promise<System | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<System[]>`
      select ${columns(tx)} from exchange.system where place_id = ${tx.placeId} and token_hash = ${tokenHash}`
    return row ?? null
  })

export const insertSystem = (
  tx: PlaceTx,
  system: Omit<System, 'addedAt' | 'lastCalledAt' | 'endedAt' | 'endedBy'> & { readonly tokenHash: string },
): Promise<void> =>
  tx.house(async () => {
    const { systemId, organisationId, name, domain, addedBy, expiresAt, tokenHash } = system
    await tx.sql`
      insert into exchange.system (place_id, system_id, organisation_id, name, domain, scopes, token_hash, added_by, added_at, expires_at)
      values (${tx.placeId}, ${systemId}, ${organisationId}, ${name}, ${domain}, ${[...system.scopes]}, ${tokenHash}, ${addedBy}, ${tx.now}, ${expiresAt})`
  })

/** Ends a system at once. False when it had been ended already. */
export const endSystem = (tx: PlaceTx, systemId: string): Promise<boolean> =>
  tx.house(async () => {
    const ended = await tx.sql`
      update exchange.system set ended_at = ${tx.now}, ended_by = ${tx.actor.name}
      where place_id = ${tx.placeId} and system_id = ${systemId} and ended_at is null`
    return ended.count === 1
  })

/** Notes that a system called; once a minute is enough to know whether it still does. */
export const noteCalled = (tx: PlaceTx, systemId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update exchange.system set last_called_at = ${tx.now}
      where place_id = ${tx.placeId} and system_id = ${systemId}
        and (last_called_at is null or last_called_at < ${new Date(tx.now.getTime() - 60_000)})`
  })
