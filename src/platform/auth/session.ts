import { createHash } from 'node:crypto'
import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../db/database.ts'
import { type Held, isHeld } from '../personal/held.ts'
import { newSecret } from '../platform.ts'
import type { SessionFrom } from './session-from.ts'

/** Who a session is for: ids only; the capability that knows them makes an actor of it. */
export type SessionSubject = Readonly<Record<string, string>>

/** The cookie that carries a session's token, on its place's path. */
export const sessionCookie = 'session'

/** How long a session lasts without being ended: a working day. */
export const sessionSeconds = 12 * 60 * 60

/**
 * How long the session of somebody with an account lasts without being used: they leave a desk that others sit down at. Whoever came in by a code sees one story,
 * mostly on a phone of their own, and is let be.
 */
export const accountIdleSeconds = 2 * 60 * 60

/** How exactly it is known when a session was last used: it is not written down at every page. */
const seenSeconds = 60

/** Only the hash of a secret is ever stored. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/**
 * Starts a session and returns the token for its cookie.
 * @param about where it is started; how long it may last where that is not a working day; and how long without being used, where it ends by that.
 */
export const startSession = (
  tx: PlaceTx,
  subject: SessionSubject,
  about: { readonly from?: SessionFrom; readonly seconds?: number; readonly idleSeconds?: number } = {},
): Promise<string> =>
  tx.house(async () => {
    const token = newSecret()
    const { from = { device: '', network: '' }, seconds = sessionSeconds, idleSeconds = null } = about
    await tx.sql`
      insert into platform.session (place_id, token_hash, session_id, subject, created_at, seen_at, expires_at, idle_seconds, device, network)
      values (${tx.placeId}, ${hashSecret(token)}, ${newId()}, ${tx.sql.json(subject)}, ${tx.now}, ${tx.now}, ${new Date(tx.now.getTime() + seconds * 1000)},
        ${idleSeconds}, ${from.device}, ${from.network})`
    return token
  })

/** Forgets sessions whose time is over, but for those held. They open nothing since. */
export const forgetEndedSessions = (tx: PlaceTx, held: Held): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      delete from platform.session where place_id = ${tx.placeId} and expires_at < ${tx.now} and not ${isHeld(tx, 'platform.session', held)}`
  })

/** The subject of a session that has not ended; null for an unknown, expired or forgotten one. Asking is using it. */
export const findSession = (tx: PlaceTx, token: string): Promise<SessionSubject | null> =>
  tx.house(async () => {
    const hash = hashSecret(token)
    const [row] = await tx.sql<{ subject: SessionSubject; seenAt: Date }[]>`
      select subject, seen_at from platform.session where place_id = ${tx.placeId} and token_hash = ${hash} and ${isOpen(tx)}`
    if (row && tx.now.getTime() - row.seenAt.getTime() > seenSeconds * 1000)
      await tx.sql`update platform.session set seen_at = ${tx.now} where place_id = ${tx.placeId} and token_hash = ${hash} and seen_at < ${tx.now}`
    return row?.subject ?? null
  })

const isOpen = (tx: PlaceTx) =>
  tx.sql`expires_at > ${tx.now} and (idle_seconds is null or seen_at + idle_seconds * interval '1 second' > ${tx.now})`

/** Ends a session at once. */
export const endSession = (tx: PlaceTx, token: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from platform.session where place_id = ${tx.placeId} and token_hash = ${hashSecret(token)}`
  })

/** A session as its owner sees it in a list. */
export interface ListedSession extends SessionFrom {
  readonly sessionId: string
  readonly createdAt: Date
  /** When it was last used, to the minute. */
  readonly seenAt: Date
  readonly expiresAt: Date
  /** The one that asks. */
  readonly isThis: boolean
}

/** Where somebody is signed in with their account, last used first. */
export const listSessions = (tx: PlaceTx, personId: string, token: string): Promise<ListedSession[]> =>
  tx.house(
    () => tx.sql<ListedSession[]>`
      select session_id, created_at, seen_at, expires_at, device, network, token_hash = ${hashSecret(token)} as is_this from platform.session
      where place_id = ${tx.placeId} and subject ->> 'personId' = ${personId} and subject ? 'organisationId' and not subject ? 'waitsFor' and ${isOpen(tx)}
      order by is_this desc, seen_at desc, session_id`,
  )

/** Ends sessions of somebody's account: one, or all but the one whose token is given. Returns how many ended. */
export const endSessionsOf = (
  tx: PlaceTx,
  personId: string,
  which: { readonly sessionId: string } | { readonly exceptToken: string | null },
): Promise<number> =>
  tx.house(async () => {
    const those =
      'sessionId' in which
        ? tx.sql`session_id = ${which.sessionId}`
        : tx.sql`token_hash <> ${which.exceptToken === null ? '' : hashSecret(which.exceptToken)}`
    const ended = await tx.sql`
      delete from platform.session
      where place_id = ${tx.placeId} and subject ->> 'personId' = ${personId} and subject ? 'organisationId' and ${those}`
    return ended.count
  })

/** Ends every session in which somebody acts for an organisation, or waits to. */
export const endSessionsFor = (tx: PlaceTx, personId: string, organisationId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      delete from platform.session
      where place_id = ${tx.placeId} and subject ->> 'personId' = ${personId} and subject ->> 'organisationId' = ${organisationId}`
  })
