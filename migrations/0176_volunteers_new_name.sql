-- Whoever takes a new name is somebody nobody has seen under it: who they are, and each check, has to be looked at again.

alter table volunteers.volunteer
  -- The name under which somebody was seen, kept until they are seen again.
  add column former_name text;
alter table volunteers.held_check
  drop constraint held_check_decision_check,
  add constraint held_check_decision_check check (decision in ('accepted', 'not accepted', 'in a former name'));
