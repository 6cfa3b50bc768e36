import type { PlaceId } from '../../kernel/ids.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import type { Platform } from '../../platform/platform.ts'
import { expireReferral } from './answer-referral.ts'
import { listExpired } from './referral-store.ts'

/** Ends every referral whose time to answer is up; each in a transaction of its own, so that one being answered right now holds up no other. */
export const expireReferrals = async (platform: Platform, placeId: PlaceId): Promise<void> => {
  for (const { referralId } of await platform.db.asHouse(placeId, listExpired))
    await perform(platform.db, houseActor(placeId), expireReferral, { referralId })
}
