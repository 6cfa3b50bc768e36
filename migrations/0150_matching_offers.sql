-- Needs put to volunteers: who is asked, who said yes, what they may read of it and when, what came of it.
create schema matching;
grant usage on schema matching to keepitlocal_app, keepitlocal_house;

-- What a volunteer is asked to do for a need. `what` and `near` identify nobody.
create table matching.task (
  place_id        uuid not null,
  task_id         uuid not null,
  need_id         uuid not null,
  help_request_id uuid not null,
  person_id       uuid not null,
  journey_id      uuid not null,
  -- Whose coordinators put it to volunteers.
  organisation_id uuid not null,
  -- What allows whoever says yes to be told who it is.
  basis           text not null check (basis in ('consent', 'public task', 'vital interests')),
  basis_ground    text not null,
  consent_id      uuid,
  urgency         text not null check (urgency in ('today', 'two days', 'this week', 'no hurry')),
  activity        text not null,
  what            text not null check (length(what) between 1 and 500),
  -- What the check is reckoned from (src/capabilities/volunteers/checks/), and what came out.
  circumstances   jsonb not null,
  check_level     text not null check (check_level in ('none', 'basic', 'standard', 'enhanced', 'enhanced with barred list')),
  trainings       text[] not null default '{}',
  languages       text[] not null default '{}',
  needs_car       boolean not null default false,
  starts_at       timestamptz not null,
  ends_at         timestamptz not null,
  minutes         smallint not null check (minutes between 5 and 720),
  every           text check (every in ('week', 'fortnight')),
  -- The middle of the kilometre square, in OSGB metres.
  near            point,
  neighbourhood_id uuid,
  -- A staffed place to meet at, when the address is hidden.
  meet_at         text,
  meet_near       point,
  offers_by       text not null check (offers_by in ('rules', 'coordinator')),
  state           text not null check (state in ('open', 'matched', 'ended')),
  -- Why nobody could be offered it when it was last tried.
  unmet_because   text,
  tried_at        timestamptz,
  put_by          text not null,
  put_at          timestamptz not null,
  ended_at        timestamptz,
  ended_because   text,
  primary key (place_id, task_id),
  check (ends_at > starts_at),
  foreign key (place_id, need_id) references requests.need (place_id, need_id),
  foreign key (place_id, help_request_id) references requests.help_request (place_id, help_request_id),
  foreign key (place_id, person_id) references people.person (place_id, person_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create unique index task_one_open_per_need on matching.task (place_id, need_id) where state <> 'ended';
create index task_by_person on matching.task (place_id, person_id);
create index task_open on matching.task (place_id, put_at) where state = 'open';
alter table matching.task enable row level security;
alter table matching.task force row level security;
create policy granted on matching.task to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = task_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on matching.task to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on matching.task to keepitlocal_app;
grant select, insert, update, delete on matching.task to keepitlocal_house;

create table matching.offer (
  place_id     uuid not null,
  offer_id     uuid not null,
  task_id      uuid not null,
  volunteer_id uuid not null,
  round        smallint not null,
  state        text not null check (state in ('sent', 'yes', 'in reserve', 'no', 'no answer', 'filled', 'taken back')),
  -- Why this volunteer, in words' keys and values.
  reasons      jsonb not null,
  distance_band text not null,
  sent_at      timestamptz not null,
  answer_by    timestamptz not null,
  answered_at  timestamptz,
  no_because   text,
  primary key (place_id, offer_id),
  foreign key (place_id, task_id) references matching.task (place_id, task_id),
  foreign key (place_id, volunteer_id) references volunteers.volunteer (place_id, volunteer_id)
);
create unique index offer_once_open on matching.offer (place_id, task_id, volunteer_id) where state in ('sent', 'yes', 'in reserve');
create index offer_by_task on matching.offer (place_id, task_id, sent_at);
create index offer_by_volunteer on matching.offer (place_id, volunteer_id, sent_at);
create index offer_unanswered on matching.offer (place_id, answer_by) where state = 'sent';
alter table matching.offer enable row level security;
alter table matching.offer force row level security;
create policy granted on matching.offer to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = offer_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on matching.offer to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on matching.offer to keepitlocal_app;
grant select, insert, update, delete on matching.offer to keepitlocal_house;

create table matching.match (
  place_id      uuid not null,
  match_id      uuid not null,
  task_id       uuid not null,
  need_id       uuid not null,
  journey_id    uuid not null,
  volunteer_id  uuid not null,
  state         text not null check (state in ('accepted', 'confirmed', 'in contact', 'ongoing', 'done', 'could not', 'released', 'refused by the resident', 'not needed')),
  accepted_at   timestamptz not null,
  confirmed_at  timestamptz,
  confirmed_by  text,
  -- When who and where can be read: from confirmation, a day before it starts, until two hours after it ends.
  details_from  timestamptz,
  details_until timestamptz,
  contact_made_at timestamptz,
  first_visit_at  timestamptz,
  called_back_at  timestamptz,
  called_back_by  text,
  ended_at      timestamptz,
  reason_code   text,
  reason        text check (length(reason) <= 500),
  primary key (place_id, match_id),
  foreign key (place_id, task_id) references matching.task (place_id, task_id),
  foreign key (place_id, need_id) references requests.need (place_id, need_id),
  foreign key (place_id, volunteer_id) references volunteers.volunteer (place_id, volunteer_id)
);
-- First yes wins: whoever is second is refused here, however many press at once.
create unique index match_one_live_per_task on matching.match (place_id, task_id) where state in ('accepted', 'confirmed', 'in contact', 'ongoing');
create index match_by_volunteer on matching.match (place_id, volunteer_id, accepted_at);
create index match_by_need on matching.match (place_id, need_id);
alter table matching.match enable row level security;
alter table matching.match force row level security;
create policy granted on matching.match to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = match_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on matching.match to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on matching.match to keepitlocal_app;
grant select, insert, update, delete on matching.match to keepitlocal_house;

-- Each time a regular match happens.
create table matching.visit (
  place_id   uuid not null,
  visit_id   uuid not null,
  match_id   uuid not null,
  starts_at  timestamptz not null,
  state      text not null check (state in ('planned', 'done', 'did not happen')),
  minutes    smallint check (minutes between 1 and 1440),
  said_at    timestamptz,
  note       text not null default '' check (length(note) <= 500),
  primary key (place_id, visit_id),
  unique (place_id, match_id, starts_at),
  foreign key (place_id, match_id) references matching.match (place_id, match_id)
);
alter table matching.visit enable row level security;
alter table matching.visit force row level security;
create policy granted on matching.visit to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = match_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on matching.visit to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on matching.visit to keepitlocal_app;
grant select, insert, update, delete on matching.visit to keepitlocal_house;

-- Money a volunteer spent for a resident, with its receipt. Never a card, never a number of one.
create table matching.receipt (
  place_id     uuid not null,
  receipt_id   uuid not null,
  match_id     uuid not null,
  spent_in_pence integer not null check (spent_in_pence between 1 and 100000),
  shop         text not null check (length(shop) between 1 and 120),
  paid_how     text not null check (paid_how in ('cash counted together', 'volunteer, paid back by the organisation', 'voucher', 'shop took payment by phone', 'payment link')),
  spent_on     date not null,
  recorded_by  text not null,
  recorded_at  timestamptz not null,
  primary key (place_id, receipt_id),
  foreign key (place_id, match_id) references matching.match (place_id, match_id)
);
create index receipt_by_match on matching.receipt (place_id, match_id);
alter table matching.receipt enable row level security;
alter table matching.receipt force row level security;
create policy granted on matching.receipt to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = match_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on matching.receipt to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on matching.receipt to keepitlocal_app;
grant select, insert, update, delete on matching.receipt to keepitlocal_house;

-- Each reading of who and where by a volunteer: what the daily quota counts, and what the alert looks at.
create table matching.details_read (
  place_id     uuid not null,
  read_id      uuid not null,
  match_id     uuid not null,
  volunteer_id uuid not null,
  person_id    uuid not null,
  read_at      timestamptz not null,
  primary key (place_id, read_id),
  foreign key (place_id, match_id) references matching.match (place_id, match_id)
);
create index details_read_by_volunteer on matching.details_read (place_id, volunteer_id, read_at);
alter table matching.details_read enable row level security;
alter table matching.details_read force row level security;
create policy house on matching.details_read to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on matching.details_read to keepitlocal_house;

-- Pairs that must never meet through us: the house alone reads them. Ids of people, the smaller first.
create table matching.no_contact (
  place_id    uuid not null,
  person_a    uuid not null,
  person_b    uuid not null,
  because     text not null check (because in ('resident asked', 'volunteer asked', 'safeguarding', 'court order')),
  said_by     text not null,
  said_at     timestamptz not null,
  primary key (place_id, person_a, person_b),
  check (person_a < person_b),
  foreign key (place_id, person_a) references people.person (place_id, person_id),
  foreign key (place_id, person_b) references people.person (place_id, person_id)
);
create index no_contact_other_way on matching.no_contact (place_id, person_b);
alter table matching.no_contact enable row level security;
alter table matching.no_contact force row level security;
create policy house on matching.no_contact to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on matching.no_contact to keepitlocal_house;

-- What a coordinator should look at: somebody who reads details and then says no, again and again.
create table matching.alert (
  place_id     uuid not null,
  alert_id     uuid not null,
  volunteer_id uuid not null,
  kind         text not null check (kind in ('read and declined', 'many details read', 'many no answers')),
  says         jsonb not null,
  raised_at    timestamptz not null,
  dealt_with_at timestamptz,
  dealt_with_by text,
  primary key (place_id, alert_id),
  foreign key (place_id, volunteer_id) references volunteers.volunteer (place_id, volunteer_id)
);
create index alert_open on matching.alert (place_id, raised_at) where dealt_with_at is null;
alter table matching.alert enable row level security;
alter table matching.alert force row level security;
create policy granted on matching.alert to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = alert_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on matching.alert to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on matching.alert to keepitlocal_app;
grant select, insert, update, delete on matching.alert to keepitlocal_house;
