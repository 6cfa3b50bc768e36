import { type NeedKind, needKinds } from '../../kernel/need-kind.ts'
import { factKind } from '../../platform/facts/fact.ts'
import {
  type ClosingReason,
  closingReasons,
  type ReturnReason,
  returnReasons,
  type TakenHow,
  takenHows,
} from './words.ts'

/** A resident, or someone for them, said what they need. */
export const HelpRequestMade = factKind<{
  helpRequestId: string
  needIds: string[]
  takenHow: TakenHow
  onBehalf: boolean
}>(
  'help-request-made',
  data => `Asked for help ${takenHows[data.takenHow].toLowerCase()}${data.onBehalf ? ', through someone else' : ''}.`,
)

/** Somebody was told by phone or letter what there was to tell, or was rung as they were to be. */
export const ToldByHand = factKind<{ sentFor: string[] }>('told-by-hand', () => 'Was told by phone or letter.')

/** One need of a request: what is counted. */
export const NeedStated = factKind<{ needId: string; kind: NeedKind; neighbourhoodId: string | null; urgency: string }>(
  'need-stated',
  data => `Needs help with ${needKinds[data.kind].label.toLowerCase()}.`,
)

/** A need came back to be decided on again. */
export const NeedReturnedToTriage = factKind<{ needId: string; because: ReturnReason }>(
  'need-returned-to-triage',
  data => `Back to triage, because ${returnReasons[data.because]}.`,
)

/** We stopped working on a need. */
export const NeedClosed = factKind<{ needId: string; helpRequestId: string; reason: ClosingReason }>(
  'need-closed',
  data => `Closed: ${closingReasons[data.reason].label.toLowerCase()}.`,
)

/** Every need of a request is closed. */
export const HelpRequestClosed = factKind<{ helpRequestId: string }>(
  'help-request-closed',
  () => 'All needs of this request are closed.',
)

/** No volunteer is told any more where the resident lives. */
export const AddressHidden = factKind<{ helpRequestId: string }>(
  'address-hidden',
  () => 'From now on no volunteer is told where they live.',
)
/** Volunteers who help them may be told again. */
export const AddressShown = factKind<{ helpRequestId: string }>(
  'address-shown',
  () => 'A volunteer who helps them may be told where they live again.',
)

/** The resident ended the permission to share. */
export const ConsentWithdrawn = factKind<{ helpRequestId: string; consentIds?: string[] }>(
  'consent-withdrawn',
  () => 'Permission to share details was withdrawn.',
)
