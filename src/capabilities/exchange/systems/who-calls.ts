import type { Actor, Permission } from '../../../platform/auth/actor.ts'
import { hashSecret } from '../../../platform/auth/session.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { findOrganisation } from '../../organisations/index.ts'
import { type Fault, fault } from '../outcome.ts'
import { scopes } from '../words.ts'
import { findSystemByToken, noteCalled, type System } from './system-store.ts'

/** A system at the gate, and whom it acts for. */
export interface Caller {
  readonly system: System
  readonly actor: Actor
}

const notKnown = (says: string): Fault => ({
  ...fault(401, 'login', says),
  headers: { 'www-authenticate': 'Bearer' },
})

/**
 * Who is calling, by the token in the Authorization header (RFC 6750). It acts as its organisation, with the same grants and below the same row-level security as the
 * organisation's own people, and may do no more than its scopes say.
 */
export const whoCalls = async (tx: PlaceTx, authorization: unknown): Promise<Caller | Fault> => {
  const token = typeof authorization === 'string' ? /^Bearer +([\w.~+/-]{16,200}=*) *$/i.exec(authorization)?.[1] : null
  if (!token)
    return notKnown('Send the token of your system in the header “Authorization: Bearer …”. A coordinator makes one.')
  const system = await findSystemByToken(tx, hashSecret(token))
  if (!system)
    return notKnown('This token is not one of this place. Check that it is whole, and that the place is right.')
  if (system.endedAt) return notKnown('This token was ended. Ask your coordinator for a new one.')
  if (system.expiresAt <= tx.now) return notKnown('This token has run out. Ask your coordinator for a new one.')
  const organisation = await findOrganisation(tx, system.organisationId)
  if (!organisation) return notKnown('The organisation of this token is no longer in this place.')
  await noteCalled(tx, system.systemId)
  return {
    system,
    actor: {
      kind: 'system',
      placeId: tx.placeId,
      name: `${system.name} of ${organisation.name}`,
      personId: null,
      organisationId: system.organisationId,
      organisationName: organisation.name,
      holderIds: [system.organisationId],
      permissions: new Set<Permission>(system.scopes.flatMap(scope => [...scopes[scope].permissions])),
    },
  }
}
