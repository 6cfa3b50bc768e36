-- Somebody whose address may be known to nobody they have not told it to: help meets them elsewhere.
alter table people.person add column address_is_hidden boolean not null default false;
