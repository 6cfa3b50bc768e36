import { Type } from 'typebox'
import { newId } from '../../../../kernel/ids.ts'
import { newLetterCode, readLetterCode } from '../../../../kernel/letter-code.ts'
import { type Refusal, refuse } from '../../../../kernel/refusal.ts'
import { secretHash } from '../../../../platform/auth/house-secret.ts'
import { hashPassword, passwordFits } from '../../../../platform/auth/password.ts'
import { readSignedLink, signLink } from '../../../../platform/auth/signed-link.ts'
import { command } from '../../../../platform/command.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import { writeNotice } from '../../../../platform/notify/notice.ts'
import { newSecret } from '../../../../platform/platform.ts'
import { type Role, roles, saveMembership } from '../../../organisations/index.ts'
import { insertPerson } from '../../person-store.ts'
import { readEmail } from '../../reach.ts'
import { findSignIn, insertSignIn } from '../../sign-in-store.ts'
import { letIn } from '../let-in.ts'
import { newPassword } from '../sessions.ts'
import { fromInput } from '../set-up-authenticator.ts'
import {
  findInvitation,
  type Invitation,
  insertInvitation,
  listInvitations,
  markUsed,
  withdrawInvitations,
} from './invitation-store.ts'
import { rolesHeldBy } from './leave.ts'
import { mayGive } from './may-give.ts'

const purpose = 'people.invited'
const days = 7
const letters = 10

const hashOf = (tx: PlaceTx, code: string) => secretHash(tx, purpose, code)

/** The part of an address that opens an invitation; when it ends, and whether it was used, is the invitation's own. */
export const invitationToken = (tx: PlaceTx, invitationId: string): Promise<string> =>
  signLink(tx, purpose, invitationId, new Date(tx.now.getTime() + days * 86_400_000))

/** Asks somebody to act for one's organisation: by a link to their address, or, without one, by a code to read out to them. */
export const invite = command({
  name: 'people.invite',
  allow: 'account.look-after',
  inHouse: true,
  input: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter their name, up to 120 characters' }),
    email: Type.String({ maxLength: 254, mend: 'Enter an e-mail address like name@example.org, or leave it empty' }),
    roles: Type.Array(Type.Enum(Object.keys(roles)), { minItems: 1, mend: 'Choose what they are to do' }),
    placeName: Type.String(),
  }),
  async run(tx, { name, email, roles: asked, placeName }) {
    const { organisationId, personId, organisationName } = tx.actor
    if (!organisationId || !personId) return refuse('not-yours', 'You act for no organisation.')
    const read = email ? readEmail(email.toLowerCase()) : null
    if (read && 'message' in read) return refuse('wrong-email', read.message, 'email')
    const givable = mayGive(await rolesHeldBy(tx, organisationId, personId))
    if (!asked.every(role => givable.includes(role as Role)))
      return refuse('more-than-yours', 'You can give only what you may do yourself. Choose again.', 'roles')
    const code = newLetterCode(letters)
    const invitationId = newId()
    const endsAt = new Date(tx.now.getTime() + days * 86_400_000)
    await insertInvitation(tx, {
      invitationId,
      organisationId,
      name,
      email: read?.email ?? null,
      roles: asked as Role[],
      invitedBy: personId,
      endsAt,
      codeHash: hashOf(tx, code),
    })
    if (!read) return { recordId: invitationId, code: `${code.slice(0, 5)}-${code.slice(5)}` }
    await writeNotice(tx, {
      aboutId: invitationId,
      holderIds: [],
      sentFor: 'people.invited',
      atNight: 'waits',
      channel: 'email',
      toName: name,
      toAddress: read.email,
      subject: `${organisationName} asks you to join in ${placeName}`,
      body: `${tx.actor.name} of ${organisationName} asks you to act for them in ${placeName}. The link works once, for ${days} days. If you do not know them, do nothing.`,
      link: { words: 'Join', path: `/invitation/${await invitationToken(tx, invitationId)}` },
    })
    return { recordId: invitationId, code: null }
  },
})

