import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { findOrganisation } from '../organisations/index.ts'
import { countTakenBy } from './help-request-store.ts'

/** As many needs as a group may pass on in 24 hours while nobody has looked at it. Our own choice: a street's worth on a bad day, and too few to bury a worklist. */
export const mostUnderLimitedTrust = 5

/** How many more an organisation may pass on now; null where nothing limits it. */
export const leftUnderLimitedTrust = async (tx: PlaceTx, organisationId: string | null): Promise<number | null> => {
  const organisation = organisationId && (await findOrganisation(tx, organisationId))
  if (!organisation || organisation.trust === 'known') return null
  const taken = await countTakenBy(tx, organisation.organisationId, new Date(tx.now.getTime() - 86_400_000))
  return Math.max(0, mostUnderLimitedTrust - taken)
}

/** Refuses what is more than a group that nobody has looked at may pass on in a day. */
export const beyondLimitedTrust = async (tx: PlaceTx): Promise<Refusal | null> =>
  (await leftUnderLimitedTrust(tx, tx.actor.organisationId)) === 0
    ? refuse(
        'too-many-for-today',
        `Your group has passed on ${mostUnderLimitedTrust} requests since this time yesterday, and nobody here has looked at your group yet. Ring us: we take this one down with you and look at your group at the same time.`,
      )
    : null
