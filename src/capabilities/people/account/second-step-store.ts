import type { PlaceTx } from '../../../platform/db/database.ts'

/** An authenticator app's key, sealed, and whether a code of it was given yet. */
export interface Authenticator {
  readonly sealedKey: string
  readonly madeAt: Date
  readonly confirmedAt: Date | null
}

export const findAuthenticator = (tx: PlaceTx, personId: string): Promise<Authenticator | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<Authenticator[]>`
      select sealed_key, made_at, confirmed_at from people.authenticator where place_id = ${tx.placeId} and person_id = ${personId}`
    return row ?? null
  })

/** Keeps a new key in place of one that never counted. False when one counts already. */
export const saveAuthenticator = (tx: PlaceTx, personId: string, sealedKey: string): Promise<boolean> =>
  tx.house(async () => {
    const saved = await tx.sql`
      insert into people.authenticator as a (place_id, person_id, sealed_key, made_at, last_step) values (${tx.placeId}, ${personId}, ${sealedKey}, ${tx.now}, 0)
      on conflict (place_id, person_id) do update set sealed_key = excluded.sealed_key, made_at = excluded.made_at, last_step = 0 where a.confirmed_at is null`
    return saved.count === 1
  })

/** Takes the code of a step, once: false when that one or a later one was taken before. The key counts from the first. */
export const takeStep = (tx: PlaceTx, personId: string, step: number): Promise<boolean> =>
  tx.house(async () => {
    const taken = await tx.sql`
      update people.authenticator set last_step = ${step}, confirmed_at = coalesce(confirmed_at, ${tx.now})
      where place_id = ${tx.placeId} and person_id = ${personId} and last_step < ${step}`
    return taken.count === 1
  })

/** Forgets the key and every recovery code. */
export const forgetSecondStep = (tx: PlaceTx, personId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from people.authenticator where place_id = ${tx.placeId} and person_id = ${personId}`
    await tx.sql`delete from people.recovery_code where place_id = ${tx.placeId} and person_id = ${personId}`
  })

/** Keeps new recovery codes in place of all before. */
export const saveRecoveryCodes = (tx: PlaceTx, personId: string, hashes: readonly string[]): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from people.recovery_code where place_id = ${tx.placeId} and person_id = ${personId}`
    await tx.sql`
      insert into people.recovery_code (place_id, person_id, code_hash, made_at)
      select ${tx.placeId}, ${personId}, hash, ${tx.now} from unnest(${[...hashes]}::text[]) as hash`
  })

/** Uses a recovery code up: false when there is no such code, or it was used. */
export const takeRecoveryCode = (tx: PlaceTx, personId: string, hash: string): Promise<boolean> =>
  tx.house(async () => {
    const taken = await tx.sql`
      update people.recovery_code set used_at = ${tx.now}
      where place_id = ${tx.placeId} and person_id = ${personId} and code_hash = ${hash} and used_at is null`
    return taken.count === 1
  })

export const countRecoveryCodes = (tx: PlaceTx, personId: string): Promise<number> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ n: number }[]>`
      select count(*)::int as n from people.recovery_code where place_id = ${tx.placeId} and person_id = ${personId} and used_at is null`
    return row?.n ?? 0
  })
