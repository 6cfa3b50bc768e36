-- volunteers: the latest step of each volunteer is read from the index alone.
create index next_step_latest on volunteers.next_step (place_id, volunteer_id, told_at desc, next_step_id desc) include (kind, ask_again_on);
drop index volunteers.next_step_by_volunteer;
