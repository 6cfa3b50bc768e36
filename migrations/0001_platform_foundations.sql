-- What every capability stands on: who is asking, who may see what, what happened, and what is still to be sent.

create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gist;

grant usage on schema platform to keepitlocal_app, keepitlocal_house;

-- The settings of the transaction. An unset one is '' rather than null once any transaction on the connection has set it.
create function platform.current_place() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.place_id', true), '')::uuid $$;

create function platform.current_holders() returns uuid[] language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.holders', true), ''), '{}')::uuid[] $$;

create function platform.current_moment() returns timestamptz language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;

-- Who may see what is data. The owner of a record is a row here like everybody else: one shape, one index, one policy.
create table platform.record_grant (
  place_id      uuid not null,
  grant_id      uuid not null,
  record_id     uuid not null,
  holder_id     uuid not null,
  basis         text not null,
  basis_id      uuid,
  granted_at    timestamptz not null,
  granted_until timestamptz,
  primary key (place_id, grant_id)
);
create index record_grant_by_holder on platform.record_grant (place_id, holder_id) include (record_id, granted_until);
create index record_grant_by_record on platform.record_grant (place_id, record_id, holder_id);
create index record_grant_by_basis on platform.record_grant (place_id, basis_id) where basis_id is not null;

-- Every policy that reads the grants says so in these same words (a test compares them): the probe of one row by index is what stays fast for a holder
-- with hundreds of thousands of grants, and the settings are read once per statement (docs/decisions/0005).
alter table platform.record_grant enable row level security;
alter table platform.record_grant force row level security;
create policy own on platform.record_grant for select to keepitlocal_app
  using (place_id = (select platform.current_place()) and holder_id = any ((select platform.current_holders())::uuid[]));
create policy house on platform.record_grant to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on platform.record_grant to keepitlocal_app;
grant select, insert, update on platform.record_grant to keepitlocal_house;

-- What happened. Written with the state it tells of, never changed.
create table platform.fact (
  place_id          uuid not null,
  fact_id           uuid not null,
  seq               bigint generated always as identity,
  kind              text not null,
  record_id         uuid not null,
  journey_id        uuid not null,
  data              jsonb not null,
  actor_name        text not null,
  person_id         uuid,
  organisation_id   uuid,
  recorded_at       timestamptz not null,
  primary key (place_id, fact_id)
);
create index fact_by_journey on platform.fact (place_id, journey_id, seq);
create index fact_by_record on platform.fact (place_id, record_id, seq);
create index fact_by_kind on platform.fact (place_id, kind, recorded_at);

alter table platform.fact enable row level security;
alter table platform.fact force row level security;
create policy granted on platform.fact for select to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = fact.record_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on platform.fact to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on platform.fact to keepitlocal_app;
grant select, insert on platform.fact to keepitlocal_house;

-- Facts whose journey steps have not all run. The row goes when they have; what a killed process left is found here again.
create table platform.undelivered_fact (
  place_id    uuid not null,
  fact_id     uuid not null,
  journey_id  uuid not null,
  seq         bigint not null,
  recorded_at timestamptz not null,
  primary key (place_id, fact_id),
  foreign key (place_id, fact_id) references platform.fact (place_id, fact_id)
);
create index undelivered_fact_by_journey on platform.undelivered_fact (place_id, journey_id, seq);
alter table platform.undelivered_fact enable row level security;
alter table platform.undelivered_fact force row level security;
create policy house on platform.undelivered_fact to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, delete on platform.undelivered_fact to keepitlocal_house;

-- Which steps have run for which fact, so that running them again does nothing.
create table platform.journey_step (
  place_id uuid not null,
  fact_id  uuid not null,
  step     text not null,
  answer   text not null,
  ran_at   timestamptz not null,
  primary key (place_id, fact_id, step),
  foreign key (place_id, fact_id) references platform.fact (place_id, fact_id)
);
alter table platform.journey_step enable row level security;
alter table platform.journey_step force row level security;
create policy house on platform.journey_step to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update on platform.journey_step to keepitlocal_house;

