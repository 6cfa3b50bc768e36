import { Type } from 'typebox'
import { refuse } from '../../kernel/refusal.ts'
import { accountLimit, addressLimit, type GuessedAt } from '../../platform/auth/attempts.ts'
import { passwordFits } from '../../platform/auth/password.ts'
import { endSession, startSession } from '../../platform/auth/session.ts'
import { command } from '../../platform/command.ts'
import { listMemberships } from '../organisations/index.ts'
import { findSignIn } from './sign-in-store.ts'

/** Whose wrong guesses are counted: the account guessed at, known or not, and the address the guess came from. */
export const guessSubjects = (email: string, remoteAddress: string): GuessedAt[] => [
  { subject: `e-mail ${email.trim().toLowerCase()}`, limit: accountLimit },
  { subject: `address ${remoteAddress}`, limit: addressLimit },
]

/** The session held until now; it ends with the new one's start, so that an old token is worth nothing afterwards. */
const heldToken = Type.Optional(Type.String())

/**
 * Signs a person in. Whether it was the e-mail or the password that was wrong is never told, nor shown by the time it takes. The page
 * that calls it makes guessing slow (`guess`).
 */
export const signIn = command({
  name: 'people.sign-in',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    email: Type.String({ minLength: 1, maxLength: 254, mend: 'Enter your e-mail address' }),
    password: Type.String({ minLength: 1, maxLength: 200, mend: 'Enter your password' }),
    heldToken,
  }),
  async run(tx, { email, password, heldToken }) {
    const account = await findSignIn(tx, email)
    const fits = await passwordFits(password, account?.passwordHash ?? null)
    if (!account || !fits)
      return refuse('wrong-sign-in', 'The e-mail address or the password is not right. Try again.', 'email')
    const memberships = await listMemberships(tx, account.personId)
    const [membership] = memberships
    if (!membership)
      return refuse(
        'no-organisation',
        'You do not act for an organisation here any more. Ask your coordinator to add you.',
        'email',
      )
    if (heldToken) await endSession(tx, heldToken)
    const token = await startSession(tx, { personId: account.personId, organisationId: membership.organisationId })
    return { recordId: account.personId, token, actsForSeveral: memberships.length > 1 }
  },
})

/** Goes on as a member of another organisation the person acts for. */
export const actForOrganisation = command({
  name: 'people.act-for-organisation',
  allow: 'signed-in',
  inHouse: true,
  input: Type.Object({
    organisationId: Type.String({ format: 'uuid', mend: 'Choose who you are acting for now' }),
    heldToken,
  }),
  async run(tx, { organisationId, heldToken }) {
    const { personId } = tx.actor
    const isMember =
      personId !== null &&
      (await listMemberships(tx, personId)).some(membership => membership.organisationId === organisationId)
    if (!isMember)
      return refuse('not-a-member', 'You do not act for that organisation. Choose one of these.', 'organisationId')
    if (heldToken) await endSession(tx, heldToken)
    return { recordId: personId, token: await startSession(tx, { personId, organisationId }) }
  },
})

/** Ends a session at once, wherever its cookie may have been copied to. */
export const signOut = command({
  name: 'people.sign-out',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ heldToken: Type.String() }),
  async run(tx, { heldToken }) {
    await endSession(tx, heldToken)
    return { recordId: tx.actor.personId }
  },
})
