// Written by script/types from the migrated database; a test compares the two.
import type { JourneyId, PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'requests.helpRequest': {
      placeId: PlaceId
      helpRequestId: string
      journeyId: JourneyId
      personId: string
      reference: string
      codeHash: string
      story: string
      takenHow: string
      takenByName: string
      takenByOrganisationId: string | null
      onBehalfName: string | null
      onBehalfRelationship: string | null
      onBehalfContact: string | null
      triagedByOrganisationId: string
      state: string
      madeAt: Date
      closedAt: Date | null
    }
    'requests.need': {
      placeId: PlaceId
      needId: string
      helpRequestId: string
      journeyId: JourneyId
      kind: string
      description: string
      urgency: string
      near: GridPoint | null
      neighbourhoodId: string | null
      state: string
      stateSince: Date
      returnedBecause: string | null
      closingReason: string | null
      askedAt: Date
      closedAt: Date | null
      askedOf: string | null
      triagedByOrganisationId: string
      takenByOrganisationId: string | null
    }
  }
}
