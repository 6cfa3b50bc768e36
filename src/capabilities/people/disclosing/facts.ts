import { factKind } from '../../../platform/facts/fact.ts'
import { type Ending, endings } from './disclosure-store.ts'

/** What allowed details to be shared has ended, other than by the resident's own word. */
export const SharingEnded = factKind<{
  disclosureId: string
  /** The referral or match it was for. */
  forId: string
  helpRequestId: string
  toVolunteer: boolean
  because: Ending
}>('sharing-ended', data => `Details are not shared any more. ${endings[data.because]}.`)
