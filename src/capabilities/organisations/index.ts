export { addMember, addOrganisation } from './add-organisation.ts'
export { binds, type SharingAgreement } from './agreements/agreement.ts'
export { listAgreementsAmong } from './agreements/agreement-store.ts'
export { signAgreement, writeAgreement } from './agreements/write-agreement.ts'
export { listLevelScopes } from './assurance/assurance-store.ts'
export { knownLevels } from './assurance/known-levels.ts'
export { type LevelScope, levelSays, scopeOn } from './assurance/level.ts'
export { recordEvidence } from './assurance/record-evidence.ts'
export { dataProtectionHolder } from './data-protection-holder.ts'
export { admitNewcomer, endNewcomer, type SaidOfGroup, welcomeNewcomer } from './newcomers.ts'
export type { Membership, Organisation } from './organisation.ts'
export {
  endMembership,
  findOrganisation,
  hasMembers,
  listCoordinatorIds,
  listMembers,
  listMemberships,
  listMembersWithRole,
  listOrganisations,
  listOrganisationsById,
  lockOrganisation,
  saveMembership,
  saveRequiresOwnSignIn,
  saveRequiresSecondStep,
} from './organisation-store.ts'
export { cannotSettle, sharingQueue } from './settles-sharing.ts'
export {
  type Basis,
  bases,
  fieldsInWords,
  type Purpose,
  purposes,
  type SharedField,
  sharedFieldCodes,
  yourFieldsInWords,
} from './sharing-words.ts'
export { triageOrganisationOf } from './triage-organisation.ts'
export {
  type AssuranceLevel,
  assuranceLevels,
  type OrganisationKind,
  organisationKinds,
  type Role,
  roles,
} from './words.ts'
