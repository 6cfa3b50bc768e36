// Written by script/types from the migrated database; a test compares the two.
import type { Generated } from 'kysely'
import type { JourneyId, PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'volunteers.heldCheck': {
      placeId: PlaceId
      checkId: string
      volunteerId: string
      level: string
      workforce: string
      certificateOn: string
      seenOn: string
      seenBy: string
      countsUntil: string
      updateService: Generated<boolean>
      decision: string
      recordedAt: Date
      expiredAt: Date | null
    }
    'volunteers.hoursGiven': {
      placeId: PlaceId
      hoursId: string
      volunteerId: string
      givenOn: string
      minutes: number
      aboutId: string | null
      note: Generated<string>
      saidBy: string
      recordedAt: Date
    }
    'volunteers.nextStep': {
      placeId: PlaceId
      nextStepId: string
      volunteerId: string
      kind: string
      aboutId: string | null
      says: unknown
      askAgainOn: string | null
      toldAt: Date
      doneAt: Date | null
    }
    'volunteers.placement': {
      placeId: PlaceId
      placementId: string
      roleId: string
      volunteerId: string
      state: string
      since: Date
      startedOn: string | null
      endedOn: string | null
      saidBy: string
      words: Generated<string>
    }
    'volunteers.publicLookedAfter': {
      placeId: PlaceId | null
      volunteerId: string | null
      personId: string | null
      organisationId: string | null
      reference: string | null
      state: string | null
      activities: string[] | null
      neighbourhoodId: string | null
      identitySeenOn: string | null
      signedUpAt: Date | null
      pausedUntil: string | null
      leftAt: Date | null
      isForgotten: boolean | null
      isMaybeSecond: boolean | null
      name: string | null
      phone: string | null
      email: string | null
      checkEndsOn: string | null
      toldAt: Date | null
      askAgainOn: string | null
      lastGaveOn: string | null
      lastThankedAt: Date | null
    }
    'volunteers.publicToWeigh': {
      placeId: PlaceId | null
      volunteerId: string | null
      position: GridPoint | null
      says: string | null
    }
    'volunteers.referenceAsked': {
      placeId: PlaceId
      referenceId: string
      volunteerId: string
      refereeName: string
      refereeContact: string | null
      relationship: string
      askedAt: Date | null
      answeredAt: Date | null
      answer: string | null
      words: Generated<string>
      askedBy: string
      recordedBy: string | null
    }
    'volunteers.role': {
      placeId: PlaceId
      roleId: string
      organisationId: string
      kind: string
      title: string
      about: string
      activities: Generated<string[]>
      trainings: Generated<string[]>
      whereItIs: Generated<string>
      position: GridPoint | null
      hoursAWeek: string | null
      payInPencePerHour: number | null
      places: Generated<number>
      openUntil: string | null
      closedAt: Date | null
      openedAt: Date
    }
    'volunteers.thanks': {
      placeId: PlaceId
      thanksId: string
      volunteerId: string
      fromName: string
      says: string
      aboutId: string | null
      saidAt: Date
    }
    'volunteers.trainingDone': {
      placeId: PlaceId
      trainingId: string
      volunteerId: string
      training: string
      doneOn: string
      countsUntil: string | null
      recordedBy: string
      recordedAt: Date
      expiredAt: Date | null
    }
    'volunteers.volunteer': {
      placeId: PlaceId
      volunteerId: string
      personId: string
      journeyId: JourneyId
      organisationId: string
      reference: string
      codeHash: string
      state: string
      activities: string[]
      withinMetres: number
      languages: Generated<string[]>
      freeAt: number
      capacity: Generated<number>
      mostOffersAWeek: Generated<number>
      hasCar: Generated<boolean>
      limits: Generated<string>
      position: GridPoint | null
      neighbourhoodId: string | null
      identitySeenOn: string | null
      identitySeenBy: string | null
      identitySeenHow: string | null
      signedUpAt: Date
      pausedUntil: string | null
      leftAt: Date | null
      changedAt: Date
      maybeVolunteerId: string | null
      saidBefore: unknown | null
      saidBeforeAt: Date | null
      formerName: string | null
      phoneProvedAt: Date | null
      phoneProvedBy: string | null
      formerSeenOn: string | null
      formerSeenBy: string | null
      formerSeenHow: string | null
    }
  }
}
