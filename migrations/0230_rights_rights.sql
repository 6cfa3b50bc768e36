-- What people ask for about what is held of them, what is held back from forgetting, what was forgotten, and complaints. Each stands by a clock.
create schema rights;
grant usage on schema rights to keepitlocal_app, keepitlocal_house;

create table rights.data_request (
  place_id        uuid not null,
  data_request_id uuid not null,
  reference       text not null,
  kind            text not null check (kind in ('access', 'correction', 'erasure')),
  -- Whom it is about; null until somebody has found them.
  person_id       uuid,
  asked_by_name   text not null check (length(asked_by_name) between 1 and 120),
  asked_contact   text not null check (length(asked_contact) between 1 and 254),
  asked_how       text not null check (asked_how in ('on their own pages', 'on the web', 'by phone', 'in person', 'by letter or e-mail')),
  says            text not null default '' check (length(says) <= 4000),
  -- How we know that it is they who ask.
  identity_seen   text check (length(identity_seen) <= 500),
  -- A correction: what is wrong, and what it should be.
  field           text,
  was             text check (length(was) <= 4000),
  wanted          text check (length(wanted) <= 4000),
  state           text not null check (state in ('open', 'waiting for them', 'done', 'done in part', 'refused')),
  received_at     timestamptz not null,
  due_on          date not null,
  -- The clock stands while we wait for what we asked them (UK GDPR, Article 12A).
  waiting_since   timestamptz,
  asked_them      text check (length(asked_them) <= 2000),
  extended_because text check (length(extended_because) <= 2000),
  answered_at     timestamptz,
  answered_by     text,
  answer          text check (length(answer) <= 4000),
  -- What they say against a refusal; it stays beside what was not changed.
  disagreement    text check (length(disagreement) <= 4000),
  -- A safeguarding lead has decided whether what leads hold goes into a copy.
  safeguarding_decided_at timestamptz,
  safeguarding_decided_by text,
  safeguarding_shows      boolean not null default false,
  reminded_at     timestamptz,
  primary key (place_id, data_request_id),
  unique (place_id, reference),
  check ((state in ('done', 'done in part', 'refused')) = (answered_at is not null)),
  foreign key (place_id, person_id) references people.person (place_id, person_id)
);
create index data_request_open on rights.data_request (place_id, due_on) where answered_at is null;
create index data_request_by_person on rights.data_request (place_id, person_id);

create table rights.hold (
  place_id  uuid not null,
  hold_id   uuid not null,
  record_id uuid not null,
  what      text not null check (what in ('person', 'request', 'volunteer', 'concern')),
  ground    text not null check (ground in ('legal', 'safeguarding', 'complaint', 'other')),
  because   text not null check (length(because) between 1 and 2000),
  until_on  date not null,
  put_by    text not null,
  put_at    timestamptz not null,
  ended_at  timestamptz,
  ended_by  text,
  primary key (place_id, hold_id)
);
create index hold_live on rights.hold (place_id, record_id) where ended_at is null;

create table rights.complaint (
  place_id       uuid not null,
  complaint_id   uuid not null,
  reference      text not null,
  about          text not null check (about in ('data', 'request')),
  says           text not null check (length(says) between 1 and 4000),
  from_name      text not null check (length(from_name) between 1 and 120),
  from_contact   text not null check (length(from_contact) between 1 and 254),
  taken_how      text not null check (taken_how in ('on the web', 'by phone', 'in person', 'by letter or e-mail')),
  person_id      uuid,
  state          text not null check (state in ('new', 'acknowledged', 'answered')),
  received_at    timestamptz not null,
  acknowledge_by date not null,
  acknowledged_at timestamptz,
  answer_by      date not null,
  owner_name     text,
  owner_id       uuid,
  answer         text check (length(answer) <= 4000),
  answered_at    timestamptz,
  learned        text check (length(learned) <= 2000),
  reminded_at    timestamptz,
  primary key (place_id, complaint_id),
  unique (place_id, reference),
  check ((state = 'new') = (acknowledged_at is null)),
  check ((state = 'answered') = (answered_at is not null))
);
create index complaint_open on rights.complaint (place_id, answer_by) where answered_at is null;

-- Who was erased: ids, and hashes by which the place alone knows a number or a name again. Written again to a file beside the backups.
create table rights.tombstone (
  place_id     uuid not null,
  tombstone_id uuid not null,
  person_ids   uuid[] not null,
  hashes       text[] not null,
  authority    text not null,
  erased_at    timestamptz not null,
  certificate  jsonb not null,
  again_at     timestamptz,
  primary key (place_id, tombstone_id)
);

-- What was forgotten because its time was over: how many, never whom.
create table rights.forgetting (
  place_id      uuid not null,
  forgetting_id uuid not null,
  ran_at        timestamptz not null,
  what          text not null,
  forgotten     integer not null check (forgotten >= 0),
  kept          integer not null check (kept >= 0),
  primary key (place_id, forgetting_id)
);
create index forgetting_by_time on rights.forgetting (place_id, ran_at);

-- Copies of what is held about somebody that were written to a folder: an erasure reaches them too.
create table rights.copy (
  place_id  uuid not null,
  copy_id   uuid not null,
  person_id uuid not null,
  path      text not null,
  made_by   text not null,
  made_at   timestamptz not null,
  primary key (place_id, copy_id)
);
create index copy_by_person on rights.copy (place_id, person_id);

do $$ declare t text; k text; begin
  foreach t in array array['data_request', 'hold', 'complaint', 'tombstone', 'forgetting', 'copy'] loop
    execute format('alter table rights.%I enable row level security', t);
    execute format('alter table rights.%I force row level security', t);
    execute format('create policy house on rights.%I to keepitlocal_house using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on rights.%I to keepitlocal_house', t);
  end loop;
  foreach t in array array['data_request', 'hold', 'complaint'] loop
    k := t || '_id';
    execute format($p$create policy granted on rights.%I to keepitlocal_app
      using (place_id = platform.current_place() and exists (
        select from platform.record_grant g
        where g.place_id = (select platform.current_place()) and g.record_id = %I
          and g.holder_id = any ((select platform.current_holders())::uuid[])
          and (g.granted_until is null or g.granted_until > (select platform.current_moment()))))$p$, t, k);
    execute format('grant select on rights.%I to keepitlocal_app', t);
  end loop;
end $$;

-- What forgetting needs of tables whose rows the house otherwise only writes.
grant update (reason) on triage.triage_decision to keepitlocal_house;
grant delete on platform.mailbox_message to keepitlocal_house;
