import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../db/database.ts'

/**
 * Adds one line to the audit trail, in the transaction of what it tells of.
 * @param action what was done or looked at, e.g. 'referrals.accept' or 'looked at who and where'.
 */
export const audit = (tx: PlaceTx, action: string, recordId: string | null): Promise<void> =>
  tx.house(async () => {
    const { kind, name, personId, organisationId } = tx.actor
    await tx.sql`
      insert into platform.audit_line (place_id, audit_id, action, record_id, actor_kind, actor_name, person_id, organisation_id, acted_at)
      values (${tx.placeId}, ${newId()}, ${action}, ${recordId}, ${kind}, ${name}, ${personId}, ${organisationId}, ${tx.now})`
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
