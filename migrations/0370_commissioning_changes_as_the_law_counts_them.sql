-- Capability: commissioning. What a change is measured against: the most that could be paid, with extensions and VAT; the term and the value as they were awarded;
-- and the way back from a change that is for a time.
alter table commissioning.agreement
  -- What the extension could cost in all, without VAT, and the VAT on it; null while nobody has said, or where there is none.
  add column extension_in_pence bigint check (extension_in_pence >= 0),
  add column extension_vat_in_pence bigint check (extension_vat_in_pence >= 0),
  -- As signed, and never changed after: the last day with every extension (Procurement Act 2023, section 74(3)(a)), and the most that could be paid, with VAT.
  add column awarded_until_on date,
  add column awarded_in_pence bigint check (awarded_in_pence >= 0),
  add check ((extension_in_pence is null) = (extension_vat_in_pence is null));

alter table commissioning.variation
  -- The most that could be paid in all before and after, with extensions and VAT.
  add column estimated_before_in_pence bigint check (estimated_before_in_pence >= 0),
  add column estimated_after_in_pence bigint check (estimated_after_in_pence >= 0),
  add column below_cost_because text check (length(below_cost_because) <= 1000),
  -- The money by year as it was before, for the way back: { years: [{ startsOn, endsOn, amountInPence, vatInPence }] }.
  add column years_before jsonb,
  -- Of a change for a time: when its way back was written down, and when somebody was reminded of that.
  add column went_back_at timestamptz,
  add column reminded_at timestamptz;
create index variation_for_a_time on commissioning.variation (place_id, until_on) where until_on is not null and went_back_at is null;

-- What is signed already: its first change tells what there was before. An extension that stands beyond every last day was never moved.
with first as (
  select distinct on (place_id, agreement_id) place_id, agreement_id, ends_on_before, pence_before,
    (select max(l.ends_on_after) from commissioning.variation l where l.place_id = v.place_id and l.agreement_id = v.agreement_id) as last_on
  from commissioning.variation v order by place_id, agreement_id, number
), money as (
  select place_id, agreement_id, sum(amount_in_pence) as net, sum(vat_in_pence) as vat from commissioning.agreement_year group by place_id, agreement_id
)
update commissioning.agreement a set
  awarded_until_on = case
    when f.agreement_id is null then coalesce(a.extendable_until_on, a.ends_on)
    when a.extendable_until_on > f.last_on then a.extendable_until_on
    else f.ends_on_before end,
  awarded_in_pence = case
    when f.agreement_id is null then m.net + m.vat
    when m.net > 0 then round(f.pence_before * (m.net + m.vat) / m.net)
    else f.pence_before end
from money m left join first f on f.place_id = m.place_id and f.agreement_id = m.agreement_id
where m.place_id = a.place_id and m.agreement_id = a.agreement_id and a.state <> 'draft';
update commissioning.agreement set awarded_until_on = coalesce(extendable_until_on, ends_on) where state <> 'draft' and awarded_until_on is null;
alter table commissioning.agreement add check (state = 'draft' or awarded_until_on is not null);
