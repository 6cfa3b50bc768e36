import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import {
  accountIdleSeconds,
  endSession,
  findSession,
  type SessionSubject,
  startSession,
} from '../../../platform/auth/session.ts'
import type { SessionFrom } from '../../../platform/auth/session-from.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listMemberships, type Membership } from '../../organisations/index.ts'
import { listPasskeys } from './passkey-store.ts'
import { mayActHaving, type SecondStep, secondStepFor, type WayIn, waysIn } from './second-step.ts'
import { findAuthenticator } from './second-step-store.ts'

/** How long somebody has for the second step. A session that still waits for it opens nothing else. */
const waitingSeconds = 30 * 60

/** Let in, or as far as the second step. */
export interface LetIn {
  readonly recordId: string
  /** For the cookie. */
  readonly token: string
  readonly actsForSeveral: boolean
  /** What they are asked for next; null when they are in. */
  readonly secondStep: SecondStep | null
}

/**
 * Makes the session of somebody who has proved who they are, whichever way: the one door every way of signing in comes through. Applies the rule of the second
 * step, ends the session their browser held until now, and acts for the first of their organisations.
 */
export const letIn = async (
  tx: PlaceTx,
  who: {
    readonly personId: string
    readonly way: WayIn
    /** True when a code was given besides, or whoever vouches for them asked for two proofs. */
    readonly withSecondProof?: boolean
    /** The organisation whose own sign-in vouches for them: they come in for that one alone. */
    readonly vouchedBy?: string | undefined
    /** Go on acting for this organisation of theirs. */
    readonly organisationId?: string
    readonly heldToken?: string | undefined
    readonly from?: SessionFrom
  },
): Promise<LetIn | Refusal> => {
  const { personId, way, withSecondProof = false, vouchedBy, organisationId, heldToken, from } = who
  const all = await listMemberships(tx, personId)
  const proofs = withSecondProof ? 2 : waysIn[way].proofs
  // A code may be still to come that makes one proof two.
  const hasApp = await hasAuthenticator(tx, personId)
  const memberships = all.filter(each => mayActHaving({ way, vouchedBy, proofs: hasApp ? 2 : proofs }, each))
  const membership = memberships.find(each => each.organisationId === organisationId) ?? memberships[0]
  if (!membership && all[0])
    return refuse(
      'own-sign-in-only',
      `${all[0].organisationName} asks its people to come in by its own sign-in. Choose “Sign in with your organisation”.`,
      'email',
    )
  if (!membership)
    return refuse(
      'no-organisation',
      'You do not act for an organisation here any more. Ask your coordinator to add you.',
      'email',
    )
  const secondStep = await neededStep(tx, personId, proofs, membership)
  // Whoever runs another's sign-in must not set up here what opens the whole account.
  if (vouchedBy && secondStep === 'set up')
    return refuse(
      'second-step-first',
      `${membership.organisationName} asks for two proofs, and its own sign-in gives us one. Sign in with your password once and set up an app or a passkey (if you never had one, choose “I have forgotten my password”), or ask your coordinator to let the sign-in’s second proof count.`,
      'email',
    )
  if (heldToken) await endSession(tx, heldToken)
  const token = await startSession(
    tx,
    {
      personId,
      organisationId: membership.organisationId,
      way,
      proofs: String(proofs),
      ...(vouchedBy && { vouchedBy }),
      ...(secondStep === 'code' && { waitsFor: secondStep }),
    },
    { idleSeconds: accountIdleSeconds, ...(from && { from }), ...(secondStep && { seconds: waitingSeconds }) },
  )
  return { recordId: personId, token, actsForSeveral: memberships.length > 1, secondStep }
}

const neededStep = async (
  tx: PlaceTx,
  personId: string,
  proofs: number,
  { requiresSecondStep }: Pick<Membership, 'requiresSecondStep'>,
): Promise<SecondStep | null> =>
  secondStepFor({
    proofs,
    isRequired: requiresSecondStep,
    hasAuthenticator: await hasAuthenticator(tx, personId),
    hasPasskey: (await listPasskeys(tx, personId)).length > 0,
  })

const hasAuthenticator = async (tx: PlaceTx, personId: string): Promise<boolean> =>
  Boolean((await findAuthenticator(tx, personId))?.confirmedAt)

/**
 * True when a session is good for acting for an organisation now. What is asked of each call must not cost another look at the database: what somebody has set up was
 * looked at when the session was made, what their organisation asks for comes with the membership.
 */
export const isIn = (
  { waitsFor, way, vouchedBy, proofs }: SessionSubject,
  membership: Pick<Membership, 'organisationId' | 'roles' | 'requiresSecondStep' | 'requiresOwnSignIn'>,
): boolean =>
  !waitsFor &&
  (proofs === '2' || !membership.requiresSecondStep) &&
  mayActHaving({ way, vouchedBy, proofs: Number(proofs) }, membership)

/** A session of somebody with an account, as far as it is: `waitsFor` says what is missing. */
export interface HeldSession {
  readonly personId: string
  readonly organisationId: string
  readonly way: WayIn
  readonly vouchedBy: string | undefined
  readonly proofs: number
  readonly waitsFor: SecondStep | null
}

/** Whose session a browser holds, in or not yet; null for anybody else's. */
export const heldSession = async (tx: PlaceTx, token: string | undefined): Promise<HeldSession | null> => {
  const subject = token ? await findSession(tx, token) : null
  if (!subject?.personId || !subject.organisationId) return null
  const { personId, organisationId, vouchedBy } = subject
  const membership = (await listMemberships(tx, personId)).find(each => each.organisationId === organisationId)
  if (!membership) return null
  const proofs = subject.proofs === '2' ? 2 : 1
  const way: WayIn =
    subject.way !== undefined && Object.hasOwn(waysIn, subject.way) ? (subject.way as WayIn) : 'password'
  const held = { personId, organisationId, way, vouchedBy, proofs }
  if (isIn(subject, membership)) return { ...held, waitsFor: null }
  // As it stands now: the code it waits for may have been taken off by a coordinator. Whoever that was signs in anew.
  const waitsFor = await neededStep(tx, personId, proofs, membership)
  return waitsFor && { ...held, waitsFor }
}
