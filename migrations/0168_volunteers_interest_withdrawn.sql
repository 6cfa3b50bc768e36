-- An interest in a role that whoever had it took back before they were answered.
alter table volunteers.placement drop constraint placement_state_check;
alter table volunteers.placement add constraint placement_state_check
  check (state in ('interested', 'started', 'ended', 'not this time', 'withdrawn'));
