import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import type { Decision } from './facts.ts'

/** The recorded choice of what should happen next to a need. */
export interface TriageDecision {
  readonly needId: string
  readonly helpRequestId: string
  readonly decision: Decision
  readonly organisationId: string | null
  readonly listedServiceId: string | null
  readonly reason: string
}

export const insertTriageDecision = async (tx: PlaceTx, decision: TriageDecision): Promise<void> => {
  await tx.query
    .insertInto('triage.triageDecision')
    .values({
      ...decision,
      placeId: tx.placeId,
      triageDecisionId: newId(),
      decidedByName: tx.actor.name,
      decidedAt: tx.now,
    })
    .execute()
}

/** The entry of the directory for whose sake an organisation was last asked about a need; null when that was not written down. */
export const findServiceAskedFor = async (
  tx: PlaceTx,
  needId: string,
  organisationId: string,
): Promise<string | null> => {
  const [row] = await tx.sql<{ listedServiceId: string | null }[]>`
    select listed_service_id from triage.triage_decision
    where place_id = ${tx.placeId} and need_id = ${needId} and organisation_id = ${organisationId} order by decided_at desc limit 1`
  return row?.listedServiceId ?? null
}
