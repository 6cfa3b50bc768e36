import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { cannotActForReceiver, cannotDo, type Referral, type ReferralAction } from './referral.ts'
import { findReferral } from './referral-store.ts'

const receiverActions: readonly ReferralAction[] = [
  'accept',
  'decline',
  'contact',
  'continue',
  'wait',
  'finish',
  'give up',
  'not needed',
]

/** Loads a referral to look at. */
export const readReferral = async (tx: PlaceTx, referralId: string): Promise<Referral | Refusal> =>
  (await findReferral(tx, referralId, 'read')) ??
  refuse('no-such-referral', 'We cannot find that, or it is not yours to see.')

/** Holds a referral until the transaction ends, for who asks what it says before doing something to it; null when it is not theirs to see. */
export const lockReferral = (tx: PlaceTx, referralId: string): Promise<Referral | null> =>
  findReferral(tx, referralId, 'lock')

/**
 * Loads and locks a referral to do something to it, and says whether that may be done: by this organisation, in this state. Of two at once the
 * second waits here and then reads what the first did.
 */
export const accessReferral = async (
  tx: PlaceTx,
  referralId: string,
  action: ReferralAction,
): Promise<Referral | Refusal> => {
  const referral = await findReferral(tx, referralId, 'lock')
  if (!referral) return refuse('no-such-referral', 'We cannot find that, or it is not yours to see.')
  const asReceiver = receiverActions.includes(action) && tx.actor.kind !== 'house'
  if (
    action === 'recall' &&
    tx.actor.kind !== 'house' &&
    tx.actor.organisationId === referral.organisationId &&
    referral.sentByOrganisationId !== tx.actor.organisationId
  )
    return refuse(
      'not-yours-to-take-back',
      'Only whoever asked can take the question back. Answer it, or say that you could not do it.',
    )
  return (
    (asReceiver ? cannotActForReceiver(referral, tx.actor.organisationId) : null) ??
    cannotDo(referral, action) ??
    referral
  )
}
