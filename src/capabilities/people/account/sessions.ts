import { Type } from 'typebox'
import { refuse } from '../../../kernel/refusal.ts'
import { hashPassword } from '../../../platform/auth/password.ts'
import { endSessionsOf } from '../../../platform/auth/session.ts'
import { command } from '../../../platform/command.ts'
import { savePassword } from '../sign-in-store.ts'
import { isPasswordOf } from './code.ts'
import { heldToken, password, tooLate, wrongPassword } from './set-up-authenticator.ts'
import { ifNotYou, tellOwner } from './tell-owner.ts'

/** A password somebody chooses: long rather than complicated (NCSC, Password policy, 2018; OWASP Authentication Cheat Sheet, 2025). */
export const newPassword = Type.String({
  minLength: 10,
  maxLength: 200,
  mend: 'Choose a password of at least 10 characters. Three words that do not belong together are easy to remember',
})

/** Ends one session of one's own, wherever it is: its next page asks to sign in. */
export const endOneSession = command({
  name: 'people.end-session',
  allow: 'signed-in',
  inHouse: true,
  input: Type.Object({ sessionId: Type.String({ format: 'uuid' }) }),
  async run(tx, { sessionId }) {
    const { personId } = tx.actor
    if (!personId || (await endSessionsOf(tx, personId, { sessionId })) === 0)
      return refuse('no-such-session', 'That session has ended already.')
    return { recordId: personId }
  },
})

/** Ends every session of one's own but this one. */
export const endOtherSessions = command({
  name: 'people.end-other-sessions',
  allow: 'signed-in',
  inHouse: true,
  input: Type.Object({ heldToken }),
  async run(tx, { heldToken }) {
    const { personId } = tx.actor
    if (!personId) return tooLate()
    return { recordId: personId, ended: await endSessionsOf(tx, personId, { exceptToken: heldToken }) }
  },
})

/** Changes one's own password; every other session ends. */
export const changePassword = command({
  name: 'people.change-password',
  allow: 'signed-in',
  inHouse: true,
  input: Type.Object({ heldToken, password, newPassword }),
  async run(tx, { heldToken, password, newPassword }) {
    const { personId } = tx.actor
    if (!personId) return tooLate()
    if (!(await isPasswordOf(tx, personId, password))) return wrongPassword()
    if (password === newPassword)
      return refuse('same-password', 'This is the password you have. Choose another one.', 'newPassword')
    await savePassword(tx, personId, await hashPassword(newPassword))
    await endSessionsOf(tx, personId, { exceptToken: heldToken })
    await tellOwner(tx, personId, {
      about: 'people.password-changed',
      subject: 'Your password was changed',
      body: `You were signed out everywhere else.\n\n${ifNotYou}`,
    })
    return { recordId: personId }
  },
})
