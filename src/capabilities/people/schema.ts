// Written by script/types from the migrated database; a test compares the two.
import type { Generated, GeneratedAlways } from 'kysely'
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'people.consent': {
      placeId: PlaceId
      consentId: string
      personId: string
      aboutId: string
      purpose: string
      organisationId: string | null
      wording: string
      givenHow: string
      recordedBy: string
      givenAt: Date
      withdrawnAt: Date | null
      withWhom: Generated<string>
    }
    'people.person': {
      placeId: PlaceId
      personId: string
      name: string
      phone: string | null
      email: string | null
      contactBy: string
      address: string | null
      postcode: string | null
      position: GridPoint | null
      neighbourhoodId: string | null
      communicationNeeds: string | null
      bornOn: string | null
      createdAt: Date
      addressIsHidden: Generated<boolean>
      emailInSmallLetters: GeneratedAlways<string | null>
    }
    'people.publicReach': {
      placeId: PlaceId | null
      personId: string | null
      name: string | null
      phone: string | null
      email: string | null
    }
    'people.signIn': {
      placeId: PlaceId
      email: string
      personId: string
      passwordHash: string
    }
  }
}
