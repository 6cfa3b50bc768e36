// Written by script/types from the migrated database; a test compares the two.
import type { Generated } from 'kysely'
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
    'exchange.hookCall': {
      placeId: PlaceId
      hookCallId: string
      subscriptionId: string
      sentFor: string
      taskId: string | null
      eventNumber: number
      madeAt: Date
      dueAt: Date
      tries: Generated<number>
      toldAt: Date | null
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
    'exchange.subscription': {
      placeId: PlaceId
      subscriptionId: string
      systemId: string
      organisationId: string
      channel: string
      endpoint: string
      statuses: string[] | null
      reason: string
      endsAt: Date | null
      state: string
      error: string | null
      failures: Generated<number>
      events: Generated<number>
      askedAt: Date
      changedAt: Date
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
