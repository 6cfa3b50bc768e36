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

/** Every agreement the actor may see, the newest first. */
export const listAgreements = (tx: PlaceTx): Promise<SharingAgreement[]> => listed(tx, tx.sql`true` as never)

/** One agreement the actor may see, or null. */
export const findAgreement = async (tx: PlaceTx, agreementId: string): Promise<SharingAgreement | null> =>
  (await listed(tx, tx.sql`a.agreement_id = ${agreementId}` as never))[0] ?? null

/** Writes an agreement with its parties, none of which has signed. */
export const insertAgreement = async (
  tx: PlaceTx,
  {
    parties,
    ...agreement
  }: Omit<SharingAgreement, 'parties' | 'writtenAt' | 'endedAt' | 'endedBy' | 'endedBecause'> & {
    readonly parties: readonly string[]
  },
): Promise<void> => {
  await tx.query
    .insertInto('organisations.sharingAgreement')
    .values({
      ...agreement,
      purposes: [...agreement.purposes],
      fields: [...agreement.fields],
      placeId: tx.placeId,
      writtenAt: tx.now,
    })
    .execute()
  await tx.query
    .insertInto('organisations.sharingParty')
    .values(
      parties.map(organisationId => ({ placeId: tx.placeId, agreementId: agreement.agreementId, organisationId })),
    )
    .execute()
}

/** Writes down who signed for a party; false when somebody did already, or it is no party. */
export const signForParty = async (
  tx: PlaceTx,
  {
    agreementId,
    organisationId,
    signedBy,
    signedOn,
  }: { agreementId: string; organisationId: string; signedBy: string; signedOn: string },
): Promise<boolean> => {
  const signed = await tx.sql`
    update organisations.sharing_party set signed_by = ${signedBy}, signed_on = ${signedOn}
    where place_id = ${tx.placeId} and agreement_id = ${agreementId} and organisation_id = ${organisationId} and signed_on is null`
  return signed.count === 1
}

/** Ends an agreement now; false when it had ended. */
export const markAgreementEnded = async (tx: PlaceTx, agreementId: string, because: string): Promise<boolean> => {
  const ended = await tx.sql`
    update organisations.sharing_agreement set ended_at = ${tx.now}, ended_by = ${tx.actor.name}, ended_because = ${because}
    where place_id = ${tx.placeId} and agreement_id = ${agreementId} and ended_at is null`
  return ended.count === 1
}
