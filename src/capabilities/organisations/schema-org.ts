import type { Organisation } from './organisation.ts'
import type { OrganisationKind } from './words.ts'

/** Pages about organisations as schema.org (V29, 2025) tells them to search engines: what the page itself says, and nothing more. Pure. */

type Json = Readonly<Record<string, unknown>>

const CONTEXT = 'https://schema.org'

const types: Partial<Record<OrganisationKind, string>> = { council: 'GovernmentOrganization', charity: 'NGO' }

/** A page about one organisation. `address` is the page's own. */
export function organisationData(organisation: Organisation, address: string): Json {
  const { name, kind, about, email, phone, postcode } = organisation
  return {
    '@context': CONTEXT,
    '@type': types[kind] ?? 'Organization',
    '@id': address,
    name,
    mainEntityOfPage: address,
    ...(about && { description: about }),
    ...(email && { email }),
    ...(phone && { telephone: phone }),
    ...(postcode && { address: { '@type': 'PostalAddress', postalCode: postcode, addressCountry: 'GB' } }),
  }
}

/** The list of those who help. `address` is the list's own; each organisation's page stands below it. */
export const organisationsData = (organisations: readonly Organisation[], address: string): Json => ({
  '@context': CONTEXT,
  '@type': 'CollectionPage',
  '@id': address,
  url: address,
  mainEntity: {
    '@type': 'ItemList',
    numberOfItems: organisations.length,
    itemListElement: organisations.map(({ organisationId, name }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      url: `${address}/${organisationId}`,
      name,
    })),
  },
})
