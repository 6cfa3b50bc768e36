-- What somebody is worried about: seen by the place's safeguarding leads and by nobody else, in no list, search, timeline or notice.
create schema safeguarding;
grant usage on schema safeguarding to keepitlocal_app, keepitlocal_house;

create table safeguarding.concern (
  place_id      uuid not null,
  concern_id    uuid not null,
  reference     text not null,
  -- A need, a match, a volunteer or nothing: where whoever raised it stood.
  about_kind    text check (about_kind in ('need', 'match', 'volunteer', 'person')),
  about_id      uuid,
  says          text not null check (length(says) between 1 and 4000),
  -- Where it is, as they said it.
  whereabouts   text not null default '' check (length(whereabouts) <= 500),
  in_danger_now boolean not null,
  raised_by     text not null,
  reach_at      text check (length(reach_at) <= 500),
  -- Whom it is about, as far as the house could tell from where it was raised: the leads see who they are until it is closed.
  person_ids    uuid[] not null default '{}',
  raised_at     timestamptz not null,
  look_by       timestamptz not null,
  looked_at     timestamptz,
  looked_by     text,
  decision      text check (length(decision) <= 4000),
  closed_at     timestamptz,
  -- When the leads were told again that nobody has looked.
  reminded_at   timestamptz,
  primary key (place_id, concern_id),
  unique (place_id, reference)
);
create index concern_open on safeguarding.concern (place_id, look_by) where closed_at is null;
alter table safeguarding.concern enable row level security;
alter table safeguarding.concern force row level security;
create policy granted on safeguarding.concern to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = concern_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on safeguarding.concern to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on safeguarding.concern to keepitlocal_app;
grant select, insert, update on safeguarding.concern to keepitlocal_house;
