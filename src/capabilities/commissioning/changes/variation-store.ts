import type { PlaceTx } from '../../../platform/db/database.ts'

export interface Variation {
  readonly variationId: string
  readonly number: number
  readonly reason: string
  readonly ground: string
  readonly fromOn: string
  readonly untilOn: string | null
  /** How things go back when it ends. */
  readonly exitSays: string
  readonly endsOnBefore: string
  readonly endsOnAfter: string
  readonly penceBefore: number
  readonly penceAfter: number
  readonly needsNotice: boolean
  readonly agreedBy: string
  readonly writtenBy: string
  readonly writtenAt: Date
}

/** The newest first. */
export const listVariations = (tx: PlaceTx, agreementId: string): Promise<Variation[]> =>
  tx.sql<Variation[]>`
    select variation_id, number, reason, ground, from_on, until_on, exit_says, ends_on_before, ends_on_after, pence_before, pence_after, needs_notice, agreed_by, written_by, written_at
    from commissioning.variation where place_id = ${tx.placeId} and agreement_id = ${agreementId} order by number desc`

export const insertVariation = (
  tx: PlaceTx,
  agreementId: string,
  variation: Omit<Variation, 'writtenBy' | 'writtenAt'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.variation')
      .values({ ...variation, placeId: tx.placeId, agreementId, writtenBy: tx.actor.name, writtenAt: tx.now })
      .execute()
  })
