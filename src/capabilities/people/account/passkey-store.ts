import type { PlaceTx } from '../../../platform/db/database.ts'

/** The public half of a passkey. */
export interface Passkey {
  readonly passkeyId: string
  readonly personId: string
  /** As the browser names it: base64url. */
  readonly credentialId: string
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
  readonly name: string
  readonly madeAt: Date
  readonly lastUsedAt: Date | null
}

const columns = (tx: PlaceTx) =>
  tx.sql`passkey_id, person_id, credential_id, public_key, counter::float8 as counter, transports, name, made_at, last_used_at`

/** Somebody's passkeys, oldest first. */
export const listPasskeys = (tx: PlaceTx, personId: string): Promise<Passkey[]> =>
  tx.house(
    () => tx.sql<Passkey[]>`
      select ${columns(tx)} from people.passkey where place_id = ${tx.placeId} and person_id = ${personId} order by made_at, passkey_id`,
  )
