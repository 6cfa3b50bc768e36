// Written by script/types from the migrated database; a test compares the two.
import type { Generated } from 'kysely'
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'organisations.evidence': {
      placeId: PlaceId
      evidenceId: string
      organisationId: string
      kind: string
      reference: string
      vouchesFor: string | null
      seenBy: string
      seenByOrganisationId: string | null
      seenOn: string
      untilOn: string | null
      note: string
      recordedAt: Date
      endedAt: Date | null
      endedBy: string | null
      endedBecause: string | null
    }
    'organisations.levelScope': {
      placeId: PlaceId
      level: string
      purpose: string
      fromOn: string
      fields: string[]
      bases: string[]
      why: string
      decidedBy: string
      decidedAt: Date
    }
    'organisations.membership': {
      placeId: PlaceId
      organisationId: string
      personId: string
      roles: string[]
      since: Date
      endedAt: Date | null
    }
    'organisations.organisation': {
      placeId: PlaceId
      organisationId: string
      name: string
      kind: string
      assuranceLevel: string
      about: string
      email: string
      phone: string | null
      postcode: string | null
      position: GridPoint | null
      helpsWith: string[]
      neighbourhoodIds: string[] | null
      takesReferrals: boolean
      joinedAt: Date
      requiresSecondStep: Generated<boolean>
      requiresOwnSignIn: Generated<boolean>
      trust: Generated<string>
    }
    'organisations.privateOffice': {
      placeId: PlaceId
      organisationId: string
      postcode: string | null
      position: GridPoint | null
    }
    'organisations.sharingAgreement': {
      placeId: PlaceId
      agreementId: string
      title: string
      purposes: string[]
      fields: string[]
      lawfulGround: string
      fromOn: string
      untilOn: string | null
      writtenBy: string
      writtenByOrganisationId: string
      writtenAt: Date
      endedAt: Date | null
      endedBy: string | null
      endedBecause: string | null
    }
    'organisations.sharingParty': {
      placeId: PlaceId
      agreementId: string
      organisationId: string
      signedBy: string | null
      signedOn: string | null
    }
  }
}
