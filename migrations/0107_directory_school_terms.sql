-- When the schools of a place are open to pupils, first and last day of each stretch (a half-term break lies between two of them): what "term time only"
-- in an opening time means. Where a place has none, or for days outside them, it is not known.
create table directory.school_term (
  place_id  uuid not null,
  starts_on date not null,
  ends_on   date not null check (ends_on >= starts_on),
  name      text check (name <> ''),
  primary key (place_id, starts_on)
);
alter table directory.school_term enable row level security;
alter table directory.school_term force row level security;
create policy of_place on directory.school_term to keepitlocal_app, keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on directory.school_term to keepitlocal_app;
grant select, insert, delete on directory.school_term to keepitlocal_house;
