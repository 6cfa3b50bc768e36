import type { PlaceTx } from '../../../platform/db/database.ts'
import { unnested } from '../../../platform/db/unnested.ts'
import type { Council, CouncilEntry, Partner } from './council.ts'

const columns = (tx: PlaceTx) => tx.sql`
  c.council_id, c.name, c.area, c.about, c.website, c.organisation_id, c.joined_on, c.left_on`

/** A council in the list of all, with how it stands today. */
export type ListedCouncil = Council & {
  readonly endorsedOn: string | null
  readonly cabinetChampion: boolean
  readonly teamChampion: boolean
  readonly conversations: number
  readonly openCommitments: number
  readonly keptCommitments: number
}

/** Those whose name or area has some words in it, by name; the count is of all that match. */
export const listCouncils = async (
  tx: PlaceTx,
  { words, today, from, most }: { words: string; today: string; from: number; most: number },
): Promise<{ councils: ListedCouncil[]; count: number }> => {
  const matching = words
    ? tx.sql`and (strpos(lower(c.name), ${words.toLowerCase()}) > 0 or strpos(lower(coalesce(c.area, '')), ${words.toLowerCase()}) > 0)`
    : tx.sql``
  const [{ count } = { count: 0 }] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from practice.council c where c.place_id = ${tx.placeId} ${matching}`
  const councils = await tx.sql<ListedCouncil[]>`
    select ${columns(tx)}, e.*
    from (select * from practice.council c where c.place_id = ${tx.placeId} ${matching} order by c.left_on is not null, lower(c.name) limit ${most} offset ${from}) c
    left join lateral (
      select max(from_on) filter (where kind = 'endorsement' and from_on <= ${today}::date) as endorsed_on,
        coalesce(bool_or(kind = 'champion' and sort = 'cabinet' and from_on <= ${today}::date and coalesce(until_on, 'infinity') >= ${today}::date), false) as cabinet_champion,
        coalesce(bool_or(kind = 'champion' and sort = 'senior team' and from_on <= ${today}::date and coalesce(until_on, 'infinity') >= ${today}::date), false) as team_champion,
        count(*) filter (where kind = 'conversation')::int as conversations,
        count(*) filter (where kind = 'commitment' and sort = 'open')::int as open_commitments,
        count(*) filter (where kind = 'commitment' and sort = 'kept')::int as kept_commitments
      from practice.council_entry e where e.place_id = c.place_id and e.council_id = c.council_id and e.removed_at is null
    ) e on true
    order by c.left_on is not null, lower(c.name)`
  return { councils, count }
}

export const findCouncil = async (tx: PlaceTx, councilId: string): Promise<Council | null> => {
  const [row] = await tx.sql<Council[]>`
    select ${columns(tx)} from practice.council c where c.place_id = ${tx.placeId} and c.council_id = ${councilId}`
  return row ?? null
}

/** The council that an organisation of this place is. */
export const findCouncilOf = async (tx: PlaceTx, organisationId: string): Promise<Council | null> => {
  const [row] = await tx.sql<Council[]>`
    select ${columns(tx)} from practice.council c where c.place_id = ${tx.placeId} and c.organisation_id = ${organisationId}`
  return row ?? null
}

export const isCouncilNameTaken = async (tx: PlaceTx, name: string, butFor: string): Promise<boolean> => {
  const [row] = await tx.sql`
    select 1 from practice.council where place_id = ${tx.placeId} and lower(name) = ${name.toLowerCase()} and council_id <> ${butFor}`
  return row !== undefined
}

/** Writes a council anew, or as it is now. */
export const saveCouncil = (tx: PlaceTx, council: Council): Promise<void> =>
  tx.house(async () => {
    const { councilId, name, area, about, website, organisationId, joinedOn, leftOn } = council
    await tx.sql`
      insert into practice.council (place_id, council_id, name, area, about, website, organisation_id, joined_on, left_on, added_at)
      values (${tx.placeId}, ${councilId}, ${name}, ${area}, ${about}, ${website}, ${organisationId}, ${joinedOn}, ${leftOn}, ${tx.now})
      on conflict (place_id, council_id) do update set name = excluded.name, area = excluded.area, about = excluded.about, website = excluded.website,
        organisation_id = excluded.organisation_id, joined_on = excluded.joined_on, left_on = excluded.left_on`
  })

const entryColumns = (tx: PlaceTx) => tx.sql`
  e.entry_id, e.council_id, e.kind, e.title, e.post, e.sort, e.from_on, e.until_on, e.says, e.learned, e.how_many, e.document, e.document_title, e.changed_at, e.changed_by,
  e.removed_at, coalesce((select jsonb_agg(jsonb_build_object('name', p.name, 'kind', p.kind) order by p.position) from practice.pilot_partner p
    where p.place_id = e.place_id and p.entry_id = e.entry_id), '[]') as partners,
  (select jsonb_build_object('name', f.name, 'sentOn', to_char(f.sent_at at time zone 'Europe/London', 'YYYY-MM-DD')) from practice.entry_file f
    where f.place_id = e.place_id and f.entry_id = e.entry_id) as file`

/** What stands in a council's record, newest first; not what was removed. */
export const listEntries = (tx: PlaceTx, councilId: string): Promise<CouncilEntry[]> =>
  tx.sql<CouncilEntry[]>`
    select ${entryColumns(tx)} from practice.council_entry e
    where e.place_id = ${tx.placeId} and e.council_id = ${councilId} and e.removed_at is null order by e.from_on desc, e.entry_id desc limit 500`

export const findEntry = async (tx: PlaceTx, entryId: string): Promise<CouncilEntry | null> => {
  const [row] = await tx.sql<CouncilEntry[]>`
    select ${entryColumns(tx)} from practice.council_entry e where e.place_id = ${tx.placeId} and e.entry_id = ${entryId}`
  return row ?? null
}

/** Writes an entry anew, or as it is now, with who takes part in it. */
export const saveEntry = (
  tx: PlaceTx,
  entry: Omit<CouncilEntry, 'file' | 'changedAt' | 'changedBy' | 'removedAt'>,
): Promise<void> =>
  tx.house(async () => {
    const { partners, ...row } = entry
    await tx.sql`
      insert into practice.council_entry (place_id, entry_id, council_id, kind, title, post, sort, from_on, until_on, says, learned, how_many, document, document_title,
        changed_at, changed_by)
      values (${tx.placeId}, ${row.entryId}, ${row.councilId}, ${row.kind}, ${row.title}, ${row.post}, ${row.sort}, ${row.fromOn}, ${row.untilOn}, ${row.says},
        ${row.learned}, ${row.howMany}, ${row.document}, ${row.documentTitle}, ${tx.now}, ${tx.actor.name})
      on conflict (place_id, entry_id) do update set title = excluded.title, post = excluded.post, sort = excluded.sort, from_on = excluded.from_on,
        until_on = excluded.until_on, says = excluded.says, learned = excluded.learned, how_many = excluded.how_many, document = excluded.document,
        document_title = excluded.document_title, changed_at = excluded.changed_at, changed_by = excluded.changed_by`
    await savePartners(tx, entry.entryId, partners)
  })

const savePartners = async (tx: PlaceTx, entryId: string, partners: readonly Partner[]): Promise<void> => {
  await tx.sql`delete from practice.pilot_partner where place_id = ${tx.placeId} and entry_id = ${entryId}`
  if (partners.length === 0) return
  const rows = partners.map(({ name, kind }, position) => ({ position, name, kind }))
  await tx.sql`
    insert into practice.pilot_partner (place_id, entry_id, position, name, kind)
    select ${tx.placeId}, ${entryId}, position, name, kind from ${unnested(tx.sql, rows, { position: 'int4', name: 'text', kind: 'text' })} as x (position, name, kind)`
}

/** Takes an entry out of the record, or puts it back. */
export const saveRemoved = (tx: PlaceTx, entryId: string, removed: boolean): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update practice.council_entry set removed_at = ${removed ? tx.now : null}, changed_at = ${tx.now}, changed_by = ${tx.actor.name}
      where place_id = ${tx.placeId} and entry_id = ${entryId}`
  })

