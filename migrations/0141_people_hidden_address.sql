-- Somebody whose address may be known to nobody they have not told it to: help meets them elsewhere.
alter table people.person add column address_is_hidden boolean not null default false;

-- Whoever signs up to volunteer is looked for by phone and by e-mail.
create index person_by_email on people.person (place_id, lower(email)) where email is not null;
