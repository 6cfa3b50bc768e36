-- Capability: rights. What was put right about somebody: where it stood, who was told of it, and whether it was taken back.
create table rights.correction (
  place_id        uuid not null,
  correction_id   uuid not null,
  data_request_id uuid not null,
  person_id       uuid not null,
  fact            text not null check (fact in ('name', 'phone', 'email', 'address', 'postcode', 'communication')),
  was             text check (length(was) <= 4000),
  wanted          text not null check (length(wanted) between 1 and 4000),
  -- The rows it changed: table, column and id of each, so that it can be taken back.
  changed         jsonb not null,
  -- The organisations and volunteers that had been shown it, and were told.
  told            uuid[] not null default '{}',
  changed_at      timestamptz not null,
  changed_by      text not null,
  undone_at       timestamptz,
  undone_by       text,
  primary key (place_id, correction_id),
  check ((undone_at is null) = (undone_by is null)),
  foreign key (place_id, data_request_id) references rights.data_request (place_id, data_request_id),
  foreign key (place_id, person_id) references people.person (place_id, person_id)
);
create index correction_by_request on rights.correction (place_id, data_request_id);
create index correction_by_person on rights.correction (place_id, person_id);
alter table rights.correction enable row level security;
alter table rights.correction force row level security;
create policy granted on rights.correction to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = correction_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on rights.correction to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on rights.correction to keepitlocal_app;
grant select, insert, update, delete on rights.correction to keepitlocal_house;

-- Whom somebody's details were ever shown to.
create index disclosure_by_person on people.disclosure (place_id, person_id);
