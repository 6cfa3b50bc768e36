-- What is looked for and not found, counted by week: no search, no sentence, no postcode and no visitor stands here, only how many there were.

create table directory.searches_asked (
  place_id      uuid not null,
  -- The Monday the week begins on.
  week_on       date not null,
  -- Its name; 'not said' without a whole postcode, 'elsewhere' outside all neighbourhoods of the place.
  neighbourhood text not null,
  -- A kind of need (kernel), or 'not understood'.
  kind          text not null,
  found         text not null check (found in ('good', 'nothing', 'some words', 'far away', 'only unchecked')),
  searches      integer not null check (searches > 0),
  primary key (place_id, week_on, neighbourhood, kind, found)
);

-- Words of those searches that came to little, each by itself, so that no sentence can be put together again; only words the vocabulary knows.
create table directory.words_asked (
  place_id uuid not null,
  week_on  date not null,
  word     text not null check (word ~ '^[a-z]{3,40}$'),
  searches integer not null check (searches > 0),
  primary key (place_id, week_on, word)
);

do $$
declare
  t text;
begin
  foreach t in array array['searches_asked', 'words_asked'] loop
    execute format('alter table directory.%I enable row level security', t);
    execute format('alter table directory.%I force row level security', t);
    execute format('create policy house on directory.%I to keepitlocal_house
      using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on directory.%I to keepitlocal_house', t);
  end loop;
end $$;
