-- Organisations look after their own entries and somebody checks what they send. What stands in directory.listed_service is always what was
-- approved last: what is proposed waits here, and every approved state is kept, so that any of them can be had back.

-- An organisation is asked to look after what a publisher published. The link is signed and the code is made from it; only the code's hash is here.
create table directory.invitation (
  place_id         uuid not null,
  invitation_id    uuid not null,
  publisher_id     uuid not null,
  -- The organisation of the place that is asked; null when it is to be made on acceptance, with the name and kind below.
  organisation_id  uuid,
  organisation_name text not null check (organisation_name <> ''),
  organisation_kind text not null,
  assurance_level  text not null,
  channel          text not null check (channel in ('email', 'code')),
  to_name          text not null,
  to_email         text check (to_email <> ''),
  -- What its signed link stands for; another one each time it is sent, so that the older link is worth nothing.
  issue_id         uuid not null,
  code_hash        text not null,
  state            text not null check (state in ('waiting', 'accepted', 'withdrawn')),
  sent_times       integer not null check (sent_times > 0),
  invited_by_name  text not null,
  invited_at       timestamptz not null,
  sent_at          timestamptz not null,
  expires_at       timestamptz not null,
  state_since      timestamptz not null,
  accepted_by_name text,
  primary key (place_id, invitation_id),
  unique (place_id, code_hash),
  foreign key (place_id, publisher_id) references directory.publisher (place_id, publisher_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id),
  check ((channel = 'email') = (to_email is not null))
);
create unique index invitation_open on directory.invitation (place_id, publisher_id) where state = 'waiting';

-- What somebody wants an entry to say. wanted and base hold only the fields that differ: { "description": "...", ... }; base is what stood there
-- when it was proposed, so that what changed meanwhile is known field by field. revision grows with every change of the proposal.
create table directory.proposal (
  place_id          uuid not null,
  proposal_id       uuid not null,
  service_id        uuid not null,
  kind              text not null check (kind in ('new entry', 'change', 'end', 'feed')),
  -- Who proposes; null when it is a feed.
  organisation_id   uuid,
  source            text not null check (source <> ''),
  entry_name        text not null check (entry_name <> ''),
  state             text not null check (state in ('waiting', 'asked back', 'approved', 'approved in part', 'refused', 'withdrawn')),
  wanted            jsonb not null,
  base              jsonb not null,
  base_version      integer not null check (base_version >= 0),
  -- Whoever sent it said that everything else in the entry is right too: an assurance, once it is approved.
  assures           boolean not null,
  revision          integer not null check (revision > 0),
  proposed_by_name  text not null,
  proposed_by_id    uuid,
  proposed_at       timestamptz not null,
  state_since       timestamptz not null,
  decided_by_name   text,
  approved_fields   text[] not null default '{}',
  primary key (place_id, proposal_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create unique index proposal_open on directory.proposal (place_id, service_id, organisation_id) nulls not distinct
  where state in ('waiting', 'asked back');
create index proposal_waiting on directory.proposal (place_id, state, state_since) where state in ('waiting', 'asked back');
create index proposal_by_organisation on directory.proposal (place_id, organisation_id, state_since);
create index proposal_by_service on directory.proposal (place_id, service_id, proposed_at);

-- What was said about a proposal, in order.
create table directory.proposal_remark (
  place_id        uuid not null,
  remark_id       uuid not null,
  proposal_id     uuid not null,
  organisation_id uuid,
  kind            text not null check (kind in ('sent', 'changed', 'asked back', 'answered', 'approved', 'approved in part', 'refused', 'withdrawn', 'live at once')),
  by_name         text not null,
  words           text not null,
  fields          text[] not null default '{}',
  said_at         timestamptz not null,
  primary key (place_id, remark_id),
  foreign key (place_id, proposal_id) references directory.proposal (place_id, proposal_id)
);
create index remark_by_proposal on directory.proposal_remark (place_id, proposal_id, said_at);

-- Every approved state of an entry that was ever edited here.
create table directory.entry_version (
  place_id        uuid not null,
  service_id      uuid not null,
  version         integer not null check (version > 0),
  content         jsonb not null,
  changed         text[] not null,
  because         text not null check (because in ('as it was', 'approved', 'approved at once', 'rolled back', 'feed', 'address made private', 'published')),
  by_name         text not null,
  organisation_id uuid,
  source          text not null,
  proposal_id     uuid,
  -- Which older version this one brought back.
  of_version      integer,
  made_at         timestamptz not null,
  primary key (place_id, service_id, version)
);

-- The true address of a place whose address is kept private: for the people of its own organisation, by grant on address_id, and for nobody else
-- unless they say so.
create table directory.private_address (
  place_id        uuid not null,
  address_id      uuid not null,
  location_id     uuid not null,
  address         jsonb not null,
  editors_may_see boolean not null default false,
  kept_by_name    text not null,
  kept_at         timestamptz not null,
  primary key (place_id, address_id),
  unique (place_id, location_id)
);

do $$
declare
  t text;
begin
  foreach t in array array['invitation', 'proposal', 'proposal_remark', 'entry_version', 'private_address'] loop
    execute format('alter table directory.%I enable row level security', t);
    execute format('alter table directory.%I force row level security', t);
    execute format('create policy house on directory.%I to keepitlocal_house
      using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on directory.%I to keepitlocal_house', t);
  end loop;
  -- An organisation sees what it proposed and what was said about it.
  foreach t in array array['proposal', 'proposal_remark'] loop
    execute format('create policy own_organisation on directory.%I for select to keepitlocal_app
      using (place_id = platform.current_place() and organisation_id = any (platform.current_holders()))', t);
    execute format('grant select on directory.%I to keepitlocal_app', t);
  end loop;
end $$;
create policy granted on directory.private_address for select to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = address_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
grant select on directory.private_address to keepitlocal_app;

-- An address quoted in an import's report is taken out of it once it is private.
grant update (notes) on directory.import_record to keepitlocal_house;

create index listed_service_edited on directory.listed_service (place_id, service_id) where field_sources <> '{}';
create index service_location_hidden on directory.service_location (place_id, location_id) where hidden;
-- Whatever writes a hidden place, no part of an address goes in with it.
alter table directory.service_location
  add constraint hidden_says_nothing check (not hidden or not (detail ?| array['name', 'description', 'town', 'county', 'postcode', 'latitude', 'longitude', 'identifier', 'point']
    or coalesce(detail -> 'addressLines', '[]') <> '[]'));
