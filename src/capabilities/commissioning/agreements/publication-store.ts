import { newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Party } from '../parties/party.ts'
import type { OpenChoice } from '../routes/choice.ts'
import type { Agreement } from './agreement.ts'

/** What is published of an agreement: all but who pays how much, unless the partners are content, and never a story or what it costs whoever does it. */
export interface PublicAgreement {
  readonly agreement: Omit<
    Agreement,
    | 'writtenAt'
    | 'writtenBy'
    | 'routeFacts'
    | 'belowCostBecause'
    | 'extensionInPence'
    | 'extensionVatInPence'
    | 'awardedUntilOn'
    | 'awardedInPence'
  >
  /** Missing from what was published before it was kept. */
  readonly choice?: OpenChoice | null
  readonly parties: readonly (Party & { readonly roles: readonly string[] })[]
  readonly shares: readonly { readonly partyId: string; readonly amountInPence: number }[] | null
  readonly measures: readonly {
    readonly measureId: string
    readonly name: string
    readonly unit: string
    readonly aim: string
    readonly newest: { readOn: string; value: string; stands: string } | null
  }[]
  readonly variations: readonly {
    readonly number: number
    readonly reason: string
    readonly ground: string
    readonly fromOn: string
    readonly untilOn: string | null
    readonly endsOnAfter: string
    readonly penceBefore: number
    readonly penceAfter: number
  }[]
}

export interface Publication {
  readonly publicationId: string
  readonly agreementId: string
  readonly number: number
  readonly tells: 'agreement' | 'change' | 'end' | 'correction'
  readonly document: PublicAgreement
  readonly publishedAt: Date
  readonly publishedBy: string
}

/** Everything that was published of one agreement, by its reference, in order: for whoever asks, signed in or not. */
export const listPublicationsOf = (tx: PlaceTx, reference: string): Promise<Publication[]> =>
  tx.sql<Publication[]>`
    select publication_id, agreement_id, number, tells, document, published_at, published_by from commissioning.publication
    where place_id = ${tx.placeId} and document -> 'agreement' ->> 'reference' = ${reference} order by number`

/** What was published last of an agreement, by its id; null where nothing was. */
export const findPublished = async (tx: PlaceTx, agreementId: string): Promise<PublicAgreement | null> => {
  const [last] = await tx.sql<{ document: PublicAgreement }[]>`
    select document from commissioning.publication
    where place_id = ${tx.placeId} and agreement_id = ${agreementId} order by number desc limit 1`
  return last?.document ?? null
}

/** How many agreements were published. */
export const countPublished = async (tx: PlaceTx): Promise<number> => {
  const [row] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from commissioning.publication where place_id = ${tx.placeId} and number = 1`
  return row?.n ?? 0
}

/** The newest publication of every agreement that was published, the newest first. */
export const listPublished = (tx: PlaceTx, from: number, most: number): Promise<Publication[]> =>
  tx.sql<Publication[]>`
    select publication_id, agreement_id, number, tells, document, published_at, published_by from commissioning.publication p
    where place_id = ${tx.placeId}
      and number = (select max(number) from commissioning.publication n where n.place_id = p.place_id and n.agreement_id = p.agreement_id)
    order by published_at desc, publication_id desc limit ${most} offset ${from}`

export const insertPublication = (
  tx: PlaceTx,
  agreementId: string,
  tells: Publication['tells'],
  document: PublicAgreement,
): Promise<number> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ number: number }[]>`
      insert into commissioning.publication (place_id, publication_id, agreement_id, number, tells, document, published_at, published_by)
      select ${tx.placeId}, ${newId()}, ${agreementId}, coalesce(max(number), 0) + 1, ${tells}, ${document as never}::jsonb, ${tx.now}, ${tx.actor.name}
      from commissioning.publication where place_id = ${tx.placeId} and agreement_id = ${agreementId} returning number`
    return row?.number ?? 0
  })

/** Whether what was published last says the same: compared as values, since the database puts keys in an order of its own. */
export const isPublishedAs = async (tx: PlaceTx, agreementId: string, document: PublicAgreement): Promise<boolean> => {
  const [last] = await tx.sql<{ same: boolean }[]>`
    select document = ${document as never}::jsonb as same from commissioning.publication
    where place_id = ${tx.placeId} and agreement_id = ${agreementId} order by number desc limit 1`
  return last?.same ?? false
}
