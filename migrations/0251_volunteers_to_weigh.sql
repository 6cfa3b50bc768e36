-- Capability: volunteers. Volunteers as the rules weigh them, in one text each: many are alike but for where they live, so that the database counts them together and
-- the rules look at each kind once. Who they are is not in it, nor on which day it was seen, which no rule asks. It runs with the reader's own rights; only the house reads it.
create view volunteers.public_to_weigh with (security_invoker = true) as
  select v.place_id, v.volunteer_id, v.position,
    concat_ws(E'\x1f', v.state, coalesce(v.paused_until::text, ''), array_to_string(v.activities, E'\x1e'), v.within_metres, array_to_string(v.languages, E'\x1e'),
      v.free_at, v.capacity, v.most_offers_a_week, v.has_car::int, (v.identity_seen_on is not null)::int, coalesce(c.held, ''), coalesce(t.done, ''),
      coalesce(r.recommended, 0)) as says
  from volunteers.volunteer v
  left join (select place_id, volunteer_id,
      string_agg(concat_ws(E'\x1d', level, workforce, counts_until, seen_on, decision), E'\x1e' order by level, workforce, counts_until, seen_on, decision) as held
    from volunteers.held_check group by 1, 2) c on c.place_id = v.place_id and c.volunteer_id = v.volunteer_id
  left join (select place_id, volunteer_id, string_agg(concat_ws(E'\x1d', training, coalesce(counts_until::text, '')), E'\x1e' order by training, counts_until) as done
    from volunteers.training_done group by 1, 2) t on t.place_id = v.place_id and t.volunteer_id = v.volunteer_id
  left join (select place_id, volunteer_id, count(*) as recommended from volunteers.reference_asked where answer = 'recommends' group by 1, 2) r
    on r.place_id = v.place_id and r.volunteer_id = v.volunteer_id;
grant select on volunteers.public_to_weigh to keepitlocal_house;
