// Written by script/types from the migrated database; a test compares the two.
import type { Generated, GeneratedAlways } from 'kysely'
import type { JourneyId, PlaceId } from '../../kernel/ids.ts'

declare module './tables.ts' {
  interface Tables {
    'platform.auditHead': {
      placeId: PlaceId
      lane: number
      seq: number
      hash: Buffer
    }
    'platform.auditLine': {
      placeId: PlaceId
      auditId: string
      action: string
      recordId: string | null
      actorKind: string
      personId: string | null
      organisationId: string | null
      actedAt: Date
      lane: number
      seq: number
      nameSeal: Buffer
      reasonSeal: Buffer | null
      hash: Buffer
    }
    'platform.auditWords': {
      placeId: PlaceId
      seal: Buffer
      kind: string
      personId: string | null
      words: string
      salt: string
    }
    'platform.fact': {
      placeId: PlaceId
      factId: string
      seq: GeneratedAlways<number>
      kind: string
      recordId: string
      journeyId: JourneyId
      data: unknown
      actorName: string
      personId: string | null
      organisationId: string | null
      recordedAt: Date
    }
    'platform.failedAttempt': {
      placeId: PlaceId
      attemptId: string
      subjectHash: string
      attemptedAt: Date
    }
    'platform.formDraft': {
      placeId: PlaceId
      tokenHash: string
      flow: string
      answers: unknown
      expiresAt: Date
    }
    'platform.journeyStep': {
      placeId: PlaceId
      factId: string
      step: string
      answer: string
      ranAt: Date
    }
    'platform.mailboxMessage': {
      placeId: PlaceId
      messageId: string
      toAddress: string
      subject: string
      body: string
      arrivedAt: Date
      channel: Generated<string>
    }
    'platform.migration': {
      name: string
      hash: string
      appliedAt: Generated<Date>
    }
    'platform.notice': {
      placeId: PlaceId
      noticeId: string
      aboutId: string
      holderIds: string[]
      sentFor: string
      channel: string
      toName: string
      toAddress: string
      subject: string
      body: string
      linkWords: string | null
      linkPath: string | null
      createdAt: Date
      sentAt: Date | null
      sentBy: string | null
      failedBecause: string | null
      attempts: Generated<number>
      nextAttemptAt: Date | null
      gaveUpAt: Date | null
      addressIsWrong: Generated<boolean>
      moreLinks: Generated<unknown>
      atNight: Generated<string>
      leavesFrom: Date
      restsOn: string | null
      endsAt: Date | null
      leavePath: string | null
    }
    'platform.publicFact': {
      placeId: PlaceId | null
      seq: number | null
      kind: string | null
      recordId: string | null
      data: unknown | null
      recordedAt: Date | null
    }
    'platform.recordGrant': {
      placeId: PlaceId
      grantId: string
      recordId: string
      holderId: string
      basis: string
      basisId: string | null
      grantedAt: Date
      grantedUntil: Date | null
    }
    'platform.session': {
      placeId: PlaceId
      tokenHash: string
      subject: unknown
      createdAt: Date
      expiresAt: Date
      sessionId: Generated<string>
      seenAt: Date
      idleSeconds: number | null
      device: Generated<string>
      network: Generated<string>
    }
    'platform.signingKey': {
      placeId: PlaceId
      purpose: string
      key: Buffer
      madeAt: Date
    }
    'platform.undeliveredFact': {
      placeId: PlaceId
      factId: string
      journeyId: JourneyId
      seq: number
      recordedAt: Date
    }
  }
}
