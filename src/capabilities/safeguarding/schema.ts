// Written by script/types from the migrated database; a test compares the two.
import type { Generated } from 'kysely'
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'safeguarding.concern': {
      placeId: PlaceId
      concernId: string
      reference: string
      aboutKind: string | null
      aboutId: string | null
      says: string
      whereabouts: Generated<string>
      inDangerNow: boolean
      raisedBy: string
      reachAt: string | null
      personIds: Generated<string[]>
      raisedAt: Date
      lookBy: Date
      lookedAt: Date | null
      lookedBy: string | null
      decision: string | null
      closedAt: Date | null
      remindedAt: Date | null
      lookedById: string | null
      reminders: Generated<number>
      volunteerPersonIds: Generated<string[]>
    }
  }
}
