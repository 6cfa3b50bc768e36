-- Opening in an emergency what somebody may not see otherwise, with a second person; and what is unusual in who reads whom.
create schema oversight;
grant usage on schema oversight to keepitlocal_app, keepitlocal_house;

create table oversight.break_glass (
  place_id        uuid not null,
  break_glass_id  uuid not null,
  -- What whoever asked typed: a reference, or a name and a number. Whom it is of, the house found; nobody is told before it is approved whether there is anybody.
  asked_for       text not null check (length(asked_for) between 3 and 200),
  person_id       uuid,
  reason          text not null check (length(reason) between 10 and 500),
  asked_by_id     uuid not null,
  asked_by        text not null,
  organisation_id uuid,
  asked_at        timestamptz not null,
  state           text not null check (state in ('asked', 'approved', 'refused')),
  decided_by_id   uuid,
  decided_by      text,
  decided_at      timestamptz,
  open_until      timestamptz,
  -- Why the resident is not to be told yet; null when they are.
  held_because    text check (length(held_because) <= 500),
  primary key (place_id, break_glass_id),
  -- Nobody approves what they asked for.
  check (decided_by_id <> asked_by_id),
  check ((state = 'approved') = (open_until is not null))
);
create index break_glass_by_time on oversight.break_glass (place_id, asked_at);
alter table oversight.break_glass enable row level security;
alter table oversight.break_glass force row level security;
create policy granted on oversight.break_glass to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = break_glass_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on oversight.break_glass to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on oversight.break_glass to keepitlocal_app;
grant select, insert, update on oversight.break_glass to keepitlocal_house;

create table oversight.reading_alert (
  place_id     uuid not null,
  alert_id     uuid not null,
  rule         text not null,
  -- Who read, and what there was: numbers alone. Whom they read stands in the audit trail.
  reader_id    uuid not null,
  organisation_id uuid,
  says         jsonb not null,
  read_from    timestamptz not null,
  read_until   timestamptz not null,
  on_day       date not null,
  raised_at    timestamptz not null,
  closed_at    timestamptz,
  closed_by    text,
  closed_words text check (length(closed_words) between 3 and 500),
  primary key (place_id, alert_id),
  -- Once a day for each reader and rule.
  unique (place_id, rule, reader_id, on_day),
  check ((closed_at is null) = (closed_words is null))
);
alter table oversight.reading_alert enable row level security;
alter table oversight.reading_alert force row level security;
create policy granted on oversight.reading_alert to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = alert_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on oversight.reading_alert to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on oversight.reading_alert to keepitlocal_app;
grant select, insert, update on oversight.reading_alert to keepitlocal_house;
