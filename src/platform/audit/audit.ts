import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../db/database.ts'

/**
 * Adds one line to the audit trail, in the transaction of what it tells of.
 * @param action what was done or looked at, e.g. 'referrals.accept' or 'looked at who and where'.
 */
export const audit = (tx: PlaceTx, action: string, recordId: string | null): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('platform.auditLine')
      .values({
        placeId: tx.placeId,
        auditId: newId(),
        action,
        recordId,
        actorKind: tx.actor.kind,
        actorName: tx.actor.name,
        personId: tx.actor.personId,
        organisationId: tx.actor.organisationId,
        actedAt: tx.now,
      })
      .execute()
  })

/** One line of the audit trail, as shown to people. */
export interface AuditLine {
  readonly action: string
  readonly actorName: string
  readonly actedAt: Date
}

/** Who did or looked at what with one record, oldest first; only for records the actor may see. */
export const listAuditLines = (tx: PlaceTx, recordIds: readonly string[]): Promise<AuditLine[]> =>
  tx.query
    .selectFrom('platform.auditLine')
    .select(['action', 'actorName', 'actedAt'])
    .where('placeId', '=', tx.placeId)
    .where('recordId', 'in', [...recordIds])
    .orderBy('actedAt')
    .orderBy('auditId')
    .execute()
