import type { Brand, JourneyId } from '../../kernel/ids.ts'
import type { NeedKind } from '../../kernel/need-kind.ts'
import type { GridPoint } from '../../platform/db/tables.ts'
import type { AskedOf, ClosingReason, NeedState, ReturnReason, TakenHow, Urgency } from './words.ts'

export type HelpRequestId = Brand<'HelpRequestId'>
export type NeedId = Brand<'NeedId'>

/** A resident's statement that they need something; told once. */
export interface HelpRequest {
  readonly helpRequestId: HelpRequestId
  readonly journeyId: JourneyId
  readonly personId: string
  readonly reference: string
  /** In the resident's words; only for those who may see the person. */
  readonly story: string
  readonly takenHow: TakenHow
  readonly takenByName: string
  readonly takenByOrganisationId: string | null
  readonly onBehalfName: string | null
  readonly onBehalfRelationship: string | null
  readonly onBehalfContact: string | null
  readonly triagedByOrganisationId: string
  readonly state: 'open' | 'closed'
  readonly madeAt: Date
  readonly closedAt: Date | null
}

/** One thing a help request is about; the unit that is passed on and closed. */
export interface Need {
  readonly needId: NeedId
  readonly helpRequestId: HelpRequestId
  readonly journeyId: JourneyId
  readonly kind: NeedKind
  /** Identifies nobody. */
  readonly description: string
  readonly urgency: Urgency
  /** The middle of the kilometre square they live in, in OSGB metres; null when no postcode was given. */
  readonly near: GridPoint | null
  readonly neighbourhoodId: string | null
  readonly state: NeedState
  readonly stateSince: Date
  /** Who it was put to; null while it waits for somebody to decide. */
  readonly askedOf: AskedOf | null
  readonly returnedBecause: ReturnReason | null
  readonly closingReason: ClosingReason | null
  readonly askedAt: Date
  readonly closedAt: Date | null
}
