-- Capability: commissioning. The local authority's own area and what borders it, as data; and what an agreement's way was chosen on.
create table commissioning.local_area (
  place_id    uuid not null,
  told_at     timestamptz not null,
  -- { name, code }: the area of the local authority; what it is wholly inside, or null; and each county or London borough that borders it.
  own         jsonb not null,
  inside      jsonb,
  borders     jsonb not null,
  source      text not null check (length(source) between 3 and 300),
  source_url  text check (length(source_url) <= 300),
  read_on     date not null,
  told_by     text not null,
  primary key (place_id, told_at)
);
comment on table commissioning.local_area is 'the newest one holds; those before it stay, for agreements name the area they were kept for as it stood';
alter table commissioning.local_area enable row level security;
alter table commissioning.local_area force row level security;
create policy of_place on commissioning.local_area for select to keepitlocal_app using (place_id = platform.current_place());
create policy house on commissioning.local_area to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on commissioning.local_area to keepitlocal_app;
grant select, insert on commissioning.local_area to keepitlocal_house;

comment on column commissioning.agreement.route_facts is 'what its way was chosen on: the answers, the ways that were lawful on them that day and the rules as they stood (routes/choice.ts)';
alter table commissioning.agreement add column reserved_places jsonb;
comment on column commissioning.agreement.reserved_places is '[{ name, code }]: the areas it was kept for by name, as they stood';
