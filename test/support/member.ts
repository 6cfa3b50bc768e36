import { actorForSession } from '../../src/actor.ts'
import type { Role } from '../../src/capabilities/organisations/index.ts'
import { addMember } from '../../src/capabilities/organisations/index.ts'
import { addAccount } from '../../src/capabilities/people/index.ts'
import type { PlaceId } from '../../src/kernel/ids.ts'
import { isRefusal } from '../../src/kernel/refusal.ts'
import type { Actor } from '../../src/platform/auth/actor.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import type { Platform } from '../../src/platform/platform.ts'

/** Somebody who acts for an organisation with these roles, and their session. */
export const aMember = async (
  { db }: Platform,
  placeId: PlaceId,
  organisationId: string,
  name: string,
  roles: readonly Role[],
): Promise<{ actor: Actor; session: string; email: string }> => {
  const house = houseActor(placeId)
  const email = `${name.toLowerCase().replace(/\W+/g, '.')}@example.org`
  const made = await perform(db, house, addAccount, { name, email, password: 'a long password' })
  if (isRefusal(made)) throw new Error(made.message)
  const { personId } = made
  const member = await perform(db, house, addMember, { organisationId, personId, roles: [...roles] })
  if (isRefusal(member)) throw new Error(member.message)
  return db.asHouse(placeId, async tx => {
    const actor = await actorForSession(tx, { personId, organisationId })
    if (!actor) throw new Error(`${name} is nobody.`)
    return { actor, email, session: await startSession(tx, { personId, organisationId }) }
  })
}
