import { audit } from '../../../platform/audit/audit.ts'
import type { CapabilityJob } from '../../../platform/capability.ts'
import { takeLockOuts } from './link-store.ts'
import { lockOutQueue, tellLocked } from './links.ts'

/** Finds out whose the accounts are that were locked, and tells them. Not at the door: that would take longer where there is somebody to tell. */
export const lockOutJob: CapabilityJob = {
  queue: lockOutQueue,
  cron: '*/5 * * * *',
  run: ({ db }, placeId) =>
    db.asHouse(placeId, async tx => {
      for (const email of await takeLockOuts(tx)) {
        const personId = await tellLocked(tx, email)
        if (personId) await audit(tx, 'people.lock-account', personId)
      }
    }),
}
