// Written by script/types from the migrated database; a test compares the two.
import type { Generated, GeneratedAlways } from 'kysely'
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'directory.askedEntry': {
      placeId: PlaceId
      askingId: string
      serviceId: string
      linkId: string
      linkUntil: Date
      settledAt: Date | null
      answer: string | null
    }
    'directory.asking': {
      placeId: PlaceId
      askingId: string
      toAddress: string
      toName: string
      openedAt: Date
      mails: number
      lastMailAt: Date | null
      endedAt: Date | null
      endedBecause: string | null
    }
    'directory.askingSetting': {
      placeId: PlaceId
      paused: boolean
      changedAt: Date
      changedBy: string
    }
    'directory.assurance': {
      placeId: PlaceId
      serviceId: string
      assuranceId: string
      how: string
      byName: string
      organisationId: string | null
      assuredOn: string
      beforeOn: string | null
      recordedAt: Date
      undoneAt: Date | null
      undoneBy: string | null
    }
    'directory.callNotAnswered': {
      placeId: PlaceId
      serviceId: string
      rangAt: Date
      rangBy: string
    }
    'directory.change': {
      placeId: PlaceId
      version: number
      serviceIds: string[] | null
      changedAt: Date
    }
    'directory.columnMapping': {
      placeId: PlaceId
      name: string
      mapping: unknown
      savedAt: Date
      savedBy: string
    }
    'directory.duplicate': {
      placeId: PlaceId
      duplicateId: string
      kind: string
      firstId: string
      secondId: string
      score: string
      reasons: unknown
      state: string
      proposedAt: Date
      decidedAt: Date | null
      decidedBy: string | null
    }
    'directory.entryLooks': {
      placeId: PlaceId
      serviceId: string
      monthOn: string
      looks: number
    }
    'directory.entryVersion': {
      placeId: PlaceId
      serviceId: string
      version: number
      content: unknown
      changed: string[]
      because: string
      byName: string
      organisationId: string | null
      source: string
      proposalId: string | null
      ofVersion: number | null
      madeAt: Date
    }
    'directory.feed': {
      placeId: PlaceId
      feedId: string
      name: string
      address: string
      source: string
      licence: string | null
      attribution: string | null
      everyHours: number
      asksFor: string
      isOn: boolean
      etag: string | null
      lastModified: string | null
      lastRunAt: Date | null
      lastGoodAt: Date | null
      lastWholeAt: Date | null
      lastError: string | null
      failures: Generated<number>
      nextRunAt: Date
      heldBecause: string | null
      takeLoss: Generated<boolean>
      addedAt: Date
      addedBy: string
    }
    'directory.hiding': {
      placeId: PlaceId
      serviceId: string
      statusBefore: string
      hiddenAt: Date
      hiddenBy: string
    }
    'directory.importRecord': {
      placeId: PlaceId
      runId: string
      recordNumber: number
      reading: string
      change: string | null
      externalId: string | null
      serviceId: string | null
      name: string | null
      notes: string[]
    }
    'directory.importRun': {
      placeId: PlaceId
      runId: string
      source: string
      form: string
      actorName: string
      startedAt: Date
      finishedAt: Date
      records: number
      counts: unknown
      notes: string[]
      feedId: string | null
      held: Generated<boolean>
    }
    'directory.invitation': {
      placeId: PlaceId
      invitationId: string
      publisherId: string
      organisationId: string | null
      organisationName: string
      organisationKind: string
      assuranceLevel: string
      channel: string
      toName: string
      toEmail: string | null
      issueId: string
      codeHash: string
      state: string
      sentTimes: number
      invitedByName: string
      invitedAt: Date
      sentAt: Date
      expiresAt: Date
      stateSince: Date
      acceptedByName: string | null
    }
    'directory.listedService': {
      placeId: PlaceId
      serviceId: string
      publisherId: string | null
      source: string
      externalId: string
      contentHash: Buffer
      name: string
      description: string | null
      url: string | null
      email: string | null
      status: string
      attending: Generated<string[]>
      cost: string | null
      minimumAge: string | null
      maximumAge: string | null
      assuredOn: string | null
      lastModifiedAt: Date | null
      detail: unknown
      subject: Generated<string>
      points: Generated<GridPoint[]>
      firstSeenAt: Date
      changedAt: Date
      doubtfulAt: Date | null
      doubtfulBecause: string | null
      mergedInto: string | null
      fieldSources: Generated<unknown>
      publisherBefore: string | null
      times: GeneratedAlways<string[] | null>
      termsListed: Generated<boolean>
    }
    'directory.mergedEntry': {
      placeId: PlaceId
      mergeId: string
      absorbedId: string
      survivorId: string
      taken: string[]
      mergedAt: Date
      mergedBy: string
      undoneAt: Date | null
      undoneBy: string | null
    }
    'directory.mistake': {
      placeId: PlaceId
      mistakeId: string
      serviceId: string
      code: string
      wrong: string[]
      words: Generated<string>
      language: string
      sourceHash: string | null
      state: string
      receivedAt: Date
      lookedAt: Date | null
      answeredAt: Date | null
      answeredBy: string | null
      answer: string | null
    }
    'directory.mistakeContact': {
      placeId: PlaceId
      mistakeId: string
      kind: string
      address: string
      toldAt: Date | null
    }
    'directory.ownVersion': {
      placeId: PlaceId
      serviceId: string
      draft: unknown
    }
    'directory.privateAddress': {
      placeId: PlaceId
      addressId: string
      locationId: string
      address: unknown
      editorsMaySee: Generated<boolean>
      keptByName: string
      keptAt: Date
    }
    'directory.proposal': {
      placeId: PlaceId
      proposalId: string
      serviceId: string
      kind: string
      organisationId: string | null
      source: string
      entryName: string
      state: string
      wanted: unknown
      base: unknown
      baseVersion: number
      assures: boolean
      revision: number
      proposedByName: string
      proposedById: string | null
      proposedAt: Date
      stateSince: Date
      decidedByName: string | null
      approvedFields: Generated<string[]>
    }
    'directory.proposalRemark': {
      placeId: PlaceId
      remarkId: string
      proposalId: string
      organisationId: string | null
      kind: string
      byName: string
      words: string
      fields: Generated<string[]>
      saidAt: Date
    }
    'directory.publisher': {
      placeId: PlaceId
      publisherId: string
      organisationId: string | null
      externalId: string | null
      name: string
      description: string | null
      url: string | null
      email: string | null
      logo: string | null
      uri: string | null
      identifiers: Generated<unknown>
      joinedInto: string | null
      source: string | null
    }
    'directory.reasonToCheck': {
      placeId: PlaceId
      serviceId: string
      reasonId: string
      reason: string
      words: string | null
      raisedAt: Date
      raisedBy: string
      endedAt: Date | null
      endedBy: string | null
      endedWith: string | null
    }
    'directory.schoolTerm': {
      placeId: PlaceId
      startsOn: string
      endsOn: string
      name: string | null
    }
    'directory.searchesAsked': {
      placeId: PlaceId
      weekOn: string
      neighbourhood: string
      kind: string
      found: string
      searches: number
    }
    'directory.sentTable': {
      placeId: PlaceId
      tableId: string
      fileName: string
      content: Buffer
      name: string
      mapping: unknown
      sentAt: Date
      sentBy: string
      runId: string | null
    }
    'directory.serviceLocation': {
      placeId: PlaceId
      serviceId: string
      locationId: string
      position: number
      kind: string
      postcode: string | null
      point: GridPoint | null
      pointFrom: string | null
      detail: unknown
      hidden: Generated<boolean>
    }
    'directory.serviceTerm': {
      placeId: PlaceId
      serviceId: string
      termId: string
      position: number
      taxonomy: string | null
      taxonomyId: string | null
      name: string
      detail: unknown
      made: Generated<boolean>
    }
    'directory.sharedList': {
      placeId: PlaceId
      code: string
      secretHash: string
      entries: unknown
      sharedAt: Date
      endsAt: Date
    }
    'directory.shortlist': {
      placeId: PlaceId
      secretHash: string
      changedAt: Date
    }
    'directory.shortlistEntry': {
      placeId: PlaceId
      secretHash: string
      serviceId: string
      name: string
      note: Generated<string>
      position: number
      keptAt: Date
      removedAt: Date | null
    }
    'directory.taxonomy': {
      placeId: PlaceId
      taxonomyId: string
      name: string
      description: string | null
      uri: string | null
      version: string | null
    }
    'directory.taxonomyTerm': {
      placeId: PlaceId
      termId: string
      taxonomyId: string
      name: string
      description: string | null
      code: string | null
      uri: string | null
      parentId: string | null
    }
    'directory.vanished': {
      placeId: PlaceId
      serviceId: string
      source: string
      vanishedAt: Date
      decision: string | null
      statusBefore: string | null
      decidedAt: Date | null
      decidedBy: string | null
    }
    'directory.vocabulary': {
      placeId: PlaceId
      revision: number
      entries: unknown
      source: string
      importedAt: Date
    }
    'directory.wordsAsked': {
      placeId: PlaceId
      weekOn: string
      word: string
      searches: number
    }
  }
}
