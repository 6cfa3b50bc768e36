import type postgres from 'postgres'
import type { Cast } from '../test/support/cast.ts'

/** Needs waiting or in hand, after others that are history, all triaged by one organisation, with their people, referrals and grants. */
export const writeNeeds = async (
  asOwner: postgres.Sql,
  cast: Cast,
  { open, closed, now }: { open: number; closed: number; now: Date },
): Promise<void> => {
  const { placeId } = cast
  await asOwner.unsafe(`
    create temporary table made as
      select n, gen_random_uuid() as request_id, gen_random_uuid() as need_id, gen_random_uuid() as person_id, gen_random_uuid() as referral_id,
        n > ${open} as is_closed, n % 5 as stage, timestamptz '${now.toISOString()}' - n * interval '7 minutes' as at
      from generate_series(1, ${open + closed}) n;
    insert into people.person (place_id, person_id, name, contact_by, position, created_at)
      select '${placeId}', person_id, 'Person ' || n, 'phone', point(400000 + n % 9000, 300000 + n % 7000), at from made;
    insert into requests.help_request (place_id, help_request_id, journey_id, person_id, reference, code_hash, story, taken_how, taken_by_name,
        triaged_by_organisation_id, state, made_at)
      select '${placeId}', request_id, request_id, person_id, 'R' || n, '', 'A story of some length, told once.', 'phone', 'Amira',
        '${cast.hub}', case when is_closed then 'closed' else 'open' end, at from made;
    insert into requests.need (place_id, need_id, help_request_id, journey_id, kind, description, urgency, near, state, state_since, asked_of,
        closing_reason, asked_at, triaged_by_organisation_id)
      select '${placeId}', need_id, request_id, request_id, (array['food', 'lift', 'company'])[1 + n % 3], 'Someone needs help.',
        (array['today', 'two days', 'this week', 'no hurry'])[1 + n % 4], point(400500, 300500),
        case when is_closed then 'closed' else (array['waiting', 'waiting', 'asked', 'accepted', 'done'])[1 + stage] end, at,
        case when stage > 1 or is_closed then 'organisation' end, case when is_closed then 'helped' end, at, '${cast.hub}' from made;
    insert into referrals.referral (place_id, referral_id, journey_id, help_request_id, need_id, organisation_id, sent_by_organisation_id, sent_by_name,
        description, basis, basis_ground, state, sent_at, answer_by, answered_at, ended_at)
      select '${placeId}', referral_id, request_id, request_id, need_id, case n % 2 when 0 then '${cast.kitchen}' else '${cast.drivers}' end::uuid, '${cast.hub}',
        'Amira', 'Someone needs help.', 'public task', 'Duty', case when is_closed then 'done' else (array[null, 'declined', 'sent', 'accepted', 'done'])[1 + stage] end,
        at, at + interval '4 hours', at + interval '1 hour', case when stage in (1, 4) or is_closed then at + interval '2 hours' end
      from made where is_closed or stage > 0;
    insert into platform.record_grant (place_id, grant_id, record_id, holder_id, basis, granted_at)
      select '${placeId}', gen_random_uuid(), record_id, '${cast.hub}', 'decides what happens next', at
      from made, unnest(array[request_id, need_id, person_id, referral_id]) record_id;
    analyze people.person; analyze requests.help_request; analyze requests.need; analyze referrals.referral; analyze platform.record_grant`)
}
