import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Found } from './how-it-went.ts'

/** Counts of what was looked for, and of the pages that were opened. Only the house reads and writes these tables. */

export interface SearchCount {
  readonly weekOn: string
  readonly neighbourhood: string
  readonly kind: string
  readonly found: Found
  readonly searches: number
}

/** Adds to the counts. */
export const addSearches = async (
  tx: PlaceTx,
  counts: readonly SearchCount[],
  words: readonly { weekOn: string; word: string; searches: number }[],
): Promise<void> => {
  await tx.sql`
    insert into directory.searches_asked as s (place_id, week_on, neighbourhood, kind, found, searches)
    select ${tx.placeId}, x."weekOn", x.neighbourhood, x.kind, x.found, x.searches
    from jsonb_to_recordset(${tx.sql.json(counts as never)}) as x ("weekOn" date, neighbourhood text, kind text, found text, searches int) order by 2, 3, 4, 5
    on conflict (place_id, week_on, neighbourhood, kind, found) do update set searches = s.searches + excluded.searches`
  await tx.sql`
    insert into directory.words_asked as w (place_id, week_on, word, searches)
    select ${tx.placeId}, x."weekOn", x.word, x.searches
    from jsonb_to_recordset(${tx.sql.json(words as never)}) as x ("weekOn" date, word text, searches int) order by 2, 3
    on conflict (place_id, week_on, word) do update set searches = w.searches + excluded.searches`
}

/** Adds to how often entries' pages were opened in a month. Entries that are not there any more are left out. */
export const addLooks = async (
  tx: PlaceTx,
  looks: readonly { serviceId: string; monthOn: string; looks: number }[],
): Promise<void> => {
  await tx.sql`
    insert into directory.entry_looks as l (place_id, service_id, month_on, looks)
    select ${tx.placeId}, s.service_id, x."monthOn", x.looks
    from jsonb_to_recordset(${tx.sql.json(looks as never)}) as x ("serviceId" uuid, "monthOn" date, looks int)
    join directory.listed_service s on s.place_id = ${tx.placeId} and s.service_id = x."serviceId" order by 2, 3
    on conflict (place_id, service_id, month_on) do update set looks = l.looks + excluded.looks`
}

/** Everything that was counted since a week began. */
export const listSearches = (tx: PlaceTx, sinceWeekOn: string): Promise<Omit<SearchCount, 'weekOn'>[]> =>
  tx.house(
    () => tx.sql<Omit<SearchCount, 'weekOn'>[]>`
      select neighbourhood, kind, found, sum(searches)::int as searches from directory.searches_asked
      where place_id = ${tx.placeId} and week_on >= ${sinceWeekOn}::date group by 1, 2, 3`,
  )

/** The words of poor searches that were asked at least so often, most asked first. */
export const listWords = (
  tx: PlaceTx,
  sinceWeekOn: string,
  least: number,
): Promise<{ word: string; searches: number }[]> =>
  tx.house(
    () => tx.sql<{ word: string; searches: number }[]>`
      select word, sum(searches)::int as searches from directory.words_asked
      where place_id = ${tx.placeId} and week_on >= ${sinceWeekOn}::date group by word having sum(searches) >= ${least}
      order by 2 desc, 1 limit 50`,
  )

/** Takes away what was counted before a day. */
export const forgetSearches = async (tx: PlaceTx, before: string): Promise<void> => {
  await tx.sql`delete from directory.searches_asked where place_id = ${tx.placeId} and week_on < ${before}::date`
  await tx.sql`delete from directory.words_asked where place_id = ${tx.placeId} and week_on < ${before}::date`
  await tx.sql`delete from directory.entry_looks where place_id = ${tx.placeId} and month_on < ${before}::date`
}
