-- What may be counted: that something happened, to which record, and when; not who did it. The view runs with the reader's own rights, so the
-- policies of platform.fact hold; only the house, which counts, may read it.
create view platform.public_fact with (security_invoker = true) as
  select place_id, seq, kind, record_id, data, recorded_at from platform.fact;
grant select on platform.public_fact to keepitlocal_house;

-- Who waits unheard is asked of every need ever told: with these, from two small indexes alone.
create index fact_of_need_told on platform.fact (place_id, record_id, recorded_at) where kind = 'need-stated';
create index fact_of_need_answered on platform.fact (place_id, record_id) where kind in ('need-triaged', 'need-closed');
