import { newId } from '../../../kernel/ids.ts'
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

/** The passkey a browser names, whoever's it is, locked; null when this place does not know it. */
export const findPasskey = (tx: PlaceTx, credentialId: string): Promise<Passkey | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<Passkey[]>`
      select ${columns(tx)} from people.passkey where place_id = ${tx.placeId} and credential_id = ${credentialId} for update`
    return row ?? null
  })

/** Keeps a new passkey. False when the place knows it already, whoever's it is. */
export const insertPasskey = (
  tx: PlaceTx,
  passkey: Pick<Passkey, 'personId' | 'credentialId' | 'counter' | 'transports' | 'name'> & { publicKey: Uint8Array },
): Promise<boolean> =>
  tx.house(async () => {
    const { personId, credentialId, publicKey, counter, transports, name } = passkey
    const made = await tx.sql`
      insert into people.passkey (place_id, passkey_id, person_id, credential_id, public_key, counter, transports, name, made_at)
      values (${tx.placeId}, ${newId()}, ${personId}, ${credentialId}, ${Buffer.from(publicKey)}, ${counter}, ${[...transports]}, ${name}, ${tx.now})
      on conflict do nothing`
    return made.count === 1
  })

export const notePasskeyUsed = (tx: PlaceTx, passkeyId: string, counter: number): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update people.passkey set counter = ${counter}, last_used_at = ${tx.now} where place_id = ${tx.placeId} and passkey_id = ${passkeyId}`
  })

export const savePasskeyName = (tx: PlaceTx, personId: string, passkeyId: string, name: string): Promise<boolean> =>
  tx.house(async () => {
    const named = await tx.sql`
      update people.passkey set name = ${name} where place_id = ${tx.placeId} and person_id = ${personId} and passkey_id = ${passkeyId}`
    return named.count === 1
  })

export const deletePasskey = (tx: PlaceTx, personId: string, passkeyId: string): Promise<boolean> =>
  tx.house(async () => {
    const gone = await tx.sql`
      delete from people.passkey where place_id = ${tx.placeId} and person_id = ${personId} and passkey_id = ${passkeyId}`
    return gone.count === 1
  })

/** Keeps what a passkey is asked to sign. `personId` is who may add a passkey with it; null for signing in. */
export const saveChallenge = (
  tx: PlaceTx,
  challengeHash: string,
  personId: string | null,
  endsAt: Date,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from people.passkey_challenge where place_id = ${tx.placeId} and ends_at <= ${tx.now}`
    await tx.sql`
      insert into people.passkey_challenge (place_id, challenge_hash, person_id, ends_at) values (${tx.placeId}, ${challengeHash}, ${personId}, ${endsAt})`
  })

/** Uses a challenge up: false when it was never asked, has run out, was answered before, or was asked of somebody else. */
export const takeChallenge = (tx: PlaceTx, challengeHash: string, personId: string | null): Promise<boolean> =>
  tx.house(async () => {
    const taken = await tx.sql`
      delete from people.passkey_challenge
      where place_id = ${tx.placeId} and challenge_hash = ${challengeHash} and person_id is not distinct from ${personId} and ends_at > ${tx.now}`
    return taken.count === 1
  })
