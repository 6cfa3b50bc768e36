-- people: proofs besides a password (a code from a phone, recovery codes, passkeys), one-time links for those who cannot get in, and accounts that were locked.

-- The key an authenticator app shares with us, sealed with the house's secret, which is not in the database. It counts once a code of it was given.
create table people.authenticator (
  place_id     uuid not null,
  person_id    uuid not null,
  sealed_key   text not null,
  made_at      timestamptz not null,
  confirmed_at timestamptz,
  last_step    bigint not null,
  primary key (place_id, person_id),
  foreign key (place_id, person_id) references people.person (place_id, person_id)
);
comment on column people.authenticator.last_step is 'the newest 30-second step a code was taken for: no code of it or before it counts again';
alter table people.authenticator enable row level security;
alter table people.authenticator force row level security;
create policy house on people.authenticator to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on people.authenticator to keepitlocal_house;

create table people.recovery_code (
  place_id  uuid not null,
  person_id uuid not null,
  code_hash text not null,
  made_at   timestamptz not null,
  used_at   timestamptz,
  primary key (place_id, person_id, code_hash),
  foreign key (place_id, person_id) references people.person (place_id, person_id)
);
alter table people.recovery_code enable row level security;
alter table people.recovery_code force row level security;
create policy house on people.recovery_code to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on people.recovery_code to keepitlocal_house;

-- The public half of a passkey; the other half never leaves its owner's device.
create table people.passkey (
  place_id      uuid not null,
  passkey_id    uuid not null,
  person_id     uuid not null,
  credential_id text not null,
  public_key    bytea not null,
  counter       bigint not null,
  transports    text[] not null,
  name          text not null,
  made_at       timestamptz not null,
  last_used_at  timestamptz,
  primary key (place_id, passkey_id),
  unique (place_id, credential_id),
  foreign key (place_id, person_id) references people.person (place_id, person_id)
);
create index passkey_by_person on people.passkey (place_id, person_id);
alter table people.passkey enable row level security;
alter table people.passkey force row level security;
create policy house on people.passkey to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on people.passkey to keepitlocal_house;

-- What a passkey was asked to sign; it can be answered once, and by whom it was asked for.
create table people.passkey_challenge (
  place_id       uuid not null,
  challenge_hash text not null,
  person_id      uuid,
  ends_at        timestamptz not null,
  primary key (place_id, challenge_hash)
);
create index passkey_challenge_by_end on people.passkey_challenge (place_id, ends_at);
comment on column people.passkey_challenge.person_id is 'who may add a passkey with it; null where it is for signing in';
alter table people.passkey_challenge enable row level security;
alter table people.passkey_challenge force row level security;
create policy house on people.passkey_challenge to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, delete on people.passkey_challenge to keepitlocal_house;

-- A link sent to an e-mail address, whether or not somebody signs in with it: nobody is to learn which, not even by how long the answer took.
create table people.sign_in_link (
  place_id uuid not null,
  link_id  uuid not null,
  email    text not null,
  opens    text not null check (opens in ('new password', 'locked account')),
  made_at  timestamptz not null,
  ends_at  timestamptz not null,
  used_at  timestamptz,
  primary key (place_id, link_id)
);
create index sign_in_link_by_email on people.sign_in_link (place_id, email);
alter table people.sign_in_link enable row level security;
alter table people.sign_in_link force row level security;
create policy house on people.sign_in_link to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on people.sign_in_link to keepitlocal_house;

-- Sign-in names that were guessed at too often, known or not; whoever they belong to is told by a job.
create table people.lock_out (
  place_id   uuid not null,
  lock_id    uuid not null,
  email      text not null,
  locked_at  timestamptz not null,
  primary key (place_id, lock_id)
);
alter table people.lock_out enable row level security;
alter table people.lock_out force row level security;
create policy house on people.lock_out to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, delete on people.lock_out to keepitlocal_house;
