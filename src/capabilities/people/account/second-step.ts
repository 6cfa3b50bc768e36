/**
 * Ways in, and what more somebody is asked for before they are in.
 *
 * A passkey is two proofs at once, the device and the finger or PIN that opens it. A password is one. A code of an authenticator app, or a recovery code, is
 * the second.
 */
export const waysIn = {
  password: { says: 'a password', proofs: 1 },
  passkey: { says: 'a passkey', proofs: 2 },
} as const satisfies Record<string, { says: string; proofs: 1 | 2 }>

export type WayIn = keyof typeof waysIn

/** What stands between somebody and being in: give a code, use the passkey they have, or set one of them up. */
export type SecondStep = 'code' | 'passkey' | 'set up'

/** The rule of the second step, in one place. */
export const secondStepFor = (of: {
  /** How many proofs were given already. */
  readonly proofs: number
  readonly hasAuthenticator: boolean
  readonly hasPasskey: boolean
  /** The organisation they act for asks it of its people. */
  readonly isRequired: boolean
}): SecondStep | null => {
  if (of.proofs >= 2) return null
  // Whoever turned it on is asked for it, required or not.
  if (of.hasAuthenticator) return 'code'
  if (!of.isRequired) return null
  // Never "set up" for whoever has a passkey: with the password alone a thief would set up an app of their own.
  return of.hasPasskey ? 'passkey' : 'set up'
}
