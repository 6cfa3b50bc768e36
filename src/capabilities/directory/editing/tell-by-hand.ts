import { Type } from 'typebox'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listNoticesToDeliverByHand, markDeliveredByHand, type WaitingNotice } from '../../../platform/notify/notice.ts'
import { findProposal } from './proposal-store.ts'

/** Organisations without e-mail, to be rung about what they sent in. */
export async function listEntryCalls(tx: PlaceTx): Promise<WaitingNotice[]> {
  const calls: WaitingNotice[] = []
  for (const notice of await listNoticesToDeliverByHand(tx))
    if (await tx.house(() => findProposal(tx, notice.aboutId))) calls.push(notice)
  return calls
}

/** Writes down that an organisation was told by phone. */
export const tellOrganisationByHand = command({
  name: 'directory.tell-organisation-by-hand',
  allow: 'entry.moderate',
  input: Type.Object({ noticeId: Type.String({ format: 'uuid' }) }),
  async run(tx, { noticeId }) {
    return (await markDeliveredByHand(tx, noticeId))
      ? { recordId: noticeId }
      : refuse('told-already', 'Somebody has told them already.')
  },
})
