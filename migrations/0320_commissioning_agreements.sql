-- Capability: commissioning. Who takes part in agreements, the agreements themselves, their money by year and by funder, and what was published of them.
create schema commissioning;
grant usage on schema commissioning to keepitlocal_app, keepitlocal_house;

-- A body as the law knows it: with its numbers in public registers, so that open standards can name it. Tells of no private person.
create table commissioning.party (
  place_id        uuid not null,
  party_id        uuid not null,
  -- Null for a body that does not work on this platform, such as a national funder.
  organisation_id uuid,
  name            text not null check (length(name) between 1 and 200),
  -- 'GB-CHC-1123456': the code of a list of org-id.guide, a hyphen and the number there. The first is the one it is known by.
  org_ids         text[] not null default '{}',
  address         text check (length(address) <= 300),
  postcode        text,
  website         text check (length(website) <= 300),
  -- How large it is (Procurement Act 2023, section 123: small and medium-sized are under 250 people and a turnover or balance sheet limit). Null: not told.
  size            text check (size in ('micro', 'small', 'medium', 'large')),
  is_vcse         boolean,
  is_mutual       boolean,
  is_supported_employer boolean,
  changed_at      timestamptz not null,
  changed_by      text not null,
  primary key (place_id, party_id),
  unique (place_id, organisation_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);

create table commissioning.agreement (
  place_id       uuid not null,
  agreement_id   uuid not null,
  reference      text not null,
  title          text not null check (length(title) between 3 and 160),
  purpose        text not null check (length(purpose) between 3 and 4000),
  kind           text not null check (kind in ('grant', 'contract', 'partnership')),
  -- By which lawful way it is made (routes/): 'grant', 'below-threshold', 'light-touch', ...; and the facts the chooser was given.
  route          text not null,
  route_facts    jsonb,
  buyer_party_id uuid not null,
  category       text not null check (category in ('services', 'goods', 'works')),
  cpv_code       text check (cpv_code ~ '^\d{8}$'),
  starts_on      date not null,
  ends_on        date not null,
  extendable_until_on date,
  -- Terms are long unless there is a reason.
  short_because  text check (length(short_because) <= 1000),
  -- Money of several funders in one pool, held by the buyer.
  is_pooled      boolean not null default false,
  pool_basis     text check (length(pool_basis) <= 300),
  -- All partners are content that who pays how much is published.
  shows_shares   boolean not null default false,
  reserved_area  text check (reserved_area in ('uk', 'local')),
  reserved_for   text[] not null default '{}' check (reserved_for <@ array['sme', 'vcse']),
  -- Why there are not at least three measures to judge it by (Procurement Act 2023, section 52); null where there are, or it need not say.
  no_metrics_because text,
  no_metrics_says    text check (length(no_metrics_says) <= 1000),
  engagement_id  uuid,
  no_engagement_because text check (length(no_engagement_because) <= 1000),
  neighbourhood_ids uuid[],
  state          text not null check (state in ('draft', 'agreed', 'ended')),
  written_at     timestamptz not null,
  written_by     text not null,
  signed_on      date,
  ended_on       date,
  ended_because  text check (length(ended_because) <= 1000),
  primary key (place_id, agreement_id),
  unique (place_id, reference),
  check (ends_on >= starts_on),
  check (extendable_until_on is null or extendable_until_on >= ends_on),
  check ((state = 'draft') = (signed_on is null)),
  check ((state = 'ended') = (ended_on is not null)),
  foreign key (place_id, buyer_party_id) references commissioning.party (place_id, party_id)
);

-- Who stands in it as what. One body may be both buyer and funder.
create table commissioning.agreement_party (
  place_id     uuid not null,
  agreement_id uuid not null,
  party_id     uuid not null,
  role         text not null check (role in ('buyer', 'supplier', 'funder')),
  primary key (place_id, agreement_id, role, party_id),
  foreign key (place_id, agreement_id) references commissioning.agreement (place_id, agreement_id),
  foreign key (place_id, party_id) references commissioning.party (place_id, party_id)
);
create index agreement_party_by_party on commissioning.agreement_party (place_id, party_id);

-- The whole of the money, by year of the agreement: what every party sees.
create table commissioning.agreement_year (
  place_id        uuid not null,
  agreement_id    uuid not null,
  starts_on       date not null,
  ends_on         date not null,
  -- Without VAT, and the VAT on it.
  amount_in_pence bigint not null check (amount_in_pence >= 0),
  vat_in_pence    bigint not null check (vat_in_pence >= 0),
  primary key (place_id, agreement_id, starts_on),
  check (ends_on >= starts_on),
  foreign key (place_id, agreement_id) references commissioning.agreement (place_id, agreement_id)
);

-- A funder's part: seen by that funder and by the buyer, who holds the pool. Hundredths of a percent add to 10,000 over the partners of an agreement.
create table commissioning.partner (
  place_id      uuid not null,
  partner_id    uuid not null,
  agreement_id  uuid not null,
  party_id      uuid not null,
  -- Null where amounts were agreed, not shares.
  share_in_hundredths integer check (share_in_hundredths between 0 and 10000),
  -- How much of what it costs more, or less, than planned is theirs.
  risk_in_hundredths  integer not null check (risk_in_hundredths between 0 and 10000),
  primary key (place_id, partner_id),
  unique (place_id, agreement_id, party_id),
  foreign key (place_id, agreement_id) references commissioning.agreement (place_id, agreement_id),
  foreign key (place_id, party_id) references commissioning.party (place_id, party_id)
);

create table commissioning.contribution (
  place_id        uuid not null,
  partner_id      uuid not null,
  year_starts_on  date not null,
  amount_in_pence bigint not null check (amount_in_pence >= 0),
  primary key (place_id, partner_id, year_starts_on),
  foreign key (place_id, partner_id) references commissioning.partner (place_id, partner_id)
);

-- What was published of an agreement, each time as it stood: never changed, and what open standards are made from.
create table commissioning.publication (
  place_id       uuid not null,
  publication_id uuid not null,
  agreement_id   uuid not null,
  number         integer not null check (number > 0),
  -- What it tells of: that it was made, changed, ended, or put right.
  tells          text not null check (tells in ('agreement', 'change', 'end', 'correction')),
  document       jsonb not null,
  published_at   timestamptz not null,
  published_by   text not null,
  primary key (place_id, publication_id),
  unique (place_id, agreement_id, number)
);
create index publication_by_time on commissioning.publication (place_id, published_at desc);

do $$ declare t text; k text; begin
  foreach t in array array['party', 'agreement', 'agreement_party', 'agreement_year', 'partner', 'contribution', 'publication'] loop
    execute format('alter table commissioning.%I enable row level security', t);
    execute format('alter table commissioning.%I force row level security', t);
    execute format('create policy house on commissioning.%I to keepitlocal_house using (place_id = platform.current_place()) with check (place_id = platform.current_place())', t);
    execute format('grant select, insert, update, delete on commissioning.%I to keepitlocal_house', t);
    execute format('grant select on commissioning.%I to keepitlocal_app', t);
  end loop;
  foreach t in array array['party', 'publication'] loop
    execute format('create policy of_place on commissioning.%I for select to keepitlocal_app using (place_id = platform.current_place())', t);
  end loop;
  foreach t in array array['agreement', 'agreement_party', 'agreement_year', 'partner', 'contribution'] loop
    k := case when t in ('partner', 'contribution') then 'partner_id' else 'agreement_id' end;
    execute format($p$create policy granted on commissioning.%I for select to keepitlocal_app
      using (place_id = platform.current_place() and exists (
        select from platform.record_grant g
        where g.place_id = (select platform.current_place()) and g.record_id = %I
          and g.holder_id = any ((select platform.current_holders())::uuid[])
          and (g.granted_until is null or g.granted_until > (select platform.current_moment()))))$p$, t, k);
  end loop;
end $$;
revoke update, delete on commissioning.publication from keepitlocal_house;
