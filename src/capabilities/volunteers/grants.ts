import type { Grant } from '../../platform/auth/grants.ts'

/** Who sees a volunteer from now on: they themselves, by their person, and the organisation that looks after them. */
export const grantsFor = (volunteer: { volunteerId: string; personId: string; organisationId: string }): Grant[] => {
  const { volunteerId, personId, organisationId } = volunteer
  const basisId = volunteerId
  return [
    { recordId: volunteerId, holderId: personId, basis: 'is this volunteer', basisId },
    { recordId: volunteerId, holderId: organisationId, basis: 'looks after volunteers', basisId },
    { recordId: personId, holderId: organisationId, basis: 'looks after volunteers', basisId },
  ]
}
