import { createHmac } from 'node:crypto'
import type { PlaceId } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { howMailFared, writeNotice } from '../../../platform/notify/notice.ts'
import { fetchOutside } from '../../../platform/outside/fetch-outside.ts'
import type { Platform } from '../../../platform/platform.ts'
import { findOrganisation } from '../../organisations/index.ts'
import { findOwnPlace } from '../../places/index.ts'
import { type HookCall, markTold, takeDue, tryLater } from '../hook-call-store.ts'
import { notificationOf } from '../saying/subscription.ts'
import { listByMail, markActive, setState, turnOffRunOut } from '../subscription-store.ts'
import { signingSecret } from './keep-subscriptions.ts'

/** So often a hook is tried for one thing before it is taken for broken: some nine hours. Our own figure. */
const mostTries = 10
/** Longer than any one call may take: whoever holds it then was killed. */
const leaseMs = 120_000
const limits = { bytes: 10_000, secondsToConnect: 5, secondsBetween: 5, secondsInAll: 15 }

/** After how long a hook is tried again: 1, 2, 4 … minutes. */
const laterBy = (tries: number): number => Math.min(2 ** (tries - 1), 256) * 60_000

/** By what a hook knows that a notice is ours and new: HMAC-SHA256 over the moment, a full stop and the body. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`

const broken = async (
  tx: PlaceTx,
  call: Pick<HookCall, 'subscriptionId' | 'systemName' | 'organisationId'>,
  why: string,
) => {
  await setState(tx, call.subscriptionId, 'error', why)
  const organisation = await findOrganisation(tx, call.organisationId)
  if (!organisation) return
  await writeNotice(tx, {
    aboutId: call.subscriptionId,
    holderIds: [],
    sentFor: `broken ${tx.now.toISOString()}`,
    atNight: 'waits',
    channel: 'email',
    toName: organisation.name,
    toAddress: organisation.email,
    subject: `${call.systemName} can no longer be told of changes`,
    body: [
      `We tried to tell ${call.systemName} that a referral changed, and could not: ${why}`,
      `It is told nothing more until whoever looks after it puts Subscription/${call.subscriptionId} to “requested” again. What changed meanwhile is found by asking for Tasks by _lastUpdated.`,
    ].join('\n\n'),
    link: { words: 'Your systems', path: `/organisations/${call.organisationId}/systems` },
  })
}

/** Calls one hook. @returns why that did not work, or null. */
const callHook = async (platform: Platform, call: HookCall, base: string, secret: string): Promise<string | null> => {
  const body = JSON.stringify(notificationOf(call, base))
  const answer = await fetchOutside(new URL(call.endpoint), {
    limits,
    opened: platform.config.feedsAlsoFrom,
    body,
    headers: {
      'content-type': 'application/fhir+json',
      'user-agent': 'keepitlocal',
      'x-request-id': call.hookCallId,
      'x-keepitlocal-signature': signatureOf(secret, Math.floor(platform.clock().getTime() / 1000), body),
    },
  })
  if (isRefusal(answer)) return answer.message
  return answer.status >= 200 && answer.status < 300 ? null : `It answered ${answer.status}.`
}

const settle = async (tx: PlaceTx, call: HookCall, why: string | null): Promise<void> => {
  if (why === null) {
    await markTold(tx, call.hookCallId)
    if (call.taskId === null) await markActive(tx, call.subscriptionId)
  } else if (call.tries >= mostTries) await broken(tx, call, why)
  else await tryLater(tx, call.hookCallId, new Date(tx.now.getTime() + laterBy(call.tries)))
}

/** Tells every hook of a place what is due, in the order it happened to each; what did not work is tried again later, and at last given up aloud. */
export const callHooks = async (platform: Platform, placeId: PlaceId): Promise<void> => {
  const { db, config } = platform
  const slug = await db.asHouse(placeId, async tx => {
    await turnOffRunOut(tx)
    const mailed = await listByMail(tx)
    const fared = await howMailFared(
      tx,
      mailed.map(({ subscriptionId }) => subscriptionId),
    )
    for (const { aboutId, how, because } of fared) {
      const one = mailed.find(({ subscriptionId }) => subscriptionId === aboutId)
      if (one && how !== 'sent' && how !== 'waiting') await broken(tx, one, because ?? 'The mail could not be sent.')
    }
    return (await findOwnPlace(tx))?.slug ?? ''
  })
  for (;;) {
    const due = await db.asHouse(placeId, async tx => {
      const calls = await takeDue(tx, new Date(tx.now.getTime() + leaseMs), 20)
      return calls.map(call => ({ call, secret: signingSecret(tx, call.subscriptionId) }))
    })
    if (due.length === 0) return
    await Promise.all(
      due.map(async ({ call, secret }) => {
        const why = await callHook(platform, call, `${config.publicUrl}/${slug}/fhir`, secret)
        await db.asHouse(placeId, tx => settle(tx, call, why))
      }),
    )
  }
}
