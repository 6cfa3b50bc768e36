import type { PlaceTx } from '../../../platform/db/database.ts'
import type { AgreementYear } from '../agreements/agreement.ts'

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
  /** By year, without VAT. */
  readonly penceBefore: number
  readonly penceAfter: number
  /** The most that could be paid in all, with extensions and VAT; null of changes from before it was kept. */
  readonly estimatedBeforeInPence: number | null
  readonly estimatedAfterInPence: number | null
  readonly belowCostBecause: string | null
  /** The money by year as it was before; null of changes from before it was kept. */
  readonly yearsBefore: readonly AgreementYear[] | null
  /** Of a change for a time: when its way back was written down. */
  readonly wentBackAt: Date | null
  readonly needsNotice: boolean
  readonly agreedBy: string
  readonly writtenBy: string
  readonly writtenAt: Date
}

/** The newest first. */
export const listVariations = (tx: PlaceTx, agreementId: string): Promise<Variation[]> =>
  tx.sql<Variation[]>`
    select variation_id, number, reason, ground, from_on, until_on, exit_says, ends_on_before, ends_on_after, pence_before, pence_after, estimated_before_in_pence,
      estimated_after_in_pence, below_cost_because, years_before -> 'years' as years_before, went_back_at, needs_notice, agreed_by, written_by, written_at
    from commissioning.variation where place_id = ${tx.placeId} and agreement_id = ${agreementId} order by number desc`

export const insertVariation = (
  tx: PlaceTx,
  agreementId: string,
  variation: Omit<Variation, 'writtenBy' | 'writtenAt' | 'wentBackAt'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.variation')
      .values({
        ...variation,
        // A list by itself would be an array of the database.
        yearsBefore: variation.yearsBefore && { years: variation.yearsBefore },
        placeId: tx.placeId,
        agreementId,
        writtenBy: tx.actor.name,
        writtenAt: tx.now,
      })
      .execute()
  })

/** Says that the way back of a change for a time is written down. */
export const markWentBack = (tx: PlaceTx, variationId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`update commissioning.variation set went_back_at = ${tx.now} where place_id = ${tx.placeId} and variation_id = ${variationId}`
  })

/** A change for a time whose way back nobody wrote down. */
export interface EndingVariation {
  readonly variationId: string
  readonly agreementId: string
  readonly number: number
  readonly untilOn: string
  readonly exitSays: string
  readonly remindedAt: Date | null
  readonly reference: string
  readonly title: string
  readonly buyerOrganisationId: string | null
}

/** By the house's sight: those that end until a day and that nobody was reminded of, and those that are over and were reminded of only before that. */
export const listEndingVariations = (tx: PlaceTx, untilOn: string, today: string): Promise<EndingVariation[]> =>
  tx.house(
    () => tx.sql`
      select v.variation_id, v.agreement_id, v.number, v.until_on, v.exit_says, v.reminded_at, a.reference, a.title, p.organisation_id as buyer_organisation_id
      from commissioning.variation v join commissioning.agreement a on a.place_id = v.place_id and a.agreement_id = v.agreement_id
        join commissioning.party p on p.place_id = a.place_id and p.party_id = a.buyer_party_id
      where v.place_id = ${tx.placeId} and v.until_on is not null and v.went_back_at is null and v.until_on <= ${untilOn} and a.state = 'agreed'
        and (v.reminded_at is null or (v.until_on < ${today} and (v.reminded_at at time zone 'UTC')::date <= v.until_on))
      order by v.until_on limit 500`,
  )

export const markRemindedOfEnd = (tx: PlaceTx, variationId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`update commissioning.variation set reminded_at = ${tx.now} where place_id = ${tx.placeId} and variation_id = ${variationId}`
  })
