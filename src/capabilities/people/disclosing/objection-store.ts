import { newId } from '../../../kernel/ids.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'

/** A resident does not want details shared as a public task (UK GDPR, Article 21). It stands until somebody decides otherwise and says why. */
export interface Objection {
  readonly objectionId: string
  readonly aboutId: string
  readonly says: string
  readonly madeBy: string
  readonly madeAt: Date
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  readonly upheld: boolean | null
  readonly decision: string | null
}

/** Writes an objection down, seen by whoever follows the request it is about. */
export const insertObjection = (
  tx: PlaceTx,
  about: { personId: string; aboutId: string; says: string; holders: readonly string[] },
): Promise<void> =>
  tx.house(async () => {
    const objectionId = newId()
    await tx.sql`
      insert into people.objection (place_id, objection_id, person_id, about_id, says, made_by, made_at)
      values (${tx.placeId}, ${objectionId}, ${about.personId}, ${about.aboutId}, ${about.says}, ${tx.actor.name}, ${tx.now})`
    await grantAccess(
      tx,
      [...new Set(about.holders)].map(holderId => ({
        recordId: objectionId,
        holderId,
        basis: 'follows the request',
        basisId: about.aboutId,
      })),
    )
  })

/** What was objected to about a request, newest first, as far as the actor may see it. */
export const listObjections = (tx: PlaceTx, aboutId: string): Promise<Objection[]> =>
  tx.sql<Objection[]>`
    select objection_id, about_id, says, made_by, made_at, decided_at, decided_by, upheld, decision
    from people.objection where place_id = ${tx.placeId} and about_id = ${aboutId} order by made_at desc, objection_id`

/** Decides on an objection that the actor may see and nobody has decided on; false when there is none. */
export const decideObjection = async (
  tx: PlaceTx,
  aboutId: string,
  decided: { upheld: boolean; decision: string },
): Promise<boolean> => {
  const [seen] = (await listObjections(tx, aboutId)).filter(({ decidedAt }) => decidedAt === null)
  if (!seen) return false
  const done = await tx.house(
    () => tx.sql`
      update people.objection set decided_at = ${tx.now}, decided_by = ${tx.actor.name}, upheld = ${decided.upheld}, decision = ${decided.decision}
      where place_id = ${tx.placeId} and objection_id = ${seen.objectionId} and decided_at is null`,
  )
  return done.count === 1
}