-- Who did or looked at what. Append-only for everyone.
create table platform.audit_line (
  place_id        uuid not null,
  audit_id        uuid not null,
  action          text not null,
  record_id       uuid,
  actor_kind      text not null,
  actor_name      text not null,
  person_id       uuid,
  organisation_id uuid,
  acted_at        timestamptz not null,
  primary key (place_id, audit_id)
);
create index audit_line_by_record on platform.audit_line (place_id, record_id, acted_at);
alter table platform.audit_line enable row level security;
alter table platform.audit_line force row level security;
create policy granted on platform.audit_line for select to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = audit_line.record_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on platform.audit_line to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on platform.audit_line to keepitlocal_app;
grant select, insert on platform.audit_line to keepitlocal_house;

-- A message to one person or organisation; sent after the transaction that caused it, from here.
create table platform.notice (
  place_id    uuid not null,
  notice_id   uuid not null,
  about_id    uuid not null,
  holder_ids  uuid[] not null,
  sent_for    text not null,
  channel     text not null check (channel in ('email', 'phone', 'letter')),
  to_name     text not null,
  to_address  text not null,
  subject     text not null,
  body        text not null,
  link_words  text,
  link_path   text,
  created_at  timestamptz not null,
  sent_at     timestamptz,
  sent_by     text,
  failed_because text,
  primary key (place_id, notice_id),
  unique (place_id, about_id, sent_for, to_address)
);
create index notice_unsent on platform.notice (place_id, channel, created_at) where sent_at is null;
alter table platform.notice enable row level security;
alter table platform.notice force row level security;
comment on column platform.notice.holder_ids is 'who may see it and deliver it by hand; nobody else, whatever they may see of what it is about';
create policy holders on platform.notice to keepitlocal_app
  using (place_id = platform.current_place() and holder_ids && platform.current_holders())
  with check (place_id = platform.current_place() and holder_ids && platform.current_holders());
create policy house on platform.notice to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on platform.notice to keepitlocal_app;
grant select, insert, update on platform.notice to keepitlocal_house;

-- Mail as it would have gone out, where no mail server is set: the page a newcomer reads.
create table platform.mailbox_message (
  place_id   uuid not null,
  message_id text not null,
  to_address text not null,
  subject    text not null,
  body       text not null,
  arrived_at timestamptz not null,
  primary key (place_id, message_id)
);
alter table platform.mailbox_message enable row level security;
alter table platform.mailbox_message force row level security;
create policy house on platform.mailbox_message to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert on platform.mailbox_message to keepitlocal_house;

-- Who is signed in. The cookie holds the token; only its hash is here.
create table platform.session (
  place_id   uuid not null,
  token_hash text not null,
  subject    jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (place_id, token_hash)
);
alter table platform.session enable row level security;
alter table platform.session force row level security;
create policy house on platform.session to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on platform.session to keepitlocal_house;

-- Answers to a form of several pages, kept for a few hours between its pages.
create table platform.form_draft (
  place_id   uuid not null,
  token_hash text not null,
  flow       text not null,
  answers    jsonb not null,
  expires_at timestamptz not null,
  primary key (place_id, token_hash, flow)
);
alter table platform.form_draft enable row level security;
alter table platform.form_draft force row level security;
create policy house on platform.form_draft to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on platform.form_draft to keepitlocal_house;

-- Wrong guesses of a password or a code, so that guessing is slow whoever asks.
create table platform.failed_attempt (
  place_id     uuid not null,
  attempt_id   uuid not null,
  subject_hash text not null,
  attempted_at timestamptz not null,
  primary key (place_id, attempt_id, subject_hash)
);
create index failed_attempt_by_subject on platform.failed_attempt (place_id, subject_hash, attempted_at);
alter table platform.failed_attempt enable row level security;
alter table platform.failed_attempt force row level security;
create policy house on platform.failed_attempt to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, delete on platform.failed_attempt to keepitlocal_house;
