-- Capability: people. Six figures beside a one-time link, for whoever has no account; and phone numbers that answered with them.

-- Somebody asked for a code to an address or a number, known or not. Whose it is is found out by a job, which makes the code then: unknown, there is none to guess.
create table people.one_time_code (
  place_id   uuid not null,
  code_id    uuid not null,
  opens      text not null check (opens in ('volunteering', 'request')),
  reach      text not null,
  channel    text not null check (channel in ('email', 'text')),
  -- Null until the job found somebody.
  code_hash  text,
  asked_at   timestamptz not null,
  ends_at    timestamptz not null,
  looked_at  timestamptz,
  used_at    timestamptz,
  primary key (place_id, code_id)
);
comment on column people.one_time_code.looked_at is 'when the job looked whose the address or number is, known or not';
create index one_time_code_by_reach on people.one_time_code (place_id, reach, asked_at);
create index one_time_code_to_look_at on people.one_time_code (place_id, opens) where looked_at is null;
alter table people.one_time_code enable row level security;
alter table people.one_time_code force row level security;
create policy house on people.one_time_code to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on people.one_time_code to keepitlocal_house;

-- Somebody read a code on this number: texts about them may go to it. Another number of theirs is proved anew.
create table people.proved_phone (
  place_id  uuid not null,
  person_id uuid not null,
  phone     text not null,
  proved_at timestamptz not null,
  primary key (place_id, person_id),
  foreign key (place_id, person_id) references people.person (place_id, person_id)
);
alter table people.proved_phone enable row level security;
alter table people.proved_phone force row level security;
create policy house on people.proved_phone to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on people.proved_phone to keepitlocal_house;
