-- Capability: referrals. What is asked or in hand when this is brought in stands written as shared like everything after it; otherwise nobody would see any more whom they help.
insert into people.disclosure (place_id, disclosure_id, person_id, about_id, for_id, journey_id, from_organisation_id, organisation_id, purpose, basis, basis_id, ground, fields, path,
    decided_by, decided_at, shown_at)
  select r.place_id, gen_random_uuid(), q.person_id, r.help_request_id, r.referral_id, r.journey_id, r.sent_by_organisation_id, r.organisation_id, 'help', r.basis, r.consent_id, r.basis_ground,
    '{name,contact,address,communication,story,on behalf}', '/referrals/' || r.referral_id, r.sent_by_name, r.sent_at, r.answered_at
  from referrals.referral r join requests.help_request q on q.place_id = r.place_id and q.help_request_id = r.help_request_id
  where r.state in ('sent', 'accepted', 'in contact', 'ongoing');
insert into platform.record_grant (place_id, grant_id, record_id, holder_id, basis, basis_id, granted_at)
  select distinct on (d.disclosure_id, h.holder_id) d.place_id, gen_random_uuid(), d.disclosure_id, h.holder_id, 'follows the sharing', d.disclosure_id, d.decided_at
  from people.disclosure d join platform.record_grant h on h.place_id = d.place_id and h.record_id = d.for_id;
