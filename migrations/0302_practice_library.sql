-- Capability: practice. Stories with the consent of whoever they tell of, what is published of them, and the bulletin with its readers.
create table practice.story (
  place_id        uuid not null,
  story_id        uuid not null,
  kind            text not null check (kind in ('story', 'essay', 'case study')),
  title           text not null check (length(title) between 1 and 200),
  summary         text not null default '' check (length(summary) <= 600),
  body            text not null default '' check (length(body) <= 60000),
  by_line         text check (length(by_line) <= 200),
  principles      smallint[] not null default '{}',
  council_ids     uuid[] not null default '{}',
  neighbourhood_ids uuid[] not null default '{}',
  state           text not null check (state in ('draft', 'published', 'taken back')),
  organisation_id uuid,
  made_by         text not null,
  changed_at      timestamptz not null,
  published_at    timestamptz,
  taken_back_at   timestamptz,
  -- The consents below, for whoever looks by them.
  consent_ids     uuid[] not null default '{}',
  primary key (place_id, story_id),
  check ((state = 'taken back') = (taken_back_at is not null)),
  check (state <> 'published' or published_at is not null),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index story_by_changed on practice.story (place_id, changed_at desc);
create index story_by_organisation on practice.story (place_id, organisation_id);

create table practice.story_consent (
  place_id     uuid not null,
  consent_id   uuid not null,
  story_id     uuid not null,
  name         text not null check (length(name) between 1 and 120),
  contact      text not null check (length(contact) between 3 and 254),
  how          text not null check (how in ('signed a form', 'by e-mail', 'said in person', 'said on the phone', 'wrote it')),
  given_on     date not null,
  given_to     text not null,
  withdrawn_at timestamptz,
  withdrawn_how text check (withdrawn_how in ('by link', 'told us')),
  primary key (place_id, consent_id),
  check ((withdrawn_at is null) = (withdrawn_how is null)),
  foreign key (place_id, story_id) references practice.story (place_id, story_id)
);
create index story_consent_by_story on practice.story_consent (place_id, story_id);
create index story_consent_by_contact on practice.story_consent (place_id, lower(contact));

-- What everybody may read; a consent taken back deletes it. Nothing public reads any other table.
create table practice.published_story (
  place_id        uuid not null,
  story_id        uuid not null,
  kind            text not null,
  title           text not null,
  summary         text not null,
  body            text not null,
  by_line         text,
  principles      smallint[] not null,
  council_ids     uuid[] not null,
  neighbourhood_ids uuid[] not null,
  published_at    timestamptz not null,
  words           tsvector generated always as (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', summary), 'B') || to_tsvector('english', body)) stored,
  primary key (place_id, story_id),
  foreign key (place_id, story_id) references practice.story (place_id, story_id)
);
create index published_story_by_day on practice.published_story (place_id, published_at desc);

create table practice.bulletin (
  place_id    uuid not null,
  bulletin_id uuid not null,
  subject     text not null check (length(subject) between 1 and 150),
  opening     text not null check (length(opening) <= 4000),
  state       text not null check (state in ('draft', 'going out', 'sent', 'discarded')),
  made_by     text not null,
  changed_at  timestamptz not null,
  going_at    timestamptz,
  sent_at     timestamptz,
  -- How far it is written: the last reader by id, and how many.
  written_to  uuid,
  written     integer not null default 0,
  forgotten_at timestamptz,
  primary key (place_id, bulletin_id),
  check ((state in ('going out', 'sent')) = (going_at is not null)),
  check ((state = 'sent') = (sent_at is not null))
);
create index bulletin_going on practice.bulletin (place_id) where state = 'going out';

create table practice.bulletin_story (
  place_id    uuid not null,
  bulletin_id uuid not null,
  story_id    uuid not null,
  position    smallint not null,
  primary key (place_id, bulletin_id, story_id),
  foreign key (place_id, bulletin_id) references practice.bulletin (place_id, bulletin_id),
  foreign key (place_id, story_id) references practice.story (place_id, story_id)
);
create index bulletin_story_by_story on practice.bulletin_story (place_id, story_id);

create table practice.subscriber (
  place_id      uuid not null,
  subscriber_id uuid not null,
  email         text not null check (length(email) <= 254),
  asked_at      timestamptz not null,
  -- When the link in the first mail was used; nobody gets a bulletin before.
  confirmed_at  timestamptz,
  primary key (place_id, subscriber_id)
);
create unique index subscriber_by_email on practice.subscriber (place_id, lower(email));

do $$ declare t text; begin
  foreach t in array array['story', 'story_consent', 'published_story', 'bulletin', 'bulletin_story', 'subscriber'] loop
    execute format('alter table practice.%I enable row level security', t);
    execute format('alter table practice.%I force row level security', t);
    execute format('create policy house on practice.%I to keepitlocal_house using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on practice.%I to keepitlocal_house', t);
  end loop;
end $$;
create policy place on practice.published_story for select to keepitlocal_app using (place_id = platform.current_place());
grant select on practice.published_story to keepitlocal_app;
