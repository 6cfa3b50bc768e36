import { needKinds } from '../../kernel/need-kind.ts'
import type { InHands } from '../../platform/in-hands.ts'
import { listOpenTakenBy } from './help-request-store.ts'

/** Requests somebody took down, until they are closed. */
export const requestsInHands: InHands = {
  kind: 'help request',
  title: 'Requests taken down, still open',
  async list(tx, whose) {
    const requests = await listOpenTakenBy(tx, whose)
    return requests.map(({ helpRequestId, reference, kinds }) => ({
      recordId: helpRequestId,
      says: `${reference}: ${kinds.map(kind => needKinds[kind].label.toLowerCase()).join(', ')}`,
      path: `/requests/${helpRequestId}`,
    }))
  },
}
