import { Type } from 'typebox'
import { refuse } from '../../../kernel/refusal.ts'
import { addressLimit, type GuessedAt } from '../../../platform/auth/attempts.ts'
import { passwordFits } from '../../../platform/auth/password.ts'
import { endSession } from '../../../platform/auth/session.ts'
import { command } from '../../../platform/command.ts'
import { listMemberships } from '../../organisations/index.ts'
import { findSignIn } from '../sign-in-store.ts'
import { heldSession, letIn } from './let-in.ts'
import { accountGuesses } from './links.ts'
import { fromInput } from './set-up-authenticator.ts'

/** Whose wrong guesses are counted: the account guessed at, known or not, and the address the guess came from. */
export const guessSubjects = (email: string, remoteAddress: string): GuessedAt[] => [
  accountGuesses(email),
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
    from: Type.Optional(fromInput),
  }),
  async run(tx, { email, password, heldToken, from }) {
    const account = await findSignIn(tx, email)
    const fits = await passwordFits(password, account?.passwordHash ?? null)
    if (!account || !fits)
      return refuse('wrong-sign-in', 'The e-mail address or the password is not right. Try again.', 'email')
    return letIn(tx, { personId: account.personId, way: 'password', heldToken, ...(from && { from }) })
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
    from: Type.Optional(fromInput),
  }),
  async run(tx, { organisationId, heldToken, from }) {
    const { personId } = tx.actor
    const isMember =
      personId !== null &&
      (await listMemberships(tx, personId)).some(membership => membership.organisationId === organisationId)
    const held = await heldSession(tx, heldToken)
    if (!isMember || !held)
      return refuse('not-a-member', 'You do not act for that organisation. Choose one of these.', 'organisationId')
    const { way, vouchedBy, proofs } = held
    if (vouchedBy && vouchedBy !== organisationId)
      return refuse(
        'other-way-in',
        'You came in by the sign-in of another organisation, which vouches for you there alone. Sign out, and sign in with your password or passkey.',
        'organisationId',
      )
    return letIn(tx, {
      personId,
      way,
      vouchedBy,
      withSecondProof: proofs > 1,
      organisationId,
      heldToken,
      ...(from && { from }),
    })
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
