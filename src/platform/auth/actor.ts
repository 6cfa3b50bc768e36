import type { PlaceId } from '../../kernel/ids.ts'

/**
 * Who is acting, in one place. Permissions say what they may do in the software; holder ids say whose grants they see records by. A `system` is another
 * organisation's software, which acts for that organisation with a token of its own.
 */
export interface Actor {
  readonly kind: 'anyone' | 'person' | 'bearer' | 'system' | 'house'
  readonly placeId: PlaceId
  /** How they are named in a timeline. */
  readonly name: string
  readonly personId: string | null
  readonly organisationId: string | null
  readonly organisationName: string | null
  /** Who they are in the table of grants: their organisation, themselves, or the record whose code they hold. */
  readonly holderIds: readonly string[]
  readonly permissions: ReadonlySet<Permission>
}

/** What an actor may do, `capability.verb`, declared by a capability's manifest. */
export type Permission = `${string}.${string}`

/** Who may come in at a door. Every route and command names one; there is no default. */
export type Allow = 'anyone' | 'signed-in' | Permission

/** Somebody who has not said who they are. */
export const anyone = (placeId: PlaceId): Actor => ({
  kind: 'anyone',
  placeId,
  name: 'Somebody on the web',
  personId: null,
  organisationId: null,
  organisationName: null,
  holderIds: [],
  permissions: new Set(),
})

/** The one rule of admission; the house may do whatever a journey asks of it. */
export const isAllowed = (actor: Actor, allow: Allow): boolean => {
  if (allow === 'anyone' || actor.kind === 'house') return true
  if (allow === 'signed-in') return actor.kind === 'person'
  return actor.permissions.has(allow)
}
