-- Capability: platform. Whether one record may be seen is asked of each row that anybody reads. Who holds a grant is no part of the index's order any more: a record has a handful of grants, and
-- looking for each of an actor's holders in turn (which the policy and the table's own policy both ask for, so ten times ten by the planner's guess) cost more than reading that handful. So dear did the
-- planner think it that it read every grant of the actor's instead, for fifty rows.
create index record_grant_of_record on platform.record_grant (place_id, record_id) include (holder_id, granted_until);
drop index platform.record_grant_by_record;
