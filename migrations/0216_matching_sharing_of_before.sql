-- Capability: matching. The same for the volunteers who help somebody when this is brought in.
insert into people.disclosure (place_id, disclosure_id, person_id, about_id, for_id, journey_id, from_organisation_id, organisation_id, volunteer_id, purpose, basis, basis_id, ground, fields,
    path, decided_by, decided_at)
  select m.place_id, gen_random_uuid(), t.person_id, t.help_request_id, m.match_id, t.journey_id, t.organisation_id, t.organisation_id, m.volunteer_id, 'help', t.basis, t.consent_id,
    t.basis_ground, '{name,contact,address,communication,story,on behalf}', '/my-volunteering', coalesce(m.confirmed_by, t.put_by), m.confirmed_at
  from matching.match m join matching.task t on t.place_id = m.place_id and t.task_id = m.task_id
  where m.state in ('confirmed', 'in contact', 'ongoing');
insert into platform.record_grant (place_id, grant_id, record_id, holder_id, basis, basis_id, granted_at)
  select distinct on (d.disclosure_id, h.holder_id) d.place_id, gen_random_uuid(), d.disclosure_id, h.holder_id, 'follows the sharing', d.disclosure_id, d.decided_at
  from people.disclosure d join platform.record_grant h on h.place_id = d.place_id and h.record_id = d.for_id where d.volunteer_id is not null;
