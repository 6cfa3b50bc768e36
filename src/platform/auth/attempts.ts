import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../db/database.ts'
import { hashSecret } from './session.ts'

/** Wrong guesses allowed for one subject within the window before it must wait. */
export const attemptLimit = 10
const windowMinutes = 15

/** True when a subject (an e-mail, a reference, an address) has guessed wrongly too often lately. */
export const hasTriedTooOften = (tx: PlaceTx, subjects: readonly string[]): Promise<boolean> =>
  tx.house(async () => {
    const since = new Date(tx.now.getTime() - windowMinutes * 60_000)
    const [row] = await tx.sql<{ most: number }[]>`
      select coalesce(max(n), 0)::int as most from (
        select count(*) as n from platform.failed_attempt
        where place_id = ${tx.placeId} and subject_hash = any(${subjects.map(hashSecret)}) and attempted_at > ${since}
        group by subject_hash) s`
    return (row?.most ?? 0) >= attemptLimit
  })

/** Remembers a wrong guess, by hash, and forgets those outside the window. */
export const recordFailedAttempt = (tx: PlaceTx, subjects: readonly string[]): Promise<void> =>
  tx.house(async () => {
    const since = new Date(tx.now.getTime() - windowMinutes * 60_000)
    await tx.sql`delete from platform.failed_attempt where place_id = ${tx.placeId} and attempted_at <= ${since}`
    for (const subject of subjects)
      await tx.sql`
        insert into platform.failed_attempt (place_id, attempt_id, subject_hash, attempted_at)
        values (${tx.placeId}, ${newId()}, ${hashSecret(subject)}, ${tx.now})`
  })
