// Written by script/types from the migrated database; a test compares the two.
import type { Generated } from 'kysely'
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'commissioning.agreedMark': {
      placeId: PlaceId
      marksId: string
      questionId: string
      mark: number
      because: string
      agreedBy: string
      agreedAt: Date
    }
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
      belowCostBecause: string | null
      reservedPlaces: unknown | null
      forgottenAt: Date | null
      extensionInPence: number | null
      extensionVatInPence: number | null
      awardedUntilOn: string | null
      awardedInPence: number | null
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
    'commissioning.assessor': {
      placeId: PlaceId
      assessorId: string
      competitionId: string
      personId: string
      name: string
      number: number
      namedAt: Date
      declaredAt: Date | null
      hasConflict: boolean | null
      conflictSays: string | null
      releasedBecause: string | null
      handedInAt: Date | null
      marksId: string
    }
    'commissioning.bid': {
      placeId: PlaceId
      bidId: string
      competitionId: string
      organisationId: string
      state: string
      priceInPence: number | null
      mayName: Generated<boolean>
      begunAt: Date
      handedInAt: Date | null
      handedInBy: string | null
      letter: string | null
      marksId: string
    }
    'commissioning.bidAnswer': {
      placeId: PlaceId
      bidId: string
      questionId: string
      answer: string
    }
    'commissioning.bidPromise': {
      placeId: PlaceId
      promiseId: string
      bidId: string
      what: string
      howMany: number | null
      unit: string | null
      forWhom: string
      neighbourhoodId: string | null
      dueOn: string
      writtenAt: Date
    }
    'commissioning.competition': {
      placeId: PlaceId
      competitionId: string
      reference: string
      title: string
      about: string
      buyerPartyId: string
      engagementId: string | null
      priceWeight: number
      qualityWeight: number
      socialWeight: number
      questionsUntilOn: string
      closesAt: Date
      state: string
      openedBy: string
      openedAt: Date
      biddingAt: Date | null
      unsealedAt: Date | null
      publishedAt: Date | null
      stoppedAt: Date | null
      stoppedBecause: string | null
      agreementId: string | null
    }
    'commissioning.competitionChange': {
      placeId: PlaceId
      changeId: string
      competitionId: string
      was: string
      became: string
      because: string
      changedBy: string
      changedAt: Date
    }
    'commissioning.competitionQuestion': {
      placeId: PlaceId
      questionId: string
      competitionId: string
      about: string
      asks: string
      points: number
      setBy: string
      addedAt: Date
      droppedAt: Date | null
    }
    'commissioning.contribution': {
      placeId: PlaceId
      partnerId: string
      yearStartsOn: string
      amountInPence: number
    }
    'commissioning.costStatement': {
      placeId: PlaceId
      statementId: string
      agreementId: string
      partyId: string
      yearStartsOn: string
      lines: unknown
      overheadInHundredths: number
      overheadHow: Generated<string>
      toldBy: string
      toldAt: Date
    }
    'commissioning.engagement': {
      placeId: PlaceId
      engagementId: string
      reference: string
      title: string
      about: string
      process: string
      category: string
      cpvCode: string | null
      buyerPartyId: string
      contactName: string
      contactEmail: string
      opensOn: string
      closesOn: string
      valueInPence: number | null
      plannedFromOn: string | null
      plannedUntilOn: string | null
      suitsSme: boolean
      suitsVcse: boolean
      neighbourhoodIds: string[] | null
      cameFrom: unknown | null
      openedBy: string
      openedAt: Date
      closedAt: Date | null
      closedBy: string | null
      closedSays: string | null
    }
    'commissioning.engagementEntry': {
      placeId: PlaceId
      entryId: string
      engagementId: string
      happenedOn: string
      how: string
      asked: string
      said: string
      changed: Generated<string>
      byOrganisationId: string
      writtenBy: string
      writtenAt: Date
      withdrawnAt: Date | null
      withdrawnBecause: string | null
    }
    'commissioning.learning': {
      placeId: PlaceId
      learningId: string
      agreementId: string
      kind: string
      happenedOn: string
      says: string
      thenWhat: Generated<string>
      byOrganisationId: string
      writtenBy: string
      writtenAt: Date
      withdrawnAt: Date | null
    }
    'commissioning.localArea': {
      placeId: PlaceId
      toldAt: Date
      own: unknown
      inside: unknown | null
      borders: unknown
      source: string
      sourceUrl: string | null
      readOn: string
      toldBy: string
    }
    'commissioning.mark': {
      placeId: PlaceId
      marksId: string
      bidId: string
      questionId: string
      mark: number
      because: string
      markedAt: Date
    }
    'commissioning.measure': {
      placeId: PlaceId
      measureId: string
      agreementId: string
      name: string
      why: string
      unit: string
      aim: string
      addedAt: Date
      endedAt: Date | null
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
    'commissioning.paymentMonth': {
      placeId: PlaceId
      agreementId: string
      monthOn: string
      invoicedInPence: number
      paidInPence: number
      paidOn: string | null
      writtenBy: string
    }
    'commissioning.promise': {
      placeId: PlaceId
      promiseId: string
      competitionId: string
      organisationId: string
      what: string
      howMany: number | null
      unit: string | null
      forWhom: string
      neighbourhoodId: string | null
      dueOn: string
      remindedOf: string | null
      toldOver: string | null
    }
    'commissioning.promiseChange': {
      placeId: PlaceId
      changeId: string
      promiseId: string
      was: string
      because: string
      changedBy: string
      changedAt: Date
    }
    'commissioning.promiseReply': {
      placeId: PlaceId
      replyId: string
      promiseId: string
      fromWhom: string
      stands: string | null
      says: string
      byOrganisationId: string | null
      writtenBy: string | null
      writtenAt: Date
    }
    'commissioning.promiseReport': {
      placeId: PlaceId
      reportId: string
      promiseId: string
      happenedOn: string
      howMany: number | null
      says: string
      byOrganisationId: string
      writtenBy: string
      writtenAt: Date
      takenOutAt: Date | null
    }
    'commissioning.proposal': {
      placeId: PlaceId
      proposalId: string
      competitionId: string
      words: string | null
      why: Generated<string>
      byOrganisationId: string | null
      decision: string
      questionId: string | null
      because: string
      sentOn: string
      decidedBy: string
      decidedAt: Date
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
    'commissioning.reading': {
      placeId: PlaceId
      readingId: string
      agreementId: string
      measureId: string
      readOn: string
      value: string
      stands: string
      says: Generated<string>
      readBy: string
      readAt: Date
    }
    'commissioning.relief': {
      placeId: PlaceId
      reliefId: string
      agreementId: string
      reason: string
      fromOn: string
      untilOn: string
      openBook: boolean
      askedBy: string
      askedAt: Date
      assurance: string
      monthlyInPence: number | null
      meanOf: string[] | null
      transitionPlan: string | null
      transitionOn: string | null
      decidedBy: string | null
      decidedAt: Date | null
      decidedBecause: string | null
    }
    'commissioning.review': {
      placeId: PlaceId
      reviewId: string
      agreementId: string
      dueOn: string
      about: Generated<string>
      heldOn: string | null
      decided: string | null
      remindedAt: Date | null
    }
    'commissioning.scores': {
      placeId: PlaceId
      competitionId: string
      document: string
      publishedBy: string
      publishedAt: Date
    }
    'commissioning.suggestion': {
      placeId: PlaceId
      suggestionId: string
      competitionId: string
      promiseId: string | null
      words: string
      why: Generated<string>
      byOrganisationId: string | null
      sentAt: Date
    }
    'commissioning.variation': {
      placeId: PlaceId
      variationId: string
      agreementId: string
      number: number
      reason: string
      ground: string
      fromOn: string
      untilOn: string | null
      exitSays: Generated<string>
      endsOnBefore: string
      endsOnAfter: string
      penceBefore: number
      penceAfter: number
      needsNotice: boolean
      agreedBy: string
      writtenBy: string
      writtenAt: Date
      estimatedBeforeInPence: number | null
      estimatedAfterInPence: number | null
      belowCostBecause: string | null
      yearsBefore: unknown | null
      wentBackAt: Date | null
      remindedAt: Date | null
    }
  }
}
