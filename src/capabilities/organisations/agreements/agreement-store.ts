import type { PlaceTx } from '../../../platform/db/database.ts'
import type { SharingAgreement } from './agreement.ts'

const listed = (tx: PlaceTx, where: ReturnType<PlaceTx['sql']>): Promise<SharingAgreement[]> =>
  tx.sql<SharingAgreement[]>`
    select a.agreement_id, a.title, a.purposes, a.fields, a.lawful_ground, a.from_on, a.until_on, a.written_by, a.written_by_organisation_id, a.written_at,
      a.ended_at, a.ended_by, a.ended_because,
      (select json_agg(json_build_object('organisationId', p.organisation_id, 'signedBy', p.signed_by, 'signedOn', p.signed_on) order by p.organisation_id)
        from organisations.sharing_party p where p.place_id = a.place_id and p.agreement_id = a.agreement_id) as parties
    from organisations.sharing_agreement a where a.place_id = ${tx.placeId} and ${where} order by a.written_at desc, a.agreement_id`

/** The agreements between any two of these organisations, whatever their state. */
export const listAgreementsAmong = (tx: PlaceTx, organisationIds: readonly string[]): Promise<SharingAgreement[]> =>
  listed(
    tx,
    tx.sql`1 < (select count(*) from organisations.sharing_party p where p.place_id = a.place_id and p.agreement_id = a.agreement_id
      and p.organisation_id = any (${[...organisationIds]}::uuid[]))` as never,
  )
