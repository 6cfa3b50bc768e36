import type { PlaceTx } from '../../../platform/db/database.ts'
import { unnested } from '../../../platform/db/unnested.ts'
import type { Agreement, AgreementYear, Partner, PartyRole } from './agreement.ts'

const listed = (tx: PlaceTx, where: ReturnType<PlaceTx['sql']>): Promise<Agreement[]> =>
  tx.sql<Agreement[]>`
    select a.agreement_id, a.reference, a.title, a.purpose, a.kind, a.route, a.route_facts, a.buyer_party_id, a.category, a.cpv_code, a.starts_on, a.ends_on,
      a.extendable_until_on, a.short_because, a.is_pooled, a.pool_basis, a.shows_shares, a.reserved_area, a.reserved_for, a.no_metrics_because, a.no_metrics_says,
      a.engagement_id, a.no_engagement_because, a.neighbourhood_ids, a.state, a.written_at, a.written_by, a.signed_on, a.ended_on, a.ended_because,
      coalesce((select json_agg(json_build_object('partyId', p.party_id, 'role', p.role) order by p.role, p.party_id)
        from commissioning.agreement_party p where p.place_id = a.place_id and p.agreement_id = a.agreement_id), '[]') as parties,
      coalesce((select json_agg(json_build_object('startsOn', y.starts_on, 'endsOn', y.ends_on, 'amountInPence', y.amount_in_pence, 'vatInPence', y.vat_in_pence)
          order by y.starts_on)
        from commissioning.agreement_year y where y.place_id = a.place_id and y.agreement_id = a.agreement_id), '[]') as years
    from commissioning.agreement a where a.place_id = ${tx.placeId} and ${where} order by a.ends_on desc, a.agreement_id`

/** Every agreement the actor may see, those that end last first. */
export const listAgreements = (tx: PlaceTx): Promise<Agreement[]> => listed(tx, tx.sql`true` as never)

/** The one with this reference that the actor may see, or null. */
export const findAgreementByReference = async (tx: PlaceTx, reference: string): Promise<Agreement | null> =>
  (await listed(tx, tx.sql`a.reference = ${reference}` as never))[0] ?? null

export type NewAgreement = Omit<
  Agreement,
  'state' | 'writtenAt' | 'writtenBy' | 'signedOn' | 'endedOn' | 'endedBecause'
>

/** Writes a draft with its parties and its years. */
export const insertAgreement = (tx: PlaceTx, { parties, years, ...made }: NewAgreement): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.agreement')
      .values({
        ...made,
        routeFacts: made.routeFacts && JSON.stringify(made.routeFacts),
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
export const insertAgreementParties = (
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
