import { v5 } from 'uuid'
import type { Brand, PlaceId } from '../../kernel/ids.ts'

export type ConcernId = Brand<'ConcernId'>

/** Where whoever raised it stood. */
export const aboutKinds = {
  need: 'A need',
  match: 'A volunteer’s task',
  volunteer: 'A volunteer',
  person: 'A person',
} as const

export type AboutKind = keyof typeof aboutKinds

/** What somebody is worried about. */
export interface Concern {
  readonly concernId: ConcernId
  readonly reference: string
  readonly aboutKind: AboutKind | null
  readonly aboutId: string | null
  readonly says: string
  readonly whereabouts: string
  readonly inDangerNow: boolean
  readonly raisedBy: string
  readonly reachAt: string | null
  readonly personIds: readonly string[]
  /** Those of them who volunteer. */
  readonly volunteerPersonIds: readonly string[]
  readonly raisedAt: Date
  readonly lookBy: Date
  readonly lookedAt: Date | null
  readonly lookedBy: string | null
  /** Who that is: two leads may have the same name. Null for what was taken before this was kept. */
  readonly lookedById: string | null
  readonly decision: string | null
  readonly closedAt: Date | null
}

/** Minutes within which a lead looks. Our own target. */
export const lookWithinMinutes = 60

/** Minutes between reminders while nobody looks. Our own figure. */
export const remindEveryMinutes = 60

/** From this reminder on whoever triages is told as well that no lead looks. Our own figure. */
export const othersFromReminder = 2

/**
 * Who holds the concerns of a place in the table of grants: whoever has the role of safeguarding lead today, whatever their organisation. Made of the
 * place alone, so that nothing has to be kept right when leads change.
 */
export const leadsHolder = (placeId: PlaceId): string => v5('safeguarding leads', placeId)

/** Where a concern is. */
export const standingOf = (
  { lookedAt, closedAt, lookBy }: Pick<Concern, 'lookedAt' | 'closedAt' | 'lookBy'>,
  now: Date,
): 'closed' | 'looked at' | 'overdue' | 'waiting' =>
  closedAt ? 'closed' : lookedAt ? 'looked at' : lookBy <= now ? 'overdue' : 'waiting'

/** A way to raise a concern, for the foot of other pages: from where it is raised the leads see whom it is about. */
export const concernLink = (
  placeSlug: string,
  about?: { kind: AboutKind; id: string },
): { text: string; href: string } => ({
  text: 'I am worried about somebody’s safety',
  href: `/${placeSlug}/concern${about ? `?about=${about.kind}:${about.id}` : ''}`,
})
