/**
 * Ways in, and what more somebody is asked for before they are in.
 *
 * A passkey is two proofs at once, the device and the finger or PIN that opens it. A password is one. A code of an authenticator app, or a recovery code, is
 * the second.
 */
export const waysIn = {
  password: { says: 'a password', proofs: 1 },
  passkey: { says: 'a passkey', proofs: 2 },
  'own sign-in': { says: 'the organisation’s own sign-in', proofs: 1 },
  'joining link': { says: 'the link a group joined by', proofs: 1 },
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

/** A way in, as a session remembers it. */
export interface CameIn {
  readonly way?: string | undefined
  /** The organisation whose own sign-in vouched for them. */
  readonly vouchedBy?: string | undefined
  readonly proofs: number
}

/**
 * Whether somebody who came in this way may act for an organisation. Its own sign-in vouches for its own people and nothing else: whoever runs it could have it say
 * any name, and is not to reach what another organisation sees. Where an organisation asks for its own sign-in alone, a coordinator with two proofs still comes in:
 * somebody must be able to mend it when it breaks.
 */
export const mayActHaving = (
  { way, vouchedBy, proofs }: CameIn,
  membership: {
    readonly organisationId: string
    readonly requiresOwnSignIn: boolean
    readonly roles: readonly string[]
  },
): boolean =>
  way === 'own sign-in'
    ? vouchedBy === membership.organisationId
    : !membership.requiresOwnSignIn || (proofs >= 2 && membership.roles.includes('coordinator'))
