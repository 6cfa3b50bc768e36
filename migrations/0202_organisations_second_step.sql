-- organisations: whether its people must give more than a password to sign in.
alter table organisations.organisation add column requires_second_step boolean not null default false;
