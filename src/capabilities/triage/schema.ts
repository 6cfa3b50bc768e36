// Written by script/types from the migrated database; a test compares the two.
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'triage.triageDecision': {
      placeId: PlaceId
      triageDecisionId: string
      needId: string
      decision: string
      organisationId: string | null
      listedServiceId: string | null
      reason: string
      decidedByName: string
      decidedAt: Date
      helpRequestId: string
    }
  }
}
