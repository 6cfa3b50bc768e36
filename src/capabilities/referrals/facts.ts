import { type Fact, factKind } from '../../platform/facts/fact.ts'
import { type Basis, bases } from '../organisations/index.ts'
import { type Ending, endings } from '../people/index.ts'
import { type CouldNotReason, couldNotReasons, type DeclineReason, declineReasons } from './words.ts'

// A type and not an interface: fact data must be assignable to an index signature.
type About = {
  referralId: string
  needId: string
  helpRequestId: string
  organisationId: string
  organisationName: string
}

/** An organisation was asked. */
export const ReferralSent = factKind<About & { basis: Basis; answerBy: string }>(
  'referral-sent',
  data => `Asked ${data.organisationName}. Basis for sharing: ${bases[data.basis].label.toLowerCase()}.`,
)
/** It said yes, and sees who and where from now on. */
export const ReferralAccepted = factKind<About>('referral-accepted', data => `${data.organisationName} said yes.`)
/** It said no; the need goes back to triage. */
export const ReferralDeclined = factKind<About & { reasonCode: DeclineReason }>(
  'referral-declined',
  data => `${data.organisationName} said no: ${declineReasons[data.reasonCode].toLowerCase()}.`,
)
/** It did not answer in time; the need goes back to triage. */
export const ReferralExpired = factKind<About>(
  'referral-expired',
  data => `${data.organisationName} did not answer in time.`,
)
/** Whoever asked took the question back. */
export const ReferralRecalled = factKind<About & { because?: Ending }>('referral-recalled', data =>
  data.because
    ? `${data.organisationName} may not know who it is any more. ${endings[data.because]}.`
    : `Took the question to ${data.organisationName} back.`,
)
/** The organisation has spoken to the resident. */
export const ContactMade = factKind<About>('contact-made', data => `${data.organisationName} has been in touch.`)
/** The help has begun and goes on. */
export const HelpOngoing = factKind<About>('help-ongoing', data => `${data.organisationName} is helping regularly.`)
/** The help waits, and goes on from where it was. */
export const HelpWaiting = factKind<About>('help-waiting', data => `${data.organisationName} says that it waits.`)
/** The help was given. */
export const HelpDone = factKind<About>('help-done', data => `${data.organisationName} has done it.`)
/** The organisation could not do it after all; the need goes back to triage. */
export const CouldNotHelp = factKind<About & { reasonCode: CouldNotReason }>(
  'could-not-help',
  data => `${data.organisationName} could not do it: ${couldNotReasons[data.reasonCode].toLowerCase()}.`,
)
/** The organisation heard that it is no longer needed. */
export const HelpNotNeeded = factKind<About>(
  'help-not-needed',
  data => `${data.organisationName} heard that it is no longer needed.`,
)
/** Name, address and story are hidden from the helper again. */
export const DetailsWithdrawn = factKind<About>(
  'details-withdrawn',
  data => `${data.organisationName} no longer sees who this is.`,
)

const kinds = [
  ReferralSent,
  ReferralAccepted,
  ReferralDeclined,
  ReferralExpired,
  ReferralRecalled,
  ContactMade,
  HelpOngoing,
  HelpWaiting,
  HelpDone,
  CouldNotHelp,
  HelpNotNeeded,
  DetailsWithdrawn,
]

/** The sentence of a fact about a referral; null for any other fact. */
export const sayReferralFact = (fact: Fact): string | null =>
  kinds.find(({ kind }) => kind === fact.kind)?.says(fact.data as never) ?? null
