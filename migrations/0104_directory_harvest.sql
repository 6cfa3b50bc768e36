-- Feeds of other directories that a place pulls, what vanished from them, which entries seem to be the same, and which were found to be.

create table directory.feed (
  place_id         uuid not null,
  feed_id          uuid not null,
  name             text not null check (name <> ''),
  address          text not null check (address ~ '^https?://'),
  -- What entries of this feed have as their source; it never changes, so that ids made from it stay the same.
  source           text not null,
  licence          text check (licence <> ''),
  attribution      text check (attribution <> ''),
  every_hours      integer not null check (every_hours between 1 and 744),
  -- 'changes': between whole readings, only what changed since is asked for (HSDS 3 modified_after).
  asks_for         text not null check (asks_for in ('everything', 'changes')),
  is_on            boolean not null,
  etag             text,
  last_modified    text,
  last_run_at      timestamptz,
  last_good_at     timestamptz,
  last_whole_at    timestamptz,
  last_error       text,
  failures         integer not null default 0 check (failures >= 0),
  next_run_at      timestamptz not null,
  -- So much was missing that nothing was written until somebody decides.
  held_because     text,
  take_loss        boolean not null default false,
  added_at         timestamptz not null,
  added_by         text not null,
  primary key (place_id, feed_id),
  unique (place_id, source)
);
create index feed_due on directory.feed (place_id, next_run_at) where is_on;

-- Entries that their feed no longer has: still listed until somebody decides.
create table directory.vanished (
  place_id    uuid not null,
  service_id  uuid not null,
  source      text not null,
  vanished_at timestamptz not null,
  decision    text check (decision in ('keep', 'ended')),
  -- What the status was before it was ended, for whoever undoes that.
  status_before text,
  decided_at  timestamptz,
  decided_by  text,
  primary key (place_id, service_id),
  foreign key (place_id, service_id) references directory.listed_service (place_id, service_id) on delete cascade,
  check ((decision is null) = (decided_at is null))
);

alter table directory.import_run add column feed_id uuid, add column held boolean not null default false;

-- Two entries, or two publishers, that seem to be the same, with the reasons as data; what was decided is remembered.
create table directory.duplicate (
  place_id     uuid not null,
  duplicate_id uuid not null,
  kind         text not null check (kind in ('entry', 'publisher')),
  first_id     uuid not null,
  second_id    uuid not null,
  score        numeric not null,
  reasons      jsonb not null,
  state        text not null check (state in ('open', 'same', 'not the same')),
  proposed_at  timestamptz not null,
  decided_at   timestamptz,
  decided_by   text,
  primary key (place_id, duplicate_id),
  unique (place_id, kind, first_id, second_id),
  check (first_id < second_id),
  check ((state = 'open') = (decided_at is null))
);
create index duplicate_open on directory.duplicate (place_id, score desc) where state = 'open';

-- An entry that now stands in another: its row stays. `taken` names the fields that the survivor shows in this one's words.
create table directory.merged_entry (
  place_id    uuid not null,
  merge_id    uuid not null,
  absorbed_id uuid not null,
  survivor_id uuid not null,
  taken       text[] not null,
  merged_at   timestamptz not null,
  merged_by   text not null,
  undone_at   timestamptz,
  undone_by   text,
  primary key (place_id, merge_id),
  foreign key (place_id, absorbed_id) references directory.listed_service (place_id, service_id),
  foreign key (place_id, survivor_id) references directory.listed_service (place_id, service_id),
  check (absorbed_id <> survivor_id)
);
create unique index merge_standing on directory.merged_entry (place_id, absorbed_id) where undone_at is null;
create index merge_by_survivor on directory.merged_entry (place_id, survivor_id) where undone_at is null;

-- What the source of an entry says of it itself, while the words of others stand in it too.
create table directory.own_version (
  place_id   uuid not null,
  service_id uuid not null,
  draft      jsonb not null,
  primary key (place_id, service_id),
  foreign key (place_id, service_id) references directory.listed_service (place_id, service_id) on delete cascade
);

-- Two publishers found to be one organisation: entries of this one are shown as that one's.
alter table directory.publisher
  add column joined_into uuid,
  add check (joined_into <> publisher_id),
  add foreign key (place_id, joined_into) references directory.publisher (place_id, publisher_id);
create index publisher_joined on directory.publisher (place_id, joined_into) where joined_into is not null;
-- The publisher its source names, while the one that was joined to stands in its place.
alter table directory.listed_service add column publisher_before uuid;
create index listed_service_by_publisher_before on directory.listed_service (place_id, publisher_before) where publisher_before is not null;

-- How the columns of somebody's tables are read, by name; and a table that was sent in and waits to be looked through.
create table directory.column_mapping (
  place_id uuid not null,
  name     text not null check (name <> ''),
  mapping  jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (place_id, name)
);
create table directory.sent_table (
  place_id  uuid not null,
  table_id  uuid not null,
  file_name text not null,
  content   bytea not null check (length(content) <= 20000000),
  name      text not null check (name <> ''),
  mapping   jsonb not null,
  sent_at   timestamptz not null,
  sent_by   text not null,
  run_id    uuid,
  primary key (place_id, table_id)
);

do $$
declare
  t text;
begin
  foreach t in array array['feed', 'vanished', 'duplicate', 'merged_entry', 'own_version', 'column_mapping', 'sent_table'] loop
    execute format('alter table directory.%I enable row level security', t);
    execute format('alter table directory.%I force row level security', t);
    execute format('create policy house on directory.%I to keepitlocal_house
      using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on directory.%I to keepitlocal_house', t);
  end loop;
end $$;
