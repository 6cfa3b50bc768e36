// Written by script/types from the migrated database; a test compares the two.
import type { JourneyId, PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'referrals.referral': {
      placeId: PlaceId
      referralId: string
      journeyId: JourneyId
      helpRequestId: string
      needId: string
      organisationId: string
      sentByOrganisationId: string
      sentByName: string
      description: string
      basis: string
      basisGround: string
      consentId: string | null
      state: string
      sentAt: Date
      answerBy: Date
      answeredAt: Date | null
      answeredByName: string | null
      reasonCode: string | null
      reason: string | null
      contactMadeAt: Date | null
      endedAt: Date | null
      detailsWithdrawnAt: Date | null
      agreementId: string | null
      waitingBecause: string | null
      waitingSince: Date | null
    }
  }
}
