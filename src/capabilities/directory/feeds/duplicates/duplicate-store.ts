import { newId } from '../../../../kernel/ids.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import { unnested } from '../../../../platform/db/unnested.ts'
import type { ComparedEntry, ComparedPublisher, DuplicateReason, Proposal } from './find-duplicates.ts'

/** Pairs that seem to be the same, and what was decided about them. */

export type DuplicateKind = 'entry' | 'publisher'
export type DuplicateState = 'open' | 'same' | 'not the same'

export type Duplicate = {
  duplicateId: string
  kind: DuplicateKind
  firstId: string
  secondId: string
  score: string
  reasons: DuplicateReason[]
  state: DuplicateState
  firstName: string
  secondName: string
  /** Where the entries come from; of organisations, one of theirs. */
  firstSource: string | null
  secondSource: string | null
  decidedAt: Date | null
  decidedBy: string | null
}

/** All entries that are shown, as much of each as tells whether two are the same. */
export const listComparedEntries = (tx: PlaceTx): Promise<ComparedEntry[]> =>
  tx.sql<ComparedEntry[]>`
    select s.service_id as id, s.name, left(s.description, 1500) as description, s.source, s.publisher_id, p.name as publisher_name,
      coalesce((select array_agg(lower(n ->> 'type') || ' ' || regexp_replace(upper(n ->> 'identifier'), '[^A-Z0-9]', '', 'g'))
        from jsonb_array_elements(p.identifiers) n), '{}') as numbers,
      coalesce((select array_agg(distinct l.postcode) from directory.service_location l
        where l.place_id = s.place_id and l.service_id = s.service_id and l.postcode is not null), '{}') as postcodes,
      coalesce((select array_agg(n #>> '{}') from (
        select jsonb_path_query(s.detail, '$.phones[*].number') union all select jsonb_path_query(s.detail, '$.contacts[*].phones[*].number')) f (n)), '{}') as phones,
      array_remove(array[s.email] || coalesce((select array_agg(c ->> 'email') from jsonb_path_query(s.detail, '$.contacts[*]') c), '{}'), null) as emails,
      array_remove(array[s.url], null) as pages
    from directory.listed_service s
    left join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
    where s.place_id = ${tx.placeId} and s.merged_into is null and s.status in ('active', 'temporarily closed')
    order by s.service_id`

export const listComparedPublishers = (tx: PlaceTx): Promise<ComparedPublisher[]> =>
  tx.sql<ComparedPublisher[]>`
    select p.publisher_id as id, p.name,
      coalesce((select array_agg(lower(n ->> 'type') || ' ' || regexp_replace(upper(n ->> 'identifier'), '[^A-Z0-9]', '', 'g'))
        from jsonb_array_elements(p.identifiers) n), '{}') as numbers,
      array_remove(array[p.email], null) as emails, array_remove(array[p.url], null) as pages
    from directory.publisher p
    where p.place_id = ${tx.placeId} and p.joined_into is null
      and exists (select from directory.listed_service s where s.place_id = p.place_id and s.publisher_id = p.publisher_id and s.merged_into is null)
    order by p.publisher_id`

/** Keeps what was found now: new pairs are added, open ones that no longer hold go, and what was decided stays decided. */
export async function keepProposals(
  tx: PlaceTx,
  kind: DuplicateKind,
  proposals: readonly Proposal[],
): Promise<{ added: number; open: number }> {
  const rows = proposals.slice(0, 2000).map(proposal => ({ ...proposal, duplicateId: newId() }))
  await tx.sql`
    delete from directory.duplicate d where d.place_id = ${tx.placeId} and d.kind = ${kind} and d.state = 'open'
      and not exists (select from ${unnested(tx.sql, rows, { firstId: 'uuid', secondId: 'uuid' })} as x (first_id, second_id)
        where x.first_id = d.first_id and x.second_id = d.second_id)`
  const added = await tx.sql`
    insert into directory.duplicate as d (place_id, duplicate_id, kind, first_id, second_id, score, reasons, state, proposed_at)
    select ${tx.placeId}, x.duplicate_id, ${kind}, x.first_id, x.second_id, x.score, x.reasons, 'open', ${tx.now}
    from ${unnested(tx.sql, rows, { duplicateId: 'uuid', firstId: 'uuid', secondId: 'uuid', score: 'numeric', reasons: 'jsonb' })}
      as x (duplicate_id, first_id, second_id, score, reasons)
    on conflict (place_id, kind, first_id, second_id) do update set score = excluded.score, reasons = excluded.reasons where d.state = 'open'
    returning (xmax = 0) as added`
  const [open] = await tx.sql<{ open: number }[]>`
    select count(*)::int as open from directory.duplicate where place_id = ${tx.placeId} and kind = ${kind} and state = 'open'`
  return { added: added.filter(row => (row as { added?: boolean }).added).length, open: open?.open ?? 0 }
}

