import { factKind } from '../../../platform/facts/fact.ts'
import type { ReasonToCheck } from '../freshness.ts'
import type { AssuranceHow } from './assurance-store.ts'
import { howWords, reasonWords } from './staff-words.ts'

/** Somebody said that all of an entry is right. */
export const ServiceAssured = factKind<{ serviceId: string; how: AssuranceHow }>(
  'directory.service-assured',
  ({ how }) => `The entry was checked: ${howWords[how]}.`,
)

/** An assurance was taken back. */
export const AssuranceUndone = factKind<{ serviceId: string; assuranceId: string }>(
  'directory.check-taken-back',
  () => 'A check of the entry was taken back.',
)

/** There is a reason to look at an entry. */
export const ReasonRaised = factKind<{ serviceId: string; reason: ReasonToCheck }>(
  'directory.reason-raised',
  ({ reason }) => `The entry is to be looked at: ${reasonWords[reason].short}.`,
)

/** An editor ended the doubts about an entry without checking all of it. */
export const DoubtsEnded = factKind<{ serviceId: string }>(
  'directory.doubts-ended',
  () => 'The doubts about the entry were ended.',
)

/** An entry was taken out of the lists until it is checked. */
export const ServiceHidden = factKind<{ serviceId: string }>(
  'directory.service-hidden',
  () => 'The entry was taken out of the lists until it is checked.',
)

/** An editor rang about an entry and nobody answered. */
export const CallNotAnswered = factKind<{ serviceId: string }>(
  'directory.call-not-answered',
  () => 'We rang about the entry and nobody answered.',
)

/** A hidden entry is in the lists again. */
export const ServiceShownAgain = factKind<{ serviceId: string }>(
  'directory.service-shown-again',
  () => 'The entry is in the lists again.',
)

/** An organisation was asked by mail whether entries are still right. */
export const OrganisationAsked = factKind<{ askingId: string; mail: number; entries: number }>(
  'directory.organisation-asked',
  ({ entries }) => `Asked whether ${entries === 1 ? 'the entry is' : `${entries} entries are`} still right.`,
)
