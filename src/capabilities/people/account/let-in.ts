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
import { listMemberships } from '../../organisations/index.ts'
import { listPasskeys } from './passkey-store.ts'
import { type SecondStep, secondStepFor, type WayIn, waysIn } from './second-step.ts'
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
    /** Go on acting for this organisation of theirs. */
    readonly organisationId?: string
    readonly heldToken?: string | undefined
    readonly from?: SessionFrom
  },
): Promise<LetIn | Refusal> => {
  const { personId, way, withSecondProof = false, organisationId, heldToken, from } = who
  const memberships = await listMemberships(tx, personId)
  const membership = memberships.find(each => each.organisationId === organisationId) ?? memberships[0]
  if (!membership)
    return refuse(
      'no-organisation',
      'You do not act for an organisation here any more. Ask your coordinator to add you.',
      'email',
    )
  const proofs = withSecondProof ? 2 : waysIn[way].proofs
  const secondStep = await neededStep(tx, personId, proofs, membership.requiresSecondStep)
  if (heldToken) await endSession(tx, heldToken)
  const token = await startSession(
    tx,
    {
      personId,
      organisationId: membership.organisationId,
      way,
      proofs: String(proofs),
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
  isRequired: boolean,
): Promise<SecondStep | null> =>
  secondStepFor({
    proofs,
    isRequired,
    hasAuthenticator: Boolean((await findAuthenticator(tx, personId))?.confirmedAt),
    hasPasskey: (await listPasskeys(tx, personId)).length > 0,
  })

/**
 * True when a session is good for acting for an organisation now. What is asked of each call must not cost another look at the database: what somebody has set up was
 * looked at when the session was made, what their organisation asks for comes with the membership.
 */
export const isIn = (subject: SessionSubject, membership: { readonly requiresSecondStep: boolean }): boolean =>
  !subject.waitsFor && (subject.proofs === '2' || !membership.requiresSecondStep)

/** A session of somebody with an account, as far as it is: `waitsFor` says what is missing. */
export interface HeldSession {
  readonly personId: string
  readonly organisationId: string
  readonly way: WayIn
  readonly proofs: number
  readonly waitsFor: SecondStep | null
}

/** Whose session a browser holds, in or not yet; null for anybody else's. */
export const heldSession = async (tx: PlaceTx, token: string | undefined): Promise<HeldSession | null> => {
  const subject = token ? await findSession(tx, token) : null
  if (!subject?.personId || !subject.organisationId) return null
  const { personId, organisationId } = subject
  const membership = (await listMemberships(tx, personId)).find(each => each.organisationId === organisationId)
  if (!membership) return null
  const proofs = subject.proofs === '2' ? 2 : 1
  const way: WayIn =
    subject.way !== undefined && Object.hasOwn(waysIn, subject.way) ? (subject.way as WayIn) : 'password'
  const held = { personId, organisationId, way, proofs }
  if (isIn(subject, membership)) return { ...held, waitsFor: null }
  // As it stands now: the code it waits for may have been taken off by a coordinator. Whoever that was signs in anew.
  const waitsFor = await neededStep(tx, personId, proofs, membership.requiresSecondStep)
  return waitsFor && { ...held, waitsFor }
}
