import { Type } from 'typebox'
import { isRefusal, refuse } from '../../kernel/refusal.ts'
import { endAccess, grantAccess } from '../../platform/auth/grants.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { type FactKind, record } from '../../platform/facts/fact.ts'
import { findOrganisation } from '../organisations/index.ts'
import { type Ending, endSharing, showShared } from '../people/index.ts'
import { accessHelpRequest, findHelpRequest, findNeed } from '../requests/index.ts'
import { accessReferral } from './access.ts'
import {
  ContactMade,
  CouldNotHelp,
  DetailsWithdrawn,
  HelpDone,
  HelpNotNeeded,
  HelpOngoing,
  HelpWaiting,
  ReferralAccepted,
  ReferralDeclined,
  ReferralExpired,
  ReferralRecalled,
} from './facts.ts'
import {
  cannotAnswerLate,
  cannotDo,
  isLive,
  nextReferralState,
  type Referral,
  type ReferralAction,
} from './referral.ts'
import { findReferral, listReferralsOfNeeds, listReferralsOfRequest, saveReferral } from './referral-store.ts'
import { couldNotReasons, declineReasons } from './words.ts'

const referralId = Type.String({ format: 'uuid', mend: 'Choose a referral' })
const ReferralOnly = Type.Object({ referralId })

type About = {
  referralId: string
  needId: string
  helpRequestId: string
  organisationId: string
  organisationName: string
}

const tell = async <Data extends About>(
  tx: PlaceTx,
  referral: Referral,
  kind: FactKind<Data>,
  more: Omit<Data, keyof About> = {} as Omit<Data, keyof About>,
): Promise<void> => {
  const organisation = await findOrganisation(tx, referral.organisationId)
  const about: About = {
    referralId: referral.referralId,
    needId: referral.needId,
    helpRequestId: referral.helpRequestId,
    organisationId: referral.organisationId,
    organisationName: organisation?.name ?? 'An organisation',
  }
  await record(tx, kind, { recordId: referral.referralId, journeyId: referral.journeyId }, {
    ...about,
    ...more,
  } as unknown as Data)
}

/** Writes the new state and its fact together. An organisation that no longer has the need in hand sees nothing of it from the same moment. */
const settle = async <Data extends About>(
  tx: PlaceTx,
  referral: Referral,
  action: ReferralAction,
  kind: FactKind<Data>,
  change: Partial<Referral> = {},
  more: Omit<Data, keyof About> = {} as Omit<Data, keyof About>,
) => {
  const state = nextReferralState(referral.state, action) ?? referral.state
  // Whatever happens next ends the waiting, unless it is more waiting.
  const goesOn = { waitingBecause: null, waitingSince: null }
  await saveReferral(tx, referral.referralId, {
    state,
    ...goesOn,
    ...(!isLive(state) && { endedAt: tx.now }),
    ...change,
  })
  await tell(tx, referral, kind, more)
  if (!isLive(state)) await hideFromHelper(tx, { ...referral, ...change, state }, 'ended')
  return { recordId: referral.referralId, needId: referral.needId }
}

/**
 * Ends what the asked organisation sees of a need. It keeps what it was asked and what it answered. After "done" it still sees the need, which names
 * nobody, to write down what changed, until that closes. Where it still helps with another need of the same request, or took the request down
 * itself, it keeps its own ground to see the person.
 */
const hideFromHelper = (tx: PlaceTx, referral: Referral, because: 'ended' | 'closed'): Promise<void> =>
  tx.house(async () => {
    await endSharing(tx, { forIds: [referral.referralId] }, referral.answeredAt ? 'over' : 'not needed')
    const request = await findHelpRequest(tx, referral.helpRequestId)
    if (!request || [request.triagedByOrganisationId, request.takenByOrganisationId].includes(referral.organisationId))
      return
    const helpsOtherwise = (await listReferralsOfRequest(tx, referral.helpRequestId)).some(
      other =>
        other.organisationId === referral.organisationId &&
        other.referralId !== referral.referralId &&
        ['accepted', 'in contact', 'ongoing'].includes(other.state),
    )
    await endAccess(tx, {
      holderId: referral.organisationId,
      recordIds: [
        ...(because === 'ended' && referral.state === 'done' ? [] : [referral.needId]),
        ...(helpsOtherwise ? [] : [referral.helpRequestId, request.personId]),
      ],
    })
    const hadSeen = referral.answeredAt !== null && referral.state !== 'declined'
    if (!hadSeen || helpsOtherwise || referral.detailsWithdrawnAt) return
    await saveReferral(tx, referral.referralId, { detailsWithdrawnAt: tx.now })
    await tell(tx, referral, DetailsWithdrawn)
  })

