import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../db/database.ts'
import { unnested } from '../db/unnested.ts'

/**
 * Adds one line to the audit trail, in the transaction of what it tells of.
 * @param action what was done or looked at, e.g. 'referrals.accept' or 'looked at who and where'.
 */
export const audit = (tx: PlaceTx, action: string, recordId: string | null): Promise<void> =>
  auditAll(tx, action, [recordId])

/** The same for many records, a line for each. */
export const auditAll = (tx: PlaceTx, action: string, recordIds: readonly (string | null)[]): Promise<void> =>
  tx.house(async () => {
    if (recordIds.length === 0) return
    const { kind, name, personId, organisationId } = tx.actor
    const lines = recordIds.map(recordId => ({ auditId: newId(), recordId }))
    await tx.sql`
      insert into platform.audit_line (place_id, audit_id, action, record_id, actor_kind, actor_name, person_id, organisation_id, acted_at)
      select ${tx.placeId}, audit_id, ${action}, record_id, ${kind}, ${name}, ${personId}::uuid, ${organisationId}::uuid, ${tx.now}
      from ${unnested(tx.sql, lines, { auditId: 'uuid', recordId: 'uuid' })} as x (audit_id, record_id)`
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
