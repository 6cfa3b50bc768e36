/** The only way to a competition that is to be changed: loaded, held still, and refused to whoever may not. */
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Competition } from './competition.ts'
import { findCompetition, lockCompetition } from './competition-store.ts'

export const noSuchCompetition = () => refuse('no-such-competition', 'We cannot find that competition.')

/** Held still, for whoever takes part in it. */
export const accessCompetition = async (tx: PlaceTx, competitionId: string): Promise<Competition | Refusal> => {
  await lockCompetition(tx, competitionId)
  return (await findCompetition(tx, competitionId)) ?? noSuchCompetition()
}

export const isLedBy = (tx: Pick<PlaceTx, 'actor'>, { buyerOrganisationId }: Competition): boolean =>
  tx.actor.permissions.has('commissioning.lead') &&
  buyerOrganisationId !== null &&
  buyerOrganisationId === tx.actor.organisationId

/** For the commissioner of the organisation that opened it. */
export const leadCompetition = async (tx: PlaceTx, competitionId: string): Promise<Competition | Refusal> => {
  const competition = await accessCompetition(tx, competitionId)
  if ('refused' in competition) return competition
  return isLedBy(tx, competition)
    ? competition
    : refuse('not-yours', 'Only the organisation that opened the competition can do this.')
}
