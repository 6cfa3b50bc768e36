-- Capability: oversight. From which numbers on a place calls reading unusual, with who chose it, when and why. Each change is a row of its own and none is altered: the latest
-- counts. All numbers null: as the programme has them, whatever it has by then.
create table oversight.reading_rules (
  place_id       uuid not null,
  version        integer not null check (version > 0),
  changed_at     timestamptz not null,
  changed_by     text not null,
  because        text not null check (length(because) between 1 and 300),
  people_in_an_hour integer check (people_in_an_hour between 5 and 200),
  times_usual       integer check (times_usual between 2 and 20),
  people_at_night   integer check (people_at_night between 1 and 50),
  nights_usual      integer check (nights_usual between 1 and 28),
  night_from        integer check (night_from between 18 and 23),
  night_until       integer check (night_until between 4 and 9),
  days_without_need integer check (days_without_need between 2 and 7),
  primary key (place_id, version),
  check (num_nonnulls(people_in_an_hour, times_usual, people_at_night, nights_usual, night_from, night_until, days_without_need) in (0, 7))
);
alter table oversight.reading_rules enable row level security;
alter table oversight.reading_rules force row level security;
create policy house on oversight.reading_rules to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert on oversight.reading_rules to keepitlocal_house;
