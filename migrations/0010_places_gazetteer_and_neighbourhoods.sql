-- Places, their neighbourhoods, and the national gazetteer of postcodes.

create schema places;
grant usage on schema places to keepitlocal_app, keepitlocal_house;

create table places.place (
  place_id  uuid primary key,
  slug      text collate "C" not null unique check (slug ~ '^[a-z][a-z0-9-]{1,38}$'),
  name      text not null check (name <> ''),
  -- Local authority districts the place covers, by their ONS codes.
  lad_codes text[] not null default '{}',
  -- Whatever else differs between places: telephone numbers, opening words.
  settings  jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  -- Changes whenever the neighbourhoods do, so that outlines can be kept in memory until then.
  neighbourhoods_version uuid,
  added_at  timestamptz not null
);
comment on table places.place is 'national: the first part of an address names a place, so all of them must be found before one is chosen';
alter table places.place enable row level security;
alter table places.place force row level security;
create policy everyone on places.place for select to keepitlocal_app, keepitlocal_house using (true);
create policy add_own on places.place for insert to keepitlocal_house with check (place_id = platform.current_place());
create policy change_own on places.place for update to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on places.place to keepitlocal_app;
grant select, insert, update on places.place to keepitlocal_house;

create table places.neighbourhood (
  place_id         uuid not null references places.place (place_id),
  neighbourhood_id uuid not null,
  code             text collate "C" not null,
  name             text not null check (name <> ''),
  -- Polygons of rings of [easting, northing] in metres (OSGB36), an outer ring followed by its holes.
  outline          jsonb not null,
  west             double precision not null,
  south            double precision not null,
  east             double precision not null,
  north            double precision not null,
  label_point      point not null,
  area_square_metres double precision not null,
  -- Set when a later boundary file no longer has it: records may still point at it, new ones do not.
  retired_at       timestamptz,
  primary key (place_id, neighbourhood_id),
  unique (place_id, code)
);
alter table places.neighbourhood enable row level security;
alter table places.neighbourhood force row level security;
create policy of_place on places.neighbourhood for select to keepitlocal_app
  using (place_id = platform.current_place());
create policy house on places.neighbourhood to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on places.neighbourhood to keepitlocal_app;
grant select, insert, update on places.neighbourhood to keepitlocal_house;

create table places.postcode (
  -- Without its space. "C" order, so that the primary key also finds every postcode that starts alike.
  postcode         text collate "C" primary key,
  -- Metres on the British National Grid (OSGB36).
  point            point not null,
  lad_code         text collate "C",
  ward_code        text collate "C",
  lsoa_code        text collate "C",
  -- 'YYYY-MM'
  introduced_month text collate "C",
  terminated_month text collate "C"
);
comment on table places.postcode is 'national: where every postcode is, from the free national files, is the same for every place';
alter table places.postcode enable row level security;
alter table places.postcode force row level security;
create policy everyone on places.postcode for select to keepitlocal_app using (true);
create policy house on places.postcode to keepitlocal_house using (true) with check (true);
grant select on places.postcode to keepitlocal_app;
grant select, insert, update on places.postcode to keepitlocal_house;

create table places.outcode (
  outcode    text collate "C" primary key,
  -- The middle of its postcodes in use; of all of them where none is in use any more.
  centroid   point not null,
  in_use     integer not null,
  terminated integer not null
);
comment on table places.outcode is 'national: first parts of postcodes, counted from places.postcode';
alter table places.outcode enable row level security;
alter table places.outcode force row level security;
create policy everyone on places.outcode for select to keepitlocal_app using (true);
create policy house on places.outcode to keepitlocal_house using (true) with check (true);
grant select on places.outcode to keepitlocal_app;
grant select, insert, update on places.outcode to keepitlocal_house;
