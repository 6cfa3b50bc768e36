import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { hashSecret } from '../../../platform/auth/session.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listMemberships } from '../../organisations/index.ts'
import { findAccountOf } from '../sign-in-store.ts'
import { isPasswordOf } from './code.ts'
import { letIn } from './let-in.ts'
import {
  deletePasskey,
  findPasskey,
  insertPasskey,
  listPasskeys,
  notePasskeyUsed,
  saveChallenge,
  savePasskeyName,
  takeChallenge,
} from './passkey-store.ts'
import { findAuthenticator } from './second-step-store.ts'
import { fromInput, heldToken, mayBeSetUp, password, tooLate, wrongPassword } from './set-up-authenticator.ts'
import { ifNotYou, tellOwner } from './tell-owner.ts'

/**
 * Passkeys (W3C Web Authentication, Level 3). The device is asked to know its owner again, by a finger, a face or a PIN: two proofs at once. What it is asked to sign
 * is remembered by its hash, ends after five minutes and is answered once. Where it must have been signed comes from our settings, never from a header.
 */
const challengeMinutes = 5
const mostPasskeys = 20
// EdDSA, ES256 and RS256 (IANA COSE Algorithms): what every device in use offers one of.
const algorithms = [-8, -7, -257]

/** Where people reach us, as a browser signs it. */
const siteInput = Type.Object({ origin: Type.String(), domain: Type.String() })

export const siteOf = (publicUrl: string): { origin: string; domain: string } => {
  const { origin, hostname } = new URL(publicUrl)
  return { origin, domain: hostname }
}

const text = Type.String({ maxLength: 10_000 })
const signedKind = Type.Object({ id: text, rawId: text, type: Type.Literal('public-key') })
const Made = Type.Intersect([
  signedKind,
  Type.Object({
    response: Type.Object({
      clientDataJSON: text,
      attestationObject: text,
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 8 })),
    }),
  }),
])
const Used = Type.Intersect([
  signedKind,
  Type.Object({
    response: Type.Object({
      clientDataJSON: text,
      authenticatorData: text,
      signature: text,
      userHandle: Type.Optional(Type.Union([text, Type.Null()])),
    }),
  }),
])

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

const answerInput = Type.String({
  minLength: 2,
  maxLength: 30_000,
  mend: 'Your browser sent no passkey. Try again, or sign in with your password',
})

const notRight = (): Refusal =>
  refuse(
    'wrong-passkey',
    'This passkey could not be checked, or is not known here. Try again, or sign in with your password.',
  )

const challengeOf = (clientDataJson: string): string => {
  const said = parsed(Buffer.from(clientDataJson, 'base64url').toString('utf8')) as { challenge?: unknown } | null
  return typeof said?.challenge === 'string' ? said.challenge : ''
}

const keepChallenge = (tx: PlaceTx, challenge: string, personId: string | null): Promise<void> =>
  saveChallenge(tx, hashSecret(challenge), personId, new Date(tx.now.getTime() + challengeMinutes * 60_000))

/** A person as a passkey names them inside a device: their id, which says nothing. */
const handleOf = (personId: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(personId.replaceAll('-', ''), 'hex'))

/** Asks for a new passkey: what the browser hands to the device. */
export const askForPasskey = command({
  name: 'people.ask-for-passkey',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ heldToken, site: siteInput, placeName: Type.String() }),
  async run(tx, { heldToken, site, placeName }) {
    const held = await mayBeSetUp(tx, heldToken)
    const account = held && (await findAccountOf(tx, held.personId))
    if (!account) return tooLate()
    const { personId } = account
    const known = await listPasskeys(tx, personId)
    if (known.length >= mostPasskeys)
      return refuse('too-many-passkeys', `You have ${mostPasskeys} passkeys. Remove one that you do not use.`)
    const options = await generateRegistrationOptions({
      rpName: placeName,
      rpID: site.domain,
      userID: handleOf(personId),
      userName: account.email,
      userDisplayName: account.name,
      attestationType: 'none',
      timeout: challengeMinutes * 60_000,
      excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: algorithms,
    })
    await keepChallenge(tx, options.challenge, personId)
    return { recordId: personId, options }
  },
})

/** Adds a passkey to one's account; at the door, where one is asked for, it lets them in. */
export const addPasskey = command({
  name: 'people.add-passkey',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    heldToken,
    password,
    name: Type.String({ minLength: 1, maxLength: 60, mend: 'Give it a name of up to 60 letters, like "My phone"' }),
    answer: answerInput,
    site: siteInput,
    from: fromInput,
  }),
  async run(tx, { heldToken, password, name, answer, site, from }) {
    const held = await mayBeSetUp(tx, heldToken)
    if (!held) return tooLate()
    const { personId, organisationId, way, waitsFor } = held
    if (!waitsFor && !(await isPasswordOf(tx, personId, password))) return wrongPassword()
    const response = parsed(answer)
    if (!Value.Check(Made, response)) return notRight()
    const challenge = challengeOf(response.response.clientDataJSON)
    if (!(await takeChallenge(tx, hashSecret(challenge), personId))) return notRight()
    const verified = await verifyRegistrationResponse({
      response: { ...response, clientExtensionResults: {} } as never,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.domain,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }).catch(() => null)
    if (!verified?.verified) return notRight()
    const { id, publicKey, counter } = verified.registrationInfo.credential
    const transports = response.response.transports ?? []
    if (!(await insertPasskey(tx, { personId, credentialId: id, publicKey, counter, transports, name })))
      return refuse('known-passkey', 'This passkey is known here already.')
    await tellOwner(tx, personId, {
      about: 'people.added-passkey',
      subject: 'A passkey was added to your account',
      body: `It is called "${name}". Whoever holds it can sign in with it.\n\n${ifNotYou}`,
    })
    const inside = waitsFor
      ? await letIn(tx, { personId, way: 'passkey', organisationId, heldToken, from })
      : { recordId: personId, token: null, actsForSeveral: false, secondStep: null, way }
    return isRefusal(inside) ? inside : { ...inside, recordId: personId }
  },
})

