-- The recorded choice of what should happen next to a need.
create schema triage;
grant usage on schema triage to keepitlocal_app, keepitlocal_house;

create table triage.triage_decision (
  place_id          uuid not null,
  triage_decision_id uuid not null,
  need_id           uuid not null,
  decision          text not null check (decision in ('ask organisation', 'signpost', 'close')),
  organisation_id   uuid,
  listed_service_id uuid,
  reason            text not null,
  decided_by_name   text not null,
  decided_at        timestamptz not null,
  primary key (place_id, triage_decision_id),
  foreign key (place_id, need_id) references requests.need (place_id, need_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index triage_decision_by_need on triage.triage_decision (place_id, need_id, decided_at);
alter table triage.triage_decision enable row level security;
alter table triage.triage_decision force row level security;
create policy granted on triage.triage_decision to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = need_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on triage.triage_decision to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert on triage.triage_decision to keepitlocal_app, keepitlocal_house;
