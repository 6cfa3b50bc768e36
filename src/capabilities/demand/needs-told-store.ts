/** Every need told since a day, with what happened to it: what all counting starts from. */
import type { PlaceTx } from '../../platform/db/database.ts'

/**
 * The part of a statement after `with`: `need`, a row each with when it was told, of what kind, where, and the first and last time of everything that happened to
 * it; and `settled`, the same with whether somebody takes it (`some`, `none`, `otherwise` ended, still `open`).
 *
 * @param fromOn midnight of this day in the place, 'YYYY-MM-DD'; null for all there is.
 */
export const needsTold = (tx: PlaceTx, fromOn: string | null) => tx.sql`
      happened as (
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
      settled as (
        select need.*,
          case
            when closed_as = 'nobody could help' then 'none'
            when last_yes > coalesce(greatest(last_back, last_recalled), 0) then 'some'
            when closed_as is not null or done_at is not null then 'otherwise'
            when last_back > coalesce(greatest(last_asked, last_put, last_recalled), 0) then 'none'
            else 'open' end as taker
        from need
      )`
