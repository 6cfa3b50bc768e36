-- Capability: commissioning. The diary of what was asked before anything was decided; and what an agreement lives by: measures, learning, reviews, changes, costs, payment.
create table commissioning.engagement (
  place_id       uuid not null,
  engagement_id  uuid not null,
  reference      text not null,
  title          text not null check (length(title) between 3 and 160),
  about          text not null check (length(about) between 3 and 4000),
  -- How whoever wants to can take part: where, when, by what.
  process        text not null check (length(process) between 3 and 4000),
  category       text not null check (category in ('services', 'goods', 'works')),
  cpv_code       text check (cpv_code ~ '^\d{8}$'),
  buyer_party_id uuid not null,
  contact_name   text not null check (length(contact_name) between 1 and 120),
  contact_email  text not null check (length(contact_email) between 3 and 254),
  opens_on       date not null,
  closes_on      date not null,
  -- Where they are known: what may be paid in all, with VAT; and when it might begin and end.
  value_in_pence bigint check (value_in_pence >= 0),
  planned_from_on  date,
  planned_until_on date,
  suits_sme      boolean not null,
  suits_vcse     boolean not null,
  neighbourhood_ids uuid[],
  -- What it was opened from, such as needs nobody takes, as counted that day.
  came_from      jsonb,
  opened_by      text not null,
  opened_at      timestamptz not null,
  closed_at      timestamptz,
  closed_by      text,
  -- What changed in all because of what was said.
  closed_says    text check (length(closed_says) <= 4000),
  primary key (place_id, engagement_id),
  unique (place_id, reference),
  check (closes_on >= opens_on),
  check ((closed_at is null) = (closed_says is null)),
  foreign key (place_id, buyer_party_id) references commissioning.party (place_id, party_id)
);

create table commissioning.engagement_entry (
  place_id        uuid not null,
  entry_id        uuid not null,
  engagement_id   uuid not null,
  happened_on     date not null,
  how             text not null check (how in ('meeting', 'event', 'call', 'visit', 'survey', 'letter')),
  asked           text not null check (length(asked) between 2 and 500),
  said            text not null check (length(said) between 3 and 4000),
  changed         text not null default '' check (length(changed) <= 2000),
  by_organisation_id uuid not null,
  written_by      text not null,
  written_at      timestamptz not null,
  withdrawn_at    timestamptz,
  withdrawn_because text check (length(withdrawn_because) <= 500),
  primary key (place_id, entry_id),
  check ((withdrawn_at is null) = (withdrawn_because is null)),
  foreign key (place_id, engagement_id) references commissioning.engagement (place_id, engagement_id),
  foreign key (place_id, by_organisation_id) references organisations.organisation (place_id, organisation_id)
);
create index engagement_entry_in_order on commissioning.engagement_entry (place_id, engagement_id, happened_on);

create table commissioning.measure (
  place_id     uuid not null,
  measure_id   uuid not null,
  agreement_id uuid not null,
  name         text not null check (length(name) between 3 and 200),
  -- Why it tells something to whoever it is for.
  why          text not null check (length(why) between 3 and 1000),
  unit         text not null check (length(unit) between 1 and 60),
  aim          text not null check (length(aim) between 1 and 200),
  added_at     timestamptz not null,
  ended_at     timestamptz,
  primary key (place_id, measure_id),
  foreign key (place_id, agreement_id) references commissioning.agreement (place_id, agreement_id)
);
create index measure_by_agreement on commissioning.measure (place_id, agreement_id);

create table commissioning.reading (
  place_id     uuid not null,
  reading_id   uuid not null,
  agreement_id uuid not null,
  measure_id   uuid not null,
  read_on      date not null,
  value        text not null check (length(value) between 1 and 60),
  -- How it stands to the aim, in the words of the open contracting UK extension.
  stands       text not null check (stands in ('met', 'slightlyBelow', 'below', 'significantlyBelow', 'other')),
  says         text not null default '' check (length(says) <= 1000),
  read_by      text not null,
  read_at      timestamptz not null,
  primary key (place_id, reading_id),
  foreign key (place_id, measure_id) references commissioning.measure (place_id, measure_id)
);
create index reading_by_agreement on commissioning.reading (place_id, agreement_id, read_on);

-- What was learned, and stories: everybody in the agreement writes and reads it.
create table commissioning.learning (
  place_id     uuid not null,
  learning_id  uuid not null,
  agreement_id uuid not null,
  kind         text not null check (kind in ('learning', 'story')),
  happened_on  date not null,
  says         text not null check (length(says) <= 4000),
  -- What is done otherwise since; of a story, how its teller said that it may be told.
  then_what    text not null default '' check (length(then_what) <= 2000),
  by_organisation_id uuid not null,
  written_by   text not null,
  written_at   timestamptz not null,
  withdrawn_at timestamptz,
  primary key (place_id, learning_id),
  foreign key (place_id, agreement_id) references commissioning.agreement (place_id, agreement_id)
);
create index learning_by_agreement on commissioning.learning (place_id, agreement_id, happened_on);

