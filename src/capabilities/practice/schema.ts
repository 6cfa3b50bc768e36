// Written by script/types from the migrated database; a test compares the two.
import type { Generated, GeneratedAlways } from 'kysely'
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'practice.bulletin': {
      placeId: PlaceId
      bulletinId: string
      subject: string
      opening: string
      state: string
      madeBy: string
      changedAt: Date
      goingAt: Date | null
      sentAt: Date | null
      writtenTo: string | null
      written: Generated<number>
      forgottenAt: Date | null
    }
    'practice.bulletinStory': {
      placeId: PlaceId
      bulletinId: string
      storyId: string
      position: number
    }
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
    'practice.publishedStory': {
      placeId: PlaceId
      storyId: string
      kind: string
      title: string
      summary: string
      body: string
      byLine: string | null
      principles: number[]
      councilIds: string[]
      neighbourhoodIds: string[]
      publishedAt: Date
      words: GeneratedAlways<string | null>
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
    'practice.story': {
      placeId: PlaceId
      storyId: string
      kind: string
      title: string
      summary: Generated<string>
      body: Generated<string>
      byLine: string | null
      principles: Generated<number[]>
      councilIds: Generated<string[]>
      neighbourhoodIds: Generated<string[]>
      state: string
      organisationId: string | null
      madeBy: string
      changedAt: Date
      publishedAt: Date | null
      takenBackAt: Date | null
      consentIds: Generated<string[]>
    }
    'practice.storyConsent': {
      placeId: PlaceId
      consentId: string
      storyId: string
      name: string
      contact: string
      how: string
      givenOn: string
      givenTo: string
      withdrawnAt: Date | null
      withdrawnHow: string | null
    }
    'practice.subscriber': {
      placeId: PlaceId
      subscriberId: string
      email: string
      askedAt: Date
      confirmedAt: Date | null
    }
  }
}
