import { newId } from '../../kernel/ids.ts'
import { grantAccess } from '../../platform/auth/grants.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { listVolunteersById } from '../volunteers/index.ts'
import { type Alert, insertAlert } from './match-store.ts'

/** Raises something for coordinators to look at: those who look after the volunteer, and those who asked them where it is about one task. */
export const raiseAlert = (
  tx: PlaceTx,
  task: { readonly organisationId: string } | null,
  alert: Pick<Alert, 'volunteerId' | 'kind' | 'says'>,
): Promise<void> =>
  tx.house(async () => {
    const alertId = newId<string & { __brand: 'AlertId' }>()
    const [volunteer] = await listVolunteersById(tx, [alert.volunteerId])
    await insertAlert(tx, { ...alert, alertId })
    const holders = new Set([task, volunteer].flatMap(of => (of ? [of.organisationId] : [])))
    await grantAccess(
      tx,
      [...holders].map(holderId => ({
        recordId: alertId,
        holderId,
        basis: 'looks after volunteers',
        basisId: alertId,
      })),
    )
  })
