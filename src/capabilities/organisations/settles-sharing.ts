import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { findOwnPlace } from '../places/index.ts'
import { triageOrganisationOf } from './triage-organisation.ts'

/** The queue that is woken when something has ended that sharings rest on. */
export const sharingQueue = 'tend-sharing'

/** Null for whoever settles here what may be shared: people of the organisation that decides about what is asked. Others see their own part and settle nothing. */
export const cannotSettle = async (tx: PlaceTx): Promise<Refusal | null> => {
  const place = await findOwnPlace(tx)
  const decides = place && triageOrganisationOf(place)
  return tx.actor.kind === 'house' || (decides && tx.actor.organisationId === decides)
    ? null
    : refuse(
        'not-yours-to-settle',
        'Only the organisation that decides about what is asked here settles this. Ring them.',
      )
}
