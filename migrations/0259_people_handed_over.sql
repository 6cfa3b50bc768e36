-- Capability: people. What was in the hands of somebody who left an organisation, and in whose it is now.
create table people.handed_over (
  place_id        uuid not null,
  organisation_id uuid not null,
  kind            text not null,
  record_id       uuid not null,
  person_id       uuid not null,
  from_person_id  uuid not null,
  handed_at       timestamptz not null,
  primary key (place_id, organisation_id, kind, record_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id),
  foreign key (place_id, person_id) references people.person (place_id, person_id)
);
comment on column people.handed_over.person_id is 'in whose hands it is now';
create index handed_over_by_person on people.handed_over (place_id, person_id);
alter table people.handed_over enable row level security;
alter table people.handed_over force row level security;
create policy house on people.handed_over to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on people.handed_over to keepitlocal_house;

-- An account that acts for nobody is kept for a year, then it goes.
alter table people.sign_in add column acts_for_nobody_since timestamptz;
grant delete on people.sign_in to keepitlocal_house;
