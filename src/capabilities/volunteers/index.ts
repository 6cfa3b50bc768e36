export { accessVolunteer } from './access.ts'
export { askToRing, listRungSince } from './ask-to-ring.ts'
export { pauseVolunteering } from './change-volunteering.ts'
export { type CheckAnswer, checkFor, minimumFor, nationOf, needsIdentity } from './checks/check-for.ts'
export { listTrainingsDone } from './checks/checks-store.ts'
export {
  type Circumstances,
  cannotManageReasons,
  contacts,
  qualifyingServices,
  timesAMonth,
  usualCircumstances,
  withChildren,
} from './checks/circumstances.ts'
export { coveredBy, covers, lastDayUntil } from './checks/covers.ts'
export {
  CheckExpired,
  CheckUndone,
  IdentityToSeeAgain,
  IdentityUndone,
  TrainingExpired,
  TrainingUndone,
} from './checks/facts.ts'

export { type Training, trainingsOf } from './checks/trainings.ts'
export { warnDaysBefore } from './checks/words.ts'
export * from './facts.ts'
export { bearerOfVolunteer, heldVolunteerId } from './follow-volunteering.ts'
export { countGiven, type Given, insertHours } from './hours/hours-store.ts'
export { hoursInWords } from './hours-in-words.ts'
export { myDetailsRoutes, type NextThing } from './my-details.page.ts'
export { noteActedOn } from './next-steps/act-on-step.ts'
export {
  chooseNextStep,
  type GroupNear,
  type Near,
  type TrainingNear,
} from './next-steps/next-step.ts'
export {
  countNextStepsTold,
  countUnheard,
  findNextStep,
  listDueForNextStep,
  listToldBefore,
  listVolunteersWithoutNextStep,
  type NextStep,
  toSayAgain,
} from './next-steps/next-step-store.ts'
export { countPeopleAhead } from './next-steps/people-ahead.ts'
export { NextStepToTell, tellNextStep } from './next-steps/tell-next-step.ts'
export { followPutRight } from './put-right.ts'
export { askWhyThisVolunteer, mayLookAtVolunteer } from './reason-to-look.ts'

export { countInterested, type Interested, listOpenRoles, listPlacementsOf, type Role } from './roles/role-store.ts'

export { firstName, tellVolunteer } from './tell-volunteer.ts'
export {
  listVolunteersById,
  listVolunteersToMatch,
  readWeighed,
  type Screen,
  screenVolunteers,
  type VolunteerToMatch,
  type VolunteerToWeigh,
} from './to-match-store.ts'
export {
  findVolunteer,
  findVolunteerByReference,
  holdAskable,
  type KnownVolunteer,
  listActiveVolunteers,
  listVolunteerIdsOf,
} from './volunteer-store.ts'
export {
  type Activity,
  activities,
  activitiesFor,
  activityCodes,
  type CheckLevel,
  checkLevels,
  languageCodes,
  languagesSpoken,
  type NextStepKind,
  nextStepKinds,
  offerNotice,
  offersAWeek,
  partsOfDay,
} from './words.ts'
