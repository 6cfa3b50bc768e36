// Written by script/types from the migrated database; a test compares the two.
import type { Generated } from 'kysely'
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'commissioning.agreement': {
      placeId: PlaceId
      agreementId: string
      reference: string
      title: string
      purpose: string
      kind: string
      route: string
      routeFacts: unknown | null
      buyerPartyId: string
      category: string
      cpvCode: string | null
      startsOn: string
      endsOn: string
      extendableUntilOn: string | null
      shortBecause: string | null
      isPooled: Generated<boolean>
      poolBasis: string | null
      showsShares: Generated<boolean>
      reservedArea: string | null
      reservedFor: Generated<string[]>
      noMetricsBecause: string | null
      noMetricsSays: string | null
      engagementId: string | null
      noEngagementBecause: string | null
      neighbourhoodIds: string[] | null
      state: string
      writtenAt: Date
      writtenBy: string
      signedOn: string | null
      endedOn: string | null
      endedBecause: string | null
    }
    'commissioning.agreementParty': {
      placeId: PlaceId
      agreementId: string
      partyId: string
      role: string
    }
    'commissioning.agreementYear': {
      placeId: PlaceId
      agreementId: string
      startsOn: string
      endsOn: string
      amountInPence: number
      vatInPence: number
    }
    'commissioning.contribution': {
      placeId: PlaceId
      partnerId: string
      yearStartsOn: string
      amountInPence: number
    }
    'commissioning.partner': {
      placeId: PlaceId
      partnerId: string
      agreementId: string
      partyId: string
      shareInHundredths: number | null
      riskInHundredths: number
    }
    'commissioning.party': {
      placeId: PlaceId
      partyId: string
      organisationId: string | null
      name: string
      orgIds: Generated<string[]>
      address: string | null
      postcode: string | null
      website: string | null
      size: string | null
      isVcse: boolean | null
      isMutual: boolean | null
      isSupportedEmployer: boolean | null
      changedAt: Date
      changedBy: string
    }
    'commissioning.publication': {
      placeId: PlaceId
      publicationId: string
      agreementId: string
      number: number
      tells: string
      document: unknown
      publishedAt: Date
      publishedBy: string
    }
  }
}
