import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import type { Decision } from './facts.ts'

/** The recorded choice of what should happen next to a need. */
export interface TriageDecision {
  readonly needId: string
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
