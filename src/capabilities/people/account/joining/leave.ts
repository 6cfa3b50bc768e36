import { Type } from 'typebox'
import { refuse } from '../../../../kernel/refusal.ts'
import { endSessionsFor } from '../../../../platform/auth/session.ts'
import { command } from '../../../../platform/command.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import {
  endMembership,
  listMembers,
  listMemberships,
  lockOrganisation,
  type Role,
  roles,
  saveMembership,
} from '../../../organisations/index.ts'
import { findAccountOf } from '../../sign-in-store.ts'
import { useLinks } from '../link-store.ts'
import { deleteLinked } from '../own-sign-in/own-sign-in-store.ts'
import { tellOwner } from '../tell-owner.ts'
import { handOver } from './in-hands.ts'
import { withdrawInvitations } from './invitation-store.ts'
import { mayChange } from './may-give.ts'

/** What somebody does for an organisation today; nothing for a stranger. */
export const rolesHeldBy = async (tx: PlaceTx, organisationId: string, personId: string): Promise<readonly Role[]> =>
  (await listMembers(tx, organisationId)).find(member => member.personId === personId)?.roles ?? []

const notYours = () => refuse('not-yours', 'Nobody of your organisation signs in with that.')
const lastOne = () =>
  refuse('last-coordinator', 'An organisation needs a coordinator. Make somebody else one first.', 'roles')

const isLastCoordinator = async (tx: PlaceTx, organisationId: string, personId: string): Promise<boolean> =>
  (await listMembers(tx, organisationId)).every(
    member => member.personId === personId || !member.roles.includes('coordinator'),
  )

/** Changes what one of the organisation's people does. It counts at their next page. */
export const changeRoles = command({
  name: 'people.change-roles',
  allow: 'account.look-after',
  inHouse: true,
  input: Type.Object({
    personId: Type.String({ format: 'uuid', mend: 'Choose one of your people' }),
    roles: Type.Array(Type.Enum(Object.keys(roles)), { minItems: 1, mend: 'Choose at least one' }),
  }),
  async run(tx, { personId, roles: asked }) {
    const { organisationId, personId: own } = tx.actor
    if (!organisationId || !own) return notYours()
    await lockOrganisation(tx, organisationId)
    const before = await rolesHeldBy(tx, organisationId, personId)
    if (before.length === 0) return notYours()
    const to = asked as Role[]
    if (!mayChange(await rolesHeldBy(tx, organisationId, own), before, to))
      return refuse('more-than-yours', 'You can give and take only what you may do yourself. Choose again.', 'roles')
    if (!to.includes('coordinator') && (await isLastCoordinator(tx, organisationId, personId))) return lastOne()
    await saveMembership(tx, { organisationId, personId, roles: to })
    return { recordId: personId }
  },
})

/** Another of the organisation's people, who acts for it on. */
const otherMember = async (tx: PlaceTx, organisationId: string, leaverId: string, personId: string) => {
  const isMember = (await listMembers(tx, organisationId)).some(member => member.personId === personId)
  const account = isMember && personId !== leaverId ? await findAccountOf(tx, personId) : null
  return account ? { personId, name: account.name } : 'nobody'
}

/**
 * Ends what somebody does for the organisation, at once and everywhere: their sessions for it, their sign-in by it, the invitations they sent and, where they act for
 * nobody any more, the links that were sent to them. What was in their hands goes into somebody's, or back to all; what they opened in an emergency is closed.
 */
export const endMembershipOf = command({
  name: 'people.end-membership',
  allow: 'account.look-after',
  inHouse: true,
  input: Type.Object({
    personId: Type.String({ format: 'uuid', mend: 'Choose one of your people' }),
    /** Who is to follow what was in their hands; empty leaves it to everybody. */
    handTo: Type.String({ maxLength: 40 }),
  }),
  async run(tx, { personId, handTo }) {
    const { organisationId, organisationName } = tx.actor
    if (!organisationId) return notYours()
    await lockOrganisation(tx, organisationId)
    if ((await rolesHeldBy(tx, organisationId, personId)).length === 0) return notYours()
    if (await isLastCoordinator(tx, organisationId, personId)) return lastOne()
    const to = handTo === '' ? null : await otherMember(tx, organisationId, personId, handTo)
    if (to === 'nobody') return refuse('not-yours', 'Choose one of your people', 'handTo')
    const leaver = await findAccountOf(tx, personId)
    const handed = await handOver(tx, { personId, organisationId, name: leaver?.name ?? '' }, to)
    if (to && handed.length > 0)
      await tellOwner(tx, to.personId, {
        about: 'people.handed-over',
        subject: `What was in the hands of ${leaver?.name ?? 'somebody who left'} is yours now`,
        body: `They do not act for ${organisationName} any more, and ${tx.actor.name} asks you to follow what they had begun:\n\n${handed
          .map(({ title, items }) => `${title}: ${items.length}`)
          .join('\n')}`,
        link: { words: 'See what is in your hands', path: '/in-my-hands' },
      })
    // Told while they still have an organisation to be told by.
    await tellOwner(tx, personId, {
      about: 'people.membership-ended',
      subject: `You do not act for ${organisationName} any more`,
      body: `${tx.actor.name} ended it. You see nothing of theirs from now on. If that is a mistake, ring them.`,
    })
    await endMembership(tx, organisationId, personId)
    await endSessionsFor(tx, personId, organisationId)
    await deleteLinked(tx, organisationId, personId)
    await withdrawInvitations(tx, organisationId, { invitedBy: personId })
    const account = await findAccountOf(tx, personId)
    if (account && (await listMemberships(tx, personId)).length === 0)
      for (const opens of ['new password', 'locked account'] as const)
        await useLinks(tx, { email: account.email, opens })
    return { recordId: personId }
  },
})
