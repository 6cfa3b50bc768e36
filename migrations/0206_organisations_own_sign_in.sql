-- organisations: whether its people come in by its own sign-in alone.
alter table organisations.organisation add column requires_own_sign_in boolean not null default false;
