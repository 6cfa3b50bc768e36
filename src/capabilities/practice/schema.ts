// Written by script/types from the migrated database; a test compares the two.
import type { Generated, GeneratedAlways } from 'kysely'
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'practice.assessment': {
      placeId: PlaceId
      assessmentId: string
      councilId: string
      name: string
      openedOn: string
      closesOn: string
      closedAt: Date | null
      sharedAt: Date | null
    }
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
    'practice.challenge': {
      placeId: PlaceId
      challengeId: string
      assessmentId: string
      councilId: string
      visitingCouncilId: string | null
      visitors: string
      visitOn: string
      findings: string | null
      plan: string | null
      reviewOn: string
      reviewedOn: string | null
      reviewSays: string | null
      changedAt: Date
      changedBy: string
    }
    'practice.challengeAction': {
      placeId: PlaceId
      actionId: string
      challengeId: string
      councilId: string
      what: string
      owner: string
      dueOn: string
      state: string
      says: Generated<string>
      changedAt: Date
      changedBy: string
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
    'practice.councilScore': {
      placeId: PlaceId
      assessmentId: string
      principle: number
      councilId: string
      level: number
      says: string | null
      savedAt: Date
      savedBy: string
    }
    'practice.entryFile': {
      placeId: PlaceId
      entryId: string
      name: string
      type: string
      content: Buffer
      sentAt: Date
      sentBy: string
    }
    'practice.evidence': {
      placeId: PlaceId
      evidenceId: string
      assessmentId: string
      councilId: string
      principle: number
      kind: string
      measure: string | null
      title: string | null
      says: string | null
      address: string | null
      saidThen: string | null
      addedAt: Date
      addedBy: string
      removedAt: Date | null
    }
    'practice.peerFigure': {
      placeId: PlaceId
      councilId: string
      principle: number
      voice: string
      peers: number
      quarter: string
      middle: string
      threeQuarters: string
      figuredAt: Date
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
    'practice.viewEvidence': {
      placeId: PlaceId
      evidenceId: string
      assessmentId: string
      organisationId: string
      isNamed: boolean
      principle: number
      kind: string
      measure: string | null
      title: string | null
      says: string | null
      address: string | null
      saidThen: string | null
      addedAt: Date
    }
    'practice.viewGiven': {
      placeId: PlaceId
      viewId: string
      assessmentId: string
      voice: string
      organisationId: string | null
      levels: number[]
      givenOn: string
    }
    'practice.viewLink': {
      placeId: PlaceId
      linkId: string
      assessmentId: string
      name: string
      most: number
      used: Generated<number>
      madeBy: string
      madeAt: Date
    }
    'practice.voiceResult': {
      placeId: PlaceId
      assessmentId: string
      principle: number
      voice: string
      councilId: string
      level: string
      answers: number
    }
  }
}
