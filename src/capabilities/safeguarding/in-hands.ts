import type { InHands } from '../../platform/in-hands.ts'
import { listLookedAtBy, saveConcern } from './concern-store.ts'
import { listLeads, tellLeads } from './tell-leads.ts'

/** Concerns a lead says they are looking at. Other leads alone see that there are any; whoever is no lead cannot be given one. */
export const concernsInHands: InHands = {
  kind: 'concern',
  title: 'Concerns being looked at',
  list: async (tx, { personId }) =>
    (await listLookedAtBy(tx, personId)).map(({ concernId, reference }) => ({
      recordId: concernId,
      says: reference,
      path: `/concerns/${concernId}`,
    })),
  async giveOn(tx, { personId }, to) {
    const isLead = to !== null && (await listLeads(tx)).some(lead => lead.personId === to.personId)
    for (const concern of await tx.house(() => listLookedAtBy(tx, personId))) {
      await tx.house(() =>
        saveConcern(
          tx,
          isLead && to
            ? { ...concern, lookedBy: to.name, lookedById: to.personId }
            : { ...concern, lookedAt: null, lookedBy: null, lookedById: null },
        ),
      )
      if (!isLead) await tellLeads(tx, concern.concernId, 'handed back')
    }
  },
}
