import { hashSecret } from '../../../platform/auth/session.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { daysAfter, daysBefore, SHARED_DAYS, SHORTLIST_DAYS, UNDO_MINUTES } from './shortlist.ts'

/** Every statement about shortlists and shared lists. Only the house sees them: whoever brings the secret, or the code, is shown what belongs to it. */

/** One kept service. `name` is what it was called when it was kept. */
export type KeptService = { serviceId: string; name: string; note: string }

export type SharedList = { code: string; entries: KeptService[]; sharedAt: Date; endsAt: Date; isMaker: boolean }

/** What is kept, in its order; nothing for a secret nobody has, or a list whose time is over. */
export const listKept = (tx: PlaceTx, secret: string): Promise<KeptService[]> =>
  tx.house(
    () => tx.sql<KeptService[]>`
      select e.service_id, e.name, e.note from directory.shortlist_entry e
      join directory.shortlist l on l.place_id = e.place_id and l.secret_hash = e.secret_hash
      where e.place_id = ${tx.placeId} and e.secret_hash = ${hashSecret(secret)} and e.removed_at is null
        and l.changed_at > ${daysBefore(tx.now, SHORTLIST_DAYS)}
      order by e.position, e.service_id`,
  )

/** Takes the list's row, so that two changes at once come one after the other; makes it when it is new, or when its time was over. */
export async function lockShortlist(tx: PlaceTx, secret: string): Promise<void> {
  const hash = hashSecret(secret)
  await tx.sql`
    delete from directory.shortlist where place_id = ${tx.placeId} and secret_hash = ${hash} and changed_at <= ${daysBefore(tx.now, SHORTLIST_DAYS)}`
  await tx.sql`
    insert into directory.shortlist (place_id, secret_hash, changed_at) values (${tx.placeId}, ${hash}, ${tx.now})
    on conflict (place_id, secret_hash) do update set changed_at = excluded.changed_at`
}

/** Adds an entry at the end; one that was taken off comes back where it was, with its note. */
export async function insertKept(tx: PlaceTx, secret: string, { serviceId, name, note }: KeptService): Promise<void> {
  const hash = hashSecret(secret)
  await tx.sql`
    insert into directory.shortlist_entry (place_id, secret_hash, service_id, name, note, position, kept_at)
    select ${tx.placeId}, ${hash}, ${serviceId}, ${name}, ${note}, coalesce(max(position), 0) + 1, ${tx.now}
    from directory.shortlist_entry where place_id = ${tx.placeId} and secret_hash = ${hash}
    on conflict (place_id, secret_hash, service_id) do update set removed_at = null, name = excluded.name`
}

export async function removeKept(tx: PlaceTx, secret: string, serviceId: string): Promise<boolean> {
  const removed = await tx.sql`
    update directory.shortlist_entry set removed_at = ${tx.now}
    where place_id = ${tx.placeId} and secret_hash = ${hashSecret(secret)} and service_id = ${serviceId} and removed_at is null`
  return removed.count === 1
}

export async function setNotes(tx: PlaceTx, secret: string, notes: Readonly<Record<string, string>>): Promise<void> {
  await tx.sql`
    update directory.shortlist_entry e set note = n.value
    from jsonb_each_text(${tx.sql.json(notes)}) as n (key, value)
    where e.place_id = ${tx.placeId} and e.secret_hash = ${hashSecret(secret)} and e.service_id::text = n.key and e.note <> n.value`
}

export async function setOrder(tx: PlaceTx, secret: string, order: readonly string[]): Promise<void> {
  await tx.sql`
    update directory.shortlist_entry e set position = o.at
    from unnest(${[...order]}::uuid[]) with ordinality as o (service_id, at)
    where e.place_id = ${tx.placeId} and e.secret_hash = ${hashSecret(secret)} and e.service_id = o.service_id`
}

export async function deleteShortlist(tx: PlaceTx, secret: string): Promise<void> {
  await tx.sql`delete from directory.shortlist where place_id = ${tx.placeId} and secret_hash = ${hashSecret(secret)}`
}

/** False when the code is taken. */
export async function insertShared(
  tx: PlaceTx,
  secret: string,
  code: string,
  entries: readonly KeptService[],
): Promise<boolean> {
  const inserted = await tx.sql`
    insert into directory.shared_list (place_id, code, secret_hash, entries, shared_at, ends_at)
    values (${tx.placeId}, ${code}, ${hashSecret(secret)}, ${tx.sql.json(entries as never)}, ${tx.now}, ${daysAfter(tx.now, SHARED_DAYS)})
    on conflict do nothing`
  return inserted.count === 1
}

/** A shared list that has not ended; `isMaker` for whoever brings the secret it was made with. */
export const findShared = (tx: PlaceTx, code: string, secret: string | undefined): Promise<SharedList | null> =>
  tx.house(async () => {
    const [list] = await tx.sql<SharedList[]>`
      select code, entries, shared_at, ends_at, secret_hash = ${secret ? hashSecret(secret) : ''} as is_maker from directory.shared_list
      where place_id = ${tx.placeId} and code = ${code} and ends_at > ${tx.now}`
    return list ?? null
  })

/** The links made with this secret that have not ended, newest first. */
export const listShared = (tx: PlaceTx, secret: string): Promise<SharedList[]> =>
  tx.house(
    () => tx.sql<SharedList[]>`
      select code, entries, shared_at, ends_at, true as is_maker from directory.shared_list
      where place_id = ${tx.placeId} and secret_hash = ${hashSecret(secret)} and ends_at > ${tx.now} order by shared_at desc`,
  )

export async function deleteShared(tx: PlaceTx, code: string, secret: string): Promise<boolean> {
  const ended = await tx.sql`
    delete from directory.shared_list where place_id = ${tx.placeId} and code = ${code} and secret_hash = ${hashSecret(secret)}`
  return ended.count === 1
}

/** Deletes what nobody is to find any more. @returns how many lists and entries went. */
export async function forgetOldLists(tx: PlaceTx): Promise<number> {
  const lists =
    await tx.sql`delete from directory.shortlist where place_id = ${tx.placeId} and changed_at <= ${daysBefore(tx.now, SHORTLIST_DAYS)}`
  const shared = await tx.sql`delete from directory.shared_list where place_id = ${tx.placeId} and ends_at <= ${tx.now}`
  const removed = await tx.sql`
    delete from directory.shortlist_entry
    where place_id = ${tx.placeId} and removed_at <= ${new Date(tx.now.getTime() - UNDO_MINUTES * 60_000)}`
  return lists.count + shared.count + removed.count
}

/** For each id that was merged: the entry that stands for it now, however often that was merged in turn. */
export async function findMerged(tx: PlaceTx, serviceIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.sql<{ asked: string; serviceId: string }[]>`
    with recursive follow (asked, service_id, merged_into, step) as (
      select s.service_id, s.service_id, s.merged_into, 0 from directory.listed_service s
      where s.place_id = ${tx.placeId} and s.service_id = any (${[...serviceIds]}::uuid[])
      union all
      select f.asked, s.service_id, s.merged_into, f.step + 1 from follow f
      join directory.listed_service s on s.place_id = ${tx.placeId} and s.service_id = f.merged_into
      where f.step < 20
    )
    select asked, service_id from follow where merged_into is null and step > 0`
  return new Map(rows.map(({ asked, serviceId }) => [asked, serviceId]))
}
