import { forgetEndedSessions } from '../../../platform/auth/session.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { heldNow, isHeld } from '../../../platform/personal/held.ts'

const daysAgo = (tx: PlaceTx, days: number) => new Date(tx.now.getTime() - days * 86_400_000)

/** Forgets what opened something once and opens nothing any more: codes, links and visits a day after they ended, invitations 90 days after, sessions at once. */
export const forgetWhatEnded = (tx: PlaceTx): Promise<void> =>
  tx.house(async () => {
    const day = daysAgo(tx, 1)
    const held = await heldNow(tx)
    await tx.sql`delete from people.one_time_code where place_id = ${tx.placeId} and ends_at < ${day} and not ${isHeld(tx, 'people.one_time_code', held)}`
    await tx.sql`delete from people.sign_in_link where place_id = ${tx.placeId} and ends_at < ${day} and not ${isHeld(tx, 'people.sign_in_link', held)}`
    await tx.sql`delete from people.single_sign_on_visit where place_id = ${tx.placeId} and ends_at < ${tx.now}`
    await tx.sql`delete from people.passkey_challenge where place_id = ${tx.placeId} and ends_at < ${tx.now}`
    await tx.sql`delete from people.invitation where place_id = ${tx.placeId} and ends_at < ${daysAgo(tx, 90)} and not ${isHeld(tx, 'people.invitation', held)}`
    await forgetEndedSessions(tx, held)
  })

/** Everybody who signs in with an account, and since when they have acted for nobody. */
export const listAccountHolders = (tx: PlaceTx): Promise<{ personId: string; actsForNobodySince: Date | null }[]> =>
  tx.house(
    () => tx.sql<{ personId: string; actsForNobodySince: Date | null }[]>`
      select person_id, min(acts_for_nobody_since) as acts_for_nobody_since from people.sign_in where place_id = ${tx.placeId} group by person_id`,
  )

export const saveActsForNobody = (tx: PlaceTx, personId: string, since: Date | null): Promise<void> =>
  tx.house(async () => {
    await tx.sql`update people.sign_in set acts_for_nobody_since = ${since} where place_id = ${tx.placeId} and person_id = ${personId}`
  })

/** Deletes an account with every way in; who somebody is stays where they are somebody else here as well. */
export const deleteAccount = (tx: PlaceTx, personId: string): Promise<void> =>
  tx.house(async () => {
    for (const table of [
      'passkey',
      'recovery_code',
      'authenticator',
      'single_sign_on_person',
      'handed_over',
      'sign_in',
    ])
      await tx.sql`delete from ${tx.sql(`people.${table}`)} where place_id = ${tx.placeId} and person_id = ${personId}`
  })
