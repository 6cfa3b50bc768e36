import type { ContactPoint, Extension, HealthcareService } from '@medplum/fhirtypes'
import type { ListedService } from '../../directory/index.ts'
import { ours } from '../words.ts'

/** Open places, as last told and when; nothing is said where nobody told. FHIR R4 has no element for it. */
const capacityOf = ({ capacities = [] }: ListedService): Extension[] =>
  capacities.map(({ unit, available, maximum, description, updatedAt }) => ({
    url: ours.capacity,
    extension: [
      { url: 'unit', valueString: unit },
      { url: 'available', valueInteger: Math.trunc(available) },
      ...(maximum === undefined ? [] : [{ url: 'maximum', valueInteger: Math.trunc(maximum) }]),
      ...(description?.trim() ? [{ url: 'about', valueString: description.trim() }] : []),
      { url: 'toldAt', valueDateTime: new Date(updatedAt).toISOString() },
    ],
  }))

const telecomOf = ({ phones, email, url }: ListedService): ContactPoint[] => [
  ...phones.flatMap(({ number }) => (number.trim() ? [{ system: 'phone' as const, value: number.trim() }] : [])),
  ...(email?.trim() ? [{ system: 'email' as const, value: email.trim() }] : []),
  ...(url?.trim() ? [{ system: 'url' as const, value: url.trim() }] : []),
]

/** A listed service, as everybody may read of it. */
export const healthcareServiceOf = (service: ListedService): HealthcareService => {
  const { serviceId, name, description, eligibility, waitTime, publisher, organisationId, status, lastModifiedAt } =
    service
  const capacity = capacityOf(service)
  const telecom = telecomOf(service)
  const details = [eligibility?.trim(), waitTime?.trim() && `Waiting: ${waitTime.trim()}`].filter(Boolean).join('\n\n')
  return {
    resourceType: 'HealthcareService',
    id: serviceId,
    ...(lastModifiedAt && { meta: { lastUpdated: new Date(lastModifiedAt).toISOString() } }),
    ...(capacity.length > 0 && { extension: capacity }),
    active: status === 'active',
    ...(publisher?.name && {
      providedBy: { ...(organisationId && { reference: `Organization/${organisationId}` }), display: publisher.name },
    }),
    name,
    ...(description?.trim() && { comment: description.trim() }),
    ...(details && { extraDetails: details }),
    ...(telecom.length > 0 && { telecom }),
    ...(service.schedules.some(({ byAppointment }) => byAppointment) && { appointmentRequired: true }),
  }
}
