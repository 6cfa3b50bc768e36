-- Councils, charities, companies, NHS bodies, schools and informal groups, and who acts for them.
create schema organisations;
grant usage on schema organisations to keepitlocal_app, keepitlocal_house;

create table organisations.organisation (
  place_id            uuid not null,
  organisation_id     uuid not null,
  name                text not null,
  kind                text not null,
  assurance_level     text not null check (assurance_level in ('informal', 'constituted', 'registered', 'contracted')),
  about               text not null,
  email               text not null,
  phone               text,
  postcode            text,
  position            point,
  helps_with          text[] not null,
  neighbourhood_ids   uuid[],
  takes_referrals     boolean not null,
  joined_at           timestamptz not null,
  primary key (place_id, organisation_id),
  unique (place_id, name)
);
create index organisation_by_position on organisations.organisation using gist (position);
comment on column organisations.organisation.helps_with is 'kinds of need (kernel/need-kind.ts) it can take';
comment on column organisations.organisation.neighbourhood_ids is 'where it helps; null means the whole place';

alter table organisations.organisation enable row level security;
alter table organisations.organisation force row level security;
create policy of_place on organisations.organisation for select to keepitlocal_app using (place_id = platform.current_place());
create policy house on organisations.organisation to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on organisations.organisation to keepitlocal_app;
grant select, insert, update on organisations.organisation to keepitlocal_house;

-- person_id names a row of people.person, which stands above this capability: no foreign key points up.
create table organisations.membership (
  place_id        uuid not null,
  organisation_id uuid not null,
  person_id       uuid not null,
  roles           text[] not null,
  since           timestamptz not null,
  ended_at        timestamptz,
  primary key (place_id, organisation_id, person_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index membership_by_person on organisations.membership (place_id, person_id);
alter table organisations.membership enable row level security;
alter table organisations.membership force row level security;
create policy own_organisation on organisations.membership for select to keepitlocal_app
  using (place_id = platform.current_place() and organisation_id = any (platform.current_holders()));
create policy house on organisations.membership to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on organisations.membership to keepitlocal_app;
grant select, insert, update on organisations.membership to keepitlocal_house;
