import type { PlaceTx } from '../../../platform/db/database.ts'
import { unnested } from '../../../platform/db/unnested.ts'
import type { Agreement, AgreementYear, Partner, PartyRole } from './agreement.ts'

const listed = (
  tx: PlaceTx,
  where: ReturnType<PlaceTx['sql']>,
  part: ReturnType<PlaceTx['sql']> = tx.sql`` as never,
): Promise<Agreement[]> =>
  tx.sql<Agreement[]>`
    select a.agreement_id, a.reference, a.title, a.purpose, a.kind, a.route, a.route_facts, a.buyer_party_id, a.category, a.cpv_code, a.starts_on, a.ends_on,
      a.extendable_until_on, a.extension_in_pence, a.extension_vat_in_pence, a.awarded_until_on, a.awarded_in_pence, a.short_because, a.is_pooled, a.pool_basis, a.shows_shares, a.reserved_area, a.reserved_places, a.reserved_for, a.no_metrics_because, a.no_metrics_says,
      a.engagement_id, a.no_engagement_because, a.neighbourhood_ids, a.state, a.written_at, a.written_by, a.signed_on, a.ended_on, a.ended_because, a.below_cost_because,
      coalesce((select json_agg(json_build_object('partyId', p.party_id, 'role', p.role) order by p.role, p.party_id)
        from commissioning.agreement_party p where p.place_id = a.place_id and p.agreement_id = a.agreement_id), '[]') as parties,
      coalesce((select json_agg(json_build_object('startsOn', y.starts_on, 'endsOn', y.ends_on, 'amountInPence', y.amount_in_pence, 'vatInPence', y.vat_in_pence)
          order by y.starts_on)
        from commissioning.agreement_year y where y.place_id = a.place_id and y.agreement_id = a.agreement_id), '[]') as years
    from commissioning.agreement a where a.place_id = ${tx.placeId} and a.forgotten_at is null and ${where} order by a.ends_on desc, a.agreement_id ${part}`

/** Agreements the actor may see, those that end last first: a page of them. */
export const listAgreements = (tx: PlaceTx, from: number, most: number): Promise<Agreement[]> =>
  listed(tx, tx.sql`true` as never, tx.sql`limit ${most} offset ${from}` as never)

/** How many agreements the actor may see. */
export const countAgreements = async (tx: PlaceTx): Promise<number> => {
  const [row] = await tx.sql<{ agreements: number }[]>`
    select count(*)::int as agreements from commissioning.agreement where place_id = ${tx.placeId} and forgotten_at is null`
  return row?.agreements ?? 0
}

/** The one with this reference that the actor may see, or null. */
export const findAgreementByReference = async (tx: PlaceTx, reference: string): Promise<Agreement | null> =>
  (await listed(tx, tx.sql`a.reference = ${reference}` as never))[0] ?? null

/** The same by its id. */
export const findAgreement = async (tx: PlaceTx, agreementId: string): Promise<Agreement | null> =>
  (await listed(tx, tx.sql`a.agreement_id = ${agreementId}` as never))[0] ?? null

export type NewAgreement = Omit<
  Agreement,
  | 'belowCostBecause'
  | 'extensionInPence'
  | 'extensionVatInPence'
  | 'awardedUntilOn'
  | 'awardedInPence'
  | 'routeFacts'
  | 'reservedPlaces'
  | 'state'
  | 'writtenAt'
  | 'writtenBy'
  | 'signedOn'
  | 'endedOn'
  | 'endedBecause'
>

/** Writes a draft with its parties and its years. */
export const insertAgreement = (tx: PlaceTx, { parties, years, ...made }: NewAgreement): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.agreement')
      .values({
        ...made,
        routeFacts: null,
        reservedPlaces: null,
        reservedFor: [...made.reservedFor],
        neighbourhoodIds: made.neighbourhoodIds && [...made.neighbourhoodIds],
        placeId: tx.placeId,
        state: 'draft',
        writtenAt: tx.now,
        writtenBy: tx.actor.name,
      })
      .execute()
    await insertAgreementParties(tx, made.agreementId, parties)
    await replaceYears(tx, made.agreementId, years)
  })

/** Adds who stands in an agreement; who stands there already stays. */
const insertAgreementParties = (
  tx: PlaceTx,
  agreementId: string,
  parties: readonly { readonly partyId: string; readonly role: PartyRole }[],
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into commissioning.agreement_party (place_id, agreement_id, party_id, role)
      select ${tx.placeId}, ${agreementId}, party_id, role from ${unnested(tx.sql, [...parties], { partyId: 'uuid', role: 'text' })} as n (party_id, role)
      on conflict do nothing`
  })

/** Writes anew who pays; who does it and who commissions it stay. */
export const replaceFunders = (tx: PlaceTx, agreementId: string, partyIds: readonly string[]): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from commissioning.agreement_party where place_id = ${tx.placeId} and agreement_id = ${agreementId} and role = 'funder'`
    await insertAgreementParties(
      tx,
      agreementId,
      partyIds.map(partyId => ({ partyId, role: 'funder' as const })),
    )
  })

