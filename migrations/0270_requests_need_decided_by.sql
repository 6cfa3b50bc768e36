-- Capability: requests. A need carries who decides on it, as its request does: a list of what is open asks of each need alone whether it may be seen, not of its request as well.
-- Who triages and who took it down are written once, with the request, and never change.
alter table requests.need add column triaged_by_organisation_id uuid, add column taken_by_organisation_id uuid;
update requests.need n set triaged_by_organisation_id = r.triaged_by_organisation_id, taken_by_organisation_id = r.taken_by_organisation_id
  from requests.help_request r where r.place_id = n.place_id and r.help_request_id = n.help_request_id;
alter table requests.need alter column triaged_by_organisation_id set not null;
alter table requests.need add foreign key (place_id, triaged_by_organisation_id) references organisations.organisation (place_id, organisation_id);
alter table requests.need add foreign key (place_id, taken_by_organisation_id) references organisations.organisation (place_id, organisation_id);

-- One look for a grant for each need, whatever the planner thinks: it takes building a hash of every grant the actor holds, old ones too, for cheaper than it is. `offset 0` changes no row; a subquery
-- that has it is not turned into such a hash.
alter policy granted on requests.need using (place_id = platform.current_place() and exists (
    select from platform.record_grant g
    where g.place_id = (select platform.current_place()) and g.record_id = need_id
      and g.holder_id = any ((select platform.current_holders())::uuid[])
      and (g.granted_until is null or g.granted_until > (select platform.current_moment())) offset 0));
