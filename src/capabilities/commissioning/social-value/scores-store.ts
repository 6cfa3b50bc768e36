import type { PlaceTx } from '../../../platform/db/database.ts'

/** The document as it was published, to the letter; null where nothing was. */
export const findScores = async (
  tx: PlaceTx,
  competitionId: string,
): Promise<{ document: string; publishedAt: Date } | null> => {
  const [row] = await tx.sql<{ document: string; publishedAt: Date }[]>`
    select document, published_at from commissioning.scores where place_id = ${tx.placeId} and competition_id = ${competitionId}`
  return row ?? null
}

export const insertScores = (tx: PlaceTx, competitionId: string, document: string): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.scores')
      .values({ placeId: tx.placeId, competitionId, document, publishedBy: tx.actor.name, publishedAt: tx.now })
      .execute()
  })
