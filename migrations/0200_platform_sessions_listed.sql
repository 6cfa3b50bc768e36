-- platform: sessions that their owner can list and end, one by one.
alter table platform.session
  add column session_id   uuid not null default gen_random_uuid(),
  add column seen_at      timestamptz,
  add column idle_seconds integer,
  add column device       text not null default '',
  add column network      text not null default '';
update platform.session set seen_at = created_at;
alter table platform.session alter column seen_at set not null;
create unique index session_by_id on platform.session (place_id, session_id);
create index session_by_person on platform.session (place_id, (subject ->> 'personId'));
comment on column platform.session.idle_seconds is 'how long it lasts without being used; null where it lasts until it expires';
comment on column platform.session.device is 'what signed in, roughly: Firefox on Windows; empty where it did not say';
comment on column platform.session.network is 'the first half of the network address it signed in from; empty where it is not known';
