-- A phone number that somebody typed proves nothing: whoever looks after them rings it and writes down that it is them. An unproved number holds nobody else's sign-up back.

alter table volunteers.volunteer
  add column phone_proved_at timestamptz,
  add column phone_proved_by text,
  add check ((phone_proved_at is null) = (phone_proved_by is null));
