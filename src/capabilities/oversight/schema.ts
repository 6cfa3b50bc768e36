// Written by script/types from the migrated database; a test compares the two.
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'oversight.breakGlass': {
      placeId: PlaceId
      breakGlassId: string
      askedFor: string
      personId: string | null
      reason: string
      askedById: string
      askedBy: string
      organisationId: string | null
      askedAt: Date
      state: string
      decidedById: string | null
      decidedBy: string | null
      decidedAt: Date | null
      openUntil: Date | null
      heldBecause: string | null
    }
    'oversight.readingAlert': {
      placeId: PlaceId
      alertId: string
      rule: string
      readerId: string
      organisationId: string | null
      says: unknown
      readFrom: Date
      readUntil: Date
      onDay: string
      raisedAt: Date
      closedAt: Date | null
      closedBy: string | null
      closedWords: string | null
    }
    'oversight.readingRules': {
      placeId: PlaceId
      version: number
      changedAt: Date
      changedBy: string
      because: string
      peopleInAnHour: number | null
      timesUsual: number | null
      peopleAtNight: number | null
      nightsUsual: number | null
      nightFrom: number | null
      nightUntil: number | null
      daysWithoutNeed: number | null
    }
  }
}
