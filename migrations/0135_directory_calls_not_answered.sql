-- That somebody rang about an entry and nobody answered: until two weeks are over others are rung first. Gone with the next check.
create table directory.call_not_answered (
  place_id   uuid not null,
  service_id uuid not null,
  rang_at    timestamptz not null,
  rang_by    text not null,
  primary key (place_id, service_id),
  foreign key (place_id, service_id) references directory.listed_service (place_id, service_id) on delete cascade
);
alter table directory.call_not_answered enable row level security;
alter table directory.call_not_answered force row level security;
create policy house on directory.call_not_answered to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on directory.call_not_answered to keepitlocal_house;
