-- Capability: practice. Peers who visit see the one round they visit about, and not every round of that council: their grant is on the round and on the visit. The council's own people hold one on the council.
do $$ declare t text; k text; begin
  foreach t in array array['council_score', 'voice_result', 'evidence', 'challenge', 'challenge_action'] loop
    k := case when t = 'challenge_action' then 'challenge_id' else 'assessment_id' end;
    execute format($p$alter policy granted on practice.%I using (place_id = platform.current_place() and exists (
      select from platform.record_grant g
      where g.place_id = (select platform.current_place()) and g.record_id in (council_id, %I)
        and g.holder_id = any ((select platform.current_holders())::uuid[])
        and (g.granted_until is null or g.granted_until > (select platform.current_moment()))))$p$, t, k);
  end loop;
end $$;
insert into platform.record_grant (place_id, grant_id, record_id, holder_id, basis, basis_id, granted_at, granted_until)
  select g.place_id, gen_random_uuid(), c.assessment_id, g.holder_id, g.basis, g.basis_id, g.granted_at, g.granted_until
  from platform.record_grant g join practice.challenge c on c.place_id = g.place_id and c.challenge_id = g.basis_id
  where g.basis = 'visits as a peer' and g.record_id = c.council_id;
update platform.record_grant g set record_id = c.challenge_id
  from practice.challenge c where c.place_id = g.place_id and c.challenge_id = g.basis_id and g.basis = 'visits as a peer' and g.record_id = c.council_id;
