-- Capability: triage. Why something was decided is for those who follow the request: whoever was asked about the need and has not said yes does not see it.
alter table triage.triage_decision add column help_request_id uuid;
update triage.triage_decision d set help_request_id = n.help_request_id from requests.need n where n.place_id = d.place_id and n.need_id = d.need_id;
alter table triage.triage_decision alter column help_request_id set not null;
drop policy granted on triage.triage_decision;
create policy granted on triage.triage_decision to keepitlocal_app
  using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = help_request_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment()))));
