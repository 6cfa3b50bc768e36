-- Capability: organisations. Where an informal group is, is somebody's home: everybody in the place sees the middle of its square kilometre, and the house alone keeps the rest.
create table organisations.private_office (
  place_id        uuid not null,
  organisation_id uuid not null,
  postcode        text,
  position        point,
  primary key (place_id, organisation_id),
  foreign key (place_id, organisation_id) references organisations.organisation (place_id, organisation_id)
);
comment on table organisations.private_office is 'where a group is while it is informal; goes back to its own row when it is known further';
alter table organisations.private_office enable row level security;
alter table organisations.private_office force row level security;
create policy house on organisations.private_office to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update, delete on organisations.private_office to keepitlocal_house;

insert into organisations.private_office (place_id, organisation_id, postcode, position)
  select place_id, organisation_id, postcode, position from organisations.organisation
  where assurance_level = 'informal' and (postcode is not null or position is not null);
update organisations.organisation set postcode = null, position = case when position is null then null
    else point(floor(position[0] / 1000) * 1000 + 500, floor(position[1] / 1000) * 1000 + 500) end
  where assurance_level = 'informal';
alter table organisations.organisation add constraint organisation_home_is_private check (assurance_level <> 'informal' or postcode is null);
comment on column organisations.organisation.position is 'of an informal group the middle of its square kilometre';
