-- Capability: practice. What a council does about what its peers found, each with who, by when and where it stands; evidence that community organisations put to what they say; and the document of an
-- endorsement as a file.
create table practice.challenge_action (
  place_id     uuid not null,
  action_id    uuid not null,
  challenge_id uuid not null,
  council_id   uuid not null,
  what         text not null check (length(what) between 3 and 500),
  owner        text not null check (length(owner) between 2 and 120),
  due_on       date not null,
  state        text not null check (state in ('to do', 'under way', 'done', 'let go')),
  -- What came of it, or why it was let go.
  says         text not null default '' check (length(says) <= 1000),
  changed_at   timestamptz not null,
  changed_by   text not null,
  primary key (place_id, action_id),
  foreign key (place_id, challenge_id) references practice.challenge (place_id, challenge_id)
);
create index challenge_action_in_order on practice.challenge_action (place_id, challenge_id, due_on);

-- Whose it is the house alone knows: a council reads the evidence, and who put it there only where they chose to be named.
create table practice.view_evidence (
  place_id        uuid not null,
  evidence_id     uuid not null,
  assessment_id   uuid not null,
  organisation_id uuid not null,
  is_named        boolean not null,
  principle       smallint not null check (principle between 1 and 6),
  kind            text not null check (kind in ('measure', 'document', 'words')),
  measure         text check (length(measure) <= 40),
  title           text check (length(title) <= 200),
  says            text check (length(says) <= 2000),
  address         text check (length(address) <= 500),
  said_then       text check (length(said_then) <= 300),
  added_at        timestamptz not null,
  primary key (place_id, evidence_id),
  check ((kind = 'measure') = (measure is not null)),
  check (kind <> 'document' or address is not null),
  check (kind <> 'words' or says is not null),
  foreign key (place_id, assessment_id) references practice.assessment (place_id, assessment_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index view_evidence_by_assessment on practice.view_evidence (place_id, assessment_id);
create index view_evidence_of_organisation on practice.view_evidence (place_id, organisation_id);

create table practice.entry_file (
  place_id uuid not null,
  entry_id uuid not null,
  name     text not null check (length(name) between 1 and 200),
  type     text not null check (type in ('application/pdf', 'image/png', 'image/jpeg')),
  content  bytea not null check (length(content) <= 5000000),
  sent_at  timestamptz not null,
  sent_by  text not null,
  primary key (place_id, entry_id),
  foreign key (place_id, entry_id) references practice.council_entry (place_id, entry_id)
);

do $$ declare t text; begin
  foreach t in array array['challenge_action', 'view_evidence', 'entry_file'] loop
    execute format('alter table practice.%I enable row level security', t);
    execute format('alter table practice.%I force row level security', t);
    execute format('create policy house on practice.%I to keepitlocal_house using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on practice.%I to keepitlocal_house', t);
  end loop;
end $$;
create policy granted on practice.challenge_action to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = council_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy place on practice.entry_file for select to keepitlocal_app using (place_id = platform.current_place());
grant select on practice.challenge_action, practice.entry_file to keepitlocal_app;
