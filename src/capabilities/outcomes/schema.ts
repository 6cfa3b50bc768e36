// Written by script/types from the migrated database; a test compares the two.
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'outcomes.outcome': {
      placeId: PlaceId
      outcomeId: string
      needId: string
      difference: string
      inTheirWords: string | null
      toldBy: string
      recordedByName: string
      recordedAt: Date
    }
  }
}
