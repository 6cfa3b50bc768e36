import { Type } from 'typebox'
import { refuse } from '../../kernel/refusal.ts'
import { hasTriedTooOften } from '../../platform/auth/attempts.ts'
import { passwordFits } from '../../platform/auth/password.ts'
import { startSession } from '../../platform/auth/session.ts'
import { command } from '../../platform/command.ts'
import { listMemberships } from '../organisations/index.ts'
import { findSignIn } from './sign-in-store.ts'

/**
 * Signs a person in. Whether it was the e-mail or the password that was wrong is never told, nor shown by the time it takes. The caller records a
 * refused attempt (`recordFailedAttempt`): what a refused command writes is undone.
 */
export const signIn = command({
  name: 'people.sign-in',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    email: Type.String({ minLength: 1, maxLength: 254, mend: 'Enter your e-mail address' }),
    password: Type.String({ minLength: 1, maxLength: 200, mend: 'Enter your password' }),
    remoteAddress: Type.String(),
  }),
  async run(tx, { email, password, remoteAddress }) {
    if (await hasTriedTooOften(tx, [`e-mail ${email.trim().toLowerCase()}`, `address ${remoteAddress}`]))
      return refuse('too-many-attempts', 'There were too many wrong tries. Wait 15 minutes, then try again.', 'email')
    const account = await findSignIn(tx, email)
    const fits = await passwordFits(password, account?.passwordHash ?? null)
    if (!account || !fits)
      return refuse('wrong-sign-in', 'The e-mail address or the password is not right. Try again.', 'email')
    const [membership] = await listMemberships(tx, account.personId)
    if (!membership)
      return refuse(
        'no-organisation',
        'You do not act for an organisation here any more. Ask your coordinator to add you.',
        'email',
      )
    const token = await startSession(tx, { personId: account.personId, organisationId: membership.organisationId })
    return { recordId: account.personId, token }
  },
})
