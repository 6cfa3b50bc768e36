-- Referrals that cross systems: which systems may call for which organisation, what they sent in, what they were answered, and whom to tell of changes.
create schema exchange;
grant usage on schema exchange to keepitlocal_app, keepitlocal_house;

-- A system of one organisation. Of its token only the hash is kept.
create table exchange.system (
  place_id        uuid not null,
  system_id       uuid not null,
  organisation_id uuid not null,
  name            text not null,
  domain          text,
  scopes          text[] not null,
  token_hash      text not null,
  added_by        text not null,
  added_at        timestamptz not null,
  expires_at      timestamptz not null,
  last_called_at  timestamptz,
  ended_at        timestamptz,
  ended_by        text,
  primary key (place_id, system_id),
  unique (place_id, token_hash),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index system_by_organisation on exchange.system (place_id, organisation_id, added_at);
comment on column exchange.system.domain is 'where its notices may go: this host and those below it';

-- A referral that another system sent in: which need it became, and on what basis they shared it.
create table exchange.received (
  place_id        uuid not null,
  task_id         uuid not null,
  system_id       uuid not null,
  organisation_id uuid not null,
  journey_id      uuid not null,
  help_request_id uuid not null,
  need_id         uuid not null,
  person_id       uuid not null,
  description     text not null,
  their_identifier text,
  basis           text not null check (basis in ('consent', 'public task', 'vital interests')),
  basis_ground    text not null,
  received_at     timestamptz not null,
  withdrawn_at    timestamptz,
  withdrawn_because text,
  primary key (place_id, task_id),
  foreign key (place_id, system_id) references exchange.system (place_id, system_id),
  foreign key (place_id, help_request_id) references requests.help_request (place_id, help_request_id),
  foreign key (place_id, need_id) references requests.need (place_id, need_id)
);
create unique index received_once on exchange.received (place_id, system_id, their_identifier) where their_identifier is not null;
create index received_by_organisation on exchange.received (place_id, organisation_id, received_at);
create index received_by_need on exchange.received (place_id, need_id);

-- What was answered to a call with an id of its own, so that the same call again is done once. No body is kept: it is made again from what stands now.
create table exchange.call (
  place_id   uuid not null,
  system_id  uuid not null,
  request_id text not null,
  body_hash  text not null,
  status     int not null,
  about      text not null,
  called_at  timestamptz not null,
  primary key (place_id, system_id, request_id),
  foreign key (place_id, system_id) references exchange.system (place_id, system_id)
);
create index call_by_age on exchange.call (place_id, called_at);

do $$
declare t text;
begin
  foreach t in array array['system', 'received', 'call'] loop
    execute format('alter table exchange.%I enable row level security', t);
    execute format('alter table exchange.%I force row level security', t);
    execute format('create policy house on exchange.%I to keepitlocal_house
      using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on exchange.%I to keepitlocal_house', t);
  end loop;
  foreach t in array array['system', 'received'] loop
    execute format('create policy own_organisation on exchange.%I for select to keepitlocal_app
      using (place_id = platform.current_place() and organisation_id = any (platform.current_holders()))', t);
    execute format('grant select on exchange.%I to keepitlocal_app', t);
  end loop;
end $$;
