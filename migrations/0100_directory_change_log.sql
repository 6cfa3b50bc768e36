-- Which services changed, in the order in which it became true: what keeps a copy of a directory (the search index, a partner who asks what is
-- new) up to date without looking at everything. service_ids is null when so much changed that a copy is better made anew.
create table directory.change (
  place_id    uuid not null,
  version     bigint not null check (version > 0),
  service_ids uuid[],
  changed_at  timestamptz not null,
  primary key (place_id, version)
);
alter table directory.change enable row level security;
alter table directory.change force row level security;
create policy of_place on directory.change to keepitlocal_app, keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on directory.change to keepitlocal_app;
grant select, insert, delete on directory.change to keepitlocal_house;

alter table directory.listed_service
  -- Something happened that makes people doubt the entry (mail came back, a referral was declined because it is wrong), until it is checked again.
  add column doubtful_at      timestamptz,
  add column doubtful_because text check (doubtful_because <> ''),
  -- The entry that stands for this one since they were found to be the same; this one is then shown nowhere and its id still resolves.
  add column merged_into      uuid,
  -- Who said a field, where that is not the entry's own source: { "email": { "source": "...", "at": "..." } }.
  add column field_sources    jsonb not null default '{}',
  add check ((doubtful_at is null) = (doubtful_because is null)),
  add check (merged_into <> service_id),
  add foreign key (place_id, merged_into) references directory.listed_service (place_id, service_id);

-- A place whose address is nobody's business (a refuge): no address and no point are kept here, so that no distance can give it away.
alter table directory.service_location
  add column hidden boolean not null default false,
  add check (not hidden or (point is null and postcode is null));
