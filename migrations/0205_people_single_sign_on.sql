-- people: an organisation's own sign-in (OpenID Connect), and which of its accounts are whose here.
create table people.single_sign_on (
  place_id        uuid not null,
  organisation_id uuid not null,
  issuer          text not null,
  client_id       text not null,
  sealed_secret   text not null,
  second_proof    text not null check (second_proof in ('never', 'when it says so', 'always')),
  saved_by        text not null,
  saved_at        timestamptz not null,
  tried_at        timestamptz,
  primary key (place_id, organisation_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
comment on column people.single_sign_on.tried_at is 'when one of its coordinators came through with these settings; until then nobody is let in by them';
comment on column people.single_sign_on.second_proof is 'whether what it says of a second proof (amr, RFC 8176) is believed';
alter table people.single_sign_on enable row level security;
alter table people.single_sign_on force row level security;
create policy house on people.single_sign_on to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on people.single_sign_on to keepitlocal_house;

-- Whose e-mail addresses an organisation's sign-in may vouch for: each domain is one organisation's.
create table people.single_sign_on_domain (
  place_id        uuid not null,
  domain          text not null,
  organisation_id uuid not null,
  primary key (place_id, domain),
  foreign key (place_id, organisation_id) references people.single_sign_on (place_id, organisation_id) on delete cascade
);
create index single_sign_on_domain_by_organisation on people.single_sign_on_domain (place_id, organisation_id);
alter table people.single_sign_on_domain enable row level security;
alter table people.single_sign_on_domain force row level security;
create policy house on people.single_sign_on_domain to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, delete on people.single_sign_on_domain to keepitlocal_house;

-- Somebody who was sent to their organisation's sign-in and is awaited back, once, in the browser they left from.
create table people.single_sign_on_visit (
  place_id        uuid not null,
  state_hash      text not null,
  organisation_id uuid not null,
  browser_hash    text not null,
  sealed          text not null,
  tried_by        uuid,
  next            text,
  ends_at         timestamptz not null,
  primary key (place_id, state_hash)
);
create index single_sign_on_visit_by_end on people.single_sign_on_visit (place_id, ends_at);
comment on column people.single_sign_on_visit.sealed is 'the nonce and the PKCE verifier';
comment on column people.single_sign_on_visit.tried_by is 'the person who tries the settings; null for signing in';
alter table people.single_sign_on_visit enable row level security;
alter table people.single_sign_on_visit force row level security;
create policy house on people.single_sign_on_visit to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, delete on people.single_sign_on_visit to keepitlocal_house;

-- Which person here an issuer's subject is. It holds for the one organisation whose sign-in it is.
create table people.single_sign_on_person (
  place_id        uuid not null,
  organisation_id uuid not null,
  issuer          text not null,
  subject         text not null,
  person_id       uuid not null,
  linked_at       timestamptz not null,
  primary key (place_id, organisation_id, issuer, subject),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id),
  foreign key (place_id, person_id) references people.person (place_id, person_id)
);
create index single_sign_on_person_by_person on people.single_sign_on_person (place_id, person_id);
alter table people.single_sign_on_person enable row level security;
alter table people.single_sign_on_person force row level security;
create policy house on people.single_sign_on_person to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, delete on people.single_sign_on_person to keepitlocal_house;
