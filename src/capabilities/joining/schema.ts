// Written by script/types from the migrated database; a test compares the two.
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'joining.newcomer': {
      placeId: PlaceId
      newcomerId: string
      name: string
      kind: string
      about: string
      helpsWith: string[]
      neighbourhoodIds: string[] | null
      speaksFor: string
      email: string | null
      phone: string | null
      askedAt: Date
      endsAt: Date
      vouchedBy: string | null
      joinedAt: Date | null
      organisationId: string | null
      decision: string | null
      decidedAt: Date | null
      decidedBy: string | null
      decisionSays: string | null
      knownOrganisationId: string | null
    }
  }
}
