import type { Language } from '../../../kernel/language.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { heldNow, isHeld } from '../../../platform/personal/held.ts'
import {
  CONTACT_DAYS,
  CONTACT_DAYS_AFTER_ANSWER,
  MISTAKE_DAYS,
  type MistakeContact,
  type MistakeState,
  type Wrong,
} from './mistake.ts'
import { daysBefore } from './shortlist.ts'

/** Every statement about reported mistakes. The tables are the house's: whoever may see what is decided in mistake-access.ts. */

export type Mistake = {
  mistakeId: string
  serviceId: string
  serviceName: string
  /** The organisation of the place that answers for the entry. */
  organisationId: string | null
  code: string
  wrong: Wrong[]
  words: string
  language: Language
  state: MistakeState
  receivedAt: Date
  lookedAt: Date | null
  answeredAt: Date | null
  answeredBy: string | null
  answer: string | null
  /** How the reporter wants to hear; the address itself is asked for where it is used. */
  hearsBy: MistakeContact['kind'] | null
  toldAt: Date | null
}

const mistakes = (tx: PlaceTx) => tx.sql`
  select m.mistake_id, m.service_id, s.name as service_name, p.organisation_id, m.code, m.wrong, m.words, m.language, m.state, m.received_at, m.looked_at,
    m.answered_at, m.answered_by, m.answer, c.kind as hears_by, c.told_at
  from directory.mistake m
  join directory.listed_service s on s.place_id = m.place_id and s.service_id = m.service_id
  left join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
  left join directory.mistake_contact c on c.place_id = m.place_id and c.mistake_id = m.mistake_id`

/** Takes turns: two reports about one entry at once are counted one after the other. */
export async function lockReportsOf(tx: PlaceTx, serviceId: string): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(7393, hashtext(${tx.placeId + serviceId}))`
}

/** False when the code is taken. */
export async function insertMistake(
  tx: PlaceTx,
  mistake: Pick<Mistake, 'mistakeId' | 'serviceId' | 'code' | 'wrong' | 'words' | 'language'> & { source: string },
  contact: MistakeContact | null,
): Promise<boolean> {
  const { mistakeId, serviceId, code, wrong, words, language, source } = mistake
  const inserted = await tx.sql`
    insert into directory.mistake (place_id, mistake_id, service_id, code, wrong, words, language, source_hash, state, received_at)
    values (${tx.placeId}, ${mistakeId}, ${serviceId}, ${code}, ${wrong}, ${words}, ${language}, ${source}, 'received', ${tx.now})
    on conflict (place_id, code) do nothing`
  if (inserted.count === 1 && contact)
    await tx.sql`
      insert into directory.mistake_contact (place_id, mistake_id, kind, address) values (${tx.placeId}, ${mistakeId}, ${contact.kind}, ${contact.address})`
  return inserted.count === 1
}

export async function countFrom(tx: PlaceTx, source: string, since: Date): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from directory.mistake where place_id = ${tx.placeId} and source_hash = ${source} and received_at > ${since}`
  return row?.count ?? 0
}

/** The code of the same report, sent a moment ago from the same source. */
export async function findSame(
  tx: PlaceTx,
  { source, serviceId, wrong, words }: { source: string; serviceId: string; wrong: readonly Wrong[]; words: string },
  since: Date,
): Promise<{ mistakeId: string; code: string } | null> {
  const [same] = await tx.sql<{ mistakeId: string; code: string }[]>`
    select mistake_id, code from directory.mistake where place_id = ${tx.placeId} and source_hash = ${source} and service_id = ${serviceId}
      and words = ${words} and wrong = ${[...wrong]} and received_at > ${since} limit 1`
  return same ?? null
}

/** Where the open reports about an entry came from, as far as that is still kept. */
export const listSources = (
  tx: PlaceTx,
  serviceId: string,
): Promise<{ source: string | null; contact: string | null }[]> =>
  tx.sql<{ source: string | null; contact: string | null }[]>`
    select m.source_hash as source, lower(c.address) as contact from directory.mistake m
    left join directory.mistake_contact c on c.place_id = m.place_id and c.mistake_id = m.mistake_id
    where m.place_id = ${tx.placeId} and m.service_id = ${serviceId} and m.state in ('received', 'looked at')`

export async function findMistakeByCode(tx: PlaceTx, code: string): Promise<Mistake | null> {
  const [found] = await tx.sql<Mistake[]>`${mistakes(tx)} where m.place_id = ${tx.placeId} and m.code = ${code}`
  return found ?? null
}

