-- Capability: commissioning. Twelve years after it ended an agreement is forgotten, but for what was published of it: what hangs on it goes, and an empty row stays for what names it.
alter table commissioning.agreement add column forgotten_at timestamptz;
create index agreement_by_end on commissioning.agreement (place_id, coalesce(ended_on, ends_on)) where forgotten_at is null;
grant delete on commissioning.measure, commissioning.reading, commissioning.learning, commissioning.review, commissioning.variation, commissioning.cost_statement, commissioning.payment_month,
  commissioning.relief to keepitlocal_house;
