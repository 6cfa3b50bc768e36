-- Capability: commissioning. Competitions: questions that the community set, bids that are sealed until they close, marks, published scores; and promises followed to what happened.
create table commissioning.competition (
  place_id        uuid not null,
  competition_id  uuid not null,
  reference       text not null,
  title           text not null check (length(title) between 3 and 160),
  about           text not null check (length(about) between 3 and 4000),
  buyer_party_id  uuid not null,
  engagement_id   uuid,
  -- Whole percent. A tenth at least for social value is our own rule, after PPN 002 (docs/decisions/0038).
  price_weight    integer not null check (price_weight between 0 and 90),
  quality_weight  integer not null check (quality_weight between 0 and 90),
  social_weight   integer not null check (social_weight between 10 and 100),
  questions_until_on date not null,
  closes_at       timestamptz not null,
  state           text not null check (state in ('asking', 'bidding', 'marking', 'agreeing', 'published', 'stopped')),
  opened_by       text not null,
  opened_at       timestamptz not null,
  bidding_at      timestamptz,
  unsealed_at     timestamptz,
  published_at    timestamptz,
  stopped_at      timestamptz,
  stopped_because text check (length(stopped_because) <= 1000),
  -- The agreement that carries what was promised.
  agreement_id    uuid,
  primary key (place_id, competition_id),
  unique (place_id, reference),
  check (price_weight + quality_weight + social_weight = 100),
  check ((stopped_at is null) = (stopped_because is null)),
  -- Nothing is unsealed before it closed.
  check (unsealed_at >= closes_at),
  foreign key (place_id, buyer_party_id) references commissioning.party (place_id, party_id),
  foreign key (place_id, engagement_id) references commissioning.engagement (place_id, engagement_id),
  foreign key (place_id, agreement_id) references commissioning.agreement (place_id, agreement_id)
);
create index competition_by_engagement on commissioning.competition (place_id, engagement_id) where engagement_id is not null;
create index competition_by_agreement on commissioning.competition (place_id, agreement_id) where agreement_id is not null;

-- Weights, points or the closing that were changed before the first bid: what it was before stays to be read.
create table commissioning.competition_change (
  place_id       uuid not null,
  change_id      uuid not null,
  competition_id uuid not null,
  was            text not null,
  became         text not null,
  because        text not null check (length(because) between 3 and 1000),
  changed_by     text not null,
  changed_at     timestamptz not null,
  primary key (place_id, change_id),
  foreign key (place_id, competition_id) references commissioning.competition (place_id, competition_id)
);
create index competition_change_in_order on commissioning.competition_change (place_id, competition_id, changed_at);

create table commissioning.competition_question (
  place_id       uuid not null,
  question_id    uuid not null,
  competition_id uuid not null,
  about          text not null check (about in ('quality', 'social value')),
  asks           text not null check (length(asks) between 10 and 1000),
  -- Of the hundred that all questions and the price have together.
  points         integer not null check (points between 1 and 100),
  set_by         text not null check (set_by in ('community', 'buyer')),
  added_at       timestamptz not null,
  dropped_at     timestamptz,
  primary key (place_id, question_id),
  foreign key (place_id, competition_id) references commissioning.competition (place_id, competition_id)
);
create index competition_question_in_order on commissioning.competition_question (place_id, competition_id, added_at);

-- Words that were sent in and wait to be looked at, by the buyer alone; gone when it has been decided.
create table commissioning.suggestion (
  place_id       uuid not null,
  suggestion_id  uuid not null,
  competition_id uuid not null,
  -- Null for a question; the promise, for a reply to what was done about it.
  promise_id     uuid,
  words          text not null check (length(words) between 5 and 1000),
  why            text not null default '' check (length(why) <= 1000),
  -- Null for whoever has not said who they are.
  by_organisation_id uuid,
  sent_at        timestamptz not null,
  primary key (place_id, suggestion_id),
  foreign key (place_id, competition_id) references commissioning.competition (place_id, competition_id)
);
create index suggestion_waiting on commissioning.suggestion (place_id, competition_id, sent_at);

-- A proposed question with what was decided, for everybody to read.
create table commissioning.proposal (
  place_id       uuid not null,
  proposal_id    uuid not null,
  competition_id uuid not null,
  -- Null where they are not shown as they were sent: they told of somebody.
  words          text check (length(words) between 5 and 1000),
  why            text not null default '' check (length(why) <= 1000),
  by_organisation_id uuid,
  decision       text not null check (decision in ('asked', 'joined', 'not asked', 'not shown')),
  question_id    uuid,
  because        text not null check (length(because) between 3 and 1000),
  sent_on        date not null,
  decided_by     text not null,
  decided_at     timestamptz not null,
  primary key (place_id, proposal_id),
  check ((decision in ('asked', 'joined')) = (question_id is not null)),
  check (decision <> 'not shown' or words is null),
  foreign key (place_id, competition_id) references commissioning.competition (place_id, competition_id),
  foreign key (place_id, question_id) references commissioning.competition_question (place_id, question_id)
);
create index proposal_in_order on commissioning.proposal (place_id, competition_id, decided_at);

