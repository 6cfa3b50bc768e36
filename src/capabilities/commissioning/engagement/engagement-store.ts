import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Engagement, Entry } from './engagement.ts'

const columns = (tx: PlaceTx) =>
  tx.sql`engagement_id, reference, title, about, process, category, cpv_code, buyer_party_id, contact_name, contact_email, opens_on, closes_on, value_in_pence, planned_from_on,
    planned_until_on, suits_sme, suits_vcse, neighbourhood_ids, came_from, opened_by, opened_at, closed_at, closed_by, closed_says`

/** How many engagements the place has had. */
export const countEngagements = async (tx: PlaceTx): Promise<number> => {
  const [row] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from commissioning.engagement where place_id = ${tx.placeId}`
  return row?.n ?? 0
}

/** Engagements of the place, the open ones first, those that close soonest at the top; then the closed, the last closed first. */
export const listEngagements = (tx: PlaceTx, most = 500, from = 0): Promise<Engagement[]> =>
  tx.sql<Engagement[]>`
    select ${columns(tx)} from commissioning.engagement where place_id = ${tx.placeId}
    order by closed_at is not null, case when closed_at is null then closes_on end, closed_at desc, engagement_id limit ${most} offset ${from}`

export const findEngagement = async (tx: PlaceTx, engagementId: string): Promise<Engagement | null> => {
  const [row] = await tx.sql<Engagement[]>`
    select ${columns(tx)} from commissioning.engagement where place_id = ${tx.placeId} and engagement_id = ${engagementId}`
  return row ?? null
}

export type NewEngagement = Omit<Engagement, 'openedBy' | 'openedAt' | 'closedAt' | 'closedBy' | 'closedSays'>

export const insertEngagement = (tx: PlaceTx, made: NewEngagement): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.engagement')
      .values({
        ...made,
        placeId: tx.placeId,
        neighbourhoodIds: made.neighbourhoodIds && [...made.neighbourhoodIds],
        cameFrom: made.cameFrom,
        openedBy: tx.actor.name,
        openedAt: tx.now,
      })
      .execute()
  })

/** Closes one with what changed in all; false when it was closed. */
export const markEngagementClosed = (tx: PlaceTx, engagementId: string, says: string): Promise<boolean> =>
  tx.house(async () => {
    const closed = await tx.sql`
      update commissioning.engagement set closed_at = ${tx.now}, closed_by = ${tx.actor.name}, closed_says = ${says}
      where place_id = ${tx.placeId} and engagement_id = ${engagementId} and closed_at is null`
    return closed.count === 1
  })

/** The diary in the order things happened. */
export const listEntries = (tx: PlaceTx, engagementId: string): Promise<Entry[]> =>
  tx.sql<Entry[]>`
    select entry_id, happened_on, how, asked, said, changed, by_organisation_id, written_by, written_at, withdrawn_at, withdrawn_because
    from commissioning.engagement_entry where place_id = ${tx.placeId} and engagement_id = ${engagementId} order by happened_on, written_at, entry_id limit 1000`

export const insertEntry = (
  tx: PlaceTx,
  engagementId: string,
  entry: Pick<Entry, 'entryId' | 'happenedOn' | 'how' | 'asked' | 'said' | 'changed' | 'byOrganisationId'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.engagementEntry')
      .values({ ...entry, placeId: tx.placeId, engagementId, writtenBy: tx.actor.name, writtenAt: tx.now })
      .execute()
  })

/** Takes an entry out of the diary: that there was one, and why it is gone, stays. False when it is gone, or another organisation's. */
export const withdrawEntryOf = (
  tx: PlaceTx,
  engagementId: string,
  entryId: string,
  organisationId: string,
  because: string,
): Promise<boolean> =>
  tx.house(async () => {
    const gone = await tx.sql`
      update commissioning.engagement_entry set withdrawn_at = ${tx.now}, withdrawn_because = ${because}, asked = 'taken out', said = 'taken out', changed = ''
      where place_id = ${tx.placeId} and engagement_id = ${engagementId} and entry_id = ${entryId} and by_organisation_id = ${organisationId} and withdrawn_at is null`
    return gone.count === 1
  })
