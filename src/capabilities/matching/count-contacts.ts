import type { PlaceTx } from '../../platform/db/database.ts'
import { countNextStepsTold, listRungSince } from '../volunteers/index.ts'
import { contactsSince, nextStepsThatAsk } from './offer-rules.ts'
import { countOffers, type OfferCounts } from './offer-store.ts'

/** How often each volunteer was asked: offers ever and open, and everything that was asked of them in seven days. */
export interface ContactCounts {
  readonly offers: ReadonlyMap<string, OfferCounts>
  readonly thisWeek: (volunteerId: string) => number
}

/** The one place that counts what the rule calls asking (`offer-rules.ts`); of everybody, or of some. By the house's sight: nobody sees all that was asked. */
export const countContacts = (tx: PlaceTx, only: readonly string[] | null = null): Promise<ContactCounts> =>
  tx.house(async () => {
    const since = contactsSince(tx.now)
    const [offers, steps, rung] = await Promise.all([
      countOffers(tx, since, only),
      countNextStepsTold(tx, { kinds: nextStepsThatAsk, since, only }),
      listRungSince(tx, since, only),
    ])
    const counts = new Map(offers.map(each => [each.volunteerId, each]))
    const others = new Map(steps.map(({ volunteerId, times }) => [volunteerId, times]))
    for (const volunteerId of rung) others.set(volunteerId, (others.get(volunteerId) ?? 0) + 1)
    return {
      offers: counts,
      thisWeek: volunteerId => (counts.get(volunteerId)?.since ?? 0) + (others.get(volunteerId) ?? 0),
    }
  })
