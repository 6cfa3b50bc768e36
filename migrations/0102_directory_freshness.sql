-- Who checked an entry and when, why one is to be checked, and whom the house has asked whether it is still right.

-- Each time somebody said that all of an entry is right. listed_service.assured_on is the newest of those that were not undone.
create table directory.assurance (
  place_id        uuid not null,
  service_id      uuid not null,
  assurance_id    uuid not null,
  how             text not null check (how in ('link', 'edit', 'phone', 'feed')),
  by_name         text not null check (by_name <> ''),
  organisation_id uuid,
  assured_on      date not null,
  -- What assured_on was before, for whoever undoes it.
  before_on       date,
  recorded_at     timestamptz not null,
  undone_at       timestamptz,
  undone_by       text,
  primary key (place_id, service_id, assurance_id),
  foreign key (place_id, service_id) references directory.listed_service (place_id, service_id) on delete cascade,
  check ((undone_at is null) = (undone_by is null))
);

-- Why a person is to look at an entry. One of a kind is open at a time; it ends with the next assurance or by an editor.
create table directory.reason_to_check (
  place_id   uuid not null,
  service_id uuid not null,
  reason_id  uuid not null,
  reason     text not null check (reason in ('no address', 'no answer', 'mail came back', 'said changed', 'said stopped',
    'referral declined', 'referrals unanswered', 'doubted')),
  words      text check (length(words) between 1 and 1000),
  raised_at  timestamptz not null,
  raised_by  text not null,
  ended_at   timestamptz,
  ended_by   text,
  ended_with uuid,
  primary key (place_id, service_id, reason_id),
  foreign key (place_id, service_id) references directory.listed_service (place_id, service_id) on delete cascade,
  check ((ended_at is null) = (ended_by is null))
);
create unique index reason_to_check_open on directory.reason_to_check (place_id, service_id, reason) where ended_at is null;

-- One round of asking at one address, with up to three mails; one round at a time at an address.
create table directory.asking (
  place_id      uuid not null,
  asking_id     uuid not null,
  to_address    text not null check (to_address = lower(to_address)),
  to_name       text not null,
  opened_at     timestamptz not null,
  mails         smallint not null check (mails >= 0),
  last_mail_at  timestamptz,
  ended_at      timestamptz,
  ended_because text check (ended_because in ('answered', 'no answer', 'mail came back', 'nothing left to ask')),
  primary key (place_id, asking_id),
  check ((ended_at is null) = (ended_because is null))
);
create unique index asking_open on directory.asking (place_id, to_address) where ended_at is null;

create table directory.asked_entry (
  place_id   uuid not null,
  asking_id  uuid not null,
  service_id uuid not null,
  link_id    uuid not null,
  link_until timestamptz not null,
  -- Set once: by the link, or because the entry was checked in another way meanwhile.
  settled_at timestamptz,
  answer     text check (answer in ('right', 'changed', 'stopped')),
  primary key (place_id, asking_id, service_id),
  unique (place_id, link_id),
  foreign key (place_id, asking_id) references directory.asking (place_id, asking_id) on delete cascade,
  foreign key (place_id, service_id) references directory.listed_service (place_id, service_id) on delete cascade,
  check (answer is null or settled_at is not null)
);
create index asked_entry_by_service on directory.asked_entry (place_id, service_id);

-- Entries that an editor took out of the lists until they are checked; the status stands here to be put back.
create table directory.hiding (
  place_id      uuid not null,
  service_id    uuid not null,
  status_before text not null,
  hidden_at     timestamptz not null,
  hidden_by     text not null,
  primary key (place_id, service_id),
  foreign key (place_id, service_id) references directory.listed_service (place_id, service_id) on delete cascade
);

-- Whether a place asks by mail at all; it does where there is no row.
create table directory.asking_setting (
  place_id   uuid not null,
  paused     boolean not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (place_id)
);

-- How often an entry's page was opened in a month: who is looked for most is checked first. No visitor stands anywhere in it.
create table directory.entry_looks (
  place_id   uuid not null,
  service_id uuid not null,
  month_on   date not null,
  looks      integer not null check (looks > 0),
  primary key (place_id, service_id, month_on),
  foreign key (place_id, service_id) references directory.listed_service (place_id, service_id) on delete cascade
);

create index listed_service_by_assured_on on directory.listed_service (place_id, assured_on);

-- What was imported or published as checked before this was kept.
insert into directory.assurance (place_id, service_id, assurance_id, how, by_name, assured_on, recorded_at)
  select place_id, service_id, gen_random_uuid(), case when source = 'this place' then 'edit' else 'feed' end,
    coalesce(nullif(detail ->> 'assuredBy', ''), source), assured_on, changed_at
  from directory.listed_service where assured_on is not null;

-- Addresses, names of staff and what organisations wrote: for the house and those it shows them to.
do $$
declare
  t text;
begin
  foreach t in array array['assurance', 'reason_to_check', 'asking', 'asked_entry', 'hiding', 'asking_setting', 'entry_looks'] loop
    execute format('alter table directory.%I enable row level security', t);
    execute format('alter table directory.%I force row level security', t);
    execute format('create policy house on directory.%I to keepitlocal_house
      using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on directory.%I to keepitlocal_house', t);
  end loop;
end $$;
