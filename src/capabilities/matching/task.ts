import type { Brand, JourneyId } from '../../kernel/ids.ts'
import type { GridPoint } from '../../platform/db/tables.ts'
import type { HelpRequestId, NeedId, Urgency } from '../requests/index.ts'
import type { Activity, CheckLevel, Circumstances } from '../volunteers/index.ts'
import type { AskedElsewhere, Every, MatchState, OfferState, OffersBy, TaskState } from './words.ts'

export type TaskId = Brand<'TaskId'>
export type OfferId = Brand<'OfferId'>
export type MatchId = Brand<'MatchId'>

/** What is asked of a volunteer: all that the rules and an offer need to know of it. It identifies nobody. */
export interface AskedTask {
  readonly taskId: TaskId
  readonly activity: Activity
  readonly what: string
  readonly urgency: Urgency
  /** The first moment it can be done, and the last. */
  readonly startsAt: Date
  readonly endsAt: Date
  /** How long it takes. */
  readonly minutes: number
  /** Null for help that is given once. */
  readonly every: Every | null
  readonly circumstances: Circumstances
  readonly checkLevel: CheckLevel
  readonly trainings: readonly string[]
  /** Besides English. */
  readonly languages: readonly string[]
  readonly needsCar: boolean
  /** The middle of the kilometre square it is in, in OSGB metres; of the staffed place where one is agreed. */
  readonly near: GridPoint | null
  readonly neighbourhoodId: string | null
  /** A staffed place to meet at. */
  readonly meetAt: string | null
}

/** What is done by phone from wherever a volunteer is: it is too far for nobody. */
export const isFromHome = ({ activity }: Pick<AskedTask, 'activity'>): boolean => activity === 'phone call'

/** A need put to volunteers. */
export interface Task extends AskedTask {
  readonly needId: NeedId
  readonly helpRequestId: HelpRequestId
  readonly personId: string
  readonly journeyId: JourneyId
  /** Whose coordinators put it. */
  readonly organisationId: string
  readonly basis: 'consent' | 'public task' | 'vital interests'
  readonly basisGround: string
  readonly consentId: string | null
  readonly meetNear: GridPoint | null
  readonly offersBy: OffersBy
  /** What was answered where another nation's law decides on the check, and by whom; null where nobody asked there. */
  readonly askedElsewhere: AskedElsewhere | null
  readonly askedElsewhereSays: string | null
  readonly state: TaskState
  readonly unmetBecause: string | null
  readonly triedAt: Date | null
  readonly putBy: string
  readonly putAt: Date
  readonly endedAt: Date | null
  readonly endedBecause: string | null
}

/** A volunteer invited to take a need. */
export interface Offer {
  readonly offerId: OfferId
  readonly taskId: TaskId
  readonly volunteerId: string
  readonly round: number
  readonly state: OfferState
  readonly reasons: readonly string[]
  readonly distanceBand: string
  readonly sentAt: Date
  readonly answerBy: Date
  readonly answeredAt: Date | null
  readonly noBecause: string | null
}

/** A need and the volunteer who accepted it. */
export interface Match {
  readonly matchId: MatchId
  readonly taskId: TaskId
  readonly needId: NeedId
  readonly journeyId: JourneyId
  readonly volunteerId: string
  readonly state: MatchState
  readonly acceptedAt: Date
  readonly confirmedAt: Date | null
  readonly confirmedBy: string | null
  readonly detailsFrom: Date | null
  readonly detailsUntil: Date | null
  /** When help is given next, where what was asked leaves days for it (`needsHour`); null until somebody says. */
  readonly agreedAt: Date | null
  /** How often the volunteer has said so, of the time that comes next. */
  readonly timesAgreed: number
  readonly contactMadeAt: Date | null
  readonly firstVisitAt: Date | null
  readonly calledBackAt: Date | null
  readonly calledBackBy: string | null
  readonly endedAt: Date | null
  readonly reasonCode: string | null
  readonly reason: string | null
}

/** One time that regular help is given. */
export interface Visit {
  readonly visitId: string
  readonly matchId: MatchId
  readonly startsAt: Date
  readonly state: 'planned' | 'done' | 'did not happen'
  readonly minutes: number | null
  readonly saidAt: Date | null
  readonly note: string
}
