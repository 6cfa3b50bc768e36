import { Type } from 'typebox'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { accountLimit, isLocked, unlock } from '../../../platform/auth/attempts.ts'
import { endSessionsOf } from '../../../platform/auth/session.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listMembers, saveRequiresSecondStep } from '../../organisations/index.ts'
import { type Account, findAccountOf } from '../sign-in-store.ts'
import { accountGuesses } from './links.ts'
import { deletePasskey, listPasskeys } from './passkey-store.ts'
import { forgetSecondStep } from './second-step-store.ts'
import { ifNotYou, tellOwner } from './tell-owner.ts'

/** Everything of an account that can be locked: its sign-in, and what is asked of somebody who is known already. */
const guessesAt = ({ email, personId }: Account) => [
  accountGuesses(email),
  ...['code', 'password'].map(what => ({ subject: `${what} of ${personId}`, limit: accountLimit })),
]

/** True while an account is locked. */
export const isAccountLocked = async (tx: PlaceTx, account: Account): Promise<boolean> => {
  for (const each of guessesAt(account)) if (await isLocked(tx, each)) return true
  return false
}

const personId = Type.String({ format: 'uuid', mend: 'Choose one of your people' })

/** The account of somebody who acts for the same organisation as whoever asks; the same refusal for everybody else, known or not. */
const ownPersonsAccount = async (tx: PlaceTx, personId: string): Promise<Account | Refusal> => {
  const { organisationId } = tx.actor
  const members = organisationId ? await listMembers(tx, organisationId) : []
  const account = members.some(member => member.personId === personId) ? await findAccountOf(tx, personId) : null
  return account ?? refuse('not-yours', 'Nobody of your organisation signs in with that.')
}

/** Lets one of the organisation's people try again at once. */
export const unlockAccount = command({
  name: 'people.unlock-account',
  allow: 'account.look-after',
  inHouse: true,
  input: Type.Object({ personId }),
  async run(tx, { personId }) {
    const account = await ownPersonsAccount(tx, personId)
    if ('refused' in account) return account
    for (const each of guessesAt(account)) await unlock(tx, each)
    return { recordId: personId }
  },
})

/** For whoever lost their phone and their recovery codes: takes app, codes and passkeys off one of the organisation's people, and ends their sessions. */
export const takeSecondStepOff = command({
  name: 'people.take-second-step-off',
  allow: 'account.look-after',
  inHouse: true,
  input: Type.Object({ personId }),
  async run(tx, { personId }) {
    if (personId === tx.actor.personId)
      return refuse('not-oneself', 'Turn your own off on your account’s page: it asks for your password and a code.')
    const account = await ownPersonsAccount(tx, personId)
    if ('refused' in account) return account
    await forgetSecondStep(tx, personId)
    for (const { passkeyId } of await listPasskeys(tx, personId)) await deletePasskey(tx, personId, passkeyId)
    await endSessionsOf(tx, personId, { exceptToken: null })
    await tellOwner(tx, personId, {
      about: 'people.second-step-taken-off',
      subject: 'The second step of your account was taken off',
      body: `${tx.actor.name} of ${tx.actor.organisationName} took your app, recovery codes and passkeys off your account, and you were signed out everywhere. Sign in with your password and set them up again.\n\n${ifNotYou}`,
    })
    return { recordId: personId }
  },
})

/** Asks more than a password of everybody who acts for the organisation, or no more. */
export const requireSecondStep = command({
  name: 'people.require-second-step',
  allow: 'account.look-after',
  inHouse: true,
  input: Type.Object({ required: Type.Boolean() }),
  async run(tx, { required }) {
    const { organisationId } = tx.actor
    if (!organisationId) return refuse('not-yours', 'You act for no organisation.')
    await saveRequiresSecondStep(tx, organisationId, required)
    return { recordId: organisationId }
  },
})
