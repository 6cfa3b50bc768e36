-- A new name that is taken back brings back that they were seen: who saw them under the former name, when and how, is kept beside it until they are seen again.

alter table volunteers.volunteer
  add column former_seen_on  date,
  add column former_seen_by  text,
  add column former_seen_how text;
