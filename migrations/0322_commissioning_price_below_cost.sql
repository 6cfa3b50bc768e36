-- Capability: commissioning. Why an agreement was signed at a price below what whoever does it says it costs; and how a pool was split.
alter table commissioning.agreement add column below_cost_because text check (length(below_cost_because) <= 1000);
comment on column commissioning.agreement.below_cost_because is 'said at signing, where the price was below the full cost that was told';
-- Money of a pool is split anew when years change.
grant delete on commissioning.contribution, commissioning.partner to keepitlocal_house;
create index publication_by_reference on commissioning.publication (place_id, (document -> 'agreement' ->> 'reference'));
