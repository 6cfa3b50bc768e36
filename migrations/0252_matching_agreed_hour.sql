-- Capability: matching. Where there are days in which help may be given, the hour it is given at is said, and who and where can be read around that hour alone.
alter table matching.match add column agreed_at timestamptz, add column times_agreed integer not null default 0 check (times_agreed >= 0);
comment on column matching.match.agreed_at is 'when help is given next, where what was asked leaves more than half a day for it; null until somebody says';

-- What stood open for days is closed until the hour is said.
update matching.match m set details_from = null, details_until = null
  from matching.task t
  where t.place_id = m.place_id and t.task_id = m.task_id and t.ends_at - t.starts_at > interval '12 hours'
    and m.state in ('accepted', 'confirmed', 'in contact', 'ongoing');
update platform.record_grant g set granted_until = now()
  from matching.match m join matching.task t on t.place_id = m.place_id and t.task_id = m.task_id
  where g.place_id = m.place_id and g.basis_id = m.match_id and g.basis = 'helps as a volunteer' and (g.granted_until is null or g.granted_until > now())
    and t.ends_at - t.starts_at > interval '12 hours' and m.state in ('accepted', 'confirmed', 'in contact', 'ongoing');
