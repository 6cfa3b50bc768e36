import { Type } from 'typebox'
import { type JourneyId, newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { writeNotice } from '../../../platform/notify/notice.ts'
import {
  type AssuranceLevel,
  assuranceLevels,
  findOrganisation,
  type OrganisationKind,
  organisationKinds,
} from '../../organisations/index.ts'
import { findPublisher } from './entry-store.ts'
import { InvitationWithdrawn, OrganisationInvited } from './facts.ts'
import { codeHash, codeOf, invitationDays, linkOf } from './invitation.ts'
import {
  findInvitation,
  findWaitingInvitation,
  type Invitation,
  insertInvitation,
  reissueInvitation,
  setInvitationState,
} from './invitation-store.ts'

const about = (invitationId: string) => ({ recordId: invitationId, journeyId: invitationId as unknown as JourneyId })

async function issue(tx: PlaceTx) {
  const issueId: string = newId()
  const expiresAt = new Date(tx.now.getTime() + invitationDays * 86_400_000)
  const link = await linkOf(tx, { issueId, expiresAt })
  return { issueId, expiresAt, link, codeHash: codeHash(codeOf(link)) }
}

/** By mail at once; a code is for whoever invites to print or to say on the phone. */
async function send(
  tx: PlaceTx,
  invitation: Pick<Invitation, 'invitationId' | 'toName' | 'toEmail' | 'publisherName' | 'issueId'>,
  link: string,
): Promise<void> {
  if (!invitation.toEmail) return
  await writeNotice(tx, {
    aboutId: invitation.invitationId,
    holderIds: [],
    sentFor: `invitation ${invitation.issueId}`,
    atNight: 'waits',
    channel: 'email',
    toName: invitation.toName,
    toAddress: invitation.toEmail,
    subject: `Look after what people read about ${invitation.publisherName}`,
    body: [
      `People look for help in a directory that tells them about ${invitation.publisherName}. ${tx.actor.name} asks you to look after it: to say what is right, and to change what is not.`,
      'What you change is checked before people see it.',
      `The link works once, for ${invitationDays} days. If you are not the right person, pass it on to who is.`,
    ].join('\n\n'),
    link: { words: 'Begin here', path: `/directory/claim?link=${link}` },
  })
}

/** Asks an organisation to look after the entries of a publisher. */
export const inviteOrganisation = command({
  name: 'directory.invite-organisation',
  allow: 'entry.moderate',
  inHouse: true,
  input: Type.Object({
    publisherId: Type.String({ format: 'uuid', mend: 'Choose whose entries it is about' }),
    organisationId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
      mend: 'Choose which organisation it is',
    }),
    organisationKind: Type.Enum(Object.keys(organisationKinds), { mend: 'Choose what kind of organisation it is' }),
    assuranceLevel: Type.Enum(Object.keys(assuranceLevels), { mend: 'Choose how far you know the organisation' }),
    channel: Type.Union([Type.Literal('email'), Type.Literal('code')], { mend: 'Choose how to invite them' }),
    toName: Type.String({
      minLength: 1,
      maxLength: 120,
      pattern: '\\S',
      mend: 'Enter the name of the person you invite',
    }),
    toEmail: Type.Union([Type.String({ pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$', maxLength: 254 }), Type.Null()], {
      mend: 'Enter an e-mail address like name@example.org',
    }),
  }),
  async run(tx, input) {
    const publisher = await findPublisher(tx, input.publisherId)
    if (!publisher) return refuse('no-such-publisher', 'There is nobody of that name in the directory.', 'publisherId')
    if (publisher.organisationId)
      return refuse('looked-after', 'Somebody looks after these entries already.', 'publisherId')
    if (await findWaitingInvitation(tx, input.publisherId))
      return refuse(
        'invited-already',
        'They are invited already. Send that invitation again, or withdraw it first.',
        'publisherId',
      )
    if (input.channel === 'email' && !input.toEmail)
      return refuse('no-email', 'Enter an e-mail address like name@example.org', 'toEmail')
    const organisation = input.organisationId ? await findOrganisation(tx, input.organisationId) : null
    if (input.organisationId && !organisation)
      return refuse('no-such-organisation', 'There is no such organisation here.', 'organisationId')
    const invitationId: string = newId()
    const { link, ...issued } = await issue(tx)
    await insertInvitation(tx, {
      invitationId,
      publisherId: input.publisherId,
      organisationId: input.organisationId,
      organisationName: organisation?.name ?? publisher.name.slice(0, 120),
      organisationKind: input.organisationKind as OrganisationKind,
      assuranceLevel: input.assuranceLevel as AssuranceLevel,
      channel: input.channel,
      toName: input.toName.trim(),
      toEmail: input.channel === 'email' ? input.toEmail : null,
      ...issued,
    })
    const invitation = await findInvitation(tx, invitationId)
    if (invitation) await send(tx, invitation, link)
    await record(tx, OrganisationInvited, about(invitationId), { invitationId, publisherId: input.publisherId })
    return { recordId: invitationId, invitationId }
  },
})

const One = Type.Object({ invitationId: Type.String({ format: 'uuid' }) })
const noLongerOpen = () => refuse('no-longer-open', 'This invitation was accepted or withdrawn already.')

/** Sends an invitation again, with another link and another code; the older ones are worth nothing from now on. */
export const resendInvitation = command({
  name: 'directory.resend-invitation',
  allow: 'entry.moderate',
  inHouse: true,
  input: One,
  async run(tx, { invitationId }) {
    const invitation = await findInvitation(tx, invitationId, true)
    if (invitation?.state !== 'waiting') return noLongerOpen()
    const { link, ...issued } = await issue(tx)
    await reissueInvitation(tx, invitationId, issued)
    await send(tx, { ...invitation, issueId: issued.issueId }, link)
    await record(tx, OrganisationInvited, about(invitationId), { invitationId, publisherId: invitation.publisherId })
    return { recordId: invitationId, channel: invitation.channel }
  },
})

export const withdrawInvitation = command({
  name: 'directory.withdraw-invitation',
  allow: 'entry.moderate',
  inHouse: true,
  input: One,
  async run(tx, { invitationId }) {
    const invitation = await findInvitation(tx, invitationId, true)
    if (invitation?.state !== 'waiting') return noLongerOpen()
    await setInvitationState(tx, invitationId, 'withdrawn')
    await record(tx, InvitationWithdrawn, about(invitationId), { invitationId, publisherId: invitation.publisherId })
    return { recordId: invitationId, channel: invitation.channel }
  },
})
