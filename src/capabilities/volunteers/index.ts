export { type CheckAnswer, checkFor, isAtLeast, type Minimum, type Nation, nationOf } from './checks/check-for.ts'
export { listHeldChecks, listTrainingsDone, type RecordedCheck, type TrainingDone } from './checks/checks-store.ts'
export {
  type Circumstances,
  type Contact,
  cannotManageReasons,
  contacts,
  qualifyingServices,
  usualCircumstances,
} from './checks/circumstances.ts'
export { type CountedCheck, covers } from './checks/covers.ts'
export { CheckExpired, CheckUndone, TrainingExpired, TrainingUndone } from './checks/facts.ts'
export { recordCheck, recordIdentity, recordTraining } from './checks/record-checks.ts'
export { askReference } from './checks/references.ts'
export { type Training, trainingsOf } from './checks/trainings.ts'
export * from './facts.ts'
export { bearerOfVolunteer, heldVolunteerId, volunteerLinkPath } from './follow-volunteering.ts'
export { findNextStep, type NextStep, type NextStepSays } from './next-steps/next-step-store.ts'
export { signUpVolunteer } from './sign-up.ts'
export { firstName, type ToTell, tellVolunteer } from './tell-volunteer.ts'
export type { HeldCheck, Volunteer, VolunteerId } from './volunteer.ts'
export {
  findVolunteer,
  type KnownVolunteer,
  listActiveVolunteers,
  listVolunteers,
  listVolunteersAmong,
  noteActed,
} from './volunteer-store.ts'
export {
  type Activity,
  activities,
  activitiesFor,
  activityCodes,
  type CheckLevel,
  checkLevels,
  isActivity,
  type LanguageSpoken,
  languageCodes,
  languagesSpoken,
  type NextStepKind,
  nextStepKinds,
  type PlacementState,
  partsOfDay,
  placementStates,
  type RoleKind,
  roleKinds,
} from './words.ts'