export async function findMistake(tx: PlaceTx, mistakeId: string, lock = false): Promise<Mistake | null> {
  const [found] = await tx.sql<Mistake[]>`
    ${mistakes(tx)} where m.place_id = ${tx.placeId} and m.mistake_id = ${mistakeId} ${lock ? tx.sql`for update of m` : tx.sql``}`
  return found ?? null
}

/** Open ones, longest waiting first; or answered ones, newest first. `organisationId` leaves only those about that organisation's entries. */
export const listMistakes = (
  tx: PlaceTx,
  { organisationId, open, limit }: { organisationId: string | null; open: boolean; limit: number },
): Promise<Mistake[]> =>
  tx.sql<Mistake[]>`
    ${mistakes(tx)} where m.place_id = ${tx.placeId}
      and ${open ? tx.sql`m.state in ('received', 'looked at')` : tx.sql`m.answered_at is not null`}
      ${organisationId ? tx.sql`and p.organisation_id = ${organisationId}` : tx.sql``}
    order by ${open ? tx.sql`m.received_at` : tx.sql`m.answered_at desc`}, m.mistake_id limit ${limit}`

export async function setLookedAt(tx: PlaceTx, mistakeId: string): Promise<void> {
  await tx.sql`
    update directory.mistake set state = 'looked at', looked_at = ${tx.now} where place_id = ${tx.placeId} and mistake_id = ${mistakeId}`
}

export async function setAnswered(
  tx: PlaceTx,
  mistakeId: string,
  { state, answer, by }: { state: MistakeState; answer: string; by: string },
): Promise<void> {
  await tx.sql`
    update directory.mistake set state = ${state}, answer = ${answer}, answered_by = ${by}, answered_at = ${tx.now}, looked_at = coalesce(looked_at, ${tx.now})
    where place_id = ${tx.placeId} and mistake_id = ${mistakeId}`
}

export async function findContact(tx: PlaceTx, mistakeId: string): Promise<MistakeContact | null> {
  const [found] = await tx.sql<MistakeContact[]>`
    select kind, address from directory.mistake_contact where place_id = ${tx.placeId} and mistake_id = ${mistakeId}`
  return found ?? null
}

/** False when the reporter was told before. */
export async function setTold(tx: PlaceTx, mistakeId: string): Promise<boolean> {
  const told = await tx.sql`
    update directory.mistake_contact set told_at = ${tx.now} where place_id = ${tx.placeId} and mistake_id = ${mistakeId} and told_at is null`
  return told.count === 1
}

/** Hours from report to answer of what was answered since. */
export async function listReplyHours(tx: PlaceTx, since: Date): Promise<number[]> {
  const rows = await tx.sql<{ hours: number }[]>`
    select (extract(epoch from answered_at - received_at) / 3600)::float8 as hours from directory.mistake
    where place_id = ${tx.placeId} and answered_at > ${since}`
  return rows.map(({ hours }) => hours)
}

/** Reports whose contact has had its time. */
export const listContactsToForget = async (tx: PlaceTx): Promise<string[]> => {
  const held = await heldNow(tx)
  const rows = await tx.sql<{ mistakeId: string }[]>`
    select mistake_id from directory.mistake m
    where place_id = ${tx.placeId} and (answered_at <= ${daysBefore(tx.now, CONTACT_DAYS_AFTER_ANSWER)} or received_at <= ${daysBefore(tx.now, CONTACT_DAYS)})
      and (source_hash is not null or exists (
        select from directory.mistake_contact c where c.place_id = m.place_id and c.mistake_id = m.mistake_id))
      and not ${isHeld(tx, 'directory.mistake', held)}`
  return rows.map(({ mistakeId }) => mistakeId)
}

export async function forgetContacts(tx: PlaceTx, mistakeIds: readonly string[]): Promise<void> {
  await tx.sql`delete from directory.mistake_contact where place_id = ${tx.placeId} and mistake_id = any (${[...mistakeIds]}::uuid[])`
  await tx.sql`update directory.mistake set source_hash = null where place_id = ${tx.placeId} and mistake_id = any (${[...mistakeIds]}::uuid[])`
}

export async function deleteOldMistakes(tx: PlaceTx): Promise<void> {
  await tx.sql`delete from directory.mistake where place_id = ${tx.placeId} and answered_at <= ${daysBefore(tx.now, MISTAKE_DAYS)} and not ${isHeld(tx, 'directory.mistake', await heldNow(tx))}`
}