/** Takes an invitation back: its link and its code open nothing from now on. */
export const withdrawInvitation = command({
  name: 'people.withdraw-invitation',
  allow: 'account.look-after',
  inHouse: true,
  input: Type.Object({ invitationId: Type.String({ format: 'uuid', mend: 'Choose one of your invitations' }) }),
  async run(tx, { invitationId }) {
    const { organisationId } = tx.actor
    if (!organisationId || (await withdrawInvitations(tx, organisationId, { invitationId })) === 0)
      return refuse('no-such-invitation', 'That invitation was answered or taken back already.')
    return { recordId: invitationId }
  },
})

/** What stands behind a link or a code that was read out; null for what is used, taken back, run out or made up, all alike. */
export const openInvitation = async (tx: PlaceTx, given: string): Promise<Invitation | null> => {
  const code = readLetterCode(given, letters)
  if (code) return findInvitation(tx, { codeHash: hashOf(tx, code) })
  const link = await readSignedLink(tx, purpose, given)
  return link && !link.ended ? findInvitation(tx, { invitationId: link.id }) : null
}

export const notOpen = (): Refusal =>
  refuse(
    'no-such-invitation',
    'This invitation is not open: it was used, taken back or has run out, or a letter is wrong. Ask whoever invited you for a new one.',
    'code',
  )

/** Joins by an invitation, with a new account, or with the one that signs in with that address already: then its password is asked for. */
export const join = command({
  name: 'people.join',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    given: Type.String({ maxLength: 100 }),
    name: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter your name, up to 120 characters' }),
    /** An e-mail address, or a name without @ for who has none. */
    signsInAs: Type.String({
      minLength: 4,
      maxLength: 254,
      mend: 'Enter an e-mail address, or a name of 4 letters or more to sign in with',
    }),
    password: newPassword,
    heldToken: Type.Optional(Type.String()),
    from: Type.Optional(fromInput),
  }),
  async run(tx, { given, name, signsInAs: typed, password, heldToken, from }) {
    const invitation = await openInvitation(tx, given)
    if (!invitation) return notOpen()
    const { organisationId, invitationId, roles: given_ } = invitation
    // Whoever got the link has that mailbox; nobody takes another's address by it.
    const signsInAs = (invitation.email ?? typed).toLowerCase()
    if (signsInAs.includes('@')) {
      const read = readEmail(signsInAs)
      if ('message' in read) return refuse('wrong-email', read.message, 'signsInAs')
    }
    const account = await findSignIn(tx, signsInAs)
    if (account && !(await passwordFits(password, account.passwordHash)))
      return refuse(
        'wrong-sign-in',
        'Somebody signs in with this already. If it is you, enter the password you have; if not, choose another name.',
        'password',
      )
    const personId = account?.personId ?? (await newAccount(tx, { name, signsInAs, password }))
    await saveMembership(tx, { organisationId, personId, roles: given_ })
    await markUsed(tx, invitationId)
    return letIn(tx, { personId, way: 'password', organisationId, heldToken, ...(from && { from }) })
  },
})

/** Joins whom their organisation's own sign-in vouches for, where that organisation invited this very address; null where it did not. */
export const joinVouched = async (
  tx: PlaceTx,
  organisationId: string,
  email: string,
  knownId: string | null,
): Promise<string | null> => {
  const invitation = (await listInvitations(tx, organisationId)).find(each => each.email === email)
  if (!invitation) return null
  // Nobody knows the password: they come in by their own sign-in, or choose one by a link to their address.
  const personId = knownId ?? (await newAccount(tx, { name: invitation.name, signsInAs: email, password: newSecret() }))
  await saveMembership(tx, { organisationId, personId, roles: invitation.roles })
  await markUsed(tx, invitation.invitationId)
  return personId
}

const newAccount = async (
  tx: PlaceTx,
  { name, signsInAs, password }: { name: string; signsInAs: string; password: string },
): Promise<string> => {
  const byMail = signsInAs.includes('@')
  const personId = await insertPerson(tx, {
    name,
    email: byMail ? signsInAs : null,
    phone: null,
    contactBy: byMail ? 'email' : 'phone',
    address: null,
    postcode: null,
    position: null,
    neighbourhoodId: null,
    communicationNeeds: null,
  })
  await insertSignIn(tx, { email: signsInAs, personId, passwordHash: await hashPassword(password) })
  return personId
}
