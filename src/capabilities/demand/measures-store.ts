/** The one statement that counts facts. Names, words and ids stay behind: only numbers come out. */
import type { PlaceTx } from '../../platform/db/database.ts'
import type { CountedFacts } from './measures.ts'

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
      with happened as (
        select data ->> 'needId' as need, kind, seq, recorded_at, data
        from platform.public_fact
        where place_id = ${tx.placeId} and kind in (
            'need-stated', 'need-triaged', 'referral-sent', 'referral-accepted', 'referral-declined', 'referral-expired', 'referral-recalled',
            'could-not-help', 'help-done', 'outcome-recorded', 'need-closed',
            'put-to-volunteers', 'volunteer-accepted', 'match-fell-through', 'no-volunteer-left', 'volunteers-taken-back', 'volunteer-done')
          and recorded_at >= coalesce((${fromOn}::date)::timestamp at time zone 'Europe/London', '-infinity')
      ),
      need as materialized (
        select
          min(recorded_at) filter (where kind = 'need-stated') as stated_at,
          max(data ->> 'kind') filter (where kind = 'need-stated') as about,
          max(data ->> 'neighbourhoodId') filter (where kind = 'need-stated') as neighbourhood,
          min(recorded_at) filter (where kind in ('need-triaged', 'put-to-volunteers')) as replied_at,
          min(recorded_at) filter (where kind in ('referral-accepted', 'volunteer-accepted')) as accepted_at,
          min(recorded_at) filter (where kind in ('help-done', 'volunteer-done', 'outcome-recorded')
            or (kind = 'need-closed' and data ->> 'reason' = 'helped')) as done_at,
          max(data ->> 'difference') filter (where kind = 'outcome-recorded') as difference,
          max(data ->> 'reason') filter (where kind = 'need-closed') as closed_as,
          max(seq) filter (where kind = 'referral-sent') as last_asked,
          max(seq) filter (where kind = 'put-to-volunteers') as last_put,
          max(seq) filter (where kind in ('referral-accepted', 'volunteer-accepted')) as last_yes,
          max(seq) filter (where kind in ('referral-recalled', 'volunteers-taken-back')) as last_recalled,
          max(seq) filter (where kind in ('referral-declined', 'referral-expired', 'could-not-help', 'match-fell-through', 'no-volunteer-left')) as last_back,
          min(seq) filter (where kind = 'referral-declined') as first_no,
          min(seq) filter (where kind = 'referral-expired') as first_silence,
          min(seq) filter (where kind = 'could-not-help') as first_could_not
        from happened group by need
        having min(recorded_at) filter (where kind = 'need-stated') is not null
      ),
      taker as (
        select coalesce(neighbourhood, '') as neighbourhood,
          case
            when closed_as = 'nobody could help' then 'none'
            when last_yes > coalesce(greatest(last_back, last_recalled), 0) then 'some'
            when closed_as is not null or done_at is not null then 'otherwise'
            when last_back > coalesce(greatest(last_asked, last_put, last_recalled), 0) then 'none'
            else 'open' end as taker,
          count(*)::int as needs
        from need group by 1, 2
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