-- Sealed: whoever bids holds the only grant, until the bids are unsealed after the closing.
create table commissioning.bid (
  place_id        uuid not null,
  bid_id          uuid not null,
  competition_id  uuid not null,
  organisation_id uuid not null,
  state           text not null check (state in ('draft', 'handed in')),
  price_in_pence  bigint check (price_in_pence between 1 and 1000000000000),
  may_name        boolean not null default false,
  begun_at        timestamptz not null,
  handed_in_at    timestamptz,
  handed_in_by    text,
  -- The letter it is called by where its name is not told, drawn when the bids are unsealed.
  letter          text check (letter ~ '^[A-Z]{1,2}$'),
  -- What agreed marks are seen by: a record of its own, so that whoever bids sees them only once they are published.
  marks_id        uuid not null,
  primary key (place_id, bid_id),
  unique (place_id, competition_id, organisation_id),
  unique (place_id, competition_id, letter),
  check (state = 'draft' or (price_in_pence is not null and handed_in_at is not null)),
  foreign key (place_id, competition_id) references commissioning.competition (place_id, competition_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);

create table commissioning.bid_answer (
  place_id    uuid not null,
  bid_id      uuid not null,
  question_id uuid not null,
  answer      text not null check (length(answer) <= 4000),
  primary key (place_id, bid_id, question_id),
  foreign key (place_id, bid_id) references commissioning.bid (place_id, bid_id),
  foreign key (place_id, question_id) references commissioning.competition_question (place_id, question_id)
);

create table commissioning.bid_promise (
  place_id   uuid not null,
  promise_id uuid not null,
  bid_id     uuid not null,
  what       text not null check (length(what) between 3 and 500),
  -- Null where it is told as a story, not counted.
  how_many   integer check (how_many > 0),
  unit       text check (length(unit) between 1 and 60),
  for_whom   text not null check (length(for_whom) between 2 and 300),
  neighbourhood_id uuid,
  due_on     date not null,
  written_at timestamptz not null,
  primary key (place_id, promise_id),
  check ((how_many is null) = (unit is null)),
  foreign key (place_id, bid_id) references commissioning.bid (place_id, bid_id)
);
create index bid_promise_of on commissioning.bid_promise (place_id, bid_id, due_on);

-- Who marks: named, asked about conflicts of interest, and then let in.
create table commissioning.assessor (
  place_id       uuid not null,
  assessor_id    uuid not null,
  competition_id uuid not null,
  person_id      uuid not null,
  name           text not null check (length(name) between 1 and 200),
  number         integer not null check (number > 0),
  named_at       timestamptz not null,
  declared_at    timestamptz,
  has_conflict   boolean,
  conflict_says  text check (length(conflict_says) <= 1000),
  -- Why they marked no further, as the buyer says it.
  released_because text check (length(released_because) <= 500),
  handed_in_at   timestamptz,
  -- What their marks are seen by: theirs alone until all have handed in.
  marks_id       uuid not null,
  primary key (place_id, assessor_id),
  unique (place_id, competition_id, person_id),
  unique (place_id, competition_id, number),
  check ((declared_at is null) = (has_conflict is null)),
  foreign key (place_id, competition_id) references commissioning.competition (place_id, competition_id)
);

create table commissioning.mark (
  place_id    uuid not null,
  marks_id    uuid not null,
  bid_id      uuid not null,
  question_id uuid not null,
  mark        integer not null check (mark between 0 and 5),
  because     text not null check (length(because) between 3 and 2000),
  marked_at   timestamptz not null,
  primary key (place_id, marks_id, bid_id, question_id),
  foreign key (place_id, bid_id) references commissioning.bid (place_id, bid_id),
  foreign key (place_id, question_id) references commissioning.competition_question (place_id, question_id)
);

create table commissioning.agreed_mark (
  place_id    uuid not null,
  marks_id    uuid not null,
  question_id uuid not null,
  mark        integer not null check (mark between 0 and 5),
  because     text not null check (length(because) between 3 and 8000),
  agreed_by   text not null,
  agreed_at   timestamptz not null,
  primary key (place_id, marks_id, question_id),
  foreign key (place_id, question_id) references commissioning.competition_question (place_id, question_id)
);

-- The scores as they were published, to the letter: never changed.
create table commissioning.scores (
  place_id       uuid not null,
  competition_id uuid not null,
  document       text not null,
  published_by   text not null,
  published_at   timestamptz not null,
  primary key (place_id, competition_id),
  foreign key (place_id, competition_id) references commissioning.competition (place_id, competition_id)
);

-- What the bid that won promised, from its publication on for everybody to read.
create table commissioning.promise (
  place_id        uuid not null,
  promise_id      uuid not null,
  competition_id  uuid not null,
  organisation_id uuid not null,
  what            text not null check (length(what) between 3 and 500),
  how_many        integer check (how_many > 0),
  unit            text check (length(unit) between 1 and 60),
  for_whom        text not null check (length(for_whom) between 2 and 300),
  neighbourhood_id uuid,
  due_on          date not null,
  -- The due day the organisation was reminded of, and the one the buyer was told was over.
  reminded_of     date,
  told_over       date,
  primary key (place_id, promise_id),
  check ((how_many is null) = (unit is null)),
  foreign key (place_id, competition_id) references commissioning.competition (place_id, competition_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index promise_by_competition on commissioning.promise (place_id, competition_id, due_on);
create index promise_by_day on commissioning.promise (place_id, due_on);

create table commissioning.promise_change (
  place_id   uuid not null,
  change_id  uuid not null,
  promise_id uuid not null,
  was        text not null,
  because    text not null check (length(because) between 3 and 1000),
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (place_id, change_id),
  foreign key (place_id, promise_id) references commissioning.promise (place_id, promise_id)
);
create index promise_change_of on commissioning.promise_change (place_id, promise_id, changed_at);

create table commissioning.promise_report (
  place_id    uuid not null,
  report_id   uuid not null,
  promise_id  uuid not null,
  happened_on date not null,
  how_many    integer check (how_many >= 0),
  says        text not null check (length(says) <= 4000),
  by_organisation_id uuid not null,
  written_by  text not null,
  written_at  timestamptz not null,
  taken_out_at timestamptz,
  primary key (place_id, report_id),
  foreign key (place_id, promise_id) references commissioning.promise (place_id, promise_id)
);
create index promise_report_of on commissioning.promise_report (place_id, promise_id, happened_on);

-- What others say to it: the buyer with how it stands, and residents.
create table commissioning.promise_reply (
  place_id   uuid not null,
  reply_id   uuid not null,
  promise_id uuid not null,
  from_whom  text not null check (from_whom in ('buyer', 'organisation', 'resident')),
  stands     text check (stands in ('kept', 'in part', 'not kept')),
  says       text not null check (length(says) between 3 and 2000),
  by_organisation_id uuid,
  written_by text,
  written_at timestamptz not null,
  primary key (place_id, reply_id),
  check (stands is null or from_whom = 'buyer'),
  foreign key (place_id, promise_id) references commissioning.promise (place_id, promise_id)
);
create index promise_reply_of on commissioning.promise_reply (place_id, promise_id, written_at);

do $$ declare t text; k text; begin
  foreach t in array array['competition', 'competition_change', 'competition_question', 'suggestion', 'proposal', 'bid', 'bid_answer', 'bid_promise', 'assessor', 'mark', 'agreed_mark', 'scores',
      'promise', 'promise_change', 'promise_report', 'promise_reply'] loop
    execute format('alter table commissioning.%I enable row level security', t);
    execute format('alter table commissioning.%I force row level security', t);
    execute format('create policy house on commissioning.%I to keepitlocal_house using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on commissioning.%I to keepitlocal_house', t);
    execute format('grant select on commissioning.%I to keepitlocal_app', t);
  end loop;
  foreach t in array array['competition', 'competition_change', 'competition_question', 'proposal', 'scores', 'promise', 'promise_change', 'promise_report', 'promise_reply'] loop
    execute format('create policy of_place on commissioning.%I for select to keepitlocal_app using (place_id = platform.current_place())', t);
  end loop;
  foreach t in array array['suggestion', 'bid', 'bid_answer', 'bid_promise', 'assessor', 'mark', 'agreed_mark'] loop
    k := case t when 'suggestion' then 'competition_id' when 'assessor' then 'assessor_id' when 'mark' then 'marks_id' when 'agreed_mark' then 'marks_id' else 'bid_id' end;
    execute format($p$create policy granted on commissioning.%I for select to keepitlocal_app
      using (place_id = platform.current_place() and exists (
        select from platform.record_grant g
        where g.place_id = (select platform.current_place()) and g.record_id = %I
          and g.holder_id = any ((select platform.current_holders())::uuid[])
          and (g.granted_until is null or g.granted_until > (select platform.current_moment()))))$p$, t, k);
  end loop;
end $$;
revoke update, delete on commissioning.scores, commissioning.competition_change, commissioning.promise_change from keepitlocal_house;
