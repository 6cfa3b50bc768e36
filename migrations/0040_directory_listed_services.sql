-- The directory: what organisations offer residents, as published; how it is searched; and what every import did with every record.

create schema directory;
grant usage on schema directory to keepitlocal_app, keepitlocal_house;

-- Plain English stems, with accents taken off first, so that "cafe" finds "Café". A configuration of our own makes to_tsvector immutable with it.
create text search configuration directory.english (copy = pg_catalog.english);
alter text search configuration directory.english
  alter mapping for hword, hword_part, word with unaccent, english_stem;
-- The same words whole: what spelling is mended from.
create text search configuration directory.whole_words (copy = pg_catalog.simple);
alter text search configuration directory.whole_words
  alter mapping for hword, hword_part, word with unaccent, simple;

-- The organisation as a feed published it; organisation_id says which organisation of this place that is, once somebody has said so.
create table directory.publisher (
  place_id        uuid not null,
  publisher_id    uuid not null,
  organisation_id uuid,
  external_id     text,
  name            text not null check (name <> ''),
  description     text check (description <> ''),
  url             text check (url ~ '^https?://'),
  email           text check (email <> ''),
  logo            text,
  uri             text,
  identifiers     jsonb not null default '[]',
  primary key (place_id, publisher_id)
);
create index publisher_by_organisation on directory.publisher (place_id, organisation_id) where organisation_id is not null;

-- What is searched, joined or ordered by is a column; the long tail of the standards is in detail. Unknown is null, never empty text.
create table directory.listed_service (
  place_id         uuid not null,
  service_id       uuid not null,
  publisher_id     uuid,
  source           text not null,
  external_id      text not null,
  content_hash     bytea not null,
  name             text not null check (name <> ''),
  description      text check (description <> ''),
  url              text check (url ~ '^https?://'),
  email            text check (email <> ''),
  status           text not null check (status in ('active', 'inactive', 'defunct', 'temporarily closed')),
  attending        text[] not null default '{}',
  cost             text check (cost in ('free', 'paid')),
  minimum_age      numeric check (minimum_age between 0 and 120),
  maximum_age      numeric check (maximum_age between 0 and 120),
  assured_on       date,
  last_modified_at timestamptz,
  detail           jsonb not null,
  -- Names of the organisation and of taxonomy terms, kept here because a generated column sees its own row only.
  subject          text not null default '',
  words            tsvector generated always as (
    setweight(to_tsvector('directory.english', name || ' ' || coalesce(detail ->> 'alternateName', '')), 'A') ||
    setweight(to_tsvector('directory.english', subject), 'B') ||
    setweight(to_tsvector('directory.english', coalesce(description, '') || ' ' || coalesce(detail ->> 'eligibility', '')), 'C')
  ) stored,
  -- Small enough to lie in the row itself: which words are in the name or the subject is asked of every match.
  name_words       tsvector generated always as (
    to_tsvector('directory.english', name || ' ' || coalesce(detail ->> 'alternateName', ''))
  ) stored,
  subject_words    tsvector generated always as (to_tsvector('directory.english', subject)) stored,
  -- The points of its locations, so that the nearest is found without a join; service_location holds the truth.
  points           point[] not null default '{}',
  first_seen_at    timestamptz not null,
  changed_at       timestamptz not null,
  primary key (place_id, service_id),
  foreign key (place_id, publisher_id) references directory.publisher (place_id, publisher_id)
);
-- Long columns lie outside the row, so that a search reads few pages; the whole-text vector is never read at all, only its index.
alter table directory.listed_service set (toast_tuple_target = 400);
alter table directory.listed_service alter column words set storage external, alter column name_words set storage main,
  alter column subject_words set storage main, alter column points set storage main;
create index listed_service_by_words on directory.listed_service using gin (words);
create index listed_service_by_source on directory.listed_service (place_id, source);
create index listed_service_by_publisher on directory.listed_service (place_id, publisher_id);
create index listed_service_by_name on directory.listed_service (place_id, lower(name), service_id);

