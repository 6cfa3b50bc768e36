import { dataProtectionHolder, listMemberships } from './capabilities/organisations/index.ts'
import { coordinatorsHolder } from './capabilities/oversight/index.ts'
import { findPerson, isIn } from './capabilities/people/index.ts'
import { bearerOf } from './capabilities/requests/index.ts'
import { leadsHolder } from './capabilities/safeguarding/index.ts'
import { bearerOfVolunteer } from './capabilities/volunteers/index.ts'
import { capabilities } from './capabilities.ts'
import type { Actor, Permission } from './platform/auth/actor.ts'
import type { SessionSubject } from './platform/auth/session.ts'
import type { PlaceTx } from './platform/db/database.ts'

/** What somebody with these roles may do, from every capability's manifest. */
export const permissionsOf = (roles: readonly string[]): ReadonlySet<Permission> =>
  new Set(
    capabilities.flatMap(capability =>
      Object.entries(capability.permissions)
        .filter(([, permission]) => permission.roles.some(role => roles.includes(role)))
        .map(([name]) => name as Permission),
    ),
  )

/**
 * Makes an actor of whoever a session is for, as they stand today: someone who left their organisation this morning is nobody from this
 * morning on.
 */
export const actorForSession = async (tx: PlaceTx, subject: SessionSubject): Promise<Actor | null> => {
  if (subject.helpRequestId)
    return { ...bearerOf(tx.placeId, subject.helpRequestId), permissions: permissionsOf(['resident']) }
  if (subject.volunteerId && subject.personId)
    return {
      ...bearerOfVolunteer(tx.placeId, subject.volunteerId, subject.personId),
      permissions: permissionsOf(['volunteer']),
    }
  const { personId, organisationId } = subject
  if (!personId || !organisationId) return null
  const membership = (await listMemberships(tx, personId)).find(other => other.organisationId === organisationId)
  // Whoever still owes a second step is nobody yet.
  const person = membership && isIn(subject, membership) && (await findPerson(tx, personId))
  if (!person) return null
  return {
    kind: 'person',
    placeId: tx.placeId,
    name: person.name,
    personId,
    organisationId,
    organisationName: membership.organisationName,
    // Concerns are held by the role, not the organisation: its other members must not see them, and whoever becomes a lead sees what waits.
    holderIds: [
      organisationId,
      personId,
      ...(membership.roles.includes('safeguarding lead') ? [leadsHolder(tx.placeId)] : []),
      ...(membership.roles.includes('coordinator') ? [coordinatorsHolder(organisationId)] : []),
      ...(membership.roles.includes('data protection lead') ? [dataProtectionHolder(tx.placeId)] : []),
    ],
    permissions: permissionsOf(membership.roles),
  }
}
