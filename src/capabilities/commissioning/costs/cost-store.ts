import type { PlaceTx } from '../../../platform/db/database.ts'
import { unnested } from '../../../platform/db/unnested.ts'
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
    await tx.sql`
      insert into commissioning.cost_statement (place_id, statement_id, agreement_id, party_id, year_starts_on, lines, overhead_in_hundredths, overhead_how, told_by, told_at)
      select ${tx.placeId}, ${told.statementId}, ${agreementId}, ${told.partyId}, ${told.yearStartsOn}, n.lines, ${told.overheadInHundredths}, ${told.overheadHow}, ${tx.actor.name}, ${tx.now}
      from ${unnested(tx.sql, [{ lines: told.lines }], { lines: 'jsonb' })} as n (lines)`
  })