/** Says yes. From this moment the organisation sees the person and the story, and only as long as it has the need in hand. */
export const acceptReferral = command({
  name: 'referrals.accept-referral',
  allow: 'referral.answer',
  input: ReferralOnly,
  async run(tx, input) {
    const referral = await accessReferral(tx, input.referralId, 'accept')
    if (isRefusal(referral)) return referral
    const late = cannotAnswerLate(referral, tx.now)
    if (late) return late
    // The person cannot be seen by who accepts until this very step, so the house looks them up. The need is held: of a yes and a closing at the
    // same moment one waits for the other, and nobody is shown who it was for a need that is closed.
    const { need, request } = await tx.house(async () => ({
      need: await findNeed(tx, referral.needId, 'lock'),
      request: await accessHelpRequest(tx, referral.helpRequestId),
    }))
    if (need?.state === 'closed') return cannotDo({ ...referral, state: 'not needed' }, 'accept') ?? referral
    if (isRefusal(request)) return request
    const shown = await showShared(tx, referral.referralId, referral.organisationId, { basis: 'said yes' })
    if (isRefusal(shown))
      return refuse(
        referral.basis === 'consent' ? 'consent-withdrawn' : shown.refused,
        referral.basis === 'consent'
          ? 'They have withdrawn their permission to share since you were asked. Nothing more is needed from you.'
          : 'What allowed their details to be shared has ended since you were asked. Nothing more is needed from you.',
      )
    await grantAccess(tx, [
      {
        holderId: referral.organisationId,
        recordId: referral.needId,
        basis: 'said yes',
        basisId: referral.referralId,
        ...(shown.until && { until: shown.until }),
      },
    ])
    return settle(tx, referral, 'accept', ReferralAccepted, { answeredAt: tx.now, answeredByName: tx.actor.name })
  },
})

/** Says no, with a reason. The organisation sees nothing more of the need; the need goes back to triage. */
export const declineReferral = command({
  name: 'referrals.decline-referral',
  allow: 'referral.answer',
  input: Type.Object({
    referralId,
    reasonCode: Type.Enum(Object.keys(declineReasons), { mend: 'Choose why you cannot take this' }),
    reason: Type.String({ maxLength: 500, mend: 'Keep the reason to 500 characters' }),
  }),
  async run(tx, input) {
    const referral = await accessReferral(tx, input.referralId, 'decline')
    if (isRefusal(referral)) return referral
    const late = cannotAnswerLate(referral, tx.now)
    if (late) return late
    if (input.reasonCode === 'other' && !input.reason.trim())
      return refuse(
        'no-reason',
        'Say why in a few words, so that the next organisation asked is a better one.',
        'reason',
      )
    const reasonCode = input.reasonCode as keyof typeof declineReasons
    return settle(
      tx,
      referral,
      'decline',
      ReferralDeclined,
      { answeredAt: tx.now, answeredByName: tx.actor.name, reasonCode, reason: input.reason.trim() || null },
      { reasonCode },
    )
  },
})

/** Takes a question back, answered or not. */
export const recallReferral = command({
  name: 'referrals.recall-referral',
  allow: 'referral.send',
  input: ReferralOnly,
  async run(tx, input) {
    const referral = await accessReferral(tx, input.referralId, 'recall')
    if (isRefusal(referral)) return referral
    return settle(tx, referral, 'recall', ReferralRecalled)
  },
})

/** What the organisation that said yes reports, without more to say: an action, its fact, and what else it tells of the referral. */
const report = (
  name: string,
  action: ReferralAction,
  kind: FactKind<About>,
  change: (referral: Referral, now: Date) => Partial<Referral> = () => ({}),
) =>
  command({
    name: `referrals.${name}`,
    allow: 'referral.answer',
    input: ReferralOnly,
    async run(tx, input) {
      const referral = await accessReferral(tx, input.referralId, action)
      return isRefusal(referral) ? referral : settle(tx, referral, action, kind, change(referral, tx.now))
    },
  })

// Help that goes on or is done was not given without contact, whether or not anybody pressed that first.
const inContactBy = ({ contactMadeAt }: Referral, now: Date) => ({ contactMadeAt: contactMadeAt ?? now })

/** The organisation has spoken to the resident. */
export const recordContact = report('record-contact', 'contact', ContactMade, inContactBy)

/** The help goes on regularly. */
export const reportOngoing = report('report-ongoing', 'continue', HelpOngoing, inContactBy)

/** The help was given. */
export const reportDone = report('report-done', 'finish', HelpDone, inContactBy)

