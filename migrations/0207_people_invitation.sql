-- people: invitations to act for an organisation, by a link in a message or a code that is read out.
create table people.invitation (
  place_id        uuid not null,
  invitation_id   uuid not null,
  organisation_id uuid not null,
  name            text not null,
  email           text,
  code_hash       text not null,
  roles           text[] not null,
  invited_by      uuid not null,
  made_at         timestamptz not null,
  ends_at         timestamptz not null,
  used_at         timestamptz,
  withdrawn_at    timestamptz,
  primary key (place_id, invitation_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
create unique index invitation_by_code on people.invitation (place_id, code_hash);
create index invitation_by_organisation on people.invitation (place_id, organisation_id);
comment on column people.invitation.email is 'where the link went; null where a code was read out instead';
alter table people.invitation enable row level security;
alter table people.invitation force row level security;
create policy house on people.invitation to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on people.invitation to keepitlocal_house;
