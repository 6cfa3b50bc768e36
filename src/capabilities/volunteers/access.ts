import { type Refusal, refuse } from '../../kernel/refusal.ts'
import { type Actor, isAllowed } from '../../platform/auth/actor.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { heldVolunteerId } from './follow-volunteering.ts'
import type { Volunteer } from './volunteer.ts'
import { findVolunteer, type KnownVolunteer, listVolunteersAmong } from './volunteer-store.ts'

const isThemselves = (actor: Actor, volunteer: Volunteer): boolean =>
  heldVolunteerId(actor) === volunteer.volunteerId || (actor.personId !== null && actor.personId === volunteer.personId)

const unknown = () => refuse('no-such-volunteer', 'There is no such volunteer, or they are not yours to see.')

/** A volunteer to change, locked: theirs to change themselves, and of the organisation that looks after them. */
export const accessVolunteer = async (tx: PlaceTx, volunteerId: string): Promise<KnownVolunteer | Refusal> => {
  const volunteer = await findVolunteer(tx, volunteerId, 'lock')
  if (!volunteer) return unknown()
  const isLookedAfter =
    isAllowed(tx.actor, 'volunteer.look-after') &&
    (tx.actor.kind === 'house' || volunteer.organisationId === tx.actor.organisationId)
  return isThemselves(tx.actor, volunteer) || isLookedAfter ? volunteer : unknown()
}

/** A volunteer to write down hours of or to thank: also of an organisation they help in a role. */
export const accessToThank = async (tx: PlaceTx, volunteerId: string): Promise<KnownVolunteer | Refusal> => {
  const volunteer = await findVolunteer(tx, volunteerId)
  if (!volunteer) return unknown()
  return isThemselves(tx.actor, volunteer) || isAllowed(tx.actor, 'volunteer.look-after') ? volunteer : unknown()
}

/** The volunteer the visitor is: by reference and code, or because they are signed in as that person. */
export const findOwnVolunteer = async (tx: PlaceTx): Promise<KnownVolunteer | null> => {
  const held = heldVolunteerId(tx.actor)
  if (held) return findVolunteer(tx, held)
  return tx.actor.personId ? ((await listVolunteersAmong(tx, [tx.actor.personId]))[0] ?? null) : null
}
