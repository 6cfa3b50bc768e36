import type { PlaceTx } from '../../platform/db/database.ts'
import type { CountedGap } from './gaps.ts'
import { needsTold } from './needs-told-store.ts'

/**
 * Counts the needs told since midnight of `fromOn` ('YYYY-MM-DD'; null for all), by neighbourhood and kind, for which help was missing. Runs as the house: only
 * numbers come out, and those too small are hidden before anybody sees them (`gaps.ts`).
 */
export const countGaps = async (tx: PlaceTx, fromOn: string | null): Promise<CountedGap[]> =>
  tx.house(async () => {
    await tx.sql`set local work_mem = '64MB'`
    return tx.sql<CountedGap[]>`
      with ${needsTold(tx, fromOn)}
      select coalesce(neighbourhood, '') as "neighbourhoodId", about as kind,
        (count(*) filter (where taker = 'none'))::int as unmet,
        (count(*) filter (where least(first_no, first_silence, first_could_not) < greatest(last_asked, last_put)))::int as "askedAgain",
        (count(*) filter (where first_silence is not null))::int as unanswered
      from settled group by 1, 2`
  })
