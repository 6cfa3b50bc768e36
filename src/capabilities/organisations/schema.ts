// Written by script/types from the migrated database; a test compares the two.
import type { Generated } from 'kysely'
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'organisations.membership': {
      placeId: PlaceId
      organisationId: string
      personId: string
      roles: string[]
      since: Date
      endedAt: Date | null
    }
    'organisations.organisation': {
      placeId: PlaceId
      organisationId: string
      name: string
      kind: string
      assuranceLevel: string
      about: string
      email: string
      phone: string | null
      postcode: string | null
      position: GridPoint | null
      helpsWith: string[]
      neighbourhoodIds: string[] | null
      takesReferrals: boolean
      joinedAt: Date
      requiresSecondStep: Generated<boolean>
    }
  }
}
