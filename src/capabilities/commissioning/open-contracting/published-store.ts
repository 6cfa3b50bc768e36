/** What is read to be published in open standards: publications and engagements, a page at a time, however many years there are. */
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Publication } from '../agreements/publication-store.ts'
import type { Engagement } from '../engagement/engagement.ts'

/** Something that was told of a process, at its moment. */
export interface Told {
  readonly at: Date
  readonly what: 'publication' | 'opened' | 'closed'
  /** Of the publication or of the engagement. */
  readonly id: string
}

/** A process, by what it began with. */
export interface Process {
  readonly at: Date
  readonly engagementId: string | null
  /** Of the one agreement, where there was no engagement. */
  readonly agreementReference: string | null
  readonly id: string
}

/** Where a page begins: after this moment and id. */
export interface After {
  readonly at: Date
  readonly id: string
}

const beginning: After = { at: new Date(0), id: '00000000-0000-0000-0000-000000000000' }

/** What was told after a moment, in its order. Grants are told otherwise. Each part reads as many as are asked for and no more, however many years there are. */
export const listTold = (tx: PlaceTx, { at, id }: After = beginning, most: number): Promise<Told[]> =>
  tx.sql<Told[]>`
    (select published_at as at, 'publication' as what, publication_id as id from commissioning.publication
      where place_id = ${tx.placeId} and document -> 'agreement' ->> 'kind' <> 'grant' and (published_at, publication_id) > (${at}, ${id}::uuid)
      order by published_at, publication_id limit ${most})
    union all
    (select opened_at, 'opened', engagement_id from commissioning.engagement
      where place_id = ${tx.placeId} and (opened_at, engagement_id) > (${at}, ${id}::uuid) order by opened_at, engagement_id limit ${most})
    union all
    (select closed_at, 'closed', engagement_id from commissioning.engagement
      where place_id = ${tx.placeId} and closed_at is not null and (closed_at, engagement_id) > (${at}, ${id}::uuid)
      order by closed_at, engagement_id limit ${most})
    order by at, id limit ${most}`

/** The processes that began after a moment, in their order. */
export const listProcesses = (tx: PlaceTx, { at, id }: After = beginning, most: number): Promise<Process[]> =>
  tx.sql<Process[]>`
    (select opened_at as at, engagement_id, null as agreement_reference, engagement_id as id from commissioning.engagement
      where place_id = ${tx.placeId} and (opened_at, engagement_id) > (${at}, ${id}::uuid) order by opened_at, engagement_id limit ${most})
    union all
    (select published_at, null, document -> 'agreement' ->> 'reference', publication_id from commissioning.publication
      where place_id = ${tx.placeId} and number = 1 and document -> 'agreement' ->> 'kind' <> 'grant' and document -> 'agreement' ->> 'engagementId' is null
        and (published_at, publication_id) > (${at}, ${id}::uuid)
      order by published_at, publication_id limit ${most})
    order by at, id limit ${most}`

/** Publications by their own ids, by the engagements their agreements came from, and by the references of agreements: those of one agreement in their order. */
export const listPublications = (
  tx: PlaceTx,
  by: {
    readonly ids?: readonly string[]
    readonly engagementIds?: readonly string[]
    readonly references?: readonly string[]
  },
): Promise<Publication[]> =>
  tx.sql<Publication[]>`
    select publication_id, agreement_id, number, tells, document, published_at, published_by from commissioning.publication
    where place_id = ${tx.placeId} and publication_id in (
      select unnest(${[...(by.ids ?? [])]}::uuid[])
      union all
      select publication_id from commissioning.publication
      where place_id = ${tx.placeId} and document -> 'agreement' ->> 'engagementId' = any (${[...(by.engagementIds ?? [])]}::text[])
      union all
      select publication_id from commissioning.publication
      where place_id = ${tx.placeId} and document -> 'agreement' ->> 'reference' = any (${[...(by.references ?? [])]}::text[]))
    order by published_at, agreement_id, number`

/** The newest publication of each grant, those published last first. Which is newest is told from the numbers alone: no older document is read or sorted. */
export const listGrantsPublished = (tx: PlaceTx): Promise<Publication[]> =>
  tx.sql<Publication[]>`
    select publication_id, agreement_id, number, tells, document, published_at, published_by from commissioning.publication p
    where place_id = ${tx.placeId} and document -> 'agreement' ->> 'kind' = 'grant'
      and not exists (
        select from commissioning.publication later
        where later.place_id = ${tx.placeId} and later.agreement_id = p.agreement_id and later.number > p.number)
    order by published_at desc, publication_id`

/** Engagements by their ids. */
export const listEngagementsById = (tx: PlaceTx, ids: readonly string[]): Promise<Engagement[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tx.sql<Engagement[]>`
        select engagement_id, reference, title, about, process, category, cpv_code, buyer_party_id, opens_on, closes_on, value_in_pence, planned_from_on,
          planned_until_on, suits_sme, suits_vcse, neighbourhood_ids, opened_at, closed_at, closed_says
        from commissioning.engagement where place_id = ${tx.placeId} and engagement_id = any (${[...ids]}::uuid[])`

/** The engagement with this reference, or null. */
export const findEngagementId = async (tx: PlaceTx, reference: string): Promise<string | null> => {
  const [row] = await tx.sql<{ engagementId: string }[]>`
    select engagement_id from commissioning.engagement where place_id = ${tx.placeId} and reference = ${reference}`
  return row?.engagementId ?? null
}
