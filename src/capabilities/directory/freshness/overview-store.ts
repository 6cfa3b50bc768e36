import type { PlaceTx } from '../../../platform/db/database.ts'
import type { ReasonToCheck } from '../freshness.ts'

/** What those who keep the directory right see of all of it. Entries that run, and those hidden until they are checked, count; merged and ended ones do not. */

/** How many entries of one organisation and source stand alike. */
export interface Standing {
  readonly source: string
  readonly publisherName: string | null
  readonly assuredOn: string | null
  readonly doubtfulBecause: string | null
  /** Checked within a year, as the database reckons it. */
  readonly withinAYear: boolean
  readonly entries: number
}

const counted = (tx: PlaceTx) => tx.sql`
  s.place_id = ${tx.placeId} and s.merged_into is null and (s.status = 'active' or exists (
    select from directory.hiding h where h.place_id = s.place_id and h.service_id = s.service_id))`

export const listStandings = (tx: PlaceTx, today: string): Promise<Standing[]> =>
  tx.house(
    () => tx.sql<Standing[]>`
      select s.source, p.name as publisher_name, s.assured_on, s.doubtful_because,
        coalesce(s.assured_on >= ${today}::date - interval '1 year', false) as within_a_year, count(*)::int as entries
      from directory.listed_service s left join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
      where ${counted(tx)} group by 1, 2, 3, 4, 5`,
  )

/** Which entries are shown: those a person is to ring about, doubtful, whose mail came back, silent, asked now, unchecked for a year, hidden. */
export const shownOnes = ['ring', 'doubtful', 'bounced', 'silent', 'asked', 'stale', 'hidden'] as const
export type Shown = (typeof shownOnes)[number]

const isShown = (tx: PlaceTx, shown: Shown, today: string) => {
  const reason = (which: ReturnType<typeof tx.sql>) => tx.sql`exists (select from directory.reason_to_check r
    where r.place_id = s.place_id and r.service_id = s.service_id and r.ended_at is null ${which})`
  const hidden = tx.sql`exists (select from directory.hiding h where h.place_id = s.place_id and h.service_id = s.service_id)`
  switch (shown) {
    case 'ring':
      return tx.sql`${reason(tx.sql``)} and not ${hidden}`
    case 'doubtful':
      return tx.sql`s.doubtful_because is not null`
    case 'bounced':
      return reason(tx.sql`and r.reason = 'mail came back'`)
    case 'silent':
      return reason(tx.sql`and r.reason = 'no answer'`)
    case 'asked':
      return tx.sql`exists (select from directory.asked_entry e join directory.asking a on a.place_id = e.place_id and a.asking_id = e.asking_id
        where e.place_id = s.place_id and e.service_id = s.service_id and e.settled_at is null and a.ended_at is null)`
    case 'stale':
      return tx.sql`(s.assured_on is null or s.assured_on < ${today}::date - interval '1 year')`
    case 'hidden':
      return hidden
  }
}

/** How many entries each choice shows, and how many there are in all. */
export const countShown = (tx: PlaceTx, today: string): Promise<Record<Shown | 'all', number>> =>
  tx.house(async () => {
    const each = shownOnes.map(
      shown => tx.sql`, count(*) filter (where ${isShown(tx, shown, today)})::int as ${tx.sql(shown)}`,
    )
    const columns = each.reduce((all, one) => tx.sql`${all}${one}`, tx.sql`count(*)::int as "all"`)
    const [row] = await tx.sql<Record<Shown | 'all', number>[]>`
      select ${columns} from directory.listed_service s where ${counted(tx)}`
    return row as Record<Shown | 'all', number>
  })

/** An entry as it stands in the list. */
export interface EntryToKeep {
  readonly serviceId: string
  readonly name: string
  readonly publisherName: string | null
  readonly source: string
  readonly status: string
  readonly assuredOn: string | null
  readonly doubtfulBecause: string | null
  readonly phone: string | null
  /** How often its page was opened in the last twelve months. */
  readonly looks: number
  readonly reasons: readonly { reason: ReasonToCheck; words: string | null; raisedAt: string }[]
  readonly asked: { toAddress: string; mails: number; openedAt: string } | null
  readonly hidden: boolean
  /** How many entries of its organisation are in the same choice. */
  readonly ofTheirs: number
  /** When somebody rang about any of them and nobody answered; null when that is more than two weeks ago. */
  readonly rangInVainAt: Date | null
}

/**
 * The entries of a choice: most looked for first, then longest unchecked, with those of one organisation together, so that one call does for all. Whoever did not
 * answer a call of the last two weeks comes after all others.
 */
export const listEntriesToKeep = (
  tx: PlaceTx,
  shown: Shown,
  today: string,
  offset: number,
  limit: number,
): Promise<EntryToKeep[]> =>
  tx.house(
    () => tx.sql<EntryToKeep[]>`
      select s.service_id, s.name, p.name as publisher_name, s.source, s.status, s.assured_on, s.doubtful_because,
        s.detail -> 'phones' -> 0 ->> 'number' as phone, coalesce(l.looks, 0)::int as looks,
        coalesce((select jsonb_agg(jsonb_build_object('reason', r.reason, 'words', r.words, 'raisedAt', r.raised_at) order by r.raised_at)
          from directory.reason_to_check r where r.place_id = s.place_id and r.service_id = s.service_id and r.ended_at is null), '[]') as reasons,
        (select jsonb_build_object('toAddress', a.to_address, 'mails', a.mails, 'openedAt', a.opened_at)
          from directory.asked_entry e join directory.asking a on a.place_id = e.place_id and a.asking_id = e.asking_id
          where e.place_id = s.place_id and e.service_id = s.service_id and e.settled_at is null and a.ended_at is null limit 1) as asked,
        exists (select from directory.hiding h where h.place_id = s.place_id and h.service_id = s.service_id) as hidden,
        (count(*) over theirs)::int as of_theirs, max(c.rang_at) over theirs as rang_in_vain_at
      from directory.listed_service s
      left join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
      left join (select service_id, sum(looks) as looks from directory.entry_looks
        where place_id = ${tx.placeId} and month_on > ${today}::date - interval '1 year' group by service_id) l on l.service_id = s.service_id
      left join directory.call_not_answered c on c.place_id = s.place_id and c.service_id = s.service_id and c.rang_at > ${today}::date - interval '14 days'
      where ${counted(tx)} and ${isShown(tx, shown, today)}
      window theirs as (partition by coalesce(s.publisher_id, s.service_id))
      order by max(c.rang_at) over theirs nulls first, coalesce(max(l.looks) over theirs, 0) desc, bool_or(s.assured_on is null) over theirs desc, min(s.assured_on) over theirs,
        lower(p.name), coalesce(s.publisher_id, s.service_id), coalesce(l.looks, 0) desc, s.assured_on nulls first, lower(s.name), s.service_id offset ${offset} limit ${limit}`,
  )
