-- Capability: practice. A council, community organisations and residents each say how far the six principles are lived; what they say apart is the finding.
create table practice.assessment (
  place_id      uuid not null,
  assessment_id uuid not null,
  council_id    uuid not null,
  name          text not null check (length(name) between 1 and 80),
  opened_on     date not null,
  closes_on     date not null,
  closed_at     timestamptz,
  -- When its results began to count, without a name, in what peers compare with.
  shared_at     timestamptz,
  primary key (place_id, assessment_id),
  check (closes_on >= opened_on),
  check (shared_at is null or closed_at is not null),
  foreign key (place_id, council_id) references practice.council (place_id, council_id)
);
create index assessment_by_council on practice.assessment (place_id, council_id, opened_on desc);
create unique index assessment_open on practice.assessment (place_id, council_id) where closed_at is null;

create table practice.council_score (
  place_id      uuid not null,
  assessment_id uuid not null,
  principle     smallint not null check (principle between 1 and 6),
  council_id    uuid not null,
  level         smallint not null check (level between 1 and 4),
  says          text check (length(says) <= 2000),
  saved_at      timestamptz not null,
  saved_by      text not null,
  primary key (place_id, assessment_id, principle),
  foreign key (place_id, assessment_id) references practice.assessment (place_id, assessment_id)
);

-- What one community organisation, or one resident, said: a level for each principle, 0 where they do not know. Of a resident nothing but the day is kept.
create table practice.view_given (
  place_id        uuid not null,
  view_id         uuid not null,
  assessment_id   uuid not null,
  voice           text not null check (voice in ('community', 'residents')),
  organisation_id uuid,
  levels          smallint[] not null check (array_length(levels, 1) = 6),
  given_on        date not null,
  primary key (place_id, view_id),
  check ((voice = 'community') = (organisation_id is not null)),
  foreign key (place_id, assessment_id) references practice.assessment (place_id, assessment_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index view_given_by_assessment on practice.view_given (place_id, assessment_id);
create unique index view_given_by_organisation on practice.view_given (place_id, assessment_id, organisation_id) where organisation_id is not null;
create index view_given_of_organisation on practice.view_given (place_id, organisation_id) where organisation_id is not null;

-- A link by which so many residents may say, at a meeting or on a leaflet.
create table practice.view_link (
  place_id      uuid not null,
  link_id       uuid not null,
  assessment_id uuid not null,
  name          text not null check (length(name) between 1 and 80),
  most          integer not null check (most between 1 and 10000),
  used          integer not null default 0 check (used between 0 and most),
  made_by       text not null,
  made_at       timestamptz not null,
  primary key (place_id, link_id),
  foreign key (place_id, assessment_id) references practice.assessment (place_id, assessment_id)
);
create index view_link_by_assessment on practice.view_link (place_id, assessment_id);

-- What a closed assessment found: the middle of each voice.
create table practice.voice_result (
  place_id      uuid not null,
  assessment_id uuid not null,
  principle     smallint not null check (principle between 1 and 6),
  voice         text not null check (voice in ('council', 'community', 'residents')),
  council_id    uuid not null,
  level         numeric(2, 1) not null check (level between 1 and 4),
  answers       integer not null,
  primary key (place_id, assessment_id, principle, voice),
  -- Fewer than five organisations or residents could be told from one another.
  check (voice = 'council' or answers >= 5),
  foreign key (place_id, assessment_id) references practice.assessment (place_id, assessment_id)
);

create table practice.evidence (
  place_id      uuid not null,
  evidence_id   uuid not null,
  assessment_id uuid not null,
  council_id    uuid not null,
  principle     smallint not null check (principle between 1 and 6),
  kind          text not null check (kind in ('measure', 'document', 'words')),
  measure       text check (length(measure) <= 40),
  title         text check (length(title) <= 200),
  says          text check (length(says) <= 2000),
  address       text check (length(address) <= 500),
  -- What a measure said on the day it was put here.
  said_then     text check (length(said_then) <= 300),
  added_at      timestamptz not null,
  added_by      text not null,
  removed_at    timestamptz,
  primary key (place_id, evidence_id),
  check ((kind = 'measure') = (measure is not null)),
  check (kind <> 'document' or address is not null),
  check (kind <> 'words' or says is not null),
  foreign key (place_id, assessment_id) references practice.assessment (place_id, assessment_id)
);
create index evidence_by_assessment on practice.evidence (place_id, assessment_id);

-- Peers visit, say what they found, and come back after about ten months.
create table practice.challenge (
  place_id      uuid not null,
  challenge_id  uuid not null,
  assessment_id uuid not null,
  council_id    uuid not null,
  visiting_council_id uuid,
  visitors      text not null check (length(visitors) between 1 and 500),
  visit_on      date not null,
  findings      text check (length(findings) <= 8000),
  plan          text check (length(plan) <= 8000),
  review_on     date not null,
  reviewed_on   date,
  review_says   text check (length(review_says) <= 8000),
  changed_at    timestamptz not null,
  changed_by    text not null,
  primary key (place_id, challenge_id),
  check (review_on > visit_on),
  check ((reviewed_on is null) = (review_says is null)),
  foreign key (place_id, assessment_id) references practice.assessment (place_id, assessment_id),
  foreign key (place_id, visiting_council_id) references practice.council (place_id, council_id)
);
create unique index challenge_by_assessment on practice.challenge (place_id, assessment_id);
create index challenge_to_review on practice.challenge (place_id, review_on) where reviewed_on is null;
create index challenge_by_visitors on practice.challenge (place_id, visiting_council_id) where visiting_council_id is not null;

-- What a council may compare itself with: the middle half of its peers, who are at least five and never itself. No other row tells one council of another.
create table practice.peer_figure (
  place_id   uuid not null,
  council_id uuid not null,
  principle  smallint not null check (principle between 1 and 6),
  voice      text not null check (voice in ('council', 'community', 'residents')),
  peers      integer not null check (peers >= 5),
  quarter    numeric(2, 1) not null,
  middle     numeric(2, 1) not null,
  three_quarters numeric(2, 1) not null,
  figured_at timestamptz not null,
  primary key (place_id, council_id, principle, voice),
  foreign key (place_id, council_id) references practice.council (place_id, council_id)
);

do $$ declare t text; begin
  foreach t in array array['assessment', 'council_score', 'view_given', 'view_link', 'voice_result', 'evidence', 'challenge', 'peer_figure'] loop
    execute format('alter table practice.%I enable row level security', t);
    execute format('alter table practice.%I force row level security', t);
    execute format('create policy house on practice.%I to keepitlocal_house using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on practice.%I to keepitlocal_house', t);
  end loop;
  foreach t in array array['council_score', 'voice_result', 'evidence', 'challenge', 'peer_figure'] loop
    execute format($p$create policy granted on practice.%I to keepitlocal_app
      using (place_id = platform.current_place() and exists (
        select from platform.record_grant g
        where g.place_id = (select platform.current_place()) and g.record_id = council_id
          and g.holder_id = any ((select platform.current_holders())::uuid[])
          and (g.granted_until is null or g.granted_until > (select platform.current_moment()))))$p$, t);
    execute format('grant select on practice.%I to keepitlocal_app', t);
  end loop;
  -- Said a second time where the rows are read: whatever wrote one of fewer, nobody sees it.
  execute 'create policy enough on practice.peer_figure as restrictive for select to keepitlocal_app using (peers >= 5)';
end $$;
create policy place on practice.assessment for select to keepitlocal_app using (place_id = platform.current_place());
grant select on practice.assessment to keepitlocal_app;
