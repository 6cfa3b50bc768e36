-- Systems that ask to be told of changes: by which way, of which, and what still has to be told. Ids alone, nobody's details.
create table exchange.subscription (
  place_id        uuid not null,
  subscription_id uuid not null,
  system_id       uuid not null,
  organisation_id uuid not null,
  channel         text not null check (channel in ('rest-hook', 'email')),
  endpoint        text not null,
  -- The statuses of a Task it is told of; null for all.
  statuses        text[],
  reason          text not null,
  ends_at         timestamptz,
  state           text not null check (state in ('requested', 'active', 'error', 'off')),
  error           text,
  failures        int not null default 0,
  events          int not null default 0,
  asked_at        timestamptz not null,
  changed_at      timestamptz not null,
  primary key (place_id, subscription_id),
  foreign key (place_id, system_id) references exchange.system (place_id, system_id)
);
create index subscription_by_organisation on exchange.subscription (place_id, organisation_id, subscription_id);
create index subscription_by_system on exchange.subscription (place_id, system_id);

-- What a hook has to be told, or was: that it is there (the handshake), or that a Task changed.
create table exchange.hook_call (
  place_id        uuid not null,
  hook_call_id    uuid not null,
  subscription_id uuid not null,
  -- What it is told for, once: the fact, or the handshake.
  sent_for        text not null,
  -- The Task that changed; null for the handshake.
  task_id         uuid,
  event_number    int not null,
  made_at         timestamptz not null,
  due_at          timestamptz not null,
  tries           int not null default 0,
  told_at         timestamptz,
  primary key (place_id, hook_call_id),
  unique (place_id, subscription_id, sent_for),
  foreign key (place_id, subscription_id) references exchange.subscription (place_id, subscription_id)
);
create index hook_call_due on exchange.hook_call (place_id, due_at) where told_at is null;
create index hook_call_by_age on exchange.hook_call (place_id, made_at);

do $$
declare t text;
begin
  foreach t in array array['subscription', 'hook_call'] loop
    execute format('alter table exchange.%I enable row level security', t);
    execute format('alter table exchange.%I force row level security', t);
    execute format('create policy house on exchange.%I to keepitlocal_house
      using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on exchange.%I to keepitlocal_house', t);
  end loop;
end $$;
create policy own_organisation on exchange.subscription for select to keepitlocal_app
  using (place_id = platform.current_place() and organisation_id = any (platform.current_holders()));
grant select on exchange.subscription to keepitlocal_app;
