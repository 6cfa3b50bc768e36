import { Type } from 'typebox'
import { command } from '../../platform/command.ts'
import { doubtAfterReferral } from '../directory/index.ts'
import { listLastAnswers } from '../referrals/index.ts'
import { findNeed } from '../requests/index.ts'
import { findServiceAskedFor } from './triage-decision-store.ts'

/**
 * Tells the directory that a referral went nowhere: the organisation said that this is not what it does, or let this one and the one before run out of time. What the
 * directory learns is the organisation and the kind of need, nothing of whose it was.
 */
export const tellDirectory = command({
  name: 'triage.tell-directory',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({
    needId: Type.String({ format: 'uuid' }),
    organisationId: Type.String({ format: 'uuid' }),
    because: Type.Enum(['declined', 'unanswered']),
  }),
  async run(tx, { needId, organisationId, because }) {
    const need = await findNeed(tx, needId, 'read')
    const answers = await listLastAnswers(tx, organisationId, 2)
    const silentTwice = answers.length === 2 && answers.every(({ state }) => state === 'expired')
    if (!need || (because === 'unanswered' && !silentTwice)) return { recordId: null, doubted: [] }
    const doubted = await doubtAfterReferral(tx, {
      organisationId,
      listedServiceId: await findServiceAskedFor(tx, needId, organisationId),
      kind: need.kind,
      because: because as 'declined' | 'unanswered',
      // Who said since they were first asked that their entry is right is busy, not gone.
      checkedSince: because === 'unanswered' ? (answers.at(-1)?.sentAt ?? null) : null,
    })
    return { recordId: null, doubted }
  },
})
