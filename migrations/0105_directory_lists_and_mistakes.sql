-- What people keep to take with them, and what they tell us is wrong.

-- A shortlist is known by a secret in somebody's browser; only its hash is here, and nothing that says whose it is. Notes are typed by whoever keeps
-- the list and are told not to name anyone; the house alone reads them, for whoever brings the secret.
create table directory.shortlist (
  place_id    uuid not null,
  secret_hash text not null,
  changed_at  timestamptz not null,
  primary key (place_id, secret_hash)
);
create index shortlist_by_age on directory.shortlist (place_id, changed_at);

-- The name is kept beside the id, so that a list can say what is no longer in the directory.
create table directory.shortlist_entry (
  place_id    uuid not null,
  secret_hash text not null,
  service_id  uuid not null,
  name        text not null check (name <> ''),
  note        text not null default '' check (length(note) <= 300),
  position    integer not null,
  kept_at     timestamptz not null,
  -- Taken off, and still to be put back for an hour.
  removed_at  timestamptz,
  primary key (place_id, secret_hash, service_id),
  foreign key (place_id, secret_hash) references directory.shortlist (place_id, secret_hash) on delete cascade
);

-- A list as it was when it was shared, for everyone who has its code, until it ends.
create table directory.shared_list (
  place_id    uuid not null,
  code        text not null check (code ~ '^[2-9A-Z]{10}$'),
  -- The shortlist it was made from: who may end it. It may go before the shared list does.
  secret_hash text not null,
  entries     jsonb not null,
  shared_at   timestamptz not null,
  ends_at     timestamptz not null,
  primary key (place_id, code)
);
create index shared_list_by_maker on directory.shared_list (place_id, secret_hash);
create index shared_list_by_end on directory.shared_list (place_id, ends_at);

-- What somebody told us is wrong with an entry. Who told it is in mistake_contact, and only as long as an answer needs it.
create table directory.mistake (
  place_id      uuid not null,
  mistake_id    uuid not null,
  service_id    uuid not null,
  code          text not null check (code ~ '^[2-9A-Z]{8}$'),
  wrong         text[] not null check (wrong <@ '{closed,phone,address,times,people,other}' and cardinality(wrong) > 0),
  words         text not null default '' check (length(words) <= 2000),
  language      text not null,
  -- Tells reports from one another without saying who made them; it goes with the contact.
  source_hash   text,
  state         text not null check (state in ('received', 'looked at', 'mended', 'not a mistake')),
  received_at   timestamptz not null,
  looked_at     timestamptz,
  answered_at   timestamptz,
  answered_by   text,
  answer        text check (answer <> ''),
  primary key (place_id, mistake_id),
  unique (place_id, code),
  check ((state in ('mended', 'not a mistake')) = (answered_at is not null)),
  foreign key (place_id, service_id) references directory.listed_service (place_id, service_id) on delete cascade
);
create index mistake_by_state on directory.mistake (place_id, state, received_at);
create index mistake_by_service on directory.mistake (place_id, service_id);
create index mistake_by_source on directory.mistake (place_id, source_hash, received_at) where source_hash is not null;

create table directory.mistake_contact (
  place_id   uuid not null,
  mistake_id uuid not null,
  kind       text not null check (kind in ('email', 'phone')),
  address    text not null check (address <> ''),
  told_at    timestamptz,
  primary key (place_id, mistake_id),
  foreign key (place_id, mistake_id) references directory.mistake (place_id, mistake_id) on delete cascade
);

do $$ declare t text; begin
  foreach t in array array['shortlist', 'shortlist_entry', 'shared_list', 'mistake', 'mistake_contact'] loop
    execute format('alter table directory.%I enable row level security', t);
    execute format('alter table directory.%I force row level security', t);
    execute format('create policy house on directory.%I to keepitlocal_house using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on directory.%I to keepitlocal_house', t);
  end loop;
end $$;
