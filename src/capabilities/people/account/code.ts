import { newLetterCode, readLetterCode } from '../../../kernel/letter-code.ts'
import type { GuessedAt } from '../../../platform/auth/attempts.ts'
import { accountLimit, addressLimit } from '../../../platform/auth/attempts.ts'
import { seal, secretHash, unseal } from '../../../platform/auth/house-secret.ts'
import { passwordFits } from '../../../platform/auth/password.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { forgetDraft, readDraft, saveDraft } from '../../../platform/http/drafts.ts'
import { findAccountOf } from '../sign-in-store.ts'
import { newAuthenticatorKey, stepOfCode } from './authenticator.ts'
import {
  type Authenticator,
  countRecoveryCodes,
  findAuthenticator,
  saveRecoveryCodes,
  takeRecoveryCode,
  takeStep,
} from './second-step-store.ts'
import { ifNotYou, tellOwner } from './tell-owner.ts'

/** Codes and passwords as somebody gives them, and what is kept to know them by. */

const purpose = 'authenticator'
const recoveryPurpose = 'recovery code'
const recoveryCodes = 10
const recoveryLetters = 8

/** A new key for an app, as it is kept. */
export const newSealedKey = (tx: PlaceTx, personId: string): string =>
  seal(tx, purpose, personId, newAuthenticatorKey())

/** The key again; null where the house's secret is another now. */
export const keyOf = (tx: PlaceTx, personId: string, authenticator: Authenticator): string | null =>
  unseal(tx, purpose, personId, authenticator.sealedKey)

/** Takes a code of somebody's app, once. A key that does not count yet counts from its first code. */
export const takeAppCode = async (tx: PlaceTx, personId: string, typed: string): Promise<boolean> => {
  const authenticator = await findAuthenticator(tx, personId)
  const key = authenticator && keyOf(tx, personId, authenticator)
  const step = key && stepOfCode(key, typed, tx.now)
  return typeof step === 'number' && (await takeStep(tx, personId, step))
}

/** Takes a code of somebody's app or one of their recovery codes, whichever it is, once. */
export const takeCode = async (tx: PlaceTx, personId: string, typed: string): Promise<boolean> => {
  const recovery = readLetterCode(typed, recoveryLetters)
  if (!recovery) return takeAppCode(tx, personId, typed)
  if (!(await takeRecoveryCode(tx, personId, secretHash(tx, recoveryPurpose, `${personId} ${recovery}`)))) return false
  const left = await countRecoveryCodes(tx, personId)
  await tellOwner(tx, personId, {
    about: 'people.recovery-code-used',
    subject: 'A recovery code was used',
    body: `Somebody signed in to your account with one of your recovery codes. It does not work again; you have ${left} left.\n\n${ifNotYou}`,
    link: { words: 'Your account', path: '/account' },
  })
  return true
}

/** Makes new recovery codes in place of all before; only hashes of them are kept. */
export const makeRecoveryCodes = async (tx: PlaceTx, personId: string): Promise<string[]> => {
  const codes = Array.from({ length: recoveryCodes }, () => newLetterCode(recoveryLetters))
  await saveRecoveryCodes(
    tx,
    personId,
    codes.map(code => secretHash(tx, recoveryPurpose, `${personId} ${code}`)),
  )
  return codes.map(code => `${code.slice(0, 4)}-${code.slice(4)}`)
}

const draft = 'recovery-codes'

/** Keeps codes, sealed, for the one session they are shown to, until it says that they are kept. */
export const showCodesTo = (tx: PlaceTx, token: string, codes: readonly string[]): Promise<void> =>
  saveDraft(tx, token, draft, {
    sealed: seal(tx, recoveryPurpose, draft, codes.join(' ')),
    madeAt: tx.now.toISOString(),
  })

const shownMinutes = 30

/** The codes this session is still to be shown; null once it has them, or after half an hour. */
export const codesToShow = async (tx: PlaceTx, token: string): Promise<string[] | null> => {
  const { sealed, madeAt } = await readDraft(tx, token, draft)
  if (typeof sealed !== 'string' || typeof madeAt !== 'string') return null
  if (tx.now.getTime() - new Date(madeAt).getTime() > shownMinutes * 60_000) return null
  return unseal(tx, recoveryPurpose, draft, sealed)?.split(' ') ?? null
}

export const codesAreKept = (tx: PlaceTx, token: string): Promise<void> => forgetDraft(tx, token, draft)

/** True for somebody's own password. */
export const isPasswordOf = async (tx: PlaceTx, personId: string, password: string): Promise<boolean> =>
  passwordFits(password, (await findAccountOf(tx, personId))?.passwordHash ?? null)

/** Wrong passwords and codes of somebody who is known already are counted apart from those at the door, by what is guessed at. */
export const ownGuesses = (personId: string, what: 'code' | 'password', remoteAddress: string): GuessedAt[] => [
  { subject: `${what} of ${personId}`, limit: accountLimit },
  { subject: `address ${remoteAddress}`, limit: addressLimit },
]
