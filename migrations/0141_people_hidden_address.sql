-- Somebody whose address may be known to nobody they have not told it to: help meets them elsewhere.
alter table people.person add column address_is_hidden boolean not null default false;

-- Whoever signs up to volunteer is looked for by phone and by e-mail. A column of its own: lower() is not leakproof, so an index on it is never used under row-level security.
alter table people.person add column email_in_small_letters text generated always as (lower(email)) stored;
create index person_by_email on people.person (place_id, email_in_small_letters) where email_in_small_letters is not null;
