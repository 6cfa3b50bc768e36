export { addMember, addOrganisation } from './add-organisation.ts'
export type { Organisation } from './organisation.ts'
export { findOrganisation, listCoordinatorIds, listMemberships, listOrganisations } from './organisation-store.ts'
export { type AssuranceLevel, type OrganisationKind, organisationKinds, type Role, roles } from './words.ts'
