-- A need passed to an organisation that must answer. FHIR R4 Task in other words; see src/capabilities/referrals/README.md.
create schema referrals;
grant usage on schema referrals to keepitlocal_app, keepitlocal_house;

create table referrals.referral (
  place_id                uuid not null,
  referral_id             uuid not null,
  journey_id              uuid not null,
  help_request_id         uuid not null,
  need_id                 uuid not null,
  organisation_id         uuid not null,
  sent_by_organisation_id uuid not null,
  sent_by_name            text not null,
  description             text not null,
  basis                   text not null check (basis in ('consent', 'public task', 'vital interests')),
  basis_ground            text not null,
  consent_id              uuid,
  state                   text not null check (state in ('sent', 'accepted', 'in contact', 'ongoing', 'done', 'could not', 'declined', 'expired', 'recalled', 'not needed')),
  sent_at                 timestamptz not null,
  answer_by               timestamptz not null,
  answered_at             timestamptz,
  answered_by_name        text,
  reason_code             text,
  reason                  text check (length(reason) <= 500),
  contact_made_at         timestamptz,
  ended_at                timestamptz,
  details_withdrawn_at    timestamptz,
  primary key (place_id, referral_id),
  check ((basis = 'consent') = (consent_id is not null)),
  foreign key (place_id, help_request_id) references requests.help_request (place_id, help_request_id),
  foreign key (place_id, need_id) references requests.need (place_id, need_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id),
  foreign key (place_id, sent_by_organisation_id) references organisations.organisation (place_id, organisation_id),
  foreign key (place_id, consent_id) references people.consent (place_id, consent_id)
);
-- A need has one referral in hand at a time: a second one asked at the same moment is refused here, whoever asks.
create unique index referral_one_live_per_need on referrals.referral (place_id, need_id) where state in ('sent', 'accepted', 'in contact', 'ongoing');
create index referral_by_need on referrals.referral (place_id, need_id, sent_at);
create index referral_by_organisation on referrals.referral (place_id, organisation_id, sent_at);
create index referral_unanswered on referrals.referral (place_id, answer_by) where state = 'sent';
alter table referrals.referral enable row level security;
alter table referrals.referral force row level security;
create policy granted on referrals.referral to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = referral_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
create policy house on referrals.referral to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update on referrals.referral to keepitlocal_app, keepitlocal_house;
