-- What a place adds to the vocabulary that questions are understood by, or says otherwise: one document, as it was imported. Absent: only what comes
-- with the software.
create table directory.vocabulary (
  place_id    uuid not null,
  -- Goes up by one with every import, so that each process knows whether what it has prepared is still right.
  revision    bigint not null check (revision > 0),
  entries     jsonb not null,
  source      text not null check (source <> ''),
  imported_at timestamptz not null,
  primary key (place_id)
);
alter table directory.vocabulary enable row level security;
alter table directory.vocabulary force row level security;
create policy of_place on directory.vocabulary to keepitlocal_app, keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on directory.vocabulary to keepitlocal_app;
grant select, insert, update, delete on directory.vocabulary to keepitlocal_house;
