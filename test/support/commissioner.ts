/** Who commissions in a test: somebody with the role in an organisation of a cast. */

import { actorForSession } from '../../src/actor.ts'
import { addMember } from '../../src/capabilities/organisations/index.ts'
import { addAccount } from '../../src/capabilities/people/index.ts'
import { aVisitor } from '../../src/capabilities/requests/testing.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import { type Cast, worked } from './cast.ts'
import type { TestHouse } from './house.ts'

let count = 0

/** A browser that is signed in by a cookie of a cast. */
export const signedInAs = (house: TestHouse, cookie: string) => {
  const visitor = aVisitor(() => house.web)
  visitor.cookies.set('session', cookie.replace('session=', ''))
  return visitor
}

/** Somebody with a role in an organisation of a cast, the hub unless another is named, with a browser. */
export const aMember = async (house: TestHouse, cast: Cast, role: string, organisationId = cast.hub) => {
  const { db } = house.platform
  const lead = houseActor(cast.placeId)
  const account = { name: 'Helen', email: `helen.${++count}@example.org`, password: 'a long password' }
  const { personId } = worked(await perform(db, lead, addAccount, account))
  worked(await perform(db, lead, addMember, { organisationId, personId, roles: [role] }))
  return db.asHouse(cast.placeId, async tx => {
    const actor = await actorForSession(tx, { personId, organisationId })
    if (!actor) throw new Error('no actor')
    return { actor, visitor: signedInAs(house, await startSession(tx, { personId, organisationId })) }
  })
}

/** Helen, commissioner of the hub unless another is named, with her browser. */
export const aCommissioner = (house: TestHouse, cast: Cast, organisationId = cast.hub) =>
  aMember(house, cast, 'commissioner', organisationId)
