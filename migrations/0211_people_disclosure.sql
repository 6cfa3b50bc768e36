-- Capability: people. A consent says what for, which details, until when, who read the words out and who took it back. Every sharing of who somebody is stands written with what allowed it.
alter table people.consent add column fields text[] not null default '{name,contact,address,communication,story,on behalf}';
comment on column people.consent.fields is 'the details that the words covered; of what was agreed before they were listed: all, as was told then';
alter table people.consent add column for_purpose text not null default 'help';
alter table people.consent add column read_out_by text;
comment on column people.consent.read_out_by is 'null where somebody read the words themselves';
alter table people.consent add column until_at timestamptz;
alter table people.consent add column withdrawn_by text;

-- A resident against whose wish nothing is shared as a public task, unless somebody decides otherwise and says why (UK GDPR, Article 21).
create table people.objection (
  place_id     uuid not null,
  objection_id uuid not null,
  person_id    uuid not null,
  about_id     uuid not null,
  says         text not null,
  made_by      text not null,
  made_at      timestamptz not null,
  decided_at   timestamptz,
  decided_by   text,
  upheld       boolean,
  decision     text,
  primary key (place_id, objection_id),
  check ((decided_at is null) = (upheld is null)),
  foreign key (place_id, person_id) references people.person (place_id, person_id)
);
create index objection_by_about on people.objection (place_id, about_id);
alter table people.objection enable row level security;
alter table people.objection force row level security;
create policy granted on people.objection for select to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = objection_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on people.objection to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on people.objection to keepitlocal_app;
grant select, insert, update on people.objection to keepitlocal_house;

-- One sharing: with whom, for what, which details, and what allowed it. Agreed when somebody is asked; shown from their yes on; ended with everything that hangs on it.
create table people.disclosure (
  place_id        uuid not null,
  disclosure_id   uuid not null,
  person_id       uuid not null,
  about_id        uuid not null,
  for_id          uuid not null,
  journey_id      uuid not null,
  from_organisation_id uuid not null,
  organisation_id uuid not null,
  volunteer_id    uuid,
  purpose         text not null,
  basis           text not null check (basis in ('consent', 'public task', 'sharing agreement', 'vital interests', 'safeguarding')),
  basis_id        uuid,
  ground          text not null,
  fields          text[] not null,
  path            text not null,
  decided_by      text not null,
  decided_at      timestamptz not null,
  until_at        timestamptz,
  shown_at        timestamptz,
  ended_at        timestamptz,
  ended_because   text,
  told_to_delete_at timestamptz,
  reviewed_at     timestamptz,
  reviewed_by     text,
  review          text,
  primary key (place_id, disclosure_id),
  check ((basis in ('consent', 'sharing agreement')) = (basis_id is not null)),
  foreign key (place_id, person_id) references people.person (place_id, person_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create unique index disclosure_one_live on people.disclosure (place_id, for_id) where ended_at is null;
create index disclosure_by_about on people.disclosure (place_id, about_id);
create index disclosure_by_basis on people.disclosure (place_id, basis_id) where basis_id is not null;
create index disclosure_live on people.disclosure (place_id, until_at) where ended_at is null;
create index disclosure_without_asking on people.disclosure (place_id, decided_at) where basis in ('vital interests', 'safeguarding');
comment on column people.disclosure.for_id is 'the referral or match it is for; grants that show the details rest on it';
comment on column people.disclosure.path is 'where whoever was told reads it, below the place';
alter table people.disclosure enable row level security;
alter table people.disclosure force row level security;
create policy granted on people.disclosure for select to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = disclosure_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on people.disclosure to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on people.disclosure to keepitlocal_app;
grant select, insert, update on people.disclosure to keepitlocal_house;
