import { newId } from '../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Database, PlaceTx } from '../db/database.ts'
import type { Actor } from './actor.ts'
import { hashSecret } from './session.ts'

/** Something guesses are counted for, and how many wrong ones it may have in a quarter of an hour. */
export interface GuessedAt {
  /** An account, known or not; a reference; a network address. Stored only as a hash. */
  readonly subject: string
  readonly limit: number
  /** Done once when wrong guesses have reached the limit, known or not: what it costs must not tell which. */
  whenReached?(tx: PlaceTx): Promise<void>
}

const windowMinutes = 15

/** One account or reference. */
export const accountLimit = 10
/** One network address: a whole office, or a library, may stand behind it. */
export const addressLimit = 100

/**
 * Lets somebody guess a password or a code, and makes guessing slow. The guess is written down as wrong before it is made and forgotten when
 * it was right, each in a transaction of its own, so that a hundred at once are counted like a hundred in a row.
 * @param isWrong tells a wrong guess from a form filled in badly, which does not count.
 * @returns what `attempt` answers, or a refusal without asking it.
 */
export const guess = async <Answer>(
  db: Database,
  actor: Actor,
  guessedAt: readonly GuessedAt[],
  isWrong: (refusal: Refusal) => boolean,
  attempt: () => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> => {
  const attemptId = newId()
  const reached: GuessedAt[] = []
  const allowed = await writeDown(db, actor, guessedAt, attemptId, each => reached.push(each))
  if (!allowed)
    return refuse('too-many-attempts', 'There were too many wrong tries. Wait 15 minutes, then try again, or ring us.')
  const answer = await attempt()
  const wasWrong = isRefusal(answer) && isWrong(answer)
  await db.asHouse(actor.placeId, async tx => {
    if (wasWrong) for (const each of reached) await each.whenReached?.(tx)
    else await tx.sql`delete from platform.failed_attempt where place_id = ${tx.placeId} and attempt_id = ${attemptId}`
  })
  return answer
}

/** Counts something that anybody may do, right or wrong, for whatever it is to be limited by; false when one of those has had its number in the last quarter of an hour. */
export const isWithinLimits = (db: Database, actor: Actor, counted: readonly GuessedAt[]): Promise<boolean> =>
  writeDown(db, actor, counted, newId())

const writeDown = (
  db: Database,
  actor: Actor,
  guessedAt: readonly GuessedAt[],
  attemptId: string,
  reached?: (each: GuessedAt) => void,
): Promise<boolean> =>
  db.asHouse(actor.placeId, async tx => {
    await tx.sql`delete from platform.failed_attempt where place_id = ${tx.placeId} and attempted_at <= ${new Date(tx.now.getTime() - windowMinutes * 60_000)}`
    for (const each of [...guessedAt].sort((a, b) => a.subject.localeCompare(b.subject))) {
      await tx.sql`select pg_advisory_xact_lock(hashtextextended(${hashSecret(each.subject)}, 1))`
      const made = await countGuesses(tx, each)
      if (made >= each.limit) return false
      if (made + 1 === each.limit) reached?.(each)
    }
    for (const { subject } of guessedAt)
      await tx.sql`
        insert into platform.failed_attempt (place_id, attempt_id, subject_hash, attempted_at)
        values (${tx.placeId}, ${attemptId}, ${hashSecret(subject)}, ${tx.now})`
    return true
  })

const countGuesses = async (tx: PlaceTx, { subject }: GuessedAt): Promise<number> => {
  const [row] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from platform.failed_attempt
    where place_id = ${tx.placeId} and subject_hash = ${hashSecret(subject)} and attempted_at > ${new Date(tx.now.getTime() - windowMinutes * 60_000)}`
  return row?.n ?? 0
}

/** True while nobody may guess at this: it was guessed wrong too often in the last quarter of an hour. */
export const isLocked = (tx: PlaceTx, guessedAt: GuessedAt): Promise<boolean> =>
  tx.house(async () => (await countGuesses(tx, guessedAt)) >= guessedAt.limit)

/** Lets guessing begin anew. */
export const unlock = (tx: PlaceTx, { subject }: GuessedAt): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from platform.failed_attempt where place_id = ${tx.placeId} and subject_hash = ${hashSecret(subject)}`
  })
