export { addMember, addOrganisation } from './add-organisation.ts'
export type { Organisation } from './organisation.ts'
export {
  findOrganisation,
  hasMembers,
  listCoordinatorIds,
  listMemberships,
  listMembersWithRole,
  listOrganisations,
} from './organisation-store.ts'
export { triageOrganisationOf } from './triage-organisation.ts'
export {
  type AssuranceLevel,
  assuranceLevels,
  type OrganisationKind,
  organisationKinds,
  type Role,
  roles,
} from './words.ts'