/** Writes the money of an agreement anew, year by year. */
export const replaceYears = (tx: PlaceTx, agreementId: string, years: readonly AgreementYear[]): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from commissioning.agreement_year where place_id = ${tx.placeId} and agreement_id = ${agreementId}`
    await tx.sql`
      insert into commissioning.agreement_year (place_id, agreement_id, starts_on, ends_on, amount_in_pence, vat_in_pence)
      select ${tx.placeId}, ${agreementId}, starts_on, ends_on, amount_in_pence, vat_in_pence
      from ${unnested(tx.sql, [...years], { startsOn: 'date', endsOn: 'date', amountInPence: 'bigint', vatInPence: 'bigint' })}
        as n (starts_on, ends_on, amount_in_pence, vat_in_pence)`
  })

/** The funders' parts that the actor may see: a funder its own, whoever holds the pool all. */
export const listPartners = (tx: PlaceTx, agreementId: string): Promise<Partner[]> =>
  tx.sql<Partner[]>`
    select p.partner_id, p.party_id, p.share_in_hundredths, p.risk_in_hundredths,
      coalesce((select json_agg(json_build_object('yearStartsOn', c.year_starts_on, 'amountInPence', c.amount_in_pence) order by c.year_starts_on)
        from commissioning.contribution c where c.place_id = p.place_id and c.partner_id = p.partner_id), '[]') as contributions
    from commissioning.partner p where p.place_id = ${tx.placeId} and p.agreement_id = ${agreementId} order by p.partner_id`

/** Holds an agreement still until the transaction ends. */
export const lockAgreement = (tx: PlaceTx, agreementId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`select from commissioning.agreement where place_id = ${tx.placeId} and agreement_id = ${agreementId} for update`
  })

/** Saves what has changed of one that the caller holds. */
export const saveAgreement = (
  tx: PlaceTx,
  agreementId: string,
  changes: Partial<
    Pick<
      Agreement,
      | 'state'
      | 'extendableUntilOn'
      | 'extensionInPence'
      | 'extensionVatInPence'
      | 'awardedUntilOn'
      | 'awardedInPence'
      | 'signedOn'
      | 'endedOn'
      | 'endedBecause'
      | 'endsOn'
      | 'isPooled'
      | 'poolBasis'
      | 'showsShares'
      | 'noMetricsBecause'
      | 'noMetricsSays'
      | 'route'
      | 'routeFacts'
      | 'cpvCode'
      | 'neighbourhoodIds'
      | 'reservedArea'
      | 'reservedPlaces'
      | 'reservedFor'
      | 'engagementId'
      | 'noEngagementBecause'
      | 'belowCostBecause'
    >
  >,
): Promise<void> =>
  tx.house(async () => {
    const { routeFacts, reservedPlaces, reservedFor, neighbourhoodIds, ...others } = changes
    await tx.query
      .updateTable('commissioning.agreement')
      .set({
        ...others,
        ...(routeFacts !== undefined && { routeFacts }),
        ...(reservedPlaces !== undefined && { reservedPlaces }),
        ...(neighbourhoodIds !== undefined && { neighbourhoodIds: neighbourhoodIds && [...neighbourhoodIds] }),
        ...(reservedFor !== undefined && { reservedFor: [...reservedFor] }),
      })
      .where('placeId', '=', tx.placeId)
      .where('agreementId', '=', agreementId)
      .execute()
  })

/** Writes who pays into a pool anew; what they were to pay goes with the old ones. */
export const replacePartners = (
  tx: PlaceTx,
  agreementId: string,
  partners: readonly Pick<Partner, 'partnerId' | 'partyId' | 'shareInHundredths' | 'riskInHundredths'>[],
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from commissioning.contribution c using commissioning.partner p
      where c.place_id = ${tx.placeId} and p.place_id = ${tx.placeId} and p.partner_id = c.partner_id and p.agreement_id = ${agreementId}`
    await tx.sql`delete from commissioning.partner where place_id = ${tx.placeId} and agreement_id = ${agreementId}`
    const rows = partners.map(({ partnerId, partyId, shareInHundredths, riskInHundredths }) => ({
      partnerId,
      partyId,
      shareInHundredths,
      riskInHundredths,
    }))
    await tx.sql`
      insert into commissioning.partner (place_id, partner_id, agreement_id, party_id, share_in_hundredths, risk_in_hundredths)
      select ${tx.placeId}, partner_id, ${agreementId}, party_id, share, risk
      from ${unnested(tx.sql, rows, { partnerId: 'uuid', partyId: 'uuid', shareInHundredths: 'integer', riskInHundredths: 'integer' })} as n (partner_id, party_id, share, risk)`
  })

/** Writes what funders pay in each year; what stood there of those named goes first. */
export const replaceContributions = (
  tx: PlaceTx,
  contributions: readonly {
    readonly partnerId: string
    readonly yearStartsOn: string
    readonly amountInPence: number
  }[],
  instead: readonly string[],
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from commissioning.contribution where place_id = ${tx.placeId} and partner_id = any (${[...instead]}::uuid[])`
    await tx.sql`
      insert into commissioning.contribution (place_id, partner_id, year_starts_on, amount_in_pence)
      select ${tx.placeId}, partner_id, year_starts_on, amount
      from ${unnested(tx.sql, [...contributions], { partnerId: 'uuid', yearStartsOn: 'date', amountInPence: 'bigint' })} as n (partner_id, year_starts_on, amount)`
  })

/** Drafts the actor may see, those written last first: what a way can be chosen for. */
export const listDrafts = (tx: PlaceTx, most: number): Promise<Pick<Agreement, 'reference' | 'title'>[]> =>
  tx.sql<Pick<Agreement, 'reference' | 'title'>[]>`
    select reference, title from commissioning.agreement
    where place_id = ${tx.placeId} and state = 'draft' order by written_at desc, agreement_id limit ${most}`