-- Where a service is given. The point is in metres of the British National Grid; null where nobody has said where.
create table directory.service_location (
  place_id    uuid not null,
  service_id  uuid not null,
  location_id uuid not null,
  position    smallint not null,
  kind        text not null check (kind in ('physical', 'postal', 'virtual')),
  postcode    text,
  point       point,
  point_from  text check (point_from in ('coordinates', 'postcode')),
  detail      jsonb not null,
  primary key (place_id, service_id, location_id),
  foreign key (place_id, service_id) references directory.listed_service (place_id, service_id) on delete cascade,
  check ((point is null) = (point_from is null))
);
create index service_location_by_point on directory.service_location using gist (point) where point is not null;
create index service_location_without_point on directory.service_location (place_id, postcode) where point is null and postcode is not null;

create table directory.service_term (
  place_id    uuid not null,
  service_id  uuid not null,
  term_id     uuid not null,
  position    smallint not null,
  taxonomy    text,
  taxonomy_id uuid,
  name        text not null,
  detail      jsonb not null,
  primary key (place_id, service_id, term_id),
  foreign key (place_id, service_id) references directory.listed_service (place_id, service_id) on delete cascade
);
create index service_term_by_term on directory.service_term (place_id, term_id, service_id);
create index service_term_by_taxonomy on directory.service_term (place_id, taxonomy_id, service_id) where taxonomy_id is not null;

-- Words that stand in the names, organisations and terms of a place's services, to mend the spelling of a search with.
create table directory.known_word (
  place_id uuid not null,
  word     text not null,
  services integer not null check (services > 0),
  primary key (place_id, word)
);

-- What an import did, so that its report can be read again.
create table directory.import_run (
  place_id    uuid not null,
  run_id      uuid not null,
  source      text not null,
  form        text not null,
  actor_name  text not null,
  started_at  timestamptz not null,
  finished_at timestamptz not null,
  records     integer not null,
  counts      jsonb not null,
  notes       text[] not null,
  primary key (place_id, run_id)
);
create index import_run_by_source on directory.import_run (place_id, source, started_at);

create table directory.import_record (
  place_id      uuid not null,
  run_id        uuid not null,
  record_number integer not null,
  reading       text not null check (reading in ('taken', 'mended', 'refused', 'repeat')),
  change        text check (change in ('added', 'changed', 'unchanged')),
  external_id   text,
  service_id    uuid,
  name          text,
  notes         text[] not null,
  primary key (place_id, run_id, record_number),
  foreign key (place_id, run_id) references directory.import_run (place_id, run_id) on delete cascade
);

do $$
declare
  t text;
