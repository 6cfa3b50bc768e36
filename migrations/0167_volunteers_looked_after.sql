-- Volunteers as whoever looks after them lists, searches and counts them. It runs with the reader's own rights; only the house reads it, for one organisation at a time.
create view volunteers.public_looked_after with (security_invoker = true) as
  select v.place_id, v.volunteer_id, v.person_id, v.organisation_id, v.reference, v.state, v.activities, v.neighbourhood_id, v.identity_seen_on, v.signed_up_at,
    v.paused_until, v.left_at, v.code_hash = '' as is_forgotten, v.maybe_volunteer_id is not null as is_maybe_second, p.name, p.phone, p.email,
    -- The first of their checks to end: of each level the last that was accepted.
    c.check_ends_on,
    -- When they were last told a next step that is more than the welcome, and the day we promised to ask again.
    t.told_at, s.ask_again_on, g.last_gave_on, k.last_thanked_at
  from volunteers.volunteer v
  join people.public_reach p on p.place_id = v.place_id and p.person_id = v.person_id
  -- Each joined once for all: what a statement does not ask for is not read.
  left join (select place_id, volunteer_id, min(last) as check_ends_on from (
      select place_id, volunteer_id, level, max(counts_until) as last from volunteers.held_check where decision = 'accepted' group by 1, 2, 3) of_level
    group by 1, 2) c on c.place_id = v.place_id and c.volunteer_id = v.volunteer_id
  left join (select place_id, volunteer_id, max(told_at) as told_at from volunteers.next_step where kind <> 'welcome' group by 1, 2) t
    on t.place_id = v.place_id and t.volunteer_id = v.volunteer_id
  left join (select distinct on (place_id, volunteer_id) place_id, volunteer_id, ask_again_on from volunteers.next_step
      order by place_id, volunteer_id, told_at desc, next_step_id desc) s on s.place_id = v.place_id and s.volunteer_id = v.volunteer_id
  left join (select place_id, volunteer_id, max(given_on) as last_gave_on from volunteers.hours_given group by 1, 2) g
    on g.place_id = v.place_id and g.volunteer_id = v.volunteer_id
  left join (select place_id, volunteer_id, max(said_at) as last_thanked_at from volunteers.thanks group by 1, 2) k
    on k.place_id = v.place_id and k.volunteer_id = v.volunteer_id;
grant select on volunteers.public_looked_after to keepitlocal_house;

-- What somebody said before it was last changed, so that a change made by mistake, or for them by somebody who misheard, can be taken back for 14 days.
alter table volunteers.volunteer add column said_before jsonb;
alter table volunteers.volunteer add column said_before_at timestamptz;
alter table volunteers.volunteer add constraint said_before_has_a_time check ((said_before is null) = (said_before_at is null));
