import { endAccess } from '../../../platform/auth/grants.ts'
import type { InHands } from '../../../platform/in-hands.ts'
import { listNotOverOf, saveDecision, saveEnd } from './break-glass-store.ts'

/** What somebody opened, or asked to open, in an emergency: it is theirs alone, and ends with their part in the organisation it was asked for. */
export const emergenciesInHands: InHands = {
  kind: 'emergency',
  title: 'Opened or asked for in an emergency: it ends with them',
  list: async (tx, whose) =>
    (await listNotOverOf(tx, whose)).map(({ breakGlassId, state }) => ({
      recordId: breakGlassId,
      says: state === 'asked' ? 'Asked for, and not decided on' : 'Open now',
      path: `/break-glass/${breakGlassId}`,
    })),
  async giveOn(tx, whose) {
    for (const { breakGlassId, state } of await tx.house(() => listNotOverOf(tx, whose))) {
      if (state === 'asked')
        await saveDecision(tx, breakGlassId, { state: 'refused', openUntil: null, heldBecause: null })
      else await saveEnd(tx, breakGlassId)
      await endAccess(tx, { basisId: breakGlassId })
    }
  },
}
