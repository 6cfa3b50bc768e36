-- Who somebody is and how they are reached, for lists that other capabilities search and sort. It runs with the reader's own rights, so the policies of people.person hold;
-- only the house reads it, and whoever asks the house names whose people they may see.
create view people.public_reach with (security_invoker = true) as
  select place_id, person_id, name, phone, email from people.person;
grant select on people.public_reach to keepitlocal_house;
