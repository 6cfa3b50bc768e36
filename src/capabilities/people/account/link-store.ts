import { newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'

/** A link sent to an e-mail address; whether somebody signs in with that is looked up when it is opened. */
export interface SignInLink {
  readonly linkId: string
  readonly email: string
  readonly opens: 'new password' | 'locked account'
  readonly endsAt: Date
  readonly usedAt: Date | null
}

/** Writes a link down; what was forgotten about goes. */
export const insertLink = (tx: PlaceTx, email: string, opens: SignInLink['opens'], endsAt: Date): Promise<string> =>
  tx.house(async () => {
    const linkId = newId()
    await tx.sql`delete from people.sign_in_link where place_id = ${tx.placeId} and ends_at < ${new Date(tx.now.getTime() - 86_400_000)}`
    await tx.sql`
      insert into people.sign_in_link (place_id, link_id, email, opens, made_at, ends_at)
      values (${tx.placeId}, ${linkId}, ${email}, ${opens}, ${tx.now}, ${endsAt})`
    return linkId
  })

/** A link by its id, locked. */
export const findLink = (tx: PlaceTx, linkId: string): Promise<SignInLink | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<SignInLink[]>`
      select link_id, email, opens, ends_at, used_at from people.sign_in_link where place_id = ${tx.placeId} and link_id = ${linkId} for update`
    return row ?? null
  })

/** Uses a link up, and every other of the same kind to the same address. */
export const useLinks = (tx: PlaceTx, { email, opens }: Pick<SignInLink, 'email' | 'opens'>): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update people.sign_in_link set used_at = ${tx.now} where place_id = ${tx.placeId} and email = ${email} and opens = ${opens} and used_at is null`
  })

/** How many links were sent to an address since some moment. */
export const countLinks = (tx: PlaceTx, email: string, since: Date): Promise<number> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ n: number }[]>`
      select count(*)::int as n from people.sign_in_link where place_id = ${tx.placeId} and email = ${email} and made_at > ${since}`
    return row?.n ?? 0
  })

/** Notes that what somebody signs in with, known or not, was guessed at too often. */
export const insertLockOut = (tx: PlaceTx, email: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into people.lock_out (place_id, lock_id, email, locked_at) values (${tx.placeId}, ${newId()}, ${email}, ${tx.now})`
  })

/** Takes what was noted, once. */
export const takeLockOuts = (tx: PlaceTx): Promise<string[]> =>
  tx.house(async () => {
    const rows = await tx.sql<
      { email: string }[]
    >`delete from people.lock_out where place_id = ${tx.placeId} returning email`
    return [...new Set(rows.map(({ email }) => email))]
  })
