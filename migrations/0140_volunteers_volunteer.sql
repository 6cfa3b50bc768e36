-- People who offer time freely: what they can do, where and when, what has been checked, what they were told, what they gave.
create schema volunteers;
grant usage on schema volunteers to keepitlocal_app, keepitlocal_house;

create table volunteers.volunteer (
  place_id           uuid not null,
  volunteer_id       uuid not null,
  person_id          uuid not null,
  journey_id         uuid not null,
  -- Who looks after them: the organisation whose coordinators see them.
  organisation_id    uuid not null,
  reference          text not null,
  code_hash          text not null,
  state              text not null check (state in ('active', 'paused', 'left')),
  -- What they can do: activities of src/capabilities/volunteers/words.ts.
  activities         text[] not null check (cardinality(activities) > 0),
  -- How far they go for a need, in metres.
  within_metres      integer not null check (within_metres between 500 and 50000),
  languages          text[] not null default '{}',
  -- 21 bits: Monday morning, afternoon, evening, Tuesday morning, ...; all of them means any time.
  free_at            integer not null check (free_at between 1 and 2097151),
  -- How many needs at once.
  capacity           smallint not null default 1 check (capacity between 1 and 20),
  -- Offers a week (ISO week of the place's clock); 3 unless they ask for more.
  most_offers_a_week smallint not null default 3 check (most_offers_a_week between 1 and 21),
  has_car            boolean not null default false,
  limits             text not null default '' check (length(limits) <= 500),
  position           point,
  neighbourhood_id   uuid,
  identity_seen_on   date,
  identity_seen_by   text,
  identity_seen_how  text,
  signed_up_at       timestamptz not null,
  paused_until       date,
  left_at            timestamptz,
  changed_at         timestamptz not null,
  -- A sign-up under the same name with the same phone or e-mail that was there before: no offers go to this one until it is known whether they are one person.
  maybe_volunteer_id uuid,
  primary key (place_id, volunteer_id),
  unique (place_id, reference),
  check ((identity_seen_on is null) = (identity_seen_by is null)),
  check ((state = 'left') = (left_at is not null)),
  foreign key (place_id, person_id) references people.person (place_id, person_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create unique index volunteer_once_per_person on volunteers.volunteer (place_id, person_id) where state <> 'left';
create index volunteer_by_organisation on volunteers.volunteer (place_id, organisation_id, signed_up_at);
create index volunteer_maybe_same on volunteers.volunteer (place_id, maybe_volunteer_id) where maybe_volunteer_id is not null;
create index volunteer_changed on volunteers.volunteer (place_id, changed_at);
alter table volunteers.volunteer enable row level security;
alter table volunteers.volunteer force row level security;
create policy granted on volunteers.volunteer to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = volunteer_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on volunteers.volunteer to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on volunteers.volunteer to keepitlocal_app;
grant select, insert, update, delete on volunteers.volunteer to keepitlocal_house;

-- What is kept of a criminal record check: never the certificate, never what it disclosed.
create table volunteers.held_check (
  place_id       uuid not null,
  check_id       uuid not null,
  volunteer_id   uuid not null,
  level          text not null check (level in ('basic', 'standard', 'enhanced', 'enhanced with barred list')),
  workforce      text not null check (workforce in ('adult', 'child', 'adult and child', 'other', 'not applicable')),
  certificate_on date not null,
  seen_on        date not null,
  seen_by        text not null,
  -- The last day it counts; what nobody looks at again grows old.
  counts_until   date not null,
  update_service boolean not null default false,
  decision       text not null check (decision in ('accepted', 'not accepted')),
  recorded_at    timestamptz not null,
  -- When the house noticed that it no longer counts.
  expired_at     timestamptz,
  primary key (place_id, check_id),
  foreign key (place_id, volunteer_id) references volunteers.volunteer (place_id, volunteer_id)
);
create index held_check_by_volunteer on volunteers.held_check (place_id, volunteer_id, counts_until);
alter table volunteers.held_check enable row level security;
alter table volunteers.held_check force row level security;
create policy granted on volunteers.held_check to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = volunteer_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on volunteers.held_check to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on volunteers.held_check to keepitlocal_app;
grant select, insert, update, delete on volunteers.held_check to keepitlocal_house;

create table volunteers.training_done (
  place_id     uuid not null,
  training_id  uuid not null,
  volunteer_id uuid not null,
  training     text not null,
  done_on      date not null,
  counts_until date,
  recorded_by  text not null,
  recorded_at  timestamptz not null,
  expired_at   timestamptz,
  primary key (place_id, training_id),
  foreign key (place_id, volunteer_id) references volunteers.volunteer (place_id, volunteer_id)
);
create index training_by_volunteer on volunteers.training_done (place_id, volunteer_id);
alter table volunteers.training_done enable row level security;
alter table volunteers.training_done force row level security;
create policy granted on volunteers.training_done to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = volunteer_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on volunteers.training_done to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on volunteers.training_done to keepitlocal_app;
grant select, insert, update, delete on volunteers.training_done to keepitlocal_house;

-- Someone who knows the volunteer, asked once; how to reach them goes when they have answered. A record of its own among the grants: what a referee said is for the
-- organisation that looks after the volunteer, not for the volunteer.
create table volunteers.reference_asked (
  place_id         uuid not null,
  reference_id     uuid not null,
  volunteer_id     uuid not null,
  referee_name     text not null,
  referee_contact  text,
  relationship     text not null,
  asked_at         timestamptz,
  answered_at      timestamptz,
  answer           text check (answer in ('recommends', 'has concerns', 'does not know them well enough')),
  words            text not null default '' check (length(words) <= 1000),
  asked_by         text not null,
  -- Who wrote an answer down that was given by phone.
  recorded_by      text,
  primary key (place_id, reference_id),
  foreign key (place_id, volunteer_id) references volunteers.volunteer (place_id, volunteer_id)
);
create index reference_by_volunteer on volunteers.reference_asked (place_id, volunteer_id);
alter table volunteers.reference_asked enable row level security;
alter table volunteers.reference_asked force row level security;
create policy granted on volunteers.reference_asked to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = reference_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on volunteers.reference_asked to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on volunteers.reference_asked to keepitlocal_app;
grant select, insert, update, delete on volunteers.reference_asked to keepitlocal_house;

-- What a volunteer was told to do next. The newest counts; nobody is without one for a day.
create table volunteers.next_step (
  place_id     uuid not null,
  next_step_id uuid not null,
  volunteer_id uuid not null,
  kind         text not null check (kind in ('welcome', 'task', 'role', 'training', 'local group', 'no need now')),
  -- The offer, role, training or organisation it is about.
  about_id     uuid,
  says         jsonb not null,
  ask_again_on date,
  told_at      timestamptz not null,
  done_at      timestamptz,
  primary key (place_id, next_step_id),
  check ((kind = 'no need now') = (ask_again_on is not null)),
  foreign key (place_id, volunteer_id) references volunteers.volunteer (place_id, volunteer_id)
);
create index next_step_by_volunteer on volunteers.next_step (place_id, volunteer_id, told_at desc);
create index next_step_to_ask_again on volunteers.next_step (place_id, ask_again_on) where done_at is null;
alter table volunteers.next_step enable row level security;
alter table volunteers.next_step force row level security;
create policy granted on volunteers.next_step to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = volunteer_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on volunteers.next_step to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on volunteers.next_step to keepitlocal_app;
grant select, insert, update, delete on volunteers.next_step to keepitlocal_house;

create table volunteers.hours_given (
  place_id     uuid not null,
  hours_id     uuid not null,
  volunteer_id uuid not null,
  given_on     date not null,
  minutes      integer not null check (minutes between 1 and 1440),
  -- The match, role or nothing it was given for.
  about_id     uuid,
  note         text not null default '' check (length(note) <= 300),
  said_by      text not null,
  recorded_at  timestamptz not null,
  primary key (place_id, hours_id),
  foreign key (place_id, volunteer_id) references volunteers.volunteer (place_id, volunteer_id)
);
create index hours_by_volunteer on volunteers.hours_given (place_id, volunteer_id, given_on);
alter table volunteers.hours_given enable row level security;
alter table volunteers.hours_given force row level security;
create policy granted on volunteers.hours_given to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = volunteer_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on volunteers.hours_given to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on volunteers.hours_given to keepitlocal_app;
grant select, insert, update, delete on volunteers.hours_given to keepitlocal_house;

create table volunteers.thanks (
  place_id     uuid not null,
  thanks_id    uuid not null,
  volunteer_id uuid not null,
  from_name    text not null,
  says         text not null check (length(says) between 1 and 500),
  about_id     uuid,
  said_at      timestamptz not null,
  primary key (place_id, thanks_id),
  foreign key (place_id, volunteer_id) references volunteers.volunteer (place_id, volunteer_id)
);
create index thanks_by_volunteer on volunteers.thanks (place_id, volunteer_id, said_at);
alter table volunteers.thanks enable row level security;
alter table volunteers.thanks force row level security;
create policy granted on volunteers.thanks to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = volunteer_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on volunteers.thanks to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on volunteers.thanks to keepitlocal_app;
grant select, insert, update, delete on volunteers.thanks to keepitlocal_house;

-- Something regular that people can step into, open to be seen by everyone in the place: a volunteer's role, a care role, a paid job.
create table volunteers.role (
  place_id         uuid not null,
  role_id          uuid not null,
  organisation_id  uuid not null,
  kind             text not null check (kind in ('volunteer role', 'care role', 'paid job', 'training place')),
  title            text not null check (length(title) between 1 and 120),
  about            text not null check (length(about) <= 2000),
  activities       text[] not null default '{}',
  trainings        text[] not null default '{}',
  where_it_is      text not null default '',
  position         point,
  hours_a_week     numeric(4, 1),
  pay_in_pence_per_hour integer check (pay_in_pence_per_hour > 0),
  places           smallint not null default 1 check (places between 1 and 1000),
  open_until       date,
  closed_at        timestamptz,
  opened_at        timestamptz not null,
  primary key (place_id, role_id),
  check ((kind in ('paid job', 'care role')) or pay_in_pence_per_hour is null),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index role_open on volunteers.role (place_id, opened_at) where closed_at is null;
alter table volunteers.role enable row level security;
alter table volunteers.role force row level security;
create policy of_place on volunteers.role to keepitlocal_app, keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update on volunteers.role to keepitlocal_app;
grant select, insert, update, delete on volunteers.role to keepitlocal_house;

create table volunteers.placement (
  place_id     uuid not null,
  placement_id uuid not null,
  role_id      uuid not null,
  volunteer_id uuid not null,
  state        text not null check (state in ('interested', 'started', 'ended', 'not this time')),
  since        timestamptz not null,
  started_on   date,
  ended_on     date,
  said_by      text not null,
  -- What whoever moved it on said with it.
  words        text not null default '' check (length(words) <= 500),
  primary key (place_id, placement_id),
  foreign key (place_id, role_id) references volunteers.role (place_id, role_id),
  foreign key (place_id, volunteer_id) references volunteers.volunteer (place_id, volunteer_id)
);
create unique index placement_once on volunteers.placement (place_id, role_id, volunteer_id) where state in ('interested', 'started');
create index placement_by_volunteer on volunteers.placement (place_id, volunteer_id);
alter table volunteers.placement enable row level security;
alter table volunteers.placement force row level security;
create policy granted on volunteers.placement to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = volunteer_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on volunteers.placement to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on volunteers.placement to keepitlocal_app;
grant select, insert, update, delete on volunteers.placement to keepitlocal_house;
