// Written by script/types from the migrated database; a test compares the two.
import type { JourneyId, PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'exchange.call': {
      placeId: PlaceId
      systemId: string
      requestId: string
      bodyHash: string
      status: number
      about: string
      calledAt: Date
    }
    'exchange.received': {
      placeId: PlaceId
      taskId: string
      systemId: string
      organisationId: string
      journeyId: JourneyId
      helpRequestId: string
      needId: string
      personId: string
      description: string
      theirIdentifier: string | null
      basis: string
      basisGround: string
      receivedAt: Date
      withdrawnAt: Date | null
      withdrawnBecause: string | null
    }
    'exchange.system': {
      placeId: PlaceId
      systemId: string
      organisationId: string
      name: string
      domain: string | null
      scopes: string[]
      tokenHash: string
      addedBy: string
      addedAt: Date
      expiresAt: Date
      lastCalledAt: Date | null
      endedAt: Date | null
      endedBy: string | null
    }
  }
}
