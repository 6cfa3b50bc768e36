// Written by script/types from the migrated database; a test compares the two.
import type { Generated } from 'kysely'
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'rights.complaint': {
      placeId: PlaceId
      complaintId: string
      reference: string
      about: string
      says: string
      fromName: string
      fromContact: string
      takenHow: string
      personId: string | null
      state: string
      receivedAt: Date
      acknowledgeBy: string
      acknowledgedAt: Date | null
      answerBy: string
      ownerName: string | null
      ownerId: string | null
      answer: string | null
      answeredAt: Date | null
      learned: string | null
      remindedAt: Date | null
    }
    'rights.copy': {
      placeId: PlaceId
      copyId: string
      personId: string
      path: string
      madeBy: string
      madeAt: Date
    }
    'rights.correction': {
      placeId: PlaceId
      correctionId: string
      dataRequestId: string
      personId: string
      fact: string
      was: string | null
      wanted: string
      changed: unknown
      told: Generated<string[]>
      changedAt: Date
      changedBy: string
      undoneAt: Date | null
      undoneBy: string | null
    }
    'rights.dataRequest': {
      placeId: PlaceId
      dataRequestId: string
      reference: string
      kind: string
      personId: string | null
      askedByName: string
      askedContact: string
      askedHow: string
      says: Generated<string>
      identitySeen: string | null
      field: string | null
      was: string | null
      wanted: string | null
      state: string
      receivedAt: Date
      dueOn: string
      waitingSince: Date | null
      askedThem: string | null
      extendedBecause: string | null
      answeredAt: Date | null
      answeredBy: string | null
      answer: string | null
      disagreement: string | null
      safeguardingDecidedAt: Date | null
      safeguardingDecidedBy: string | null
      safeguardingShows: Generated<boolean>
      remindedAt: Date | null
    }
    'rights.forgetting': {
      placeId: PlaceId
      forgettingId: string
      ranAt: Date
      what: string
      forgotten: number
      kept: number
    }
    'rights.hold': {
      placeId: PlaceId
      holdId: string
      recordId: string
      what: string
      ground: string
      because: string
      untilOn: string
      putBy: string
      putAt: Date
      endedAt: Date | null
      endedBy: string | null
    }
    'rights.tombstone': {
      placeId: PlaceId
      tombstoneId: string
      personIds: string[]
      hashes: string[]
      authority: string
      erasedAt: Date
      certificate: unknown
      againAt: Date | null
    }
  }
}
