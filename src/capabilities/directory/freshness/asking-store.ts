import { newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'

/** Whom the house has asked whether entries are still right, and what they answered. Only the house reads and writes these tables. */

/** An entry that is due, with every address that may be asked about it. */
export interface DueEntry {
  readonly serviceId: string
  readonly name: string
  readonly assuredOn: string | null
  readonly listedOn: string
  readonly serviceEmail: string | null
  readonly publisherEmail: string | null
  readonly publisherName: string | null
  readonly organisationId: string | null
}

/**
 * Entries that may be due by a day, oldest check first: those that run, that nobody is being asked about, and that no person is to ring about already.
 * A little more than those that are due, since what is due is decided by the ladder.
 */
export const listNearlyDue = (tx: PlaceTx, assuredBefore: string, listedBefore: string): Promise<DueEntry[]> =>
  tx.sql<DueEntry[]>`
    select s.service_id, s.name, s.assured_on, (s.first_seen_at at time zone 'Europe/London')::date as listed_on, s.email as service_email,
      p.email as publisher_email, p.name as publisher_name, p.organisation_id
    from directory.listed_service s left join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
    where s.place_id = ${tx.placeId} and s.status = 'active' and s.merged_into is null
      and (s.assured_on is null or s.assured_on <= ${assuredBefore}::date) and s.first_seen_at < ${listedBefore}::date + 1
      and not exists (select from directory.reason_to_check r where r.place_id = s.place_id and r.service_id = s.service_id and r.ended_at is null)
      and not exists (select from directory.asked_entry e join directory.asking a on a.place_id = e.place_id and a.asking_id = e.asking_id
        where e.place_id = s.place_id and e.service_id = s.service_id and e.settled_at is null and a.ended_at is null)
    order by s.assured_on nulls first, s.service_id`

/** An open round with what decides its next step. */
export interface OpenAsking {
  readonly askingId: string
  readonly toAddress: string
  readonly toName: string
  readonly openedAt: Date
  readonly mails: number
  readonly lastMailAt: Date | null
  readonly unsettled: number
}

export const listOpenAskings = (tx: PlaceTx): Promise<OpenAsking[]> =>
  tx.sql<OpenAsking[]>`
    select a.asking_id, a.to_address, a.to_name, a.opened_at, a.mails, a.last_mail_at, (
      select count(*)::int from directory.asked_entry e join directory.listed_service s on s.place_id = e.place_id and s.service_id = e.service_id
      where e.place_id = a.place_id and e.asking_id = a.asking_id and e.settled_at is null and s.status = 'active' and s.merged_into is null) as unsettled
    from directory.asking a where a.place_id = ${tx.placeId} and a.ended_at is null order by a.opened_at, a.asking_id`

export const countAskingsSince = async (tx: PlaceTx, since: Date): Promise<number> => {
  const [row] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from directory.asking where place_id = ${tx.placeId} and opened_at > ${since}`
  return row?.n ?? 0
}

/** Opens a round at an address. @returns null when one is open there: somebody else was quicker. */
export const insertAsking = async (
  tx: PlaceTx,
  asking: { toAddress: string; toName: string; serviceIds: readonly string[]; linkUntil: Date },
): Promise<string | null> => {
  const askingId: string = newId()
  const opened = await tx.sql`
    insert into directory.asking (place_id, asking_id, to_address, to_name, opened_at, mails)
    values (${tx.placeId}, ${askingId}, ${asking.toAddress}, ${asking.toName}, ${tx.now}, 0)
    on conflict (place_id, to_address) where ended_at is null do nothing`
  if (opened.count === 0) return null
  await tx.sql`
    insert into directory.asked_entry (place_id, asking_id, service_id, link_id, link_until)
    select ${tx.placeId}, ${askingId}, service_id, gen_random_uuid(), ${asking.linkUntil} from unnest(${[...asking.serviceIds]}::uuid[]) service_id`
  return askingId
}

/** Adds an entry to the round that is open at an address. */
export const addToOpenAsking = async (
  tx: PlaceTx,
  toAddress: string,
  serviceId: string,
  linkUntil: Date,
): Promise<string | null> => {
  const [added] = await tx.sql<{ askingId: string }[]>`
    insert into directory.asked_entry as e (place_id, asking_id, service_id, link_id, link_until)
    select place_id, asking_id, ${serviceId}, gen_random_uuid(), ${linkUntil} from directory.asking
    where place_id = ${tx.placeId} and to_address = ${toAddress} and ended_at is null
    on conflict (place_id, asking_id, service_id) do update set link_until = excluded.link_until returning asking_id`
  return added?.askingId ?? null
}

/** Holds a round until the transaction ends; null when it has ended, or somebody else is at it. */
export const lockAsking = async (tx: PlaceTx, askingId: string): Promise<{ mails: number } | null> => {
  const [row] = await tx.sql<{ mails: number }[]>`
    select mails from directory.asking where place_id = ${tx.placeId} and asking_id = ${askingId} and ended_at is null for update skip locked`
  return row ?? null
}

export const noteMail = async (tx: PlaceTx, askingId: string): Promise<void> => {
  await tx.sql`
    update directory.asking set mails = mails + 1, last_mail_at = ${tx.now} where place_id = ${tx.placeId} and asking_id = ${askingId}`
}

export const endAsking = async (
  tx: PlaceTx,
  askingId: string,
  because: 'answered' | 'no answer' | 'mail came back' | 'nothing left to ask',
): Promise<void> => {
  await tx.sql`
    update directory.asking set ended_at = ${tx.now}, ended_because = ${because}
    where place_id = ${tx.placeId} and asking_id = ${askingId} and ended_at is null`
}

/** The entries of a round that nobody has settled, with their links. */
export const listUnsettled = (
  tx: PlaceTx,
  askingId: string,
): Promise<{ serviceId: string; name: string; assuredOn: string | null; linkId: string; linkUntil: Date }[]> =>
  tx.sql<{ serviceId: string; name: string; assuredOn: string | null; linkId: string; linkUntil: Date }[]>`
    select e.service_id, s.name, s.assured_on, e.link_id, e.link_until
    from directory.asked_entry e join directory.listed_service s on s.place_id = e.place_id and s.service_id = e.service_id
    where e.place_id = ${tx.placeId} and e.asking_id = ${askingId} and e.settled_at is null and s.status = 'active' and s.merged_into is null
    order by lower(s.name), s.service_id`

/** Entries that were checked need not be asked about any more. */
export const settleAsked = async (tx: PlaceTx, serviceIds: readonly string[]): Promise<void> => {
  await tx.sql`
    update directory.asked_entry set settled_at = ${tx.now}
    where place_id = ${tx.placeId} and service_id = any(${[...serviceIds]}::uuid[]) and settled_at is null`
}

/** What a link is for, whether it was used, and until when it can be. */
export interface AskedLink {
  readonly askingId: string
  readonly serviceId: string
  readonly linkId: string
  readonly linkUntil: Date
  readonly settledAt: Date | null
  readonly answer: 'right' | 'changed' | 'stopped' | null
  readonly toAddress: string
}

/** The entry a link stands for; null when there is none. `lock` holds it until the transaction ends, so that of two presses one comes second. */
export const findAskedLink = async (tx: PlaceTx, linkId: string, lock: 'read' | 'lock'): Promise<AskedLink | null> => {
  const [row] = await tx.house(
    () => tx.sql<AskedLink[]>`
      select e.asking_id, e.service_id, e.link_id, e.link_until, e.settled_at, e.answer, a.to_address
      from directory.asked_entry e join directory.asking a on a.place_id = e.place_id and a.asking_id = e.asking_id
      where e.place_id = ${tx.placeId} and e.link_id = ${linkId} ${lock === 'lock' ? tx.sql`for update of e` : tx.sql``}`,
  )
  return row ?? null
}

export const settleLink = async (
  tx: PlaceTx,
  linkId: string,
  answer: 'right' | 'changed' | 'stopped',
): Promise<void> => {
  await tx.sql`
    update directory.asked_entry set settled_at = ${tx.now}, answer = ${answer} where place_id = ${tx.placeId} and link_id = ${linkId}`
}

/** Every round an entry was part of, newest first. */
export const listAskingsOf = (
  tx: PlaceTx,
  serviceId: string,
): Promise<
  {
    toAddress: string
    openedAt: Date
    mails: number
    lastMailAt: Date | null
    endedBecause: string | null
    settledAt: Date | null
    answer: string | null
  }[]
> =>
  tx.house(
    () => tx.sql`
      select a.to_address, a.opened_at, a.mails, a.last_mail_at, a.ended_because, e.settled_at, e.answer
      from directory.asked_entry e join directory.asking a on a.place_id = e.place_id and a.asking_id = e.asking_id
      where e.place_id = ${tx.placeId} and e.service_id = ${serviceId} order by a.opened_at desc limit 50`,
  ) as never

export const isAskingPaused = async (tx: PlaceTx): Promise<boolean> => {
  const [row] = await tx.house(
    () => tx.sql<{ paused: boolean }[]>`select paused from directory.asking_setting where place_id = ${tx.placeId}`,
  )
  return row?.paused ?? false
}

export const setAskingPaused = async (tx: PlaceTx, paused: boolean): Promise<void> => {
  await tx.sql`
    insert into directory.asking_setting (place_id, paused, changed_at, changed_by)
    values (${tx.placeId}, ${paused}, ${tx.now}, ${tx.actor.name})
    on conflict (place_id) do update set paused = excluded.paused, changed_at = excluded.changed_at, changed_by = excluded.changed_by`
}

/** Entries with one of these addresses as their own or their publisher's, which nobody has checked since the moment given with it. */
export const listEntriesAtAddresses = (
  tx: PlaceTx,
  wrong: readonly { address: string; at: Date }[],
): Promise<{ serviceId: string }[]> =>
  tx.sql<{ serviceId: string }[]>`
    select distinct s.service_id from jsonb_to_recordset(${tx.sql.json(wrong.map(({ address, at }) => ({ address, at: at.toISOString() })) as never)}) as w (address text, at timestamptz)
    join directory.listed_service s on s.place_id = ${tx.placeId} and s.merged_into is null and s.status in ('active', 'temporarily closed')
    left join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
    where lower(coalesce(s.email, p.email)) = w.address
      and not exists (select from directory.assurance a where a.place_id = s.place_id and a.service_id = s.service_id and a.undone_at is null and a.recorded_at >= w.at)
      and not exists (select from directory.reason_to_check r where r.place_id = s.place_id and r.service_id = s.service_id and r.reason = 'mail came back'
        and (r.ended_at is null or r.ended_at >= w.at))`
