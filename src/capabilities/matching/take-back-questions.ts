import type { PlaceTx } from '../../platform/db/database.ts'
import { takeBackSentFor } from '../../platform/notify/notice.ts'
import { offerNotice } from '../volunteers/index.ts'
import { listOffersOfTasks } from './offer-store.ts'
import type { Offer, OfferId, Task } from './task.ts'

/** What the question of an offer is sent for, once. */
export const offerSentFor = ({ offerId }: Pick<Offer, 'offerId'>) => `${offerNotice}${offerId}`

/**
 * Takes back every "Can you help?" about a task that has not left the house: nobody is asked, or rung, about what is over or somebody else's.
 * @returns the offers that reached nobody, so that nobody is told of an end to what they never heard of.
 */
export const takeBackQuestions = async (tx: PlaceTx, { taskId }: Pick<Task, 'taskId'>): Promise<ReadonlySet<OfferId>> =>
  takeBackQuestionsOf(tx, await listOffersOfTasks(tx, [taskId]))

/** The same of some offers. */
export const takeBackQuestionsOf = async (
  tx: PlaceTx,
  offers: readonly Pick<Offer, 'offerId' | 'volunteerId'>[],
): Promise<ReadonlySet<OfferId>> => {
  const unheard = await takeBackSentFor(
    tx,
    offers.map(offer => ({ aboutId: offer.volunteerId, sentFor: offerSentFor(offer) })),
  )
  return new Set(offers.filter(offer => unheard.has(offerSentFor(offer))).map(({ offerId }) => offerId))
}
