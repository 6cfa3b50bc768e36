import type { ContactPoint, Organization } from '@medplum/fhirtypes'
import type { Organisation } from '../../organisations/index.ts'

/** An organisation of the place, as everybody may read of it. */
export const organizationOf = ({ organisationId, name, email, phone }: Organisation): Organization => {
  const telecom: ContactPoint[] = [
    ...(phone ? [{ system: 'phone' as const, value: phone }] : []),
    ...(email ? [{ system: 'email' as const, value: email }] : []),
  ]
  return {
    resourceType: 'Organization',
    id: organisationId,
    active: true,
    name,
    ...(telecom.length > 0 && { telecom }),
  }
}