/** Every council by name, for a list to choose from. */
export const listCouncilNames = (tx: PlaceTx): Promise<{ councilId: string; name: string }[]> =>
  tx.sql<{ councilId: string; name: string }[]>`
    select council_id, name from practice.council where place_id = ${tx.placeId} order by lower(name) limit 1000`

export interface EntryFile {
  readonly name: string
  readonly type: 'application/pdf' | 'image/png' | 'image/jpeg'
  readonly content: Buffer
}

/** The document of an entry that stands in a record, for everybody; null where there is none, or the entry was taken out. */
export const findEntryFile = async (tx: PlaceTx, entryId: string): Promise<EntryFile | null> => {
  const [row] = await tx.sql<EntryFile[]>`
    select f.name, f.type, f.content from practice.entry_file f
    join practice.council_entry e on e.place_id = f.place_id and e.entry_id = f.entry_id and e.removed_at is null
    where f.place_id = ${tx.placeId} and f.entry_id = ${entryId}`
  return row ?? null
}

/** Puts a document to an entry instead of the one before; with null takes it away. */
export const saveEntryFile = (tx: PlaceTx, entryId: string, file: EntryFile | null): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from practice.entry_file where place_id = ${tx.placeId} and entry_id = ${entryId}`
    if (file)
      await tx.sql`
        insert into practice.entry_file (place_id, entry_id, name, type, content, sent_at, sent_by)
        values (${tx.placeId}, ${entryId}, ${file.name}, ${file.type}, ${file.content}, ${tx.now}, ${tx.actor.name})`
  })