/** The organisation heard from the resident that it is no longer needed. */
export const reportNotNeeded = report('report-not-needed', 'not needed', HelpNotNeeded)

/** The help waits for something, which is said; whatever is reported next ends the waiting. */
export const reportWaiting = command({
  name: 'referrals.report-waiting',
  allow: 'referral.answer',
  input: Type.Object({
    referralId,
    because: Type.String({ minLength: 1, maxLength: 500, mend: 'Say what it waits for, in up to 500 characters' }),
  }),
  async run(tx, input) {
    const referral = await accessReferral(tx, input.referralId, 'wait')
    if (isRefusal(referral)) return referral
    const because = input.because.trim()
    if (!because)
      return refuse('no-reason', 'Say what it waits for, so that whoever asked can tell the person.', 'because')
    return settle(tx, referral, 'wait', HelpWaiting, { waitingBecause: because, waitingSince: tx.now })
  },
})

/** The organisation could not do it after all. */
export const reportCouldNot = command({
  name: 'referrals.report-could-not',
  allow: 'referral.answer',
  input: Type.Object({
    referralId,
    reasonCode: Type.Enum(Object.keys(couldNotReasons), { mend: 'Choose why it could not be done' }),
    reason: Type.String({ maxLength: 500, mend: 'Keep the reason to 500 characters' }),
  }),
  async run(tx, input) {
    const referral = await accessReferral(tx, input.referralId, 'give up')
    if (isRefusal(referral)) return referral
    const reasonCode = input.reasonCode as keyof typeof couldNotReasons
    return settle(
      tx,
      referral,
      'give up',
      CouldNotHelp,
      { reasonCode, reason: input.reason.trim() || null },
      { reasonCode },
    )
  },
})

/** Ends one referral nobody answered in time. */
export const expireReferral = command({
  name: 'referrals.expire-referral',
  allow: 'referral.tend',
  input: ReferralOnly,
  async run(tx, input) {
    const referral = await accessReferral(tx, input.referralId, 'expire')
    if (isRefusal(referral)) return referral
    if (referral.answerBy > tx.now) return refuse('still-time', 'There is still time to answer.')
    return settle(tx, referral, 'expire', ReferralExpired)
  },
})

/** Ends what is left of a request's referrals when the resident withdrew their permission, or no longer needs it. */
export const endReferralsOfRequest = command({
  name: 'referrals.end-referrals-of-request',
  allow: 'referral.tend',
  input: Type.Object({
    helpRequestId: Type.String({ format: 'uuid' }),
    needId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    because: Type.Enum(['consent withdrawn', 'need closed']),
    /** The permissions that were withdrawn; all where nobody says which. */
    consentIds: Type.Optional(Type.Array(Type.String({ format: 'uuid' }))),
  }),
  async run(tx, { helpRequestId, needId, because, consentIds }) {
    for (const referral of await listReferralsOfRequest(tx, helpRequestId)) {
      if (!isLive(referral.state) || (needId && referral.needId !== needId)) continue
      if (because === 'need closed') await end(tx, referral, 'not needed', HelpNotNeeded)
      else if (referral.basis === 'consent' && (consentIds?.includes(referral.consentId ?? '') ?? true))
        await end(tx, referral, 'recall', ReferralRecalled, { because: 'permission withdrawn' })
    }
    return { recordId: helpRequestId }
  },
})

/** Takes one referral back because what allowed its details to be shared has ended. */
export const endReferralUnshared = command({
  name: 'referrals.end-referral-unshared',
  allow: 'referral.tend',
  input: Type.Object({ referralId, because: Type.String() }),
  async run(tx, input) {
    const referral = await findReferral(tx, input.referralId, 'read')
    if (referral && isLive(referral.state))
      await end(tx, referral, 'recall', ReferralRecalled, { because: input.because as Ending })
    return { recordId: input.referralId }
  },
})

const end = async <Data extends About>(
  tx: PlaceTx,
  { referralId }: Referral,
  action: ReferralAction,
  kind: FactKind<Data>,
  more: Omit<Data, keyof About> = {} as Omit<Data, keyof About>,
): Promise<void> => {
  const locked = await accessReferral(tx, referralId, action)
  if (!isRefusal(locked)) await settle(tx, locked, action, kind, {}, more)
}

/** Hides who it was from everyone who helped with a need that is closed now. */
export const withdrawDetails = command({
  name: 'referrals.withdraw-details',
  allow: 'referral.tend',
  input: Type.Object({ needId: Type.String({ format: 'uuid' }) }),
  async run(tx, { needId }) {
    for (const referral of await listReferralsOfNeeds(tx, [needId])) await hideFromHelper(tx, referral, 'closed')
    return { recordId: needId }
  },
})
