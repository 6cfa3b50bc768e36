import { Type } from 'typebox'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { endSessionsOf } from '../../../platform/auth/session.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listMemberships } from '../../organisations/index.ts'
import { isPasswordOf, makeRecoveryCodes, newSealedKey, showCodesTo, takeAppCode, takeCode } from './code.ts'
import { type HeldSession, heldSession, letIn } from './let-in.ts'
import { listPasskeys } from './passkey-store.ts'
import { findAuthenticator, forgetSecondStep, saveAuthenticator } from './second-step-store.ts'
import { ifNotYou, tellOwner } from './tell-owner.ts'

/** The token of the session that asks: the authority for whatever is done here, as somebody halfway through signing in is nobody yet. */
export const heldToken = Type.String()
export const fromInput = Type.Object({ device: Type.String(), network: Type.String() })
export const code = Type.String({
  minLength: 1,
  maxLength: 40,
  mend: 'Enter the 6-digit code your app shows, or a recovery code',
})
export const password = Type.String({ maxLength: 200, mend: 'Enter your password' })

const appCode = Type.String({ minLength: 1, maxLength: 40, mend: 'Enter the 6-digit code your app shows' })

export const wrongCode = (): Refusal =>
  refuse(
    'wrong-code',
    'This code is not right, or it was used already. Wait for the next one, then enter that.',
    'code',
  )

export const wrongPassword = (): Refusal =>
  refuse('wrong-password', 'This is not your password. Try again.', 'password')

export const tooLate = (): Refusal => refuse('sign-in-first', 'Sign in again: it took too long.')

/** Who may set up a second step: whoever is in, or is asked at the door to set one up. */
export const mayBeSetUp = async (tx: PlaceTx, token: string): Promise<HeldSession | null> => {
  const held = await heldSession(tx, token)
  return held && (held.waitsFor === null || held.waitsFor === 'set up') ? held : null
}

/** Makes a key for an authenticator app. It counts when a code of it is given. */
export const startAuthenticator = command({
  name: 'people.start-authenticator',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ heldToken, password }),
  async run(tx, input) {
    const held = await mayBeSetUp(tx, input.heldToken)
    if (!held) return tooLate()
    // At the door they have just given it.
    if (!held.waitsFor && !(await isPasswordOf(tx, held.personId, input.password))) return wrongPassword()
    if (!(await saveAuthenticator(tx, held.personId, newSealedKey(tx, held.personId))))
      return refuse('already-on', 'An app is set up already. Turn it off first, then set up another.')
    return { recordId: held.personId }
  },
})

/** Turns the second step on by a first code: every other session of theirs ends, and recovery codes are made. */
export const confirmAuthenticator = command({
  name: 'people.turn-on-second-step',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ heldToken, code: appCode, from: fromInput }),
  async run(tx, { heldToken, code, from }) {
    const held = await mayBeSetUp(tx, heldToken)
    if (!held) return tooLate()
    const { personId, organisationId, way, vouchedBy } = held
    const authenticator = await findAuthenticator(tx, personId)
    if (!authenticator || authenticator.confirmedAt) return refuse('not-started', 'Start again: ask for a new key.')
    if (!(await takeAppCode(tx, personId, code))) return wrongCode()
    const inside = await letIn(tx, { personId, way, vouchedBy, withSecondProof: true, organisationId, heldToken, from })
    if (isRefusal(inside)) return inside
    await endSessionsOf(tx, personId, { exceptToken: inside.token })
    await showCodesTo(tx, inside.token, await makeRecoveryCodes(tx, personId))
    await tellOwner(tx, personId, {
      about: 'people.second-step-on',
      subject: 'A second step protects your account now',
      body: `From now on, signing in asks for a code from your authenticator app besides your password. You were signed out everywhere else.\n\n${ifNotYou}`,
    })
    return inside
  },
})

/** Gives the code that somebody who came in by a password is asked for. */
export const giveCode = command({
  name: 'people.give-second-step',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ heldToken, code, from: fromInput }),
  async run(tx, { heldToken, code, from }) {
    const held = await heldSession(tx, heldToken)
    if (held?.waitsFor !== 'code') return tooLate()
    const { personId, organisationId, way, vouchedBy } = held
    if (!(await takeCode(tx, personId, code))) return wrongCode()
    return letIn(tx, { personId, way, vouchedBy, withSecondProof: true, organisationId, heldToken, from })
  },
})

/** Makes new recovery codes; those before work no more. */
export const renewRecoveryCodes = command({
  name: 'people.renew-recovery-codes',
  allow: 'signed-in',
  inHouse: true,
  input: Type.Object({ heldToken, code: appCode }),
  async run(tx, { heldToken, code }) {
    const { personId } = tx.actor
    if (!personId) return tooLate()
    if (!(await takeAppCode(tx, personId, code))) return wrongCode()
    await showCodesTo(tx, heldToken, await makeRecoveryCodes(tx, personId))
    return { recordId: personId }
  },
})

/** Turns the second step off: by the password and a code, both. */
export const turnOffAuthenticator = command({
  name: 'people.turn-off-second-step',
  allow: 'signed-in',
  inHouse: true,
  input: Type.Object({ password, code }),
  async run(tx, { password, code }) {
    const { personId } = tx.actor
    if (!personId) return tooLate()
    if (!(await isPasswordOf(tx, personId, password))) return wrongPassword()
    if (!(await takeCode(tx, personId, code))) return wrongCode()
    const asking = (await listMemberships(tx, personId)).find(({ requiresSecondStep }) => requiresSecondStep)
    if (asking && (await listPasskeys(tx, personId)).length === 0)
      return refuse(
        'second-step-required',
        `${asking.organisationName} asks its people for a second step. Add a passkey first, then you can turn the app off.`,
      )
    await forgetSecondStep(tx, personId)
    await tellOwner(tx, personId, {
      about: 'people.second-step-off',
      subject: 'The second step of your account is off',
      body: `Signing in asks for your password alone again. Your recovery codes work no more.\n\n${ifNotYou}`,
    })
    return { recordId: personId }
  },
})
