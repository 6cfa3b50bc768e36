import type { PlaceTx } from '../../../../platform/db/database.ts'
import type { Role } from '../../../organisations/index.ts'

/** Somebody asked to act for an organisation. */
export interface Invitation {
  readonly invitationId: string
  readonly organisationId: string
  readonly name: string
  /** Where the link went; null where a code was read out. */
  readonly email: string | null
  readonly roles: readonly Role[]
  readonly invitedBy: string
  readonly endsAt: Date
}

/** Writes an invitation down; what ran out 90 days ago is forgotten. */
export const insertInvitation = (tx: PlaceTx, invitation: Invitation & { readonly codeHash: string }): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from people.invitation where place_id = ${tx.placeId} and ends_at < ${new Date(tx.now.getTime() - 90 * 86_400_000)}`
    await tx.query
      .insertInto('people.invitation')
      .values({ ...invitation, roles: [...invitation.roles], placeId: tx.placeId, madeAt: tx.now })
      .execute()
  })

const isOpen = (tx: PlaceTx) => tx.sql`used_at is null and withdrawn_at is null and ends_at > ${tx.now}`

/** An open invitation by its id or by its code, locked; null for one that is used, withdrawn, run out or unknown. */
export const findInvitation = (
  tx: PlaceTx,
  by: { readonly invitationId: string } | { readonly codeHash: string },
): Promise<Invitation | null> =>
  tx.house(async () => {
    const which = 'codeHash' in by ? tx.sql`code_hash = ${by.codeHash}` : tx.sql`invitation_id = ${by.invitationId}`
    const [row] = await tx.sql<Invitation[]>`
      select invitation_id, organisation_id, name, email, roles, invited_by, ends_at from people.invitation
      where place_id = ${tx.placeId} and ${which} and ${isOpen(tx)} for update`
    return row ?? null
  })

/** An organisation's open invitations, the newest first. */
export const listInvitations = (tx: PlaceTx, organisationId: string): Promise<Invitation[]> =>
  tx.house(
    () => tx.sql<Invitation[]>`
      select invitation_id, organisation_id, name, email, roles, invited_by, ends_at from people.invitation
      where place_id = ${tx.placeId} and organisation_id = ${organisationId} and ${isOpen(tx)} order by made_at desc, invitation_id`,
  )

export const markUsed = (tx: PlaceTx, invitationId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`update people.invitation set used_at = ${tx.now} where place_id = ${tx.placeId} and invitation_id = ${invitationId}`
  })

/** Withdraws open invitations of an organisation: one, or every one that somebody sent. Returns how many. */
export const withdrawInvitations = (
  tx: PlaceTx,
  organisationId: string,
  which: { readonly invitationId: string } | { readonly invitedBy: string },
): Promise<number> =>
  tx.house(async () => {
    const those =
      'invitationId' in which ? tx.sql`invitation_id = ${which.invitationId}` : tx.sql`invited_by = ${which.invitedBy}`
    const done = await tx.sql`
      update people.invitation set withdrawn_at = ${tx.now}
      where place_id = ${tx.placeId} and organisation_id = ${organisationId} and ${those} and used_at is null and withdrawn_at is null`
    return done.count
  })
