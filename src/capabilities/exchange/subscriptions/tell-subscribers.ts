import { Type } from 'typebox'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotice } from '../../../platform/notify/notice.ts'
import { lockReferral } from '../../referrals/index.ts'
import { insertHookCall } from '../hook-call-store.ts'
import { findReceivedByNeed } from '../received-store.ts'
import { statusOf } from '../saying/state-map.ts'
import { seeReceivedTask } from '../see-received.ts'
import { listToTell } from '../subscription-store.ts'
import { hookQueue } from './keep-subscriptions.ts'

/** A Task that changed, as those whose it is may be told. */
interface Changed {
  readonly taskId: string
  readonly organisationId: string
  readonly status: string
}

const changedOf = async (tx: PlaceTx, needId: string, referralId: string | null): Promise<Changed[]> => {
  const referral = referralId === null ? null : await lockReferral(tx, referralId)
  const received = await findReceivedByNeed(tx, needId)
  const sent = received && (await seeReceivedTask(tx, received))
  return [
    ...(referral
      ? [{ taskId: referral.referralId, organisationId: referral.organisationId, status: statusOf(referral) }]
      : []),
    ...(received && sent?.status
      ? [{ taskId: received.taskId, organisationId: received.organisationId, status: sent.status }]
      : []),
  ]
}

/** Tells the systems that asked for it that a Task of theirs changed, by its id. What is told is noted here; the hooks are called after commit. */
export const tellSubscribers = command({
  name: 'exchange.tell-subscribers',
  allow: 'exchange.tell',
  inHouse: true,
  input: Type.Object({
    needId: Type.String({ format: 'uuid' }),
    /** The referral that changed; null where it is the need alone. */
    referralId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    sentFor: Type.String(),
  }),
  async run(tx, { needId, referralId, sentFor }) {
    let hooks = 0
    for (const { taskId, organisationId, status } of await changedOf(tx, needId, referralId))
      for (const { subscriptionId, channel, endpoint } of await listToTell(tx, organisationId, status)) {
        const why = `${sentFor} ${taskId}`
        if (channel === 'rest-hook') {
          if (await insertHookCall(tx, { subscriptionId, sentFor: why, taskId })) hooks++
        } else
          await writeNotice(tx, {
            aboutId: subscriptionId,
            holderIds: [],
            sentFor: why,
            atNight: 'waits',
            channel: 'email',
            toName: 'your system',
            toAddress: endpoint,
            subject: 'A Task changed',
            body: `Task/${taskId} changed. Read it with your token. Subscription/${subscriptionId} asked for this.`,
            link: { words: 'Where it is read', path: `/fhir/Task/${taskId}` },
          })
      }
    if (hooks > 0) await tx.wake(hookQueue, { placeId: tx.placeId })
    return { recordId: referralId ?? needId }
  },
})
