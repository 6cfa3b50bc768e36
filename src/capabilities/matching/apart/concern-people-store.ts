import type { PlaceTx } from '../../../platform/db/database.ts'

/** The need and the volunteer of a match, by the house's sight; null for what is none. */
export const findMatched = (tx: PlaceTx, matchId: string): Promise<{ needId: string; volunteerId: string } | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ needId: string; volunteerId: string }[]>`
      select need_id, volunteer_id from matching.match where place_id = ${tx.placeId} and match_id = ${matchId}`
    return row ?? null
  })
