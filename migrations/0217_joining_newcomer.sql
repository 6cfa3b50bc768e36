-- Capability: joining. Groups that join by themselves, or on the phone with a coordinator, and what was decided once somebody looked.
create schema joining;
grant usage on schema joining to keepitlocal_app, keepitlocal_house;

create table joining.newcomer (
  place_id          uuid not null,
  newcomer_id       uuid not null,
  name              text not null check (length(name) between 2 and 120),
  kind              text not null,
  about             text not null check (length(about) <= 1000),
  helps_with        text[] not null,
  neighbourhood_ids uuid[],
  speaks_for        text not null check (length(speaks_for) between 1 and 120),
  email             text check (length(email) <= 254),
  phone             text check (length(phone) <= 40),
  asked_at          timestamptz not null,
  ends_at           timestamptz not null,
  vouched_by        text,
  joined_at         timestamptz,
  organisation_id   uuid,
  decision          text check (decision in ('welcomed', 'joined to another', 'turned away')),
  decided_at        timestamptz,
  decided_by        text,
  decision_says     text check (length(decision_says) <= 500),
  known_organisation_id uuid,
  primary key (place_id, newcomer_id),
  check (email is not null or phone is not null),
  check (email is not null or vouched_by is not null),
  check ((joined_at is null) = (organisation_id is null)),
  check ((decision is null) = (decided_at is null)),
  check (decision is null or organisation_id is not null),
  check ((known_organisation_id is not null) = (decision is not distinct from 'joined to another')),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id),
  foreign key (place_id, known_organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index newcomer_by_organisation on joining.newcomer (place_id, organisation_id);
create index newcomer_by_known_organisation on joining.newcomer (place_id, known_organisation_id) where known_organisation_id is not null;
create index newcomer_by_asked on joining.newcomer (place_id, asked_at);
comment on column joining.newcomer.joined_at is 'when the link was used, or a coordinator vouched; null while only asked';
comment on column joining.newcomer.vouched_by is 'the coordinator who filled the form in with them on the phone';
alter table joining.newcomer enable row level security;
alter table joining.newcomer force row level security;
create policy house on joining.newcomer to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on joining.newcomer to keepitlocal_house;
