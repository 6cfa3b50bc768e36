import { type Brand, newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import type { Difference, ToldBy } from './words.ts'

export type OutcomeId = Brand<'OutcomeId'>

/** What changed for the resident. */
export interface Outcome {
  readonly outcomeId: OutcomeId
  readonly needId: string
  readonly difference: Difference
  readonly inTheirWords: string | null
  readonly toldBy: ToldBy
  readonly recordedByName: string
  readonly recordedAt: Date
}

export const insertOutcome = async (
  tx: PlaceTx,
  outcome: Omit<Outcome, 'outcomeId' | 'recordedAt'>,
): Promise<OutcomeId> => {
  const outcomeId = newId<OutcomeId>()
  await tx.query
    .insertInto('outcomes.outcome')
    .values({ ...outcome, placeId: tx.placeId, outcomeId, recordedAt: tx.now })
    .execute()
  return outcomeId
}

/** The outcomes of some needs that the actor may see. */
export const listOutcomes = async (tx: PlaceTx, needIds: readonly string[]): Promise<Outcome[]> =>
  needIds.length === 0
    ? []
    : ((await tx.query
        .selectFrom('outcomes.outcome')
        .select(['outcomeId', 'needId', 'difference', 'inTheirWords', 'toldBy', 'recordedByName', 'recordedAt'])
        .where('placeId', '=', tx.placeId)
        .where('needId', 'in', [...needIds])
        .execute()) as unknown as Outcome[])
