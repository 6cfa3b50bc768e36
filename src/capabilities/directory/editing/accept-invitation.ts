import { Type } from 'typebox'
import type { JourneyId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { addMember, addOrganisation, findOrganisation, hasMembers } from '../../organisations/index.ts'
import { addAccount, letIn } from '../../people/index.ts'
import { recordChange } from '../change-log-store.ts'
import { findPublisher, linkPublisher, listServicesOfPublisher } from './entry-store.ts'
import { InvitationAccepted } from './facts.ts'
import { type Found, findInvited } from './invitation.ts'
import { type Invitation, setInvitationState } from './invitation-store.ts'
import { listHiddenAt, listPrivateAddresses } from './private-address-store.ts'

/** What somebody has to do to accept: nothing more, sign in as that organisation, or make an account for it. */
export type ToAccept = 'accept' | 'sign in' | 'make an account'

/** Who is asked decides how: an organisation that has people accepts through them; one that has none through whoever was invited. */
export async function toAccept(tx: PlaceTx, invitation: Invitation): Promise<ToAccept> {
  const { organisationId } = invitation
  const mayHere = tx.actor.kind === 'person' && tx.actor.permissions.has('entry.edit')
  if (!organisationId) return mayHere ? 'accept' : 'make an account'
  if (mayHere && tx.actor.organisationId === organisationId) return 'accept'
  return (await hasMembers(tx, organisationId)) ? 'sign in' : 'make an account'
}

export const whyNotOpen: Readonly<
  Record<Exclude<Found['how'], 'open'>, { title: string; sentences: readonly string[] }>
> = {
  unknown: {
    title: 'We do not know this link or code',
    sentences: [
      'A letter or a number may be missing. Check it against what you were sent, or ask whoever invited you to send it again.',
    ],
  },
  used: {
    title: 'This invitation was used already',
    sentences: ['It works once. If it was you, sign in. If it was not, tell whoever invited you.'],
  },
  withdrawn: {
    title: 'This invitation was withdrawn',
    sentences: ['Whoever invited you took it back. Ask them if you think it should still be open.'],
  },
  ended: {
    title: 'This invitation has run out',
    sentences: [
      'Links and codes work for a few weeks, and until a newer one is sent. Look for a newer message, or ask whoever invited you to send it again.',
    ],
  },
}

/**
 * Accepts an invitation: from then on the organisation looks after the publisher's entries. One that has no people yet is made, or gets its first
 * coordinator, from what was filled in.
 */
export const acceptInvitation = command({
  name: 'directory.accept-invitation',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    link: Type.Optional(Type.String()),
    code: Type.Optional(Type.String()),
    name: Type.String({ maxLength: 120, mend: 'Enter your name, up to 120 characters' }),
    hasEmail: Type.Boolean(),
    email: Type.String({ maxLength: 254, mend: 'Enter an e-mail address like name@example.org' }),
    signInName: Type.String({ maxLength: 60, mend: 'Choose a name to sign in with, of 4 to 60 letters, without @' }),
    phone: Type.String({ maxLength: 40, mend: 'Enter a phone number, like 01632 960 001' }),
    password: Type.String({ maxLength: 200, mend: 'Choose a password of at least 10 characters' }),
  }),
  async run(tx, input) {
    const found = await findInvited(tx, input.link ? { link: input.link } : { code: input.code ?? '' })
    if (found.how !== 'open') return refuse(`invitation-${found.how}`, whyNotOpen[found.how].title)
    const { invitation } = found
    const publisher = await findPublisher(tx, invitation.publisherId)
    if (publisher?.organisationId) return refuse('invitation-used', whyNotOpen.used.title)
    const how = await toAccept(tx, invitation)
    if (how === 'sign in')
      return refuse('sign-in', `Sign in as somebody of ${invitation.organisationName}, then open the link again.`)
    const joined =
      how === 'accept'
        ? { organisationId: tx.actor.organisationId ?? '', token: null }
        : await join(tx, invitation, input)
    if (isRefusal(joined)) return joined
    await linkPublisher(tx, invitation.publisherId, joined.organisationId)
    await seeOwnAddresses(tx, invitation.publisherId, joined.organisationId)
    await setInvitationState(tx, invitation.invitationId, 'accepted', how === 'accept' ? tx.actor.name : input.name)
    await record(
      tx,
      InvitationAccepted,
      { recordId: invitation.invitationId, journeyId: invitation.invitationId as unknown as JourneyId },
      {
        invitationId: invitation.invitationId,
        publisherId: invitation.publisherId,
        organisationId: joined.organisationId,
      },
    )
    await recordChange(tx, await listServicesOfPublisher(tx, invitation.publisherId))
    return { recordId: invitation.invitationId, organisationId: joined.organisationId, token: joined.token }
  },
})

