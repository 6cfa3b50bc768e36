// Written by script/types from the migrated database; a test compares the two.
import type { Generated } from 'kysely'
import type { JourneyId, PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'matching.alert': {
      placeId: PlaceId
      alertId: string
      volunteerId: string
      kind: string
      says: unknown
      raisedAt: Date
      dealtWithAt: Date | null
      dealtWithBy: string | null
    }
    'matching.detailsRead': {
      placeId: PlaceId
      readId: string
      matchId: string
      volunteerId: string
      personId: string
      readAt: Date
    }
    'matching.match': {
      placeId: PlaceId
      matchId: string
      taskId: string
      needId: string
      journeyId: JourneyId
      volunteerId: string
      state: string
      acceptedAt: Date
      confirmedAt: Date | null
      confirmedBy: string | null
      detailsFrom: Date | null
      detailsUntil: Date | null
      contactMadeAt: Date | null
      firstVisitAt: Date | null
      calledBackAt: Date | null
      calledBackBy: string | null
      endedAt: Date | null
      reasonCode: string | null
      reason: string | null
      agreedAt: Date | null
      timesAgreed: Generated<number>
    }
    'matching.noContact': {
      placeId: PlaceId
      personA: string
      personB: string
      because: string
      saidBy: string
      saidAt: Date
      knownA: Generated<string[]>
      knownB: Generated<string[]>
      recognised: string | null
      dismissedAt: Date | null
    }
    'matching.offer': {
      placeId: PlaceId
      offerId: string
      taskId: string
      volunteerId: string
      round: number
      state: string
      reasons: unknown
      distanceBand: string
      sentAt: Date
      answerBy: Date
      answeredAt: Date | null
      noBecause: string | null
    }
    'matching.receipt': {
      placeId: PlaceId
      receiptId: string
      matchId: string
      spentInPence: number
      shop: string
      paidHow: string
      spentOn: string
      recordedBy: string
      recordedAt: Date
    }
    'matching.task': {
      placeId: PlaceId
      taskId: string
      needId: string
      helpRequestId: string
      personId: string
      journeyId: JourneyId
      organisationId: string
      basis: string
      basisGround: string
      consentId: string | null
      urgency: string
      activity: string
      what: string
      circumstances: unknown
      checkLevel: string
      trainings: Generated<string[]>
      languages: Generated<string[]>
      needsCar: Generated<boolean>
      startsAt: Date
      endsAt: Date
      minutes: number
      every: string | null
      near: GridPoint | null
      neighbourhoodId: string | null
      meetAt: string | null
      meetNear: GridPoint | null
      offersBy: string
      state: string
      unmetBecause: string | null
      triedAt: Date | null
      putBy: string
      putAt: Date
      endedAt: Date | null
      endedBecause: string | null
      askedElsewhere: string | null
      askedElsewhereSays: string | null
    }
    'matching.visit': {
      placeId: PlaceId
      visitId: string
      matchId: string
      startsAt: Date
      state: string
      minutes: number | null
      saidAt: Date | null
      note: Generated<string>
    }
    'matching.weights': {
      placeId: PlaceId
      version: number
      changedAt: Date
      changedBy: string
      because: string
      everyOfferBefore: number | null
      everyNeedInHand: number | null
      everyContactThisWeek: number | null
      neverAsked: number | null
      helpedThemBefore: number | null
    }
  }
}
