-- Who a person is and how to reach them, what they permitted, and how those with an account sign in.
create schema people;
grant usage on schema people to keepitlocal_app, keepitlocal_house;

create table people.person (
  place_id             uuid not null,
  person_id            uuid not null,
  name                 text not null,
  phone                text,
  email                text,
  contact_by           text not null check (contact_by in ('phone', 'text', 'email', 'letter')),
  address              text,
  postcode             text,
  position             point,
  neighbourhood_id     uuid,
  communication_needs  text,
  born_on              date,
  created_at           timestamptz not null,
  primary key (place_id, person_id)
);
create index person_by_phone on people.person (place_id, phone);
create index person_by_postcode on people.person (place_id, postcode);
alter table people.person enable row level security;
alter table people.person force row level security;
create policy granted on people.person to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = person_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on people.person to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on people.person to keepitlocal_app;
grant select, insert, update on people.person to keepitlocal_house;

create table people.sign_in (
  place_id      uuid not null,
  email         text not null,
  person_id     uuid not null,
  password_hash text not null,
  primary key (place_id, email),
  foreign key (place_id, person_id) references people.person (place_id, person_id)
);
alter table people.sign_in enable row level security;
alter table people.sign_in force row level security;
create policy house on people.sign_in to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update on people.sign_in to keepitlocal_house;

-- A resident's recorded permission for one sharing, for one purpose, with the words that were read or ticked.
create table people.consent (
  place_id        uuid not null,
  consent_id      uuid not null,
  person_id       uuid not null,
  about_id        uuid not null,
  purpose         text not null,
  organisation_id uuid,
  wording         text not null,
  given_how       text not null check (given_how in ('ticked on the web', 'said on the phone', 'said in person', 'given for them by someone who asked them')),
  recorded_by     text not null,
  given_at        timestamptz not null,
  withdrawn_at    timestamptz,
  primary key (place_id, consent_id),
  foreign key (place_id, person_id) references people.person (place_id, person_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index consent_by_about on people.consent (place_id, about_id);
comment on column people.consent.organisation_id is 'with whom; null means whichever local organisation says yes';
alter table people.consent enable row level security;
alter table people.consent force row level security;
create policy granted on people.consent to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = person_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on people.consent to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update on people.consent to keepitlocal_app, keepitlocal_house;
