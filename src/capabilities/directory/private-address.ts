import { degreesSpellings, escaped, postcodeSpelling, spellingsOf } from './address-spellings.ts'
import type { ServiceLocationDraft } from './listed-service.ts'

/**
 * A place whose address is kept private: what of it may be known to everyone, and what is nobody's business. Pure.
 *
 * Distances give a point away (three of them are enough), so a hidden place has no point at all: it is judged by the area the service serves.
 */

/** The true address, as it is kept apart. */
export type PrivateAddress = Pick<
  ServiceLocationDraft,
  'name' | 'description' | 'addressLines' | 'town' | 'county' | 'postcode' | 'latitude' | 'longitude' | 'identifier'
>

const addressKeys = [
  'name',
  'description',
  'addressLines',
  'town',
  'county',
  'postcode',
  'latitude',
  'longitude',
  'identifier',
] as const

export const KEPT_PRIVATE = '[address kept private]'

/** What of a location is its address. */
export const addressOf = (location: ServiceLocationDraft): PrivateAddress =>
  Object.fromEntries(
    addressKeys.flatMap(key => (location[key] === undefined ? [] : [[key, location[key]]])),
  ) as PrivateAddress

export const saysAnAddress = (location: ServiceLocationDraft): boolean =>
  addressKeys.some(key => (key === 'addressLines' ? location.addressLines.length > 0 : location[key] !== undefined))

/** The location as everyone may see it: that there is one, and how one gets in where that says nothing of the address. */
export function withoutAddress(location: ServiceLocationDraft): ServiceLocationDraft {
  const clean = wipe(location.accessibility, tellingParts([addressOf(location)]))
  return {
    locationId: location.locationId,
    ...(location.serviceAtLocationId && { serviceAtLocationId: location.serviceAtLocationId }),
    kind: location.kind,
    addressLines: [],
    accessibility: clean,
    hidden: true,
  }
}

/**
 * What in running text would give an address away: the postcode however it is spaced, the lines of the address and the name of the building however they are
 * spelt (`address-spellings.ts`), its coordinates.
 */
export function tellingParts(addresses: readonly PrivateAddress[]): RegExp | null {
  const parts = addresses.flatMap(({ postcode, addressLines, name, latitude, longitude, identifier }) => [
    ...(postcode ? [postcodeSpelling(postcode)] : []),
    ...addressLines.flatMap(line => spellingsOf(line, true)),
    ...spellingsOf(name ?? '', false),
    ...[latitude, longitude].flatMap(degrees => (degrees === undefined ? [] : degreesSpellings(degrees))),
    ...(identifier && identifier.value.length >= 5 ? [escaped(identifier.value)] : []),
  ])
  if (parts.length === 0) return null
  // Longest first, so that "12 Mill Row" goes whole and not only its street.
  const longest = [...new Set(parts)].sort((a, b) => b.length - a.length)
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${longest.join('|')})(?![\\p{L}])`, 'giu')
}

/** A value with every text in it freed of the parts that give an address away; ids and dates stay. */
export function wipe<T>(value: T, telling: RegExp | null): T {
  if (telling === null) return value
  return deep(value, telling) as T
}

/** Links and e-mail addresses: with a part cut out of its middle one leads nowhere, or to somebody else, so it goes whole. */
const LEADS_SOMEWHERE = /^(?:url|uri|logo|link|email|assuredBy)$/

function deep(value: unknown, telling: RegExp): unknown {
  if (typeof value === 'string') return value.replace(telling, KEPT_PRIVATE)
  if (Array.isArray(value)) return value.flatMap(each => (isLostLink(each, telling) ? [] : [deep(each, telling)]))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]): [string, unknown][] => {
      if (typeof each !== 'string') return [[name, deep(each, telling)]]
      // Ids say nothing; and an outline of an area has every second number of its neighbourhood in it.
      if (/Id$/.test(name) || (name === 'extent' && /polygon/i.test(each))) return [[name, each]]
      const clean = each.replace(telling, KEPT_PRIVATE)
      return LEADS_SOMEWHERE.test(name) && clean !== each ? [] : [[name, clean]]
    }),
  )
}

/** One of several links (`additionalUrls`), which is nothing without its address. */
const isLostLink = (value: unknown, telling: RegExp): boolean => {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const { url } = (value ?? {}) as { url?: unknown }
  return (
    typeof url === 'string' && keys.every(key => key === 'url' || key === 'label') && url.replace(telling, '') !== url
  )
}

/** What `hide` gives: a draft fit for everyone, and the addresses it took out. */
export type Hidden<Draft> = { draft: Draft; addresses: { locationId: string; address: PrivateAddress }[] }

/**
 * Takes the addresses of hidden places out of a draft: of those it marks itself and of those this place keeps private, and out of every text of the
 * draft that repeats them.
 * @param kept what is hidden here already, by location; its address is wiped from the texts even where the feed no longer says it.
 */
export function hide<Draft extends { locations: ServiceLocationDraft[] }>(
  draft: Draft,
  kept: ReadonlyMap<string, PrivateAddress | null>,
): Hidden<Draft> {
  const isHidden = (location: ServiceLocationDraft) => location.hidden === true || kept.has(location.locationId)
  const hidden = draft.locations.filter(isHidden)
  if (hidden.length === 0) return { draft, addresses: [] }
  const addresses = hidden
    .filter(saysAnAddress)
    .map(location => ({ locationId: location.locationId, address: addressOf(location) }))
  const known = hidden.flatMap(location => kept.get(location.locationId) ?? [])
  const telling = tellingParts([...addresses.map(({ address }) => address), ...known])
  const shown = { ...draft, locations: draft.locations.map(each => (isHidden(each) ? withoutAddress(each) : each)) }
  return { draft: wipe(shown, telling), addresses }
}

/** Whether a feed says that a location's address is not for everyone. HSDS 3.0 has no field for it: these are the ways feeds write it. */
export function feedKeepsPrivate(
  location: Readonly<Record<string, unknown>>,
  address: Readonly<Record<string, unknown>>,
): boolean {
  const yes = (value: unknown) => value === true || (typeof value === 'string' && /^(true|yes|1)$/i.test(value.trim()))
  const flagged = [
    'hidden',
    'confidential',
    'is_confidential',
    'is_private',
    'private',
    'address_private',
    'private_address',
  ]
  if ([location, address].some(each => flagged.some(flag => yes(each[flag])))) return true
  const kinds = [location.location_type, address.address_type].filter(kind => typeof kind === 'string')
  if (kinds.some(kind => /^(private|confidential|hidden|undisclosed|withheld)$/i.test(String(kind).trim()))) return true
  const attributes = Array.isArray(location.attributes) ? location.attributes : []
  return attributes.some(each => {
    const term = (each as { taxonomy_term?: { name?: unknown } } | null)?.taxonomy_term
    const said = [
      (each as { label?: unknown } | null)?.label,
      (each as { value?: unknown } | null)?.value,
      term?.name,
    ].filter(text => typeof text === 'string')
    return said.some(text =>
      /\b(private|confidential|undisclosed|withheld|secret|hidden)\b.*\b(address|location)|\b(address|location)\b.*\b(private|confidential|undisclosed|withheld|secret|hidden)\b/i.test(
        String(text),
      ),
    )
  })
}
