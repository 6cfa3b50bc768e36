-- Capability: matching. How a place weighs whom to ask (src/capabilities/matching/weighing/cost.ts), in whole metres, with who chose it, when and why. Each change is a
-- row of its own and none is altered: the latest counts, the others say by what earlier questions were decided. Of nobody but whoever changed it.
create table matching.weights (
  place_id                uuid not null,
  version                 integer not null check (version > 0),
  changed_at              timestamptz not null,
  changed_by              text not null,
  because                 text not null check (length(because) between 1 and 300),
  -- All null: as the programme has it, whatever it has by then.
  every_offer_before      integer check (every_offer_before between 0 and 50000),
  every_need_in_hand      integer check (every_need_in_hand between 0 and 50000),
  every_contact_this_week integer check (every_contact_this_week between 0 and 50000),
  never_asked             integer check (never_asked between 0 and 50000),
  helped_them_before      integer check (helped_them_before between 0 and 50000),
  primary key (place_id, version),
  check (num_nonnulls(every_offer_before, every_need_in_hand, every_contact_this_week, never_asked, helped_them_before) in (0, 5))
);
alter table matching.weights enable row level security;
alter table matching.weights force row level security;
create policy house on matching.weights to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert on matching.weights to keepitlocal_house;
