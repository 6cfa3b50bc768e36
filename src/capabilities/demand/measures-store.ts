/** The one statement that counts facts. Names, words and ids stay behind: only numbers come out. */
import type { PlaceTx } from '../../platform/db/database.ts'
import { OutcomeRecorded } from '../outcomes/index.ts'
import {
  CouldNotHelp,
  HelpDone,
  ReferralAccepted,
  ReferralDeclined,
  ReferralExpired,
  ReferralRecalled,
  ReferralSent,
} from '../referrals/index.ts'
import { HelpRequestMade, NeedClosed, NeedStated } from '../requests/index.ts'
import { NeedTriaged } from '../triage/index.ts'
import type { CountedFacts } from './measures.ts'

const said = {
  requested: HelpRequestMade.kind,
  stated: NeedStated.kind,
  triaged: NeedTriaged.kind,
  sent: ReferralSent.kind,
  accepted: ReferralAccepted.kind,
  declined: ReferralDeclined.kind,
  expired: ReferralExpired.kind,
  recalled: ReferralRecalled.kind,
  couldNot: CouldNotHelp.kind,
  done: HelpDone.kind,
  outcome: OutcomeRecorded.kind,
  closed: NeedClosed.kind,
} as const

const ofNeeds = Object.values(said).filter(kind => kind !== said.requested)

/**
 * Counts the needs told since midnight of `fromOn` in the place ('YYYY-MM-DD'; null for all), and who waits unheard now. Runs as the house: no
 * actor may see every fact of a place, and nobody sees any by this.
 */
export const countFacts = async (tx: PlaceTx, fromOn: string | null): Promise<CountedFacts> =>
  tx.house(async () => {
    const [row] = await tx.sql<[{ counted: Omit<CountedFacts, 'silence'> & { silence: Silence } }]>`
      with happened as (
        select data ->> 'needId' as need, kind, seq, recorded_at, data
        from platform.public_fact
        where place_id = ${tx.placeId} and kind = any (${ofNeeds})
          and recorded_at >= coalesce((${fromOn}::date)::timestamp at time zone 'Europe/London', '-infinity')
      ),
      need as materialized (
        select
          min(recorded_at) filter (where kind = ${said.stated}) as stated_at,
          max(data ->> 'kind') filter (where kind = ${said.stated}) as about,
          max(data ->> 'neighbourhoodId') filter (where kind = ${said.stated}) as neighbourhood,
          min(recorded_at) filter (where kind = ${said.triaged}) as replied_at,
          min(recorded_at) filter (where kind = ${said.accepted}) as accepted_at,
          min(recorded_at) filter (where kind = ${said.done} or kind = ${said.outcome}
            or (kind = ${said.closed} and data ->> 'reason' = 'helped')) as done_at,
          max(data ->> 'difference') filter (where kind = ${said.outcome}) as difference,
          max(data ->> 'reason') filter (where kind = ${said.closed}) as closed_as,
          max(seq) filter (where kind = ${said.sent}) as last_asked,
          max(seq) filter (where kind = ${said.accepted}) as last_yes,
          max(seq) filter (where kind = ${said.recalled}) as last_recalled,
          max(seq) filter (where kind = any (${[said.declined, said.expired, said.couldNot]})) as last_back,
          min(seq) filter (where kind = ${said.declined}) as first_no,
          min(seq) filter (where kind = ${said.expired}) as first_silence,
          min(seq) filter (where kind = ${said.couldNot}) as first_could_not
        from happened group by need
        having min(recorded_at) filter (where kind = ${said.stated}) is not null
      ),
      taker as (
        select coalesce(neighbourhood, '') as neighbourhood,
          case
            when closed_as = 'nobody could help' then 'none'
            when last_yes > coalesce(greatest(last_back, last_recalled), 0) then 'some'
            when closed_as is not null or done_at is not null then 'otherwise'
            when last_back > coalesce(greatest(last_asked, last_recalled), 0) then 'none'
            else 'open' end as taker,
          count(*)::int as needs
        from need group by 1, 2
      ),
      took as (
        select step, floor(extract(epoch from at - stated_at) / 60)::int as minutes,
          case when at is null then closed_as is null and done_at is null end as waits, count(*)::int as needs
        from need cross join lateral (values ('firstReply', replied_at), ('firstYes', accepted_at), ('done', done_at)) reached (step, at)
        group by 1, 2, 3
      ),
      wait as (
        select step, coalesce(jsonb_agg(jsonb_build_array(minutes, needs) order by minutes) filter (where minutes is not null), '[]') as minutes,
          coalesce(sum(needs) filter (where waits), 0) as still_waiting,
          coalesce(sum(needs) filter (where not waits), 0) as ended_without
        from took group by step
      ),
      silent as (
        select count(*)::int as needs, min(recorded_at) as longest_since
        from platform.public_fact told
        where place_id = ${tx.placeId} and kind = ${said.stated}
          and not exists (
            select from platform.public_fact answer
            where answer.place_id = told.place_id and answer.record_id = told.record_id
              and answer.place_id = ${tx.placeId} and answer.kind = any (${[said.triaged, said.closed]}))
      )
      select jsonb_build_object(
        'needs', (select count(*) from need),
        'waits', (select coalesce(jsonb_object_agg(step, jsonb_build_object(
            'minutes', minutes, 'stillWaiting', still_waiting, 'endedWithout', ended_without)), '{}') from wait),
        'differences', (select coalesce(jsonb_agg(jsonb_build_object('difference', difference, 'needs', needs)), '[]') from (
            select coalesce(difference, '') as difference, count(*) as needs from need where done_at is not null group by 1) told),
        'asked', (select jsonb_build_object(
            'needs', count(*),
            'again', count(*) filter (where least(first_no, first_silence, first_could_not) < last_asked),
            'againAfterNo', count(*) filter (where first_no < last_asked),
            'againAfterSilence', count(*) filter (where first_silence < last_asked),
            'againAfterCouldNot', count(*) filter (where first_could_not < last_asked),
            'cameBackOnly', count(*) filter (where least(first_no, first_silence, first_could_not) > last_asked))
            from need where last_asked is not null),
        'takers', (select coalesce(jsonb_agg(jsonb_build_object('neighbourhoodId', neighbourhood, 'taker', taker, 'needs', needs)), '[]') from taker),
        'kinds', (select coalesce(jsonb_agg(jsonb_build_object('kind', about, 'needs', needs)), '[]') from (
            select about, count(*) as needs from need group by 1) kinds),
        'requests', (select coalesce(jsonb_agg(jsonb_build_object('on', day, 'value', requests)), '[]') from (
            select (recorded_at at time zone 'Europe/London')::date as day, count(*) as requests
            from platform.public_fact
            where place_id = ${tx.placeId} and kind = ${said.requested}
              and recorded_at >= coalesce((${fromOn}::date)::timestamp at time zone 'Europe/London', '-infinity')
            group by 1) days),
        'silence', (select jsonb_build_object('needs', needs, 'longestSince', longest_since) from silent)
      ) as counted`
    const { waits, silence, ...counted } = row.counted
    const none = { minutes: [], stillWaiting: 0, endedWithout: 0 }
    return {
      ...counted,
      waits: { firstReply: waits.firstReply ?? none, firstYes: waits.firstYes ?? none, done: waits.done ?? none },
      silence: { needs: silence.needs, longestSince: silence.longestSince ? new Date(silence.longestSince) : null },
    }
  })

type Silence = { needs: number; longestSince: string | null }
