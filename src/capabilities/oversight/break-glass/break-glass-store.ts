import type { Brand } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'

export type BreakGlassId = Brand<'BreakGlassId'>

/** Somebody's wish to open, in an emergency, what they may not see otherwise, and what a second person said to it. */
export interface BreakGlass {
  readonly breakGlassId: BreakGlassId
  readonly askedFor: string
  /** Null when nobody was found by it; only whoever decides is told. */
  readonly personId: string | null
  readonly reason: string
  readonly askedById: string
  readonly askedBy: string
  readonly organisationId: string | null
  readonly askedAt: Date
  readonly state: 'asked' | 'approved' | 'refused'
  readonly decidedById: string | null
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly openUntil: Date | null
  readonly heldBecause: string | null
}

export const insertBreakGlass = async (
  tx: PlaceTx,
  { breakGlassId, askedFor, personId, reason }: Pick<BreakGlass, 'breakGlassId' | 'askedFor' | 'personId' | 'reason'>,
): Promise<void> => {
  const { personId: askedById, name, organisationId } = tx.actor
  await tx.house(
    () => tx.sql`
      insert into oversight.break_glass (place_id, break_glass_id, asked_for, person_id, reason, asked_by_id, asked_by, organisation_id, asked_at, state)
      values (${tx.placeId}, ${breakGlassId}, ${askedFor}, ${personId}, ${reason}, ${askedById}, ${name}, ${organisationId}, ${tx.now}, 'asked')`,
  )
}

/** One the actor may see, or null. */
export const findBreakGlass = async (tx: PlaceTx, breakGlassId: string): Promise<BreakGlass | null> => {
  const [row] = await tx.sql<BreakGlass[]>`
    select * from oversight.break_glass where place_id = ${tx.placeId} and break_glass_id = ${breakGlassId}`
  return row ?? null
}

/** Those the actor may see, newest first. */
export const listBreakGlass = async (tx: PlaceTx, most: number): Promise<BreakGlass[]> => [
  ...(await tx.sql<BreakGlass[]>`
    select * from oversight.break_glass where place_id = ${tx.placeId} order by asked_at desc limit ${most}`),
]

/** Who was let see some people in an emergency, held back from them or not, oldest first; by the house's sight. */
export const listOpenedOf = (tx: PlaceTx, personIds: readonly string[]): Promise<BreakGlass[]> =>
  tx.house(
    () => tx.sql<BreakGlass[]>`
      select * from oversight.break_glass
      where place_id = ${tx.placeId} and person_id = any (${[...personIds]}::uuid[]) and state = 'approved' order by decided_at`,
  )

/** Writes what a second person said, once: false when somebody had said it already. */
export const saveDecision = (
  tx: PlaceTx,
  breakGlassId: string,
  decision: { state: 'approved' | 'refused'; openUntil: Date | null; heldBecause: string | null },
): Promise<boolean> =>
  tx.house(async () => {
    const saved = await tx.sql`
      update oversight.break_glass set state = ${decision.state}, open_until = ${decision.openUntil}, held_because = ${decision.heldBecause},
        decided_by_id = ${tx.actor.personId}, decided_by = ${tx.actor.name}, decided_at = ${tx.now}
      where place_id = ${tx.placeId} and break_glass_id = ${breakGlassId} and state = 'asked'`
    return saved.count === 1
  })

/** Ends it now, where it is open. */
export const saveEnd = (tx: PlaceTx, breakGlassId: string): Promise<boolean> =>
  tx.house(async () => {
    const saved = await tx.sql`
      update oversight.break_glass set open_until = ${tx.now} where place_id = ${tx.placeId} and break_glass_id = ${breakGlassId} and open_until > ${tx.now}`
    return saved.count === 1
  })

/** Lets the resident be told from now on. */
export const saveTold = (tx: PlaceTx, breakGlassId: string): Promise<boolean> =>
  tx.house(async () => {
    const saved = await tx.sql`
      update oversight.break_glass set held_because = null where place_id = ${tx.placeId} and break_glass_id = ${breakGlassId} and held_because is not null`
    return saved.count === 1
  })

/** What somebody asked for in an organisation's name and is open or waits; as the actor sees it. */
export const listNotOverOf = (
  tx: PlaceTx,
  { personId, organisationId }: { readonly personId: string; readonly organisationId: string },
): Promise<Pick<BreakGlass, 'breakGlassId' | 'state'>[]> =>
  tx.sql`
    select break_glass_id, state from oversight.break_glass
    where place_id = ${tx.placeId} and asked_by_id = ${personId} and organisation_id = ${organisationId}
      and (state = 'asked' or (state = 'approved' and open_until > ${tx.now})) order by asked_at`
