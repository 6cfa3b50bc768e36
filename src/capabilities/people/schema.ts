// Written by script/types from the migrated database; a test compares the two.
import type { Generated, GeneratedAlways } from 'kysely'
import type { JourneyId, PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'people.authenticator': {
      placeId: PlaceId
      personId: string
      sealedKey: string
      madeAt: Date
      confirmedAt: Date | null
      lastStep: number
    }
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
      fields: Generated<string[]>
      forPurpose: Generated<string>
      readOutBy: string | null
      untilAt: Date | null
      withdrawnBy: string | null
    }
    'people.disclosure': {
      placeId: PlaceId
      disclosureId: string
      personId: string
      aboutId: string
      forId: string
      journeyId: JourneyId
      fromOrganisationId: string
      organisationId: string
      volunteerId: string | null
      purpose: string
      basis: string
      basisId: string | null
      ground: string
      fields: string[]
      path: string
      decidedBy: string
      decidedAt: Date
      untilAt: Date | null
      shownAt: Date | null
      endedAt: Date | null
      endedBecause: string | null
      toldToDeleteAt: Date | null
      reviewedAt: Date | null
      reviewedBy: string | null
      review: string | null
      decidedById: string | null
      reviewOutcome: string | null
    }
    'people.handedOver': {
      placeId: PlaceId
      organisationId: string
      kind: string
      recordId: string
      personId: string
      fromPersonId: string
      handedAt: Date
    }
    'people.invitation': {
      placeId: PlaceId
      invitationId: string
      organisationId: string
      name: string
      email: string | null
      codeHash: string
      roles: string[]
      invitedBy: string
      madeAt: Date
      endsAt: Date
      usedAt: Date | null
      withdrawnAt: Date | null
    }
    'people.lockOut': {
      placeId: PlaceId
      lockId: string
      email: string
      lockedAt: Date
    }
    'people.objection': {
      placeId: PlaceId
      objectionId: string
      personId: string
      aboutId: string
      says: string
      madeBy: string
      madeAt: Date
      decidedAt: Date | null
      decidedBy: string | null
      upheld: boolean | null
      decision: string | null
    }
    'people.oneTimeCode': {
      placeId: PlaceId
      codeId: string
      opens: string
      reach: string
      channel: string
      codeHash: string | null
      askedAt: Date
      endsAt: Date
      lookedAt: Date | null
      usedAt: Date | null
    }
    'people.passkey': {
      placeId: PlaceId
      passkeyId: string
      personId: string
      credentialId: string
      publicKey: Buffer
      counter: number
      transports: string[]
      name: string
      madeAt: Date
      lastUsedAt: Date | null
    }
    'people.passkeyChallenge': {
      placeId: PlaceId
      challengeHash: string
      personId: string | null
      endsAt: Date
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
    'people.provedPhone': {
      placeId: PlaceId
      personId: string
      phone: string
      provedAt: Date
    }
    'people.publicReach': {
      placeId: PlaceId | null
      personId: string | null
      name: string | null
      phone: string | null
      email: string | null
    }
    'people.recoveryCode': {
      placeId: PlaceId
      personId: string
      codeHash: string
      madeAt: Date
      usedAt: Date | null
    }
    'people.signIn': {
      placeId: PlaceId
      email: string
      personId: string
      passwordHash: string
      actsForNobodySince: Date | null
    }
    'people.signInLink': {
      placeId: PlaceId
      linkId: string
      email: string
      opens: string
      madeAt: Date
      endsAt: Date
      usedAt: Date | null
    }
    'people.singleSignOn': {
      placeId: PlaceId
      organisationId: string
      issuer: string
      clientId: string
      sealedSecret: string
      secondProof: string
      savedBy: string
      savedAt: Date
      triedAt: Date | null
      levels: Generated<string[]>
    }
    'people.singleSignOnDomain': {
      placeId: PlaceId
      domain: string
      organisationId: string
    }
    'people.singleSignOnPerson': {
      placeId: PlaceId
      organisationId: string
      issuer: string
      subject: string
      personId: string
      linkedAt: Date
    }
    'people.singleSignOnVisit': {
      placeId: PlaceId
      stateHash: string
      organisationId: string
      browserHash: string
      sealed: string
      triedBy: string | null
      next: string | null
      endsAt: Date
    }
  }
}
