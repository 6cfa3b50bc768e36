export { addMember, addOrganisation } from './add-organisation.ts'
export type { Membership, Organisation, OrganisationId } from './organisation.ts'
export { findOrganisation, listMemberships, listOrganisations } from './organisation-store.ts'
export {
  type AssuranceLevel,
  assuranceLevels,
  type OrganisationKind,
  organisationKinds,
  type Role,
  roles,
} from './words.ts'