begin
  foreach t in array array['publisher', 'listed_service', 'service_location', 'service_term', 'known_word'] loop
    execute format('alter table directory.%I enable row level security', t);
    execute format('alter table directory.%I force row level security', t);
    execute format('create policy of_place on directory.%I to keepitlocal_app, keepitlocal_house
      using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select on directory.%I to keepitlocal_app', t);
    execute format('grant select, insert, update, delete on directory.%I to keepitlocal_house', t);
  end loop;
  -- Reports may quote what a feed held before it was cleaned: for the house and those it shows them to.
  foreach t in array array['import_run', 'import_record'] loop
    execute format('alter table directory.%I enable row level security', t);
    execute format('alter table directory.%I force row level security', t);
    execute format('create policy house on directory.%I to keepitlocal_house
      using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, delete on directory.%I to keepitlocal_house', t);
  end loop;
end $$;

-- Full-text operators are not leakproof, so under a row-level policy PostgreSQL may not use the GIN index: 30 ms instead of 1 ms for a rare
-- word at 20,000 services. This function looks in the index as the owner, and gives only services of the current place.
do $$ begin
  execute format('create policy search on directory.listed_service for select to %I using (true)', current_user);
end $$;

-- The services that have all the words asked for (asked_for = 'all') or any of them ('any'): the best by words and the nearest, at most
-- `most` of each, for the ranking to order; and how many there are in all. Bit i of in_all, in_name, in_subject stands for word i; 8 words.
create function directory.services_with(each_word tsquery[], asked_for text, statuses text[], origin point, most int)
  returns table (service_id uuid, name text, in_all int, in_name int, in_subject int, distance_metres float8, attending text[], assured_on date, total int)
  language sql stable parallel safe security definer set search_path = '' set jit = off
  as $$
    with bits as materialized (
      select s.service_id, pg_catalog.bit_or(1 << (a.n::int - 1)) as in_all
      from pg_catalog.unnest(each_word) with ordinality a (query, n)
      join directory.listed_service s on s.words @@ a.query
      where asked_for = 'any' and s.place_id = (select platform.current_place())
      group by s.service_id
    ),
    found as materialized (
      select s.service_id, s.name, coalesce(b.in_all, (1 << pg_catalog.cardinality(each_word)) - 1) as in_all,
        case when s.name_words @@ each_word[1] then 1 else 0 end + case when s.name_words @@ each_word[2] then 2 else 0 end
          + case when s.name_words @@ each_word[3] then 4 else 0 end + case when s.name_words @@ each_word[4] then 8 else 0 end
          + case when s.name_words @@ each_word[5] then 16 else 0 end + case when s.name_words @@ each_word[6] then 32 else 0 end
          + case when s.name_words @@ each_word[7] then 64 else 0 end + case when s.name_words @@ each_word[8] then 128 else 0 end as in_name,
        case when s.subject_words @@ each_word[1] then 1 else 0 end + case when s.subject_words @@ each_word[2] then 2 else 0 end
          + case when s.subject_words @@ each_word[3] then 4 else 0 end + case when s.subject_words @@ each_word[4] then 8 else 0 end
          + case when s.subject_words @@ each_word[5] then 16 else 0 end + case when s.subject_words @@ each_word[6] then 32 else 0 end
          + case when s.subject_words @@ each_word[7] then 64 else 0 end + case when s.subject_words @@ each_word[8] then 128 else 0 end as in_subject,
        case when pg_catalog.cardinality(s.points) < 2 then s.points[1] <-> origin
          else (select pg_catalog.min(p <-> origin) from pg_catalog.unnest(s.points) p) end as distance_metres,
        s.attending, s.assured_on
      from directory.listed_service s left join bits b on b.service_id = s.service_id
      where s.place_id = (select platform.current_place()) and s.status = any (statuses)
        and s.words @@ (select pg_catalog.string_agg('(' || q::text || ')', case asked_for when 'all' then ' & ' else ' | ' end)::tsquery
          from pg_catalog.unnest(each_word) q)
    ),
    best as (
      (select * from found order by in_name desc, in_subject desc, in_all desc, distance_metres, assured_on desc nulls last, service_id limit most)
      union
      (select * from found order by distance_metres, assured_on desc nulls last, service_id limit most)
    )
    select best.*, (select pg_catalog.count(*)::int from found) from best
  $$;
revoke execute on function directory.services_with from public;
grant execute on function directory.services_with to keepitlocal_app, keepitlocal_house;

-- What an import does for those who search after it. Only an owner may, and only an import knows when; it tells nobody anything.
-- Statistics: foreign keys are checked by plans made once a session; made while these tables were empty, they read a whole place for every row
-- of a first import (160 s instead of 10 s for 20,000 services). Pending entries of the word index would be read through by every search.
create function directory.settle() returns void
  language plpgsql security definer set search_path = ''
  as $$ begin
    analyze directory.publisher, directory.listed_service, directory.service_location, directory.service_term, directory.known_word;
    perform pg_catalog.gin_clean_pending_list('directory.listed_service_by_words'::pg_catalog.regclass);
  end $$;
revoke execute on function directory.settle from public;
grant execute on function directory.settle to keepitlocal_house;