create table commissioning.review (
  place_id     uuid not null,
  review_id    uuid not null,
  agreement_id uuid not null,
  due_on       date not null,
  about        text not null default '' check (length(about) <= 500),
  held_on      date,
  decided      text check (length(decided) <= 2000),
  reminded_at  timestamptz,
  primary key (place_id, review_id),
  unique (place_id, agreement_id, due_on),
  check ((held_on is null) = (decided is null)),
  foreign key (place_id, agreement_id) references commissioning.agreement (place_id, agreement_id)
);
create index review_open on commissioning.review (place_id, due_on) where held_on is null;

create table commissioning.variation (
  place_id     uuid not null,
  variation_id uuid not null,
  agreement_id uuid not null,
  number       integer not null check (number > 0),
  reason       text not null check (length(reason) between 3 and 2000),
  ground       text not null,
  from_on      date not null,
  -- When it ends by itself, and how things go back; null where it is for good.
  until_on     date,
  exit_says    text not null default '' check (length(exit_says) <= 2000),
  ends_on_before date not null,
  ends_on_after  date not null,
  pence_before bigint not null,
  pence_after  bigint not null,
  needs_notice boolean not null,
  agreed_by    text not null,
  written_by   text not null,
  written_at   timestamptz not null,
  primary key (place_id, variation_id),
  unique (place_id, agreement_id, number),
  check (until_on is null or until_on >= from_on),
  foreign key (place_id, agreement_id) references commissioning.agreement (place_id, agreement_id)
);

-- What it costs whoever does it, as they told it: seen by them and by the buyer.
create table commissioning.cost_statement (
  place_id     uuid not null,
  statement_id uuid not null,
  agreement_id uuid not null,
  party_id     uuid not null,
  year_starts_on date not null,
  lines        jsonb not null,
  overhead_in_hundredths integer not null check (overhead_in_hundredths between 0 and 10000),
  overhead_how text not null default '' check (length(overhead_how) <= 500),
  told_by      text not null,
  told_at      timestamptz not null,
  primary key (place_id, statement_id),
  foreign key (place_id, agreement_id) references commissioning.agreement (place_id, agreement_id)
);
create index cost_statement_by_agreement on commissioning.cost_statement (place_id, agreement_id, told_at);

create table commissioning.payment_month (
  place_id          uuid not null,
  agreement_id      uuid not null,
  month_on          date not null check (extract(day from month_on) = 1),
  invoiced_in_pence bigint not null check (invoiced_in_pence >= 0),
  paid_in_pence     bigint not null check (paid_in_pence >= 0),
  paid_on           date,
  written_by        text not null,
  primary key (place_id, agreement_id, month_on),
  foreign key (place_id, agreement_id) references commissioning.agreement (place_id, agreement_id)
);

-- Whether payment goes on while what was agreed cannot be done: asked, assured or denied.
create table commissioning.relief (
  place_id     uuid not null,
  relief_id    uuid not null,
  agreement_id uuid not null,
  reason       text not null check (length(reason) between 3 and 2000),
  from_on      date not null,
  until_on     date not null,
  open_book    boolean not null,
  asked_by     text not null,
  asked_at     timestamptz not null,
  assurance    text not null check (assurance in ('unknown', 'assured', 'denied')),
  -- The mean of the three months invoiced before it.
  monthly_in_pence bigint check (monthly_in_pence >= 0),
  mean_of      date[],
  transition_plan text check (length(transition_plan) <= 2000),
  transition_on   date,
  decided_by   text,
  decided_at   timestamptz,
  decided_because text check (length(decided_because) <= 1000),
  primary key (place_id, relief_id),
  check (until_on >= from_on),
  check ((assurance = 'unknown') = (decided_at is null)),
  check (assurance <> 'assured' or (monthly_in_pence is not null and transition_plan is not null and transition_on is not null)),
  foreign key (place_id, agreement_id) references commissioning.agreement (place_id, agreement_id)
);
create index relief_by_agreement on commissioning.relief (place_id, agreement_id);

do $$ declare t text; k text; begin
  foreach t in array array['engagement', 'engagement_entry', 'measure', 'reading', 'learning', 'review', 'variation', 'cost_statement', 'payment_month', 'relief'] loop
    execute format('alter table commissioning.%I enable row level security', t);
    execute format('alter table commissioning.%I force row level security', t);
    execute format('create policy house on commissioning.%I to keepitlocal_house using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update on commissioning.%I to keepitlocal_house', t);
    execute format('grant select on commissioning.%I to keepitlocal_app', t);
  end loop;
  foreach t in array array['engagement', 'engagement_entry'] loop
    execute format('create policy of_place on commissioning.%I for select to keepitlocal_app using (place_id = platform.current_place())', t);
  end loop;
  foreach t in array array['measure', 'reading', 'learning', 'review', 'variation', 'cost_statement', 'payment_month', 'relief'] loop
    k := case when t = 'cost_statement' then 'statement_id' else 'agreement_id' end;
    execute format($p$create policy granted on commissioning.%I for select to keepitlocal_app
      using (place_id = platform.current_place() and exists (
        select from platform.record_grant g
        where g.place_id = (select platform.current_place()) and g.record_id = %I
          and g.holder_id = any ((select platform.current_holders())::uuid[])
          and (g.granted_until is null or g.granted_until > (select platform.current_moment()))))$p$, t, k);
  end loop;
end $$;
