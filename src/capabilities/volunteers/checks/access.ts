import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { type CheckedVolunteer, findCheckedVolunteer } from './checks-store.ts'

const notThere = () => refuse('no-such-volunteer', 'We cannot find that volunteer, or they are not yours to see.')

/** Loads a volunteer to look at what was checked, or to write something down: for the organisation that looks after them, and no other. */
export const accessVolunteer = async (
  tx: PlaceTx,
  volunteerId: string,
  how: 'read' | 'change',
): Promise<CheckedVolunteer | Refusal> => {
  const volunteer = await findCheckedVolunteer(tx, volunteerId, how === 'change' ? 'lock' : 'read')
  if (!volunteer || (tx.actor.kind !== 'house' && volunteer.organisationId !== tx.actor.organisationId))
    return notThere()
  if (how === 'change' && volunteer.state === 'left')
    return refuse('has-left', 'They no longer volunteer, so nothing more is written down about them.')
  return volunteer
}
