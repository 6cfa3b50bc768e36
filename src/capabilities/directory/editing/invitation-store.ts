import type { PlaceTx } from '../../../platform/db/database.ts'
import { forgetNotices } from '../../../platform/notify/notice.ts'
import { heldNow, isHeld } from '../../../platform/personal/held.ts'
import type { AssuranceLevel, OrganisationKind } from '../../organisations/index.ts'

/** Invitations to look after a publisher's entries; the house's alone. */

export type Invitation = {
  invitationId: string
  publisherId: string
  publisherName: string
  organisationId: string | null
  organisationName: string
  organisationKind: OrganisationKind
  assuranceLevel: AssuranceLevel
  channel: 'email' | 'code'
  toName: string
  toEmail: string | null
  issueId: string
  state: 'waiting' | 'accepted' | 'withdrawn'
  sentTimes: number
  invitedByName: string
  invitedAt: Date
  sentAt: Date
  expiresAt: Date
  stateSince: Date
  acceptedByName: string | null
}

const columns = (tx: PlaceTx) => tx.sql`
  i.invitation_id, i.publisher_id, p.name as publisher_name, i.organisation_id, i.organisation_name, i.organisation_kind, i.assurance_level, i.channel,
  i.to_name, i.to_email, i.issue_id, i.state, i.sent_times, i.invited_by_name, i.invited_at, i.sent_at, i.expires_at, i.state_since, i.accepted_by_name`
const from = (tx: PlaceTx) => tx.sql`
  from directory.invitation i join directory.publisher p on p.place_id = i.place_id and p.publisher_id = i.publisher_id
  where i.place_id = ${tx.placeId}`

/** Those that wait first, then the newest. */
export const listInvitations = (tx: PlaceTx, limit = 200): Promise<Invitation[]> =>
  tx.sql<
    Invitation[]
  >`select ${columns(tx)} ${from(tx)} order by i.state <> 'waiting', i.state_since desc, i.invitation_id limit ${limit}`

export async function findInvitation(tx: PlaceTx, invitationId: string, lock = false): Promise<Invitation | null> {
  const [row] = await tx.sql<Invitation[]>`
    select ${columns(tx)} ${from(tx)} and i.invitation_id = ${invitationId} ${lock ? tx.sql`for update of i` : tx.sql``}`
  return row ?? null
}

/** The invitation a link or a code stands for, whatever has become of it. */
export async function findInvitationBy(
  tx: PlaceTx,
  by: { issueId: string } | { codeHash: string },
): Promise<Invitation | null> {
  const which = 'issueId' in by ? tx.sql`and i.issue_id = ${by.issueId}` : tx.sql`and i.code_hash = ${by.codeHash}`
  const [row] = await tx.sql<Invitation[]>`select ${columns(tx)} ${from(tx)} ${which} for update of i`
  return row ?? null
}

export async function findWaitingInvitation(tx: PlaceTx, publisherId: string): Promise<Invitation | null> {
  const [row] = await tx.sql<Invitation[]>`
    select ${columns(tx)} ${from(tx)} and i.publisher_id = ${publisherId} and i.state = 'waiting'`
  return row ?? null
}

export async function insertInvitation(
  tx: PlaceTx,
  invitation: Pick<
    Invitation,
    | 'invitationId'
    | 'publisherId'
    | 'organisationId'
    | 'organisationName'
    | 'organisationKind'
    | 'assuranceLevel'
    | 'channel'
    | 'toName'
    | 'toEmail'
    | 'issueId'
    | 'expiresAt'
  > & { codeHash: string },
): Promise<void> {
  await tx.sql`
    insert into directory.invitation (place_id, invitation_id, publisher_id, organisation_id, organisation_name, organisation_kind, assurance_level,
      channel, to_name, to_email, issue_id, code_hash, state, sent_times, invited_by_name, invited_at, sent_at, expires_at, state_since)
    values (${tx.placeId}, ${invitation.invitationId}, ${invitation.publisherId}, ${invitation.organisationId}, ${invitation.organisationName},
      ${invitation.organisationKind}, ${invitation.assuranceLevel}, ${invitation.channel}, ${invitation.toName}, ${invitation.toEmail},
      ${invitation.issueId}, ${invitation.codeHash}, 'waiting', 1, ${tx.actor.name}, ${tx.now}, ${tx.now}, ${invitation.expiresAt}, ${tx.now})`
}

/** Another link and another code in place of the older ones. */
export async function reissueInvitation(
  tx: PlaceTx,
  invitationId: string,
  issue: { issueId: string; codeHash: string; expiresAt: Date },
): Promise<void> {
  await tx.sql`
    update directory.invitation set issue_id = ${issue.issueId}, code_hash = ${issue.codeHash}, expires_at = ${issue.expiresAt}, sent_at = ${tx.now},
      sent_times = sent_times + 1
    where place_id = ${tx.placeId} and invitation_id = ${invitationId}`
}

export async function setInvitationState(
  tx: PlaceTx,
  invitationId: string,
  state: 'accepted' | 'withdrawn',
  acceptedByName: string | null = null,
): Promise<void> {
  await tx.sql`
    update directory.invitation set state = ${state}, state_since = ${tx.now}, accepted_by_name = ${acceptedByName}
    where place_id = ${tx.placeId} and invitation_id = ${invitationId}`
}

/** Deletes invitations that nobody can use any more, and the mails they went out by, a year after they were accepted, withdrawn or ran out. */
export async function forgetOldInvitations(tx: PlaceTx): Promise<void> {
  const before = new Date(tx.now)
  before.setUTCFullYear(before.getUTCFullYear() - 1)
  const forgotten = await tx.sql<{ invitationId: string }[]>`
    delete from directory.invitation
    where place_id = ${tx.placeId} and case when state = 'waiting' then expires_at else state_since end <= ${before}
      and not ${isHeld(tx, 'directory.invitation', await heldNow(tx))}
    returning invitation_id`
  await forgetNotices(
    tx,
    forgotten.map(({ invitationId }) => invitationId),
  )
}
