import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { VisitedPlace } from '../../../platform/http/route.ts'
import { placeSettings } from '../../places/index.ts'

/** Who publishes, and under which prefixes: given out once to each publisher, so they are data of the place. */
export interface Publisher {
  /** `ocds-` and six letters or digits, given by the Open Contracting Partnership; null until the place has one. */
  readonly ocidPrefix: string | null
  /** `360G-` and a name, given by 360Giving; null until the place has one. */
  readonly grantPrefix: string | null
  /** The address of the licence all of it is under. */
  readonly licence: string
  /** Who answers for it. */
  readonly name: string
  /** Its identifier in a public register, as `GB-LAE-XYZ`; null where it has told none. */
  readonly orgId: string | null
}

/** Open Government Licence 3.0: what public bodies publish under unless they choose otherwise. */
export const openGovernmentLicence = 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/'

const settings = {
  ocidPrefix: Type.String({ pattern: '^ocds-[a-z0-9]{6}$' }),
  grantPrefix: Type.String({ pattern: '^360G-[A-Za-z0-9_-]{2,40}$' }),
  name: Type.String({ minLength: 2, maxLength: 200 }),
  orgId: Type.String({ pattern: '^[A-Z]{2}-[A-Z0-9]+-\\S{1,60}$' }),
}

/**
 * The publisher of a place, from its settings: `{"openContracting": {"ocidPrefix": "ocds-abc123", "grantPrefix": "360G-name", "name": "The council", "orgId": "GB-LAE-XYZ"}}`.
 * What does not fit is left out; a name that is not told is the place's.
 */
export const publisherOf = (place: Pick<VisitedPlace, 'name' | 'settings'>): Publisher => {
  const kept = place.settings.openContracting
  const told: Record<string, unknown> = typeof kept === 'object' && kept !== null ? { ...kept } : {}
  const known = (name: keyof typeof settings) =>
    Value.Check(settings[name], told[name]) ? (told[name] as string) : null
  return {
    ocidPrefix: known('ocidPrefix'),
    grantPrefix: known('grantPrefix'),
    licence: placeSettings(place.settings).licence?.url ?? openGovernmentLicence,
    name: known('name') ?? place.name,
    orgId: known('orgId'),
  }
}

/** Whole pence as the pounds a JSON number says: 1234 is 12.34. Exact to the penny below 90 billion pounds. */
export const inPounds = (pence: number): number => pence / 100
