import { createHash } from 'node:crypto'
import type { PlaceTx } from '../db/database.ts'
import { newSecret } from '../platform.ts'

/** Who a session is for: ids only; the capability that knows them makes an actor of it. */
export type SessionSubject = Readonly<Record<string, string>>

/** The cookie that carries a session's token, on its place's path. */
export const sessionCookie = 'session'

/** How long a session lasts without being ended: a working day. */
export const sessionSeconds = 12 * 60 * 60

/** Only the hash of a secret is ever stored. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** Starts a session and returns the token for its cookie. */
export const startSession = (tx: PlaceTx, subject: SessionSubject): Promise<string> =>
  tx.house(async () => {
    const token = newSecret()
    await tx.sql`delete from platform.session where place_id = ${tx.placeId} and expires_at < ${tx.now}`
    await tx.sql`
      insert into platform.session (place_id, token_hash, subject, created_at, expires_at)
      values (${tx.placeId}, ${hashSecret(token)}, ${tx.sql.json(subject)}, ${tx.now}, ${new Date(tx.now.getTime() + sessionSeconds * 1000)})`
    return token
  })

/** The subject of a session that has not ended; null for an unknown or expired token. */
export const findSession = (tx: PlaceTx, token: string): Promise<SessionSubject | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ subject: SessionSubject }[]>`
      select subject from platform.session where place_id = ${tx.placeId} and token_hash = ${hashSecret(token)} and expires_at > ${tx.now}`
    return row?.subject ?? null
  })

/** Ends a session at once. */
export const endSession = (tx: PlaceTx, token: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from platform.session where place_id = ${tx.placeId} and token_hash = ${hashSecret(token)}`
  })
