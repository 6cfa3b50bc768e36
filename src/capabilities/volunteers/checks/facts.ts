import { factKind } from '../../../platform/facts/fact.ts'
import { type CheckLevel, checkLevels } from '../words.ts'

// Facts of a volunteer are theirs to read: what a referee said, or why a check was not accepted, is in none of them.
type About = { volunteerId: string }

/** Somebody of the organisation saw who they are. */
/** They took a new name, under which nobody has seen them. */
export const IdentityToSeeAgain = factKind<About>(
  'identity-to-see-again',
  () => 'Has a new name: who they are, and their checks, have to be looked at again.',
)
export const IdentitySeen = factKind<About>('identity-seen', () => 'Somebody saw who they are.')
export const IdentityUndone = factKind<About>(
  'identity-record-undone',
  () => 'The record of who they are was taken back.',
)

export const CheckRecorded = factKind<About & { checkId: string; level: CheckLevel; countsUntil: string }>(
  'check-recorded',
  ({ level }) => `${checkLevels[level].label} written down.`,
)
/** A record of a check was wrong and is gone: what rested on it does not any more. */
export const CheckUndone = factKind<About & { checkId: string; level: CheckLevel }>(
  'check-record-undone',
  ({ level }) => `The record of a ${checkLevels[level].label} was taken back.`,
)
/** The day after the last on which a check counted: tasks that need it are released. */
export const CheckExpired = factKind<About & { checkId: string; level: CheckLevel; countedUntil: string }>(
  'check-expired',
  ({ level }) => `${checkLevels[level].label} no longer counts.`,
)

export const TrainingRecorded = factKind<About & { trainingId: string; training: string }>(
  'training-recorded',
  ({ training }) => `Training written down: ${training}.`,
)
export const TrainingUndone = factKind<About & { trainingId: string; training: string }>(
  'training-record-undone',
  ({ training }) => `The record of a training was taken back: ${training}.`,
)
export const TrainingExpired = factKind<About & { trainingId: string; training: string }>(
  'training-expired',
  ({ training }) => `A training no longer counts: ${training}.`,
)

export const ReferenceAsked = factKind<About & { referenceId: string }>(
  'reference-asked',
  () => 'Somebody who knows them was asked about them.',
)
export const ReferenceAnswered = factKind<About & { referenceId: string }>(
  'reference-answered',
  () => 'Somebody who knows them answered.',
)
export const ReferenceUndone = factKind<About & { referenceId: string }>(
  'reference-taken-back',
  () => 'A question to somebody who knows them was taken back.',
)