type Answers = { name: string; hasEmail: boolean; email: string; signInName: string; phone: string; password: string }

async function join(
  tx: PlaceTx,
  invitation: Invitation,
  answers: Answers,
): Promise<Refusal | { organisationId: string; token: string }> {
  const { name, hasEmail, email, signInName, phone, password } = answers
  const errors = [
    ...(name.trim() === '' ? [{ field: 'name', message: 'Enter your name' }] : []),
    ...(hasEmail && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
      ? [
          {
            field: 'email',
            message: 'Enter an e-mail address like name@example.org, or further down a name to sign in with',
          },
        ]
      : []),
    ...(!hasEmail && !/^[^@]{4,60}$/.test(signInName)
      ? [{ field: 'signInName', message: 'Choose a name to sign in with, of 4 to 60 letters, without @' }]
      : []),
    ...(!hasEmail && phone.replace(/\D/g, '').length < 3
      ? [{ field: 'phone', message: 'Enter a phone number we can ring you on, like 01632 960 001' }]
      : []),
    ...(password.length < 10 ? [{ field: 'password', message: 'Choose a password of at least 10 characters' }] : []),
  ]
  const [first] = errors
  if (first) return { refused: 'wrong-input', ...first, errors }
  const existing = invitation.organisationId ? await findOrganisation(tx, invitation.organisationId) : null
  let organisationId: string
  if (existing) organisationId = existing.organisationId
  else {
    const made = await addOrganisation.run(tx, {
      name: invitation.organisationName,
      kind: invitation.organisationKind,
      assuranceLevel: invitation.assuranceLevel,
      about: '',
      email: hasEmail ? email : '',
      phone: phone || null,
      postcode: null,
      position: null,
      helpsWith: [],
      neighbourhoodIds: null,
      takesReferrals: false,
    })
    if (isRefusal(made))
      return refuse(
        made.refused,
        made.refused === 'name-taken'
          ? `${made.message} Ask whoever invited you to choose it for you, and use the new link.`
          : made.message,
        'form',
      )
    organisationId = made.organisationId
  }
  const account = await addAccount.run(tx, {
    name: name.trim(),
    password,
    ...(hasEmail ? { email } : { signInName: signInName.trim() }),
    ...(phone && { phone }),
  })
  if (isRefusal(account))
    return account.refused === 'email-taken'
      ? refuse(
          'email-taken',
          'There is already an account with this e-mail address. Sign in with it, then open the link again.',
          'email',
        )
      : account
  const { personId } = account
  const member = await addMember.run(tx, { organisationId, personId, roles: ['coordinator'] })
  if (isRefusal(member)) return member
  const inside = await letIn(tx, { personId, way: 'password', organisationId })
  return isRefusal(inside) ? inside : { organisationId, token: inside.token }
}

/** The organisation's people may see the addresses that are kept private for them. */
async function seeOwnAddresses(tx: PlaceTx, publisherId: string, organisationId: string): Promise<void> {
  const hidden = await listHiddenAt(tx, await listServicesOfPublisher(tx, publisherId))
  const kept = await listPrivateAddresses(tx, hidden)
  await grantAccess(
    tx,
    kept.map(({ addressId }) => ({ recordId: addressId, holderId: organisationId, basis: 'its own place' })),
  )
}
