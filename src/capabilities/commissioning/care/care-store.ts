import type { PlaceTx } from '../../../platform/db/database.ts'

export const standings = {
  met: 'Met',
  slightlyBelow: 'Slightly below',
  below: 'Below',
  significantlyBelow: 'Well below',
  other: 'Something else: see the words',
} as const
export type Standing = keyof typeof standings

export interface Reading {
  readonly readOn: string
  readonly value: string
  readonly stands: Standing
  readonly says: string
  readonly readBy: string
}

export interface Measure {
  readonly measureId: string
  readonly name: string
  readonly why: string
  readonly unit: string
  readonly aim: string
  readonly readings: readonly Reading[]
}

export interface Learning {
  readonly learningId: string
  readonly kind: 'learning' | 'story'
  readonly happenedOn: string
  readonly says: string
  /** What is done otherwise since; of a story, how its teller said that it may be told. */
  readonly thenWhat: string
  readonly byOrganisationId: string
  readonly writtenBy: string
  readonly withdrawnAt: Date | null
}

export interface Review {
  readonly reviewId: string
  readonly agreementId: string
  readonly dueOn: string
  readonly about: string
  readonly heldOn: string | null
  readonly decided: string | null
  readonly remindedAt: Date | null
}

/** The measures that stand, with their newest readings first. */
export const listMeasures = (tx: PlaceTx, agreementId: string): Promise<Measure[]> =>
  tx.sql<Measure[]>`
    select m.measure_id, m.name, m.why, m.unit, m.aim,
      coalesce((select json_agg(json_build_object('readOn', r.read_on, 'value', r.value, 'stands', r.stands, 'says', r.says, 'readBy', r.read_by) order by r.read_on desc, r.read_at desc)
        from commissioning.reading r where r.place_id = m.place_id and r.agreement_id = m.agreement_id and r.measure_id = m.measure_id), '[]') as readings
    from commissioning.measure m where m.place_id = ${tx.placeId} and m.agreement_id = ${agreementId} and m.ended_at is null order by m.added_at, m.measure_id`

export const insertMeasure = (tx: PlaceTx, agreementId: string, measure: Omit<Measure, 'readings'>): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.measure')
      .values({ ...measure, placeId: tx.placeId, agreementId, addedAt: tx.now })
      .execute()
  })

export const insertReading = (
  tx: PlaceTx,
  reading: Omit<Reading, 'readBy'> & { readingId: string; agreementId: string; measureId: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.reading')
      .values({ ...reading, placeId: tx.placeId, readBy: tx.actor.name, readAt: tx.now })
      .execute()
  })

/** The newest first. */
export const listLearning = (tx: PlaceTx, agreementId: string, most: number): Promise<Learning[]> =>
  tx.sql<Learning[]>`
    select learning_id, kind, happened_on, says, then_what, by_organisation_id, written_by, withdrawn_at
    from commissioning.learning where place_id = ${tx.placeId} and agreement_id = ${agreementId} order by happened_on desc, written_at desc limit ${most}`

export const insertLearning = (
  tx: PlaceTx,
  agreementId: string,
  learning: Pick<Learning, 'learningId' | 'kind' | 'happenedOn' | 'says' | 'thenWhat' | 'byOrganisationId'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.learning')
      .values({ ...learning, placeId: tx.placeId, agreementId, writtenBy: tx.actor.name, writtenAt: tx.now })
      .execute()
  })

/** Takes the words of one out for good; false when they are gone, or another organisation's. */
export const emptyLearning = (
  tx: PlaceTx,
  agreementId: string,
  learningId: string,
  organisationId: string,
): Promise<boolean> =>
  tx.house(async () => {
    const gone = await tx.sql`
      update commissioning.learning set says = '', then_what = '', withdrawn_at = ${tx.now}
      where place_id = ${tx.placeId} and agreement_id = ${agreementId} and learning_id = ${learningId} and by_organisation_id = ${organisationId} and withdrawn_at is null`
    return gone.count === 1
  })

const reviewColumns = (tx: PlaceTx) => tx.sql`review_id, agreement_id, due_on, about, held_on, decided, reminded_at`

export const listReviews = (tx: PlaceTx, agreementId: string): Promise<Review[]> =>
  tx.sql<
    Review[]
  >`select ${reviewColumns(tx)} from commissioning.review where place_id = ${tx.placeId} and agreement_id = ${agreementId} order by due_on`

/** Plans a review; false when one is planned for that day. */
export const insertReview = (
  tx: PlaceTx,
  review: Pick<Review, 'reviewId' | 'agreementId' | 'dueOn' | 'about'>,
): Promise<boolean> =>
  tx.house(async () => {
    const made = await tx.sql`
      insert into commissioning.review (place_id, review_id, agreement_id, due_on, about)
      values (${tx.placeId}, ${review.reviewId}, ${review.agreementId}, ${review.dueOn}, ${review.about}) on conflict do nothing`
    return made.count === 1
  })

/** Writes down that one was held; false when it was already. */
export const markReviewHeld = (
  tx: PlaceTx,
  agreementId: string,
  reviewId: string,
  heldOn: string,
  decided: string,
): Promise<boolean> =>
  tx.house(async () => {
    const held = await tx.sql`
      update commissioning.review set held_on = ${heldOn}, decided = ${decided}
      where place_id = ${tx.placeId} and agreement_id = ${agreementId} and review_id = ${reviewId} and held_on is null`
    return held.count === 1
  })

/** Reviews that are due until a day and were not held, by the house's sight. */
export const listDueReviews = (
  tx: PlaceTx,
  untilOn: string,
): Promise<(Review & { reference: string; title: string; buyerOrganisationId: string | null })[]> =>
  tx.house(
    () => tx.sql`
      select r.review_id, r.agreement_id, r.due_on, r.about, r.held_on, r.decided, r.reminded_at, a.reference, a.title, p.organisation_id as buyer_organisation_id
      from commissioning.review r join commissioning.agreement a on a.place_id = r.place_id and a.agreement_id = r.agreement_id
        join commissioning.party p on p.place_id = a.place_id and p.party_id = a.buyer_party_id
      where r.place_id = ${tx.placeId} and r.held_on is null and r.due_on <= ${untilOn} and a.state = 'agreed' order by r.due_on limit 500`,
  )

export const markReminded = (tx: PlaceTx, reviewId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`update commissioning.review set reminded_at = ${tx.now} where place_id = ${tx.placeId} and review_id = ${reviewId}`
  })
