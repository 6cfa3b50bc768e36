import { audit } from '../../../platform/audit/audit.ts'
import type { CapabilityJob } from '../../../platform/capability.ts'
import { heldNow } from '../../../platform/personal/held.ts'
import { periodBefore } from '../../../platform/retention.ts'
import { listMemberships } from '../../organisations/index.ts'
import { deleteAccount, forgetWhatEnded, listAccountHolders, saveActsForNobody } from './forget-store.ts'

/** How long an account is kept that acts for nobody: whoever is asked back within it finds it as it was. Our own figure. */
export const emptyAccountMonths = 12

/** Forgets what ended, and accounts that have acted for nobody for too long. */
export const forgetAccountsJob: CapabilityJob = {
  queue: 'forget-sign-ins',
  cron: '41 * * * *',
  run: ({ db }, placeId) =>
    db.asHouse(placeId, async tx => {
      await forgetWhatEnded(tx)
      const held = await heldNow(tx)
      const before = periodBefore(tx.now, { months: emptyAccountMonths })
      for (const { personId, actsForNobodySince: since } of await listAccountHolders(tx)) {
        const actsForNobody = (await listMemberships(tx, personId)).length === 0
        if (actsForNobody === (since !== null) && (since === null || since > before)) continue
        if (actsForNobody && since !== null && since <= before) {
          if (held.ids.includes(personId)) continue
          await deleteAccount(tx, personId)
          await audit(tx, 'people.forget-account', personId)
        } else await saveActsForNobody(tx, personId, actsForNobody ? tx.now : null)
      }
    }),
}
