import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Held } from '../../../platform/personal/held.ts'

/** Those whose last day was before a moment and that are not forgotten yet, the longest due first; none that is held, or that an organisation stands in that is. */
const due = (tx: PlaceTx, before: Date, most: number, held: Held) => tx.sql`
  select agreement_id from commissioning.agreement a
  where place_id = ${tx.placeId} and forgotten_at is null and coalesce(ended_on, ends_on) < ${before}
    and agreement_id <> all (${[...held.ids]}::uuid[])
    and not exists (
      select from commissioning.agreement_party s join commissioning.party p on p.place_id = s.place_id and p.party_id = s.party_id
      where s.place_id = a.place_id and s.agreement_id = a.agreement_id and p.organisation_id = any (${[...held.ids]}::uuid[]))
  order by coalesce(ended_on, ends_on), agreement_id limit ${most}`

/** Forgets agreements whose time is over, with everything that hangs on them; what was published stays, as it stood. @returns how many; only counted when `dry`. */
export const forgetOldAgreements = (
  tx: PlaceTx,
  before: Date,
  most: number,
  dry: boolean,
  held: Held,
): Promise<number> =>
  tx.house(async () => {
    const ids = (await tx.sql<{ agreementId: string }[]>`${due(tx, before, most, held)}`).map(
      ({ agreementId }) => agreementId,
    )
    if (dry || ids.length === 0) return ids.length
    const theirs = tx.sql`place_id = ${tx.placeId} and agreement_id = any (${ids}::uuid[])`
    for (const table of [
      'reading',
      'measure',
      'learning',
      'review',
      'variation',
      'cost_statement',
      'payment_month',
      'relief',
    ])
      await tx.sql`delete from ${tx.sql(`commissioning.${table}`)} where ${theirs}`
    await tx.sql`delete from commissioning.contribution where place_id = ${tx.placeId} and partner_id in (select partner_id from commissioning.partner where ${theirs})`
    for (const table of ['partner', 'agreement_year', 'agreement_party'])
      await tx.sql`delete from ${tx.sql(`commissioning.${table}`)} where ${theirs}`
    await tx.sql`
      update commissioning.agreement set title = 'deleted', purpose = 'deleted', route_facts = null, reserved_places = null, short_because = null, pool_basis = null,
        no_metrics_says = null, no_engagement_because = null, below_cost_because = null, ended_because = null, neighbourhood_ids = null, extension_in_pence = null, extension_vat_in_pence = null,
        awarded_in_pence = null, written_by = 'deleted',
        forgotten_at = ${tx.now}
      where ${theirs}`
    return ids.length
  })
