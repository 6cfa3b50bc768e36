import type { PlaceTx } from '../../platform/db/database.ts'
import { takeBackSentFor } from '../../platform/notify/notice.ts'
import { offerNotice } from '../volunteers/index.ts'
import { listOffersOfTasks, saveOffer } from './offer-store.ts'
import type { Offer, OfferId, Task } from './task.ts'

/** What the question of an offer is sent for, once. */
export const offerSentFor = ({ offerId }: Pick<Offer, 'offerId'>) => `${offerNotice}${offerId}`

/**
 * Takes back every "Can you help?" about a task that has not left the house: nobody is asked, or rung, about what is over or somebody else's. Whoever had not answered
 * was not reached, so that it is none of the offers of their week and nobody is told of an end to what they never heard of. Comes before the offers are moved on.
 */
export const takeBackQuestions = async (tx: PlaceTx, { taskId }: Pick<Task, 'taskId'>): Promise<void> => {
  const waiting = (await listOffersOfTasks(tx, [taskId])).filter(({ state }) => state === 'sent')
  await noteNotReached(tx, waiting)
}

/** The same of some offers that nobody answered; returns those that reached nobody. */
export const noteNotReached = async (
  tx: PlaceTx,
  offers: readonly Pick<Offer, 'offerId' | 'volunteerId'>[],
): Promise<ReadonlySet<OfferId>> => {
  const notReached = await takeBackQuestionsOf(tx, offers)
  for (const offerId of notReached) await saveOffer(tx, offerId, { state: 'not reached' })
  return notReached
}

/** Takes back the questions of some offers, whatever became of them; returns the offers that reached nobody. */
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
