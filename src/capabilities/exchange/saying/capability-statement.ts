import type { CapabilityStatement, CapabilityStatementRestResourceInteraction } from '@medplum/fhirtypes'
import type { Interaction } from '../interaction.ts'

/** What is served here and how, made of the very table it is served from. */
export const capabilityStatement = (
  interactions: readonly Interaction[],
  { base, placeName, version, now }: { base: string; placeName: string; version: string; now: Date },
): CapabilityStatement => {
  const types = [...new Set(interactions.flatMap(({ resource }) => resource ?? []))]
  const operations = interactions.filter(({ does }) => does === 'operation')
  return {
    resourceType: 'CapabilityStatement',
    url: `${base}/metadata`,
    version,
    name: 'Referrals',
    title: `Referrals of ${placeName}`,
    status: 'active',
    date: now.toISOString(),
    kind: 'instance',
    description:
      'Referrals between organisations of one place, as FHIR R4. Messages have the shape of the NHS Booking and Referral Standard (a message Bundle with a MessageHeader, X-Request-Id, X-Correlation-Id); no conformance to that standard, nor to any other profile, is claimed.',
    implementation: { description: `Referrals of ${placeName}`, url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [
      {
        mode: 'server',
        security: {
          description:
            'A bearer token (RFC 6750) made by a coordinator of the organisation the system belongs to. It acts as that organisation and sees what that organisation sees.',
        },
        resource: types.map(type => {
          const ofType = interactions.filter(({ resource }) => resource === type)
          const parameters = ofType.flatMap(({ parameters: each = {} }) => Object.entries(each))
          const takesVersions = ofType.some(({ does }) => does === 'update')
          return {
            type,
            interaction: ofType.map(({ does, about }) => ({
              code: does as CapabilityStatementRestResourceInteraction['code'],
              documentation: about,
            })),
            versioning: 'versioned',
            readHistory: false,
            updateCreate: false,
            ...(takesVersions && { conditionalUpdate: false }),
            ...(parameters.length > 0 && {
              searchParam: parameters.map(([name, { type: kind, about }]) => ({
                name,
                type: kind,
                documentation: about,
              })),
            }),
          }
        }),
        ...(operations.length > 0 && {
          operation: operations.map(({ path, about }) => ({
            name: path.replace('$', ''),
            definition: 'http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message',
            documentation: about,
          })),
        }),
      },
    ],
  }
}
