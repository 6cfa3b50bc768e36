import { newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { isDoubt, type ReasonToCheck, reasonsToCheck } from '../freshness.ts'

/** Who checked entries, why one is to be checked, and which are hidden until then. Only the house reads and writes these tables. */

export const assuranceHows = ['link', 'edit', 'phone', 'feed'] as const
export type AssuranceHow = (typeof assuranceHows)[number]

export interface Assurance {
  readonly assuranceId: string
  readonly how: AssuranceHow
  readonly byName: string
  readonly organisationId: string | null
  readonly assuredOn: string
  readonly recordedAt: Date
  readonly undoneAt: Date | null
  readonly undoneBy: string | null
}

/** Writes that entries were checked on a day. A day older than what is known stays a row and changes nothing. */
export const insertAssurances = (
  tx: PlaceTx,
  serviceIds: readonly string[],
  by: { how: AssuranceHow; byName: string; organisationId: string | null; on: string },
): Promise<{ serviceId: string; assuranceId: string }[]> =>
  tx.sql<{ serviceId: string; assuranceId: string }[]>`
    insert into directory.assurance (place_id, service_id, assurance_id, how, by_name, organisation_id, assured_on, before_on, recorded_at)
    select s.place_id, s.service_id, x.assurance_id, ${by.how}, ${by.byName}, ${by.organisationId}, ${by.on}, s.assured_on, ${tx.now}
    from jsonb_to_recordset(${tx.sql.json(serviceIds.map(id => ({ service_id: id, assurance_id: newId() })) as never)}) as x (service_id uuid, assurance_id uuid)
    join directory.listed_service s on s.place_id = ${tx.placeId} and s.service_id = x.service_id
    returning service_id, assurance_id`

/** Makes a day the last check of entries. Whoever their feed named for an older one has not made this one. */
export const setAssuredOn = async (tx: PlaceTx, serviceIds: readonly string[], on: string): Promise<void> => {
  await tx.sql`
    update directory.listed_service set assured_on = greatest(assured_on, ${on}::date), detail = detail - 'assuredBy'
    where place_id = ${tx.placeId} and service_id = any(${[...serviceIds]}::uuid[])`
}

/** Writes what a feed, or whoever published here, says of the last check, where that is newer than what stands. @returns those that somebody has a reason to check. */
export const insertPublishedAssurances = (
  tx: PlaceTx,
  serviceIds: readonly string[],
  how: 'feed' | 'edit',
): Promise<{ serviceId: string; assuranceId: string; assuredOn: string }[]> =>
  tx.sql<{ serviceId: string; assuranceId: string; assuredOn: string }[]>`
    with made as (
      insert into directory.assurance (place_id, service_id, assurance_id, how, by_name, assured_on, recorded_at)
      select s.place_id, s.service_id, gen_random_uuid(), ${how}, coalesce(nullif(s.detail ->> 'assuredBy', ''), ${how === 'edit' ? tx.actor.name : null}, s.source),
        s.assured_on, ${tx.now}
      from directory.listed_service s where s.place_id = ${tx.placeId} and s.service_id = any(${[...serviceIds]}::uuid[]) and s.assured_on is not null
        and not exists (select from directory.assurance a where a.place_id = s.place_id and a.service_id = s.service_id and a.undone_at is null and a.assured_on >= s.assured_on)
      returning service_id, assurance_id, assured_on
    )
    select made.* from made
    where exists (select from directory.reason_to_check r where r.place_id = ${tx.placeId} and r.service_id = made.service_id and r.ended_at is null)`

/** The assurances of one entry, newest first. */
export const listAssurances = (tx: PlaceTx, serviceId: string): Promise<Assurance[]> =>
  tx.house(
    () => tx.sql<Assurance[]>`
      select assurance_id, how, by_name, organisation_id, assured_on, recorded_at, undone_at, undone_by from directory.assurance
      where place_id = ${tx.placeId} and service_id = ${serviceId} order by recorded_at desc, assurance_id desc limit 200`,
  )

/** Takes the newest assurance of an entry back, when it is this one; the day before it stands again. @returns false when it is not the newest, or was taken back. */
export const undoAssurance = async (tx: PlaceTx, serviceId: string, assuranceId: string): Promise<boolean> => {
  const undone = await tx.sql`
    update directory.assurance a set undone_at = ${tx.now}, undone_by = ${tx.actor.name}
    where place_id = ${tx.placeId} and service_id = ${serviceId} and assurance_id = ${assuranceId} and undone_at is null and not exists (
      select from directory.assurance b where b.place_id = a.place_id and b.service_id = a.service_id and b.undone_at is null
        and (b.recorded_at, b.assurance_id) > (a.recorded_at, a.assurance_id))`
  if (undone.count === 0) return false
  await tx.sql`
    update directory.listed_service s set assured_on = a.before_on from directory.assurance a
    where a.place_id = ${tx.placeId} and a.assurance_id = ${assuranceId} and a.service_id = ${serviceId}
      and s.place_id = a.place_id and s.service_id = a.service_id`
  await tx.sql`
    update directory.reason_to_check r set ended_at = null, ended_by = null, ended_with = null
    where place_id = ${tx.placeId} and service_id = ${serviceId} and ended_with = ${assuranceId} and not exists (
      select from directory.reason_to_check o where o.place_id = r.place_id and o.service_id = r.service_id and o.reason = r.reason and o.ended_at is null)`
  return true
}

export interface OpenReason {
  readonly reasonId: string
  readonly reason: ReasonToCheck
  readonly words: string | null
  readonly raisedAt: Date
  readonly raisedBy: string
}

/** Says why entries are to be looked at; a reason that is open already stays as it is, with newer words where there are any. */
export const raiseReasons = async (
  tx: PlaceTx,
  serviceIds: readonly string[],
  reason: ReasonToCheck,
  words: string | null = null,
): Promise<string[]> => {
  if (serviceIds.length === 0) return []
  const raised = await tx.sql<{ serviceId: string; isNew: boolean }[]>`
    insert into directory.reason_to_check as r (place_id, service_id, reason_id, reason, words, raised_at, raised_by)
    select place_id, service_id, gen_random_uuid(), ${reason}, ${words}, ${tx.now}, ${tx.actor.name} from directory.listed_service
    where place_id = ${tx.placeId} and service_id = any(${[...serviceIds]}::uuid[]) and merged_into is null
    on conflict (place_id, service_id, reason) where ended_at is null do update set words = coalesce(excluded.words, r.words)
    returning service_id, xmax = 0 as is_new`
  return raised.filter(({ isNew }) => isNew).map(({ serviceId }) => serviceId)
}

/** Ends the reasons of entries that were raised up to a day. `kind` narrows it to some reasons. @returns whose reasons ended. */
export const endReasons = async (
  tx: PlaceTx,
  serviceIds: readonly string[],
  ending: { on: string; byName: string; assurances?: ReadonlyMap<string, string>; only?: readonly ReasonToCheck[] },
): Promise<void> => {
  const withs = serviceIds.map(id => ({ service_id: id, assurance_id: ending.assurances?.get(id) ?? null }))
  await tx.sql`
    update directory.reason_to_check r set ended_at = ${tx.now}, ended_by = ${ending.byName}, ended_with = x.assurance_id
    from jsonb_to_recordset(${tx.sql.json(withs as never)}) as x (service_id uuid, assurance_id uuid)
    where r.place_id = ${tx.placeId} and r.service_id = x.service_id and r.ended_at is null
      and r.reason = any(${[...(ending.only ?? reasonsToCheck)]}) and (r.raised_at at time zone 'Europe/London')::date <= ${ending.on}::date`
}

/** Makes what the public is told of doubts what the open reasons say: the oldest doubt. @returns the entries that changed. */
export const settleDoubts = async (tx: PlaceTx, serviceIds: readonly string[]): Promise<string[]> => {
  if (serviceIds.length === 0) return []
  const changed = await tx.sql<{ serviceId: string }[]>`
    with doubt as (
      select distinct on (service_id) service_id, reason, raised_at from directory.reason_to_check
      where place_id = ${tx.placeId} and service_id = any(${[...serviceIds]}::uuid[]) and ended_at is null
        and reason = any(${reasonsToCheck.filter(isDoubt)})
      order by service_id, raised_at, reason
    )
    update directory.listed_service s set doubtful_at = d.raised_at, doubtful_because = d.reason
    from directory.listed_service t left join doubt d on d.service_id = t.service_id
    where t.place_id = ${tx.placeId} and t.service_id = any(${[...serviceIds]}::uuid[]) and s.place_id = t.place_id and s.service_id = t.service_id
      and s.doubtful_because is distinct from d.reason
    returning s.service_id`
  return changed.map(({ serviceId }) => serviceId)
}

/** Every reason an entry was ever to be looked at, newest first. */
export const listReasons = (
  tx: PlaceTx,
  serviceId: string,
): Promise<(OpenReason & { endedAt: Date | null; endedBy: string | null })[]> =>
  tx.house(
    () => tx.sql<(OpenReason & { endedAt: Date | null; endedBy: string | null })[]>`
      select reason_id, reason, words, raised_at, raised_by, ended_at, ended_by from directory.reason_to_check
      where place_id = ${tx.placeId} and service_id = ${serviceId} order by raised_at desc, reason_id desc limit 200`,
  )

/** Writes that nobody answered a call about an entry. */
export const insertCallNotAnswered = async (tx: PlaceTx, serviceId: string): Promise<void> => {
  await tx.sql`
    insert into directory.call_not_answered (place_id, service_id, rang_at, rang_by) values (${tx.placeId}, ${serviceId}, ${tx.now}, ${tx.actor.name})
    on conflict (place_id, service_id) do update set rang_at = excluded.rang_at, rang_by = excluded.rang_by`
}

/** Forgets such calls: the entries were checked. */
export const deleteCallsNotAnswered = async (tx: PlaceTx, serviceIds: readonly string[]): Promise<void> => {
  await tx.sql`delete from directory.call_not_answered where place_id = ${tx.placeId} and service_id = any(${[...serviceIds]}::uuid[])`
}

/** Takes an entry out of the lists until it is checked. @returns false when it is hidden already, or not running. */
export const insertHiding = async (tx: PlaceTx, serviceId: string): Promise<boolean> => {
  const hidden = await tx.sql`
    insert into directory.hiding (place_id, service_id, status_before, hidden_at, hidden_by)
    select place_id, service_id, status, ${tx.now}, ${tx.actor.name} from directory.listed_service
    where place_id = ${tx.placeId} and service_id = ${serviceId} and status = 'active' and merged_into is null
    on conflict do nothing`
  if (hidden.count === 0) return false
  await tx.sql`
    update directory.listed_service set status = 'temporarily closed' where place_id = ${tx.placeId} and service_id = ${serviceId}`
  return true
}

/** Puts hidden entries back as they were. @returns those that were hidden. */
export const endHidings = async (tx: PlaceTx, serviceIds: readonly string[]): Promise<string[]> => {
  const shown = await tx.sql<{ serviceId: string }[]>`
    with ended as (
      delete from directory.hiding where place_id = ${tx.placeId} and service_id = any(${[...serviceIds]}::uuid[]) returning service_id, status_before
    )
    update directory.listed_service s set status = e.status_before from ended e
    where s.place_id = ${tx.placeId} and s.service_id = e.service_id and s.status = 'temporarily closed' returning s.service_id`
  return shown.map(({ serviceId }) => serviceId)
}

export const findHiding = async (
  tx: PlaceTx,
  serviceId: string,
): Promise<{ hiddenAt: Date; hiddenBy: string } | null> => {
  const [row] = await tx.house(
    () => tx.sql<{ hiddenAt: Date; hiddenBy: string }[]>`
      select hidden_at, hidden_by from directory.hiding where place_id = ${tx.placeId} and service_id = ${serviceId}`,
  )
  return row ?? null
}

export interface EntryOfOrganisation {
  readonly serviceId: string
  readonly name: string
  /** What it is about, in the words of its terms. */
  readonly subject: string
  readonly assuredOn: string | null
}

/** The entries of an organisation of the place that run. */
export const listEntriesOfOrganisation = (tx: PlaceTx, organisationId: string): Promise<EntryOfOrganisation[]> =>
  tx.sql<EntryOfOrganisation[]>`
    select s.service_id, s.name, s.assured_on,
      coalesce((select string_agg(t.name, ' ') from directory.service_term t where t.place_id = s.place_id and t.service_id = s.service_id), '') as subject
    from directory.listed_service s join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
    where s.place_id = ${tx.placeId} and p.organisation_id = ${organisationId} and s.status = 'active' and s.merged_into is null
    order by s.service_id`
