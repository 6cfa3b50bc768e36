import type { CodeableConcept, ServiceRequest, Task } from '@medplum/fhirtypes'
import {
  couldNotReasons,
  declineReasons,
  type Referral,
  type ReferralState,
  referralStates,
} from '../../referrals/index.ts'
import { ours } from '../words.ts'

/**
 * Where a referral is, as FHIR R4 Task.status says it and back again. Pure. The statuses are those of the value set for referral tasks of HL7 Gravity SDOH Clinical Care
 * 3.0.0 (SDOHCCValueSetReferralTaskStatus: Task's own without `ready` and `received`). FHIR has fewer words than we have, so the finer one goes along as
 * `businessStatus`, and coming back it is read first.
 */

type Status = NonNullable<Task['status']>
/** What of a referral its Task says. */
export type Standing = Pick<Referral, 'state' | 'waitingBecause' | 'reasonCode' | 'reason'>

const inHand: readonly ReferralState[] = ['accepted', 'in contact', 'ongoing']

/** The status of a Task that stands where this referral does. */
export const statusOf = ({ state, waitingBecause }: Pick<Standing, 'state' | 'waitingBecause'>): Status =>
  waitingBecause !== null && inHand.includes(state) ? 'on-hold' : referralStates[state].fhirTask

/** The state that a status means where nothing finer is said; null for what we never hold: a draft is not sent, and `entered-in-error` never was. */
const meant: Readonly<Record<Status, ReferralState | null>> = {
  draft: null,
  requested: 'sent',
  received: null,
  ready: null,
  accepted: 'accepted',
  'in-progress': 'in contact',
  'on-hold': 'accepted',
  rejected: 'declined',
  cancelled: 'recalled',
  failed: 'could not',
  completed: 'done',
  'entered-in-error': null,
}

/** Where a Task stands in our words; null where it says nothing we hold, or two things at once. */
export const standingOf = (
  task: Pick<Task, 'status' | 'businessStatus'>,
): { state: ReferralState; waiting: boolean } | null => {
  const status = task.status as Status
  const general = Object.hasOwn(meant, status ?? '') ? meant[status] : null
  if (!general) return null
  const waiting = status === 'on-hold'
  const finer = task.businessStatus?.coding?.find(({ system }) => system === ours.state)?.code
  if (finer === undefined) return { state: general, waiting }
  if (!Object.hasOwn(referralStates, finer)) return null
  const state = finer as ReferralState
  return statusOf({ state, waitingBecause: waiting ? '' : null }) === status ? { state, waiting } : null
}

/** Why it stands there: text for whoever reads it, and our code where there is one. Gravity asks for the text at these four statuses. */
export const reasonOf = (standing: Standing): CodeableConcept | undefined => {
  const { state, reason, reasonCode, waitingBecause } = standing
  if (statusOf(standing) === 'on-hold') return { text: waitingBecause || 'Waiting.' }
  const coded = (system: string, words: Readonly<Record<string, string>>): CodeableConcept => {
    const display = reasonCode === null ? undefined : words[reasonCode]
    return {
      ...(reasonCode !== null && display && { coding: [{ system, code: reasonCode, display }] }),
      text: [display, reason].filter(Boolean).join('. ') || 'No reason was given.',
    }
  }
  if (state === 'declined') return coded(ours.declined, declineReasons)
  if (state === 'could not') return coded(ours.couldNot, couldNotReasons)
  if (state === 'expired') return { text: 'Nobody answered in time.' }
  if (state === 'recalled') return { text: 'Whoever asked has taken it back.' }
  if (state === 'not needed') return { text: 'It is no longer needed.' }
  return undefined
}

/** Our own word for where it stands. */
export const businessStatusOf = (state: ReferralState): CodeableConcept => ({
  coding: [{ system: ours.state, code: state, display: referralStates[state].label }],
  text: referralStates[state].label,
})

/**
 * What the request behind it is: still wanted, waiting, taken back or done. A no and a silence leave it wanted, of somebody else.
 */
export const requestStatusOf = (
  standing: Pick<Standing, 'state' | 'waitingBecause'>,
): NonNullable<ServiceRequest['status']> => {
  const { state } = standing
  if (state === 'recalled' || state === 'not needed') return 'revoked'
  if (state === 'done') return 'completed'
  return statusOf(standing) === 'on-hold' ? 'on-hold' : 'active'
}
