import { Type } from 'typebox'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotice } from '../../../platform/notify/notice.ts'
import { lockReferral } from '../../referrals/index.ts'
import { insertHookCall } from '../hook-call-store.ts'
import { findReceivedByNeed, listReceivedOf } from '../received-store.ts'
import { statusOf } from '../saying/state-map.ts'
import { seeReceivedTask } from '../see-received.ts'
import { listToTell, type Subscription } from '../subscription-store.ts'
import { findSystem } from '../systems/system-store.ts'
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

/** Tells one subscription that a Task changed, by its id. @returns whether a hook is to be called after commit. */
const tell = async (
  tx: PlaceTx,
  { subscriptionId, channel, endpoint }: Pick<Subscription, 'subscriptionId' | 'channel' | 'endpoint'>,
  taskId: string,
  sentFor: string,
): Promise<boolean> => {
  const why = `${sentFor} ${taskId}`
  if (channel === 'rest-hook') return insertHookCall(tx, { subscriptionId, sentFor: why, taskId })
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
  return false
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
    let hooks = false
    for (const { taskId, organisationId, status } of await changedOf(tx, needId, referralId))
      for (const subscription of await listToTell(tx, organisationId, status))
        hooks = (await tell(tx, subscription, taskId, sentFor)) || hooks
    if (hooks) await tx.wake(hookQueue, { placeId: tx.placeId })
    return { recordId: referralId ?? needId }
  },
})

/** A subscription of another system that is told of some Tasks about somebody. */
export interface SystemShown extends Pick<Subscription, 'subscriptionId' | 'channel' | 'endpoint'> {
  readonly systemName: string
  readonly organisationId: string
  readonly taskIds: readonly string[]
}

/**
 * The subscriptions that are told of what is about somebody: Tasks their organisation was shown, and those it sent in.
 * @param referralIds what was passed on and shown.
 */
export const listSystemsShown = (
  tx: PlaceTx,
  { personIds, referralIds }: { readonly personIds: readonly string[]; readonly referralIds: readonly string[] },
): Promise<SystemShown[]> =>
  tx.house(async () => {
    const tasks: Changed[] = []
    for (const referralId of referralIds) {
      const referral = await lockReferral(tx, referralId)
      if (referral)
        tasks.push({ taskId: referralId, organisationId: referral.organisationId, status: statusOf(referral) })
    }
    for (const received of await listReceivedOf(tx, personIds)) {
      const sent = await seeReceivedTask(tx, received)
      if (sent?.status)
        tasks.push({ taskId: received.taskId, organisationId: received.organisationId, status: sent.status })
    }
    const shown = new Map<string, SystemShown>()
    for (const { taskId, organisationId, status } of tasks)
      for (const { subscriptionId, channel, endpoint, systemId } of await listToTell(tx, organisationId, status)) {
        const known = shown.get(subscriptionId)
        shown.set(subscriptionId, {
          subscriptionId,
          channel,
          endpoint,
          organisationId,
          systemName: known?.systemName ?? (await findSystem(tx, systemId))?.name ?? 'A system',
          taskIds: [...(known?.taskIds ?? []), taskId],
        })
      }
    return [...shown.values()]
  })

/** Tells a system that what it reads of somebody has changed: the ids of its Tasks, to be read again. */
export const tellSystemShown = async (tx: PlaceTx, system: SystemShown, sentFor: string): Promise<void> => {
  let hooks = false
  for (const taskId of system.taskIds) hooks = (await tell(tx, system, taskId, sentFor)) || hooks
  if (hooks) await tx.wake(hookQueue, { placeId: tx.placeId })
}
