// Written by script/types from the migrated database; a test compares the two.
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'practice.council': {
      placeId: PlaceId
      councilId: string
      name: string
      area: string | null
      about: string | null
      website: string | null
      organisationId: string | null
      joinedOn: string | null
      leftOn: string | null
      addedAt: Date
    }
    'practice.councilEntry': {
      placeId: PlaceId
      entryId: string
      councilId: string
      kind: string
      title: string
      post: string | null
      sort: string | null
      fromOn: string
      untilOn: string | null
      says: string | null
      learned: string | null
      howMany: number | null
      document: string | null
      documentTitle: string | null
      changedAt: Date
      changedBy: string
      removedAt: Date | null
    }
    'practice.pilotPartner': {
      placeId: PlaceId
      entryId: string
      position: number
      name: string
      kind: string
    }
    'practice.recommendationStep': {
      placeId: PlaceId
      councilId: string
      number: number
      state: string
      owner: string | null
      action: string | null
      evidence: string | null
      document: string | null
      byOn: string | null
      changedAt: Date
      changedBy: string
      was: unknown | null
    }
  }
}
