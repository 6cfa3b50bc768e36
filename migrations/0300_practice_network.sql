-- Capability: practice. The councils of a network, held by the place that convenes it (docs/decisions/0035): what they endorsed and promised, who champions it, and what
-- came of it. All of it is public.
create schema practice;
grant usage on schema practice to keepitlocal_app, keepitlocal_house;

create table practice.council (
  place_id        uuid not null,
  council_id      uuid not null,
  name            text not null check (length(name) between 2 and 120),
  area            text check (length(area) <= 120),
  about           text check (length(about) <= 2000),
  website         text check (length(website) <= 500),
  -- The organisation of this place whose champions keep its record; none while only the convenor does.
  organisation_id uuid,
  joined_on       date,
  left_on         date,
  added_at        timestamptz not null,
  primary key (place_id, council_id),
  check (left_on >= joined_on),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create unique index council_by_name on practice.council (place_id, lower(name));
create unique index council_by_organisation on practice.council (place_id, organisation_id) where organisation_id is not null;

-- One happening or promise in a council's record.
create table practice.council_entry (
  place_id    uuid not null,
  entry_id    uuid not null,
  council_id  uuid not null,
  kind        text not null check (kind in ('endorsement', 'champion', 'conversation', 'pilot', 'commitment')),
  -- Who, what or where; for a champion their name.
  title       text not null check (length(title) between 1 and 200),
  -- A champion's post.
  post        text check (length(post) <= 200),
  -- How it was endorsed, where a champion sits, how a commitment stands.
  sort        text check (length(sort) <= 40),
  from_on     date not null,
  until_on    date,
  says        text check (length(says) <= 4000),
  learned     text check (length(learned) <= 4000),
  how_many    integer check (how_many between 0 and 1000000),
  document    text check (length(document) <= 500),
  document_title text check (length(document_title) <= 200),
  changed_at  timestamptz not null,
  changed_by  text not null,
  removed_at  timestamptz,
  primary key (place_id, entry_id),
  check (until_on >= from_on),
  foreign key (place_id, council_id) references practice.council (place_id, council_id)
);
create index council_entry_by_council on practice.council_entry (place_id, council_id, kind, from_on);

-- Organisations that take part in a pilot.
create table practice.pilot_partner (
  place_id  uuid not null,
  entry_id  uuid not null,
  position  smallint not null,
  name      text not null check (length(name) between 1 and 120),
  kind      text not null check (kind in ('community business', 'equalities organisation', 'other')),
  primary key (place_id, entry_id, position),
  foreign key (place_id, entry_id) references practice.council_entry (place_id, entry_id) on delete cascade
);

-- What a council does about each of the ten recommendations.
create table practice.recommendation_step (
  place_id    uuid not null,
  council_id  uuid not null,
  number      smallint not null check (number between 1 and 10),
  state       text not null check (state in ('not started', 'under way', 'done')),
  owner       text check (length(owner) <= 120),
  action      text check (length(action) <= 2000),
  evidence    text check (length(evidence) <= 2000),
  document    text check (length(document) <= 500),
  by_on       date,
  changed_at  timestamptz not null,
  changed_by  text not null,
  -- What stood there before the last change, to go back to.
  was         jsonb,
  primary key (place_id, council_id, number),
  foreign key (place_id, council_id) references practice.council (place_id, council_id)
);

do $$ declare t text; begin
  foreach t in array array['council', 'council_entry', 'pilot_partner', 'recommendation_step'] loop
    execute format('alter table practice.%I enable row level security', t);
    execute format('alter table practice.%I force row level security', t);
    execute format('create policy place on practice.%I for select to keepitlocal_app using (place_id = platform.current_place())', t);
    execute format('create policy house on practice.%I to keepitlocal_house using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select on practice.%I to keepitlocal_app', t);
    execute format('grant select, insert, update, delete on practice.%I to keepitlocal_house', t);
  end loop;
end $$;