/** Asks any passkey of this site to sign: the device knows whose it is. */
export const askAnyPasskey = async (tx: PlaceTx, site: { domain: string }) => {
  const options = await generateAuthenticationOptions({
    rpID: site.domain,
    userVerification: 'required',
    timeout: challengeMinutes * 60_000,
  })
  await keepChallenge(tx, options.challenge, null)
  return options
}

/** Signs in with a passkey alone, without a name. The page that calls it makes guessing slow (`guess`). */
export const signInWithPasskey = command({
  name: 'people.sign-in-with-passkey',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    answer: answerInput,
    site: siteInput,
    heldToken: Type.Optional(heldToken),
    from: fromInput,
  }),
  async run(tx, { answer, site, heldToken, from }) {
    const response = parsed(answer)
    if (!Value.Check(Used, response)) return notRight()
    const challenge = challengeOf(response.response.clientDataJSON)
    if (!(await takeChallenge(tx, hashSecret(challenge), null))) return notRight()
    const passkey = await findPasskey(tx, response.id)
    if (!passkey) return notRight()
    const { personId, passkeyId, credentialId, counter } = passkey
    const { userHandle } = response.response
    if (userHandle && userHandle !== Buffer.from(handleOf(personId)).toString('base64url')) return notRight()
    const verified = await verifyAuthenticationResponse({
      response: { ...response, clientExtensionResults: {} } as never,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.domain,
      requireUserVerification: true,
      // Its counter is compared below, where something else happens than for a wrong signature.
      credential: { id: credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
    }).catch(() => null)
    if (!verified?.verified) return notRight()
    const { newCounter } = verified.authenticationInfo
    // A counter that stands still or goes back: two devices hold what one should (Web Authentication, 6.1.1). Devices that do not count say 0.
    if ((newCounter > 0 || counter > 0) && newCounter <= counter)
      return refuse('copied-passkey', notRight().message, `${personId}`)
    await notePasskeyUsed(tx, passkeyId, newCounter)
    return letIn(tx, { personId, way: 'passkey', heldToken, from })
  },
})

/** Writes down that a passkey seems to have been copied, and tells its owner; it goes on being refused by its counter. */
export const refuseCopiedPasskey = command({
  name: 'people.refuse-copied-passkey',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ personId: Type.String({ format: 'uuid' }) }),
  async run(tx, { personId }) {
    await tellOwner(tx, personId, {
      about: 'people.copied-passkey',
      subject: 'A passkey of yours was refused',
      body: `Somebody used a passkey of yours in a way that says it may have been copied, so we did not let them in. Sign in with your password, remove your passkeys and add new ones.\n\n${ifNotYou}`,
      link: { words: 'Your passkeys', path: '/account/passkeys' },
    })
    return { recordId: personId }
  },
})

const passkeyId = Type.String({ format: 'uuid', mend: 'Choose one of your passkeys' })

const noSuchPasskey = (): Refusal => refuse('no-such-passkey', 'That passkey has been removed already.')

/** Gives a passkey another name. */
export const renamePasskey = command({
  name: 'people.rename-passkey',
  allow: 'signed-in',
  inHouse: true,
  input: Type.Object({
    passkeyId,
    name: Type.String({ minLength: 1, maxLength: 60, mend: 'Give it a name of up to 60 letters, like "My phone"' }),
  }),
  async run(tx, { passkeyId, name }) {
    const { personId } = tx.actor
    if (!personId || !(await savePasskeyName(tx, personId, passkeyId, name))) return noSuchPasskey()
    return { recordId: personId }
  },
})

/** Removes a passkey: nobody signs in with it any more. */
export const removePasskey = command({
  name: 'people.remove-passkey',
  allow: 'signed-in',
  inHouse: true,
  input: Type.Object({ passkeyId }),
  async run(tx, { passkeyId }) {
    const { personId } = tx.actor
    if (!personId || !(await deletePasskey(tx, personId, passkeyId))) return noSuchPasskey()
    const asking = (await listMemberships(tx, personId)).find(({ requiresSecondStep }) => requiresSecondStep)
    if (
      asking &&
      !(await findAuthenticator(tx, personId))?.confirmedAt &&
      (await listPasskeys(tx, personId)).length === 0
    )
      return refuse(
        'second-step-required',
        `${asking.organisationName} asks its people for a second step. Set up an app first, then you can remove your last passkey.`,
      )
    await tellOwner(tx, personId, {
      about: 'people.removed-passkey',
      subject: 'A passkey was removed from your account',
      body: `Nobody can sign in with it any more.\n\n${ifNotYou}`,
    })
    return { recordId: personId }
  },
})
