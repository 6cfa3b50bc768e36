import type { Brand, JourneyId } from '../../kernel/ids.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Basis } from '../organisations/index.ts'
import type { HelpRequestId, NeedId } from '../requests/index.ts'
import { type ReferralState, referralStates } from './words.ts'

export type ReferralId = Brand<'ReferralId'>

/** A need passed, with a basis for sharing, to an organisation that must answer. */
export interface Referral {
  readonly referralId: ReferralId
  readonly journeyId: JourneyId
  readonly helpRequestId: HelpRequestId
  readonly needId: NeedId
  /** Who was asked. */
  readonly organisationId: string
  readonly sentByOrganisationId: string
  readonly sentByName: string
  /** Identifies nobody; all the organisation sees before it says yes. */
  readonly description: string
  readonly basis: Basis
  readonly basisGround: string
  readonly consentId: string | null
  readonly agreementId: string | null
  readonly state: ReferralState
  readonly sentAt: Date
  readonly answerBy: Date
  readonly answeredAt: Date | null
  readonly answeredByName: string | null
  readonly reasonCode: string | null
  readonly reason: string | null
  readonly contactMadeAt: Date | null
  readonly endedAt: Date | null
  readonly detailsWithdrawnAt: Date | null
  /** Why the help waits, while the organisation that said yes has it in hand; null while it does not. */
  readonly waitingBecause: string | null
  readonly waitingSince: Date | null
}

/** Something that happens to a referral. */
export type ReferralAction =
  | 'accept'
  | 'decline'
  | 'expire'
  | 'recall'
  | 'contact'
  | 'continue'
  | 'wait'
  | 'finish'
  | 'give up'
  | 'not needed'

const moves: Readonly<Record<ReferralState, Partial<Record<ReferralAction, ReferralState>>>> = {
  sent: { accept: 'accepted', decline: 'declined', expire: 'expired', recall: 'recalled', 'not needed': 'not needed' },
  accepted: {
    contact: 'in contact',
    continue: 'ongoing',
    wait: 'accepted',
    finish: 'done',
    'give up': 'could not',
    recall: 'recalled',
    'not needed': 'not needed',
  },
  'in contact': {
    continue: 'ongoing',
    wait: 'in contact',
    finish: 'done',
    'give up': 'could not',
    recall: 'recalled',
    'not needed': 'not needed',
  },
  ongoing: { wait: 'ongoing', finish: 'done', 'give up': 'could not', recall: 'recalled', 'not needed': 'not needed' },
  done: {},
  'could not': {},
  declined: {},
  expired: {},
  recalled: {},
  'not needed': {},
}

/** Where a referral goes from `state` by `action`; null when that cannot happen there. */
export const nextReferralState = (state: ReferralState, action: ReferralAction): ReferralState | null =>
  moves[state][action] ?? null

/** True while someone still has it. */
export const isLive = (state: ReferralState): boolean => referralStates[state].live

/**
 * True while a need is somebody's: asked and not answered, in hand, or done and waiting for its outcome. Asked of the referrals and not of the need, whose
 * own state follows them a moment later.
 */
export const isHeld = (referrals: readonly Pick<Referral, 'state'>[]): boolean =>
  referrals.some(({ state }) => isLive(state) || state === 'done')

/** Only the organisation that was asked answers and reports; the house may do anything a journey asks of it. */
export const cannotActForReceiver = (referral: Referral, organisationId: string | null): Refusal | null =>
  referral.organisationId === organisationId ? null : refuse('not-asked', 'This was asked of another organisation.')

/** What happened is told to whoever comes second, with who and when. */
export const cannotDo = (referral: Referral, action: ReferralAction): Refusal | null => {
  if (nextReferralState(referral.state, action)) return null
  const { state, answeredByName } = referral
  const who = answeredByName ? ` by ${answeredByName}` : ''
  if (state === 'expired')
    return refuse(
      'expired',
      'The time to answer has passed and this has gone back to be passed on. Ring whoever sent it if you can still help.',
    )
  if (state === 'recalled')
    return refuse('recalled', 'Whoever sent this has taken it back. Nothing more is needed from you.')
  if (state === 'not needed') return refuse('not-needed', 'This is no longer needed. Nothing more is needed from you.')
  if (state === 'declined') return refuse('already-declined', `This was already answered "no"${who}.`)
  if (action === 'accept' || action === 'decline')
    return refuse('already-accepted', `This was already answered "yes"${who}.`)
  return refuse('cannot-do-now', `This is "${referralStates[state].label.toLowerCase()}" now, so that cannot be done.`)
}

/** An answer after the time is up is too late even where the clock's job has not come round yet. */
export const cannotAnswerLate = (referral: Referral, now: Date): Refusal | null =>
  referral.state === 'sent' && referral.answerBy <= now ? cannotDo({ ...referral, state: 'expired' }, 'accept') : null
