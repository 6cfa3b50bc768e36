-- What the standards publish beside services: taxonomies and their terms as things with ids of their own, a service at a location as a thing with an
-- id, and opening times that can be asked for.

create table directory.taxonomy (
  place_id    uuid not null,
  taxonomy_id uuid not null,
  name        text not null check (name <> ''),
  description text check (description <> ''),
  uri         text check (uri ~ '^https?://'),
  version     text check (version <> ''),
  primary key (place_id, taxonomy_id)
);

-- A term as it was last given. parent_id may name a term nobody has given: it is published only where it is kept here.
create table directory.taxonomy_term (
  place_id    uuid not null,
  term_id     uuid not null,
  taxonomy_id uuid not null,
  name        text not null check (name <> ''),
  description text check (description <> ''),
  code        text check (code <> ''),
  uri         text check (uri ~ '^https?://'),
  parent_id   uuid,
  primary key (place_id, term_id),
  foreign key (place_id, taxonomy_id) references directory.taxonomy (place_id, taxonomy_id)
);
create index taxonomy_term_by_taxonomy on directory.taxonomy_term (place_id, taxonomy_id);
create index taxonomy_term_by_parent on directory.taxonomy_term (place_id, parent_id) where parent_id is not null;

do $$
declare
  t text;
begin
  foreach t in array array['taxonomy', 'taxonomy_term'] loop
    execute format('alter table directory.%I enable row level security', t);
    execute format('alter table directory.%I force row level security', t);
    execute format('create policy of_place on directory.%I to keepitlocal_app, keepitlocal_house
      using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select on directory.%I to keepitlocal_app', t);
    execute format('grant select, insert, update, delete on directory.%I to keepitlocal_house', t);
  end loop;
end $$;

-- Terms the feed did not give, made of what the service says (its languages, who it is for): standards without a field for those carry them so.
alter table directory.service_term add column made boolean not null default false;

-- When each schedule opens, in a form that can be looked through without unpacking: day (MO, or blanks), opening and closing (HH:MM or blanks, 26:00 is
-- 2 in the morning after), then the location it is for, if it is for one. A schedule of days when it is closed is no opening.
create function directory.times_of(schedules jsonb) returns text[]
  language sql immutable parallel safe set search_path = ''
  as $$
    select coalesce(pg_catalog.array_agg(day || opens
      || case when closes <= opens and opens <> '     ' and closes <> '     '
           then pg_catalog.lpad((pg_catalog.left(closes, 2)::int + 24)::text, 2, '0') || pg_catalog.right(closes, 3) else closes end
      || location), '{}')
    from pg_catalog.jsonb_array_elements(case when pg_catalog.jsonb_typeof(schedules) = 'array' then schedules else '[]' end) s
    cross join lateral (select
      case when s ->> 'opensAtTime' ~ '^\d\d:\d\d$' then s ->> 'opensAtTime' else '     ' end as opens,
      case when s ->> 'closesAtTime' ~ '^\d\d:\d\d$' then s ->> 'closesAtTime' else '     ' end as closes,
      coalesce(s ->> 'locationId', '') as location) each
    cross join lateral (
      select found[1] as day from pg_catalog.regexp_matches(pg_catalog.upper(s ->> 'byday'), '(?:^|[^A-Z])(MO|TU|WE|TH|FR|SA|SU)', 'g') found
      union all
      select '  ' where s ->> 'byday' is null
    ) days
    where s ->> 'exception' is distinct from 'closed'
  $$;
alter table directory.listed_service
  add column times text[] generated always as (directory.times_of(detail -> 'schedules')) stored,
  -- False until the service's terms stand in taxonomy_term and service_term as above; a job sees to those written before this was kept.
  add column terms_listed boolean not null default false;
alter table directory.listed_service alter column times set storage main;
create index listed_service_terms_to_list on directory.listed_service (place_id, service_id) where not terms_listed;
create index listed_service_by_change on directory.listed_service (place_id, changed_at);
create index listed_service_by_survivor on directory.listed_service (place_id, merged_into) where merged_into is not null;

-- A service at one of its locations. Made of both ids (RFC 9562, version 8): feeds repeat theirs, and one of ours is found again without a column.
create function directory.at_location_id(service uuid, location uuid) returns uuid
  language sql immutable strict parallel safe set search_path = ''
  as $$
    select overlay(overlay(pg_catalog.md5(service::text || ' at ' || location::text) placing '8' from 13) placing '8' from 17)::uuid
  $$;
create index service_location_by_at on directory.service_location (place_id, directory.at_location_id(service_id, location_id));
grant execute on function directory.times_of, directory.at_location_id to keepitlocal_app, keepitlocal_house;
