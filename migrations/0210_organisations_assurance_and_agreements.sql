-- Capability: organisations. How far an organisation is known rests on evidence that somebody saw; what may be shared at each level, and under which written agreement, is data.
create table organisations.evidence (
  place_id        uuid not null,
  evidence_id     uuid not null,
  organisation_id uuid not null,
  kind            text not null check (kind in ('constitution', 'charity number', 'company number', 'public body', 'insurance', 'safeguarding policy', 'contract', 'known before')),
  reference       text not null,
  vouches_for     text check (vouches_for in ('constituted', 'registered', 'contracted')),
  seen_by         text not null,
  seen_by_organisation_id uuid,
  seen_on         date not null,
  until_on        date,
  note            text not null,
  recorded_at     timestamptz not null,
  ended_at        timestamptz,
  ended_by        text,
  ended_because   text,
  primary key (place_id, evidence_id),
  check ((kind = 'known before') = (vouches_for is not null)),
  check (until_on is null or until_on >= seen_on),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index evidence_by_organisation on organisations.evidence (place_id, organisation_id);
comment on column organisations.evidence.reference is 'the number it is registered under, the policy number: never a file';
alter table organisations.evidence enable row level security;
alter table organisations.evidence force row level security;
create policy granted on organisations.evidence for select to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = evidence_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on organisations.evidence to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on organisations.evidence to keepitlocal_app;
grant select, insert, update on organisations.evidence to keepitlocal_house;

-- What a place decided may be shared with organisations of a level, for a purpose, from a day on. Where it has decided nothing, the table the software comes with holds.
create table organisations.level_scope (
  place_id   uuid not null,
  level      text not null check (level in ('informal', 'constituted', 'registered', 'contracted')),
  purpose    text not null,
  from_on    date not null,
  fields     text[] not null,
  bases      text[] not null,
  why        text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (place_id, level, purpose, from_on)
);
alter table organisations.level_scope enable row level security;
alter table organisations.level_scope force row level security;
create policy of_place on organisations.level_scope for select to keepitlocal_app using (place_id = platform.current_place());
create policy house on organisations.level_scope to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on organisations.level_scope to keepitlocal_app;
grant select, insert, update on organisations.level_scope to keepitlocal_house;

create table organisations.sharing_agreement (
  place_id        uuid not null,
  agreement_id    uuid not null,
  title           text not null,
  purposes        text[] not null check (cardinality(purposes) > 0),
  fields          text[] not null check (cardinality(fields) > 0),
  lawful_ground   text not null,
  from_on         date not null,
  until_on        date,
  written_by      text not null,
  written_by_organisation_id uuid not null,
  written_at      timestamptz not null,
  ended_at        timestamptz,
  ended_by        text,
  ended_because   text,
  primary key (place_id, agreement_id),
  check (until_on is null or until_on >= from_on),
  check ((ended_at is null) = (ended_because is null)),
  foreign key (place_id, written_by_organisation_id) references organisations.organisation (place_id, organisation_id)
);
comment on column organisations.sharing_agreement.lawful_ground is 'the ground in law that the agreement itself names';
alter table organisations.sharing_agreement enable row level security;
alter table organisations.sharing_agreement force row level security;
create policy granted on organisations.sharing_agreement for select to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = agreement_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on organisations.sharing_agreement to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on organisations.sharing_agreement to keepitlocal_app;
grant select, insert, update on organisations.sharing_agreement to keepitlocal_house;

-- Who is bound by it; one that has not signed yet has no date, and until all have, nothing may be shared under it.
create table organisations.sharing_party (
  place_id        uuid not null,
  agreement_id    uuid not null,
  organisation_id uuid not null,
  signed_by       text,
  signed_on       date,
  primary key (place_id, agreement_id, organisation_id),
  check ((signed_by is null) = (signed_on is null)),
  foreign key (place_id, agreement_id) references organisations.sharing_agreement (place_id, agreement_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index sharing_party_by_organisation on organisations.sharing_party (place_id, organisation_id);
alter table organisations.sharing_party enable row level security;
alter table organisations.sharing_party force row level security;
create policy granted on organisations.sharing_party for select to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = agreement_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on organisations.sharing_party to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select on organisations.sharing_party to keepitlocal_app;
grant select, insert, update on organisations.sharing_party to keepitlocal_house;

-- An organisation that joined from the public page is trusted a little until somebody has seen who it is.
alter table organisations.organisation add column trust text not null default 'known' check (trust in ('limited', 'known'));
comment on column organisations.organisation.trust is 'limited: it joined by itself and nobody has seen yet who it is';

-- What was recorded of each organisation until now was settled by whoever set the place up: that is the evidence.
insert into organisations.evidence (place_id, evidence_id, organisation_id, kind, reference, vouches_for, seen_by, seen_on, note, recorded_at)
  select place_id, gen_random_uuid(), organisation_id, 'known before', '', assurance_level, 'whoever set the place up', joined_at::date, '', joined_at
  from organisations.organisation where assurance_level <> 'informal';
