-- What residents ask for. A request is told once; each need in it is passed on and closed by itself.
create schema requests;
grant usage on schema requests to keepitlocal_app, keepitlocal_house;

create table requests.help_request (
  place_id                 uuid not null,
  help_request_id          uuid not null,
  journey_id               uuid not null,
  person_id                uuid not null,
  reference                text not null,
  code_hash                text not null,
  story                    text not null,
  taken_how                text not null check (taken_how in ('web', 'phone', 'in person')),
  taken_by_name            text not null,
  taken_by_organisation_id uuid,
  on_behalf_name           text,
  on_behalf_relationship   text,
  on_behalf_contact        text,
  triaged_by_organisation_id uuid not null,
  state                    text not null check (state in ('open', 'closed')),
  made_at                  timestamptz not null,
  closed_at                timestamptz,
  primary key (place_id, help_request_id),
  unique (place_id, reference),
  foreign key (place_id, person_id) references people.person (place_id, person_id),
  foreign key (place_id, taken_by_organisation_id) references organisations.organisation (place_id, organisation_id),
  foreign key (place_id, triaged_by_organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index help_request_by_person on requests.help_request (place_id, person_id, made_at);
alter table requests.help_request enable row level security;
alter table requests.help_request force row level security;
create policy granted on requests.help_request to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = help_request_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on requests.help_request to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on requests.help_request to keepitlocal_app;
grant select, insert, update on requests.help_request to keepitlocal_house;

-- `description` and `near` identify nobody: they are what an organisation sees before it says yes.
create table requests.need (
  place_id         uuid not null,
  need_id          uuid not null,
  help_request_id  uuid not null,
  journey_id       uuid not null,
  kind             text not null,
  description      text not null,
  urgency          text not null check (urgency in ('today', 'two days', 'this week', 'no hurry')),
  near             point,
  neighbourhood_id uuid,
  state            text not null check (state in ('waiting', 'asked', 'accepted', 'in contact', 'ongoing', 'done', 'closed')),
  state_since      timestamptz not null,
  returned_because text check (returned_because in ('declined', 'expired', 'could not', 'recalled')),
  closing_reason   text check (closing_reason in ('helped', 'signposted', 'no longer needed', 'could not reach them', 'nobody could help', 'asked twice', 'passed to statutory service')),
  asked_at         timestamptz not null,
  closed_at        timestamptz,
  primary key (place_id, need_id),
  check ((state = 'closed') = (closing_reason is not null)),
  foreign key (place_id, help_request_id) references requests.help_request (place_id, help_request_id)
);
create index need_by_request on requests.need (place_id, help_request_id);
create index need_open on requests.need (place_id, state, state_since) where state <> 'closed';
comment on column requests.need.near is 'the middle of the kilometre square the resident lives in, in OSGB metres';
alter table requests.need enable row level security;
alter table requests.need force row level security;
create policy granted on requests.need to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = need_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on requests.need to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, update on requests.need to keepitlocal_app;
grant select, insert, update on requests.need to keepitlocal_house;
