/** The one statement that counts facts. Names, words and ids stay behind: only numbers come out. */
import type { PlaceTx } from '../../platform/db/database.ts'
import type { CountedFacts } from './measures.ts'
import { needsTold } from './needs-told-store.ts'

/**
 * Counts the needs told since midnight of `fromOn` in the place ('YYYY-MM-DD'; null for all), and who waits unheard now. Runs as the house: no
 * actor may see every fact of a place, and nobody sees any by this.
 */
export const countFacts = async (tx: PlaceTx, fromOn: string | null): Promise<CountedFacts> =>
  tx.house(async () => {
    // Without it, PostgreSQL sorts every fact on disk to group a large place's by need.
    await tx.sql`set local work_mem = '64MB'`
    const waitFor = (at: string) => tx.sql`(
      select json_build_object(
        'minutes', coalesce(json_agg(json_build_array(minutes, needs) order by minutes) filter (where minutes is not null), '[]'),
        'stillWaiting', coalesce(sum(needs) filter (where minutes is null and is_open), 0),
        'endedWithout', coalesce(sum(needs) filter (where minutes is null and not is_open), 0))
      from (
        select floor(date_part('epoch', ${tx.sql(at)} - stated_at) / 60)::int as minutes,
          case when ${tx.sql(at)} is null then closed_as is null and done_at is null end as is_open, count(*)::int as needs
        from need group by 1, 2) took)`
    const [row] = await tx.sql<[{ counted: Omit<CountedFacts, 'silence'> & { silence: Silence } }]>`
      with ${needsTold(tx, fromOn)},
      taker as (
        select coalesce(neighbourhood, '') as neighbourhood,
          taker,
          count(*)::int as needs
        from settled group by 1, 2
      ),
      silent as (
        select count(*)::int as needs, min(recorded_at) as longest_since
        from platform.public_fact told
        where place_id = ${tx.placeId} and kind = 'need-stated'
          and not exists (
            select from platform.public_fact answer
            where answer.place_id = told.place_id and answer.record_id = told.record_id
              and answer.place_id = ${tx.placeId} and answer.kind in ('need-triaged', 'need-closed'))
          and told.record_id::text not in (
            select data ->> 'needId' from platform.public_fact where place_id = ${tx.placeId} and kind = 'put-to-volunteers')
      )
      select json_build_object(
        'needs', (select count(*) from need),
        'waits', json_build_object('firstReply', ${waitFor('replied_at')}, 'firstYes', ${waitFor('accepted_at')}, 'done', ${waitFor('done_at')}),
        'differences', (select coalesce(json_agg(json_build_object('difference', difference, 'needs', needs)), '[]') from (
            select coalesce(difference, '') as difference, count(*) as needs from need where done_at is not null group by 1) told),
        'asked', (select json_build_object(
            'needs', count(*),
            'again', count(*) filter (where least(first_no, first_silence, first_could_not) < last_asked),
            'againAfterNo', count(*) filter (where first_no < last_asked),
            'againAfterSilence', count(*) filter (where first_silence < last_asked),
            'againAfterCouldNot', count(*) filter (where first_could_not < last_asked),
            'cameBackOnly', count(*) filter (where least(first_no, first_silence, first_could_not) > last_asked))
            from need where last_asked is not null),
        'takers', (select coalesce(json_agg(json_build_object('neighbourhoodId', neighbourhood, 'taker', taker, 'needs', needs)), '[]') from taker),
        'kinds', (select coalesce(json_agg(json_build_object('kind', about, 'needs', needs)), '[]') from (
            select about, count(*) as needs from need group by 1) kinds),
        'requests', (select coalesce(json_agg(json_build_object('on', day, 'value', requests)), '[]') from (
            select (recorded_at at time zone 'Europe/London')::date as day, count(*) as requests
            from platform.public_fact
            where place_id = ${tx.placeId} and kind = 'help-request-made'
              and recorded_at >= coalesce((${fromOn}::date)::timestamp at time zone 'Europe/London', '-infinity')
            group by 1) days),
        'silence', (select json_build_object('needs', needs, 'longestSince', longest_since) from silent)
      ) as counted`
    const { silence, ...counted } = row.counted
    return {
      ...counted,
      silence: { needs: silence.needs, longestSince: silence.longestSince ? new Date(silence.longestSince) : null },
    }
  })

type Silence = { needs: number; longestSince: string | null }
