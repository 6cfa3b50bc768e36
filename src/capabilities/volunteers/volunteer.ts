import type { Brand } from '../../kernel/ids.ts'
import type { GridPoint } from '../../platform/db/tables.ts'
import type { Activity, CheckLevel, Workforce } from './words.ts'

export type VolunteerId = Brand<'VolunteerId'>

/** A person who offers time freely: what they said about it, and what is known of them. */
export interface Volunteer {
  readonly volunteerId: VolunteerId
  readonly personId: string
  readonly journeyId: string
  /** Who looks after them. */
  readonly organisationId: string
  readonly reference: string
  readonly state: 'active' | 'paused' | 'left'
  readonly activities: readonly Activity[]
  readonly withinMetres: number
  /** Besides English. */
  readonly languages: readonly string[]
  /** 21 bits from Monday morning; bit `3 * day + part`, Monday 0, morning 0. */
  readonly freeAt: number
  /** Needs at once. */
  readonly capacity: number
  readonly mostOffersAWeek: number
  readonly hasCar: boolean
  readonly limits: string
  /** Where they live, in OSGB metres; null when their postcode is not known. */
  readonly position: GridPoint | null
  readonly neighbourhoodId: string | null
  /** 'YYYY-MM-DD'; null until somebody saw who they are. */
  readonly identitySeenOn: string | null
  readonly signedUpAt: Date
  readonly pausedUntil: string | null
  readonly leftAt: Date | null
}

/** What is kept of a check: never the certificate, nor what it disclosed (DBS code of practice, 2015). */
export interface HeldCheck {
  readonly level: Exclude<CheckLevel, 'none'>
  readonly workforce: Workforce
  readonly certificateOn: string
  readonly seenOn: string
  readonly seenBy: string
  /** The last day it counts. */
  readonly countsUntil: string
  readonly updateService: boolean
  readonly decision: 'accepted' | 'not accepted' | 'in a former name'
}
