-- A concern that nobody looks at is reminded of again and again; leads are told apart by who they are, not by what they are called; and it is said who of two people
-- the volunteer is.

alter table safeguarding.concern
  add column looked_by_id  uuid,
  -- How often somebody was reminded that nobody looks.
  add column reminders     integer not null default 0 check (reminders >= 0),
  -- Of those it is about, who volunteers.
  add column volunteer_person_ids uuid[] not null default '{}';
