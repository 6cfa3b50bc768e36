import type { PlaceTx } from '../../../platform/db/database.ts'

export const stepStates = { 'not started': 'Not started', 'under way': 'Under way', done: 'Done' } as const
export type StepState = keyof typeof stepStates

/** What a council says it does about one recommendation. */
export interface SaidStep {
  readonly state: StepState
  /** A post or a name. */
  readonly owner: string | null
  readonly action: string | null
  readonly evidence: string | null
  /** Where the evidence can be read. */
  readonly document: string | null
  readonly byOn: string | null
}

export interface RecommendationStep extends SaidStep {
  readonly councilId: string
  readonly number: number
  readonly changedAt: Date
  readonly changedBy: string
  /** What stood there before; null where nothing did. */
  readonly was: SaidStep | null
}

/** Every step a council has written down, by number. */
export const listSteps = (tx: PlaceTx, councilId: string): Promise<RecommendationStep[]> =>
  tx.sql<RecommendationStep[]>`
    select council_id, number, state, owner, action, evidence, document, by_on, changed_at, changed_by, was from practice.recommendation_step
    where place_id = ${tx.placeId} and council_id = ${councilId} order by number`

/** Writes a step, keeping what stood there to go back to. */
export const saveStep = (
  tx: PlaceTx,
  councilId: string,
  number: number,
  step: SaidStep,
  was: SaidStep | null,
): Promise<void> =>
  tx.house(async () => {
    const { state, owner, action, evidence, document, byOn } = step
    await tx.sql`
      insert into practice.recommendation_step (place_id, council_id, number, state, owner, action, evidence, document, by_on, changed_at, changed_by, was)
      values (${tx.placeId}, ${councilId}, ${number}, ${state}, ${owner}, ${action}, ${evidence}, ${document}, ${byOn}, ${tx.now}, ${tx.actor.name}, ${was as never})
      on conflict (place_id, council_id, number) do update set state = excluded.state, owner = excluded.owner, action = excluded.action, evidence = excluded.evidence,
        document = excluded.document, by_on = excluded.by_on, changed_at = excluded.changed_at, changed_by = excluded.changed_by, was = excluded.was`
  })
