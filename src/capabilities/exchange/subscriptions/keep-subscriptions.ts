import { timingSafeEqual } from 'node:crypto'
import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { secretHash } from '../../../platform/auth/house-secret.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotice } from '../../../platform/notify/notice.ts'
import { insertHookCall, tryAgainNow } from '../hook-call-store.ts'
import { CallInput, type Done, once } from '../once.ts'
import { subscriptionOf } from '../saying/subscription.ts'
import { changedMeanwhile, etagOf, matches } from '../saying/version.ts'
import {
  deleteSubscription,
  findSubscription,
  insertSubscription,
  listSubscriptions,
  type Subscription,
  setState,
} from '../subscription-store.ts'
import type { Wish } from './read-subscription.ts'

/** The queue that tells hooks. */
export const hookQueue = 'call-hooks'

/** The most subscriptions of one system. */
const mostSubscriptions = 20

/** What the notices of a subscription are signed with. It is made of the house's secret whenever it is needed, and kept nowhere. */
export const signingSecret = (tx: PlaceTx, subscriptionId: string): string =>
  secretHash(tx, 'exchange subscription signature', subscriptionId)

/** What goes to an e-mail address and has to come back before it is told anything. Another one for each handshake. */
const mailCode = (tx: PlaceTx, { subscriptionId, changedAt }: Pick<Subscription, 'subscriptionId' | 'changedAt'>) =>
  secretHash(tx, 'exchange subscription handshake', `${subscriptionId} ${changedAt.toISOString()}`).slice(0, 16)

const shakeHands = async (tx: PlaceTx, one: Pick<Subscription, 'subscriptionId' | 'channel' | 'endpoint'>) => {
  const sentFor = `handshake ${tx.now.toISOString()}`
  if (one.channel === 'rest-hook') {
    await insertHookCall(tx, { subscriptionId: one.subscriptionId, sentFor, taskId: null })
    await tx.wake(hookQueue, { placeId: tx.placeId })
    return
  }
  await writeNotice(tx, {
    aboutId: one.subscriptionId,
    holderIds: [],
    sentFor,
    atNight: 'answer',
    channel: 'email',
    toName: 'your system',
    toAddress: one.endpoint,
    subject: 'Is this where your system wants to be told?',
    body: [
      `A system asked that changes of referrals be told to this address. Nothing is sent before it says that it got this.`,
      `Put the status of Subscription/${one.subscriptionId} to “active”, with this in the extension urn:keepitlocal:handshake:`,
      mailCode(tx, { ...one, changedAt: tx.now }),
      'If you know nothing of it, do nothing.',
    ].join('\n\n'),
  })
}

/** Notes what a system wants to be told, and asks its endpoint whether that is so. */
export const subscribe = command({
  name: 'exchange.subscribe',
  allow: 'exchange.read',
  input: Type.Object({ call: CallInput, wish: Type.Unknown() }),
  run: (tx, { call, wish }) =>
    once(tx, call, async (): Promise<Done | Refusal> => {
      const { organisationId } = tx.actor
      if (!organisationId) return refuse('no-organisation', 'This token belongs to no organisation.')
      if ((await listSubscriptions(tx, call.systemId)).length >= mostSubscriptions)
        return refuse(
          'too-many-subscriptions',
          `There are ${mostSubscriptions} Subscriptions of this token already. Delete one that is no longer used.`,
        )
      const one = { subscriptionId: newId(), systemId: call.systemId, organisationId, ...(wish as Wish) }
      await insertSubscription(tx, one)
      await shakeHands(tx, one)
      return { recordId: one.subscriptionId, status: 201, about: `Subscription/${one.subscriptionId}` }
    }),
})

const noSuch = refuse('no-such-subscription', 'There is no Subscription of this id, or it is not of this token.')

/** Asks for a new handshake, answers the one by e-mail, or turns a subscription off. */
export const changeSubscription = command({
  name: 'exchange.change-subscription',
  allow: 'exchange.read',
  input: Type.Object({
    call: CallInput,
    subscriptionId: Type.String({ format: 'uuid' }),
    ifMatch: Type.String(),
    status: Type.String(),
    code: Type.Union([Type.String(), Type.Null()]),
  }),
  run: (tx, { call, subscriptionId, ifMatch, status, code }) =>
    once(tx, call, async (): Promise<Done | Refusal> => {
      const one = await findSubscription(tx, call.systemId, subscriptionId)
      if (!one) return noSuch
      if (!matches(ifMatch, etagOf(subscriptionOf(one)))) return changedMeanwhile
      if (status === 'active') {
        if (one.channel !== 'email' || one.state !== 'requested')
          return refuse(
            'not-yours-to-say',
            'It becomes active by itself once its endpoint has answered.',
            'Subscription.status',
          )
        const wanted = Buffer.from(mailCode(tx, one))
        const given = Buffer.from(code ?? '')
        if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
          return refuse(
            'wrong-code',
            'Send what the newest mail to its address says, in the extension urn:keepitlocal:handshake.',
            'Subscription.extension',
          )
        await setState(tx, subscriptionId, 'active')
      } else if (status === 'off') await setState(tx, subscriptionId, 'off')
      else if (status === 'requested') {
        await setState(tx, subscriptionId, 'requested')
        await tryAgainNow(tx, subscriptionId)
        await shakeHands(tx, one)
      } else
        return refuse(
          'no-such-status',
          'Its status may be put to “requested”, “active” or “off”.',
          'Subscription.status',
        )
      return { recordId: subscriptionId, status: 200, about: `Subscription/${subscriptionId}` }
    }),
})

/** Ends a subscription: nothing more is told, and it is no longer there. */
export const unsubscribe = command({
  name: 'exchange.unsubscribe',
  allow: 'exchange.read',
  input: Type.Object({ systemId: Type.String({ format: 'uuid' }), subscriptionId: Type.String({ format: 'uuid' }) }),
  async run(tx, { systemId, subscriptionId }) {
    if (!(await findSubscription(tx, systemId, subscriptionId))) return noSuch
    await deleteSubscription(tx, subscriptionId)
    return { recordId: subscriptionId }
  },
})