const names = (tx: PlaceTx) => tx.sql`
  d.duplicate_id, d.kind, d.first_id, d.second_id, d.score, d.reasons, d.state, d.decided_at, d.decided_by,
  coalesce((select s.name from directory.listed_service s where s.place_id = d.place_id and s.service_id = d.first_id),
    (select p.name from directory.publisher p where p.place_id = d.place_id and p.publisher_id = d.first_id), '') as first_name,
  coalesce((select s.name from directory.listed_service s where s.place_id = d.place_id and s.service_id = d.second_id),
    (select p.name from directory.publisher p where p.place_id = d.place_id and p.publisher_id = d.second_id), '') as second_name,
  (select min(s.source) from directory.listed_service s where s.place_id = d.place_id and case d.kind when 'entry' then s.service_id else s.publisher_id end = d.first_id) as first_source,
  (select min(s.source) from directory.listed_service s where s.place_id = d.place_id and case d.kind when 'entry' then s.service_id else s.publisher_id end = d.second_id) as second_source`

export const listDuplicates = (tx: PlaceTx, state: DuplicateState, limit = 100): Promise<Duplicate[]> =>
  tx.sql<Duplicate[]>`
    select ${names(tx)} from directory.duplicate d where d.place_id = ${tx.placeId} and d.state = ${state}
    order by d.decided_at desc nulls last, d.score desc, d.duplicate_id limit ${limit}`

export async function countDuplicates(tx: PlaceTx): Promise<Record<DuplicateState, number>> {
  const rows = await tx.sql<{ state: DuplicateState; count: number }[]>`
    select state, count(*)::int as count from directory.duplicate where place_id = ${tx.placeId} group by state`
  return { open: 0, same: 0, 'not the same': 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
}

export async function findDuplicate(tx: PlaceTx, duplicateId: string): Promise<Duplicate | null> {
  const [row] = await tx.sql<Duplicate[]>`
    select ${names(tx)} from directory.duplicate d where d.place_id = ${tx.placeId} and d.duplicate_id = ${duplicateId}`
  return row ?? null
}

/** Writes down what was decided about a pair, when it was ever proposed. */
export async function decideDuplicateOf(
  tx: PlaceTx,
  oneId: string,
  otherId: string,
  state: DuplicateState,
): Promise<void> {
  const [first, second] = oneId < otherId ? [oneId, otherId] : [otherId, oneId]
  await tx.sql`
    update directory.duplicate set state = ${state}, decided_at = ${state === 'open' ? null : tx.now}, decided_by = ${state === 'open' ? null : tx.actor.name}
    where place_id = ${tx.placeId} and first_id = ${first} and second_id = ${second}`
}

/** Makes one publisher stand for another. What had been joined into it goes along. */
export async function setJoined(tx: PlaceTx, publisherId: string, intoId: string): Promise<string[]> {
  await tx.sql`
    update directory.publisher set joined_into = ${intoId}
    where place_id = ${tx.placeId} and ${publisherId} in (publisher_id, joined_into)`
  return showJoined(tx)
}

/** Has entries show the publisher theirs was joined to; also after an import wrote the one their feed names. @returns those that changed. */
export async function showJoined(tx: PlaceTx): Promise<string[]> {
  const moved = await tx.sql<{ serviceId: string }[]>`
    update directory.listed_service s set publisher_id = p.joined_into, publisher_before = coalesce(s.publisher_before, p.publisher_id)
    from directory.publisher p
    where p.place_id = ${tx.placeId} and p.joined_into is not null and s.place_id = p.place_id and s.publisher_id = p.publisher_id
    returning s.service_id`
  return moved.map(({ serviceId }) => serviceId)
}

/** Has a publisher stand for itself again. @returns the entries that show it again. */
export async function setParted(tx: PlaceTx, publisherId: string): Promise<string[]> {
  await tx.sql`update directory.publisher set joined_into = null where place_id = ${tx.placeId} and publisher_id = ${publisherId}`
  const moved = await tx.sql<{ serviceId: string }[]>`
    update directory.listed_service set publisher_id = publisher_before, publisher_before = null
    where place_id = ${tx.placeId} and publisher_before = ${publisherId} returning service_id`
  return moved.map(({ serviceId }) => serviceId)
}

export async function findPublisherRow(
  tx: PlaceTx,
  publisherId: string,
): Promise<{ name: string; joinedInto: string | null } | null> {
  const [row] = await tx.sql<{ name: string; joinedInto: string | null }[]>`
    select name, joined_into from directory.publisher where place_id = ${tx.placeId} and publisher_id = ${publisherId} for update`
  return row ?? null
}
