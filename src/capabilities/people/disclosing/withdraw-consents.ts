import type { PlaceTx } from '../../../platform/db/database.ts'
import { markConsentsWithdrawn } from '../person-store.ts'
import { endSharing } from './end-sharing.ts'

/**
 * Takes back permissions about one thing, all or one of them, and with them, in this transaction, every sharing that rests on one.
 * @returns the permissions that stood until now.
 */
export const withdrawConsents = async (
  tx: PlaceTx,
  aboutId: string,
  consentId: string | null = null,
): Promise<readonly string[]> => {
  const basisIds = await markConsentsWithdrawn(tx, aboutId, consentId, tx.actor.name)
  if (basisIds.length > 0) await endSharing(tx, { basisIds }, 'permission withdrawn')
  return basisIds
}
