import type { PlaceTx } from '../../../platform/db/database.ts'
import { findListedServices, insertTerms } from '../listed-service-store.ts'
import { termRowsOf } from '../service-rows.ts'

/** Keeps the lists of taxonomies and terms in step with what services carry. */

const AT_ONCE = 500

/**
 * Lists the terms of entries written before terms were listed, and takes terms off the lists that no service carries any more and that are
 * above none that is carried. Needs the house's sight.
 * @returns how many entries were looked at.
 */
export async function settleTerms(tx: PlaceTx): Promise<number> {
  let done = 0
  for (;;) {
    const rows = await tx.sql<{ serviceId: string }[]>`
      select service_id from directory.listed_service where place_id = ${tx.placeId} and not terms_listed order by service_id limit ${AT_ONCE}`
    if (rows.length === 0) break
    const ids = rows.map(({ serviceId }) => serviceId)
    const services = await findListedServices(tx, ids)
    await tx.sql`delete from directory.service_term where place_id = ${tx.placeId} and service_id = any (${ids}::uuid[])`
    await insertTerms(tx, services.map(termRowsOf))
    await tx.sql`
      update directory.listed_service set terms_listed = true where place_id = ${tx.placeId} and service_id = any (${ids}::uuid[])`
    done += ids.length
  }
  await tx.sql`
    with recursive wanted as (
      select t.term_id, t.parent_id from directory.taxonomy_term t where t.place_id = ${tx.placeId}
        and exists (select from directory.service_term s where s.place_id = t.place_id and s.term_id = t.term_id)
      union
      select t.term_id, t.parent_id from wanted w
      join directory.taxonomy_term t on t.place_id = ${tx.placeId} and t.term_id = w.parent_id
    )
    delete from directory.taxonomy_term t where t.place_id = ${tx.placeId} and not exists (select from wanted w where w.term_id = t.term_id)`
  await tx.sql`
    delete from directory.taxonomy x where x.place_id = ${tx.placeId}
      and not exists (select from directory.taxonomy_term t where t.place_id = x.place_id and t.taxonomy_id = x.taxonomy_id)`
  return done
}
