export type { HeldCheck, Volunteer, VolunteerId } from './volunteer.ts'
export {
  type Activity,
  activities,
  activitiesFor,
  activityCodes,
  type CheckLevel,
  checkLevels,
  isActivity,
  type NextStepKind,
  nextStepKinds,
  partsOfDay,
  type RoleKind,
  roleKinds,
} from './words.ts'
