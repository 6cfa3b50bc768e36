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
export { giveHours, sayThanks } from './hours/give-hours.ts'
export { hoursInWords } from './hours/hours.page.ts'
export { insertHours, sumHours } from './hours/hours-store.ts'
export {
  chooseNextStep,
  daysAfter,
  type GroupNear,
  type Near,
  type TaskNear,
  type TrainingNear,
} from './next-steps/next-step.ts'
export {
  completeNextStep,
  countUnheard,
  findNextStep,
  insertNextStep,
  listDueForNextStep,
  listToldBefore,
  listVolunteersWithoutNextStep,
  type NextStep,
  type NextStepSays,
  type Unheard,
  type WithoutNextStep,
} from './next-steps/next-step-store.ts'
export { countPeopleAhead } from './next-steps/people-ahead.ts'
export { tellNextStep } from './next-steps/tell-next-step.ts'
export { openRole } from './roles/change-role.ts'
export { listOpenRoles, listPlacementsOf, listRolesOf, type Placement, type Role } from './roles/role-store.ts'
export { signUpVolunteer } from './sign-up.ts'
export { firstName, type ToTell, tellVolunteer } from './tell-volunteer.ts'
export { listVolunteersById, listVolunteersToMatch, type VolunteerToMatch } from './to-match-store.ts'
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
