import type { PlaceId } from '../../kernel/ids.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import type { Platform } from '../../platform/platform.ts'
import { listOpenNeeds } from '../requests/index.ts'
import { recordOutcome } from './record-outcome.ts'

/** After this many days without a word, an outcome is "not known" and the helper's sight of the resident ends: kept open, it would never end. */
export const untoldAfterDays = 14

/** Closes needs that were helped but whose outcome nobody told. */
export const closeUntold = async (platform: Platform, placeId: PlaceId): Promise<void> => {
  const before = new Date(platform.clock().getTime() - untoldAfterDays * 86_400_000)
  const needs = await platform.db.asHouse(placeId, tx => listOpenNeeds(tx, 10_000))
  for (const { needId } of needs.filter(need => need.state === 'done' && need.stateSince < before))
    await perform(platform.db, houseActor(placeId), recordOutcome, {
      needId,
      difference: 'not known',
      inTheirWords: '',
      toldBy: 'nobody',
    })
}
