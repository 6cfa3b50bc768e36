import type { Brand, PlaceId } from '../../kernel/ids.ts'
import type { NeedKind } from '../../kernel/need-kind.ts'
import type { GridPoint } from '../../platform/db/tables.ts'
import { snapToKilometre } from '../places/index.ts'
import type { AssuranceLevel, OrganisationKind, Role } from './words.ts'

export type OrganisationId = Brand<'OrganisationId'>

/** A council, charity, company, NHS body, school or informal group of a place. */
export interface Organisation {
  readonly placeId: PlaceId
  readonly organisationId: OrganisationId
  readonly name: string
  readonly kind: OrganisationKind
  readonly assuranceLevel: AssuranceLevel
  readonly about: string
  /** Where notices to it go. */
  readonly email: string
  readonly phone: string | null
  /** Null of an informal group: it is somebody's home. */
  readonly postcode: string | null
  /** Its office, in OSGB metres; of an informal group the middle of its square kilometre. */
  readonly position: GridPoint | null
  /** Kinds of need it can take. */
  readonly helpsWith: readonly NeedKind[]
  /** Where it helps; null means the whole place. */
  readonly neighbourhoodIds: readonly string[] | null
  readonly takesReferrals: boolean
  /** Limited: it joined by itself, and nobody has seen yet who it is. */
  readonly trust: 'limited' | 'known'
}

/** Where it is, as everybody in the place may see it: an informal group's office is somebody's home, of which only the middle of its square kilometre is told. */
export const seenByAll = ({
  postcode,
  position,
  assuranceLevel,
}: Pick<Organisation, 'postcode' | 'position' | 'assuranceLevel'>): Pick<Organisation, 'postcode' | 'position'> =>
  assuranceLevel === 'informal'
    ? { postcode: null, position: position && snapToKilometre(position) }
    : { postcode, position }

/** A person's part in an organisation. */
export interface Membership {
  readonly organisationId: OrganisationId
  readonly organisationName: string
  readonly personId: string
  readonly roles: readonly Role[]
  /** The organisation asks more of its people than a password. */
  readonly requiresSecondStep: boolean
  /** The organisation asks its people to come in by its own sign-in alone. */
  readonly requiresOwnSignIn: boolean
}
