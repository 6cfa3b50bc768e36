import type { PlaceTx } from '../../platform/db/database.ts'
import type { ListedServiceDraft } from './listed-service.ts'

/** What the own source of an entry says, kept apart while another stands merged into it. Only the house reads and writes this table. */

export async function findOwnVersion(tx: PlaceTx, serviceId: string): Promise<ListedServiceDraft | null> {
  const [row] = await tx.sql<{ draft: ListedServiceDraft }[]>`
    select draft from directory.own_version where place_id = ${tx.placeId} and service_id = ${serviceId}`
  if (!row) return null
  const { lastModifiedAt, ...draft } = row.draft
  return lastModifiedAt === undefined ? row.draft : { ...draft, lastModifiedAt: new Date(lastModifiedAt) }
}

/** Keeps what an entry's own source says, or forgets it (null). */
export async function keepOwnVersion(tx: PlaceTx, serviceId: string, draft: ListedServiceDraft | null): Promise<void> {
  if (draft === null) {
    await tx.sql`delete from directory.own_version where place_id = ${tx.placeId} and service_id = ${serviceId}`
    return
  }
  await tx.sql`
    insert into directory.own_version (place_id, service_id, draft) values (${tx.placeId}, ${serviceId}, ${tx.sql.json(draft as never)})
    on conflict (place_id, service_id) do update set draft = excluded.draft`
}
