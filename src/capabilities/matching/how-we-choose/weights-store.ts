import type { PlaceTx } from '../../../platform/db/database.ts'
import { usualWeights, type Weights } from '../weighing/cost.ts'

/** One choice of a place's weights; `weights` null where it went back to what every place starts with. */
export interface ChosenWeights {
  /** 1 for the first choice. */
  readonly version: number
  readonly changedAt: Date
  readonly changedBy: string
  readonly because: string
  readonly weights: Weights | null
}

type Row = Omit<ChosenWeights, 'weights'> & { readonly [Name in keyof Weights]: number | null }

const chosenFrom = ({ version, changedAt, changedBy, because, ...row }: Row): ChosenWeights => ({
  version,
  changedAt,
  changedBy,
  because,
  weights: row.everyOfferBefore === null ? null : (row as Weights),
})

/** The latest choices of the place, newest first. By the house's sight: what is chosen tells of nobody, and who chose it is for pages that ask who reads. */
export const listChosenWeights = (tx: PlaceTx, most: number): Promise<ChosenWeights[]> =>
  tx.house(async () => {
    const rows = await tx.sql<Row[]>`
      select version, changed_at, changed_by, because, every_offer_before, every_need_in_hand, every_contact_this_week, never_asked, helped_them_before
      from matching.weights where place_id = ${tx.placeId} order by version desc limit ${most}`
    return rows.map(chosenFrom)
  })

/** What the place weighs by now: its latest choice, or what every place starts with. */
export const weightsOfPlace = async (tx: PlaceTx): Promise<Weights> =>
  (await listChosenWeights(tx, 1))[0]?.weights ?? usualWeights

/** Writes a choice down; false when somebody else wrote one of this number first. */
export const insertWeights = (
  tx: PlaceTx,
  { version, because, weights }: Pick<ChosenWeights, 'version' | 'because' | 'weights'>,
): Promise<boolean> =>
  tx.house(async () => {
    const written = await tx.sql`
      insert into matching.weights (place_id, version, changed_at, changed_by, because,
        every_offer_before, every_need_in_hand, every_contact_this_week, never_asked, helped_them_before)
      values (${tx.placeId}, ${version}, ${tx.now}, ${tx.actor.name}, ${because}, ${weights?.everyOfferBefore ?? null}, ${weights?.everyNeedInHand ?? null},
        ${weights?.everyContactThisWeek ?? null}, ${weights?.neverAsked ?? null}, ${weights?.helpedThemBefore ?? null})
      on conflict do nothing`
    return written.count === 1
  })
