import type { PlaceTx } from '../../../platform/db/database.ts'
import type { CostLine, CostStatement } from './full-cost.ts'

export interface ToldCosts extends CostStatement {
  readonly statementId: string
  readonly partyId: string
  readonly overheadHow: string
  readonly toldBy: string
  readonly toldAt: Date
}

/** The newest statement for each year, as far as the actor may see them. */
export const listCosts = (tx: PlaceTx, agreementId: string): Promise<ToldCosts[]> =>
  tx.sql<ToldCosts[]>`
    select distinct on (party_id, year_starts_on) statement_id, party_id, year_starts_on, lines, overhead_in_hundredths, overhead_how, told_by, told_at
    from commissioning.cost_statement where place_id = ${tx.placeId} and agreement_id = ${agreementId} order by party_id, year_starts_on, told_at desc, statement_id desc`

export const insertCosts = (
  tx: PlaceTx,
  agreementId: string,
  told: Omit<ToldCosts, 'toldBy' | 'toldAt' | 'lines'> & { lines: readonly CostLine[] },
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.costStatement')
      .values({
        ...told,
        lines: JSON.stringify(told.lines),
        placeId: tx.placeId,
        agreementId,
        toldBy: tx.actor.name,
        toldAt: tx.now,
      })
      .execute()
  })
