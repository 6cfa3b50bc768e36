-- What changed for the resident, in their words. Not the same as why we stopped working on a need.
create schema outcomes;
grant usage on schema outcomes to keepitlocal_app, keepitlocal_house;

create table outcomes.outcome (
  place_id         uuid not null,
  outcome_id       uuid not null,
  need_id          uuid not null,
  difference       text not null check (difference in ('much better', 'better', 'the same', 'worse', 'not known')),
  in_their_words   text,
  told_by          text not null check (told_by in ('the resident', 'someone for them', 'the helper', 'nobody')),
  recorded_by_name text not null,
  recorded_at      timestamptz not null,
  primary key (place_id, outcome_id),
  unique (place_id, need_id),
  foreign key (place_id, need_id) references requests.need (place_id, need_id)
);
alter table outcomes.outcome enable row level security;
alter table outcomes.outcome force row level security;
create policy granted on outcomes.outcome to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = need_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on outcomes.outcome to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update on outcomes.outcome to keepitlocal_app, keepitlocal_house;
